//! Break-even: the value of a key at which an outcome meets a target, on the same histories at
//! every value.

use rust_decimal::Decimal;

use super::case::Case;
use super::codes;
use super::crossing::{self, Reading, Search};
use super::fault;
use super::points::{AskError, answer_with};
use super::vary::{Value, Values, Vary};
use crate::measure::metric::Observation;
use crate::scenario::base::Grain;
use crate::scenario::diagnose::Diagnostic;
use crate::study::interval::Estimator;
use crate::study::outcome::Outcome;
use crate::study::results::Estimate;
use crate::study::run::Progress;
use crate::study::shelf::Place;

/// Values tried first where it is not said how many.
pub const SCAN: usize = 9;

/// A question: where does the outcome cross the target?
#[derive(Clone, Debug)]
pub struct Solve {
    /// The key, and the range it is looked for in.
    pub vary: Vary,
    /// The outcome.
    pub outcome: Outcome,
    /// What it is held against: another plan's, on the same people; then the target is the
    /// difference.
    pub against: Option<Outcome>,
    /// The target, in the unit of the outcome; amounts in minor units.
    pub target: f64,
    search: Search,
}

/// A value that was tried.
#[derive(Clone, Debug)]
pub struct Tried {
    /// The value.
    pub value: Decimal,
    /// The outcome at it, or the difference from the other plan's.
    pub estimate: Estimate,
    /// Why there is none.
    pub failure: Option<String>,
}

/// What was found.
#[derive(Clone, Debug)]
pub struct Solved {
    /// All values tried, ascending.
    pub tried: Vec<Tried>,
    /// What the search says.
    pub outcome: crossing::Outcome,
}

impl Solve {
    /// A question. A range `KEY=low..high:values` says how many values are tried first; a
    /// crossing there and back between two of them is not seen. `finest` is the smallest step
    /// to tell values apart by; without it, as fine as the key is sensibly given.
    ///
    /// # Errors
    ///
    /// If the key has no range of numbers, or the step is not one within it.
    pub fn new(
        vary: Vary,
        outcome: Outcome,
        against: Option<Outcome>,
        target: f64,
        finest: Option<Decimal>,
    ) -> Result<Solve, Box<Diagnostic>> {
        let Values::Range { low, high, count } = vary.values else {
            return Err(fault(
                codes::NOT_A_RANGE,
                format!(
                    "`{}` is a list: it is not known what lies between its values",
                    vary.key
                ),
                "give a range, as in `--vary costs.join_fee=0..100`",
            ));
        };
        let own = vary.finest().unwrap_or(Decimal::ONE);
        let finest = finest.unwrap_or(own);
        let most = vary.facts.grain.decimals();
        let is_given_so = |number: Decimal| number.normalize().scale() <= most;
        if !is_given_so(finest)
            || !is_given_so(low)
            || finest <= Decimal::ZERO
            || finest > high - low
        {
            return Err(fault(
                codes::BAD_TARGET,
                format!(
                    "`{}` cannot be told apart by {finest} from {low} to {high}",
                    vary.key
                ),
                "give a step that the key can take, above zero and smaller than the range",
            ));
        }
        Ok(Solve {
            search: Search {
                low,
                high,
                finest,
                scan: count.unwrap_or(SCAN),
            },
            vary,
            outcome,
            against,
            target,
        })
    }

    /// The smallest step that values are told apart by: the tolerance of the answer.
    #[must_use]
    pub fn finest(&self) -> Decimal {
        self.search.finest
    }

    /// Looks for every crossing; what is tried is kept in the order of trying.
    ///
    /// # Errors
    ///
    /// See [`AskError`]. A value that cannot be run has no outcome, and is no error.
    pub fn run(
        &self,
        case: &Case,
        place: Place<'_>,
        progress: &Progress,
    ) -> Result<Solved, AskError> {
        let mut estimator = Estimator::default();
        let mut tried: Vec<Tried> = Vec::new();
        let asked: Vec<Outcome> = [self.outcome].into_iter().chain(self.against).collect();
        let outcome = crossing::search(&self.search, |values| {
            let mut readings = Vec::with_capacity(values.len());
            for &value in values {
                let sets = [self.vary.set(&Value::of(value))];
                let answer = answer_with(case, &asked, &sets, tried.len(), place, progress)?;
                let estimate = answer.found().map_or_else(Estimate::default, |found| {
                    self.estimate(&found.columns, &mut estimator)
                });
                let above = |end: Option<f64>| end.map(|end| end - self.target);
                readings.push(Reading {
                    mean: above(estimate.mean),
                    low: above(estimate.low),
                    high: above(estimate.high),
                });
                tried.push(Tried {
                    value,
                    estimate,
                    failure: answer.failure().map(str::to_owned),
                });
            }
            Ok::<_, AskError>(readings)
        })?;
        tried.sort_by_key(|tried| tried.value);
        let mut outcome = outcome;
        for crossing in &mut outcome.crossings {
            crossing.estimate = crossing.estimate.and_then(|at| self.as_given(at));
        }
        Ok(Solved { tried, outcome })
    }

    /// A value between two steps as the key can take it; nothing of whole numbers, of which
    /// there is none between.
    fn as_given(&self, at: Decimal) -> Option<Decimal> {
        match self.vary.facts.grain {
            Grain::Whole | Grain::NoNumber => at.is_integer().then_some(at),
            Grain::Decimals(most) => Some(at.round_dp(most)),
        }
    }

    fn estimate(&self, columns: &[Vec<Observation>], estimator: &mut Estimator) -> Estimate {
        let measure = self.outcome.measure;
        match columns {
            [own, other] => measure.difference(own, other, estimator),
            _ => measure.estimate(&columns[0], estimator),
        }
    }
}

/// The first reason for which a value could not be run, if none could.
#[must_use]
pub fn nothing_ran(solved: &Solved) -> Option<&str> {
    if solved.outcome.least.is_some() {
        return None;
    }
    solved
        .tried
        .iter()
        .find_map(|tried| tried.failure.as_deref())
}
