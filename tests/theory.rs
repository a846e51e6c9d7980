//! Networks against the closed forms of theory.md.
//!
//! Seeds are fixed, so a test passes or fails for good. Means are held to 4 standard
//! errors: with the 30 comparisons here, a correct generator would fail one of them for
//! one seed in about 500. Laws are held to χ² with p > .001.

use downline::network;
use downline::plan::LANGUAGE;
use downline::scenario;
use downline::scenario::types::Scenario;
use downline::world::World;
use statrs::distribution::{ChiSquared, ContinuousCDF};

/// A one-period scenario of `n` members, the founder counted, with these growth keys.
fn scenario(n: u32, growth: &str) -> Scenario {
    let text = format!(
        "[scenario]\nname = \"theory\"\ntitle = \"?\"\nseed = 20\n\
         [growth]\nlaw = \"fixed\"\nparticipants = {n}\nfounders = 1\ncount_founders = true\n{growth}\n\
         [sales]\nlaw = \"fixed\"\nunits = 0\n[product]\nprice = 1\n\
         [[plans]]\nname = \"plan\"\n[[plans.component]]\ntype = \"sale_commission\"\nrate = 0.1\n"
    );
    scenario::load_text("theory.toml", &text, &[], LANGUAGE)
        .unwrap_or_else(|faults| panic!("{faults}"))
        .scenario
}

/// One grown network: columns by entrant, the founder first.
#[derive(Default)]
struct Network {
    sponsor: Vec<u32>,
    depth: Vec<u32>,
    recruits: Vec<u32>,
    downline: Vec<u32>,
}

/// Grows `replications` networks and hands each to `look`.
fn grow(scenario: &Scenario, replications: u32, mut look: impl FnMut(&Network)) {
    let mut world = World::new(scenario, u64::from(u32::MAX));
    let mut network = Network::default();
    for replication in 1..=replications {
        world.begin(replication);
        world.live_next_period().unwrap();
        network.sponsor.clone_from(&world.members().sponsor);
        network.depth.clone_from(&world.members().depth);
        network::teams(
            &network.sponsor,
            &mut network.recruits,
            &mut network.downline,
        );
        look(&network);
    }
}

/// The harmonic number of m, and below it that of the squares.
fn harmonic(m: usize) -> f64 {
    (1..=m).map(|i| 1.0 / i as f64).sum()
}

fn harmonic_2(m: usize) -> f64 {
    (1..=m).map(|i| 1.0 / (i * i) as f64).sum()
}

/// A running mean with its variance.
#[derive(Default)]
struct Sample(Vec<f64>);

impl Sample {
    fn mean(&self) -> f64 {
        self.0.iter().sum::<f64>() / self.0.len() as f64
    }

    fn variance(&self) -> f64 {
        let mean = self.mean();
        self.0.iter().map(|x| (x - mean).powi(2)).sum::<f64>() / (self.0.len() - 1) as f64
    }

    /// Holds the mean to 4 standard errors of `exact`, by the exact variance if known.
    fn check(&self, what: &str, exact: f64, variance: Option<f64>) {
        let variance = variance.unwrap_or_else(|| self.variance());
        let error = 4.0 * (variance / self.0.len() as f64).sqrt();
        let mean = self.mean();
        assert!(
            (mean - exact).abs() <= error,
            "{what}: {mean} is not within {error} of {exact}"
        );
    }
}

/// χ² of counts against probabilities; cells expecting fewer than 5 are pooled.
fn check_law(what: &str, counts: &[u64], probabilities: &[f64]) {
    let total: u64 = counts.iter().sum();
    let (mut statistic, mut cells) = (0.0, 0);
    let (mut observed, mut expected) = (0.0, 0.0);
    let mut add = |observed: f64, expected: f64| {
        statistic += (observed - expected).powi(2) / expected;
        cells += 1;
    };
    for (index, &probability) in probabilities.iter().enumerate() {
        observed += counts.get(index).copied().unwrap_or(0) as f64;
        expected += probability * total as f64;
        if expected >= 5.0 {
            add(observed, expected);
            (observed, expected) = (0.0, 0.0);
        }
    }
    let rest = total as f64 - probabilities.iter().sum::<f64>() * total as f64;
    if expected + rest >= 5.0 {
        add(observed, expected + rest);
    }
    let freedom = ChiSquared::new(f64::from(cells - 1)).unwrap();
    let p = 1.0 - freedom.cdf(statistic);
    assert!(p > 0.001, "{what}: χ² = {statistic} on {} d.f.", cells - 1);
}

/// The law of a sum of independent trials with these chances.
fn poisson_binomial(chances: impl Iterator<Item = f64>, longest: usize) -> Vec<f64> {
    let mut law = vec![0.0; longest + 1];
    law[0] = 1.0;
    for chance in chances {
        for count in (1..=longest).rev() {
            law[count] = law[count] * (1.0 - chance) + law[count - 1] * chance;
        }
        law[0] *= 1.0 - chance;
    }
    law
}

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
