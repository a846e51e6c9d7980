//! Where the members of a network stand in the chart: boxes of their own where there is
//! room, else merged with their neighbours of the same level.

use crate::measure::sample_tree::DEEPEST;
use crate::report::chart::words::grouped;
use crate::study::results::{CellEarnings, SampleTree, TreeCell};

/// A member's stretch of at least so many pixels is a box of its own.
const ALONE: f64 = 6.0;
/// Members are merged within stretches of so many pixels.
const MERGED: f64 = 4.0;
/// Gaps between members of one kind that would be hairlines are not drawn.
const HIDDEN: f64 = 1.0;
/// The most levels that have a row of their own; all deeper ones share the last.
const MOST_ROWS: usize = 26;

/// The members of one level, or of the deepest levels together.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Row {
    /// Which level: `3`, or `25–31`.
    pub level: String,
    /// What its members are left with.
    pub whole: CellEarnings,
    /// From left to right.
    pub boxes: Vec<Box>,
}

/// One member, or several merged.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Box {
    /// Pixels from the left of the network to its left edge.
    pub left: f64,
    /// And to its right edge.
    pub right: f64,
    /// What its members are left with.
    pub earnings: CellEarnings,
    /// Whether it is a single member with a stretch of his own.
    pub alone: bool,
}

/// The rows of a network `width` pixels wide under one of the plans.
pub(super) fn rows(tree: &SampleTree, plan: usize, width: f64) -> Vec<Row> {
    let deepest = tree.cells.last().map_or(0, |cell| cell.depth) as usize;
    let scale = width / f64::from(tree.members);
    let last = MOST_ROWS - 1;
    let mut levels: Vec<Vec<(TreeCell, CellEarnings)>> = vec![Vec::new(); deepest.min(last) + 1];
    for (cell, own) in tree.cells.iter().zip(&tree.earnings[plan]) {
        levels[(cell.depth as usize).min(last)].push((*cell, *own));
    }
    // Deeper levels than are kept are merged with the deepest.
    let open = tree
        .cells
        .last()
        .is_some_and(|cell| cell.depth == DEEPEST && cell.member.is_none());
    let shared = deepest > last;
    if shared {
        // By place alone: the levels lie on each other.
        levels[last].sort_by_key(|(cell, _)| cell.position);
    }
    levels
        .iter()
        .enumerate()
        .map(|(level, cells)| {
            let many = shared && level == last;
            let mut whole = CellEarnings::default();
            for (_, own) in cells {
                whole.add(*own);
            }
            Row {
                level: name(level, if many { deepest } else { level }, open && many),
                whole,
                boxes: boxes(cells, scale, many),
            }
        })
        .collect()
}

fn name(first: usize, last: usize, open: bool) -> String {
    let open = if open { "+" } else { "" };
    if first == last {
        first.to_string()
    } else {
        format!("{first}–{}{open}", grouped(last as f64, 0))
    }
}

/// The boxes of one row. Where levels lie on each other, each member is as wide as one.
fn boxes(cells: &[(TreeCell, CellEarnings)], scale: f64, levels_shared: bool) -> Vec<Box> {
    let mut boxes: Vec<Box> = Vec::new();
    // The column that the last box is merged in, if it is.
    let mut open = None;
    for (cell, own) in cells {
        let left = f64::from(cell.position) * scale;
        let width = if levels_shared && cell.member.is_some() {
            1
        } else {
            cell.width
        };
        let next = Box {
            left,
            right: left + f64::from(width) * scale,
            earnings: *own,
            alone: cell.member.is_some() && f64::from(width) * scale >= ALONE,
        };
        let column = (!next.alone).then(|| libm::floor(left / MERGED) as u32);
        match boxes.last_mut() {
            Some(last) if column.is_some() && (column == open || last.continues(&next)) => {
                last.right = last.right.max(next.right);
                last.earnings.add(*own);
            }
            _ => boxes.push(next),
        }
        open = column;
    }
    boxes
}

impl Box {
    /// Whether the next merged members are of the same kind, all of them, and touch these:
    /// one box then says the same as two.
    fn continues(&self, next: &Box) -> bool {
        !self.alone
            && next.left - self.right < HIDDEN
            && kind(self.earnings).is_some()
            && kind(self.earnings) == kind(next.earnings)
    }

    /// The shares of its members in loss, at zero and in profit.
    pub fn shares(&self) -> [f64; 3] {
        let own = self.earnings;
        [own.loss, own.zero, own.profit].map(|part| f64::from(part) / f64::from(own.members()))
    }
}

/// Which of loss, zero and profit all members are in, if it is one.
pub(super) fn kind(earnings: CellEarnings) -> Option<usize> {
    let parts = [earnings.loss, earnings.zero, earnings.profit];
    parts.iter().position(|part| *part == earnings.members())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::study::results::TreeMember;

    fn one(depth: u32, position: u32, width: u32, net: i64) -> (TreeCell, CellEarnings) {
        let cell = TreeCell {
            depth,
            position,
            width,
            members: 1,
            member: Some(TreeMember {
                number: position,
                sponsor: None,
                recruits: 0,
                downline: width - 1,
            }),
        };
        let own = CellEarnings {
            loss: u32::from(net < 0),
            zero: u32::from(net == 0),
            profit: u32::from(net > 0),
            net,
        };
        (cell, own)
    }

    fn tree(cells: Vec<(TreeCell, CellEarnings)>) -> SampleTree {
        let (cells, own): (Vec<_>, Vec<_>) = cells.into_iter().unzip();
        SampleTree {
            replication: 1,
            members: cells.len() as u32,
            ids: Vec::new(),
            cells,
            earnings: vec![own],
        }
    }

    #[test]
    fn who_has_room_stands_alone_and_the_others_are_merged() {
        let tree = tree(vec![
            one(0, 0, 5, 9),
            one(1, 1, 1, -1),
            one(1, 2, 1, 0),
            one(1, 3, 2, 5),
            one(2, 4, 1, -1),
        ]);
        let wide = rows(&tree, 0, 100.0);
        assert!(wide.iter().all(|row| row.boxes.iter().all(|own| own.alone)));
        assert_eq!(
            (wide[1].boxes[2].left, wide[1].boxes[2].right),
            (60.0, 100.0)
        );
        let narrow = rows(&tree, 0, 10.0);
        assert_eq!(narrow[1].boxes.len(), 2, "two columns of pixels");
        let narrower = rows(&tree, 0, 4.5);
        assert_eq!(narrower[1].boxes.len(), 1);
        let third = 1.0 / 3.0;
        assert_eq!(narrower[1].boxes[0].shares(), [third, third, third]);
        assert_eq!(narrower[1].whole, wide[1].whole);
    }

    #[test]
    fn a_chain_of_a_hundred_levels_has_a_last_row_for_the_deep_ones() {
        let chain = tree((0..100).map(|n| one(n, n, 100 - n, 1)).collect());
        let rows = rows(&chain, 0, 500.0);
        assert_eq!(rows.len(), MOST_ROWS);
        assert_eq!(rows[24].level, "24");
        assert_eq!(rows[25].level, "25–99");
        assert_eq!(rows[25].whole.profit, 75);
        assert_eq!(rows[25].boxes.len(), 1, "all of one kind");
    }
}
