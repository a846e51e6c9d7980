//! Chart 2: Lorenz curves of the money received.

use super::axis::Axis;
use super::curve::{Curve, absent, bands, defined, metric, money_shares};
use super::labels::{self, Label};
use super::panel::Panel;
use super::style::{CURVE, FINE, MUTED, Paint};
use super::words::{
    account_word, complement, evidence, grouped, percent_with_interval, population, received,
};
use super::{Chart, Story};
use crate::study::results::{Account, Results};

/// Where the chart is read off: the poorest so many, and the rest is the top tenth.
const READ_AT: f64 = 0.9;

pub(super) fn chart(results: &Results) -> Option<Chart> {
    let curves = money_shares(results, &results.lorenz);
    if curves.is_empty() {
        return None;
    }
    let account = account_word(received(&results.subject).0);
    let story = story(results, &curves);
    let labels: Vec<Label> = curves.iter().map(|curve| label(results, curve)).collect();
    let y = Axis::shares(format!("Share of all {account} they receive together"), 1.0);
    let x = Axis::shares("Participants, from those who receive the least", 1.0);
    let (exhibit, plot) = labels::page(&story, "the top 10\u{a0}% receive", &y, &labels, 0.0);
    let panel = Panel::new(&exhibit, plot, &x, &y);
    panel.line(&[(0.0, 0.0), (1.0, 1.0)], MUTED, FINE);
    panel.line(&[(READ_AT, 0.0), (READ_AT, 1.0)], MUTED, FINE);
    labels::draw(&exhibit, &panel, &labels);
    for curve in &curves {
        exhibit.series(&curve.label.name, &curve.label.title, || {
            panel.band(&curve.points, Paint::plan(curve.plan));
            panel.curve(&defined(&curve.points), curve.plan, CURVE);
        });
    }
    for label in &labels {
        exhibit.reading(panel.place(label.at), Paint::plan(label.plan));
    }
    panel.remark("equal shares", (0.39, 0.435), "end");
    panel.remark("top 10\u{a0}%", (READ_AT, 0.975), "end");
    Some(story.told(&exhibit))
}

fn label(results: &Results, curve: &Curve) -> Label {
    let below = curve.at(READ_AT);
    let mut notes = vec![percent_with_interval(complement(below))];
    if let Some(gini) = gini(results, curve) {
        notes.push(format!("Gini {}", grouped(gini, 3)));
    }
    Label {
        plan: curve.plan,
        title: curve.label.title.clone(),
        notes,
        at: (READ_AT, below.mean.unwrap_or(0.0)),
    }
}

fn gini(results: &Results, curve: &Curve) -> Option<f64> {
    let name = match received(&results.subject).0 {
        Account::Gross => "gini_gross",
        Account::Commissions | Account::Net => "gini",
    };
    let of = |name| metric(results, &curve.label.name, name).mean;
    // Without margin, gross and commissions are one.
    of(name).or_else(|| of("gini_gross"))
}

fn story(results: &Results, curves: &[Curve]) -> Story {
    let (account, meaning) = received(&results.subject);
    let account = account_word(account);
    let findings: Vec<String> = curves
        .iter()
        .map(|curve| {
            format!(
                "“{}”: the half that receives the least gets {} of all {account}, the top tenth {}.",
                curve.label.title,
                percent_with_interval(curve.at(0.5)),
                percent_with_interval(complement(curve.at(READ_AT))),
            )
        })
        .collect();
    Story {
        file_stem: "lorenz".to_owned(),
        source_table: "lorenz",
        title: format!("How unequally {account} are spread over participants"),
        caption: format!(
            "{} {meaning} The straight line: equal {account} for all.{} {}",
            population(results),
            absent(results, curves),
            evidence(results, &bands(curves)),
        ),
        alternative_text: format!("Lorenz curves. {}", findings.join(" ")),
    }
}
