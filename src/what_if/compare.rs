//! Finished runs against one another: paired replication by replication where their luck is the
//! same, as strangers where it is not.

use std::collections::BTreeMap;

use crate::measure::metric::Observation;
use crate::study::accumulate::NETWORK;
use crate::study::interval::Estimator;
use crate::study::outcome::{MEASURES, Measure, Of, measure};
use crate::study::results::{Estimate, Replications, Subject, Worlds};

/// A finished run.
#[derive(Clone, Debug)]
pub struct FinishedRun {
    /// What it is called here.
    pub name: String,
    /// What was studied.
    pub subject: Subject,
    /// Every replication.
    pub replications: Replications,
    /// The scenario in full, as TOML.
    pub scenario: String,
}

/// How the luck of two runs hangs together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pairing {
    /// The same seed: replication by replication the same draws, and the network metrics say
    /// that the same people joined in each.
    SamePeople,
    /// The same seed, but other networks, or a world for every plan: what differs in them differs
    /// in the outcomes too.
    SameLuck,
    /// Observed networks: there is no luck in them.
    Observed,
    /// Another seed: nothing but chance.
    Strangers,
}

impl Pairing {
    /// In words, as the table has it.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Pairing::SamePeople => "same_people",
            Pairing::SameLuck => "same_luck",
            Pairing::Observed => "observed",
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
    let subjects = [&base.subject, &own.subject];
    if subjects.iter().all(|subject| subject.observed) {
        return Pairing::Observed;
    }
    if subjects.iter().any(|subject| subject.observed) || subjects[0].seed != subjects[1].seed {
        return Pairing::Strangers;
    }
    if subjects
        .iter()
        .any(|subject| subject.worlds != Worlds::Shared)
    {
        return Pairing::SameLuck;
    }
    let network = |run: &FinishedRun| -> Vec<Vec<Option<f64>>> {
        let place = run.replications.metrics.iter().enumerate();
        let of_network: Vec<usize> = place
            .filter(|(_, (name, _))| {
                let measure = measure(name);
                // How often a chance was capped is of what was drawn, not of who joined.
                *name != "clamped_chances" && measure.is_some_and(Measure::is_of_network)
            })
            .map(|(index, _)| index)
            .collect();
        let rows = run.replications.rows.iter();
        rows.filter(|row| row.plan == NETWORK)
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

/// Keys whose values differ between the scenarios of two runs, with both values.
#[must_use]
pub fn differing_keys(base: &FinishedRun, own: &FinishedRun) -> Vec<(String, String, String)> {
    let flat = |run: &FinishedRun| {
        let mut keys = BTreeMap::new();
        if let Ok(root) = toml::from_str::<toml::Value>(&run.scenario) {
            flatten("", &root, &mut keys);
        }
        keys
    };
    let (base, own) = (flat(base), flat(own));
    let mut names: Vec<&String> = base.keys().chain(own.keys()).collect();
    names.sort_unstable();
    names.dedup();
    let value = |keys: &BTreeMap<String, String>, name: &String| {
        keys.get(name)
            .cloned()
            .unwrap_or_else(|| "not set".to_owned())
    };
    names
        .into_iter()
        .filter(|name| base.get(*name) != own.get(*name))
        .map(|name| (name.clone(), value(&base, name), value(&own, name)))
        .collect()
}

/// Writes every value below a key by its path; tables of a list go by name or id.
fn flatten(path: &str, value: &toml::Value, keys: &mut BTreeMap<String, String>) {
    let below = |part: &str| match path {
        "" => part.to_owned(),
        path => format!("{path}.{part}"),
    };
    match value {
        toml::Value::Table(table) => {
            for (key, value) in table {
                flatten(&below(key), value, keys);
            }
        }
        toml::Value::Array(items) if items.iter().all(toml::Value::is_table) => {
            for (index, item) in items.iter().enumerate() {
                let text = |key| item.get(key).and_then(toml::Value::as_str);
                let index = index.to_string();
                let name = text("name").or_else(|| text("id")).unwrap_or(&index);
                flatten(&below(name), item, keys);
            }
        }
        other => drop(keys.insert(path.to_owned(), other.to_string())),
    }
}

/// Every metric of every plan that both runs have, the network last.
#[must_use]
pub fn compare(base: &FinishedRun, own: &FinishedRun) -> Vec<Compared> {
    let pairing = pairing(base, own);
    let mut estimator = Estimator::default();
    let mut compared = Vec::new();
    for plan in shared_plans(base, own) {
        let is_network = plan == NETWORK;
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
            // What is compared pair by pair is told of the pairs alone.
            let is_paired = matches!(pairing, Pairing::SamePeople | Pairing::SameLuck);
            let (of_own, of_base) = if is_paired {
                (&of_own[..shared], &of_base[..shared])
            } else {
                (&of_own[..], &of_base[..])
            };
            let difference = if is_paired {
                measure.difference(of_own, of_base, &mut estimator)
            } else {
                strangers
            };
            compared.push(Compared {
                plan: plan.clone(),
                measure,
                base: measure.estimate(of_base, &mut estimator),
                own: measure.estimate(of_own, &mut estimator),
                difference,
                of_strangers: strangers,
                replications: shared as u32,
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
    shared.push(NETWORK.to_owned());
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
