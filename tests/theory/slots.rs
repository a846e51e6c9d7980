//! Free slots, drawn uniformly: theory.md §1.4.

use super::support::*;

#[test]
fn the_network_of_free_slots_has_the_known_means() {
    const N: usize = 1_000;
    let mut leaves = Sample::default();
    let mut one = Sample::default();
    let mut depth = Sample::default();
    grow(
        &scenario(N as u32, "attachment = \"slots\"\nwidth = 2"),
        2_000,
        |network| {
            assert!(network.recruits.iter().all(|&r| r <= 2));
            let count =
                |degree: u32| network.recruits.iter().filter(|&&r| r == degree).count() as f64;
            leaves.0.push(count(0));
            one.0.push(count(1));
            depth
                .0
                .push(network.depth.iter().map(|&d| f64::from(d)).sum::<f64>() / N as f64);
        },
    );
    let n = N as f64;
    leaves.check("§1.4 leaves", (n + 1.0) / 3.0, Some(2.0 * (n + 1.0) / 45.0));
    one.check("§1.4 members with one recruit", (n + 1.0) / 3.0, None);
    depth.check(
        "§1.4 mean depth",
        2.0 * (1.0 + 1.0 / n) * harmonic(N) - 4.0,
        None,
    );
}

#[test]
fn leaves_for_wider_slots() {
    const N: usize = 1_000;
    let n = N as f64;
    for width in [2_u32, 3, 4, 7] {
        let mut leaves = Sample::default();
        let growth = format!("attachment = \"slots\"\nwidth = {width}");
        grow(&scenario(N as u32, &growth), often(1_000), |network| {
            leaves.0.push(count(&network.recruits, |r| r == 0));
        });
        let d = f64::from(width);
        let exact = ((d - 1.0) * n + 1.0) / (2.0 * d - 1.0);
        leaves.check(&format!("§1.4 leaves for {width} slots"), exact, None);
        if width == 2 {
            let variance = leaves.variance();
            let known = 2.0 * (n + 1.0) / 45.0;
            let error = 4.0 * known * (2.0 / (leaves.0.len() as f64 - 1.0)).sqrt();
            assert!(
                (variance - known).abs() < error,
                "§1.4 variance: {variance}"
            );
        }
    }
}

#[test]
fn teams_depths_and_legs_of_the_binary_network() {
    const N: usize = 1_000;
    let n = N as f64;
    let mut two = Sample::default();
    let mut teams = [1_u32, 2, 3, 5].map(|size| (size, Sample::default()));
    let mut depths = [2, 10, 100, 1_000].map(|k| (k, Sample::default()));
    let mut of_entrant = [2, 10, 100].map(|k| (k, Sample::default()));
    let mut weaker = Sample::default();
    let mut weaker_in_tenths = vec![0_u64; 5];
    grow(
        &scenario(N as u32, "attachment = \"slots\"\nwidth = 2"),
        often(2_000),
        |network| {
            two.0.push(count(&network.recruits, |r| r == 2));
            for (size, sample) in &mut teams {
                sample
                    .0
                    .push(count(&network.downline, |own| own + 1 == *size));
            }
            for (k, sample) in &mut depths {
                sample.0.push(f64::from(network.depth[*k - 1]));
            }
            for (k, sample) in &mut of_entrant {
                sample.0.push(f64::from(network.downline[*k - 1] + 1));
            }
            // The first recruit's leg and the rest. Which leg was filled first is no matter
            // to the weaker one.
            let first = network.downline[1] + 1;
            let smaller = first.min(N as u32 - 1 - first);
            weaker.0.push(f64::from(smaller));
            weaker_in_tenths[(smaller as usize / (N / 10)).min(4)] += 1;
        },
    );
    two.check("§1.4 members with two recruits", (n - 2.0) / 3.0, None);
    for (size, sample) in &teams {
        let j = f64::from(*size);
        let exact = 2.0 * (n + 1.0) / ((j + 1.0) * (j + 2.0));
        sample.check(&format!("§1.4 teams of {size}"), exact, None);
    }
    for (k, sample) in &depths {
        let exact = 2.0 * (harmonic(*k) - 1.0);
        sample.check(&format!("§1.4 depth of entrant {k}"), exact, None);
    }
    for (k, sample) in &of_entrant {
        let exact = 2.0 * (n + 1.0) / (*k as f64 + 1.0) - 1.0;
        sample.check(&format!("§1.4 team of entrant {k}"), exact, None);
    }
    let exact = ((N - 1) * (N - 1) / 4) as f64 / n;
    weaker.check("§1.4 the weaker leg of the root", exact, None);
    // The legs split n − 1 = 999 evenly on 0 … 999, so the weaker one is even on 0 … 499.
    check_law(
        "§1.4 the law of the weaker leg",
        &weaker_in_tenths,
        &[0.2; 5],
    );
}

#[test]
fn teams_of_entrants_in_a_ternary_network() {
    const N: usize = 1_000;
    let mut teams = [1, 2, 10, 100].map(|k| (k, Sample::default()));
    grow(
        &scenario(N as u32, "attachment = \"slots\"\nwidth = 3"),
        often(1_000),
        |network| {
            for (k, sample) in &mut teams {
                sample.0.push(f64::from(network.downline[*k - 1] + 1));
            }
        },
    );
    for (k, sample) in &teams {
        let free = |members: usize| 2.0 * members as f64 + 1.0;
        let exact = (3.0 * free(N) / free(*k) - 1.0) / 2.0;
        sample.check(&format!("§1.4 ternary team of entrant {k}"), exact, None);
    }
}

#[test]
fn the_full_tree_of_the_promoters() {
    for (width, depth) in [(2_u32, 10_u32), (6, 6), (5, 5)] {
        let scenario = world(&format!(
            "[growth]\nlaw = \"complete\"\nwidth = {width}\ndepth = {depth}"
        ));
        let world = live(&scenario, 1);
        let depths = &world.members().depth;
        let members = (u64::from(width).pow(depth + 1) - 1) / u64::from(width - 1);
        assert_eq!(depths.len() as u64, members, "§1.6 members");
        for level in 0..=depth {
            let exact = f64::from(width.pow(level));
            assert_eq!(
                count(depths, |own| own == level),
                exact,
                "§1.6 level {level}"
            );
        }
        for bottom in 1..=3 {
            let share = count(depths, |own| own + bottom > depth) / members as f64;
            let limit = 1.0 - f64::from(width).powi(-(bottom as i32));
            assert!(
                share >= limit && share < limit + 0.001,
                "§1.6 bottom {bottom}: {share}"
            );
        }
    }
}
