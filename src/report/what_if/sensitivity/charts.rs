//! The charts of a sensitivity analysis: indices or effects of every key, and how they settle.

use super::super::drawing;
use super::estimate;
use crate::report::chart::Chart;
use crate::report::chart::what_if::{
    Bars, Dot, Form, KeyAxis, Lines, Mark, Metric, Row, Scatter, Series, Values, bars, lines,
    scatter,
};
use crate::study::results::{Subject, Unit};
use crate::what_if::sensitivity::question::{Analysed, Sensitivity};

/// What a total index is, in a phrase.
const TOTAL: &str = "with what it does together with others (total)";

/// Every chart of every outcome.
pub(super) fn charts(question: &Sensitivity, found: &[Analysed], subject: &Subject) -> Vec<Chart> {
    let mut charts = Vec::new();
    for found in found {
        charts.extend(indices(question, found, subject));
        charts.extend(convergence(question, found, subject));
        charts.extend(effects(question, found, subject));
        charts.extend(together(question, found, subject));
    }
    charts
}

/// The name of an outcome's file, and what its title says of it.
fn named(found: &Analysed, subject: &Subject) -> (String, String) {
    let measure = found.outcome.measure;
    let (_, plan, title) = drawing::plan(&found.outcome, subject);
    (
        format!("{}_{}", drawing::stem(&plan), measure.name),
        drawing::under(measure, &title),
    )
}

/// Sobol' indices: first and total of every key.
fn indices(question: &Sensitivity, found: &Analysed, subject: &Subject) -> Option<Chart> {
    let indices = found.analyses.last()?.indices.as_ref()?;
    let (stem, what) = named(found, subject);
    let mut places: Vec<usize> = (0..question.groups.len()).collect();
    places.sort_by(|&one, &other| {
        let total = |place: usize| indices.total[place].value;
        total(other).total_cmp(&total(one))
    });
    let rows = places.into_iter().map(|place| Row {
        label: question.groups[place].name.clone(),
        note: String::new(),
        total: false,
        marks: [&indices.first, &indices.total]
            .into_iter()
            .enumerate()
            .map(|(kind, indices)| Mark {
                kind,
                estimate: estimate(Some(indices[place])),
                text: None,
            })
            .collect(),
    });
    bars(&Bars {
        words: drawing::words(
            format!("indices_{stem}"),
            "indices",
            format!("{what}: which key matters?"),
            "Sobol' indices: shares of its variance over the ranges of the keys, with 95\u{a0}% \
             bootstrap intervals.",
            subject,
        ),
        metric: Metric {
            title: "Share of the variance".to_owned(),
            unit: Unit::Share,
            difference: false,
            currency: &subject.currency,
        },
        form: Form::Dot,
        kinds: vec!["by itself (first)".to_owned(), TOTAL.to_owned()],
        rows: rows.collect(),
    })
}

/// How the total indices settle as rows are added.
fn convergence(question: &Sensitivity, found: &Analysed, subject: &Subject) -> Option<Chart> {
    if found.analyses.len() < 2 {
        return None;
    }
    let (stem, what) = named(found, subject);
    let series = question
        .groups
        .iter()
        .enumerate()
        .map(|(place, group)| Series {
            plan: place,
            name: group.name.clone(),
            title: group.name.clone(),
            points: found
                .analyses
                .iter()
                .map(|analysis| {
                    let total = analysis
                        .indices
                        .as_ref()
                        .map(|indices| indices.total[place]);
                    (analysis.rows as f64, estimate(total))
                })
                .collect(),
        });
    lines(&Lines {
        words: drawing::words(
            format!("indices_convergence_{stem}"),
            "indices_convergence",
            format!("{what}: how the total indices settle"),
            "From the first rows of the design alone, more and more of them; bands are 95\u{a0}% \
             bootstrap intervals.",
            subject,
        ),
        key: KeyAxis {
            title: "rows of the design".to_owned(),
            values: Values::Numbers,
        },
        metric: Metric {
            title: "Total index".to_owned(),
            unit: Unit::Share,
            difference: false,
            currency: &subject.currency,
        },
        series: series.collect(),
        target: None,
        crossings: Vec::new(),
    })
}

/// Morris' mean sizes of effects.
fn effects(question: &Sensitivity, found: &Analysed, subject: &Subject) -> Option<Chart> {
    let screening = found.screening.as_ref()?;
    let (stem, what) = named(found, subject);
    let mut rows: Vec<(f64, Row)> = question
        .groups
        .iter()
        .zip(&screening.effects)
        .map(|(group, effect)| {
            let row = Row {
                label: group.name.clone(),
                note: String::new(),
                total: false,
                marks: vec![Mark {
                    kind: 0,
                    estimate: estimate(Some(effect.mu_star)),
                    text: None,
                }],
            };
            (effect.mu_star.value, row)
        })
        .collect();
    rows.sort_by(|one, other| other.0.total_cmp(&one.0));
    bars(&Bars {
        words: drawing::words(
            format!("effects_{stem}"),
            "effects",
            format!("{what}: which key moves it most?"),
            "The mean size of what moving a key over its whole range does (mu_star), with its \
             95\u{a0}% bootstrap interval.",
            subject,
        ),
        metric: drawing::metric(found.outcome.measure, &subject.currency, true),
        form: Form::Dot,
        kinds: vec![String::new()],
        rows: rows.into_iter().map(|(_, row)| row).collect(),
    })
}

/// How much of an effect hangs on where the others stand.
fn together(question: &Sensitivity, found: &Analysed, subject: &Subject) -> Option<Chart> {
    let screening = found.screening.as_ref()?;
    let (stem, what) = named(found, subject);
    let mut dots: Vec<Dot> = question
        .groups
        .iter()
        .zip(&screening.effects)
        .filter_map(|(group, effect)| {
            Some(Dot {
                label: group.name.clone(),
                x: estimate(Some(effect.mu_star)),
                y: effect.sigma?.value,
            })
        })
        .collect();
    dots.sort_by(|one, other| {
        let size = |dot: &Dot| dot.x.mean.unwrap_or(0.0);
        size(other).total_cmp(&size(one))
    });
    scatter(&Scatter {
        words: drawing::words(
            format!("together_{stem}"),
            "effects",
            format!("{what}: which keys work together?"),
            "To the right: how much a key moves it. Upwards: how much that differs from place to \
             place, which is what the key does together with others or not in a straight line.",
            subject,
        ),
        x: Metric {
            title: "Mean size of the effect (mu_star)".to_owned(),
            ..drawing::metric(found.outcome.measure, &subject.currency, true)
        },
        y: "How much it differs (sigma)".to_owned(),
        diagonal: Some("on the line, sigma = mu_star".to_owned()),
        dots,
    })
}
