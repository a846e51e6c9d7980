//! Chart 4: what share of the money received went to those who joined first.

use super::axis::Axis;
use super::curve::{Curve, absent, bands, defined, money_shares};
use super::labels::{self, Label};
use super::panel::Panel;
use super::style::{CURVE, FINE, MUTED, Paint};
use super::words::{account_word, evidence, percent, percent_with_interval, population, received};
use super::{Chart, Story};
use crate::study::results::Results;

/// Where the chart is read off: the earliest tenth and the earliest fifth.
const READ_AT: [f64; 2] = [0.1, 0.2];

pub(super) fn chart(results: &Results) -> Option<Chart> {
    let curves = money_shares(results, &results.joining_curve);
    if curves.is_empty() {
        return None;
    }
    let account = account_word(received(&results.subject).0);
    let story = story(results, &curves);
    let labels: Vec<Label> = curves.iter().map(label).collect();
    let y = Axis::shares(format!("Share of all {account} they receive together"), 1.0);
    let mut x = Axis::shares("Participants, from the first to join", 1.0);
    x.ticks.insert(1, (0.1, "10\u{a0}%".to_owned()));
    let (exhibit, plot) = labels::page(&story, "the earliest 20\u{a0}% receive", &y, &labels, 0.0);
    let panel = Panel::new(&exhibit, plot, &x, &y);
    panel.line(&[(0.0, 0.0), (1.0, 1.0)], MUTED, FINE);
    for people in READ_AT {
        panel.line(&[(people, 0.0), (people, 1.0)], MUTED, FINE);
    }
    labels::draw(&exhibit, &panel, &labels);
    for curve in &curves {
        exhibit.series(&curve.label.name, &curve.label.title, || {
            panel.band(&curve.points, Paint::plan(curve.plan));
            panel.curve(&defined(&curve.points), curve.plan, CURVE);
        });
    }
    for curve in &curves {
        for people in READ_AT {
            if let Some(money) = curve.at(people).mean {
                exhibit.reading(panel.place((people, money)), Paint::plan(curve.plan));
            }
        }
    }
    let free = free_height(&labels);
    panel.remark("the same for early and late", (free + 0.06, free), "start");
    panel.remark("earliest 20\u{a0}%", (READ_AT[1], 0.03), "start");
    Some(story.told(&exhibit))
}

fn label(curve: &Curve) -> Label {
    let [tenth, fifth] = READ_AT.map(|people| curve.at(people));
    Label {
        plan: curve.plan,
        title: curve.label.title.clone(),
        notes: vec![
            percent_with_interval(fifth),
            format!(
                "earliest 10\u{a0}%: {}",
                tenth.mean.map_or_else(|| "–".to_owned(), percent)
            ),
        ],
        at: (READ_AT[1], fifth.mean.unwrap_or(0.0)),
    }
}

/// A height at which a remark is far from all lines to the labels.
fn free_height(labels: &[Label]) -> f64 {
    let distance = |height: f64| {
        labels
            .iter()
            .map(|label| (label.at.1 - height - 0.012).abs())
            .fold(1.0, f64::min)
    };
    [0.55, 0.45, 0.62, 0.35, 0.12]
        .into_iter()
        .find(|height| distance(*height) > 0.04)
        .unwrap_or(0.12)
}

fn story(results: &Results, curves: &[Curve]) -> Story {
    let (account, meaning) = received(&results.subject);
    let account = account_word(account);
    let findings: Vec<String> = curves
        .iter()
        .map(|curve| {
            format!(
                "“{}”: the earliest 10\u{a0}% receive {} of all {account}, the earliest 20\u{a0}% {}, the earliest half {}.",
                curve.label.title,
                percent_with_interval(curve.at(0.1)),
                percent_with_interval(curve.at(0.2)),
                percent_with_interval(curve.at(0.5)),
            )
        })
        .collect();
    Story {
        file_stem: "who_gets_the_money".to_owned(),
        source_table: "joining_curve",
        title: format!("Who gets the money: share of {account} by order of joining"),
        caption: format!(
            "{} {meaning}{} {}",
            population(results),
            absent(results, curves),
            evidence(results, &bands(curves)),
        ),
        alternative_text: format!(
            "Share of {account} by order of joining. {}",
            findings.join(" ")
        ),
    }
}
