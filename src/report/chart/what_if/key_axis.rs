//! The axis of a varied key: numbers on a linear scale, or words side by side.

use super::super::axis::{Axis, fits, round_step, ticks_between};
use super::super::frame::{Exhibit, Rect};
use super::super::panel::TICK_ROOM;
use super::super::style::{LEADING, NOTE_SIZE};
use super::super::text::{Face, width, wrap};
use super::super::words::grouped;
use super::breaking::broken;
use super::metric::decimals;

/// Room at either end of an axis of numbers, as a share of its extent.
const AIR: f64 = 0.03;
/// Height of a line of a word.
const LINE: f64 = NOTE_SIZE * LEADING;
/// Lines a word may be broken into.
const MOST_LINES: usize = 4;

/// A key that is varied.
#[derive(Clone, Debug)]
pub struct KeyAxis {
    /// What is varied, with its unit.
    pub title: String,
    /// What its values are.
    pub values: Values,
}

/// The values of a varied key.
#[derive(Clone, Debug)]
pub enum Values {
    /// Numbers, which stand where they are.
    Numbers,
    /// Words: that of place 0 stands at position 0, the next at 1.
    Words(Vec<String>),
}

impl KeyAxis {
    /// The axis over positions, as wide as `pixels`. Words are not on it: they are broken
    /// into lines, which [`KeyAxis::write_words`] writes.
    pub(super) fn axis(&self, positions: impl Iterator<Item = f64>, pixels: f64) -> Axis {
        match &self.values {
            Values::Words(words) => Axis {
                title: String::new(),
                low: -0.5,
                high: words.len().max(1) as f64 - 0.5,
                ticks: Vec::new(),
                grid: false,
            },
            Values::Numbers => numbers(positions, pixels),
        }
    }

    /// The value at a position in words.
    pub(super) fn value(&self, position: f64) -> String {
        match &self.values {
            Values::Numbers => plain(position),
            Values::Words(words) => words
                .get(libm::round(position).max(0.0) as usize)
                .cloned()
                .unwrap_or_default(),
        }
    }

    /// Height of the words below a plot so wide, beyond the room of plain ticks.
    pub(super) fn room(&self, pixels: f64) -> f64 {
        let lines = self.lines(pixels);
        let most = lines.iter().map(Vec::len).max().unwrap_or(1);
        (most.max(1) - 1) as f64 * LINE
    }

    /// Writes the words below the plot, and the title below them.
    pub(super) fn write(&self, exhibit: &Exhibit, plot: Rect) {
        self.write_words(exhibit, plot);
        let below = plot.bottom + TICK_ROOM + self.room(plot.width());
        let middle = (plot.left + plot.right) / 2.0;
        for title in wrap(&self.title, NOTE_SIZE, Face::Regular, plot.width(), 1) {
            exhibit.note(&title, middle, below + NOTE_SIZE, "middle");
        }
    }

    /// Writes the words below the plot.
    pub(super) fn write_words(&self, exhibit: &Exhibit, plot: Rect) {
        let lines = self.lines(plot.width());
        let share = plot.width() / lines.len().max(1) as f64;
        for (index, lines) in lines.iter().enumerate() {
            let middle = plot.left + (index as f64 + 0.5) * share;
            for (line, words) in lines.iter().enumerate() {
                let base = plot.bottom + LINE + line as f64 * LINE;
                exhibit.note(words, middle, base, "middle");
            }
        }
    }

    /// The words, each broken into lines that leave the next one room. Where there are too
    /// many, every second is left out, or more.
    fn lines(&self, pixels: f64) -> Vec<Vec<String>> {
        let Values::Words(words) = &self.values else {
            return Vec::new();
        };
        thinned(words, pixels)
    }
}

