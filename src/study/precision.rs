//! `--precision`: replications are added until an interval is narrow enough (measures.md §2,
//! rulings.md 37).

use super::accumulate::Accumulator;
use super::outcome::Outcome;

/// A look is taken after so many replications more.
const BATCH: u32 = 50;
/// The fewest replications that are believed: of a few, an interval may be narrow by chance.
const FEWEST: u32 = 100;

/// How closely something is to be known.
#[derive(Clone, Copy, Debug)]
pub struct Precision {
    /// What.
    pub outcome: Outcome,
    /// The most that either end of its 95 % interval may be from the mean; of amounts, in
    /// minor units.
    pub half_width: f64,
}

impl Precision {
    /// The replication after which the next look is taken, `first` being the next one to live.
    pub(super) fn next_look(&self, first: u32) -> u32 {
        first.div_ceil(BATCH).saturating_mul(BATCH).max(FEWEST)
    }

    /// Whether this is a look and the interval is narrow enough.
    pub(super) fn is_reached(&self, found: &Accumulator) -> bool {
        let replications = found.replications();
        replications >= FEWEST && replications.is_multiple_of(BATCH) && self.is_narrow(found)
    }

    fn is_narrow(&self, found: &Accumulator) -> bool {
        let estimate = found.estimate(&self.outcome);
        let (Some(mean), Some(low), Some(high)) = (estimate.mean, estimate.low, estimate.high)
        else {
            return false;
        };
        (mean - low).max(high - mean) <= self.half_width
    }

    /// What a reader should know of the number of replications.
    pub(super) fn note(&self, found: &Accumulator) -> String {
        let name = found.name_of(&self.outcome);
        let verdict = if self.is_narrow(found) {
            "was reached after"
        } else {
            "was not reached by the limit of"
        };
        format!(
            "The precision asked for {name} {verdict} {} replications. Their number was not fixed \
             beforehand but by a sequential rule: a look after {FEWEST} and every {BATCH} more, until \
             the 95 % interval is as narrow as was asked. Intervals at a stopping time chosen this \
             way cover slightly less than 95 %.",
            found.replications()
        )
    }
}
