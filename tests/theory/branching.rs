//! Galton–Watson growth: theory.md §1.5. Each founder starts a tree of his own, so one
//! world holds as many independent trees as it has founders.

use super::support::*;

/// A world of so many trees over so many generations.
fn trees(founders: u32, generations: u32, offspring: &str) -> downline::scenario::types::Scenario {
    world(&format!(
        "[horizon]\nperiods = {generations}\n\
         [growth]\nlaw = \"galton_watson\"\nfounders = {founders}\n{offspring}"
    ))
}

/// Founders, recruits and downlines of one replication.
fn grown(scenario: &downline::scenario::types::Scenario, replication: u32) -> Network {
    let world = live(scenario, replication);
    let members = world.members();
    let mut network = Network {
        sponsor: members.sponsor.clone(),
        depth: members.depth.clone(),
        ..Network::default()
    };
    network.count_teams();
    network
}

#[test]
fn a_million_trees_of_mean_one_half_have_borels_sizes() {
    const FOUNDERS: u32 = 100_000;
    let replications = often(10);
    // In forty generations all but one tree in 10¹² have died out.
    let scenario = trees(FOUNDERS, 40, "offspring = \"poisson\"\nmean = 0.5");
    let mut sizes = vec![0_u64; 60];
    let mut total = 0;
    let mut levels = [0.0; 6];
    for replication in 1..=replications {
        let network = grown(&scenario, replication);
        for &downline in &network.downline[..FOUNDERS as usize] {
            sizes[(downline as usize).min(59)] += 1;
        }
        total += network.sponsor.len();
        for &depth in &network.depth {
            if let Some(level) = levels.get_mut(depth as usize) {
                *level += 1.0;
            }
        }
    }
    let trees = f64::from(FOUNDERS) * f64::from(replications);
    let mean = total as f64 / trees;
    assert!((mean - 2.0).abs() < 0.01, "§1.5 mean total {mean}");
    let alone = sizes[0] as f64 / trees;
    assert!((alone - 0.606_531).abs() < 0.002, "§1.5 P(T = 1) {alone}");
    // Borel: P(T = k) = e^(−mk) (mk)^(k−1) / k!.
    let borel: Vec<f64> = (1..60)
        .map(|k| {
            let k = f64::from(k);
            let log = -0.5 * k + (k - 1.0) * libm::log(0.5 * k)
                - statrs::function::gamma::ln_gamma(k + 1.0);
            libm::exp(log)
        })
        .collect();
    check_law("§1.5 Borel's law of the size", &sizes, &borel);
    for (level, seen) in (1..).zip(&levels[1..]) {
        // E = μ^l; variance σ² μ^(l−1) (1 − μ^l) / (1 − μ) with σ² = μ.
        let exact = 0.5_f64.powi(level);
        let variance = 0.5 * 0.5_f64.powi(level - 1) * (1.0 - exact) / 0.5;
        let error = 4.0 * (variance / trees).sqrt();
        let mean = seen / trees;
        assert!((mean - exact).abs() < error, "§1.5 level {level}: {mean}");
    }
}

#[test]
fn as_many_trees_survive_as_the_generating_function_says() {
    for (mean, generations, survival) in [
        (1.2_f64, 26, 0.313_698),
        (1.5, 14, 0.582_812),
        (2.0, 9, 0.796_812),
    ] {
        // P(nobody in generation g) is f iterated g times at 0.
        let mut extinct = 0.0;
        for _ in 0..generations {
            extinct = libm::exp(mean * (extinct - 1.0));
        }
        assert!((1.0 - extinct - survival).abs() < 0.003, "near the limit");
        let mut alive = Sample::default();
        let mut leaves = Sample::default();
        let offspring = format!("offspring = \"poisson\"\nmean = {mean}");
        let scenario = trees(1_000, generations, &offspring);
        for replication in 1..=often(2) {
            let network = grown(&scenario, replication);
            let mut reached = vec![0_u32; network.sponsor.len()];
            for member in (0..network.sponsor.len()).rev() {
                let deepest = reached[member].max(network.depth[member]);
                reached[member] = deepest;
                if let Some(above) = reached.get_mut(network.sponsor[member] as usize) {
                    *above = deepest.max(*above);
                }
                if network.depth[member] < generations {
                    leaves
                        .0
                        .push(f64::from(u8::from(network.recruits[member] == 0)));
                }
            }
            for &depth in &reached[..1_000] {
                alive.0.push(f64::from(u8::from(depth == generations)));
            }
        }
        alive.check(
            &format!("§1.5 survival at mean {mean}"),
            1.0 - extinct,
            Some(extinct * (1.0 - extinct)),
        );
        let childless = libm::exp(-mean);
        leaves.check(
            &format!("§1.5 share of leaves at mean {mean}"),
            childless,
            Some(childless * (1.0 - childless)),
        );
    }
}

