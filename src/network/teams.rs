//! How many are below each member.

use super::NO_SPONSOR;
use crate::columns::bins::{Bins, block_shift, half_word, place_and_amount};
use crate::columns::lengthen;

/// How many are below a member.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Team {
    /// Personal recruits.
    pub recruits: u32,
    /// All descendants, oneself not counted.
    pub downline: u32,
}

impl Team {
    /// Takes in a recruit, with all below him so many.
    #[inline(always)]
    fn take(&mut self, joining: u32) {
        self.recruits += 1;
        self.downline += joining;
    }
}

/// Of more members than this a sponsor's team is in no cache.
const ONE_BLOCK: usize = 1 << 22;

/// The smallest block of a larger network, as a power of two: its teams stay in the cache.
const SMALLEST_BLOCK: u32 = 15;

/// Fills `teams` with each member's.
pub fn teams(sponsor: &[u32], teams: &mut Vec<Team>) {
    teams.clear();
    lengthen(teams, sponsor.len());
    if sponsor.len() <= ONE_BLOCK {
        join_sponsors(sponsor, 0, teams, |_, _| ());
    } else {
        count_in_blocks(sponsor, teams, block_shift(sponsor.len(), SMALLEST_BLOCK));
    }
}

/// Every member, with all below him, joins his sponsor's team, from the newest to the oldest
/// of a block. `sponsor` and `teams` are of the members from `start` on; those whose sponsor
/// is before them go to `further`.
#[inline(always)]
fn join_sponsors(
    sponsor: &[u32],
    start: usize,
    teams: &mut [Team],
    mut further: impl FnMut(u32, u32),
) {
    for (member, &upline) in sponsor.iter().enumerate().rev() {
        let joining = teams[member].downline + 1;
        if (upline as usize) < start {
            further(upline, joining);
        } else if upline != NO_SPONSOR {
            teams[upline as usize - start].take(joining);
        }
    }
}

/// In blocks of 2^`shift` members: whoever has a sponsor in an earlier block waits in its bin.
/// What waits is a half word: the sponsor's place and how many join. What is too many for that,
/// which is rare, joins at once.
fn count_in_blocks(sponsor: &[u32], teams: &mut [Team], shift: u32) {
    let size = 1 << shift;
    let in_block = size as u32 - 1;
    let most = u32::MAX >> shift;
    let blocks = sponsor.len().div_ceil(size);
    let mut waiting = Bins::default();
    waiting.open(blocks, sponsor.len() / 2);
    for (block, sponsor) in sponsor.chunks(size).enumerate().rev() {
        let start = block * size;
        let (earlier, own) = teams[..start + sponsor.len()].split_at_mut(start);
        waiting.look(block, |waiting| {
            for &[word] in waiting {
                let (place, joining) = place_and_amount(word, shift);
                own[place].take(joining);
            }
        });
        waiting.clear(block);
        join_sponsors(sponsor, start, own, |upline, joining| {
            if joining <= most {
                let word = half_word(upline & in_block, joining, shift);
                waiting.put((upline >> shift) as usize, [word]);
            } else {
                earlier[upline as usize].take(joining);
            }
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::network::testing::tree;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn blocks_of_any_size_count_the_same(
            links in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..400),
        ) {
            let sponsor = tree(&links);
            let mut walked = vec![Team::default(); sponsor.len()];
            for (member, &upline) in sponsor.iter().enumerate() {
                if upline != NO_SPONSOR {
                    walked[upline as usize].recruits += 1;
                }
                let mut above = sponsor[member];
                while above != NO_SPONSOR {
                    walked[above as usize].downline += 1;
                    above = sponsor[above as usize];
                }
            }
            let mut plain = Vec::new();
            teams(&sponsor, &mut plain);
            prop_assert_eq!(&plain, &walked);
            for shift in [1, 3, 6] {
                let mut blocks = vec![Team::default(); sponsor.len()];
                count_in_blocks(&sponsor, &mut blocks, shift);
                prop_assert_eq!(&blocks, &walked);
            }
        }
    }

    /// More than a word holds beside a place of sixteen bits: the chain's first third joins at
    /// once.
    #[test]
    fn large_teams_join_at_once() {
        let members = 3 << 16;
        let sponsor: Vec<u32> = (0..members)
            .map(|member: u32| member.checked_sub(1).unwrap_or(NO_SPONSOR))
            .collect();
        let mut blocks = vec![Team::default(); sponsor.len()];
        count_in_blocks(&sponsor, &mut blocks, 16);
        for (member, team) in blocks.iter().enumerate() {
            let downline = members - 1 - member as u32;
            assert_eq!((team.recruits, team.downline), (downline.min(1), downline));
        }
    }
}
