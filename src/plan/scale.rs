//! Scales: rates by ascending, inclusive minima of points (plans.md §3, E4, E5).

use rust_decimal::Decimal;

use crate::money::Rate;
use crate::scenario::key::{Default, Key, Kind};
use crate::scenario::settings::Settings;

use super::most::percent;
use super::volume::PointScale;

/// The keys of one step of a scale.
pub const STEP: &[Key] = &[
    Key {
        name: "min",
        kind: Kind::Number {
            min: "0",
            max: "1000000000",
        },
        default: Default::Required,
        unit: "points",
        meaning: "The least that reaches the step; the minimum is included.",
    },
    Key {
        name: "rate",
        kind: Kind::Share,
        default: Default::Required,
        unit: "share of commissionable volume",
        meaning: "The rate from there on.",
    },
];

/// Rates by ascending minima of points.
#[derive(Clone, Debug)]
pub struct Scale {
    steps: Vec<(Decimal, Rate)>,
}

impl Scale {
    /// The scale, or what is wrong with it in words: minima must ascend, and rates must
    /// not fall.
    ///
    /// # Errors
    ///
    /// The fault as a sentence.
    pub fn new(list: &[Settings]) -> Result<Scale, String> {
        let steps: Vec<(Decimal, Rate)> = list
            .iter()
            .map(|step| (step.number("min"), step.share("rate")))
            .collect();
        for pair in steps.windows(2) {
            let [(lower, before), (higher, after)] = [pair[0], pair[1]];
            if higher <= lower {
                return Err(format!("the minimum {higher} does not follow {lower}"));
            }
            if after.to_decimal() < before.to_decimal() {
                return Err(format!("the rate falls from {before} to {after}"));
            }
        }
        Ok(Scale { steps })
    }

    /// The rates in ascending order.
    pub fn rates(&self) -> impl Iterator<Item = Rate> {
        self.steps.iter().map(|&(_, rate)| rate)
    }

    /// Steps that change nothing, in words: their rate is that of the step below.
    #[must_use]
    pub fn idle_steps(&self) -> Vec<String> {
        let pairs = self.steps.windows(2);
        pairs
            .filter(|pair| pair[0].1 == pair[1].1)
            .map(|pair| {
                let (min, rate) = pair[1];
                format!("{min} pays the {} of the step below", percent(rate))
            })
            .collect()
    }

    /// The minima as whole numbers of units of points.
    #[must_use]
    pub fn thresholds(&self, points: PointScale) -> Vec<i64> {
        self.steps
            .iter()
            .map(|&(min, _)| points.threshold(min))
            .collect()
    }
}

/// How many of the ascending minima `points` reaches: 0 is below the first.
#[inline]
#[must_use]
pub fn reached(thresholds: &[i64], points: i64) -> usize {
    thresholds.partition_point(|&threshold| threshold <= points)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_minimum_is_included_to_the_unit() {
        let thresholds = [0, 20_000, 60_000];
        assert_eq!(reached(&thresholds, -1), 0);
        assert_eq!(reached(&thresholds, 19_999), 1);
        assert_eq!(reached(&thresholds, 20_000), 2);
        assert_eq!(reached(&thresholds, 60_001), 3);
    }
}
