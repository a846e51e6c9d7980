//! Preferential attachment: theory.md §1.3.

use super::support::*;

#[test]
fn the_preferential_network_has_the_known_means() {
    const N: usize = 1_000;
    let mut leaves = Sample::default();
    let mut degrees = [1, 2, 3].map(|degree| (degree, Sample::default()));
    let mut last_depth = Sample::default();
    let mut first_recruits = Sample::default();
    grow(
        &scenario(N as u32, "attachment = \"preferential\""),
        2_000,
        |network| {
            let count =
                |degree: u32| network.recruits.iter().filter(|&&r| r == degree).count() as f64;
            leaves.0.push(count(0));
            for (degree, sample) in &mut degrees {
                sample.0.push(count(*degree) / N as f64);
            }
            last_depth.0.push(f64::from(network.depth[N - 1]));
            first_recruits.0.push(f64::from(network.recruits[0]));
        },
    );
    let n = N as f64;
    leaves.check(
        "§1.3 members without a recruit",
        (2.0 * n - 1.0) / 3.0,
        Some(2.0 * n * (n - 2.0) / (9.0 * (2.0 * n - 3.0))),
    );
    for ((degree, sample), exact) in degrees.iter().zip([0.166_584, 0.066_634, 0.033_318]) {
        sample.check(&format!("§1.3 share with {degree} recruits"), exact, None);
    }
    let exact = (1..N).map(|i| 1.0 / (2 * i - 1) as f64).sum();
    last_depth.check("§1.3 depth of the last entrant", exact, None);
    let exact = (1..N)
        .map(|i| (2 * i) as f64 / (2 * i - 1) as f64)
        .product::<f64>()
        - 1.0;
    first_recruits.check("§1.3 recruits of the first entrant", exact, None);
}

#[test]
fn a_capped_preferential_network_is_the_free_one_until_the_cap_binds() {
    // With three members: the third attaches to the first with chance 2/3 (weights 2
    // and 1); under a cap of 1 the first is full and it must be the second.
    let mut to_first = Sample::default();
    grow(
        &scenario(3, "attachment = \"preferential\"\nmax_recruits = 2"),
        9_000,
        |network| {
            to_first
                .0
                .push(f64::from(u8::from(network.sponsor[2] == 0)));
        },
    );
    to_first.check("the third of three", 2.0 / 3.0, None);
    grow(
        &scenario(50, "attachment = \"preferential\"\nmax_recruits = 1"),
        5,
        |network| {
            assert!(
                (1..50).all(|i| network.sponsor[i] as usize == i - 1),
                "a chain"
            );
        },
    );
}

#[test]
fn teams_depths_and_recruits_of_the_plane_oriented_tree() {
    const N: usize = 1_000;
    let n = N as f64;
    let mut teams = [1_u32, 2, 3, 5].map(|size| (size, Sample::default()));
    let mut at_least = [1_u32, 2, 3, 5].map(|r| (r, Sample::default()));
    let mut depths = [2, 10, 100].map(|k| (k, Sample::default()));
    let mut recruits = [2, 10, 100].map(|k| (k, Sample::default()));
    let mut downlines = [2, 10, 100].map(|k| (k, Sample::default()));
    grow(
        &scenario(N as u32, "attachment = \"preferential\""),
        often(2_000),
        |network| {
            for (size, sample) in &mut teams {
                sample
                    .0
                    .push(count(&network.downline, |own| own + 1 == *size));
            }
            for (r, sample) in &mut at_least {
                sample.0.push(count(&network.recruits, |own| own >= *r) / n);
            }
            for (k, sample) in &mut depths {
                sample.0.push(f64::from(network.depth[*k - 1]));
            }
            for (k, sample) in &mut recruits {
                sample.0.push(f64::from(network.recruits[*k - 1]));
            }
            for (k, sample) in &mut downlines {
                sample.0.push(f64::from(network.downline[*k - 1]));
            }
        },
    );
    for (size, sample) in &teams {
        let j = f64::from(*size);
        let exact = (2.0 * n - 1.0) / (4.0 * j * j - 1.0);
        sample.check(&format!("§1.3 teams of {size}"), exact, None);
    }
    let degrees = expected_degrees(N, N, |j| j as f64 + 1.0, |m| 2.0 * m as f64 - 1.0);
    for (j, limit) in degrees
        .iter()
        .zip([0.666_333, 0.166_584, 0.066_634, 0.033_318])
    {
        assert!((j - limit).abs() < 1e-6, "§1.3 shares as stated: {j}");
    }
    for (r, sample) in &at_least {
        let exact = degrees[*r as usize..].iter().sum();
        sample.check(
            &format!("§1.3 share with {r} recruits or more"),
            exact,
            None,
        );
        let limit = 2.0 / (f64::from(*r + 1) * f64::from(*r + 2));
        assert!((exact - limit).abs() < 0.002, "§1.3 limit for {r}: {exact}");
    }
    for (k, sample) in &depths {
        let exact = (1..*k).map(|i| 1.0 / f64::from(2 * i as u32 - 1)).sum();
        sample.check(&format!("§1.3 depth of entrant {k}"), exact, None);
    }
    for (k, sample) in &recruits {
        let growth: f64 = (*k..N)
            .map(|i| (2 * i) as f64 / (2 * i - 1) as f64)
            .product();
        sample.check(&format!("§1.3 recruits of entrant {k}"), growth - 1.0, None);
    }
    for (k, sample) in &downlines {
        let team = ((2.0 * n - 1.0) / (2.0 * *k as f64 - 1.0) + 1.0) / 2.0;
        sample.check(&format!("§1.3 downline of entrant {k}"), team - 1.0, None);
    }
}

#[test]
fn the_early_hold_most_of_the_downline_of_a_preferential_network() {
    const N: usize = 10_000;
    let mut downline = Sample::default();
    let earliest = [
        (0.01, 0.6447),
        (0.05, 0.7989),
        (0.10, 0.8621),
        (0.20, 0.9204),
    ];
    // Expected downline of the earliest over that of all, held replication by replication:
    // Σ early − share × Σ all has mean 0.
    let mut shares = earliest.map(|(part, stated)| (part, stated, Sample::default()));
    let expected: Vec<f64> = (1..=N)
        .map(|k| ((2 * N - 1) as f64 / (2 * k - 1) as f64 + 1.0) / 2.0 - 1.0)
        .collect();
    let all: f64 = expected.iter().sum();
    grow(
        &scenario(N as u32, "attachment = \"preferential\""),
        often(200),
        |network| {
            downline.0.push(mean(&network.downline));
            let sum = |column: &[u32]| column.iter().map(|&x| f64::from(x)).sum::<f64>();
            for (part, _, sample) in &mut shares {
                let first = (*part * N as f64) as usize;
                let exact = expected[..first].iter().sum::<f64>() / all;
                let held = sum(&network.downline[..first]) - exact * sum(&network.downline);
                sample.0.push(held);
            }
        },
    );
    downline.check("§1.3 mean downline", 5.086_65, None);
    for (part, stated, sample) in &shares {
        let first = (*part * N as f64) as usize;
        let exact = expected[..first].iter().sum::<f64>() / all;
        assert!(
            (exact - stated).abs() < 6e-5,
            "§1.3 share of {part}: {exact}"
        );
        sample.check(&format!("§1.3 share of the earliest {part}"), 0.0, None);
    }
}
