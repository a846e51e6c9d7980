//! Growing networks for the tests and holding figures against exact ones.

use downline::network;
use downline::plan::LANGUAGE;
use downline::scenario;
use downline::scenario::types::Scenario;
use downline::world::World;
use statrs::distribution::{ChiSquared, ContinuousCDF};

/// A one-period scenario of `n` members, the founder counted, with these growth keys.
pub(crate) fn scenario(n: u32, growth: &str) -> Scenario {
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
pub(crate) struct Network {
    pub(crate) sponsor: Vec<u32>,
    pub(crate) depth: Vec<u32>,
    pub(crate) recruits: Vec<u32>,
    pub(crate) downline: Vec<u32>,
}

impl Network {
    /// Fills recruits and downlines.
    pub(crate) fn count_teams(&mut self) {
        let mut teams = Vec::new();
        network::teams(&self.sponsor, &mut teams);
        self.recruits = teams.iter().map(|team| team.recruits).collect();
        self.downline = teams.iter().map(|team| team.downline).collect();
    }
}

/// Grows `replications` networks and hands each to `look`.
pub(crate) fn grow(scenario: &Scenario, replications: u32, mut look: impl FnMut(&Network)) {
    let mut world = World::new(scenario, u64::from(u32::MAX));
    let mut network = Network::default();
    for replication in 1..=replications {
        world.begin(replication);
        world.live_next_period().unwrap();
        network.sponsor.clone_from(&world.members().sponsor);
        network.depth.clone_from(&world.members().depth);
        network.count_teams();
        look(&network);
    }
}

/// The harmonic number of m, and below it that of the squares.
pub(crate) fn harmonic(m: usize) -> f64 {
    (1..=m).map(|i| 1.0 / i as f64).sum()
}

pub(crate) fn harmonic_2(m: usize) -> f64 {
    (1..=m).map(|i| 1.0 / (i * i) as f64).sum()
}

/// A running mean with its variance.
#[derive(Default)]
pub(crate) struct Sample(pub(crate) Vec<f64>);

impl Sample {
    pub(crate) fn mean(&self) -> f64 {
        self.0.iter().sum::<f64>() / self.0.len() as f64
    }

    pub(crate) fn variance(&self) -> f64 {
        let mean = self.mean();
        self.0.iter().map(|x| (x - mean).powi(2)).sum::<f64>() / (self.0.len() - 1) as f64
    }

    /// Holds the mean to 4 standard errors of `exact`, by the exact variance if known.
    pub(crate) fn check(&self, what: &str, exact: f64, variance: Option<f64>) {
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
pub(crate) fn check_law(what: &str, counts: &[u64], probabilities: &[f64]) {
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
pub(crate) fn poisson_binomial(chances: impl Iterator<Item = f64>, longest: usize) -> Vec<f64> {
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

/// How many networks to grow: more under `DOWNLINE_THEORY`.
pub(crate) fn often(usual: u32) -> u32 {
    let factor = std::env::var("DOWNLINE_THEORY")
        .ok()
        .and_then(|text| text.parse::<u32>().ok());
    usual * factor.unwrap_or(1)
}

/// A scenario that sells nothing, with these tables.
pub(crate) fn world(tables: &str) -> Scenario {
    let text = format!(
        "[scenario]\nname = \"theory\"\ntitle = \"?\"\nseed = 20\n{tables}\n\
         [sales]\nlaw = \"fixed\"\nunits = 0\n[product]\nprice = 1\n\
         [[plans]]\nname = \"plan\"\n[[plans.component]]\ntype = \"sale_commission\"\nrate = 0.1\n"
    );
    scenario::load_text("theory.toml", &text, &[], LANGUAGE)
        .unwrap_or_else(|faults| panic!("{faults}"))
        .scenario
}

/// Lives one replication to its end.
pub(crate) fn live<'a>(scenario: &'a Scenario, replication: u32) -> World<'a> {
    let mut world = World::new(scenario, u64::from(u32::MAX));
    world.begin(replication);
    for _ in 0..scenario.horizon.periods {
        world.live_next_period().unwrap();
    }
    world
}

/// How many of a column satisfy something.
pub(crate) fn count(column: &[u32], wanted: impl Fn(u32) -> bool) -> f64 {
    column.iter().filter(|&&value| wanted(value)).count() as f64
}

/// The mean of a column.
pub(crate) fn mean(column: &[u32]) -> f64 {
    column.iter().map(|&value| f64::from(value)).sum::<f64>() / column.len() as f64
}

/// The expected share of members with 0, 1, 2, … recruits among `n`, when a joiner attaches
/// to one with `j` recruits with chance `weight(j) / total(m)` under `m` members: the
/// recursion of theory.md T7.
pub(crate) fn expected_degrees(
    n: usize,
    longest: usize,
    weight: impl Fn(usize) -> f64,
    total: impl Fn(usize) -> f64,
) -> Vec<f64> {
    let mut expected = vec![0.0; longest + 1];
    expected[0] = 1.0;
    for m in 1..n {
        for j in (0..=longest).rev() {
            let leave = expected[j] * weight(j) / total(m);
            let arrive = if j == 0 {
                1.0
            } else {
                expected[j - 1] * weight(j - 1) / total(m)
            };
            expected[j] += arrive - leave;
        }
    }
    expected.iter().map(|count| count / n as f64).collect()
}

/// `name; key = value; …` as keys of `[growth]`.
pub(crate) fn attaching(attachment: &str) -> String {
    let mut parts = attachment.split("; ");
    let name = parts.next().expect("a name");
    let keys: Vec<&str> = parts.collect();
    format!("attachment = {name:?}\n{}", keys.join("\n"))
}
