//! Labels beside a plot, one a plan: each as near as can be to the place of its curve
//! that it names, none over another, joined to it by a fine line.

use super::Story;
use super::axis::Axis;
use super::clip::Point;
use super::frame::{Exhibit, Rect, SAMPLE};
use super::page::CAPITAL;
use super::panel::{Panel, TICK_ROOM, TITLE_ROOM};
use super::style::{HAIR, LABEL_SIZE, LEADER, LEADING, NOTE_SIZE, TICK};
use super::text::{Face, wrap};

/// Width of the column of labels, with the room of the joining lines.
pub(super) const COLUMN: f64 = 276.0;
/// Height of the title of the vertical axis above the plot.
pub(super) const HEAD: f64 = 30.0;
/// Height of a plot whose labels need less.
pub(super) const LEAST_HEIGHT: f64 = 420.0;
/// Room between the plot and the first letter: bends, and the line sample.
pub(super) const LEAD: f64 = 26.0 + SAMPLE + 8.0;
/// Air between two labels.
const GAP: f64 = 7.0;
/// Height of a line of text.
const LINE: f64 = LABEL_SIZE * LEADING;
/// Plans up to which a label shows all its notes.
const FEW: usize = 4;

/// What is said about a plan beside the plot.
#[derive(Clone, Debug)]
pub(super) struct Label {
    /// The plan's place in the scenario.
    pub plan: usize,
    /// The plan's title.
    pub title: String,
    /// What the curve shows there, a line each. Only the first is shown where there are
    /// many plans.
    pub notes: Vec<String>,
    /// The point of the data the label names.
    pub at: Point,
}

/// A label broken into lines.
struct Block {
    plan: usize,
    title: Vec<String>,
    notes: Vec<String>,
}

impl Block {
    fn new(label: &Label, plans: usize) -> Block {
        let (shown, lines) = if plans <= FEW {
            (usize::MAX, 4)
        } else {
            (1, 2)
        };
        let limit = COLUMN - LEAD;
        Block {
            title: wrap(&label.title, LABEL_SIZE, Face::Bold, limit, lines),
            notes: label
                .notes
                .iter()
                .take(shown)
                .flat_map(|note| wrap(note, NOTE_SIZE, Face::Regular, limit, 2))
                .collect(),
            plan: label.plan,
        }
    }

    fn height(&self) -> f64 {
        (self.title.len() + self.notes.len()) as f64 * LINE + GAP
    }
}

/// A page with one plot and room for `labels` to its right: as high as the labels need.
/// `heading` says what the labels' first notes are; `below` is extra room under the
/// axis. Returns the page and the place of the plot.
pub(super) fn page(
    story: &Story,
    heading: &str,
    y: &Axis,
    labels: &[Label],
    below: f64,
) -> (Exhibit, Rect) {
    let stacked: f64 = labels
        .iter()
        .map(|label| Block::new(label, labels.len()).height())
        .sum();
    let height = stacked.max(LEAST_HEIGHT);
    let exhibit = Exhibit::new(
        &story.title,
        &story.caption,
        HEAD + height + TICK_ROOM + TITLE_ROOM + below,
    );
    let plot = Rect {
        left: exhibit.body.left + y.label_width() + 2.0 * TICK,
        top: exhibit.body.top + HEAD,
        right: exhibit.body.right - COLUMN,
        bottom: exhibit.body.top + HEAD + height,
    };
    exhibit.note(
        heading,
        plot.right + LEAD,
        plot.top - NOTE_SIZE * 0.9,
        "start",
    );
    (exhibit, plot)
}

