//! A row of the chart: its label, its marks around zero, its figures.

use super::super::super::axis::{Axis, fits, round_step, ticks_between};
use super::super::super::frame::{Exhibit, Rect};
use super::super::super::page::{CAPITAL, Text};
use super::super::super::panel::Panel;
use super::super::super::style::{FINE, HAIR, INK, LABEL_SIZE, MUTED, NOTE_SIZE, PAPER};
use super::super::super::text::{Face, width, wrap};
use super::super::metric::ends;
use super::{BETWEEN, Bars, Block, FIGURES, Form, LANE, LINE, Mark, Row, mark_in_words};

/// Thickness of a bar.
const BAR: f64 = 17.0;
/// Half the height of the end of an interval.
const CAP: f64 = 5.0;
/// Room between a mark and what is written at its end.
const ASIDE: f64 = 9.0;
/// The widest text at the end of a mark, as a share of the plot.
const WIDEST: f64 = 0.28;

/// Where the end of a mark is at which its text stands: away from zero.
fn end(mark: &Mark) -> Option<(f64, bool)> {
    let mean = mark.estimate.mean?;
    let leftwards = mean < 0.0;
    let extreme = ends(mark.estimate).chain([0.0]);
    let end = if leftwards {
        extreme.fold(mean, f64::min)
    } else {
        extreme.fold(mean, f64::max)
    };
    Some((end, leftwards))
}

/// What is written at the end of a mark, on one line.
fn text(mark: &Mark, pixels: f64) -> Option<String> {
    let text = mark.text.as_deref()?;
    wrap(text, NOTE_SIZE, Face::Regular, WIDEST * pixels, 1).pop()
}

/// The axis, with zero and with room for the text at the ends of the marks.
pub(super) fn axis(subject: &Bars, pixels: f64) -> Axis {
    let marks = || subject.rows.iter().flat_map(|row| &row.marks);
    let metric = &subject.metric;
    let values = marks().flat_map(|mark| ends(mark.estimate)).chain([0.0]);
    let (lowest, highest) = metric.range(values);
    let (mut low, mut high) = (lowest.min(0.0), highest.max(0.0));
    // Room for text widens the axis, on which the text is then wider: it settles in a few
    // rounds, since no text is wider than a fair share of the plot.
    for _ in 0..24 {
        let scale = (high - low) / pixels;
        for mark in marks() {
            let Some((end, leftwards)) = end(mark) else {
                continue;
            };
            let wide = text(mark, pixels)
                .map_or(0.0, |text| width(&text, NOTE_SIZE, Face::Regular) + ASIDE);
            let room = (wide + ASIDE) * scale;
            if leftwards {
                low = low.min(end - room);
            } else {
                high = high.max(end + room);
            }
        }
    }
    let mut axis = Axis {
        title: metric.axis_title(pixels),
        low,
        high,
        ticks: Vec::new(),
        grid: true,
    };
    for parts in [6, 5, 4, 3, 2, 1] {
        let step = metric
            .step(high - low, parts)
            .max(round_step(high - low, parts));
        let (first, last) = (libm::ceil(low / step), libm::floor(high / step));
        axis.ticks = ticks_between(first, last, step)
            .map(|at| (at, metric.tick(at, step)))
            .collect();
        if fits(&axis, pixels) {
            break;
        }
    }
    axis
}

/// The line of zero.
pub(super) fn zero(exhibit: &Exhibit, panel: &Panel) {
    let (zero, plot) = (panel.place((0.0, 0.0)).0, panel.plot);
    exhibit.line(&[(zero, plot.top), (zero, plot.bottom)], INK, 1.5);
}

/// Draws a row whose upper edge is at `top`.
pub(super) fn row(exhibit: &Exhibit, panel: &Panel, subject: &Bars, block: &Block, top: f64) {
    let row: &Row = block.row;
    if row.total {
        let (left, right) = (exhibit.body.left, exhibit.body.right);
        exhibit.line(&[(left, top), (right, top)], MUTED, HAIR);
    }
    let middle = top + block.height() / 2.0;
    let lines = block.label.len() + block.note.len();
    let first = middle - (lines as f64 - 1.0) / 2.0 * LINE + CAPITAL / 2.0 * LABEL_SIZE;
    for (line, words) in block.label.iter().enumerate() {
        let base = first + line as f64 * LINE;
        exhibit.label(words, exhibit.body.left, base, Face::Bold);
    }
    for (line, words) in block.note.iter().enumerate() {
        let base = first + (block.label.len() + line) as f64 * LINE;
        exhibit.note(words, exhibit.body.left, base, "start");
    }
    let lanes = row.marks.len() as f64;
    debug_assert!(lanes * LANE + BETWEEN <= block.height() + 1e-9);
    for (index, mark) in row.marks.iter().enumerate() {
        let level = middle + (index as f64 - (lanes - 1.0) / 2.0) * LANE;
        let value = format!("{}, {}", row.label, mark_in_words(subject, mark));
        exhibit.mark(&value, || draw(exhibit, panel, subject.form, mark, level));
        write(exhibit, panel, subject, mark, level);
    }
}

fn draw(exhibit: &Exhibit, panel: &Panel, form: Form, mark: &Mark, level: f64) {
    let Some(mean) = mark.estimate.mean else {
        return;
    };
    let x = |value: f64| panel.place((value, 0.0)).0;
    if form == Form::Bar {
        let bar = Rect {
            left: x(mean.min(0.0)),
            top: level - BAR / 2.0,
            right: x(mean.max(0.0)),
            bottom: level + BAR / 2.0,
        };
        exhibit.filled(bar, mark.paint());
    }
    if let (Some(low), Some(high)) = (mark.estimate.low, mark.estimate.high)
        && low < high
    {
        let (low, high) = (x(low), x(high));
        // A paper edge, to be seen on a dark bar.
        exhibit.line(&[(low, level), (high, level)], PAPER, 3.5);
        exhibit.line(&[(low, level), (high, level)], INK, FINE);
        for end in [low, high] {
            exhibit.line(&[(end, level - CAP), (end, level + CAP)], INK, FINE);
        }
    }
    if form == Form::Dot {
        exhibit.dot((x(mean), level), INK, 6.5);
        exhibit.dot((x(mean), level), mark.paint(), 5.0);
    }
}

/// Writes the text at the end of a mark, and its figures at the right.
fn write(exhibit: &Exhibit, panel: &Panel, subject: &Bars, mark: &Mark, level: f64) {
    let base = level + CAPITAL / 2.0 * NOTE_SIZE;
    let figures = subject.metric.figures(mark.estimate);
    // Where the interval has no room, it is only drawn.
    let value = mark.estimate.mean.map(|mean| subject.metric.value(mean));
    let words = if width(&figures, NOTE_SIZE, Face::Regular) <= FIGURES {
        figures
    } else {
        value.unwrap_or_default()
    };
    exhibit.note(&words, exhibit.body.right, base, "end");
    let (Some((end, leftwards)), Some(words)) = (end(mark), text(mark, panel.plot.width())) else {
        return;
    };
    let x = panel.place((end, 0.0)).0;
    exhibit.text(Text {
        words: &words,
        x: if leftwards { x - ASIDE } else { x + ASIDE },
        y: base,
        size: NOTE_SIZE,
        face: Face::Regular,
        paint: INK,
        anchor: if leftwards { "end" } else { "start" },
        edged: true,
    });
}
