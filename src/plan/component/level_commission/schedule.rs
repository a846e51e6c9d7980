//! What each level earns: a list, or a geometric series without end.

use crate::money::Rate;
use crate::plan::earnings::{Line, Parts};
use crate::plan::ground::Ground;

/// What each level earns of a unit of volume, the nearest level first.
#[derive(Clone, Debug)]
pub(super) enum Schedule {
    /// One rate a level.
    Rates(Vec<Rate>),
    /// `first`, then each level `ratio` of the one before.
    Geometric { first: Rate, ratio: Rate },
}

/// Decimals that the rates of a series are kept to.
const FINE: u32 = 18;
/// Decimals of a minor unit beyond those of the first rate that a term is kept to.
const GUARD: u32 = 6;
/// The most decimals exact amounts of a plan may have.
const FINEST: u32 = 9;

impl Schedule {
    /// Decimals its amounts need. The terms of a series get guard digits and are rounded
    /// down to them, so that the one half-up rounding afterwards is still right.
    pub(super) fn decimals(&self) -> u32 {
        match self {
            Schedule::Rates(rates) => crate::money::common_decimals(rates),
            Schedule::Geometric { first, .. } => (first.decimals() + GUARD).min(FINEST),
        }
    }
}

/// The rates of a series, reckoned as far as they have been asked for.
#[derive(Debug, Default)]
pub(super) struct Series {
    /// Over `10^FINE`, rounded down.
    rates: Vec<i128>,
}

impl Series {
    /// The line of level number `index` (0 the first), `None` once the term rounds to zero:
    /// there the series stops (plans.md E3).
    pub(super) fn line(
        &mut self,
        (first, ratio): (Rate, Rate),
        index: usize,
        level: u16,
        (source, volume): (u32, Parts),
        ground: &Ground,
    ) -> Option<Option<Line>> {
        let rate = self.rate(first, ratio, index)?;
        let kept = 10_i128.pow(FINE - ground.decimals);
        let mut exact = [0; 3];
        for (exact, part) in exact.iter_mut().zip(volume) {
            *exact = i64::try_from(rate.checked_mul(i128::from(part))? / kept).ok()?;
        }
        let line = Line {
            source,
            level,
            volume: volume.iter().sum(),
            rate: i64::try_from(rate / kept).ok()?,
            exact,
        };
        let worth = ground.rounding.mode.round(line.total(), ground.decimals);
        Some((worth != 0).then_some(line))
    }

    fn rate(&mut self, first: Rate, ratio: Rate, index: usize) -> Option<i128> {
        while self.rates.len() <= index {
            let next = match self.rates.last() {
                None => i128::from(first.numerator_over(first.decimals()))
                    .checked_mul(10_i128.pow(FINE - first.decimals()))?,
                Some(last) => {
                    let part = i128::from(ratio.numerator_over(ratio.decimals()));
                    last.checked_mul(part)? / i128::from(ratio.denominator())
                }
            };
            self.rates.push(next);
        }
        Some(self.rates[index])
    }
}