/// Words side by side over so many pixels, broken into lines; those left out are empty.
pub(super) fn thinned(words: &[String], pixels: f64) -> Vec<Vec<String>> {
    let share = pixels / words.len().max(1) as f64;
    let widest = words
        .iter()
        .map(|word| width(word, NOTE_SIZE, Face::Regular))
        .fold(0.0, f64::max);
    // A word of letters needs some room to be broken in; a number is written whole.
    let needed = widest.min(5.0 * NOTE_SIZE) + 0.6 * NOTE_SIZE;
    let every = libm::ceil(needed / share).clamp(1.0, words.len().max(1) as f64);
    let limit = every * share - 0.6 * NOTE_SIZE;
    // Where words are wider than their place, the first and the last keep from the ends.
    let every = every as usize;
    let narrow = widest.min(limit) <= share + 1.2 * NOTE_SIZE;
    let first = if narrow { 0 } else { every / 2 };
    let last = words.len().saturating_sub(first + 1).max(first);
    words
        .iter()
        .enumerate()
        .map(|(index, word)| {
            if index >= first && index <= last && (index - first) % every == 0 {
                broken(word, NOTE_SIZE, Face::Regular, limit, MOST_LINES)
            } else {
                Vec::new()
            }
        })
        .collect()
}

/// A linear axis with as many round ticks as fit.
fn numbers(positions: impl Iterator<Item = f64>, pixels: f64) -> Axis {
    let (low, high) = positions
        .filter(|position| position.is_finite())
        .fold(None, |ends, position| {
            let (low, high) = ends.unwrap_or((position, position));
            Some((f64::min(low, position), f64::max(high, position)))
        })
        .unwrap_or((0.0, 1.0));
    let extent = if high > low {
        high - low
    } else if low != 0.0 {
        libm::fabs(low)
    } else {
        1.0
    };
    // One value stands in the middle.
    let air = if high > low {
        AIR * extent
    } else {
        extent / 2.0
    };
    let mut axis = Axis {
        title: String::new(),
        low: low - air,
        high: high + air,
        ticks: Vec::new(),
        grid: false,
    };
    for parts in [8, 6, 5, 4, 3, 2, 1] {
        let step = round_step(axis.high - axis.low, parts);
        let first = libm::ceil(axis.low / step);
        let last = libm::floor(axis.high / step);
        if last < first {
            // No rounder number is on the axis.
            axis.ticks.truncate(1);
            break;
        }
        axis.ticks = ticks_between(first, last, step)
            .map(|at| (at, grouped(at, decimals(step))))
            .collect();
        if fits(&axis, pixels) {
            break;
        }
    }
    axis
}

/// A number with as many decimals as it has, at most six.
fn plain(number: f64) -> String {
    let text = grouped(number, 6);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn labels(positions: &[f64], pixels: f64) -> Vec<String> {
        let axis = numbers(positions.iter().copied(), pixels);
        axis.ticks.into_iter().map(|(_, label)| label).collect()
    }

    #[test]
    fn numbers_have_round_ticks_that_fit() {
        assert_eq!(
            labels(&[0.0, 0.5], 600.0),
            ["0.0", "0.1", "0.2", "0.3", "0.4", "0.5"]
        );
        assert_eq!(
            labels(&[0.05], 600.0),
            ["0.03", "0.04", "0.05", "0.06", "0.07"]
        );
        assert_eq!(labels(&[1e9, 2e9], 100.0), ["2,000,000,000"]);
        assert_eq!(labels(&[1.2e9, 1.3e9], 100.0).len(), 1);
        assert!(labels(&[-1e12, 1e12], 600.0).len() >= 3);
    }

    #[test]
    fn a_number_is_written_as_short_as_can_be() {
        assert_eq!(plain(0.05), "0.05");
        assert_eq!(plain(1200.0), "1,200");
        assert_eq!(plain(0.0), "0");
    }

    #[test]
    fn words_are_thinned_when_there_are_many() {
        let words: Vec<String> = (0..40).map(|index| format!("{}", index * 1000)).collect();
        let shown = thinned(&words, 700.0);
        assert_eq!(shown.len(), 40);
        let written: Vec<usize> = (0..40).filter(|index| !shown[*index].is_empty()).collect();
        assert!(written.len() >= 8, "{written:?}");
        for pair in written.windows(2) {
            assert_eq!(pair[1] - pair[0], written[1] - written[0]);
        }
        let few = thinned(&["true".to_owned(), "false".to_owned()], 400.0);
        assert_eq!(few, [["true"], ["false"]]);
    }
}
