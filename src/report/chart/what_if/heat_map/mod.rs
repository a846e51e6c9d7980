//! A metric over two varied keys: a cell a pair of values, the darker the further from zero
//! or from the lowest.

mod border;
mod scale;

use super::super::Chart;
use super::super::frame::{Exhibit, Rect};
use super::super::page::{CAPITAL, Text};
use super::super::style::{GRID, HAIR, LEADING, MARGIN, MUTED, NOTE_SIZE, PAGE_WIDTH, PAPER};
use super::super::text::{Face, width, wrap};
use super::breaking::broken;
use super::key_axis::thinned;
use super::metric::holds_zero;
use super::{Metric, Words};
use crate::study::results::Estimate;
use scale::Scale;

/// Height of all rows, if each is neither too low nor too high for that.
const HEIGHT: f64 = 520.0;
/// The lowest row.
const LOWEST: f64 = 11.0;
/// The highest row.
const HIGHEST: f64 = 56.0;
/// Height of a line of text.
const LINE: f64 = NOTE_SIZE * LEADING;
/// Room above the map for the title of its rows.
const HEAD: f64 = 30.0;
/// Widest column of row labels.
const LABELS: f64 = 190.0;
/// Room between the labels of the rows and the map.
const BESIDE: f64 = 10.0;
/// Cells up to which each tells its value under the pointer: more make the file too large.
const MOST_TELLING: usize = 400;
/// Findings up to which the alternative text names each.
const MOST_TOLD: usize = 25;

/// What the chart shows.
#[derive(Clone, Debug)]
pub struct HeatMap<'a> {
    /// What it says.
    pub words: Words,
    /// The columns, from left to right.
    pub x: Cells,
    /// The rows, from the bottom up.
    pub y: Cells,
    /// The metric of one plan, or its difference from another.
    pub metric: Metric<'a>,
    /// `values[row][column]`, without a mean where not known.
    pub values: Vec<Vec<Estimate>>,
}

/// The values of a varied key, side by side.
#[derive(Clone, Debug)]
pub struct Cells {
    /// What is varied, with its unit.
    pub title: String,
    /// The values in words or figures.
    pub labels: Vec<String>,
}

/// A cell and where it is.
struct Cell {
    column: usize,
    row: usize,
    estimate: Estimate,
}

/// Where the cells are on the page.
struct Layout {
    map: Rect,
    across: f64,
    down: f64,
}

impl Layout {
    fn rect(&self, column: usize, row: usize) -> Rect {
        let left = self.map.left + column as f64 * self.across;
        let bottom = self.map.bottom - row as f64 * self.down;
        Rect {
            left,
            top: bottom - self.down,
            right: left + self.across,
            bottom,
        }
    }
}

/// Draws the chart; `None` if no cell is known.
#[must_use]
pub fn heat_map(subject: &HeatMap) -> Option<Chart> {
    let cells = cells(subject);
    let known: Vec<&Cell> = cells
        .iter()
        .filter(|cell| cell.estimate.mean.is_some())
        .collect();
    if known.is_empty() {
        return None;
    }
    let means = || known.iter().filter_map(|cell| cell.estimate.mean);
    let scale = Scale::new(means(), &subject.metric);
    let rows = subject.y.labels.len();
    let down = (HEIGHT / rows as f64).clamp(LOWEST, HIGHEST);
    let labels = labels_width(subject, down);
    let story = subject
        .words
        .story(&remarks(subject, &known, &cells, &scale, down), || {
            told(subject, &known)
        });
    let across = PAGE_WIDTH - 2.0 * MARGIN - labels - BESIDE;
    let columns = thinned(&subject.x.labels, across);
    let deepest = columns.iter().map(Vec::len).max().unwrap_or(1);
    let foot = (deepest as f64 + 1.25) * LINE + 6.0;
    let exhibit = Exhibit::new(
        &story.title,
        &story.caption,
        scale::HEIGHT + HEAD + rows as f64 * down + foot,
    );
    let top = exhibit.body.top + scale::HEIGHT + HEAD;
    let map = Rect {
        left: exhibit.body.left + labels + BESIDE,
        top,
        right: exhibit.body.right,
        bottom: top + rows as f64 * down,
    };
    let layout = Layout {
        map,
        across: map.width() / subject.x.labels.len() as f64,
        down,
    };
    let missing = known.len() < cells.len();
    scale.draw(&exhibit, &subject.metric, exhibit.body.top, missing);
    write_labels(&exhibit, subject, &layout, &columns);
    draw(&exhibit, subject, &layout, &cells, &scale);
    border::draw(&exhibit, subject, &layout);
    Some(story.told(&exhibit))
}

