//! The shades of a map: steps between round values, so that a shade can be read off.

use super::super::super::frame::{Exhibit, Rect};
use super::super::super::page::CAPITAL;
use super::super::super::style::{ABOVE, BELOW, HAIR, HEAT, MUTED, NOTE_SIZE, Paint, TICK};
use super::super::super::text::{Face, width, wrap};
use super::super::Metric;
use super::hatch;

/// Height of the key of the shades, with the air below it.
pub(super) const HEIGHT: f64 = TITLE + SAMPLE + TICK + NOTE_SIZE + 16.0;
/// Height of the title.
const TITLE: f64 = NOTE_SIZE + 8.0;
/// Height of a shade in the key.
const SAMPLE: f64 = 18.0;
/// Width of a shade in the key.
const SHADE: f64 = 64.0;
/// Room for the sample of what is not known.
const NOT_KNOWN: f64 = 130.0;
/// What a value may be beyond an edge, in steps: rounding, and what a round step leaves.
const SLACK: f64 = 1e-5;

/// Shades with the values between them.
pub(super) struct Scale {
    /// The lowest edge, in steps.
    first: f64,
    step: f64,
    shades: Vec<Paint>,
    around_zero: bool,
}

impl Scale {
    /// The scale for these values: around zero for differences and where there are values
    /// below it.
    pub fn new(values: impl Iterator<Item = f64> + Clone, metric: &Metric) -> Scale {
        let below = values.clone().any(|value| value < 0.0);
        if metric.difference || below {
            Scale::around(values, metric)
        } else {
            Scale::rising(values, metric)
        }
    }

    fn around(values: impl Iterator<Item = f64> + Clone, metric: &Metric) -> Scale {
        let (low, high) = metric.range(values.chain([0.0]));
        let most = libm::fabs(low).max(high);
        let step = metric.step(most, BELOW.len() as u32);
        let first = libm::floor(low / step + SLACK) as i32;
        let last = (libm::ceil(high / step - SLACK) as i32).max(first + 1);
        // The outermost shade of the longer side is the darkest; the other side has the same
        // shades at the same distance.
        let reach = (-first).max(last);
        let shade = |bin: i32| {
            let (side, away) = if bin < 0 {
                (&BELOW, -bin - 1)
            } else {
                (&ABOVE, bin)
            };
            side[spread(away as usize, reach as usize, side.len())]
        };
        Scale {
            first: f64::from(first),
            step,
            shades: (first..last).map(shade).collect(),
            around_zero: true,
        }
    }

    fn rising(values: impl Iterator<Item = f64> + Clone, metric: &Metric) -> Scale {
        let (low, high) = metric.span(values);
        let most = HEAT.len() as u32;
        let edges = |parts: u32| {
            let step = metric.step(high - low, parts);
            let first = libm::floor(low / step + SLACK);
            let bins = (libm::ceil(high / step - SLACK) - first).max(1.0);
            (step, first, bins as usize)
        };
        // Where the values start between two edges, there is a shade more than parts.
        let (step, first, bins) = [most, most - 1]
            .into_iter()
            .map(edges)
            .find(|(_, _, bins)| *bins <= HEAT.len())
            .unwrap_or_else(|| edges(most - 2));
        Scale {
            first,
            step,
            shades: (0..bins)
                .map(|bin| HEAT[spread(bin, bins, HEAT.len())])
                .collect(),
            around_zero: false,
        }
    }

    /// Whether zero divides the shades.
    pub fn around_zero(&self) -> bool {
        self.around_zero
    }

    /// The place of a value's shade.
    pub fn bin(&self, value: f64) -> usize {
        let place = libm::floor(value / self.step + SLACK) - self.first;
        place.clamp(0.0, self.shades.len() as f64 - 1.0) as usize
    }

    /// The shade of a value.
    pub fn paint(&self, value: f64) -> Paint {
        self.shades[self.bin(value)]
    }

