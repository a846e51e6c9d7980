//! Attachment `slots`: every member owns `width` slots and a joiner takes a uniformly
//! drawn free one (theory.md §1.4: d-ary increasing trees, random spill-over). O(1) a join.

use crate::luck::Key;

/// The free slots: one entry a slot, naming its owner.
#[derive(Clone, Debug)]
pub struct FreeSlots {
    width: u32,
    owners: Vec<u32>,
}

impl FreeSlots {
    /// No members yet. `width` is at least 1.
    #[must_use]
    pub fn new(width: u32) -> FreeSlots {
        FreeSlots {
            width,
            owners: Vec::new(),
        }
    }

    /// Forgets all members, keeping the memory.
    pub fn clear(&mut self) {
        self.owners.clear();
    }

    /// The member brings his slots.
    pub fn add_member(&mut self, member: u32) {
        for _ in 0..self.width {
            self.owners.push(member);
        }
    }

    /// Draws the sponsor of `joiner` and takes the slot.
    pub fn sponsor(&mut self, key: &Key, joiner: u32) -> u32 {
        let slot = key.below(joiner, &mut 0, self.owners.len() as u64);
        self.owners.swap_remove(slot as usize)
    }
}
