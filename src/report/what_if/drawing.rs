//! What the charts of answers share: metrics, plans and keys in words.

use crate::measure::metric::METRICS;
use crate::money::Currency;
use crate::report::chart::what_if::{KeyAxis, Metric, Values, Words};
use crate::report::definitions;
use crate::report::table::Population;
use crate::report::words::{capitalised, count};
use crate::study::accumulate::NETWORK;
use crate::study::outcome::{Measure, Of, Outcome};
use crate::study::results::Subject;
use crate::what_if::vary::{Value, Vary};

/// A measure as an axis has it: its own values, or differences of them.
pub(super) fn metric<'a>(
    measure: &Measure,
    currency: &'a Currency,
    difference: bool,
) -> Metric<'a> {
    Metric {
        title: title(measure),
        unit: measure.unit,
        difference,
        currency,
    }
}

/// What a measure is, in a phrase.
pub(super) fn title(measure: &Measure) -> String {
    let phrase = match (measure.name, measure.of) {
        ("share_profit", _) => "share of participants in profit",
        ("share_loss", _) => "share of participants in loss",
        ("share_better", _) => "share better off than under the baseline",
        ("share_worse", _) => "share worse off than under the baseline",
        ("share_unchanged", _) => "share for whom nothing changes",
        ("mean_change", _) => "mean change against the baseline",
        ("total_moved", _) => "money moved between people",
        ("median_net", _) => "median net",
        ("mean_net", _) => "mean net",
        (_, Of::Plan(index) | Of::Network(index)) => METRICS[index].meaning,
        (name, Of::Change(_)) => name,
    };
    capitalised(phrase)
}

/// A measure under a plan, as a title has it.
pub(super) fn under(measure: &Measure, plan: &str) -> String {
    let what = title(measure);
    if measure.is_change() {
        format!("{what}, “{plan}”")
    } else {
        format!("{what} under “{plan}”")
    }
}

/// The place, name and title of an outcome's plan.
pub(super) fn plan(outcome: &Outcome, subject: &Subject) -> (usize, String, String) {
    if outcome.measure.is_of_network() {
        let place = subject.plans.len();
        return (place, NETWORK.to_owned(), "Network".to_owned());
    }
    let label = &subject.plans[outcome.plan];
    (outcome.plan, label.name.clone(), label.title.clone())
}

/// What a chart says. `bands` is what is drawn around its figures.
pub(super) fn words(
    file_stem: String,
    source_table: &'static str,
    title: String,
    bands: &str,
    subject: &Subject,
) -> Words {
    Words {
        file_stem,
        source_table,
        title,
        caption: format!(
            "{} {bands} {} histories at every point, the same people with the same luck.",
            definitions::scope(subject, Population::Participants),
            count(subject.replications.into()),
        ),
        alternative_text: None,
    }
}

/// The axis of a key and where its values stand on it.
pub(super) fn key(vary: &Vary, values: &[Value], currency: &Currency) -> (KeyAxis, Vec<f64>) {
    let numbers: Option<Vec<f64>> = values.iter().map(|value| value.number).collect();
    match numbers {
        Some(numbers) => (
            KeyAxis {
                title: vary.title(currency),
                values: Values::Numbers,
            },
            numbers,
        ),
        None => (
            KeyAxis {
                title: vary.title(currency),
                values: Values::Words(
                    values
                        .iter()
                        .map(|value| value.label().to_owned())
                        .collect(),
                ),
            },
            (0..values.len()).map(|place| place as f64).collect(),
        ),
    }
}

/// A key as part of a file's name.
pub(super) fn stem(text: &str) -> String {
    text.chars()
        .map(|letter| {
            if letter.is_ascii_alphanumeric() || letter == '-' {
                letter
            } else {
                '_'
            }
        })
        .collect()
}