    /// Draws the key at the left, from `top` on: the metric, its shades and the values at
    /// their edges; and what a cell looks like that is not known.
    pub fn draw(&self, exhibit: &Exhibit, metric: &Metric, top: f64, missing: bool) {
        let left = exhibit.body.left;
        let title = metric.axis_title(exhibit.body.width());
        exhibit.note(&title, left, top + NOTE_SIZE, "start");
        let labels: Vec<String> = (0..=self.shades.len())
            .map(|edge| {
                let at = (self.first + edge as f64) * self.step;
                metric.tick(at, self.step)
            })
            .collect();
        let widest = labels
            .iter()
            .map(|label| width(label, NOTE_SIZE, Face::Regular))
            .fold(0.0, f64::max);
        let room = exhibit.body.width() - widest - NOT_KNOWN;
        let shade = SHADE
            .max(widest + 12.0)
            .min(room / self.shades.len() as f64);
        let every = libm::ceil((widest + 8.0) / shade).max(1.0) as usize;
        let start = left + widest / 2.0;
        let (upper, lower) = (top + TITLE, top + TITLE + SAMPLE);
        for (index, paint) in self.shades.iter().enumerate() {
            let from = start + index as f64 * shade;
            let rect = Rect {
                left: from,
                top: upper,
                right: from + shade,
                bottom: lower,
            };
            exhibit.filled(rect, *paint);
        }
        for (index, label) in labels.iter().enumerate() {
            let at = start + index as f64 * shade;
            exhibit.line(&[(at, upper), (at, lower + TICK)], MUTED, HAIR);
            if index % every == 0 {
                exhibit.note(label, at, lower + TICK + NOTE_SIZE, "middle");
            }
        }
        if missing {
            let after = start + self.shades.len() as f64 * shade + widest / 2.0 + 16.0;
            let rect = Rect {
                left: after,
                top: upper,
                right: after + 24.0,
                bottom: lower,
            };
            hatch(exhibit, rect);
            let base = upper + (SAMPLE + CAPITAL * NOTE_SIZE) / 2.0;
            for words in wrap("not known", NOTE_SIZE, Face::Regular, 100.0, 1) {
                exhibit.note(&words, rect.right + 6.0, base, "start");
            }
        }
    }
}

/// Which of `shades` the one at `place` of `of` is: spread from the first to the last.
fn spread(place: usize, of: usize, shades: usize) -> usize {
    if of <= 1 {
        return shades / 2;
    }
    (place * (shades - 1) + (of - 1) / 2) / (of - 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::money::Currency;
    use crate::study::results::Unit;
    use proptest::prelude::*;

    fn scale(values: &[f64], unit: Unit, difference: bool) -> Scale {
        let currency = Currency::from_code("USD");
        let metric = Metric {
            title: String::new(),
            unit,
            difference,
            currency: &currency,
        };
        Scale::new(values.iter().copied(), &metric)
    }

    #[test]
    fn zero_divides_orange_from_purple() {
        let scale = scale(&[-0.02, 0.05], Unit::Share, true);
        assert_eq!(scale.shades.len(), 7);
        assert!(BELOW.contains(&scale.paint(-0.001)));
        assert_eq!(scale.paint(0.0), ABOVE[0]);
        assert_eq!(scale.paint(0.05), ABOVE[4]);
        // As far from zero, as dark.
        assert_eq!(scale.paint(-0.019), BELOW[1]);
        assert_eq!(scale.paint(0.019), ABOVE[1]);
    }

    #[test]
    fn shares_rise_from_light_to_dark() {
        let scale = scale(&[0.0, 0.7], Unit::Share, false);
        assert_eq!(scale.paint(0.0), HEAT[0]);
        assert_eq!(scale.paint(0.7), HEAT[8]);
        assert!(!scale.around_zero());
    }

    proptest! {
        #[test]
        fn a_larger_value_never_has_a_lower_shade(
            mut values in prop::collection::vec(-1e9..1e9f64, 1..12), difference in any::<bool>(),
        ) {
            values.sort_by(f64::total_cmp);
            let scale = scale(&values, Unit::Amount, difference);
            prop_assert!((1..=10).contains(&scale.shades.len()));
            for pair in values.windows(2) {
                prop_assert!(scale.bin(pair[0]) <= scale.bin(pair[1]));
            }
            for value in values {
                let bin = scale.bin(value) as f64 + scale.first;
                let (low, high) = (bin * scale.step, (bin + 1.0) * scale.step);
                prop_assert!(value >= low - 2e-5 * scale.step && value <= high + 2e-5 * scale.step);
            }
        }
    }
}
