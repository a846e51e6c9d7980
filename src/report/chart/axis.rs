//! Axes: their range, their ticks and the words at them. Every axis is linear for
//! plotters; logarithms are taken here, with `libm`, so that positions are the same
//! on every machine.

use std::ops::Range;

use plotters::coord::ranged1d::{KeyPointHint, NoDefaultFormatting, Ranged, ValueFormatter};

use super::clip::Window;
use super::style::NOTE_SIZE;
use super::text::{Face, width};
use super::words::{grouped, money};
use crate::money::Currency;

/// An axis: what it measures and where its ticks are.
#[derive(Clone, Debug)]
pub(super) struct Axis {
    /// What is measured, with its unit.
    pub title: String,
    /// The left or lower end.
    pub low: f64,
    /// The right or upper end, above `low`.
    pub high: f64,
    /// Positions and their labels, from low to high.
    pub ticks: Vec<(f64, String)>,
    /// Whether ticks continue as grid lines.
    pub grid: bool,
}

impl Axis {
    /// Shares from 0 up to a round number not below `highest`; at most the whole.
    pub fn shares(title: impl Into<String>, highest: f64) -> Axis {
        let step = round_step(highest.clamp(0.001, 1.0), 5);
        let mut axis = Axis::from_zero(title, highest.clamp(0.001, 1.0), step, |_| String::new());
        axis.high = axis.high.min(1.0);
        let decimals = if step < 0.01 { 1 } else { 0 };
        for (at, label) in &mut axis.ticks {
            *label = format!("{}\u{a0}%", grouped(*at * 100.0, decimals));
        }
        axis
    }

    /// Counts from 0 up to a round number not below `highest`.
    pub fn counts(title: impl Into<String>, highest: f64) -> Axis {
        let highest = highest.max(1.0);
        let step = round_step(highest, 5).max(1.0);
        Axis::from_zero(title, highest, step, |value| grouped(value, 0))
    }

    /// Amounts of minor units, from a round number not above `lowest` (at most 0) to
    /// one not below `highest`.
    pub fn amounts(
        title: impl Into<String>,
        lowest: f64,
        highest: f64,
        currency: &Currency,
    ) -> Axis {
        let highest = highest.max(0.0);
        let lowest = lowest.min(0.0);
        let extent = (highest - lowest).max(1.0);
        let step = round_step(extent, 5).max(1.0);
        let first = libm::floor(lowest / step);
        let last = libm::ceil(highest.max(step) / step);
        let decimals = if step < currency.scale() as f64 {
            currency.digits as usize
        } else {
            0
        };
        let ticks = ticks_between(first, last, step)
            .map(|at| (at, grouped(at / currency.scale() as f64, decimals)))
            .collect();
        Axis {
            title: title.into(),
            low: first * step,
            high: last * step,
            ticks,
            grid: true,
        }
    }

    /// Differences of shares from the lowest to the highest and zero, in percentage points.
    pub fn points(title: impl Into<String>, (lowest, highest): (f64, f64)) -> Axis {
        let (low, high) = (lowest.min(0.0), highest.max(0.0));
        let step = round_step((high - low).max(0.01), 6);
        let first = libm::floor(low / step - 0.2);
        let last = libm::ceil(high / step + 0.2);
        let decimals = if step < 0.01 { 1 } else { 0 };
        Axis {
            title: title.into(),
            low: first * step,
            high: last * step,
            ticks: ticks_between(first, last, step)
                .map(|at| (at, grouped(at * 100.0, decimals)))
                .collect(),
            grid: true,
        }
    }

    /// Rows one under another, from 0 on, which are named beside the panel.
    pub fn rows(high: f64) -> Axis {
        Axis {
            title: String::new(),
            low: 0.0,
            high,
            ticks: Vec::new(),
            grid: false,
        }
    }

    /// Whole numbers `first` to `last` with half a unit of air: ticks at both ends and at
    /// round numbers far enough from them.
    pub fn steps(title: impl Into<String>, first: u32, last: u32, most: u32) -> Axis {
        let step = round_step(f64::from(last - first).max(1.0), most).max(1.0);
        let ticks = (first..=last)
            .filter(|value| {
                let from_end = (value - first).min(last - value);
                let round = f64::from(*value) % step == 0.0;
                from_end == 0 || (round && f64::from(from_end) >= step / 2.0)
            })
            .map(|value| (f64::from(value), value.to_string()))
            .collect();
        Axis {
            title: title.into(),
            low: f64::from(first) - 0.5,
            high: f64::from(last) + 0.5,
            ticks,
            grid: false,
        }
    }

