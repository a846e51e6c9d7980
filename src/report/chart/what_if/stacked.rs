//! What a whole is made of, plan by plan: how much of the differences between people is
//! position, skill or luck. A stacked bar a plan.

use super::super::Chart;
use super::super::axis::Axis;
use super::super::frame::{Exhibit, Rect};
use super::super::key::{Key, Sample};
use super::super::page::{CAPITAL, Text};
use super::super::panel::{Panel, TICK_ROOM, TITLE_ROOM};
use super::super::style::{
    HAIR, INK, LABEL_SIZE, LEADING, MARGIN, NOTE_SIZE, PAGE_WIDTH, PAPER, PARTS, Paint, TICK,
};
use super::super::text::{Face, width, wrap};
use super::super::words::{percent, percent_with_interval};
use super::Words;
use crate::study::results::Estimate;

/// Width of the column of names.
const NAMES: f64 = 210.0;
/// Width of the column of what has no room in a bar.
const ASIDE: f64 = 220.0;
/// Thickness of a bar.
const BAR: f64 = 40.0;
/// Height of a plan's row with few words beside it.
const PITCH: f64 = 58.0;
/// Height of a line of text beside a bar.
const LINE: f64 = LABEL_SIZE * LEADING;
/// Room above the bars.
const HEAD: f64 = 20.0;

/// What the chart shows.
#[derive(Clone, Debug)]
pub struct Stacked {
    /// What it says.
    pub words: Words,
    /// What the whole is: the title of the axis.
    pub whole: String,
    /// The parts, in the order in which they are stacked.
    pub parts: Vec<Part>,
    /// The plans, from the top down.
    pub stacks: Vec<Stack>,
}

/// A part of the whole.
#[derive(Clone, Debug)]
pub struct Part {
    /// Its name in the key.
    pub name: String,
    /// Its name beside a bar, in a word.
    pub short: String,
}

/// The bar of a plan.
#[derive(Clone, Debug)]
pub struct Stack {
    /// The plan's name, for scripts.
    pub name: String,
    /// The plan's title.
    pub title: String,
    /// A share a part, without a mean where not known. One below zero is written, not drawn.
    pub shares: Vec<Estimate>,
}

impl Stack {
    /// The parts that are known, with their place.
    fn known(&self) -> impl Iterator<Item = (usize, Estimate)> {
        self.shares
            .iter()
            .copied()
            .enumerate()
            .filter(|(_, share)| share.mean.is_some())
    }
}

/// Draws the chart; `None` if no share is known.
#[must_use]
pub fn stacked(subject: &Stacked) -> Option<Chart> {
    if subject
        .stacks
        .iter()
        .all(|stack| stack.known().count() == 0)
    {
        return None;
    }
    let story = subject.words.story(&[], || told(subject));
    let key = Key::new(
        subject
            .parts
            .iter()
            .enumerate()
            .map(|(part, words)| (Sample::Area(paint(part)), words.name.clone())),
    );
    let lines = subject
        .stacks
        .iter()
        .map(|stack| {
            stack
                .known()
                .filter(|(_, share)| !fits(*share, &percent_with_interval(*share)))
                .count()
        })
        .max()
        .unwrap_or(0);
    let pitch = PITCH.max(lines as f64 * LINE + 10.0);
    let height = subject.stacks.len() as f64 * pitch;
    let exhibit = Exhibit::new(
        &story.title,
        &story.caption,
        key.height + HEAD + height + TICK_ROOM + TITLE_ROOM,
    );
    key.draw(&exhibit, exhibit.body.left, exhibit.body.top);
    let top = exhibit.body.top + key.height + HEAD;
    let plot = Rect {
        left: exhibit.body.left + NAMES,
        top,
        right: exhibit.body.right - ASIDE,
        bottom: top + height,
    };
    let title = wrap(&subject.whole, NOTE_SIZE, Face::Regular, plot.width(), 1).pop();
    let x = Axis::shares(title.unwrap_or_default(), 1.0);
    let panel = Panel::new(&exhibit, plot, &x, &Axis::rows(1.0));
    for (index, stack) in subject.stacks.iter().enumerate() {
        let middle = plot.top + (index as f64 + 0.5) * pitch;
        exhibit.series(&stack.name, &stack.title, || {
            draw(&exhibit, &panel, subject, stack, middle);
        });
    }
    Some(story.told(&exhibit))
}

