//! The outcomes of a scenario replication by replication, and nothing else: what a question
//! that varies a scenario needs of each variant.

use super::interval::Estimator;
use super::outcome::{MEASURES, Measure, Outcome};
use super::results::{Estimate, hangs_on_joining_order};
use super::run::{Crew, Progress, StudyError, joining_known, measuring};
use crate::measure::metric::Observation;
use crate::plan::Plan;
use crate::scenario::types::Scenario;

/// The outcomes of a scenario under each of its plans.
#[derive(Clone, Debug, PartialEq)]
pub struct Trial {
    plans: usize,
    /// Replication by replication, plan by plan, in the order of [`MEASURES`].
    observations: Vec<Observation>,
}

impl Trial {
    /// Lives and pays the first so many replications of the scenario.
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
        let crew = Crew::new(scenario, None, plans, threads, false)?;
        let measuring = measuring(scenario);
        let joining_known = joining_known(scenario, None);
        let is_known = |measure: &Measure| joining_known || !hangs_on_joining_order(measure.name);
        let known: Vec<bool> = MEASURES.iter().map(is_known).collect();
        let found = crew.all(scenario.replications, progress, |arena, replication| {
            let lived = arena.simulate(replication, &measuring, &|_| ())?;
            let mut observations = Vec::with_capacity(plans.len() * MEASURES.len());
            for plan in 0..plans.len() {
                let measures = MEASURES.iter().zip(&known);
                observations.extend(measures.map(|(measure, &known)| match known {
                    true => measure.observe(&lived.measures, plan),
                    false => Observation::UNDEFINED,
                }));
            }
            Ok(observations)
        })?;
        Ok(Trial {
            plans: plans.len(),
            observations: found.concat(),
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
