//! Who sponsored whom: the enrolment tree as columns in joining order.
//!
//! Members are numbered as they join, founders first, so a sponsor always has a
//! smaller number than his recruits: one reverse pass does any bottom-up sum and one
//! forward pass any top-down one.

use crate::columns;

/// The sponsor of a member who has none: a founder.
pub const NO_SPONSOR: u32 = u32::MAX;

/// Who joined when and under whom, members numbered as they joined.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Enrolment {
    /// Who enrolled each member; [`NO_SPONSOR`] for a root.
    pub sponsor: Vec<u32>,
    /// The period each member joined, 1-based, ascending.
    pub joined: Vec<u16>,
    /// Whether the periods are known; if not, everyone joins in period 1.
    pub joining_known: bool,
}

impl Enrolment {
    /// How many have joined by the end of a period.
    #[must_use]
    pub fn joined_by(&self, period: u32) -> usize {
        self.joined
            .partition_point(|&joined| u32::from(joined) <= period)
    }
}

/// Extends `depth` by the members it does not hold yet: each one's links up to a founder,
/// whose depth is 0.
pub fn depths(sponsor: &[u32], depth: &mut Vec<u32>) {
    let known = depth.len();
    columns::lengthen(depth, sponsor.len());
    for (member, &upline) in sponsor.iter().enumerate().skip(known) {
        if upline != NO_SPONSOR {
            depth[member] = depth[upline as usize] + 1;
        }
    }
}

/// Fills `recruits` with each member's personal recruits and `downline` with all
/// descendants, oneself not counted.
pub fn teams(sponsor: &[u32], recruits: &mut Vec<u32>, downline: &mut Vec<u32>) {
    recruits.clear();
    columns::lengthen(recruits, sponsor.len());
    downline.clear();
    columns::lengthen(downline, sponsor.len());
    for member in (0..sponsor.len()).rev() {
        let upline = sponsor[member];
        if upline != NO_SPONSOR {
            recruits[upline as usize] += 1;
            downline[upline as usize] += downline[member] + 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_small_tree_by_hand() {
        // 0 → 1, 2; 1 → 3; 3 → 4; 5 is a second root.
        let sponsor = [NO_SPONSOR, 0, 0, 1, 3, NO_SPONSOR];
        let (mut depth, mut recruits, mut downline) = (vec![], vec![], vec![]);
        depths(&sponsor, &mut depth);
        teams(&sponsor, &mut recruits, &mut downline);
        assert_eq!(depth, [0, 1, 1, 2, 3, 0]);
        assert_eq!(recruits, [2, 1, 0, 1, 0, 0]);
        assert_eq!(downline, [4, 2, 0, 1, 0, 0]);
    }
}
