//! Numbers and conditions in words: what stands on axes, labels and captions.

use crate::money::Currency;
use crate::report::words::founders;
use crate::scenario::types::PeriodUnit;
use crate::study::results::{Account, Estimate, Results, Subject};

/// A number with thousands separators and a true minus sign.
pub(super) fn grouped(value: f64, decimals: usize) -> String {
    let text = format!("{:.decimals$}", value.abs());
    let (whole, fraction) = text
        .split_once('.')
        .map_or((text.as_str(), None), |(whole, fraction)| {
            (whole, Some(fraction))
        });
    let mut grouped = String::new();
    if value < 0.0
        && text
            .chars()
            .any(|digit| digit.is_ascii_digit() && digit != '0')
    {
        grouped.push('−');
    }
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    if let Some(fraction) = fraction {
        grouped.push('.');
        grouped.push_str(fraction);
    }
    grouped
}

/// An amount of minor units on an axis: with decimals only where it has them.
pub(super) fn money(minor: f64, currency: &Currency) -> String {
    let units = minor / currency.scale() as f64;
    let whole = units == libm::trunc(units);
    let decimals = if whole || units.abs() >= 1000.0 {
        0
    } else {
        currency.digits as usize
    };
    grouped(units, decimals)
}

/// An amount of minor units as a reader compares it: with the currency's decimals,
/// unless they are below a thousandth of it.
pub(super) fn amount(minor: f64, currency: &Currency) -> String {
    let units = libm::round(minor) / currency.scale() as f64;
    let decimals = if units.abs() >= 1000.0 {
        0
    } else {
        currency.digits as usize
    };
    grouped(units, decimals)
}

/// A share as percentage with one decimal. What is not quite nothing or everything
/// is not rounded to it.
pub(super) fn percent(share: f64) -> String {
    if share > 0.0 && share < 0.0005 {
        "<\u{a0}0.1\u{a0}%".to_owned()
    } else if share > 0.9995 && share < 1.0 {
        ">\u{a0}99.9\u{a0}%".to_owned()
    } else {
        format!("{}\u{a0}%", grouped(share * 100.0, 1))
    }
}

/// A share with its interval where there is one: `61.2 % (60.8–61.6)`. An interval
/// narrower than what is printed is not: `100.0 %`.
pub(super) fn percent_with_interval(share: Estimate) -> String {
    let Some(mean) = share.mean else {
        return "not defined".to_owned();
    };
    let ends = [share.low, share.high].map(|end| end.map(|end| grouped(end * 100.0, 1)));
    match ends {
        [Some(low), Some(high)] if low != high => format!("{} ({low}–{high})", percent(mean)),
        _ => percent(mean),
    }
}

/// The share of the rest, with its interval turned over.
pub(super) fn complement(share: Estimate) -> Estimate {
    let rest = |value: Option<f64>| value.map(|value| 1.0 - value);
    Estimate {
        mean: rest(share.mean),
        low: rest(share.high),
        high: rest(share.low),
    }
}

/// `1 month`, `24 months`, `13 four-week periods`.
pub(super) fn horizon(subject: &Subject) -> String {
    let plural = if subject.periods == 1 { "" } else { "s" };
    format!("{} {}{plural}", subject.periods, period_word(subject.unit))
}

/// The word for one period in a sentence.
pub(super) fn period_word(unit: PeriodUnit) -> &'static str {
    match unit {
        PeriodUnit::FourWeeks => "four-week period",
        other => other.word(),
    }
}

/// Whom a chart of participants is about, and for how long.
pub(super) fn population(results: &Results) -> String {
    let counted = results
        .summary
        .iter()
        .find(|row| row.metric == "participants")
        .and_then(|row| Some((row.estimate.mean?, row.min == row.max)));
    let people = match counted {
        Some((count, true)) => format!("All {} participants", grouped(count, 0)),
        Some((mean, false)) => format!("All participants ({} on average)", grouped(mean, 0)),
        None => "All participants".to_owned(),
    };
    format!(
        "{people}, quitters and the unpaid included{}, over {}.",
        founders(&results.subject),
        horizon(&results.subject)
    )
}

