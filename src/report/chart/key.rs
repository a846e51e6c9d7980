//! A key above a chart where curves or areas cannot carry their own labels: samples
//! and names, side by side, on as many lines as they need.

use super::frame::{Exhibit, Rect, SAMPLE};
use super::page::CAPITAL;
use super::style::{LABEL_SIZE, MARGIN, PAGE_WIDTH, Paint};
use super::text::{Face, width, wrap};

/// What is explained.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sample {
    /// A plan's line.
    Plan(usize),
    /// An area of this paint.
    Area(Paint),
}

/// Samples with their names, and where each stands from the upper left corner.
#[derive(Clone, Debug)]
pub(super) struct Key {
    items: Vec<(Sample, String, f64, f64)>,
    /// Height of the whole key in pixels.
    pub height: f64,
}

const LINE: f64 = 27.0;
const SQUARE: f64 = 16.0;
const AIR: f64 = 8.0;
const BETWEEN: f64 = 28.0;

impl Key {
    /// Lays the items out over the width of the page.
    pub fn new(items: impl IntoIterator<Item = (Sample, String)>) -> Key {
        let limit = PAGE_WIDTH - 2.0 * MARGIN;
        let (mut x, mut y) = (0.0, 0.0);
        let mut placed = Vec::new();
        for (sample, name) in items {
            let lead = sample.width() + AIR;
            let name = wrap(&name, LABEL_SIZE, Face::Regular, limit - lead, 1)
                .pop()
                .unwrap_or_default();
            let whole = lead + width(&name, LABEL_SIZE, Face::Regular);
            if x > 0.0 && x + whole > limit {
                x = 0.0;
                y += LINE;
            }
            placed.push((sample, name, x, y));
            x += whole + BETWEEN;
        }
        Key {
            items: placed,
            height: y + LINE,
        }
    }

    /// Draws the key with its upper left corner at `x`, `y`.
    pub fn draw(&self, exhibit: &Exhibit, x: f64, y: f64) {
        for (sample, name, right, down) in &self.items {
            let (x, middle) = (x + right, y + down + LINE / 2.0);
            match sample {
                Sample::Plan(plan) => exhibit.sample(*plan, x, middle),
                Sample::Area(paint) => exhibit.filled(
                    Rect {
                        left: x,
                        top: middle - SQUARE / 2.0,
                        right: x + SQUARE,
                        bottom: middle + SQUARE / 2.0,
                    },
                    *paint,
                ),
            }
            exhibit.label(
                name,
                x + sample.width() + AIR,
                middle + CAPITAL / 2.0 * LABEL_SIZE,
                Face::Regular,
            );
        }
    }
}

impl Sample {
    fn width(self) -> f64 {
        match self {
            Sample::Plan(_) => SAMPLE,
            Sample::Area(_) => SQUARE,
        }
    }
}
