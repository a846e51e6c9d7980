//! The border between cells below zero and the others: a copy in black and white tells the
//! sign by it.

use super::super::super::frame::Exhibit;
use super::super::super::style::ON_LIGHT;
use super::{HeatMap, Layout};

/// Width of the border.
const WIDTH: f64 = 2.25;

/// Sides of cells at which the sign changes: the column and row of the cell, and whether
/// the other one is above it, else to its right.
fn sides(subject: &HeatMap) -> Vec<(usize, usize, bool)> {
    let below = |row: usize, column: usize| {
        let value = subject.values.get(row)?.get(column)?.mean?;
        Some(value < 0.0)
    };
    let mut sides = Vec::new();
    for row in 0..subject.y.labels.len() {
        for column in 0..subject.x.labels.len() {
            let Some(here) = below(row, column) else {
                continue;
            };
            for (other, above) in [
                (below(row, column + 1), false),
                (below(row + 1, column), true),
            ] {
                if other.is_some_and(|there| there != here) {
                    sides.push((column, row, above));
                }
            }
        }
    }
    sides
}

/// Whether the sign changes anywhere.
pub(super) fn is_needed(subject: &HeatMap) -> bool {
    !sides(subject).is_empty()
}

/// Draws the border over the cells.
pub(super) fn draw(exhibit: &Exhibit, subject: &HeatMap, layout: &Layout) {
    for (column, row, above) in sides(subject) {
        let rect = layout.rect(column, row);
        let side = if above {
            [(rect.left, rect.top), (rect.right, rect.top)]
        } else {
            [(rect.right, rect.top), (rect.right, rect.bottom)]
        };
        exhibit.line(&side, ON_LIGHT, WIDTH);
    }
}