    fn from_zero(
        title: impl Into<String>,
        highest: f64,
        step: f64,
        label: impl Fn(f64) -> String,
    ) -> Axis {
        let last = libm::ceil(highest / step - 1e-9).max(1.0);
        Axis {
            title: title.into(),
            low: 0.0,
            high: last * step,
            ticks: ticks_between(0.0, last, step)
                .map(|at| (at, label(at)))
                .collect(),
            grid: true,
        }
    }

    /// The widest label in pixels.
    pub fn label_width(&self) -> f64 {
        self.ticks
            .iter()
            .map(|(_, label)| width(label, NOTE_SIZE, Face::Regular))
            .fold(0.0, f64::max)
    }
}

/// plotters places points, ticks and labels by these.
impl Ranged for Axis {
    type FormatOption = NoDefaultFormatting;
    type ValueType = f64;

    fn map(&self, value: &f64, limit: (i32, i32)) -> i32 {
        let share = (value - self.low) / (self.high - self.low);
        limit.0 + libm::round(share * f64::from(limit.1 - limit.0)) as i32
    }

    fn key_points<Hint: KeyPointHint>(&self, hint: Hint) -> Vec<f64> {
        if hint.weight().allow_light_points() {
            return Vec::new();
        }
        self.ticks.iter().map(|(at, _)| *at).collect()
    }

    fn range(&self) -> Range<f64> {
        self.low..self.high
    }
}

impl ValueFormatter<f64> for Axis {
    fn format_ext(&self, value: &f64) -> String {
        self.ticks
            .iter()
            .find(|(at, _)| at == value)
            .map(|(_, label)| label.clone())
            .unwrap_or_default()
    }
}

/// What two axes show.
pub(super) fn window(x: &Axis, y: &Axis) -> Window {
    Window {
        x: (x.low, x.high),
        y: (y.low, y.high),
    }
}

pub(super) fn ticks_between(first: f64, last: f64, step: f64) -> impl Iterator<Item = f64> {
    (0..=(last - first) as u32).map(move |index| (first + f64::from(index)) * step)
}

/// A step of 1, 2 or 5 times a power of ten that divides `extent` into about `parts`.
pub(super) fn round_step(extent: f64, parts: u32) -> f64 {
    let wanted = extent / f64::from(parts);
    let decade = power_of_ten(libm::floor(libm::log10(wanted)));
    [1.0, 2.0, 5.0]
        .into_iter()
        .map(|factor| factor * decade)
        .find(|step| *step >= wanted * 0.999_999)
        .unwrap_or(10.0 * decade)
}

/// `10^exponent`; negative powers by division, which rounds correctly.
fn power_of_ten(exponent: f64) -> f64 {
    if exponent < 0.0 {
        1.0 / libm::exp10(-exponent)
    } else {
        libm::exp10(exponent)
    }
}

/// The symmetric logarithm: linear between −`linear` and `linear`, a decade a unit
/// beyond. Losses and gains of any size fit on one axis, zero in between.
#[derive(Clone, Copy, Debug)]
pub(super) struct SymmetricLog {
    /// Where the logarithm begins, in minor units; a power of ten.
    linear: f64,
}

impl SymmetricLog {
    /// The scale for these amounts of minor units. The logarithm begins a decade below
    /// the median size: a few very large gains must not press all losses together.
    pub fn for_amounts(amounts: impl Iterator<Item = f64>, currency: &Currency) -> SymmetricLog {
        let mut sizes: Vec<f64> = amounts.map(f64::abs).filter(|size| *size >= 1.0).collect();
        sizes.sort_by(f64::total_cmp);
        let decade = |size: f64| libm::floor(libm::log10(size));
        let linear = match (sizes.first(), sizes.get(sizes.len() / 2)) {
            (Some(smallest), Some(median)) => {
                libm::exp10(decade(*smallest).max(decade(*median) - 1.0))
            }
            _ => currency.scale() as f64,
        };
        SymmetricLog { linear }
    }

    /// Where an amount stands on the axis.
    pub fn position(self, amount: f64) -> f64 {
        let size = amount.abs() / self.linear;
        if size <= 1.0 {
            return amount / self.linear;
        }
        (1.0 + libm::log10(size)).copysign(amount)
    }

    /// The axis from `lowest` to `highest`, with as many ticks as fit `pixels`.
    pub fn axis(
        self,
        title: impl Into<String>,
        lowest: f64,
        highest: f64,
        pixels: f64,
        currency: &Currency,
    ) -> Axis {
        let low = self.position(lowest).min(-1.0);
        let high = self.position(highest).max(1.0);
        let air = 0.02 * (high - low);
        let mut axis = Axis {
            title: title.into(),
            low: low - air,
            high: high + air,
            ticks: Vec::new(),
            grid: true,
        };
        for (factors, decades) in [
            (&[1.0, 2.0, 5.0][..], 1_usize),
            (&[1.0, 3.0], 1),
            (&[1.0], 1),
            (&[1.0], 2),
            (&[1.0], 3),
        ] {
            axis.ticks = self.ticks(factors, decades, &axis, currency);
            if fits(&axis, pixels) {
                break;
            }
        }
        axis
    }

