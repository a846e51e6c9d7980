//! Numbers as people read them: thousands separated, a true minus sign, shares in per
//! cent, and never more certainty than there is.
//!
//! Half-widths of intervals are rounded up, so that a printed interval is never
//! narrower than the computed one. Without any width, and beside `<0.1 %`, none is
//! printed: `± 0.0` would read as a claim of certainty.

use super::decimal;
use crate::money::Currency;
use crate::study::results::{Estimate, Subject, Unit};

/// What stands for an undefined value.
pub const UNDEFINED: &str = "–";

/// Whole units from which an amount is read without decimals.
const ROUND_AMOUNT: f64 = 100_000.0;

/// Whole units from which an amount is read in millions.
const MILLIONS_AMOUNT: f64 = 10_000_000.0;

/// Decimals of a share in per cent.
const PERCENT_DECIMALS: u32 = 1;

/// What stands behind a share.
const PERCENT: &str = " %";

/// Shares closer to none or all than the files tell are none or all.
const FILE_PRECISION: f64 = 1e-9;

/// A value and how far its 95 % interval reaches to either side, as text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reading {
    /// The value, with `%` where it is a share and `M` where it is in millions.
    pub value: String,
    /// The half-width in the value's unit; empty where there is no interval, none of
    /// any width, or the value is below what can be shown.
    pub margin: String,
}

impl Reading {
    /// Reads an estimate in the unit of its metric.
    #[must_use]
    pub fn of(estimate: Estimate, unit: Unit, currency: &Currency) -> Reading {
        let scale = Scale::of(estimate.mean, unit, currency);
        Reading {
            value: estimate
                .mean
                .map_or_else(|| UNDEFINED.to_owned(), |mean| scale.value(mean)),
            margin: estimate
                .mean
                .zip(half_width(estimate))
                .and_then(|(mean, half)| scale.margin(mean, half))
                .unwrap_or_default(),
        }
    }
}

impl Reading {
    /// Reads a difference: of shares in points, so that 50 % less 40 % is no tenth of anything.
    #[must_use]
    pub fn of_difference(estimate: Estimate, unit: Unit, currency: &Currency) -> Reading {
        let mut reading = Reading::of(estimate, unit, currency);
        if unit == Unit::Share
            && let Some(number) = reading.value.strip_suffix(PERCENT)
        {
            reading.value = format!("{number} points");
        }
        reading
    }
}

impl std::fmt::Display for Reading {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(&self.value)?;
        if !self.margin.is_empty() {
            write!(formatter, " ± {}", self.margin)?;
        }
        Ok(())
    }
}

/// How far the 95 % interval reaches from the mean, at its longer side.
#[must_use]
pub fn half_width(estimate: Estimate) -> Option<f64> {
    let (mean, low, high) = (estimate.mean?, estimate.low?, estimate.high?);
    Some((high - mean).max(mean - low))
}

/// A value without its interval, in the unit of its metric.
#[must_use]
pub fn value(value: Option<f64>, unit: Unit, currency: &Currency) -> String {
    value.map_or_else(
        || UNDEFINED.to_owned(),
        |number| Scale::of(value, unit, currency).value(number),
    )
}

/// `low to high`, in the unit of a metric; one number where they read the same.
#[must_use]
pub fn range(low: f64, high: f64, unit: Unit, currency: &Currency) -> String {
    let [low, high] = [low, high].map(|end| value(Some(end), unit, currency));
    if low == high {
        return low;
    }
    match low.strip_suffix(PERCENT) {
        Some(low) => format!("{low} to {high}"),
        None => format!("{low} to {high}"),
    }
}

/// A count of people or things: whole, thousands separated.
#[must_use]
pub fn count(number: f64) -> String {
    separated(decimal::scaled(number, 0), 0)
}

/// So many things: `1 point`, `1,200 points`.
#[must_use]
pub fn plural(number: usize, one: &str, many: &str) -> String {
    let noun = if number == 1 { one } else { many };
    format!("{} {noun}", count(number as f64))
}

