//! The outcomes of a scenario replication by replication, and nothing else: what a question
//! that varies a scenario needs of each variant.

use super::interval::Estimator;
use super::outcome::{MEASURES, Measure, Outcome};
use super::results::{Estimate, hangs_on_joining_order};
use super::run::{Crew, Progress, Seen, StudyError, joining_known, measuring};
use super::shelf::Place;
use crate::measure::metric::Observation;
use crate::plan::Plan;
use crate::scenario::types::Scenario;

/// Replications to be lived, where they are kept, and on how many threads.
#[derive(Clone, Copy)]
pub struct Work<'w> {
    /// Their numbers.
    pub replications: &'w [u32],
    /// Where they are kept, by their numbers.
    pub place: Place<'w>,
    /// How many at once.
    pub threads: usize,
}

/// These outcomes of a scenario in each of these replications, in their orders.
///
/// # Errors
///
/// See [`StudyError`]; the first replication that fails is told.
///
/// # Panics
///
/// If the thread pool cannot be started.
pub fn observe(
    scenario: &Scenario,
    plans: &[Plan],
    outcomes: &[Outcome],
    work: Work<'_>,
    progress: &Progress,
) -> Result<Vec<Vec<Observation>>, StudyError> {
    let crew = Crew::new(scenario, None, plans, work.threads, Seen::Nothing)?;
    let measuring = measuring(scenario);
    let joining_known = joining_known(scenario, None);
    let is_known = |measure: &Measure| joining_known || !hangs_on_joining_order(measure.name);
    let outcomes: Vec<(&Outcome, bool)> = outcomes
        .iter()
        .map(|outcome| (outcome, is_known(outcome.measure)))
        .collect();
    let of = scenario.replications;
    crew.all(work.replications, of, progress, |arena, replication| {
        work.place.get_or_make(replication, || {
            let lived = arena.simulate(replication, &measuring, &|_| ())?;
            let observed = outcomes.iter().map(|(outcome, is_known)| match is_known {
                true => outcome.measure.observe(&lived.measures, outcome.plan),
                false => Observation::UNDEFINED,
            });
            Ok(observed.collect())
        })
    })
}

/// The outcomes of a scenario under each of its plans.
#[derive(Clone, Debug, PartialEq)]
pub struct Trial {
    plans: usize,
    /// Replication by replication, plan by plan, in the order of [`MEASURES`].
    observations: Vec<Observation>,
}

impl Trial {
    /// Lives and pays every replication of the scenario.
    ///
    /// # Errors
    ///
    /// See [`StudyError`]; the first replication that fails is told.
    ///
    /// # Panics
    ///
    /// If the thread pool cannot be started.
    pub fn run(
        scenario: &Scenario,
        plans: &[Plan],
        threads: usize,
        progress: &Progress,
    ) -> Result<Trial, StudyError> {
        let every = |plan| {
            MEASURES
                .iter()
                .map(move |measure| Outcome { plan, measure })
        };
        let outcomes: Vec<Outcome> = (0..plans.len()).flat_map(every).collect();
        let all: Vec<u32> = (1..=scenario.replications).collect();
        let work = Work {
            replications: &all,
            place: Place::NOWHERE,
            threads,
        };
        Ok(Trial {
            plans: plans.len(),
            observations: observe(scenario, plans, &outcomes, work, progress)?.concat(),
        })
    }

    /// An outcome, replication by replication.
    ///
    /// # Panics
    ///
    /// If there is no such plan.
    #[must_use]
    pub fn column(&self, outcome: &Outcome) -> Vec<Observation> {
        assert!(outcome.plan < self.plans, "a plan of the study");
        let place = MEASURES
            .iter()
            .position(|measure| measure.name == outcome.measure.name)
            .expect("an outcome is one of the measures");
        let row = self.plans * MEASURES.len();
        self.observations
            .chunks_exact(row)
            .map(|replication| replication[outcome.plan * MEASURES.len() + place])
            .collect()
    }

    /// An outcome with its interval.
    pub fn estimate(&self, outcome: &Outcome, estimator: &mut Estimator) -> Estimate {
        outcome.measure.estimate(&self.column(outcome), estimator)
    }
}
