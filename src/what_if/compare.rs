//! Finished runs against one another: paired replication by replication where their luck is the
//! same, as strangers where it is not.

use crate::measure::metric::Observation;
use crate::study::interval::Estimator;
use crate::study::outcome::{MEASURES, Measure, Of};
use crate::study::results::{Estimate, Replications, Subject};

/// A finished run.
#[derive(Clone, Debug)]
pub struct FinishedRun {
    /// What it is called here.
    pub name: String,
    /// What was studied.
    pub subject: Subject,
    /// Every replication.
    pub replications: Replications,
}

/// How the luck of two runs hangs together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pairing {
    /// The same seed: replication by replication the same draws, and the network metrics say
    /// that the same people joined in each.
    SamePeople,
    /// The same seed, but other networks: what differs in them differs in the outcomes too.
    SameLuck,
    /// Another seed, or no seed at all: nothing but chance.
    Strangers,
}

impl Pairing {
    /// In words, as the table has it.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Pairing::SamePeople => "same_people",
            Pairing::SameLuck => "same_luck",
            Pairing::Strangers => "strangers",
        }
    }
}

/// A metric of a plan in one run and in another.
#[derive(Clone, Debug)]
pub struct Compared {
    /// The plan, in both runs; or the network.
    pub plan: String,
    /// The metric.
    pub measure: &'static Measure,
    /// In the first run.
    pub base: Estimate,
    /// In the other.
    pub own: Estimate,
    /// Other less first, paired where the luck is the same.
    pub difference: Estimate,
    /// The same if they had nothing to do with each other.
    pub of_strangers: Estimate,
    /// Replications that were compared.
    pub replications: u32,
}

/// How the luck of a run hangs together with that of the first.
#[must_use]
pub fn pairing(base: &FinishedRun, own: &FinishedRun) -> Pairing {
    let luck = |run: &FinishedRun| (run.subject.seed, run.subject.observed);
    if luck(base) != luck(own) || base.subject.observed {
        return Pairing::Strangers;
    }
    let network = |run: &FinishedRun| -> Vec<Vec<Option<f64>>> {
        let place = run.replications.metrics.iter().enumerate();
        let of_network: Vec<usize> = place
            .filter(|(_, (name, _))| {
                let measure = crate::study::outcome::measure(name);
                measure.is_some_and(Measure::is_of_network)
            })
            .map(|(index, _)| index)
            .collect();
        let rows = run.replications.rows.iter();
        rows.filter(|row| row.plan == crate::study::accumulate::NETWORK)
            .map(|row| of_network.iter().map(|&index| row.values[index]).collect())
            .collect()
    };
    let (base, own) = (network(base), network(own));
    if base.iter().zip(&own).all(|(base, own)| base == own) {
        Pairing::SamePeople
    } else {
        Pairing::SameLuck
    }
}

/// Every metric of every plan that both runs have, the network last.
#[must_use]
pub fn compare(base: &FinishedRun, own: &FinishedRun) -> Vec<Compared> {
    let pairing = pairing(base, own);
    let mut estimator = Estimator::default();
    let mut compared = Vec::new();
    for plan in shared_plans(base, own) {
        let is_network = plan == crate::study::accumulate::NETWORK;
        for measure in MEASURES.iter() {
            let is_own = match measure.of {
                Of::Plan(_) => !is_network,
                Of::Network(_) => is_network,
                Of::Change(_) => false,
            };
            let columns = [base, own].map(|run| column(run, &plan, measure));
            let [Some(of_base), Some(of_own)] = columns.map(|column| column.filter(|_| is_own))
            else {
                continue;
            };
            let shared = of_base.len().min(of_own.len());
            let strangers = measure.difference_of_strangers(&of_own, &of_base, &mut estimator);
            let (difference, replications) = if pairing == Pairing::Strangers {
                (strangers, of_base.len().min(of_own.len()))
            } else {
                let pair = (&of_own[..shared], &of_base[..shared]);
                (measure.difference(pair.0, pair.1, &mut estimator), shared)
            };
            compared.push(Compared {
                plan: plan.clone(),
                measure,
                base: measure.estimate(&of_base, &mut estimator),
                own: measure.estimate(&of_own, &mut estimator),
                difference,
                of_strangers: strangers,
                replications: replications as u32,
            });
        }
    }
    compared
}

/// The plans both have by name, in the order of the first, then the network.
#[must_use]
pub fn shared_plans(base: &FinishedRun, own: &FinishedRun) -> Vec<String> {
    let names = |run: &FinishedRun| -> Vec<String> {
        run.subject
            .plans
            .iter()
            .map(|plan| plan.name.clone())
            .collect()
    };
    let others = names(own);
    let mut shared = names(base);
    shared.retain(|plan| others.contains(plan));
    shared.push(crate::study::accumulate::NETWORK.to_owned());
    shared
}

/// A metric of a plan, replication by replication; `None` if the run does not have it. A
/// pooled one of a run whose files do not say what it is of has none either.
fn column(run: &FinishedRun, plan: &str, measure: &Measure) -> Option<Vec<Observation>> {
    let place = run
        .replications
        .metrics
        .iter()
        .position(|(name, _)| *name == measure.name)?;
    let rows = run.replications.rows.iter().filter(|row| row.plan == plan);
    rows.map(|row| {
        let value = row.values.get(place).copied().flatten();
        if !measure.is_pooled {
            return Some(value.into());
        }
        let denominator = row.denominators.get(place).copied().flatten()?;
        Some(Observation {
            numerator: value.unwrap_or(0.0) * denominator,
            denominator,
        })
    })
    .collect()
}
