//! What a what-if chart measures: how its figures are written and what its axis is.

use super::super::axis::{Axis, round_step, ticks_between};
use super::super::style::NOTE_SIZE;
use super::super::text::{Face, wrap};
use super::super::words::{amount, grouped, percent};
use crate::money::Currency;
use crate::study::results::{Estimate, Unit};

/// An axis starts at zero unless the lowest value is above this share of the highest.
const FAR_FROM_ZERO: f64 = 0.6;
/// Amounts and counts from here on are in millions.
const LARGE: f64 = 1e7;
const MILLION: f64 = 1e6;
/// The least extent of an axis of shares or coefficients.
const LEAST_EXTENT: f64 = 0.01;

/// A metric, or its difference from the baseline or from the scenario as it is.
#[derive(Clone, Debug)]
pub struct Metric<'a> {
    /// Its name on an axis, without the unit.
    pub title: String,
    /// What it is measured in; amounts are minor units, shares fractions.
    pub unit: Unit,
    /// Whether it is a difference: shares are then percentage points, and zero is always
    /// on the axis.
    pub difference: bool,
    /// The currency of amounts.
    pub currency: &'a Currency,
}

impl Metric<'_> {
    /// The unit as it stands on an axis; empty where the figures tell it.
    fn unit_words(&self) -> &str {
        match self.unit {
            Unit::Amount => &self.currency.code,
            Unit::Share if self.difference => "percentage points",
            Unit::Share | Unit::Count | Unit::Coefficient => "",
        }
    }

    /// The title with the unit.
    pub(super) fn full_title(&self) -> String {
        match self.unit_words() {
            "" => self.title.clone(),
            unit => format!("{}, {unit}", self.title),
        }
    }

    /// The title with the unit, on one line of at most `limit` pixels.
    pub(super) fn axis_title(&self, limit: f64) -> String {
        wrap(&self.full_title(), NOTE_SIZE, Face::Regular, limit, 1)
            .pop()
            .unwrap_or_default()
    }

    /// A value as it is read, without the unit of amounts and points; large ones in millions.
    pub(super) fn value(&self, value: f64) -> String {
        if self.in_millions(value) {
            return format!("{}\u{a0}M", self.millions(value));
        }
        self.in_full(value)
    }

    fn in_full(&self, value: f64) -> String {
        match self.unit {
            Unit::Amount => amount(value, self.currency),
            Unit::Share if self.difference => grouped(value * 100.0, 1),
            Unit::Share => percent(value),
            Unit::Count if value.abs() >= 1_000.0 || value == libm::trunc(value) => {
                grouped(value, 0)
            }
            Unit::Count => grouped(value, 1),
            Unit::Coefficient => grouped(value, 3),
        }
    }

    /// A value with its interval where there is one: `61.2 % (60.8 to 61.6)`.
    pub(super) fn figures(&self, estimate: Estimate) -> String {
        let Some(mean) = estimate.mean else {
            return "not known".to_owned();
        };
        let large = ends(estimate).any(|end| self.in_millions(end));
        let end = |end: f64| match self.unit {
            Unit::Share => grouped(end * 100.0, 1),
            _ if large => self.millions(end),
            _ => self.in_full(end),
        };
        let mean = if large {
            format!("{}\u{a0}M", self.millions(mean))
        } else {
            self.in_full(mean)
        };
        match (estimate.low.map(end), estimate.high.map(end)) {
            (Some(low), Some(high)) if low != high => {
                format!("{mean} ({low} to {high})")
            }
            _ => mean,
        }
    }

    /// The value in whole units of money, or as it is.
    fn whole(&self, value: f64) -> f64 {
        match self.unit {
            Unit::Amount => value / self.currency.scale() as f64,
            _ => value,
        }
    }

    fn in_millions(&self, value: f64) -> bool {
        matches!(self.unit, Unit::Amount | Unit::Count) && self.whole(value).abs() >= LARGE
    }

    fn millions(&self, value: f64) -> String {
        let millions = self.whole(value) / MILLION;
        grouped(millions, if millions.abs() < 1000.0 { 2 } else { 0 })
    }

    /// An axis that holds these values, with about `parts` ticks at round numbers. It
    /// starts at zero, unless all values lie far from it.
    pub(super) fn axis(
        &self,
        title: String,
        values: impl Iterator<Item = f64>,
        parts: u32,
    ) -> Axis {
        let (low, high) = self.range(values);
        let step = self.step(high - low, parts);
        let first = libm::floor(low / step + 1e-9);
        let last = libm::ceil(high / step - 1e-9).max(first + 1.0);
        Axis {
            title,
            low: first * step,
            high: last * step,
            ticks: ticks_between(first, last, step)
                .map(|at| (at, self.tick(at, step)))
                .collect(),
            grid: true,
        }
    }

    /// The lowest and the highest of these values, with zero where it is not far away.
    pub(super) fn range(&self, values: impl Iterator<Item = f64>) -> (f64, f64) {
        let (mut low, mut high) = self.ends(values);
        if self.difference || low < FAR_FROM_ZERO * high {
            low = low.min(0.0);
        }
        if self.difference || (low < 0.0 && high > FAR_FROM_ZERO * low) {
            high = high.max(0.0);
        }
        self.widened(low, high)
    }

    /// The lowest and the highest of these values, a little apart.
    pub(super) fn span(&self, values: impl Iterator<Item = f64>) -> (f64, f64) {
        let (low, high) = self.ends(values);
        self.widened(low, high)
    }

    fn ends(&self, values: impl Iterator<Item = f64>) -> (f64, f64) {
        let possible = |value: f64| match self.unit {
            Unit::Share if !self.difference => value.clamp(0.0, 1.0),
            _ => value,
        };
        values
            .filter(|value| value.is_finite())
            .map(possible)
            .fold(None, |ends, value| {
                let (low, high) = ends.unwrap_or((value, value));
                Some((f64::min(low, value), f64::max(high, value)))
            })
            .unwrap_or((0.0, 0.0))
    }

    fn widened(&self, mut low: f64, mut high: f64) -> (f64, f64) {
        let least = self.least_extent().max(1e-6 * high.abs().max(low.abs()));
        let wanting = least - (high - low);
        if wanting > 0.0 {
            // Nothing but zeros start at zero; other values stand in the middle.
            let below = if low == 0.0 { 0.0 } else { wanting / 2.0 };
            (low, high) = (low - below, high + wanting - below);
        }
        if self.unit == Unit::Share && !self.difference {
            (low, high) = (low.max(0.0), high.max(LEAST_EXTENT));
            if high > 1.0 {
                (low, high) = (low.min(1.0 - LEAST_EXTENT), 1.0);
            }
        }
        (low, high)
    }

    fn least_extent(&self) -> f64 {
        match self.unit {
            Unit::Amount => 2.0,
            Unit::Share | Unit::Coefficient => LEAST_EXTENT,
            Unit::Count => 0.1,
        }
    }

    /// A round step; of money no finer than its minor unit.
    pub(super) fn step(&self, extent: f64, parts: u32) -> f64 {
        let step = round_step(extent, parts);
        match self.unit {
            Unit::Amount => step.max(1.0),
            _ => step,
        }
    }

    /// The words at a tick, with the decimals that ticks `step` apart need.
    pub(super) fn tick(&self, at: f64, step: f64) -> String {
        let scale = self.currency.scale() as f64;
        if at != 0.0 && self.in_millions(step) {
            return format!("{}\u{a0}M", grouped(self.whole(at) / MILLION, 0));
        }
        match self.unit {
            Unit::Amount if step < scale => grouped(at / scale, self.currency.digits as usize),
            Unit::Amount => grouped(at / scale, 0),
            Unit::Share if self.difference => grouped(at * 100.0, decimals(step * 100.0)),
            Unit::Share => format!("{}\u{a0}%", grouped(at * 100.0, decimals(step * 100.0))),
            Unit::Count | Unit::Coefficient => grouped(at, decimals(step)),
        }
    }
}

