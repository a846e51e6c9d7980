//! The points of a design answered one by one: each is kept as soon as it is known, so that
//! an interrupted question goes on where it stopped, and one that fails says why and does not
//! lose the rest.

use std::io;

use serde::{Deserialize, Serialize};

use super::case::{Case, VariantError};
use crate::measure::metric::Observation;
use crate::study::interval::{Estimator, Moments};
use crate::study::outcome::{MEASURES, Measure, Outcome};
use crate::study::results::Estimate;
use crate::study::run::{Progress, StudyError};
use crate::study::shelf::{Place, Unit};
use crate::study::trial::Trial;

/// One outcome at one point.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Row {
    /// The plan's place; of the network, how many plans there are.
    pub plan: usize,
    /// The place of what was measured in [`MEASURES`].
    pub measure: usize,
    /// With its interval.
    pub estimate: Estimate,
    /// Its standard deviation over replications.
    pub sd: Option<f64>,
    /// Replications in which it has a value.
    pub replications: u32,
    /// How much it is above the baseline's, the same people with the same luck.
    pub difference: Estimate,
}

impl Row {
    /// What was measured.
    #[must_use]
    pub fn measure(&self) -> &'static Measure {
        &MEASURES[self.measure]
    }
}

/// What was found at a point.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Found {
    /// Every measure of every plan, then of the network.
    pub rows: Vec<Row>,
    /// The outcomes that were asked for, replication by replication.
    pub columns: Vec<Vec<Observation>>,
}

/// A point's answer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Answer {
    /// It was lived and paid.
    Found(Found),
    /// It cannot be, for this reason.
    Failed(String),
}

impl Answer {
    /// What was found, if anything was.
    #[must_use]
    pub fn found(&self) -> Option<&Found> {
        match self {
            Answer::Found(found) => Some(found),
            Answer::Failed(_) => None,
        }
    }

    /// An outcome of those asked for, by its place among them, replication by replication.
    ///
    /// # Panics
    ///
    /// If there were not as many.
    #[must_use]
    pub fn column(&self, asked: usize) -> Option<&[Observation]> {
        Some(&self.found()?.columns[asked])
    }

    /// Why it failed, if it did.
    #[must_use]
    pub fn failure(&self) -> Option<&str> {
        match self {
            Answer::Found(_) => None,
            Answer::Failed(reason) => Some(reason),
        }
    }
}

/// Why a question was not answered to its end.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum AskError {
    /// Someone asked it to stop.
    #[error("interrupted after {done} of {of} points; they are kept: go on with --resume")]
    Interrupted {
        /// Points answered.
        done: usize,
        /// Points in all.
        of: usize,
    },
    /// An answer cannot be kept.
    #[error("cannot keep what was found: {0}")]
    Shelf(#[from] io::Error),
    /// The books of a point do not balance: a bug, not a point that fails.
    #[error(transparent)]
    Fault(StudyError),
    /// The network is not the one that the question was asked about.
    #[error(transparent)]
    InputChanged(VariantError),
}

/// Answers the points in the order given; the answers are in the order of the points.
/// `points` are what is laid over the case at each, `asked` the outcomes of which every
/// replication is kept.
///
/// # Errors
///
/// See [`AskError`]. A point that fails is an answer, not an error.
///
/// # Panics
///
/// If the order is not one of the points.
pub fn answer(
    case: &Case,
    asked: &[Outcome],
    points: &[Vec<String>],
    order: impl ExactSizeIterator<Item = usize>,
    place: Place<'_>,
    progress: &Progress,
) -> Result<Vec<Answer>, AskError> {
    assert_eq!(order.len(), points.len(), "every point has its turn");
    let mut answers: Vec<Option<Answer>> = vec![None; points.len()];
    each(
        case,
        asked,
        points,
        order,
        place,
        progress,
        |point, answer| {
            answers[point] = Some(answer);
        },
    )?;
    let all: Option<Vec<Answer>> = answers.into_iter().collect();
    Ok(all.expect("an order has every point once"))
}

/// Answers these of the points, and hands each on.
///
/// # Errors
///
/// See [`AskError`].
pub fn each(
    case: &Case,
    asked: &[Outcome],
    points: &[Vec<String>],
    order: impl ExactSizeIterator<Item = usize>,
    place: Place<'_>,
    progress: &Progress,
    mut hand_on: impl FnMut(usize, Answer),
) -> Result<(), AskError> {
    let of = order.len();
    for (done, point) in order.enumerate() {
        let answer = answer_with(case, asked, &points[point], point, place, progress);
        let answer = answer.map_err(|error| match error {
            AskError::Interrupted { .. } => AskError::Interrupted { done, of },
            other => other,
        })?;
        hand_on(point, answer);
    }
    Ok(())
}

