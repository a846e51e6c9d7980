//! Two figures of each input against each other: how much it does, and how much that
//! depends on where it and the others stand.

use super::super::Chart;
use super::super::axis::{Axis, fits};
use super::super::clip::{self, Window};
use super::super::frame::{Exhibit, Rect};
use super::super::page::{CAPITAL, Text};
use super::super::panel::{Panel, TICK_ROOM, TITLE_ROOM};
use super::super::style::{FINE, INK, LEADING, MARGIN, MUTED, NOTE_SIZE, PAGE_WIDTH, PARTS, TICK};
use super::super::text::{Face, width};
use super::breaking::broken;
use super::metric::ends;
use super::{Metric, Words};
use crate::study::results::Estimate;

/// Height of the plot.
const HEIGHT: f64 = 480.0;
/// Room above the plot for the title of the vertical axis.
const HEAD: f64 = 32.0;
/// Radius of a dot.
const DOT: f64 = 5.5;
/// Half the height of the end of an interval.
const CAP: f64 = 4.0;
/// Widest line of a label.
const WIDEST: f64 = 230.0;
/// Height of a line of a label.
const LINE: f64 = NOTE_SIZE * LEADING;
/// Room between a dot and its label.
const ASIDE: f64 = DOT + 5.0;

/// What the chart shows.
#[derive(Clone, Debug)]
pub struct Scatter<'a> {
    /// What it says.
    pub words: Words,
    /// What is to the right; its unit is that of both axes.
    pub x: Metric<'a>,
    /// What is upwards, without its unit.
    pub y: String,
    /// What the line says on which both are the same; none without words.
    pub diagonal: Option<String>,
    /// The dots, from the most important to the least.
    pub dots: Vec<Dot>,
}

/// An input.
#[derive(Clone, Debug)]
pub struct Dot {
    /// Its name.
    pub label: String,
    /// How far right, with its interval.
    pub x: Estimate,
    /// How far up.
    pub y: f64,
}

/// Draws the chart; `None` if no dot is known.
#[must_use]
pub fn scatter(subject: &Scatter) -> Option<Chart> {
    let dots: Vec<&Dot> = subject
        .dots
        .iter()
        .filter(|dot| dot.x.mean.is_some())
        .collect();
    if dots.is_empty() {
        return None;
    }
    let (x, y) = axes(subject, &dots);
    let plot = Rect {
        left: MARGIN + y.label_width() + 3.0 * TICK,
        top: 0.0,
        right: PAGE_WIDTH - MARGIN - x.label_width() / 2.0,
        bottom: HEIGHT,
    };
    let labels = labels(&dots, (&x, &y), plot, subject.diagonal.is_some());
    let story = subject
        .words
        .story(&remarks(&labels), || told(subject, &dots));
    let height = HEAD + HEIGHT + TICK_ROOM + TITLE_ROOM;
    let exhibit = Exhibit::new(&story.title, &story.caption, height);
    let down = exhibit.body.top + HEAD;
    let plot = Rect {
        top: plot.top + down,
        bottom: plot.bottom + down,
        ..plot
    };
    let panel = Panel::new(&exhibit, plot, &x, &y);
    draw_diagonal(
        &exhibit,
        &panel,
        subject.diagonal.as_deref(),
        diagonal_in((&x, &y), plot),
    );
    for dot in &dots {
        let value = in_words(subject, dot);
        exhibit.mark(&value, || draw(&exhibit, &panel, dot));
    }
    for label in labels.iter().flatten() {
        label.write(&exhibit, down);
    }
    Some(story.told(&exhibit))
}

fn axes(subject: &Scatter, dots: &[&Dot]) -> (Axis, Axis) {
    let of = |title: &str| Metric {
        title: title.to_owned(),
        ..subject.x.clone()
    };
    let up = dots.iter().map(|dot| dot.y).chain([0.0]);
    let limit = PAGE_WIDTH / 1.5;
    let across = |parts| {
        let values = dots.iter().flat_map(|dot| ends(dot.x)).chain([0.0]);
        subject.x.axis(subject.x.axis_title(limit), values, parts)
    };
    let mut x = [6, 5, 4, 3]
        .into_iter()
        .map(across)
        .find(|axis| fits(axis, 0.8 * PAGE_WIDTH))
        .unwrap_or_else(|| across(2));
    // A dot on the edge of the plot would be cut in half.
    let mut y = subject.x.axis(of(&subject.y).axis_title(limit), up, 5);
    for axis in [&mut x, &mut y] {
        let air = 0.03 * (axis.high - axis.low);
        (axis.low, axis.high) = (axis.low - air, axis.high + air);
    }
    (x, y)
}

/// A label where it has room, in pixels below the upper edge of the plot.
struct Label {
    lines: Vec<String>,
    place: Rect,
}

impl Label {
    fn write(&self, exhibit: &Exhibit, down: f64) {
        for (line, words) in self.lines.iter().enumerate() {
            exhibit.text(Text {
                words,
                x: self.place.left,
                y: down + self.place.top + (line as f64 + 0.5) * LINE + CAPITAL / 2.0 * NOTE_SIZE,
                size: NOTE_SIZE,
                face: Face::Regular,
                paint: INK,
                anchor: "start",
                edged: true,
            });
        }
    }
}

/// A dot and its interval on the page.
struct Place {
    at: (f64, f64),
    low: f64,
    high: f64,
}

impl Place {
    fn new(dot: &Dot, (x, y): (&Axis, &Axis), plot: Rect) -> Place {
        let share = |value: f64, axis: &Axis| (value - axis.low) / (axis.high - axis.low);
        let across = |value: f64| plot.left + share(value, x) * plot.width();
        let at = across(dot.x.mean.unwrap_or(0.0));
        Place {
            at: (at, plot.bottom - share(dot.y, y) * plot.height()),
            low: dot.x.low.map_or(at, across).min(at - DOT),
            high: dot.x.high.map_or(at, across).max(at + DOT),
        }
    }

