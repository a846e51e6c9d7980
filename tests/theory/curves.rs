//! Growth curves, and Bass's curve fitted to a network that recruits for itself.

use super::support::*;

/// Members by the end of each period, founders included.
fn sizes(scenario: &downline::scenario::types::Scenario, replication: u32) -> Vec<f64> {
    let world = live(scenario, replication);
    let members = world.members();
    let joined = members.joined.as_each();
    (1..=scenario.horizon.periods)
        .map(|period| joined.partition_point(members.len(), |own| u32::from(own) <= period) as f64)
        .collect()
}

fn bass(p: f64, q: f64, time: f64) -> f64 {
    let falling = libm::exp(-(p + q) * time);
    (1.0 - falling) / (1.0 + q / p * falling)
}

#[test]
fn the_world_follows_its_curve() {
    let periods = "[horizon]\nperiods = 30\n[growth]\nlaw = \"curve\"\n";
    let diffusion = world(&format!(
        "{periods}curve = \"bass\"\np = 0.03\nq = 0.38\nmarket = 20001"
    ));
    for (period, members) in (1..).zip(sizes(&diffusion, 1)) {
        let exact = 1.0 + 20_000.0 * bass(0.03, 0.38, f64::from(period));
        assert!(
            (members - exact).abs() <= 0.5 + 1e-6,
            "Bass, period {period}"
        );
    }
    let imitation = world(&format!(
        "{periods}curve = \"logistic\"\nrate = 0.8\nmarket = 5000\nfounders = 5"
    ));
    for (period, members) in (1..).zip(sizes(&imitation, 1)) {
        let exact = 5_000.0 / (1.0 + 999.0 * libm::exp(-0.8 * f64::from(period)));
        assert!(
            (members - exact).abs() <= 0.5 + 1e-6,
            "logistic, period {period}"
        );
    }
}

#[test]
fn a_curve_attaches_as_a_fixed_number_does() {
    let growth = |law: &str| world(&format!("[horizon]\nperiods = 2\n[growth]\n{law}"));
    for attachment in [
        "uniform",
        "preferential",
        "reach",
        "recent; half_life = 3",
        "slots; width = 2",
    ] {
        let fixed = growth(&format!(
            "law = \"fixed\"\nparticipants = 300\narrivals = [1, 2]\n{}",
            attaching(attachment)
        ));
        let curve = growth(&format!(
            "law = \"curve\"\ncurve = \"geometric\"\nstart = 100\nrate = 1\n{}",
            attaching(attachment)
        ));
        assert_eq!(
            live(&fixed, 4).members().sponsor,
            live(&curve, 4).members().sponsor,
            "{attachment}"
        );
    }
}

/// Sum of squares between the joiners of each period and those of a Bass curve that comes to
/// `market` in the end.
fn misfit(sizes: &[f64], market: f64, p: f64, q: f64) -> f64 {
    let mut before = (1.0, 0.0);
    let mut sum = 0.0;
    for (period, &now) in (1..).zip(sizes) {
        let curve = market * bass(p, q, f64::from(period));
        sum += ((now - before.0) - (curve - before.1)).powi(2);
        before = (now, curve);
    }
    sum
}

/// Least squares over p and q: a grid of logarithms, ever finer around the best.
fn fitted(sizes: &[f64], market: f64) -> (f64, f64) {
    let (mut p, mut q) = (-7.0_f64, -0.7_f64);
    let mut step = 1.0;
    while step > 1e-4 {
        let around = (-6..=6).flat_map(|i| (-6..=6).map(move |j| (i, j)));
        let best = around
            .map(|(i, j)| (p + step * f64::from(i), q + step * f64::from(j)))
            .min_by(|one, other| {
                let of = |(p, q): &(f64, f64)| misfit(sizes, market, libm::exp(*p), libm::exp(*q));
                of(one).total_cmp(&of(other))
            })
            .expect("a grid has points");
        // Stay at this grain until the best is inside the grid.
        if (best.0 - p).abs() < 5.5 * step && (best.1 - q).abs() < 5.5 * step {
            step /= 2.0;
        }
        (p, q) = best;
    }
    (libm::exp(p), libm::exp(q))
}

#[test]
fn a_bass_curve_is_fitted_by_what_made_it() {
    let sizes: Vec<f64> = (1..=40)
        .map(|period| 1.0 + 10_000.0 * bass(0.02, 0.4, f64::from(period)))
        .collect();
    let (p, q) = fitted(&sizes, 10_000.0);
    assert!((p - 0.02).abs() < 1e-4 && (q - 0.4).abs() < 1e-3, "{p} {q}");
}

#[test]
fn recruiting_from_one_founder_is_all_imitation() {
    // Nobody joins unless someone inside asks him, so the fitted coefficient of innovation is
    // next to nothing: theory.md §1, the diffusion of a real scheme.
    let town = world(
        "[horizon]\nperiods = 60\n[market]\npopulation = 20000\n[people]\ncontacts = 100000\n\
         [growth]\nlaw = \"recruiting\"\napproaches = 5\nconversion = 0.1",
    );
    for replication in 1..=often(5) {
        let sizes = sizes(&town, replication);
        let last = *sizes.last().expect("periods");
        assert!(last > 19_000.0, "the town is full: {last}");
        let (p, q) = fitted(&sizes, last);
        assert!(p / q < 0.01, "replication {replication}: p = {p}, q = {q}");
        assert!(
            (0.3..0.7).contains(&q),
            "replication {replication}: q = {q}"
        );
    }
}
