//! Attachment `preferential`: a member's weight is his recruits plus one (theory.md
//! §1.3, the plane-oriented recursive tree: the rich get richer).

use std::hint::select_unpredictable;

use rust_decimal::Decimal;

use crate::luck::Key;

/// Tickets drawn together.
const BLOCK: usize = 256;

/// Appends the sponsors of all members up to number `until`, O(1) each.
///
/// With `m` members and `e` recruitments so far the weights sum to `m + e`. A ticket
/// below that either names a member (his own weight of one) or a recruitment, whose
/// sponsor is then drawn once for each of his recruits: the copy model.
pub fn attach(key: &Key, founders: u32, sponsors: &mut Vec<u32>, until: usize) {
    let mut tickets = [0; BLOCK];
    let mut first = sponsors.len();
    sponsors.resize(until.max(first), 0);
    while first < until {
        let tickets = &mut tickets[..BLOCK.min(until - first)];
        key.below_tickets(founders, first as u32, tickets);
        for (members, &mut ticket) in (first..).zip(&mut *tickets) {
            let ticket = ticket as usize;
            // Half of the tickets name recruitments, which nobody can foresee: both are read
            // and one is taken, without a branch.
            let recruitment = ticket.saturating_sub(members) + founders as usize;
            let copied = sponsors[recruitment];
            sponsors[members] = select_unpredictable(ticket < members, ticket as u32, copied);
        }
        first += tickets.len();
    }
}

/// The weight `recruits + offset`, in whole units: an offset of 2.5 is 25 of which a recruit
/// is 10.
#[derive(Clone, Copy, Debug)]
pub struct Offset {
    units: u64,
    recruit: u64,
}

impl Offset {
    /// An offset above 0 and at most 1,000, with at most six decimals.
    ///
    /// # Panics
    ///
    /// If it is outside: the reader of scenarios keeps it within.
    #[must_use]
    pub fn new(offset: Decimal) -> Offset {
        let offset = offset.normalize();
        assert!(
            offset > Decimal::ZERO && offset.scale() <= 6,
            "an offset of {offset}"
        );
        Offset {
            units: u64::try_from(offset.mantissa()).expect("an offset is small"),
            recruit: 10_u64.pow(offset.scale()),
        }
    }

    /// The sponsor of the next member, given the `sponsor` column so far. O(1).
    ///
    /// The copy model once more: the weights sum to `m × offset + e`, so with chance
    /// `m × offset / (m × offset + e)` the sponsor is any member, else the sponsor of a past
    /// recruitment, each equally likely; one ticket in whole units draws both. The units
    /// fit 64 bits, as the largest offset is a thousand and members are numbered in 32.
    #[inline]
    #[must_use]
    pub fn sponsor(self, key: &Key, founders: u32, sponsors: &[u32]) -> u32 {
        let members = sponsors.len() as u64;
        let recruitments = members - u64::from(founders);
        let of_members = members * self.units;
        let all = of_members + recruitments * self.recruit;
        let ticket = key.below(members as u32, &mut 0, all);
        if ticket < of_members {
            (ticket / self.units) as u32
        } else {
            let recruitment = (ticket - of_members) / self.recruit;
            sponsors[recruitment as usize + founders as usize]
        }
    }
}

/// The first draw with a maximum of recruits: a tree of weights from which a member is taken
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::luck::{Luck, Stream};
    use crate::network::NO_SPONSOR;

    #[test]
    fn an_offset_of_one_is_the_plane_oriented_tree_draw_by_draw() {
        let key = Luck::new(5, 1).key(Stream::Attachment, 0);
        let mut sponsors = vec![NO_SPONSOR, NO_SPONSOR];
        attach(&key, 2, &mut sponsors, 2_000);
        assert_eq!(sponsors.len(), 2_000);
        for members in 2..2_000 {
            let next = Offset::new(Decimal::ONE).sponsor(&key, 2, &sponsors[..members]);
            assert_eq!(sponsors[members], next);
        }
    }

    #[test]
    fn half_a_recruit_by_hand() {
        // The founder has one recruit: weights 1.5 and 0.5, so the third is his 3 in 4 times.
        let offset = Offset::new(Decimal::new(5, 1));
        let to_founder = (0..40_000)
            .filter(|&seed| {
                let key = Luck::new(seed, 1).key(Stream::Attachment, 0);
                offset.sponsor(&key, 1, &[NO_SPONSOR, 0]) == 0
            })
            .count();
        // 4 standard errors.
        assert!(to_founder.abs_diff(30_000) < 347, "{to_founder}");
    }
}
