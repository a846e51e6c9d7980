//! The uniform network and its cap on recruits: theory.md §1.1 and §1.2.

use super::support::*;

#[test]
fn the_uniform_network_has_the_known_means() {
    const N: usize = 1_000;
    let mut leaves = Sample::default();
    let mut recruits = [1, 10, 100].map(|k| (k, Sample::default()));
    let mut last_depth = Sample::default();
    let mut teams = [1, 2, 3].map(|size| (size, Sample::default()));
    let mut degrees = [0, 1, 2, 3].map(|degree| (degree, Sample::default()));
    let mut downline = Sample::default();
    let mut depth = Sample::default();
    grow(
        &scenario(N as u32, "attachment = \"uniform\""),
        2_000,
        |network| {
            let count =
                |wanted: &dyn Fn(usize) -> bool| (0..N).filter(|&i| wanted(i)).count() as f64;
            leaves.0.push(count(&|i| network.recruits[i] == 0));
            for (k, sample) in &mut recruits {
                sample.0.push(f64::from(network.recruits[*k - 1]));
            }
            last_depth.0.push(f64::from(network.depth[N - 1]));
            for (size, sample) in &mut teams {
                sample.0.push(count(&|i| network.downline[i] + 1 == *size));
            }
            for (degree, sample) in &mut degrees {
                sample
                    .0
                    .push(count(&|i| network.recruits[i] == *degree) / N as f64);
            }
            let sum = |column: &[u32]| column.iter().map(|&x| f64::from(x)).sum::<f64>() / N as f64;
            downline.0.push(sum(&network.downline));
            depth.0.push(sum(&network.depth));
        },
    );
    let n = N as f64;
    leaves.check("T1 members without a recruit", n / 2.0, Some(n / 12.0));
    for (k, sample) in &recruits {
        let mean = harmonic(N - 1) - harmonic(k - 1);
        let variance = mean - (harmonic_2(N - 1) - harmonic_2(k - 1));
        sample.check(&format!("T4 recruits of entrant {k}"), mean, Some(variance));
    }
    last_depth.check(
        "T10 depth of the last entrant",
        harmonic(N - 1),
        Some(harmonic(N - 1) - harmonic_2(N - 1)),
    );
    for (size, sample) in &teams {
        let size = f64::from(*size);
        sample.check(
            &format!("T14 teams of {size}"),
            n / (size * (size + 1.0)),
            None,
        );
    }
    for ((degree, sample), exact) in degrees.iter().zip([0.5, 0.250_001, 0.125_003, 0.062_512]) {
        sample.check(&format!("T7 share with {degree} recruits"), exact, None);
    }
    downline.check("T17 mean downline", harmonic(N) - 1.0, None);
    depth.check(
        "T17 mean depth, the same pairs from below",
        harmonic(N) - 1.0,
        None,
    );
}

#[test]
fn the_uniform_network_has_the_known_laws() {
    const N: usize = 300;
    const K: usize = 27;
    let (mut recruits, mut depths) = (vec![0; 30], vec![0; 30]);
    grow(
        &scenario(N as u32, "attachment = \"uniform\""),
        20_000,
        |network| {
            recruits[network.recruits[K - 1] as usize] += 1;
            depths[network.depth[N - 1] as usize] += 1;
        },
    );
    let law = poisson_binomial((K..N).map(|i| 1.0 / i as f64), 29);
    check_law("T6 recruits of entrant 27 of 300", &recruits, &law);
    // c(k−1, d)/(k−1)! is the law of a sum of trials with chances 1/i (theory.md T11).
    let law = poisson_binomial((1..N).map(|i| 1.0 / i as f64), 29);
    check_law("T11 depth of the last of 300", &depths, &law);
}

#[test]
fn the_24_recursive_trees_of_five_members_are_equally_frequent() {
    let mut counts = vec![0; 24];
    grow(
        &scenario(5, "attachment = \"uniform\""),
        24_000,
        |network| {
            let [_, _, third, fourth, fifth] = network.sponsor[..] else {
                panic!("five members")
            };
            counts[(third * 12 + fourth * 4 + fifth) as usize] += 1;
        },
    );
    check_law("the 24 trees", &counts, &[1.0 / 24.0; 24]);
}

