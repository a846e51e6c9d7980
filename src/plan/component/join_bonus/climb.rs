//! Who is paid above a new member (plans.md E10): enrollers level by level, or uplines of
//! a rank. A loop up the tree, one step after the other.

use crate::network::NO_SPONSOR;
use crate::plan::earnings::NOBODY;
use crate::plan::ground::Ground;

use super::terms::{Payee, Terms};

/// Who holds a level.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Found {
    /// He is paid.
    Payee(u32),
    /// There are people above, but nobody is paid: who would have been, and why not.
    Unpaid(u32, &'static str),
    /// There is nobody above.
    Nobody,
}

/// A way up the enrolment tree.
#[derive(Debug)]
pub(super) struct Climb<'a, 'b> {
    pub(super) ground: &'a Ground<'b>,
    /// The lowest rank that counts.
    rank: u8,
    recruit: usize,
    /// The last one found, at first the new member himself.
    at: u32,
    /// Levels asked for so far.
    level: u32,
}

impl<'a, 'b> Climb<'a, 'b> {
    pub(super) fn new(terms: &Terms, ground: &'a Ground<'b>) -> Climb<'a, 'b> {
        let rank = match &terms.payee {
            Payee::ByLevel => 0,
            Payee::NearestRank(names) | Payee::Coded(names) => names
                .iter()
                .filter_map(|name| ground.ranks.place(name))
                .min()
                .unwrap_or(u8::MAX),
        };
        Climb {
            ground,
            rank,
            recruit: 0,
            at: NO_SPONSOR,
            level: 0,
        }
    }

    /// Begins below the enroller of `recruit`.
    pub(super) fn start(&mut self, recruit: usize) {
        self.recruit = recruit;
        self.at = recruit as u32;
        self.level = 0;
    }

    /// Who holds the next level.
    pub(super) fn next(&mut self, terms: &Terms, coded: Option<u32>) -> Found {
        self.level += 1;
        if self.at == NO_SPONSOR {
            return self.nobody("nobody is left above");
        }
        match terms.payee {
            Payee::ByLevel => self.next_level(terms),
            Payee::NearestRank(_) => self.next_of_rank(terms.roll_up),
            Payee::Coded(_) => match coded {
                Some(holder) if holder != NOBODY => self.if_active(holder),
                _ => self.nobody("no upline had the rank at enrolment"),
            },
        }
    }

    fn up(&self, member: u32) -> u32 {
        self.ground.sponsor[member as usize]
    }

    /// The tree above the new member is too short for the level, or else nobody in it is
    /// entitled to it (plans.md §3: breakage and "no upline" are apart).
    fn nobody(&self, why: &'static str) -> Found {
        if self.level > self.ground.depth[self.recruit] {
            Found::Nobody
        } else {
            Found::Unpaid(NOBODY, why)
        }
    }

    fn is_active(&self, member: u32) -> bool {
        self.ground.is_active(member as usize)
    }

    fn if_active(&self, member: u32) -> Found {
        if self.is_active(member) {
            Found::Payee(member)
        } else {
            Found::Unpaid(member, "inactive")
        }
    }

    fn next_level(&mut self, terms: &Terms) -> Found {
        self.at = self.up(self.at);
        if self.level == 1 && self.at != NO_SPONSOR {
            return if terms.sponsor_must_qualify {
                self.if_active(self.at)
            } else {
                Found::Payee(self.at)
            };
        }
        while terms.roll_up && self.at != NO_SPONSOR && !self.is_active(self.at) {
            self.at = self.up(self.at);
        }
        match self.at {
            NO_SPONSOR => self.nobody("nobody active up to the root"),
            upline => self.if_active(upline),
        }
    }

    fn next_of_rank(&mut self, roll_up: bool) -> Found {
        loop {
            self.at = self.up(self.at);
            if self.at == NO_SPONSOR {
                return self.nobody("no upline has the rank");
            }
            let has_rank = self.ground.rank_of(self.at as usize) >= self.rank;
            if has_rank && (!roll_up || self.is_active(self.at)) {
                return self.if_active(self.at);
            }
        }
    }

    /// The nearest upline of the rank when `member` enrolled: at the rank files give for
    /// the period, else at the one he then held, that of the period before (rulings.md
    /// 12). In the first period there is no other than its own.
    pub(super) fn code_of(&self, member: usize) -> u32 {
        let standing = self.ground.standing;
        let given = self.ground.period.details.standing;
        let is_given = given.is_some_and(|given| !given.rank.is_empty());
        let held = if is_given || self.ground.period.number == 1 {
            &standing.rank
        } else {
            &standing.previous_rank
        };
        let mut upline = self.up(member as u32);
        while upline != NO_SPONSOR
            && held
                .get(upline as usize)
                .is_none_or(|&rank| rank < self.rank)
        {
            upline = self.up(upline);
        }
        upline
    }
}
