//! Who sponsored whom: the enrolment tree as columns in joining order.
//!
//! Members are numbered as they join, founders first, so a sponsor always has a
//! smaller number than his recruits: one reverse pass does any bottom-up sum and one
//! forward pass any top-down one.

mod teams;

use std::ops::Range;

use crate::columns::{self, Cores};

pub use teams::{Team, teams};

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

/// The members looked at together when cores share them, if they are not many more.
const LEAST_STRETCH: usize = if cfg!(test) { 1 << 5 } else { 1 << 16 };

/// Extends `depth` by the members it does not hold yet: each one's links up to a founder,
/// whose depth is 0.
pub fn depths(sponsor: &[u32], depth: &mut Vec<u32>, cores: Cores) {
    let mut done = depth.len();
    columns::lengthen(depth, sponsor.len());
    if cores == Cores::One {
        return descend(sponsor, depth, done..sponsor.len(), 0);
    }
    while done < sponsor.len() {
        // Of so few, nearly all have a sponsor who is done.
        let end = sponsor.len().min(done + LEAST_STRETCH.max(done / 32));
        let (above, own) = depth.split_at_mut(done);
        cores.share(&mut own[..end - done], |first, own| {
            for (own, &upline) in own.iter_mut().zip(&sponsor[done + first..]) {
                if let Some(above) = above.get(upline as usize) {
                    *own = above + 1;
                }
            }
        });
        descend(sponsor, depth, done..end, done);
        done = end;
    }
}

/// One by one, those members whose sponsor is `first` or after him.
fn descend(sponsor: &[u32], depth: &mut [u32], members: Range<usize>, first: usize) {
    for member in members {
        let upline = sponsor[member];
        if upline != NO_SPONSOR && upline as usize >= first {
            depth[member] = depth[upline as usize] + 1;
        }
    }
}

/// Fills `ends` with where each member's stretch ends when all stand in one line: everyone
/// before those below him, and these in the order of recruits; founders in theirs.
pub fn stretch_ends(sponsor: &[u32], teams: &[Team], ends: &mut Vec<u32>) {
    ends.clear();
    columns::lengthen(ends, sponsor.len());
    let mut next_founder = 0;
    for (member, (&upline, team)) in sponsor.iter().zip(teams).enumerate() {
        let next = match upline {
            NO_SPONSOR => &mut next_founder,
            upline => &mut ends[upline as usize],
        };
        let start = *next;
        *next += team.downline + 1;
        // Where his first recruit is to stand; behind the last one's stretch his own ends.
        ends[member] = start + 1;
    }
}

#[cfg(test)]
pub(crate) mod testing {
    use super::NO_SPONSOR;
    use proptest::prelude::*;

    /// Every member's sponsor: deep chains as well as bushes, and more than one root.
    pub(crate) fn tree(links: &[(prop::sample::Index, u8)]) -> Vec<u32> {
        let sponsor = |(index, (link, kind)): (usize, &(prop::sample::Index, u8))| match kind {
            _ if index == 0 => NO_SPONSOR,
            0..8 => NO_SPONSOR,
            8..128 => index as u32 - 1,
            _ => link.index(index) as u32,
        };
        links.iter().enumerate().map(sponsor).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn cores_share_a_descent_and_nothing_changes(
            links in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..400),
            known in 0_usize..400,
        ) {
            let sponsor = testing::tree(&links);
            let mut one = Vec::new();
            depths(&sponsor[..known.min(sponsor.len())], &mut one, Cores::One);
            let mut all = one.clone();
            depths(&sponsor, &mut one, Cores::One);
            depths(&sponsor, &mut all, Cores::All);
            prop_assert_eq!(&one, &all);
            let slow = |mut member: usize| {
                let mut depth = 0;
                while sponsor[member] != NO_SPONSOR {
                    (member, depth) = (sponsor[member] as usize, depth + 1);
                }
                depth
            };
            prop_assert_eq!(one, (0..sponsor.len()).map(slow).collect::<Vec<u32>>());
        }
    }

    #[test]
    fn a_small_tree_by_hand() {
        // 0 → 1, 2; 1 → 3; 3 → 4; 5 is a second root.
        let sponsor = [NO_SPONSOR, 0, 0, 1, 3, NO_SPONSOR];
        let (mut depth, mut below, mut ends) = (vec![], vec![], vec![]);
        depths(&sponsor, &mut depth, Cores::One);
        teams(&sponsor, &mut below);
        assert_eq!(depth, [0, 1, 1, 2, 3, 0]);
        let counts: Vec<(u32, u32)> = below
            .iter()
            .map(|own| (own.recruits, own.downline))
            .collect();
        assert_eq!(counts, [(2, 4), (1, 2), (0, 0), (1, 1), (0, 0), (0, 0)]);
        // 0, 1, 3, 4, 2, and 5 behind them.
        stretch_ends(&sponsor, &below, &mut ends);
        assert_eq!(ends, [5, 4, 5, 4, 4, 6]);
    }
}
