//! Replications in parallel: each lives in an arena of its own, and what it leaves
//! behind is folded in the order of replications, so that the number of threads changes
//! nothing.

mod arena;
mod counting;
mod crew;
mod network_columns;

use std::io;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::books::Imbalance;
use crate::measure::facts::WorldFacts;
use crate::measure::replication::{Options, ReplicationMeasures};
use crate::measure::sample_tree::SampleTree;
use crate::observed::Recorded;
use crate::plan::accounts::Accounts;
use crate::plan::{Plan, PlanError};
use crate::scenario::types::Scenario;
use crate::world::WorldError;

pub(super) use arena::{Arena, terms};
pub(super) use crew::Crew;

use arena::Lived;

use super::accumulate::Accumulator;
use super::memory::TooLarge;
use super::precision::Precision;
use super::results::{PlanLabel, Results, Subject, Worlds};
use super::shelf::Place;

/// Replications handed to the threads at once; their results are folded before the next
/// batch starts, so this bounds memory and changes no result.
const BATCH: u32 = 128;

/// Members, plan by plan, of whom rows are kept at once where every member is written down;
/// more only if the replications that run side by side have more.
const ROWS_KEPT: u64 = 1 << 20;

/// How a study is run; none of it changes what a replication comes to.
#[derive(Clone, Copy, Debug)]
pub struct RunOptions {
    /// Replications at once; fewer if memory is short.
    pub threads: usize,
    /// What `observe` can read of members' accounts.
    pub seen: Seen,
    /// When enough is known to stop before all replications are done.
    pub precision: Option<Precision>,
}

/// What can be read of members' accounts once a replication is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Seen {
    /// Perhaps nothing: a large network gives them back before it is measured.
    Nothing,
    /// What each member was credited and charged.
    Accounts,
    /// What each component paid each member, too.
    Components,
}

/// Shared with whoever watches the run.
#[derive(Debug, Default)]
pub struct Progress {
    done: AtomicU32,
    stop: AtomicBool,
}

impl Progress {
    /// Replications finished so far.
    #[must_use]
    pub fn done(&self) -> u32 {
        self.done.load(Ordering::Relaxed)
    }

    fn advance(&self) {
        self.skip(1);
    }

    /// Counts replications that need not be lived as finished.
    pub fn skip(&self, replications: u32) {
        self.done.fetch_add(replications, Ordering::Relaxed);
    }

    /// Asks the run to end after the replications under way.
    pub fn stop(&self) {
        self.stop.store(true, Ordering::Relaxed);
    }

    /// Whether the run has been asked to stop.
    #[must_use]
    pub fn is_stopped(&self) -> bool {
        self.stop.load(Ordering::Relaxed)
    }
}

/// Why a study did not finish.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StudyError {
    /// Not enough memory for one replication.
    #[error(transparent)]
    TooLarge(#[from] TooLarge),
    /// The world of a replication cannot go on.
    #[error("replication {replication}: {error}")]
    World {
        /// 1-based.
        replication: u32,
        /// Why.
        error: WorldError,
    },
    /// A plan cannot be paid.
    #[error("replication {replication}: {error}")]
    Plan {
        /// 1-based.
        replication: u32,
        /// Why.
        error: PlanError,
    },
    /// The books do not balance: a bug.
    #[error("replication {replication}: {error}; this is a fault of the program, please report it")]
    Imbalance {
        /// 1-based.
        replication: u32,
        /// Which sum.
        error: Imbalance,
    },
    /// Someone asked the run to stop.
    #[error("interrupted after {finished} of {replications} replications")]
    Interrupted {
        /// Replications finished.
        finished: u32,
        /// Replications asked for.
        replications: u32,
    },
    /// What was observed of a replication could not be kept.
    #[error(transparent)]
    Keep(#[from] io::Error),
}

/// One finished replication, person by person.
#[derive(Debug)]
pub struct ReplicationView<'a> {
    /// 1-based.
    pub replication: u32,
    /// The world; the baseline's where each plan has its own.
    pub world: WorldFacts<'a>,
    /// The world that all plans pay, or each plan's own in their order.
    pub worlds: &'a [WorldFacts<'a>],
    /// The accounts of each plan, in the order of the scenario.
    pub accounts: &'a [Accounts],
}

impl ReplicationView<'_> {
    /// The world that a plan pays.
    #[must_use]
    pub fn world_of(&self, plan: usize) -> &WorldFacts<'_> {
        &self.worlds[plan.min(self.worlds.len() - 1)]
    }
}

