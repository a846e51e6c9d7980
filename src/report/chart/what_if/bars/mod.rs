//! Effects side by side: of the keys of a scenario, of the rules of a plan, of sources of
//! luck. A row each, with one or a few figures and their intervals around zero.

mod draw;

use super::super::Chart;
use super::super::frame::{Exhibit, Rect};
use super::super::key::{Key, Sample};
use super::super::panel::{Panel, TICK_ROOM, TITLE_ROOM};
use super::super::style::{LABEL_SIZE, LEADING, NOTE_SIZE, PARTS, Paint, TICK};
use super::super::text::{Face, width};
use super::breaking::broken;
use super::{Metric, Words};
use crate::study::results::Estimate;

/// Width of the column of labels.
const NAMES: f64 = 250.0;
/// Widest column of figures.
const FIGURES: f64 = 262.0;
/// Height of a mark in its row.
const LANE: f64 = 24.0;
/// Air between rows.
const BETWEEN: f64 = 10.0;
/// Height of a line of text.
const LINE: f64 = LABEL_SIZE * LEADING;
/// Lines of a label, and of a note.
const LABEL_LINES: usize = 4;
const NOTE_LINES: usize = 2;
/// Room above the rows for the heading of the figures.
const HEAD: f64 = 34.0;

/// What the chart shows.
#[derive(Clone, Debug)]
pub struct Bars<'a> {
    /// What it says.
    pub words: Words,
    /// What the figures are of.
    pub metric: Metric<'a>,
    /// How a figure is drawn.
    pub form: Form,
    /// What the marks of a row are, by [`Mark::kind`]; no key where there is only one.
    pub kinds: Vec<String>,
    /// The rows, from the top down.
    pub rows: Vec<Row>,
}

/// How a figure is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// A bar from zero, with the interval at its end: effects.
    Bar,
    /// A dot with the interval around it: indices.
    Dot,
}

/// A row of the chart.
#[derive(Clone, Debug)]
pub struct Row {
    /// What has the effect.
    pub label: String,
    /// More about it, in small letters; may be empty.
    pub note: String,
    /// Whether it sums up the rows above, from which a line divides it.
    pub total: bool,
    /// The figures, each in a lane of its own, from the top down.
    pub marks: Vec<Mark>,
}

/// A figure of a row.
#[derive(Clone, Debug)]
pub struct Mark {
    /// Its place in [`Bars::kinds`], which gives its colour.
    pub kind: usize,
    /// The figure, without a mean where not known.
    pub estimate: Estimate,
    /// What is written at its end, such as the value tried.
    pub text: Option<String>,
}

impl Mark {
    fn paint(&self) -> Paint {
        PARTS[self.kind % PARTS.len()]
    }
}

/// A row, broken into lines.
struct Block<'a> {
    row: &'a Row,
    label: Vec<String>,
    note: Vec<String>,
}

impl Block<'_> {
    fn new(row: &Row) -> Block<'_> {
        let limit = NAMES - 4.0 * TICK;
        Block {
            row,
            label: broken(&row.label, LABEL_SIZE, Face::Bold, limit, LABEL_LINES),
            note: broken(&row.note, NOTE_SIZE, Face::Regular, limit, NOTE_LINES),
        }
    }

    fn height(&self) -> f64 {
        let lines = (self.label.len() + self.note.len()) as f64 * LINE;
        lines.max(self.row.marks.len() as f64 * LANE) + BETWEEN
    }
}

/// Draws the chart; `None` if no figure is known.
#[must_use]
pub fn bars(subject: &Bars) -> Option<Chart> {
    let marks = || subject.rows.iter().flat_map(|row| &row.marks);
    if marks().all(|mark| mark.estimate.mean.is_none()) {
        return None;
    }
    let story = subject.words.story(&[], || told(subject));
    let blocks: Vec<Block> = subject.rows.iter().map(Block::new).collect();
    let figures = marks()
        .map(|mark| subject.metric.figures(mark.estimate))
        .map(|figures| width(&figures, NOTE_SIZE, Face::Regular))
        .fold(0.0, f64::max)
        .min(FIGURES);
    let key = key(subject);
    let above = key.as_ref().map_or(0.0, |key| key.height) + HEAD;
    let height: f64 = blocks.iter().map(Block::height).sum();
    let exhibit = Exhibit::new(
        &story.title,
        &story.caption,
        above + height + TICK_ROOM + TITLE_ROOM,
    );
    let body = exhibit.body;
    if let Some(key) = &key {
        key.draw(&exhibit, body.left, body.top);
    }
    let plot = Rect {
        left: body.left + NAMES,
        top: body.top + above,
        right: body.right - figures - 5.0 * TICK,
        bottom: body.top + above + height,
    };
    let x = draw::axis(subject, plot.width());
    let panel = Panel::new(&exhibit, plot, &x, &super::super::axis::Axis::rows(1.0));
    let heading = if marks().any(|mark| mark.estimate.low.is_some()) {
        "with 95\u{a0}% interval"
    } else {
        "value"
    };
    exhibit.note(heading, body.right, plot.top - NOTE_SIZE * 0.9, "end");
    // Bars begin at the line of zero and may not hide it; a dot on it is seen whole.
    if subject.form == Form::Dot {
        draw::zero(&exhibit, &panel);
    }
    let mut top = plot.top;
    for block in &blocks {
        draw::row(&exhibit, &panel, subject, block, top);
        top += block.height();
    }
    if subject.form == Form::Bar {
        draw::zero(&exhibit, &panel);
    }
    Some(story.told(&exhibit))
}

/// The key of the kinds, if there are several.
fn key(subject: &Bars) -> Option<Key> {
    (subject.kinds.len() > 1).then(|| {
        Key::new(
            subject
                .kinds
                .iter()
                .enumerate()
                .map(|(kind, words)| (Sample::Area(PARTS[kind % PARTS.len()]), words.clone())),
        )
    })
}

/// A mark in words: `low value 0.05: −1.2 (−1.4 to −1.0)`.
fn mark_in_words(subject: &Bars, mark: &Mark) -> String {
    let kind = subject
        .kinds
        .get(mark.kind)
        .filter(|_| subject.kinds.len() > 1)
        .map_or("", String::as_str);
    let text = mark.text.as_deref().unwrap_or("");
    let figures = subject.metric.figures(mark.estimate);
    let named: Vec<&str> = [kind, text]
        .into_iter()
        .filter(|words| !words.is_empty())
        .collect();
    if named.is_empty() {
        figures
    } else {
        format!("{}: {figures}", named.join(" "))
    }
}

fn told(subject: &Bars) -> Vec<String> {
    let rows = subject.rows.iter().map(|row| {
        let marks: Vec<String> = row
            .marks
            .iter()
            .map(|mark| mark_in_words(subject, mark))
            .collect();
        format!("{}: {}.", row.label, marks.join("; "))
    });
    std::iter::once(format!("{}.", subject.metric.full_title()))
        .chain(rows)
        .collect()
}
