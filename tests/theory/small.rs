//! Small networks against every tree there is, each with its exact chance.

use super::support::*;
use downline::network::NO_SPONSOR;

/// Every network of `n` members from one founder with its chance, when `weight` gives what a
/// member weighs under the sponsors so far.
fn enumerated(n: usize, weight: &dyn Fn(usize, &[u32]) -> f64) -> Vec<(Vec<u32>, f64)> {
    let mut networks = vec![(vec![NO_SPONSOR], 1.0)];
    for _ in 1..n {
        networks = networks
            .into_iter()
            .flat_map(|(sponsors, chance)| {
                let weights: Vec<f64> = (0..sponsors.len())
                    .map(|member| weight(member, &sponsors))
                    .collect();
                let all: f64 = weights.iter().sum();
                let next = move |(sponsor, weight): (usize, f64)| {
                    let mut sponsors = sponsors.clone();
                    sponsors.push(sponsor as u32);
                    (sponsors, chance * weight / all)
                };
                weights
                    .into_iter()
                    .enumerate()
                    .map(next)
                    .collect::<Vec<_>>()
            })
            .filter(|(_, chance)| *chance > 0.0)
            .collect();
    }
    networks
}

fn recruits(member: usize, sponsors: &[u32]) -> f64 {
    count(sponsors, |sponsor| sponsor == member as u32)
}

fn uniform_up_to(most: f64) -> impl Fn(usize, &[u32]) -> f64 {
    move |member, sponsors| f64::from(u8::from(recruits(member, sponsors) < most))
}

#[test]
fn every_tree_of_five_members_has_its_chance_under_every_attachment() {
    let power = |offset: f64, exponent: f64| {
        move |member: usize, sponsors: &[u32]| {
            libm::pow(recruits(member, sponsors) + offset, exponent)
        }
    };
    let recent =
        |member: usize, sponsors: &[u32]| libm::exp2(-((sponsors.len() - 1 - member) as f64) / 1.5);
    let slots = |member: usize, sponsors: &[u32]| 3.0 - recruits(member, sponsors);
    let capped_power = |member: usize, sponsors: &[u32]| match recruits(member, sponsors) {
        own if own < 2.0 => own + 2.5,
        _ => 0.0,
    };
    let capped_recent = move |member: usize, sponsors: &[u32]| match recruits(member, sponsors) {
        own if own < 2.0 => recent(member, sponsors),
        _ => 0.0,
    };
    type Weight = Box<dyn Fn(usize, &[u32]) -> f64>;
    let cases: Vec<(&str, Weight)> = vec![
        ("uniform", Box::new(|_, _| 1.0)),
        ("uniform; max_recruits = 2", Box::new(uniform_up_to(2.0))),
        ("preferential", Box::new(power(1.0, 1.0))),
        ("preferential; offset = 0.25", Box::new(power(0.25, 1.0))),
        ("preferential; offset = 7.5", Box::new(power(7.5, 1.0))),
        ("preferential; exponent = 2", Box::new(power(1.0, 2.0))),
        (
            "preferential; exponent = 0.5; offset = 0.3",
            Box::new(power(0.3, 0.5)),
        ),
        (
            "preferential; offset = 2.5; max_recruits = 2",
            Box::new(capped_power),
        ),
        ("recent; half_life = 1.5", Box::new(recent)),
        (
            "recent; half_life = 1.5; max_recruits = 2",
            Box::new(capped_recent),
        ),
        ("slots; width = 3", Box::new(slots)),
        ("reach", Box::new(|_, _| 1.0)),
    ];
    for (attachment, weight) in &cases {
        let networks = enumerated(5, weight);
        for active_only in [false, true] {
            let growth = format!("{}\nactive_only = {active_only}", attaching(attachment));
            let mut seen = vec![0; networks.len()];
            grow(&scenario(5, &growth), often(24_000), |network| {
                let known = networks.iter().position(|(own, _)| *own == network.sponsor);
                seen[known.expect("a network that can be")] += 1;
            });
            let chances: Vec<f64> = networks.iter().map(|(_, chance)| *chance).collect();
            check_law(&growth, &seen, &chances);
        }
    }
}

#[test]
fn leaves_of_small_capped_networks_are_those_enumerated() {
    // theory.md §1.2, exact by enumeration.
    let stated = [
        (2, 4, 0.458_333),
        (2, 5, 0.447_222),
        (2, 6, 0.434_954),
        (2, 7, 0.427_907),
        (3, 5, 0.491_667),
        (3, 6, 0.486_111),
        (3, 7, 0.482_341),
    ];
    for (cap, n, leaf_share) in stated {
        let leaves = |sponsors: &[u32]| {
            (0..n)
                .filter(|&member| recruits(member, sponsors) == 0.0)
                .count() as f64
                / n as f64
        };
        let networks = enumerated(n, &uniform_up_to(f64::from(cap)));
        let exact: f64 = networks
            .iter()
            .map(|(sponsors, chance)| chance * leaves(sponsors))
            .sum();
        assert!(
            (exact - leaf_share).abs() < 6e-7,
            "m = {cap}, n = {n}: {exact}"
        );
        let mut seen = Sample::default();
        let growth = format!("attachment = \"uniform\"\nmax_recruits = {cap}");
        grow(&scenario(n as u32, &growth), often(20_000), |network| {
            seen.0.push(count(&network.recruits, |r| r == 0) / n as f64);
        });
        seen.check(&format!("leaves of {n} under a cap of {cap}"), exact, None);
    }
}

#[test]
fn the_closed_forms_hold_for_every_small_network_exactly() {
    let mean_of = |networks: &[(Vec<u32>, f64)], figure: &dyn Fn(&[u32]) -> f64| -> f64 {
        networks
            .iter()
            .map(|(sponsors, chance)| chance * figure(sponsors))
            .sum()
    };
    let leaves = |sponsors: &[u32]| {
        (0..sponsors.len())
            .filter(|&member| recruits(member, sponsors) == 0.0)
            .count() as f64
    };
    for n in 4..=7 {
        let whole = n as f64;
        let uniform = enumerated(n, &|_, _| 1.0);
        let port = enumerated(n, &|member, sponsors| recruits(member, sponsors) + 1.0);
        let binary = enumerated(n, &|member, sponsors| 2.0 - recruits(member, sponsors));
        let ternary = enumerated(n, &|member, sponsors| 3.0 - recruits(member, sponsors));
        let cases = [
            ("T1", &uniform, whole / 2.0, whole / 12.0),
            (
                "§1.3",
                &port,
                (2.0 * whole - 1.0) / 3.0,
                2.0 * whole * (whole - 2.0) / (9.0 * (2.0 * whole - 3.0)),
            ),
            (
                "§1.4",
                &binary,
                (whole + 1.0) / 3.0,
                2.0 * (whole + 1.0) / 45.0,
            ),
            (
                "§1.4 ternary",
                &ternary,
                (2.0 * whole + 1.0) / 5.0,
                f64::NAN,
            ),
        ];
        for (name, networks, mean, variance) in cases {
            let first = mean_of(networks, &leaves);
            let second = mean_of(networks, &|sponsors| leaves(sponsors).powi(2));
            assert!((first - mean).abs() < 1e-12, "{name}, n = {n}: {first}");
            if !variance.is_nan() {
                let spread = second - first * first;
                assert!(
                    (spread - variance).abs() < 1e-12,
                    "{name}, n = {n}: {spread}"
                );
            }
        }
    }
}
