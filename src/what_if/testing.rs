//! What the tests of questions share.

use super::case::Case;
use super::points::{Answer, answer};
use crate::study::outcome::{Outcome, measure};
use crate::study::run::Progress;
use crate::study::shelf::Place;

/// The e-book with so few histories and people.
pub(super) fn small_ebook(replications: u32, participants: u32) -> Case {
    let small = [
        format!("scenario.replications={replications}"),
        format!("growth.participants={participants}"),
    ];
    Case::open("ebook", &small, 2).unwrap()
}

/// The mean net under the plan at a place.
pub(super) fn mean_net(plan: usize) -> Outcome {
    Outcome {
        plan,
        measure: measure("mean_net").unwrap(),
    }
}

/// The answers at points, asked for one outcome.
pub(super) fn answered(case: &Case, outcome: Outcome, sets: &[Vec<String>]) -> Vec<Answer> {
    let (order, progress) = (0..sets.len(), Progress::default());
    answer(case, &[outcome], sets, order, Place::NOWHERE, &progress).unwrap()
}