/// How many decimals numbers `step` apart need.
pub(super) fn decimals(step: f64) -> usize {
    let exponent = libm::floor(libm::log10(step) + 1e-9);
    (-exponent).clamp(0.0, 9.0) as usize
}

/// All ends of an estimate.
pub(super) fn ends(estimate: Estimate) -> impl Iterator<Item = f64> {
    [estimate.low, estimate.mean, estimate.high]
        .into_iter()
        .flatten()
}

/// Whether the interval holds zero: the sign is not told.
pub(super) fn holds_zero(estimate: Estimate) -> bool {
    estimate
        .low
        .zip(estimate.high)
        .is_some_and(|(low, high)| low <= 0.0 && high >= 0.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn metric(unit: Unit, difference: bool) -> Metric<'static> {
        static DOLLARS: std::sync::LazyLock<Currency> =
            std::sync::LazyLock::new(|| Currency::from_code("USD"));
        Metric {
            title: "Share in profit".to_owned(),
            unit,
            difference,
            currency: &DOLLARS,
        }
    }

    fn labels(axis: &Axis) -> Vec<&str> {
        axis.ticks.iter().map(|(_, label)| label.as_str()).collect()
    }

    #[test]
    fn ticks_are_round_and_say_their_unit() {
        let axis = |unit, difference, values: [f64; 2]| {
            metric(unit, difference).axis(String::new(), values.into_iter(), 4)
        };
        assert_eq!(
            labels(&axis(Unit::Share, false, [0.02, 0.38])),
            [
                "0\u{a0}%",
                "10\u{a0}%",
                "20\u{a0}%",
                "30\u{a0}%",
                "40\u{a0}%"
            ]
        );
        assert_eq!(
            labels(&axis(Unit::Share, true, [-0.013, 0.021])),
            ["−2", "−1", "0", "1", "2", "3"]
        );
        assert_eq!(
            labels(&axis(Unit::Amount, false, [-150_000.0, 90_000.0])),
            ["−2,000", "−1,000", "0", "1,000"]
        );
        assert_eq!(
            labels(&axis(Unit::Coefficient, false, [0.91, 0.94])),
            ["0.91", "0.92", "0.93", "0.94"]
        );
        assert_eq!(
            labels(&axis(Unit::Share, false, [1.0, 1.0])),
            ["99.0\u{a0}%", "99.5\u{a0}%", "100.0\u{a0}%"]
        );
    }

    #[test]
    fn figures_have_their_interval() {
        let estimate = Estimate {
            mean: Some(-0.058),
            low: Some(-0.06),
            high: Some(-0.056),
        };
        let points = metric(Unit::Share, true);
        assert_eq!(points.figures(estimate), "−5.8 (−6.0 to −5.6)");
        assert_eq!(points.figures(Estimate::default()), "not known");
        let large = Estimate {
            mean: Some(-9e8),
            low: Some(-3e9),
            high: Some(12e8),
        };
        assert_eq!(
            metric(Unit::Amount, false).figures(large),
            "−9.00\u{a0}M (−30.00 to 12.00)"
        );
        assert_eq!(
            points.axis_title(900.0),
            "Share in profit, percentage points"
        );
        assert!(!holds_zero(estimate));
    }

    proptest! {
        #[test]
        fn every_axis_holds_its_values(
            values in prop::collection::vec(-1e12..1e12f64, 0..6), parts in 2..7_u32,
            difference in any::<bool>(),
        ) {
            for unit in [Unit::Amount, Unit::Count, Unit::Coefficient] {
                let axis = metric(unit, difference).axis(String::new(), values.iter().copied(), parts);
                prop_assert!(axis.low < axis.high);
                let air = 1e-6 * (axis.high - axis.low);
                let held = axis.low - air..=axis.high + air;
                prop_assert!(values.iter().all(|value| held.contains(value)));
                prop_assert!((2..=11).contains(&axis.ticks.len()), "{:?}", axis.ticks);
            }
        }
    }
}