/// Draws the labels in a column to the right of the panel, before the curves: these
/// cover the joining lines.
pub(super) fn draw(exhibit: &Exhibit, panel: &Panel, labels: &[Label]) {
    let mut blocks: Vec<(Block, (f64, f64))> = labels
        .iter()
        .map(|label| (Block::new(label, labels.len()), panel.place(label.at)))
        .collect();
    blocks.sort_by(|(_, one), (_, other)| one.1.total_cmp(&other.1));
    let heights: Vec<f64> = blocks.iter().map(|(block, _)| block.height()).collect();
    // The first line of a label wants to stand at the height of its point.
    let wanted: Vec<f64> = blocks.iter().map(|(_, from)| from.1 - LINE / 2.0).collect();
    let plot = panel.plot;
    let tops = spread(&wanted, &heights, plot.top, plot.bottom);
    for ((block, from), top) in blocks.iter().zip(tops) {
        draw_block(exhibit, plot, block, *from, top);
    }
}

fn draw_block(exhibit: &Exhibit, plot: Rect, block: &Block, from: (f64, f64), top: f64) {
    let plan = block.plan;
    let sample = plot.right + 26.0;
    let level = top + LINE / 2.0;
    exhibit.line(
        &[from, (plot.right + 5.0, from.1), (sample - 3.0, level)],
        LEADER,
        HAIR,
    );
    exhibit.sample(plan, sample, level);
    let mut base = level + CAPITAL / 2.0 * LABEL_SIZE;
    for line in &block.title {
        exhibit.label(line, plot.right + LEAD, base, Face::Bold);
        base += LINE;
    }
    for line in &block.notes {
        exhibit.note(line, plot.right + LEAD, base, "start");
        base += LINE;
    }
}

/// Moves blocks as little as needed (least squares, in the given order) so that none
/// overlaps another and all lie between `low` and `high` where they can. `wanted` are
/// upper edges in rising order, and so is the result.
pub(super) fn spread(wanted: &[f64], heights: &[f64], low: f64, high: f64) -> Vec<f64> {
    // Groups of touching blocks: (sum of wanted tops of the group, blocks, height).
    let mut groups: Vec<(f64, usize, f64)> = Vec::new();
    let limit =
        |(sum, count, height): (f64, usize, f64)| (sum / count as f64).min(high - height).max(low);
    for (top, height) in wanted.iter().zip(heights) {
        let mut group = (*top, 1, *height);
        while let Some(&above) = groups.last()
            && limit(above) + above.2 > limit(group)
        {
            groups.pop();
            // A block of the lower group wants the group to start higher by what is above it.
            group = (
                above.0 + group.0 - group.1 as f64 * above.2,
                above.1 + group.1,
                above.2 + group.2,
            );
        }
        groups.push(group);
    }
    let mut heights = heights.iter();
    let mut tops = Vec::with_capacity(wanted.len());
    for group in groups {
        let mut top = limit(group);
        for height in heights.by_ref().take(group.1) {
            tops.push(top);
            top += height;
        }
    }
    tops
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn labels_with_room_stay_where_they_want_to_be() {
        assert_eq!(
            spread(&[20.0, 60.0], &[10.0, 10.0], 0.0, 100.0),
            [20.0, 60.0]
        );
    }

    #[test]
    fn labels_in_one_place_part_evenly() {
        assert_eq!(
            spread(&[50.0, 50.0, 50.0], &[10.0; 3], 0.0, 100.0),
            [40.0, 50.0, 60.0]
        );
    }

    #[test]
    fn labels_at_the_edge_are_pushed_inside() {
        assert_eq!(
            spread(&[98.0, 99.0], &[10.0, 20.0], 0.0, 100.0),
            [70.0, 80.0]
        );
    }

    proptest! {
        #[test]
        fn no_label_overlaps_another_or_leaves_the_column(
            mut wanted in prop::collection::vec(0.0..400.0f64, 1..9),
            height in 20.0..44.0f64,
        ) {
            wanted.sort_by(f64::total_cmp);
            let tops = spread(&wanted, &vec![height; wanted.len()], 0.0, 400.0);
            prop_assert_eq!(tops.len(), wanted.len());
            for pair in tops.windows(2) {
                prop_assert!(pair[1] - pair[0] >= height - 1e-9);
            }
            prop_assert!(tops[0] >= -1e-9);
            prop_assert!(tops[tops.len() - 1] + height <= 400.0 + 1e-9);
        }
    }
}