#[test]
fn the_golden_book_of_270_dealers_t20() {
    let mut with_three = Sample::default();
    let mut of_27th = [0; 4];
    grow(
        &scenario(270, "attachment = \"uniform\""),
        5_000,
        |network| {
            let three = network.recruits.iter().filter(|&&r| r >= 3).count();
            with_three.0.push(three as f64 / 270.0);
            of_27th[(network.recruits[26] as usize).min(3)] += 1;
        },
    );
    with_three.check("T20 share with three recruits", 0.124_95, None);
    check_law(
        "T20 recruits of dealer 27",
        &of_27th,
        &[0.096_654, 0.227_535, 0.266_106, 0.409_705],
    );
}

#[test]
fn a_cap_on_recruits_gives_the_limits_of_t22() {
    let cases: [(u32, &[f64]); 3] = [
        (2, &[0.381_966, 0.236_068, 0.381_966]),
        (3, &[0.456_311, 0.248_091, 0.134_884, 0.160_713]),
        (
            5,
            &[
                0.491_340, 0.249_925, 0.127_127, 0.064_664, 0.032_892, 0.034_052,
            ],
        ),
    ];
    for (cap, shares) in cases {
        let growth = format!("attachment = \"uniform\"\nmax_recruits = {cap}");
        grow(&scenario(100_000, &growth), 1, |network| {
            for (recruits, exact) in shares.iter().enumerate() {
                let count = network
                    .recruits
                    .iter()
                    .filter(|&&r| r as usize == recruits)
                    .count();
                let share = count as f64 / 100_000.0;
                assert!(
                    (share - exact).abs() < 0.006,
                    "cap {cap}: {share} with {recruits} recruits, not {exact}"
                );
            }
        });
    }
}

#[test]
fn a_capped_network_of_five_has_the_enumerated_leaves() {
    // theory.md §1.2, exact by enumeration: m = 2, n = 5 and 7.
    for (n, exact) in [(5, 0.447_222), (7, 0.427_907)] {
        let mut leaves = Sample::default();
        grow(
            &scenario(n, "attachment = \"uniform\"\nmax_recruits = 2"),
            20_000,
            |network| {
                let count = network.recruits.iter().filter(|&&r| r == 0).count();
                leaves.0.push(count as f64 / f64::from(n));
            },
        );
        leaves.check(
            &format!("leaves of {n} with at most 2 recruits"),
            exact,
            None,
        );
    }
}