/// Answers one point, which has this number among those that are kept, from 0.
///
/// # Errors
///
/// See [`AskError`].
pub fn answer_with(
    case: &Case,
    asked: &[Outcome],
    sets: &[String],
    number: usize,
    place: Place<'_>,
    progress: &Progress,
) -> Result<Answer, AskError> {
    let interrupted = || AskError::Interrupted {
        done: number,
        of: number + 1,
    };
    if progress.is_stopped() {
        return Err(interrupted());
    }
    if let Some(answer) = known(asked.len(), sets, number, place)? {
        progress.skip(case.scenario().replications);
        return Ok(answer);
    }
    let answer = match case.try_out(sets, progress) {
        Ok(trial) => Answer::Found(found(case, &trial, asked, &mut Estimator::default())),
        Err(error) if error.is_interrupt() => return Err(interrupted()),
        Err(VariantError::Study(error @ StudyError::Imbalance { .. })) => {
            return Err(AskError::Fault(error));
        }
        Err(error @ VariantError::InputChanged(_)) => return Err(AskError::InputChanged(error)),
        Err(error) => {
            progress.skip(case.scenario().replications);
            Answer::Failed(error.reason())
        }
    };
    place.put(unit(number), &(sets, &answer))?;
    Ok(answer)
}

/// The number under which a point is kept.
#[must_use]
pub fn unit(point: usize) -> Unit {
    point as Unit + 1
}

/// What is kept of a point, if it is of these values and of as many outcomes.
fn known(
    asked: usize,
    sets: &[String],
    number: usize,
    place: Place<'_>,
) -> io::Result<Option<Answer>> {
    let kept: Option<(Vec<String>, Answer)> = place.get(unit(number))?;
    Ok(kept.and_then(|(of, answer)| {
        let found = answer.found();
        let is_whole = found.is_none_or(|found| {
            let is_known = |row: &Row| row.measure < MEASURES.len();
            found.columns.len() == asked && found.rows.iter().all(is_known)
        });
        (of == sets && is_whole).then_some(answer)
    }))
}

/// The answers that are kept; a point that has none yet says so. `asked` is how many
/// outcomes were asked for.
///
/// # Errors
///
/// If they cannot be read.
pub fn kept(asked: usize, points: &[Vec<String>], place: Place<'_>) -> io::Result<Vec<Answer>> {
    let answer = |(number, sets): (usize, &Vec<String>)| {
        let known = known(asked, sets, number, place)?;
        Ok(known.unwrap_or_else(|| Answer::Failed("not answered yet".to_owned())))
    };
    points.iter().enumerate().map(answer).collect()
}

/// Everything that is kept of a trial.
fn found(case: &Case, trial: &Trial, asked: &[Outcome], estimator: &mut Estimator) -> Found {
    let plans = case.plans().len();
    let baseline = case.baseline();
    let mut rows = Vec::new();
    for plan in 0..=plans {
        let of_network = plan == plans;
        for (place, measure) in MEASURES.iter().enumerate() {
            let outcome = Outcome {
                plan: if of_network { baseline } else { plan },
                measure,
            };
            let compared = plan != baseline && !of_network;
            if measure.is_of_network() != of_network || (measure.is_change() && !compared) {
                continue;
            }
            let column = trial.column(&outcome);
            let values: Moments = column.iter().filter_map(Observation::value).collect();
            let difference = if compared && !measure.is_change() {
                let base = trial.column(&Outcome {
                    plan: baseline,
                    measure,
                });
                measure.difference(&column, &base, estimator)
            } else {
                Estimate::default()
            };
            rows.push(Row {
                plan,
                measure: place,
                estimate: measure.estimate(&column, estimator),
                sd: values.deviation(),
                replications: values.count(),
                difference,
            });
        }
    }
    Found {
        rows,
        columns: asked.iter().map(|outcome| trial.column(outcome)).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::study::outcome::measure;
    use crate::study::shelf::{Memory, Shelf};
    use crate::what_if::testing::small_ebook;

    #[test]
    fn what_is_kept_is_what_was_found_and_a_point_that_fails_loses_nothing() {
        let case = small_ebook(4, 40);
        let points: Vec<Vec<String>> = ["product.price=10", "product.price=-3", "product.price=30"]
            .map(|set| vec![set.to_owned()])
            .to_vec();
        let asked = [Outcome {
            plan: 1,
            measure: measure("early10_share").unwrap(),
        }];
        let ask = |place: Place| {
            let order = [2, 0, 1].into_iter();
            answer(&case, &asked, &points, order, place, &Progress::default()).unwrap()
        };
        let shelf = Memory::default();
        let place = Place::on(&shelf, 0);
        let fresh = ask(place);
        assert_eq!(fresh, ask(Place::NOWHERE));
        assert_eq!(fresh, ask(place), "read back");
        assert!(matches!(&fresh[1], Answer::Failed(reason) if reason.contains("price")));
        assert_eq!(fresh[0].found().unwrap().columns[0].len(), 4);
        // A record that is cut short, or of another point, is not believed.
        let record = shelf.get(1).unwrap().unwrap();
        let other = shelf.get(3).unwrap().unwrap();
        for broken in [&record[..record.len() / 2], &other, &[]] {
            shelf.put(1, broken).unwrap();
            assert_eq!(fresh, ask(place));
        }
    }

    #[test]
    fn a_stopped_question_says_how_far_it_came() {
        let case = small_ebook(2, 40);
        let progress = Progress::default();
        progress.stop();
        let points = vec![vec![]; 3];
        let error = answer(&case, &[], &points, 0..3, Place::NOWHERE, &progress).unwrap_err();
        assert!(matches!(error, AskError::Interrupted { done: 0, of: 3 }));
    }
}
