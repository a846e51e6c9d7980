//! The plans on the way, each paid: the same people with the same luck.

use std::io;

use super::{Attribution, Taken, taken_so_far};
use crate::measure::metric::Observation;
use crate::plan::Plan;
use crate::scenario::diagnose::Diagnostics;
use crate::scenario::types::PlanSettings;
use crate::study::outcome::{Measure, Outcome};
use crate::study::run::{Progress, StudyError};
use crate::study::shelf::{Place, Unit};
use crate::study::trial::{self, Work};
use crate::what_if::case::{Case, VariantError};
use crate::what_if::codes;
use crate::what_if::fault;
use crate::what_if::rules::with_plans;

/// Plans paid side by side beside the first, so that memory stays small.
const SIDE_BY_SIDE: usize = 32;
/// The outcomes of every plan on the way.
#[derive(Clone, Debug)]
pub struct Walked {
    /// Step by step, measure by measure.
    pub(super) columns: Vec<Vec<Vec<Observation>>>,
}

impl Attribution {
    /// Histories that [`Attribution::walk`] lives in all: each is a unit of its work.
    ///
    /// # Errors
    ///
    /// If they are more than can be counted.
    pub fn histories(&self, case: &Case) -> Result<Unit, Diagnostics> {
        let batches = self.steps.len().div_ceil(SIDE_BY_SIDE) as u64;
        let histories = batches * u64::from(case.scenario().replications);
        Unit::try_from(histories).map_err(|_| {
            let message = format!("{histories} histories would have to be lived");
            let help = "use fewer `--replications`, or `--orders`";
            fault(codes::TOO_MANY_POINTS, message, help).into()
        })
    }

    /// Pays the same people under every plan on the way.
    ///
    /// # Errors
    ///
    /// If a plan on the way cannot be: then the rules cannot be taken apart.
    pub fn walk(
        &self,
        case: &Case,
        measures: &[&'static Measure],
        place: Place<'_>,
        progress: &Progress,
    ) -> Result<Walked, VariantError> {
        let every: Vec<u32> = (1..=case.scenario().replications).collect();
        let mut columns = Vec::with_capacity(self.steps.len());
        for batch in 0..self.steps.len().div_ceil(SIDE_BY_SIDE) {
            let found = self.batch(case, measures, batch, &every, place, progress)?;
            let steps = self.steps_of(batch).len();
            // Replication by replication, what stands step by step, measure by measure.
            let column = |at: usize| found.iter().map(|row| row[at]).collect();
            columns.extend((0..steps).map(|step| {
                let own = step * measures.len()..(step + 1) * measures.len();
                own.map(column).collect()
            }));
        }
        Ok(Walked { columns })
    }

    /// Lives a share of the histories of [`Attribution::walk`], numbered from 1 batch by batch,
    /// and keeps them.
    ///
    /// # Errors
    ///
    /// As [`Attribution::walk`].
    pub fn walk_share(
        &self,
        case: &Case,
        measures: &[&'static Measure],
        units: &[Unit],
        place: Place<'_>,
        progress: &Progress,
    ) -> Result<(), VariantError> {
        let replications = case.scenario().replications;
        let batch_of = |unit: &Unit| (unit - 1) / replications;
        for share in units.chunk_by(|one, other| batch_of(one) == batch_of(other)) {
            let batch = batch_of(&share[0]);
            let own: Vec<u32> = share
                .iter()
                .map(|unit| unit - batch * replications)
                .collect();
            self.batch(case, measures, batch as usize, &own, place, progress)?;
        }
        Ok(())
    }

    /// The plans that are paid side by side in a batch.
    fn steps_of(&self, batch: usize) -> &[Taken] {
        let first = batch * SIDE_BY_SIDE;
        &self.steps[first..self.steps.len().min(first + SIDE_BY_SIDE)]
    }

    /// The outcomes of a batch in each of these replications: step by step, measure by measure.
    fn batch(
        &self,
        case: &Case,
        measures: &[&'static Measure],
        batch: usize,
        replications: &[u32],
        place: Place<'_>,
        progress: &Progress,
    ) -> Result<Vec<Vec<Observation>>, VariantError> {
        let steps = self.steps_of(batch);
        // The first plan comes along in every batch: changes are against it.
        let plans = [0].iter().chain(steps).map(|&taken| self.plan(taken));
        let scenario = with_plans(case.scenario(), plans.collect());
        let plans = Plan::build_all(&scenario).map_err(|error| self.not_apart(error))?;
        let outcomes: Vec<Outcome> = (1..=steps.len())
            .flat_map(|plan| {
                measures
                    .iter()
                    .map(move |&measure| Outcome { plan, measure })
            })
            .collect();
        let work = Work {
            replications,
            place: place.after(batch as Unit * scenario.replications),
            threads: case.threads(),
        };
        let found = trial::observe(&scenario, &plans, &outcomes, work, progress)?;
        match found.iter().all(|row| row.len() == outcomes.len()) {
            true => Ok(found),
            false => Err(StudyError::from(io::Error::new(
                io::ErrorKind::InvalidData,
                "what was kept is not of this question",
            ))
            .into()),
        }
    }

    fn plan(&self, taken: Taken) -> PlanSettings {
        let groups = self.players.iter().map(|player| &player.rules[..]);
        taken_so_far(&self.from, &self.to, &self.rules, groups, taken)
    }

    /// Says that it is a plan on the way that cannot be.
    fn not_apart(&self, Diagnostics(faults): Diagnostics) -> Diagnostics {
        let mut told = vec![*fault(
            codes::NO_RULES,
            format!(
                "the rules in which `{}` and `{}` differ cannot be taken apart: some plan on the way is none",
                self.from.name, self.to.name
            ),
            "compare the plans by `run`",
        )];
        told.extend(faults.into_iter().take(1));
        Diagnostics(told)
    }
}