    fn ticks(
        self,
        factors: &[f64],
        decades: usize,
        axis: &Axis,
        currency: &Currency,
    ) -> Vec<(f64, String)> {
        let mut ticks = vec![(0.0, "0".to_owned())];
        for exponent in (0..18).step_by(decades) {
            for factor in factors {
                let amount = factor * libm::exp10(f64::from(exponent)) * self.linear;
                for signed in [-amount, amount] {
                    let at = self.position(signed);
                    if at >= axis.low && at <= axis.high {
                        ticks.push((at, money(signed, currency)));
                    }
                }
            }
        }
        ticks.sort_by(|one, other| one.0.total_cmp(&other.0));
        ticks
    }
}

/// Whether the labels of a horizontal axis leave each other room.
pub(super) fn fits(axis: &Axis, pixels: f64) -> bool {
    let centre = |at: f64| (at - axis.low) / (axis.high - axis.low) * pixels;
    let half = |label: &str| width(label, NOTE_SIZE, Face::Regular) / 2.0;
    axis.ticks.windows(2).all(|pair| {
        let (left, right) = (&pair[0], &pair[1]);
        centre(right.0) - half(&right.1) - centre(left.0) - half(&left.1) >= NOTE_SIZE
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn dollars() -> Currency {
        Currency::from_code("USD")
    }

    fn labels(axis: &Axis) -> Vec<&str> {
        axis.ticks.iter().map(|(_, label)| label.as_str()).collect()
    }

    #[test]
    fn linear_ticks_are_round() {
        assert_eq!(
            labels(&Axis::shares("", 1.0)),
            [
                "0\u{a0}%",
                "20\u{a0}%",
                "40\u{a0}%",
                "60\u{a0}%",
                "80\u{a0}%",
                "100\u{a0}%"
            ]
        );
        assert_eq!(
            labels(&Axis::counts("", 9_500.0)),
            ["0", "2,000", "4,000", "6,000", "8,000", "10,000"]
        );
        assert_eq!(
            labels(&Axis::amounts("", 0.0, 2.0, &dollars())),
            ["0.00", "0.01", "0.02"]
        );
        assert_eq!(
            labels(&Axis::steps("", 1, 24, 8)),
            ["1", "5", "10", "15", "20", "24"]
        );
        assert_eq!(
            labels(&Axis::steps("", 1, 21, 8)),
            ["1", "5", "10", "15", "21"]
        );
    }

    #[test]
    fn the_symmetric_logarithm_joins_its_pieces() {
        let scale = SymmetricLog { linear: 100.0 };
        assert_eq!(scale.position(50.0), 0.5);
        assert_eq!(scale.position(100.0), 1.0);
        assert_eq!(scale.position(-1000.0), -2.0);
        assert_eq!(scale.position(100_000.0), 4.0);
    }

    #[test]
    fn a_logarithmic_axis_names_its_decades() {
        let amounts = [-2_000.0, -1_500.0, 500.0, 300_000.0];
        let scale = SymmetricLog::for_amounts(amounts.into_iter(), &dollars());
        assert_eq!(scale.linear, 100.0);
        let axis = scale.axis("", -2_000.0, 300_000.0, 400.0, &dollars());
        assert_eq!(labels(&axis), ["−10", "−1", "0", "1", "10", "100", "1,000"]);
    }

    #[test]
    fn tiny_and_absent_amounts_have_an_axis_too() {
        let tiny = SymmetricLog::for_amounts([2.0].into_iter(), &dollars());
        let axis = tiny.axis("", 0.0, 2.0, 400.0, &dollars());
        assert_eq!(labels(&axis), ["−0.01", "0", "0.01", "0.02"]);
        let nothing = SymmetricLog::for_amounts([0.0].into_iter(), &dollars());
        let axis = nothing.axis("", 0.0, 0.0, 400.0, &dollars());
        assert_eq!(labels(&axis), ["−1", "0", "1"]);
    }

    proptest! {
        #[test]
        fn the_scale_keeps_the_order(one in -1e12..1e12f64, other in -1e12..1e12f64) {
            let scale = SymmetricLog { linear: 10.0 };
            prop_assert_eq!(one < other, scale.position(one) < scale.position(other));
        }

        #[test]
        fn every_axis_holds_what_it_was_made_for(lowest in -1e12..0.0f64, highest in 0.0..1e12f64) {
            let axis = Axis::amounts("", lowest, highest, &dollars());
            prop_assert!(axis.low <= lowest && axis.high >= highest);
            prop_assert!((2..=8).contains(&axis.ticks.len()), "{:?}", axis.ticks);
        }
    }
}
