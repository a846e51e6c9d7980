//! Several metrics along one varied key: a small chart a metric, one key for all.

use super::super::Chart;
use super::super::axis::Axis;
use super::super::frame::{Exhibit, Rect};
use super::super::key::{Key, Sample};
use super::super::panel::{Panel, TICK_ROOM, TITLE_ROOM};
use super::super::style::{LABEL_SIZE, LEADING, MARGIN, NOTE_SIZE, PAGE_WIDTH};
use super::super::text::{Face, width, wrap};
use super::lines::{Place, Series, draw_curves, in_words, known};
use super::metric::ends;
use super::{KeyAxis, Metric, Words};

/// Small charts side by side: two where there are few.
const COLUMNS: usize = 3;
/// Metrics up to which two stand side by side.
const FEW: usize = 4;
/// Height of a small plot.
const HEIGHT: f64 = 170.0;
/// Air between small charts, to the right.
const BETWEEN: f64 = 22.0;
/// Air below the key.
const BELOW_KEY: f64 = 8.0;
/// Air below the tick labels of a small chart.
const AIR: f64 = 14.0;
/// Lines of a small chart's heading.
const HEADING_LINES: usize = 2;
/// Height of the heading.
const HEAD: f64 = HEADING_LINES as f64 * LABEL_SIZE * LEADING + 16.0;
/// How far a tick label may reach into the air beside a small chart.
const REACH: f64 = 16.0;

/// What the chart shows.
#[derive(Clone, Debug)]
pub struct SmallMultiples<'a> {
    /// What it says.
    pub words: Words,
    /// The varied key.
    pub key: KeyAxis,
    /// The small charts, in reading order.
    pub charts: Vec<Multiple<'a>>,
}

/// One small chart.
#[derive(Clone, Debug)]
pub struct Multiple<'a> {
    /// The metric, whose title is the heading.
    pub metric: Metric<'a>,
    /// The curves, a plan each.
    pub series: Vec<Series>,
}

/// Draws the chart; `None` if no point of any metric is known. A metric without a known
/// point is left out.
#[must_use]
pub fn small_multiples(subject: &SmallMultiples) -> Option<Chart> {
    let charts: Vec<&Multiple> = subject
        .charts
        .iter()
        .filter(|chart| chart.series.iter().any(known))
        .collect();
    if charts.is_empty() {
        return None;
    }
    let story = subject.words.story(&remarks(subject), || told(subject));
    let columns = if charts.len() <= FEW { 2 } else { COLUMNS }.min(charts.len());
    let key = Key::new(plans(&charts));
    let column = (PAGE_WIDTH - 2.0 * MARGIN + BETWEEN) / columns as f64 - BETWEEN;
    let room = subject.key.room(column * 0.6);
    let pitch = HEAD + HEIGHT + TICK_ROOM + room + AIR;
    let rows = charts.len().div_ceil(columns);
    let exhibit = Exhibit::new(
        &story.title,
        &story.caption,
        key.height + BELOW_KEY + rows as f64 * pitch + TITLE_ROOM,
    );
    key.draw(&exhibit, exhibit.body.left, exhibit.body.top);
    for (index, chart) in charts.iter().enumerate() {
        let left = exhibit.body.left + (index % columns) as f64 * (column + BETWEEN);
        let top = exhibit.body.top + key.height + BELOW_KEY + (index / columns) as f64 * pitch;
        let place = Rect {
            left,
            top,
            right: left + column,
            bottom: top + HEAD + HEIGHT,
        };
        draw(&exhibit, &subject.key, chart, place);
    }
    exhibit.note(
        &subject.key.title,
        PAGE_WIDTH / 2.0,
        exhibit.body.bottom,
        "middle",
    );
    Some(story.told(&exhibit))
}

/// The plans of all small charts, each once.
fn plans(charts: &[&Multiple]) -> Vec<(Sample, String)> {
    let mut plans: Vec<(Sample, String)> = Vec::new();
    for one in charts.iter().flat_map(|chart| &chart.series) {
        let sample = Sample::Plan(one.plan);
        if plans.iter().all(|(known, _)| *known != sample) {
            plans.push((sample, one.title.clone()));
        }
    }
    plans
}

fn draw(exhibit: &Exhibit, key: &KeyAxis, chart: &Multiple, place: Rect) {
    let heading = wrap(
        &chart.metric.full_title(),
        LABEL_SIZE,
        Face::Bold,
        place.width(),
        HEADING_LINES,
    );
    // The last line of the heading stands next to its chart.
    let first = place.top
        + (HEADING_LINES - heading.len()) as f64 * LABEL_SIZE * LEADING
        + LABEL_SIZE * LEADING;
    for (line, words) in heading.iter().enumerate() {
        let base = first + line as f64 * LABEL_SIZE * LEADING;
        exhibit.label(words, place.left, base, Face::Bold);
    }
    let points = || chart.series.iter().flat_map(|one| &one.points);
    let heights = points().flat_map(|(_, estimate)| ends(*estimate));
    let y = chart.metric.axis(String::new(), heights, 4);
    let mut plot = Rect {
        left: place.left + y.label_width() + 12.0,
        top: place.top + HEAD,
        ..place
    };
    let positions = || points().map(|(at, _)| *at);
    let mut x = key.axis(positions(), plot.width());
    let beyond = reach(&x, plot.width());
    if beyond > REACH {
        plot.right -= beyond - REACH;
        x = key.axis(positions(), plot.width());
    }
    let panel = Panel::new(exhibit, plot, &x, &y);
    key.write_words(exhibit, plot);
    let shown: Vec<&Series> = chart.series.iter().filter(|one| known(one)).collect();
    for (index, one) in shown.iter().enumerate() {
        let place = Place {
            index,
            of: shown.len(),
        };
        exhibit.series(&one.name, &one.title, || {
            draw_curves(exhibit, &panel, (key, &chart.metric), one, place);
        });
    }
}

/// How far the label of the last tick reaches beyond the axis.
fn reach(axis: &Axis, pixels: f64) -> f64 {
    axis.ticks.last().map_or(0.0, |(at, label)| {
        let to_the_end = (axis.high - at) / (axis.high - axis.low) * pixels;
        width(label, NOTE_SIZE, Face::Regular) / 2.0 - to_the_end
    })
}

fn remarks(subject: &SmallMultiples) -> Vec<String> {
    let mut remarks = vec![
        "Each chart has a vertical axis of its own, which need not start at \
                            zero."
            .to_owned(),
    ];
    let absent: Vec<&str> = subject
        .charts
        .iter()
        .filter(|chart| !chart.series.iter().any(known))
        .map(|chart| chart.metric.title.as_str())
        .collect();
    if !absent.is_empty() {
        remarks.push(format!("Left out, since not known: {}.", absent.join(", ")));
    }
    remarks
}

fn told(subject: &SmallMultiples) -> Vec<String> {
    subject
        .charts
        .iter()
        .map(|chart| {
            let curves: Vec<String> = chart
                .series
                .iter()
                .map(|one| in_words(one, &subject.key, &chart.metric))
                .collect();
            format!("{}: {}", chart.metric.full_title(), curves.join(" "))
        })
        .collect()
}