#[test]
fn one_generation_has_the_law_that_was_asked_for() {
    const FOUNDERS: u32 = 100_000;
    let poisson = |count: u32| -> f64 {
        let count = f64::from(count);
        libm::exp(-1.3 + count * libm::log(1.3) - statrs::function::gamma::ln_gamma(count + 1.0))
    };
    let geometric = |count: u32| (1.0 / 2.3) * (1.3_f64 / 2.3).powi(count as i32);
    let binomial = |count: u32| {
        let choose = [1.0, 4.0, 6.0, 4.0, 1.0]
            .get(count as usize)
            .copied()
            .unwrap_or(0.0);
        choose * 0.325_f64.powi(count as i32) * 0.675_f64.powi(4 - count as i32)
    };
    let table = |count: u32| {
        [0.5, 0.2, 0.0, 0.3]
            .get(count as usize)
            .copied()
            .unwrap_or(0.0)
    };
    let laws: [(&str, &dyn Fn(u32) -> f64); 4] = [
        ("offspring = \"poisson\"\nmean = 1.3", &poisson),
        ("offspring = \"geometric\"\nmean = 1.3", &geometric),
        (
            "offspring = \"binomial\"\nmean = 1.3\ntrials = 4",
            &binomial,
        ),
        (
            "offspring = \"table\"\nchances = [0.5, 0.2, 0, 0.3]",
            &table,
        ),
    ];
    for (offspring, law) in laws {
        let network = grown(&trees(FOUNDERS, 1, offspring), 1);
        let mut seen = vec![0_u64; 40];
        for &recruits in &network.recruits[..FOUNDERS as usize] {
            seen[(recruits as usize).min(39)] += 1;
        }
        let chances: Vec<f64> = (0..40).map(law).filter(|&chance| chance > 0.0).collect();
        let seen: Vec<u64> = (0..40)
            .filter(|&count| law(count) > 0.0)
            .map(|count| seen[count as usize])
            .collect();
        check_law(offspring, &seen, &chances);
    }
}

#[test]
fn growth_ends_with_the_generations_the_maximum_and_the_population() {
    let sizes = |tables: &str, periods: u32| -> Vec<usize> {
        let scenario = world(&format!(
            "[horizon]\nperiods = {periods}\n[growth]\nlaw = \"galton_watson\"\n\
             offspring = \"table\"\nchances = [0, 0, 1]\n{tables}"
        ));
        let world = live(&scenario, 1);
        (1..=periods)
            .map(|period| {
                let members = world.members();
                (0..members.len())
                    .filter(|&member| u32::from(members.joined.at(member)) <= period)
                    .count()
            })
            .collect()
    };
    assert_eq!(sizes("", 4), [3, 7, 15, 31]);
    assert_eq!(sizes("generations = 2", 4), [3, 7, 7, 7]);
    assert_eq!(sizes("max_participants = 9", 4), [3, 7, 10, 10]);
    assert_eq!(sizes("[market]\npopulation = 12", 4), [3, 7, 12, 12]);
    assert_eq!(sizes("founders = 2", 2), [6, 14]);
    // Everyone who joined in a period quits at its end; the founder does not.
    assert_eq!(sizes("[quitting]\nhazard = 1", 3), [3, 3, 3]);
}