#[test]
fn who_recruits_nobody_and_how_teams_and_levels_grow() {
    const N: usize = 1_000;
    let mut leaves = Sample::default();
    let mut nobody = [2, 10, 500, 999].map(|k| (k, Sample::default()));
    let mut at_least = [1, 2, 3, 5].map(|r| (r, Sample::default()));
    let mut levels = [1, 3, 7, 12].map(|d| (d, Sample::default()));
    let mut teams = [2, 10, 100].map(|k| (k, Sample::default()));
    let mut pairs = [2, 3, 7].map(|l| (l, Sample::default()));
    grow(
        &scenario(N as u32, "attachment = \"uniform\""),
        often(2_000),
        |network| {
            leaves.0.push(count(&network.recruits, |r| r == 0));
            for (k, sample) in &mut nobody {
                let none = network.recruits[*k - 1] == 0;
                sample.0.push(f64::from(u8::from(none)));
            }
            for (r, sample) in &mut at_least {
                sample
                    .0
                    .push(count(&network.recruits, |own| own >= *r) / N as f64);
            }
            for (d, sample) in &mut levels {
                sample.0.push(count(&network.depth, |own| own == *d));
            }
            for (k, sample) in &mut teams {
                sample.0.push(f64::from(network.downline[*k - 1]));
            }
            for (l, sample) in &mut pairs {
                sample
                    .0
                    .push(count(&network.depth, |own| own >= *l) / N as f64);
            }
        },
    );
    let n = N as f64;
    // T2 by its own standard error, that of a variance: σ² √(2/(R−1)).
    let variance = leaves.variance();
    let error = 4.0 * n / 12.0 * (2.0 / (leaves.0.len() as f64 - 1.0)).sqrt();
    assert!((variance - n / 12.0).abs() < error, "T2: {variance}");
    for (k, sample) in &nobody {
        let chance = (*k as f64 - 1.0) / (n - 1.0);
        sample.check(
            &format!("T3 entrant {k}"),
            chance,
            Some(chance * (1.0 - chance)),
        );
    }
    let degrees = expected_degrees(N, 40, |_| 1.0, |m| m as f64);
    for (r, sample) in &at_least {
        let exact = degrees[*r as usize..].iter().sum();
        sample.check(&format!("T8 share with {r} recruits or more"), exact, None);
    }
    // c(n, d+1)/(n−1)! members are expected at level d: the sum over k of the law of the depth of
    // entrant k (T11, T12).
    let mut members_at = vec![0.0; N];
    let mut law = vec![1.0];
    for k in 1..=N {
        for (at, chance) in members_at.iter_mut().zip(&law) {
            *at += chance;
        }
        let step = 1.0 / k as f64;
        law.push(0.0);
        for depth in (1..law.len()).rev() {
            law[depth] = law[depth] * (1.0 - step) + law[depth - 1] * step;
        }
        law[0] *= 1.0 - step;
    }
    for (d, sample) in &levels {
        sample.check(
            &format!("T12 members at level {d}"),
            members_at[*d as usize],
            None,
        );
    }
    for (k, sample) in &teams {
        sample.check(
            &format!("T16 downline of entrant {k}"),
            n / *k as f64 - 1.0,
            None,
        );
    }
    for ((l, sample), stated) in pairs.iter().zip([0.991_52, 0.964_33, 0.473_85]) {
        let exact = members_at[*l as usize..].iter().sum::<f64>() / n;
        assert!((exact - stated).abs() < 6e-6, "T19 as stated: {exact}");
        sample.check(&format!("T19 pairs {l} levels apart"), exact, None);
    }
}

#[test]
fn the_last_who_can_expect_a_recruit_t9() {
    for (n, last) in [(270, 99), (1_000, 368), (10_000, 3_679)] {
        let expects = |k: usize| harmonic(n - 1) - harmonic(k - 1) >= 1.0;
        assert!(expects(last) && !expects(last + 1), "T9 at {n}");
    }
}

#[test]
fn laws_of_recruits_along_the_joining_order_t20() {
    let cases: [(usize, [f64; 4]); 3] = [
        (90, [0.330_855, 0.367_197, 0.202_513, 0.099_435]),
        (135, [0.498_141, 0.348_075, 0.120_670, 0.033_113]),
        (200, [0.739_777, 0.223_458, 0.033_263, 0.003_502]),
    ];
    let mut seen = [[0; 4]; 3];
    grow(
        &scenario(270, "attachment = \"uniform\""),
        often(5_000),
        |network| {
            for ((k, _), seen) in cases.iter().zip(&mut seen) {
                seen[(network.recruits[k - 1] as usize).min(3)] += 1;
            }
        },
    );
    for ((k, law), seen) in cases.iter().zip(&seen) {
        check_law(&format!("T20 recruits of dealer {k}"), seen, law);
    }
}

#[test]
fn a_cap_of_four_gives_the_limits_of_t22() {
    let shares = [0.481_210, 0.249_647, 0.129_514, 0.067_191, 0.072_438];
    let growth = "attachment = \"uniform\"\nmax_recruits = 4";
    grow(&scenario(100_000, growth), 1, |network| {
        for (recruits, exact) in (0..).zip(shares) {
            let share = count(&network.recruits, |own| own == recruits) / 100_000.0;
            assert!(
                (share - exact).abs() < 0.006,
                "{share} with {recruits}, not {exact}"
            );
        }
    });
}
