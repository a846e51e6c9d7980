//! Attachment `uniform`: every member recruits with the same chance (theory.md §1.1, the
//! Gastwirth model, the random recursive tree). O(1) a join.

use crate::columns::{self, Cores};
use crate::luck::Key;

/// Appends the sponsors of all members up to number `until`: each is one of the members
/// before him, equally likely.
///
/// # Panics
///
/// If there is no member yet.
pub fn attach(key: &Key, sponsors: &mut Vec<u32>, until: usize, cores: Cores) {
    let first = sponsors.len();
    columns::lengthen(sponsors, until.max(first));
    cores.share(&mut sponsors[first..], |place, sponsors| {
        key.below_themselves((first + place) as u32, sponsors);
    });
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

/// Uniform among those who are enrolled and have fewer than a maximum of recruits: a list
/// that knows the place of everyone on it. O(1) a join and a leaving. Until the first leaves
/// or is full its draws are those of [`attach`].
#[derive(Clone, Debug)]
pub struct Enrolled {
    max_recruits: u32,
    free: Vec<u32>,
    /// Where each member stands on the list; [`GONE`] if he does not.
    places: Vec<u32>,
    /// Empty without a maximum.
    recruits: Vec<u32>,
}

const GONE: u32 = u32::MAX;

impl Enrolled {
    /// No members yet; `max_recruits` is at least 1.
    #[must_use]
    pub fn new(max_recruits: Option<u32>) -> Enrolled {
        Enrolled {
            max_recruits: max_recruits.unwrap_or(u32::MAX),
            free: Vec::new(),
            places: Vec::new(),
            recruits: Vec::new(),
        }
    }

    /// Forgets all members, keeping the memory.
    pub fn clear(&mut self) {
        self.free.clear();
        self.places.clear();
        self.recruits.clear();
    }

    /// The next member joins the draw.
    pub fn add_member(&mut self) {
        let member = self.places.len() as u32;
        self.places.push(self.free.len() as u32);
        self.free.push(member);
        if self.max_recruits != u32::MAX {
            self.recruits.push(0);
        }
    }

    /// A member leaves the draw, if he is in it.
    pub fn remove(&mut self, member: u32) {
        let place = std::mem::replace(&mut self.places[member as usize], GONE);
        if place != GONE {
            self.free.swap_remove(place as usize);
            if let Some(&moved) = self.free.get(place as usize) {
                self.places[moved as usize] = place;
            }
        }
    }

    /// Draws the sponsor of `joiner` and counts the recruit; `None` if nobody is left.
    pub fn sponsor(&mut self, key: &Key, joiner: u32) -> Option<u32> {
        if self.free.is_empty() {
            return None;
        }
        let place = key.below(joiner, &mut 0, self.free.len() as u64) as usize;
        let sponsor = self.free[place];
        if let Some(recruits) = self.recruits.get_mut(sponsor as usize) {
            *recruits += 1;
            if *recruits == self.max_recruits {
                self.remove(sponsor);
            }
        }
        Some(sponsor)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::luck::{Luck, Stream};

    #[test]
    fn who_leaves_is_not_drawn_and_everyone_else_is() {
        let key = Luck::new(3, 1).key(Stream::Attachment, 0);
        let mut enrolled = Enrolled::new(None);
        (0..6).for_each(|_| enrolled.add_member());
        for gone in [2, 5, 2] {
            enrolled.remove(gone);
        }
        let mut seen = [0; 6];
        for joiner in 6..4_006 {
            seen[enrolled.sponsor(&key, joiner).unwrap() as usize] += 1;
        }
        assert_eq!((seen[2], seen[5]), (0, 0));
        // 5 standard errors.
        assert!(
            [0, 1, 3, 4]
                .iter()
                .all(|&member| 1_000_u32.abs_diff(seen[member]) < 137),
            "{seen:?}"
        );
    }

    #[test]
    fn nobody_is_left_when_all_are_full() {
        let key = Luck::new(3, 1).key(Stream::Attachment, 0);
        let mut enrolled = Enrolled::new(Some(1));
        enrolled.add_member();
        assert_eq!(enrolled.sponsor(&key, 1), Some(0));
        assert_eq!(enrolled.sponsor(&key, 2), None);
    }
}
