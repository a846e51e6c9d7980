//! The outcomes of a scenario replication by replication, and nothing else: what a question
//! that varies a scenario needs of each variant.

use super::interval::Estimator;
use super::outcome::{MEASURES, Outcome};
use super::results::{Estimate, hangs_on_joining_order};
use super::run::{Crew, Progress, StudyError, joining_known, measuring};
use crate::measure::metric::Observation;
use crate::plan::Plan;
use crate::scenario::types::Scenario;

/// Replications handed to the threads before anyone looks whether to stop.
const BATCH: u32 = 128;

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
        let replications = scenario.replications;
        let mut trial = Trial {
            plans: plans.len(),
            observations: Vec::new(),
        };
        let mut first = 1;
        while first <= replications {
            let last = first.saturating_add(BATCH - 1).min(replications);
            let found = crew.each(
                first..=last,
                replications,
                progress,
                |arena, replication| {
                    let lived = arena.simulate(replication, &measuring, &|_| ())?;
                    Ok((0..plans.len())
                        .flat_map(|plan| {
                            let measures = &lived.measures;
                            MEASURES.iter().map(move |measure| {
                                if !joining_known && hangs_on_joining_order(measure.name) {
                                    return Observation::UNDEFINED;
                                }
                                measure.observe(measures, plan)
                            })
                        })
                        .collect::<Vec<_>>())
                },
            );
            for observations in found {
                trial.observations.extend(observations?);
            }
            first = last + 1;
        }
        Ok(trial)
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
