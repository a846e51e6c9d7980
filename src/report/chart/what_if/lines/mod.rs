//! How a metric of each plan moves with one varied key: a curve a plan, with intervals.

mod curves;
mod marks;

pub(super) use curves::{Place, draw_curves, known};
pub use marks::{Crossing, Target};

use super::super::Chart;
use super::super::frame::{Exhibit, Rect};
use super::super::labels::{self, Label};
use super::super::panel::Panel;
use super::super::style::{MARGIN, NOTE_SIZE, PAGE_WIDTH, Paint, TICK};
use super::super::text::{Face, width};
use super::metric::ends;
use super::{KeyAxis, Metric, Words};
use crate::study::results::Estimate;

/// What the chart shows.
#[derive(Clone, Debug)]
pub struct Lines<'a> {
    /// What it says.
    pub words: Words,
    /// The varied key.
    pub key: KeyAxis,
    /// The metric.
    pub metric: Metric<'a>,
    /// A curve a plan, or one of a plan's.
    pub series: Vec<Series>,
    /// A value that is aimed at.
    pub target: Option<Target>,
    /// Values of the key at which something is reached.
    pub crossings: Vec<Crossing>,
}

/// The curve of a plan.
#[derive(Clone, Debug)]
pub struct Series {
    /// The plan's place in the scenario, which gives its colour and line pattern.
    pub plan: usize,
    /// Its name, for scripts.
    pub name: String,
    /// Its title, for readers.
    pub title: String,
    /// The key's value, or the place of its word, rising; and the metric there, without a
    /// mean where it is not known.
    pub points: Vec<(f64, Estimate)>,
}

/// Draws the chart; `None` if no point is known.
#[must_use]
pub fn lines(subject: &Lines) -> Option<Chart> {
    let shown: Vec<&Series> = subject.series.iter().filter(|one| known(one)).collect();
    if shown.is_empty() {
        return None;
    }
    let metric = &subject.metric;
    let y = metric.axis(metric.axis_title(PAGE_WIDTH / 2.0), heights(subject), 5);
    let remarks = remarks(subject, y.low > 0.0 || y.high < 0.0);
    let story = subject.words.story(&remarks, || told(subject));
    let labels: Vec<Label> = shown
        .iter()
        .enumerate()
        .map(|(index, one)| label(one, subject, place(index, &shown)))
        .collect();
    let across = PAGE_WIDTH - 2.0 * MARGIN - labels::COLUMN - y.label_width() - 2.0 * TICK;
    let below = subject.key.room(across) + marks::room(&subject.crossings);
    let (exhibit, plot) = labels::page(&story, &heading(subject, &shown), &y, &labels, below);
    let x = subject.key.axis(positions(subject), plot.width());
    let panel = Panel::new(&exhibit, plot, &x, &y);
    subject.key.write(&exhibit, plot);
    labels::draw(&exhibit, &panel, &labels);
    marks::draw_target(&exhibit, &panel, subject);
    draw(&exhibit, &panel, subject, &shown);
    marks::name_target(&exhibit, &panel, subject);
    for label in &labels {
        exhibit.reading(panel.place(label.at), Paint::plan(label.plan));
    }
    marks::draw_crossings(&exhibit, &panel, subject, crossings_top(subject, plot));
    Some(story.told(&exhibit))
}

fn draw(exhibit: &Exhibit, panel: &Panel, subject: &Lines, shown: &[&Series]) {
    for (index, one) in shown.iter().enumerate() {
        let place = place(index, shown);
        exhibit.series(&one.name, &one.title, || {
            draw_curves(exhibit, panel, (&subject.key, &subject.metric), one, place);
        });
    }
}

fn place(index: usize, shown: &[&Series]) -> Place {
    Place {
        index,
        of: shown.len(),
    }
}

/// Where the list of crossings starts, below the title of the axis.
fn crossings_top(subject: &Lines, plot: Rect) -> f64 {
    plot.bottom
        + super::super::panel::TICK_ROOM
        + super::super::panel::TITLE_ROOM
        + subject.key.room(plot.width())
}

/// All that the vertical axis must hold.
fn heights(subject: &Lines) -> impl Iterator<Item = f64> {
    subject
        .series
        .iter()
        .flat_map(|one| &one.points)
        .flat_map(|(_, estimate)| ends(*estimate))
        .chain(subject.target.iter().map(|target| target.value))
}

