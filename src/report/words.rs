//! Numbers as people read them: thousands separated, a true minus sign, shares in per
//! cent, and never more certainty than there is.
//!
//! Half-widths of intervals are rounded up, so that a printed interval is never
//! narrower than the computed one.

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

/// A value and how far its 95 % interval reaches to either side, as text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reading {
    /// The value, with `%` where it is a share and `M` where it is in millions.
    pub value: String,
    /// The half-width in the value's unit; empty where there is no interval.
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
            margin: half_width(estimate).map_or_else(String::new, |half| scale.margin(half)),
        }
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
    match low.strip_suffix(" %") {
        Some(low) => format!("{low} to {high}"),
        None => format!("{low} to {high}"),
    }
}

/// A count of people or things: whole, thousands separated.
#[must_use]
pub fn count(number: f64) -> String {
    separated(decimal::scaled(number, 0), 0)
}

/// Whether founders are among the participants, as the end of a list: `, the founder
/// apart`.
#[must_use]
pub fn founders(subject: &Subject) -> String {
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
                suffix: " %",
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

    /// A positive share too small to show is `<0.1 %`, not nobody.
    fn value(self, number: f64) -> String {
        let shown = decimal::scaled(number / self.divisor, self.decimals);
        if shown == 0 && number > 0.0 && !self.suffix.is_empty() {
            return format!("<{}{}", separated(1, self.decimals), self.suffix);
        }
        format!("{}{}", separated(shown, self.decimals), self.suffix)
    }

    fn margin(self, half_width: f64) -> String {
        let exact = half_width / self.divisor * 10_i64.pow(self.decimals) as f64;
        // The tolerance keeps 0.2 % from becoming 0.3 % for want of the last bit.
        separated((exact - 1e-6).ceil() as i128, self.decimals)
    }
}

/// `scaled ÷ 10^decimals` with `,` between thousands and a true minus sign.
fn separated(scaled: i128, decimals: u32) -> String {
    let mut plain = String::new();
    decimal::push(&mut plain, scaled.abs(), decimals);
    let whole = plain.find('.').unwrap_or(plain.len());
    let mut text = String::new();
    if scaled < 0 {
        text.push('−');
    }
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
        assert_eq!(reading(-0.4, 0.0, Unit::Amount), "0.00 ± 0.00");
        assert_eq!(count(1_000_000.0), "1,000,000");
        assert_eq!(count(999.0), "999");
    }

    #[test]
    fn a_margin_is_never_rounded_down() {
        assert_eq!(reading(0.5, 0.000_01, Unit::Share), "50.0 % ± 0.1");
        assert_eq!(reading(0.5, 0.002_01, Unit::Share), "50.0 % ± 0.3");
        assert_eq!(reading(0.5, 0.0, Unit::Share), "50.0 % ± 0.0");
    }

    #[test]
    fn a_few_are_not_nobody() {
        assert_eq!(reading(0.000_1, 0.000_05, Unit::Share), "<0.1 % ± 0.1");
        assert_eq!(reading(0.0, 0.0, Unit::Share), "0.0 % ± 0.0");
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