/// The sentence or phrase with a capital at its beginning.
#[must_use]
pub fn capitalised(sentence: &str) -> String {
    let mut letters = sentence.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(letters).collect()
    })
}

/// Whether founders are among the participants, as the end of a list: `, the founder
/// apart`.
#[must_use]
pub fn founders(subject: &Subject) -> String {
    if subject.founders == 0 {
        return String::new();
    }
    let founders = if subject.founders == 1 {
        "the founder".to_owned()
    } else {
        format!("the {} founders", subject.founders)
    };
    let counted = if subject.count_founders {
        "too"
    } else {
        "apart"
    };
    format!(", {founders} {counted}")
}

/// The text without characters that steer a terminal or turn the direction of reading:
/// titles come from users.
#[must_use]
pub fn harmless(text: &str) -> String {
    const TURNING: [char; 3] = ['\u{61c}', '\u{200e}', '\u{200f}'];
    text.chars()
        .filter(|letter| {
            !TURNING.contains(letter)
                && !('\u{202a}'..='\u{202e}').contains(letter)
                && !('\u{2066}'..='\u{2069}').contains(letter)
        })
        .map(|letter| if letter.is_control() { ' ' } else { letter })
        .collect()
}

/// How long the study lasts: `12 months`, `1 period (month)`.
#[must_use]
pub fn horizon(subject: &Subject) -> String {
    let unit = match subject.unit.word() {
        "4week" => "four-week period",
        word => word,
    };
    match subject.periods {
        1 => format!("1 {unit}"),
        periods => format!("{} {unit}s", count(periods.into())),
    }
}

/// How a metric's numbers become text.
#[derive(Clone, Copy)]
struct Scale {
    /// What the computed number is divided by.
    divisor: f64,
    decimals: u32,
    suffix: &'static str,
}

impl Scale {
    fn of(mean: Option<f64>, unit: Unit, currency: &Currency) -> Scale {
        let minor = currency.scale() as f64;
        match unit {
            Unit::Amount => match mean.map_or(0.0, |mean| mean.abs() / minor) {
                large if large >= MILLIONS_AMOUNT => Scale {
                    divisor: minor * 1e6,
                    decimals: 2,
                    suffix: " M",
                },
                large => Scale {
                    divisor: minor,
                    decimals: if large >= ROUND_AMOUNT {
                        0
                    } else {
                        currency.digits
                    },
                    suffix: "",
                },
            },
            Unit::Share => Scale {
                divisor: 0.01,
                decimals: PERCENT_DECIMALS,
                suffix: PERCENT,
            },
            Unit::Count => Scale {
                divisor: 1.0,
                decimals: 1,
                suffix: "",
            },
            Unit::Coefficient => Scale {
                divisor: 1.0,
                decimals: 3,
                suffix: "",
            },
        }
    }

    /// A positive share too small to show is `<0.1 %`, not nobody, and one short of all
    /// by as little `>99.9 %`, not everybody.
    fn value(self, number: f64) -> String {
        let shown = separated(self.shown(number), self.decimals);
        match self.near_end(number) {
            None => format!("{shown}{}", self.suffix),
            Some(End::None) => format!("<{}{}", separated(1, self.decimals), self.suffix),
            Some(End::All) => {
                let most = self.shown(1.0) - 1;
                format!(">{}{}", separated(most, self.decimals), self.suffix)
            }
        }
    }

    /// The half-width rounded up, if there is any to show.
    fn margin(self, mean: f64, half_width: f64) -> Option<String> {
        let exact = half_width / self.divisor * 10_i64.pow(self.decimals) as f64;
        // The tolerance keeps 0.2 % from becoming 0.3 % for want of the last bit.
        let shown = (exact - 1e-6).ceil() as i128;
        (shown > 0 && self.near_end(mean).is_none()).then(|| separated(shown, self.decimals))
    }

    fn shown(self, number: f64) -> i128 {
        decimal::scaled(number / self.divisor, self.decimals)
    }