/// All that the horizontal axis must hold: also points that are not known.
fn positions(subject: &Lines) -> impl Iterator<Item = f64> {
    subject
        .series
        .iter()
        .flat_map(|one| &one.points)
        .map(|(at, _)| *at)
        .chain(subject.crossings.iter().flat_map(|one| ends(one.at)))
}

/// The last known point of a curve.
fn last(series: &Series) -> Option<(f64, Estimate)> {
    let known = |point: &&(f64, Estimate)| point.1.mean.is_some();
    series.points.iter().rev().find(known).copied()
}

fn label(series: &Series, subject: &Lines, place: Place) -> Label {
    let (at, estimate) = last(series).unwrap_or_default();
    Label {
        plan: series.plan,
        title: series.title.clone(),
        notes: vec![subject.metric.figures(estimate)],
        at: (at + place.aside(&subject.key), estimate.mean.unwrap_or(0.0)),
    }
}

/// What the figures of the labels are: those at the last value, if it is the same for all.
fn heading(subject: &Lines, shown: &[&Series]) -> String {
    let mut lasts = shown.iter().filter_map(|one| last(one)).map(|(at, _)| at);
    let same = lasts.next().filter(|first| lasts.all(|at| at == *first));
    same.map(|at| format!("at {}", subject.key.value(at)))
        .filter(|words| width(words, NOTE_SIZE, Face::Regular) <= labels::COLUMN - labels::LEAD)
        .unwrap_or_else(|| "at the last point".to_owned())
}

fn remarks(subject: &Lines, far_from_zero: bool) -> Vec<String> {
    let mut remarks = Vec::new();
    let missing = subject
        .series
        .iter()
        .flat_map(|one| &one.points)
        .any(|(_, estimate)| estimate.mean.is_none());
    if missing {
        remarks.push("A gap in a curve: not known there.".to_owned());
    }
    let absent: Vec<&str> = subject
        .series
        .iter()
        .filter(|one| !known(one))
        .map(|one| one.title.as_str())
        .collect();
    if !absent.is_empty() {
        let titles = absent.join(", ");
        remarks.push(format!(
            "Without a curve, since not known anywhere: {titles}."
        ));
    }
    if far_from_zero {
        remarks.push("The vertical axis does not start at zero.".to_owned());
    }
    remarks
}

/// The curves in words: both ends, the lowest and the highest point.
fn told(subject: &Lines) -> Vec<String> {
    let metric = std::iter::once(format!("{}.", subject.metric.full_title()));
    let told = subject
        .series
        .iter()
        .map(|one| curve_in_words(one, subject));
    let crossings = subject
        .crossings
        .iter()
        .map(|one| format!("{}.", one.remark));
    metric.chain(told).chain(crossings).collect()
}

/// A curve in words: its first and its last known point.
pub(super) fn in_words(series: &Series, key: &KeyAxis, metric: &Metric) -> String {
    let mut known = series
        .points
        .iter()
        .filter(|(_, estimate)| estimate.mean.is_some());
    let Some(first) = known.next() else {
        return format!("“{}”: not known.", series.title);
    };
    let at =
        |point: &(f64, Estimate)| format!("{} at {}", metric.figures(point.1), key.value(point.0));
    match known.next_back() {
        Some(last) => format!("“{}”: {}, {}.", series.title, at(first), at(last)),
        None => format!("“{}”: {}.", series.title, at(first)),
    }
}

fn curve_in_words(series: &Series, subject: &Lines) -> String {
    let told = in_words(series, &subject.key, &subject.metric);
    let known = series
        .points
        .iter()
        .filter_map(|(at, estimate)| Some((*at, estimate.mean?)));
    let lowest = known.clone().min_by(|one, other| one.1.total_cmp(&other.1));
    let highest = known.clone().max_by(|one, other| one.1.total_cmp(&other.1));
    match (lowest, highest) {
        (Some(lowest), Some(highest)) if known.count() > 2 => format!(
            "{told} Lowest {} at {}, highest {} at {}.",
            subject.metric.value(lowest.1),
            subject.key.value(lowest.0),
            subject.metric.value(highest.1),
            subject.key.value(highest.0),
        ),
        _ => told,
    }
}