fn cells(subject: &HeatMap) -> Vec<Cell> {
    let columns = subject.x.labels.len();
    let all = (0..subject.y.labels.len()).flat_map(|row| (0..columns).map(move |at| (row, at)));
    all.map(|(row, column)| Cell {
        column,
        row,
        estimate: subject
            .values
            .get(row)
            .and_then(|values| values.get(column))
            .copied()
            .unwrap_or_default(),
    })
    .collect()
}

/// Whether rows are high enough for text.
fn roomy(down: f64) -> bool {
    down >= LINE
}

/// How many lines of text a row has room for, when every so many rows are labelled.
fn row_lines(down: f64) -> (usize, usize) {
    let every = libm::ceil(LINE / down).max(1.0);
    let lines = libm::floor(down * every / LINE).clamp(1.0, 3.0);
    (every as usize, lines as usize)
}

fn labels_width(subject: &HeatMap, down: f64) -> f64 {
    let (_, lines) = row_lines(down);
    subject
        .y
        .labels
        .iter()
        .flat_map(|label| broken(label, NOTE_SIZE, Face::Regular, LABELS, lines))
        .map(|line| width(&line, NOTE_SIZE, Face::Regular))
        .fold(0.0, f64::max)
}

fn write_labels(exhibit: &Exhibit, subject: &HeatMap, layout: &Layout, columns: &[Vec<String>]) {
    let map = layout.map;
    let (every, lines) = row_lines(layout.down);
    for (row, label) in subject.y.labels.iter().enumerate().step_by(every) {
        let middle = map.bottom - (row as f64 + 0.5) * layout.down;
        let label = broken(label, NOTE_SIZE, Face::Regular, LABELS, lines);
        let first = middle + CAPITAL / 2.0 * NOTE_SIZE - (label.len() as f64 - 1.0) / 2.0 * LINE;
        for (line, words) in label.iter().enumerate() {
            exhibit.note(words, map.left - 8.0, first + line as f64 * LINE, "end");
        }
    }
    let deepest = columns.iter().map(Vec::len).max().unwrap_or(1);
    for (column, label) in columns.iter().enumerate() {
        let middle = map.left + (column as f64 + 0.5) * layout.across;
        for (line, words) in label.iter().enumerate() {
            let base = map.bottom + (line as f64 + 1.0) * LINE;
            exhibit.note(words, middle, base, "middle");
        }
    }
    let whole = exhibit.body.width();
    for title in wrap(&subject.y.title, NOTE_SIZE, Face::Regular, whole, 1) {
        exhibit.note(
            &title,
            exhibit.body.left,
            map.top - NOTE_SIZE * 0.7,
            "start",
        );
    }
    for title in wrap(&subject.x.title, NOTE_SIZE, Face::Regular, map.width(), 1) {
        let base = map.bottom + (deepest as f64 + 1.25) * LINE;
        exhibit.note(&title, (map.left + map.right) / 2.0, base, "middle");
    }
}

/// Fills the cells, shade by shade, so that those of one shade are one path; and writes
/// their values where all fit.
fn draw(exhibit: &Exhibit, subject: &HeatMap, layout: &Layout, cells: &[Cell], scale: &Scale) {
    let metric = &subject.metric;
    let words: Vec<String> = cells
        .iter()
        .map(|cell| match cell.estimate.mean {
            Some(mean) => metric.value(mean),
            None => "–".to_owned(),
        })
        .collect();
    let widest = words
        .iter()
        .map(|words| width(words, NOTE_SIZE, Face::Regular))
        .fold(0.0, f64::max);
    let written = roomy(layout.down) && widest + 6.0 <= layout.across;
    if cells.len() <= MOST_TELLING {
        for (cell, words) in cells.iter().zip(&words) {
            exhibit.mark(&cell_in_words(subject, cell), || {
                draw_cell(exhibit, layout, cell, scale);
                if written {
                    write(
                        exhibit,
                        layout.rect(cell.column, cell.row),
                        words,
                        cell,
                        scale,
                    );
                }
            });
        }
        return;
    }
    let mut order: Vec<&Cell> = cells.iter().collect();
    order.sort_by_key(|cell| cell.estimate.mean.map(|mean| scale.bin(mean)));
    for cell in order {
        draw_cell(exhibit, layout, cell, scale);
    }
    if written {
        for (cell, words) in cells.iter().zip(&words) {
            write(
                exhibit,
                layout.rect(cell.column, cell.row),
                words,
                cell,
                scale,
            );
        }
    }
}

