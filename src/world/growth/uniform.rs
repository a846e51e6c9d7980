//! Attachment `uniform`: every member recruits with the same chance (theory.md §1.1, the
//! Gastwirth model, the random recursive tree). O(1) a join.

use crate::luck::Key;

/// The sponsor of member `joiner`: one of the members before him, each equally likely.
#[inline]
#[must_use]
pub fn sponsor(key: &Key, joiner: u32) -> u32 {
    key.below(joiner, &mut 0, u64::from(joiner)) as u32
}

/// Uniform among the members who have fewer than a maximum of recruits (theory.md §1.2,
/// the chain-letter model): a list from which a member leaves when full. O(1) a join.
#[derive(Clone, Debug)]
pub struct Unsaturated {
    max_recruits: u32,
    free: Vec<u32>,
    recruits: Vec<u32>,
}

impl Unsaturated {
    /// No members yet. `max_recruits` is at least 1.
    #[must_use]
    pub fn new(max_recruits: u32) -> Unsaturated {
        Unsaturated {
            max_recruits,
            free: Vec::new(),
            recruits: Vec::new(),
        }
    }

    /// Forgets all members, keeping the memory.
    pub fn clear(&mut self) {
        self.free.clear();
        self.recruits.clear();
    }

    /// The next member joins the draw.
    pub fn add_member(&mut self) {
        self.free.push(self.recruits.len() as u32);
        self.recruits.push(0);
    }

    /// Draws the sponsor of `joiner` and counts the recruit.
    pub fn sponsor(&mut self, key: &Key, joiner: u32) -> u32 {
        let place = key.below(joiner, &mut 0, self.free.len() as u64) as usize;
        let sponsor = self.free[place];
        let recruits = &mut self.recruits[sponsor as usize];
        *recruits += 1;
        if *recruits == self.max_recruits {
            self.free.swap_remove(place);
        }
        sponsor
    }
}