    /// What the dot and its interval cover.
    fn covered(&self) -> [Rect; 2] {
        let (x, y) = self.at;
        let around = |left: f64, right: f64, half: f64| Rect {
            left,
            top: y - half,
            right,
            bottom: y + half,
        };
        [
            around(x - DOT, x + DOT, DOT + 1.0),
            around(self.low, self.high, CAP),
        ]
    }

    /// Where a label so large can stand, from the best place to the worst: right of the
    /// interval, left of it, above or below the dot.
    fn around(&self, wide: f64, high: f64) -> Vec<Rect> {
        let (x, y) = self.at;
        let level = |left: f64, top: f64| Rect {
            left,
            top,
            right: left + wide,
            bottom: top + high,
        };
        let mut places: Vec<Rect> = Vec::new();
        for left in [self.high + 6.0, self.low - 6.0 - wide] {
            places.extend([y - high / 2.0, y - high, y].map(|top| level(left, top)));
        }
        for top in [y - ASIDE - high, y + ASIDE] {
            places.extend([x - wide / 2.0, x, x - wide].map(|left| level(left, top)));
        }
        places
    }
}

/// A label for each dot that has room for one, the first dots first; where there is a
/// diagonal, beside it if that is possible.
fn labels(dots: &[&Dot], axes: (&Axis, &Axis), plot: Rect, diagonal: bool) -> Vec<Option<Label>> {
    let places: Vec<Place> = dots.iter().map(|dot| Place::new(dot, axes, plot)).collect();
    let mut taken: Vec<Rect> = places.iter().flat_map(Place::covered).collect();
    let line = diagonal_in(axes, plot);
    dots.iter()
        .zip(&places)
        .map(|(dot, place)| {
            let lines = broken(&dot.label, NOTE_SIZE, Face::Regular, WIDEST, 2);
            let wide = lines
                .iter()
                .map(|line| width(line, NOTE_SIZE, Face::Regular))
                .fold(0.0, f64::max);
            let free: Vec<Rect> = place
                .around(wide, lines.len() as f64 * LINE)
                .into_iter()
                .filter(|place| inside(*place, plot))
                .filter(|place| taken.iter().all(|one| apart(*one, *place)))
                .collect();
            let beside = |place: &&Rect| !diagonal || !crossed(**place, line);
            let place = *free.iter().find(beside).or(free.first())?;
            taken.push(place);
            Some(Label { lines, place })
        })
        .collect()
}

/// Both ends of the line on which both axes show the same, in pixels.
fn diagonal_in((x, y): (&Axis, &Axis), plot: Rect) -> [(f64, f64); 2] {
    let place = |value: f64| {
        let share = |axis: &Axis| (value - axis.low) / (axis.high - axis.low);
        (
            plot.left + share(x) * plot.width(),
            plot.bottom - share(y) * plot.height(),
        )
    };
    [place(0.0), place(x.high.min(y.high))]
}

fn crossed(place: Rect, line: [(f64, f64); 2]) -> bool {
    let window = Window {
        x: (place.left, place.right),
        y: (place.top, place.bottom),
    };
    !clip::line(&line, window).is_empty()
}

fn inside(place: Rect, plot: Rect) -> bool {
    place.left >= plot.left + 2.0
        && place.right <= plot.right - 2.0
        && place.top >= plot.top + 2.0
        && place.bottom <= plot.bottom - 2.0
}

fn apart(one: Rect, other: Rect) -> bool {
    one.right < other.left
        || other.right < one.left
        || one.bottom < other.top
        || other.bottom < one.top
}

fn draw(exhibit: &Exhibit, panel: &Panel, dot: &Dot) {
    let Some(mean) = dot.x.mean else {
        return;
    };
    let place = |x: f64| panel.place((x, dot.y));
    if let (Some(low), Some(high)) = (dot.x.low, dot.x.high) {
        let (low, high) = (place(low), place(high));
        exhibit.line(&[low, high], MUTED, FINE);
        for (x, y) in [low, high] {
            exhibit.line(&[(x, y - CAP), (x, y + CAP)], MUTED, FINE);
        }
    }
    exhibit.dot(place(mean), PARTS[0], DOT);
}

/// The line on which both figures are the same, with its words at the upper end.
fn draw_diagonal(exhibit: &Exhibit, panel: &Panel, words: Option<&str>, ends: [(f64, f64); 2]) {
    let Some(words) = words else {
        return;
    };
    exhibit.line(&ends, MUTED, FINE);
    exhibit.note(
        words,
        panel.plot.right,
        panel.plot.top - NOTE_SIZE * 0.9,
        "end",
    );
}

fn remarks(labels: &[Option<Label>]) -> Vec<String> {
    let shown = labels.iter().flatten().count();
    if shown == labels.len() {
        return Vec::new();
    }
    vec![format!(
        "{shown} of {} dots have room for their name, the most important first.",
        labels.len()
    )]
}

fn in_words(subject: &Scatter, dot: &Dot) -> String {
    format!(
        "{}: {} {}, {} {}",
        dot.label,
        subject.x.title,
        subject.x.figures(dot.x),
        subject.y,
        subject.x.value(dot.y)
    )
}

fn told(subject: &Scatter, dots: &[&Dot]) -> Vec<String> {
    let metric = std::iter::once(format!("{}.", subject.x.full_title()));
    let dots = dots
        .iter()
        .map(|dot| format!("{}.", in_words(subject, dot)));
    metric.chain(dots).collect()
}