fn draw_cell(exhibit: &Exhibit, layout: &Layout, cell: &Cell, scale: &Scale) {
    let rect = layout.rect(cell.column, cell.row);
    let Some(mean) = cell.estimate.mean else {
        hatch(exhibit, rect);
        return;
    };
    exhibit.filled(rect, scale.paint(mean));
    if layout.down >= LINE {
        // Cells with room have white joints.
        let edge = [(rect.left, rect.top), (rect.right, rect.top)];
        exhibit.line(&edge, PAPER, HAIR);
        exhibit.line(
            &[(rect.left, rect.top), (rect.left, rect.bottom)],
            PAPER,
            HAIR,
        );
    }
    if marks_doubt(layout.down, scale) && holds_zero(cell.estimate) {
        let at = (rect.right - 6.5, rect.top + 6.5);
        exhibit.dot(at, scale.paint(mean).legible(), 2.5);
    }
}

/// Whether cells whose sign is not told carry a dot.
fn marks_doubt(down: f64, scale: &Scale) -> bool {
    scale.around_zero() && roomy(down)
}

/// A cell that is not known.
pub(super) fn hatch(exhibit: &Exhibit, rect: Rect) {
    exhibit.filled(rect, GRID);
    exhibit.line(
        &[(rect.left, rect.bottom), (rect.right, rect.top)],
        MUTED,
        HAIR,
    );
}

fn write(exhibit: &Exhibit, rect: Rect, words: &str, cell: &Cell, scale: &Scale) {
    let Some(mean) = cell.estimate.mean else {
        return;
    };
    exhibit.text(Text {
        words,
        x: (rect.left + rect.right) / 2.0,
        y: (rect.top + rect.bottom + CAPITAL * NOTE_SIZE) / 2.0,
        size: NOTE_SIZE,
        face: Face::Regular,
        paint: scale.paint(mean).legible(),
        anchor: "middle",
        edged: false,
    });
}

fn remarks(
    subject: &HeatMap,
    known: &[&Cell],
    cells: &[Cell],
    scale: &Scale,
    down: f64,
) -> Vec<String> {
    let mut remarks = Vec::new();
    if known.len() < cells.len() {
        remarks.push("Struck through: not known.".to_owned());
    }
    if border::is_needed(subject) {
        remarks.push("The dark line is where the sign changes.".to_owned());
    }
    if marks_doubt(down, scale) && known.iter().any(|cell| holds_zero(cell.estimate)) {
        remarks.push("A dot in the corner: not told apart from zero.".to_owned());
    }
    remarks
}

fn cell_in_words(subject: &HeatMap, cell: &Cell) -> String {
    format!(
        "{} {}, {} {}: {}",
        subject.x.title,
        subject.x.labels[cell.column],
        subject.y.title,
        subject.y.labels[cell.row],
        subject.metric.figures(cell.estimate)
    )
}

/// All cells in words where they are few, else the lowest, the highest and how many there
/// are of each sign.
fn told(subject: &HeatMap, known: &[&Cell]) -> Vec<String> {
    let mut told = vec![format!("{}.", subject.metric.full_title())];
    if known.len() <= MOST_TOLD {
        let cells = known.iter().map(|cell| cell_in_words(subject, cell));
        told.extend(cells.map(|cell| format!("{cell}.")));
        return told;
    }
    let mean = |cell: &&Cell| cell.estimate.mean.unwrap_or(0.0);
    let by_mean = |one: &&&Cell, other: &&&Cell| mean(one).total_cmp(&mean(other));
    let lowest = known.iter().min_by(by_mean);
    let highest = known.iter().max_by(by_mean);
    let below = known.iter().filter(|cell| mean(cell) < 0.0).count();
    told.push(format!("{} pairs of values.", known.len()));
    for (words, cell) in [("Lowest", lowest), ("Highest", highest)] {
        if let Some(cell) = cell {
            told.push(format!("{words}: {}.", cell_in_words(subject, cell)));
        }
    }
    if below > 0 {
        told.push(format!("Below zero: {below} of {}.", known.len()));
    }
    told
}