/// Runs every replication of a scenario under its plans.
///
/// `observe` sees each finished replication on the thread that ran it; what it makes of
/// it is handed to `keep` in the order of replications.
///
/// # Errors
///
/// See [`StudyError`].
///
/// # Panics
///
/// If the thread pool cannot be started.
pub fn run<T: Send>(
    scenario: &Scenario,
    plans: &[Plan],
    options: RunOptions,
    progress: &Progress,
    observe: impl Fn(&ReplicationView) -> T + Sync,
    keep: impl FnMut(T) -> io::Result<()> + Send,
) -> Result<Results, StudyError> {
    run_history(scenario, None, plans, options, progress, observe, keep)
}

/// The same of a network that was observed, or of the simulated one if there is none.
///
/// # Errors
///
/// See [`StudyError`].
///
/// # Panics
///
/// As [`run`].
pub fn run_history<T: Send>(
    scenario: &Scenario,
    recorded: Option<&Recorded>,
    plans: &[Plan],
    options: RunOptions,
    progress: &Progress,
    observe: impl Fn(&ReplicationView) -> T + Sync,
    keep: impl FnMut(T) -> io::Result<()> + Send,
) -> Result<Results, StudyError> {
    let measuring = measuring(scenario);
    let study = Study::of(scenario, recorded, plans, options)?;
    study.run(progress, keep, |arena, replication| {
        arena.simulate(replication, &measuring, &observe)
    })
}

/// Runs a scenario as [`run`] does, but for the replications that are kept already; the others
/// are kept as they are finished.
///
/// # Errors
///
/// See [`StudyError`].
///
/// # Panics
///
/// As [`run`].
pub fn run_kept<T: Send + Serialize + DeserializeOwned>(
    scenario: &Scenario,
    plans: &[Plan],
    options: RunOptions,
    place: Place<'_>,
    progress: &Progress,
    observe: impl Fn(&ReplicationView) -> T + Sync,
    keep: impl FnMut(T) -> io::Result<()> + Send,
) -> Result<Results, StudyError> {
    let measuring = measuring(scenario);
    let study = Study::of(scenario, None, plans, options)?;
    study.run(progress, keep, |arena, replication| {
        place.get_or_make(replication, || {
            arena.simulate(replication, &measuring, &observe)
        })
    })
}

/// Lives these replications of a scenario, each of which is kept, and adds nothing up.
///
/// # Errors
///
/// See [`StudyError`].
///
/// # Panics
///
/// As [`run`].
pub fn run_share<T: Send + Serialize + DeserializeOwned>(
    scenario: &Scenario,
    plans: &[Plan],
    options: RunOptions,
    replications: &[u32],
    place: Place<'_>,
    progress: &Progress,
    observe: impl Fn(&ReplicationView) -> T + Sync,
) -> Result<(), StudyError> {
    let measuring = measuring(scenario);
    let study = Study::of(scenario, None, plans, options)?;
    let of = scenario.replications;
    study
        .crew
        .all(replications, of, progress, |arena, replication| {
            let kept = place.get_or_make(replication, || {
                arena.simulate(replication, &measuring, &observe)
            });
            kept.map(|_: Lived<T>| ())
        })?;
    Ok(())
}

/// What replications add up to, taken in one after another.
struct Fold {
    accumulator: Accumulator,
    sample_tree: Option<SampleTree>,
}

impl Fold {
    fn of(subject: Subject) -> Fold {
        Fold {
            accumulator: Accumulator::new(subject),
            sample_tree: None,
        }
    }

    fn push(&mut self, measures: ReplicationMeasures, sample: Option<SampleTree>) {
        self.accumulator.push(measures);
        self.sample_tree = self.sample_tree.take().or(sample);
    }

    fn finish(self, joining_known: bool) -> Results {
        let mut results = self.accumulator.finish();
        results.sample_tree = self.sample_tree;
        if !joining_known {
            results.forget_joining_order();
        }
        results
    }
}

/// Adds up replications that are all kept, as [`run_kept`] would have; what was observed of
/// each is handed to `keep` in their order.
///
/// # Errors
///
/// [`StudyError::Keep`], also if one is not kept or is not one of this study.
pub fn fold<T: DeserializeOwned>(
    subject: &Subject,
    place: Place<'_>,
    mut keep: impl FnMut(T) -> io::Result<()>,
) -> Result<Results, StudyError> {
    let mut fold = Fold::of(subject.clone());
    for replication in 1..=subject.replications {
        let kept: Option<Lived<T>> = place.get(replication)?;
        let lived = kept.filter(|lived| lived.measures.is_of(subject.plans.len()));
        let lived = lived.ok_or_else(|| {
            let what = format!("what is kept of replication {replication} is not of this study");
            io::Error::new(io::ErrorKind::InvalidData, what)
        })?;
        fold.push(lived.measures, lived.sample);
        keep(lived.observed)?;
    }
    Ok(fold.finish(subject.joining_known))
}

