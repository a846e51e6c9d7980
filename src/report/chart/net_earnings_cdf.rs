//! Chart 1: net earnings of all plans as distribution functions, on an axis on which
//! losses and gains of any size fit, with the share of losers read off at zero.

use super::axis::{Axis, SymmetricLog};
use super::curve::{Curve, defined, metric, net_quantiles};
use super::frame::Exhibit;
use super::labels::{self, Label};
use super::panel::{Panel, TICK_ROOM};
use super::style::{BAND, CURVE, INK, MUTED, NOTE_SIZE, Paint};
use super::words::{NET, amount, evidence, percent_with_interval, population};
use super::{Chart, Story};
use crate::study::results::Results;

pub(super) fn chart(results: &Results) -> Option<Chart> {
    let curves = net_quantiles(results);
    if curves.is_empty() {
        return None;
    }
    let story = story(results, &curves);
    let currency = &results.subject.currency;
    let labels: Vec<Label> = curves.iter().map(|curve| label(results, curve)).collect();
    let y = Axis::shares("Share of participants with these net earnings or less", 1.0);
    let (exhibit, plot) = labels::page(&story, "share with a net loss", &y, &labels, 0.0);

    let amounts = || curves.iter().flat_map(|curve| defined(&curve.points));
    let scale = SymmetricLog::for_amounts(amounts().map(|point| point.1), currency);
    let x = scale.axis(
        format!(
            "Net earnings, {} (symmetric logarithmic scale)",
            currency.code
        ),
        amounts().map(|point| point.1).fold(0.0, f64::min),
        amounts().map(|point| point.1).fold(0.0, f64::max),
        plot.width(),
        currency,
    );
    let panel = Panel::new(&exhibit, plot, &x, &y);
    mark_losses(&exhibit, &panel, &x);
    for curve in &curves {
        exhibit.series(&curve.label.name, &curve.label.title, || {
            draw_curve(&panel, curve, scale);
        });
    }
    labels::draw(&exhibit, &panel, &labels);
    for label in &labels {
        exhibit.reading(panel.place(label.at), Paint::plan(label.plan));
    }
    Some(story.told(&exhibit))
}

/// Shades the side of losses and names both sides under the axis.
fn mark_losses(exhibit: &Exhibit, panel: &Panel, x: &Axis) {
    panel.shade(
        &[(x.low, 0.0), (0.0, 0.0), (0.0, 1.0), (x.low, 1.0)],
        MUTED,
        0.08,
    );
    panel.line(&[(0.0, 0.0), (0.0, 1.0)], INK, 1.5);
    let base = panel.plot.bottom + TICK_ROOM + NOTE_SIZE;
    exhibit.note("< loss", panel.plot.left, base, "start");
    exhibit.note("gain >", panel.plot.right, base, "end");
}

fn draw_curve(panel: &Panel, curve: &Curve, scale: SymmetricLog) {
    let low = curve
        .points
        .iter()
        .filter_map(|(p, amount)| Some((scale.position(amount.low?), *p)));
    let high = curve
        .points
        .iter()
        .rev()
        .filter_map(|(p, amount)| Some((scale.position(amount.high?), *p)));
    let paint = Paint::plan(curve.plan);
    panel.shade(&low.chain(high).collect::<Vec<_>>(), paint, BAND);
    let points: Vec<_> = defined(&curve.points)
        .into_iter()
        .map(|(p, amount)| (scale.position(amount), p))
        .collect();
    panel.curve(&points, curve.plan, CURVE);
}

fn label(results: &Results, curve: &Curve) -> Label {
    let loss = metric(results, &curve.label.name, "share_loss");
    let mut notes = vec![percent_with_interval(loss)];
    if let Some(median) = curve.at(0.5).mean {
        notes.push(format!(
            "median net {}",
            amount(median, &results.subject.currency)
        ));
    }
    Label {
        plan: curve.plan,
        title: curve.label.title.clone(),
        notes,
        at: (0.0, loss.mean.unwrap_or(0.0)),
    }
}

fn story(results: &Results, curves: &[Curve]) -> Story {
    let subject = &results.subject;
    let findings: Vec<String> = curves
        .iter()
        .map(|curve| {
            let share = |name| percent_with_interval(metric(results, &curve.label.name, name));
            let at = |p: f64| {
                curve.at(p).mean.map_or_else(
                    || "not defined".to_owned(),
                    |value| amount(value, &subject.currency),
                )
            };
            format!(
                "“{}”: {} of participants end with negative net, {} with positive net; the median is {} {}, the 90th percentile {}, the 99th {}.",
                curve.label.title,
                share("share_loss"),
                share("share_profit"),
                subject.currency.code,
                at(0.5),
                at(0.9),
                at(0.99),
            )
        })
        .collect();
    Story {
        file_stem: "net_earnings_cdf",
        source_csv: "quantiles.csv",
        title: "Net earnings of all participants, and the share that ends with a loss".to_owned(),
        caption: format!(
            "{} {NET} Percentiles 1 to 99 and 99.9 joined by straight lines; dots at zero: share with negative net. {}",
            population(results),
            evidence(subject, "bands and figures in brackets"),
        ),
        alternative_text: format!(
            "Distribution functions of net earnings. {}",
            findings.join(" ")
        ),
    }
}
