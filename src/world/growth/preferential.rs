//! Attachment `preferential`: a member's weight is his recruits plus one (theory.md
//! §1.3, the plane-oriented recursive tree: the rich get richer).

use crate::luck::Key;
use crate::network::NO_SPONSOR;

/// The sponsor of the next member, given the `sponsor` column so far. O(1).
///
/// With `m` members and `e` recruitments so far the weights sum to `m + e`. A number
/// below that either names a member (his own weight of one) or a recruitment, whose
/// sponsor is then drawn once for each of his recruits: the copy model.
#[inline]
#[must_use]
pub fn sponsor(key: &Key, founders: u32, sponsors: &[u32]) -> u32 {
    let members = sponsors.len() as u64;
    let recruitments = members - u64::from(founders);
    let ticket = key.below(members as u32, &mut 0, members + recruitments);
    if ticket < members {
        ticket as u32
    } else {
        let sponsor = sponsors[(ticket - members) as usize + founders as usize];
        debug_assert_ne!(sponsor, NO_SPONSOR, "only founders have no sponsor");
        sponsor
    }
}

/// The same with a maximum of recruits: a tree of weights from which a member is taken
/// when full. O(log n) a join.
#[derive(Clone, Debug)]
pub struct CappedWeights {
    max_recruits: u32,
    weights: super::weighted::WeightTree,
    recruits: Vec<u32>,
}

impl CappedWeights {
    /// No members yet. `max_recruits` is at least 1.
    #[must_use]
    pub fn new(max_recruits: u32) -> CappedWeights {
        CappedWeights {
            max_recruits,
            weights: super::weighted::WeightTree::default(),
            recruits: Vec::new(),
        }
    }

    /// Forgets all members, keeping the memory.
    pub fn clear(&mut self) {
        self.weights.clear();
        self.recruits.clear();
    }

    /// The next member joins the draw with weight one.
    pub fn add_member(&mut self) {
        self.weights.push(1);
        self.recruits.push(0);
    }

    /// Draws the sponsor of `joiner` and counts the recruit.
    pub fn sponsor(&mut self, key: &Key, joiner: u32) -> u32 {
        let ticket = key.below(joiner, &mut 0, self.weights.total());
        let sponsor = self.weights.find(ticket);
        let recruits = &mut self.recruits[sponsor];
        *recruits += 1;
        if *recruits == self.max_recruits {
            self.weights.subtract(sponsor, u64::from(self.max_recruits));
        } else {
            self.weights.add(sponsor, 1);
        }
        sponsor as u32
    }
}