/// A scenario and those who live it.
struct Study<'a> {
    scenario: &'a Scenario,
    recorded: Option<&'a Recorded>,
    plans: &'a [Plan],
    options: RunOptions,
    crew: Crew<'a>,
}

impl<'a> Study<'a> {
    fn of(
        scenario: &'a Scenario,
        recorded: Option<&'a Recorded>,
        plans: &'a [Plan],
        options: RunOptions,
    ) -> Result<Study<'a>, StudyError> {
        let RunOptions { threads, seen, .. } = options;
        let crew = Crew::new(scenario, recorded, plans, threads, seen)?;
        Ok(Study {
            scenario,
            recorded,
            plans,
            options,
            crew,
        })
    }

    /// Lives the replications in batches and adds them up in their order.
    fn run<T: Send>(
        self,
        progress: &Progress,
        mut keep: impl FnMut(T) -> io::Result<()> + Send,
        live: impl Fn(&mut Arena<'a>, u32) -> Result<Lived<T>, StudyError> + Sync,
    ) -> Result<Results, StudyError> {
        let Study {
            scenario,
            recorded,
            plans,
            options,
            crew,
        } = self;
        let replications = scenario.replications;
        let mut fold = Fold::of(subject(scenario, recorded, plans));
        let mut first = 1;
        // How large replications are is known once some have been lived.
        let is_kept = options.seen == Seen::Components;
        let mut batch = if is_kept {
            crew.threads() as u64
        } else {
            BATCH.into()
        };
        while first <= replications {
            let mut last = u64::from(first) + batch - 1;
            if let Some(precision) = &options.precision {
                last = last.min(precision.next_look(first).into());
            }
            let last = last.min(replications.into()) as u32;
            let mut largest = 0;
            for outcome in crew.each(first..last + 1, replications, progress, &live) {
                let Lived {
                    measures,
                    sample,
                    members,
                    observed,
                } = outcome?;
                largest = largest.max(members);
                fold.push(measures, sample);
                crew.install(|| keep(observed))?;
            }
            if is_kept {
                let least = (crew.threads() as u64).min(BATCH.into());
                batch = (ROWS_KEPT / largest.max(1)).clamp(least, BATCH.into());
            }
            first = last + 1;
            if let Some(precision) = &options.precision
                && precision.is_reached(&fold.accumulator)
            {
                break;
            }
        }
        if let Some(precision) = &options.precision {
            let note = precision.note(&fold.accumulator);
            fold.accumulator.note(note);
        }
        Ok(fold.finish(joining_known(scenario, recorded)))
    }
}

/// How the replications of a scenario are measured.
pub(super) fn measuring(scenario: &Scenario) -> Options {
    Options {
        baseline: scenario.comparison.baseline,
        large: scenario.comparison.large.0,
        equal_payout: scenario.comparison.equal_payout,
        scale: scenario.currency.scale(),
    }
}

/// Whether it is known who joined before whom.
pub(super) fn joining_known(scenario: &Scenario, recorded: Option<&Recorded>) -> bool {
    scenario.growth.law.joining_known()
        && !recorded.is_some_and(|recorded| recorded.network.joining_unknown)
}

/// What is studied, before anything is known of it.
#[must_use]
pub fn subject(scenario: &Scenario, recorded: Option<&Recorded>, plans: &[Plan]) -> Subject {
    let of_files = recorded.map_or(&[][..], |recorded| &recorded.notes);
    Subject {
        name: scenario.name.clone(),
        title: scenario.title.clone(),
        description: scenario.description.clone(),
        currency: scenario.currency.clone(),
        periods: scenario.horizon.periods,
        unit: scenario.horizon.unit,
        replications: scenario.replications,
        seed: scenario.seed,
        plans: scenario
            .plans
            .iter()
            .map(|plan| PlanLabel {
                name: plan.name.clone(),
                title: plan.title.clone(),
            })
            .collect(),
        baseline: scenario.comparison.baseline,
        large_change: scenario.comparison.large.0,
        founders: scenario.growth.founders,
        count_founders: scenario.growth.count_founders,
        notes: of_files
            .iter()
            .chain(plans.iter().flat_map(Plan::notes))
            .cloned()
            .collect(),
        observed: recorded.is_some(),
        joining_known: joining_known(scenario, recorded),
        pays_margin: plans.iter().any(Plan::pays_margin),
        worlds: if scenario.own_worlds && recorded.is_none() {
            Worlds::Own { paired: true }
        } else {
            Worlds::Shared
        },
    }
}

#[cfg(test)]
mod tests;
