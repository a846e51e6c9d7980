//! Chart 1: net earnings of all plans as distribution functions, on an axis on which
//! losses and gains of any size fit. Read off at zero is the share of losers, or, where
//! nobody loses, the share left with nothing.

use super::axis::{Axis, SymmetricLog};
use super::clip::Point;
use super::curve::{Curve, bands, cumulative_net, defined, metric, net_quantiles, steps};
use super::frame::Exhibit;
use super::labels::{self, Label};
use super::panel::{Panel, TICK_ROOM};
use super::style::{BAND, CURVE, INK, MUTED, NOTE_SIZE, Paint};
use super::words::{NET, amount, evidence, percent_with_interval, population};
use super::{Chart, Story};
use crate::study::results::{Estimate, PlanLabel, Results};

/// The share of participants that is read off where the curves cross zero.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Reading {
    /// With less than nothing: the height of the curve left of zero.
    Losers,
    /// With nothing: the height of the curve at zero, since nobody has less.
    Nothing,
}

pub(super) fn chart(results: &Results) -> Option<Chart> {
    let curves = cumulative_net(results);
    if curves.is_empty() {
        return None;
    }
    let reading = Reading::of(&curves);
    let story = story(results, &curves, reading);
    let currency = &results.subject.currency;
    let labels: Vec<Label> = curves
        .iter()
        .map(|curve| label(results, curve, reading))
        .collect();
    let y = Axis::shares("Share of participants with these net earnings or less", 1.0);
    let (exhibit, plot) = labels::page(&story, reading.heading(), &y, &labels, 0.0);

    let amounts = || curves.iter().flat_map(|curve| &curve.points);
    let scale = SymmetricLog::for_amounts(curves.iter().flat_map(percentiles), currency);
    let x = scale.axis(
        format!(
            "Net earnings, {} (symmetric logarithmic scale)",
            currency.code
        ),
        amounts().map(|point| point.0).fold(0.0, f64::min),
        amounts().map(|point| point.0).fold(0.0, f64::max),
        plot.width(),
        currency,
    );
    let panel = Panel::new(&exhibit, plot, &x, &y);
    mark_losses(&exhibit, &panel, &x);
    labels::draw(&exhibit, &panel, &labels);
    for curve in &curves {
        exhibit.series(&curve.label.name, &curve.label.title, || {
            draw_curve(&panel, curve, scale);
        });
    }
    for label in &labels {
        exhibit.reading(panel.place(label.at), Paint::plan(label.plan));
    }
    Some(story.told(&exhibit))
}

impl Reading {
    fn of(curves: &[Curve]) -> Reading {
        if curves.iter().all(|curve| share_below_zero(curve) == 0.0) {
            Reading::Nothing
        } else {
            Reading::Losers
        }
    }

    fn metric(self) -> &'static str {
        match self {
            Reading::Losers => "share_loss",
            Reading::Nothing => "share_zero",
        }
    }

    fn heading(self) -> &'static str {
        match self {
            Reading::Losers => "share with a net loss",
            Reading::Nothing => "left with nothing; median",
        }
    }

    fn title(self) -> &'static str {
        match self {
            Reading::Losers => {
                "Net earnings of all participants, and the share that ends with a loss"
            }
            Reading::Nothing => {
                "Net earnings of all participants, and the share that ends with nothing"
            }
        }
    }

    fn dots(self) -> &'static str {
        match self {
            Reading::Losers => "share with negative net",
            Reading::Nothing => "share with a net of nothing; nobody has less under any plan",
        }
    }

    fn height(self, curve: &Curve) -> f64 {
        match self {
            Reading::Losers => share_below_zero(curve),
            Reading::Nothing => share_where(curve, |amount| amount <= 0.0),
        }
    }
}

fn share_below_zero(curve: &Curve) -> f64 {
    share_where(curve, |amount| amount < 0.0)
}

/// The height of the curve at the last amount of which `within` holds.
fn share_where(curve: &Curve, within: impl Fn(f64) -> bool) -> f64 {
    defined(&curve.points)
        .into_iter()
        .take_while(|(amount, _)| within(*amount))
        .last()
        .map_or(0.0, |(_, share)| share)
}

/// The amounts up to which 1 %, 2 % … of the participants have.
fn percentiles(curve: &Curve) -> Vec<f64> {
    let points = defined(&curve.points);
    (1..100)
        .map(|percent| f64::from(percent) / 100.0)
        .filter_map(|people| points.iter().find(|point| point.1 >= people))
        .map(|point| point.0)
        .collect()
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
    let stairs = |share: fn(&Estimate) -> Option<f64>| -> Vec<Point> {
        let points: Vec<Point> = curve
            .points
            .iter()
            .filter_map(|(amount, at)| Some((scale.position(*amount), share(at)?)))
            .collect();
        steps(&points)
    };
    let above = stairs(|share| share.high).into_iter().rev();
    let interval: Vec<Point> = stairs(|share| share.low).into_iter().chain(above).collect();
    panel.shade(&interval, Paint::plan(curve.plan), BAND);
    panel.curve(&stairs(|share| share.mean), curve.plan, CURVE);
}

fn label(results: &Results, curve: &Curve, reading: Reading) -> Label {
    let share = metric(results, &curve.label.name, reading.metric());
    let mut notes = vec![percent_with_interval(share)];
    if let Some(median) = quantile(results, curve.label, 0.5) {
        let median = amount(median, &results.subject.currency);
        match reading {
            Reading::Losers => notes.push(format!("median net {median}")),
            // Where nobody loses, the median is what tells many plans apart.
            Reading::Nothing => notes[0].push_str(&format!("; {median}")),
        }
    }
    Label {
        plan: curve.plan,
        title: curve.label.title.clone(),
        notes,
        at: (0.0, reading.height(curve)),
    }
}

/// The mean over replications of a quantile of net, from `quantiles.csv`: the grid of the
/// curve is too coarse to state an amount.
fn quantile(results: &Results, plan: &PlanLabel, p: f64) -> Option<f64> {
    net_quantiles(results)
        .iter()
        .find(|curve| curve.label == plan)
        .and_then(|curve| curve.at(p).mean)
}

fn story(results: &Results, curves: &[Curve], reading: Reading) -> Story {
    let subject = &results.subject;
    let findings: Vec<String> = curves
        .iter()
        .map(|curve| {
            let share = |name| percent_with_interval(metric(results, &curve.label.name, name));
            let at = |p: f64| {
                quantile(results, curve.label, p).map_or_else(
                    || "not defined".to_owned(),
                    |value| amount(value, &subject.currency),
                )
            };
            format!(
                "“{}”: {} of participants end with negative net, {} with a net of nothing, {} with positive net; the median is {} {}, the 90th percentile {}, the 99th {}.",
                curve.label.title,
                share("share_loss"),
                share("share_zero"),
                share("share_profit"),
                subject.currency.code,
                at(0.5),
                at(0.9),
                at(0.99),
            )
        })
        .collect();
    Story {
        file_stem: "net_earnings_cdf".to_owned(),
        source_table: "cumulative",
        title: reading.title().to_owned(),
        caption: format!(
            "{} {NET} The curves step at fixed amounts, 48 to each factor of ten, and are exact there: a step stands at the amount earned or up to 5\u{a0}% of it to the right. Dots at zero: {}. {}",
            population(results),
            reading.dots(),
            evidence(results, &bands(curves)),
        ),
        alternative_text: format!(
            "Distribution functions of net earnings. {}",
            findings.join(" ")
        ),
    }
}