/// How sure the chart is: replications, and what its bands or bars are.
pub(super) fn evidence(results: &Results, intervals: &str) -> String {
    let replications = results.subject.replications;
    if replications == 1 {
        return "One replication: no intervals.".to_owned();
    }
    let replications = grouped(f64::from(replications), 0);
    if without_chance(results) {
        return format!(
            "No chance in this scenario: all histories are identical ({replications} replications)."
        );
    }
    format!(
        "From {replications} replications; {intervals} are 95\u{a0}% confidence intervals: how \
         sure the figures are, not how much replications differ."
    )
}

/// Whether every metric is the same in all replications.
fn without_chance(results: &Results) -> bool {
    let mut defined = results
        .summary
        .iter()
        .filter(|row| row.estimate.mean.is_some())
        .peekable();
    defined.peek().is_some() && defined.all(|row| row.min.is_some() && row.min == row.max)
}

/// What net is, in one sentence.
pub(super) const NET: &str = "Net = commissions and retail margin, less fees, kit, \
    own purchases (less their use value) and expenses; time is not counted.";

/// What received money is compared between people (rulings.md 19), and its meaning.
pub(super) fn received(subject: &Subject) -> (Account, &'static str) {
    if subject.pays_margin {
        (
            Account::Gross,
            "Gross = commissions paid by the company and retail margin, before all costs.",
        )
    } else {
        (
            Account::Commissions,
            "Commissions = all that the company pays to participants, before all costs.",
        )
    }
}

/// The account's word in a sentence.
pub(super) fn account_word(account: Account) -> &'static str {
    match account {
        Account::Commissions => "commissions",
        Account::Gross => "gross earnings",
        Account::Net => "net earnings",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_read_as_people_write_them() {
        let dollars = Currency::from_code("USD");
        assert_eq!(money(123_456_700.0, &dollars), "1,234,567");
        assert_eq!(money(-2.0, &dollars), "−0.02");
        assert_eq!(money(1_995.0, &dollars), "19.95");
        assert_eq!(money(0.0, &dollars), "0");
        assert_eq!(money(5000.0, &Currency::from_code("JPY")), "5,000");
        assert_eq!(amount(-3_600.0, &dollars), "−36.00");
        assert_eq!(amount(123_456_789.0, &dollars), "1,234,568");
        assert_eq!(grouped(-0.001, 1), "0.0");
        assert_eq!(grouped(999.0, 0), "999");
        assert_eq!(grouped(1000.0, 0), "1,000");
    }

    #[test]
    fn shares_are_never_rounded_to_nobody_or_everybody() {
        assert_eq!(percent(0.0), "0.0\u{a0}%");
        assert_eq!(percent(0.0001), "<\u{a0}0.1\u{a0}%");
        assert_eq!(percent(0.99999), ">\u{a0}99.9\u{a0}%");
        assert_eq!(percent(1.0), "100.0\u{a0}%");
    }

    #[test]
    fn an_interval_is_shown_where_it_exists() {
        let share = Estimate {
            mean: Some(0.612),
            low: Some(0.608),
            high: Some(0.616),
        };
        assert_eq!(percent_with_interval(share), "61.2\u{a0}% (60.8–61.6)");
        assert_eq!(
            percent_with_interval(complement(share)),
            "38.8\u{a0}% (38.4–39.2)"
        );
        assert_eq!(percent_with_interval(Estimate::default()), "not defined");
        let sure = Estimate {
            mean: Some(0.612),
            low: Some(0.611_9),
            high: Some(0.612_1),
        };
        assert_eq!(percent_with_interval(sure), "61.2\u{a0}%");
    }
}