    /// Whether a share is not quite none or all, but would be rounded to it.
    fn near_end(self, number: f64) -> Option<End> {
        if self.suffix != PERCENT {
            None
        } else if number > FILE_PRECISION && self.shown(number) == 0 {
            Some(End::None)
        } else if number < 1.0 - FILE_PRECISION && self.shown(number) == self.shown(1.0) {
            Some(End::All)
        } else {
            None
        }
    }
}

/// Where a share cannot be told from.
#[derive(Clone, Copy)]
enum End {
    None,
    All,
}

/// `scaled ÷ 10^decimals` with `,` between thousands and a true minus sign.
fn separated(scaled: i128, decimals: u32) -> String {
    let mut written = String::new();
    decimal::push(&mut written, scaled, decimals);
    let mut text = String::new();
    let plain = match written.strip_prefix('-') {
        Some(size) => {
            text.push('−');
            size
        }
        None => &written,
    };
    let whole = plain.find('.').unwrap_or(plain.len());
    for (place, digit) in plain.chars().enumerate() {
        if place > 0 && place < whole && (whole - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reading(mean: f64, half: f64, unit: Unit) -> String {
        let estimate = Estimate {
            mean: Some(mean),
            low: Some(mean - half),
            high: Some(mean + half),
        };
        Reading::of(estimate, unit, &Currency::from_code("USD")).to_string()
    }

    #[test]
    fn shares_are_per_cent_and_amounts_whole_units() {
        assert_eq!(reading(0.621_4, 0.002, Unit::Share), "62.1 % ± 0.2");
        assert_eq!(reading(-123_456.0, 12.0, Unit::Amount), "−1,234.56 ± 0.12");
        assert_eq!(reading(123_456_789.0, 51.0, Unit::Amount), "1,234,568 ± 1");
        assert_eq!(
            reading(-9_876_543_210.0, 2e6, Unit::Amount),
            "−98.77 M ± 0.02"
        );
        assert_eq!(reading(-0.4, 0.0, Unit::Amount), "0.00");
        assert_eq!(count(1_000_000.0), "1,000,000");
        assert_eq!(count(999.0), "999");
    }

    #[test]
    fn a_margin_is_never_rounded_down() {
        assert_eq!(reading(0.5, 0.000_01, Unit::Share), "50.0 % ± 0.1");
        assert_eq!(reading(0.5, 0.002_01, Unit::Share), "50.0 % ± 0.3");
        assert_eq!(reading(0.5, 0.0, Unit::Share), "50.0 %");
    }

    #[test]
    fn a_few_are_not_nobody_and_nearly_all_not_everybody() {
        assert_eq!(reading(0.000_1, 0.000_05, Unit::Share), "<0.1 %");
        assert_eq!(reading(0.0, 0.0, Unit::Share), "0.0 %");
        assert_eq!(reading(0.999_9, 0.000_05, Unit::Share), ">99.9 %");
        assert_eq!(reading(1.0, 0.0, Unit::Share), "100.0 %");
        assert_eq!(reading(1.0 - 1e-16, 0.0, Unit::Share), "100.0 %");
        assert_eq!(reading(2.3, 0.01, Unit::Share), "230.0 % ± 1.0");
    }

    #[test]
    fn titles_cannot_steer_the_terminal() {
        assert_eq!(harmless("a\u{1b}[2Jb\n\u{202e}c\u{2066}é"), "a [2Jb cé");
    }

    #[test]
    fn the_undefined_is_a_dash_and_one_history_has_no_margin() {
        let usd = Currency::from_code("USD");
        let undefined = Reading::of(Estimate::default(), Unit::Share, &usd);
        assert_eq!(undefined.to_string(), "–");
        let single = Estimate {
            mean: Some(0.5),
            low: None,
            high: None,
        };
        assert_eq!(Reading::of(single, Unit::Share, &usd).to_string(), "50.0 %");
        assert_eq!(range(0.1, 0.25, Unit::Share, &usd), "10.0 to 25.0 %");
        assert_eq!(range(1.0, 1.0, Unit::Share, &usd), "100.0 %");
        assert_eq!(range(-100.0, 25.0, Unit::Amount, &usd), "−1.00 to 0.25");
    }
}