fn paint(part: usize) -> Paint {
    PARTS[part % PARTS.len()]
}

fn draw(exhibit: &Exhibit, panel: &Panel, subject: &Stacked, stack: &Stack, middle: f64) {
    let limit = NAMES - 4.0 * TICK;
    let name = wrap(&stack.title, LABEL_SIZE, Face::Bold, limit, 2);
    pile(&name, middle, |words, y| {
        exhibit.label(words, exhibit.body.left, y, Face::Bold);
    });
    let mut aside = Vec::new();
    let mut below = 0.0;
    for (part, share) in stack.known() {
        let mean = share.mean.unwrap_or(0.0).max(0.0);
        let bar = Rect {
            left: panel.place((below, 0.0)).0,
            top: middle - BAR / 2.0,
            right: panel.place((below + mean, 0.0)).0.min(panel.plot.right),
            bottom: middle + BAR / 2.0,
        };
        let words = percent_with_interval(share);
        let named = subject.parts.get(part);
        let value = named.map_or_else(|| words.clone(), |part| format!("{}: {words}", part.name));
        exhibit.mark(&format!("{}, {value}", stack.title), || {
            segment(exhibit, bar, paint(part));
            // Where the interval has no room, it stands beside the bar.
            let without = percent(mean);
            for shown in [&words, &without] {
                if fits(share, shown) {
                    write_on(exhibit, bar, part, shown);
                    break;
                }
            }
        });
        if !fits(share, &words) {
            let short = named.map_or("", |part| part.short.as_str());
            aside.push(format!("{short} {words}"));
        }
        below += mean;
    }
    if stack.known().count() == 0 {
        aside.push("not known".to_owned());
    }
    pile(&aside, middle, |words, y| {
        let shown = wrap(words, NOTE_SIZE, Face::Regular, ASIDE - 2.0 * TICK, 1);
        for words in shown {
            exhibit.note(&words, exhibit.body.right, y, "end");
        }
    });
}

/// A part of a bar, edged so that pale parts are seen on white paper and in print.
fn segment(exhibit: &Exhibit, bar: Rect, paint: Paint) {
    if bar.width() <= 0.0 {
        return;
    }
    exhibit.filled(bar, paint);
    exhibit.line(&[(bar.left, bar.top), (bar.right, bar.top)], INK, HAIR);
    exhibit.line(
        &[(bar.left, bar.bottom), (bar.right, bar.bottom)],
        INK,
        HAIR,
    );
    exhibit.line(&[(bar.right, bar.top), (bar.right, bar.bottom)], PAPER, 1.5);
}

/// Whether a share has room for these words.
fn fits(share: Estimate, words: &str) -> bool {
    let whole = PAGE_WIDTH - 2.0 * MARGIN - NAMES - ASIDE;
    width(words, LABEL_SIZE, Face::Regular) <= share.mean.unwrap_or(0.0) * whole - 7.0
}

fn write_on(exhibit: &Exhibit, bar: Rect, part: usize, words: &str) {
    exhibit.text(Text {
        words,
        x: (bar.left + bar.right) / 2.0,
        y: (bar.top + bar.bottom + CAPITAL * LABEL_SIZE) / 2.0,
        size: LABEL_SIZE,
        face: Face::Regular,
        paint: paint(part).legible(),
        anchor: "middle",
        edged: false,
    });
}

/// Writes lines around a height.
fn pile(lines: &[String], middle: f64, write: impl Fn(&str, f64)) {
    let base = middle + CAPITAL / 2.0 * LABEL_SIZE;
    for (index, words) in lines.iter().enumerate() {
        let down = index as f64 - (lines.len() as f64 - 1.0) / 2.0;
        write(words, base + down * LINE);
    }
}

fn told(subject: &Stacked) -> Vec<String> {
    subject
        .stacks
        .iter()
        .map(|stack| {
            let parts: Vec<String> = stack
                .known()
                .filter_map(|(part, share)| {
                    let name = &subject.parts.get(part)?.name;
                    Some(format!("{name} {}", percent_with_interval(share)))
                })
                .collect();
            let parts = if parts.is_empty() {
                "not known".to_owned()
            } else {
                parts.join(", ")
            };
            format!("“{}”: {parts}.", stack.title)
        })
        .collect()
}
