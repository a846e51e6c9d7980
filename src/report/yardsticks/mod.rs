//! What regulators and courts have measured plans by, read off a study: each yardstick
//! with its source, its value and what it would take to turn it. A yardstick is met or not
//! met under the assumptions of the scenario; that is no legal conclusion.
//!
//! Where it matters whether purchases of participants for their own use count as retail, a
//! yardstick is read both ways; a verdict that turns on it is told.

mod list;
#[cfg(test)]
mod tests;

pub use list::YARDSTICKS;

use super::key_figure;
use crate::study::results::{Estimate, PlanLabel, Results};

/// A yardstick.
#[derive(Clone, Copy, Debug)]
pub struct Yardstick {
    /// Its name in the files.
    pub name: &'static str,
    /// What it asks, in a few words.
    pub title: &'static str,
    /// What its value is a share of.
    pub of: &'static str,
    /// What the value is, and where the yardstick is met.
    pub definition: &'static str,
    /// Where it comes from.
    pub source: &'static str,
    /// What the source has that the value has not.
    pub difference: &'static str,
    /// Which metrics it is read off.
    pub metrics: Metrics,
    /// Where it is met.
    pub bound: Bound,
}

/// What a yardstick is read off.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Metrics {
    /// A metric in which own purchases are no question.
    One(&'static str),
    /// One by which own purchases are no retail sales, and one by which they are.
    Both {
        /// Own purchases are no retail sales.
        not_counted: &'static str,
        /// Own purchases are.
        counted: &'static str,
    },
}

/// Where a yardstick is met.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Bound {
    /// At this share or above it.
    AtLeast(f64),
    /// Below this share.
    Below(f64),
    /// At this ratio of two sums, neither of which is part of the other, or below it.
    RatioAtMost(f64),
}

/// Whether own purchases count as retail sales.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OwnUse {
    /// It makes no difference.
    NoQuestion,
    /// They do not.
    NotCounted,
    /// They do.
    Counted,
}

/// What a yardstick says of a plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// The whole interval is where it is met.
    Met,
    /// The whole interval is where it is not.
    NotMet,
    /// The bound lies within the interval.
    NotToldApart,
    /// There is no value.
    Undefined,
}

/// A yardstick held against a plan.
#[derive(Clone, Copy, Debug)]
pub struct Reading<'a> {
    /// The yardstick.
    pub yardstick: &'static Yardstick,
    /// The plan.
    pub plan: &'a PlanLabel,
    /// Under which convention.
    pub own_use: OwnUse,
    /// Its value.
    pub value: Estimate,
    /// What it says.
    pub verdict: Verdict,
}

impl Bound {
    /// The number.
    #[must_use]
    pub fn at(self) -> f64 {
        let (Bound::AtLeast(at) | Bound::Below(at) | Bound::RatioAtMost(at)) = self;
        at
    }

    /// On which side it is met, in the files.
    #[must_use]
    pub fn side(self) -> &'static str {
        match self {
            Bound::AtLeast(_) => "at_least",
            Bound::Below(_) => "below",
            Bound::RatioAtMost(_) => "at_most",
        }
    }

    fn is_met(self, value: f64) -> bool {
        match self {
            Bound::AtLeast(at) => value >= at,
            Bound::Below(at) => value < at,
            Bound::RatioAtMost(at) => value <= at,
        }
    }

    /// Judges a value with its interval, if it has one.
    #[must_use]
    pub fn judge(self, value: Estimate) -> Verdict {
        let Some(mean) = value.mean else {
            return Verdict::Undefined;
        };
        let ends = [value.low.unwrap_or(mean), value.high.unwrap_or(mean)];
        match ends.map(|end| self.is_met(end)) {
            [true, true] => Verdict::Met,
            [false, false] => Verdict::NotMet,
            _ => Verdict::NotToldApart,
        }
    }
}

impl OwnUse {
    /// The word in the files; empty where it makes no difference.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            OwnUse::NoQuestion => "",
            OwnUse::NotCounted => "not_retail",
            OwnUse::Counted => "retail",
        }
    }
}

impl Verdict {
    /// The words in the files and the report.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Verdict::Met => "met",
            Verdict::NotMet => "not met",
            Verdict::NotToldApart => "not told apart",
            Verdict::Undefined => "undefined",
        }
    }
}

impl Yardstick {
    /// The conventions it is read under, with the metric of each.
    pub fn conventions(&self) -> impl Iterator<Item = (OwnUse, &'static str)> {
        let (first, second) = match self.metrics {
            Metrics::One(metric) => ((OwnUse::NoQuestion, metric), None),
            Metrics::Both {
                not_counted,
                counted,
            } => (
                (OwnUse::NotCounted, not_counted),
                Some((OwnUse::Counted, counted)),
            ),
        };
        [first].into_iter().chain(second)
    }

    /// Reads it off a study under one convention, plan by plan.
    pub fn read<'a>(
        &'static self,
        results: &'a Results,
        own_use: OwnUse,
        metric: &'static str,
    ) -> impl Iterator<Item = Reading<'a>> {
        results.subject.plans.iter().map(move |plan| {
            let value = key_figure::find(results, &plan.name, metric)
                .map(|row| row.estimate)
                .unwrap_or_default();
            Reading {
                yardstick: self,
                plan,
                own_use,
                value,
                verdict: self.bound.judge(value),
            }
        })
    }
}

impl Reading<'_> {
    /// What the counted part, or the payout of a ratio, would have to be multiplied by to
    /// come to the bound with everything else as it is. `None` where no factor would do.
    #[must_use]
    pub fn factor(&self) -> Option<f64> {
        let value = self.value.mean.filter(|&value| value > 0.0)?;
        let at = self.yardstick.bound.at();
        let factor = match self.yardstick.bound {
            Bound::RatioAtMost(_) => at / value,
            // s·f / (s·f + 1 − s) = t
            Bound::AtLeast(_) | Bound::Below(_) => at * (1.0 - value) / (value * (1.0 - at)),
        };
        (factor.is_finite() && factor > 0.0).then_some(factor)
    }
}

/// Every yardstick held against every plan: yardstick by yardstick, convention by
/// convention, plan by plan.
#[must_use]
pub fn readings(results: &Results) -> Vec<Reading<'_>> {
    let conventions = YARDSTICKS.iter().flat_map(|yardstick| {
        yardstick
            .conventions()
            .map(move |(own_use, metric)| (yardstick, own_use, metric))
    });
    conventions
        .flat_map(|(yardstick, own_use, metric)| yardstick.read(results, own_use, metric))
        .collect()
}

/// The readings whose verdict is another when own purchases count: as not counted, and as
/// counted.
#[must_use]
pub fn turns<'r, 'a>(readings: &'r [Reading<'a>]) -> Vec<[&'r Reading<'a>; 2]> {
    let not_counted = readings
        .iter()
        .filter(|reading| reading.own_use == OwnUse::NotCounted);
    let with_counted = not_counted.filter_map(|one| {
        let other = readings.iter().find(|other| {
            other.own_use == OwnUse::Counted
                && other.yardstick.name == one.yardstick.name
                && other.plan.name == one.plan.name
        })?;
        Some([one, other])
    });
    with_counted
        .filter(|[one, other]| one.verdict != other.verdict)
        .collect()
}
