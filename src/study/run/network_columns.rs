//! The network of a replication as the measures read it.

use multiversion::multiversion;

use crate::books::Period;
use crate::columns::{Cores, Each};
use crate::network::{self, Team};

/// The columns that no period has, in joining order.
#[derive(Default)]
pub(super) struct NetworkColumns {
    pub(super) teams: Vec<Team>,
    /// Where stretches end, in a replication that is kept to be drawn.
    pub(super) ends: Vec<u32>,
    /// Empty where the period tells it.
    depth: Vec<u32>,
    /// Empty if everyone joined in one period and stayed.
    periods_enrolled: Vec<u16>,
    /// Empty if everyone stayed.
    enrolled_at_end: Vec<bool>,
}

impl NetworkColumns {
    /// Fills the columns of what is above and below each member.
    /// `is_sampled` says whether the network is kept to be drawn.
    pub(super) fn fill(&mut self, members: &Period, is_sampled: bool, cores: Cores) {
        find_stretches(members.sponsor, is_sampled, &mut self.teams, &mut self.ends);
        find_depths(members, &mut self.depth, cores);
    }

    /// The same while somebody `pay`s. Teams and where stretches end are found by one core;
    /// whichever is done first begins with the depths.
    pub(super) fn fill_while<T: Send>(
        &mut self,
        members: &Period,
        is_sampled: bool,
        pay: impl FnOnce() -> T + Send,
    ) -> T {
        let depth = &mut self.depth;
        let pay_and_descend = || {
            let paid = pay();
            find_depths(members, depth, Cores::All);
            paid
        };
        let (teams, ends) = (&mut self.teams, &mut self.ends);
        rayon::join(pay_and_descend, || {
            find_stretches(members.sponsor, is_sampled, teams, ends);
        })
        .0
    }

    /// Fills the columns of how long everyone stayed.
    pub(super) fn find_stays(&mut self, members: &Period, periods: u32) {
        self.periods_enrolled.clear();
        self.enrolled_at_end.clear();
        let (joined, last_period) = (members.joined, members.last_period);
        let first_to_leave = match last_period {
            Each::All(last) => Some(last),
            Each::Own(column) => least(column),
        };
        let everyone_stayed = first_to_leave.is_none_or(|last| u32::from(last) > periods);
        let all_joined_at_once = match joined {
            Each::All(_) => true,
            Each::Own(column) => column.first() == column.last(),
        };
        let people = members.members();
        if !everyone_stayed || !all_joined_at_once {
            let enrolled = &mut self.periods_enrolled;
            joined.combine(last_period, people, enrolled, |joined, last| {
                (u32::from(last).min(periods) + 1 - u32::from(joined)) as u16
            });
        }
        if !everyone_stayed {
            let stayed = &mut self.enrolled_at_end;
            joined.combine(last_period, people, stayed, |_, last| {
                u32::from(last) > periods
            });
        }
    }

    /// Links up to the founder.
    pub(super) fn depth<'c>(&'c self, members: &Period<'c>) -> &'c [u32] {
        match members.depth {
            [] => &self.depth,
            depth => depth,
        }
    }

    /// How many periods each member was enrolled, of so many.
    pub(super) fn periods_enrolled(&self, joined: Each<u16>, periods: u32) -> Each<'_, u16> {
        match self.periods_enrolled.as_slice() {
            [] => Each::All((periods + 1) as u16 - joined.first().unwrap_or(1)),
            periods => Each::Own(periods),
        }
    }

    /// Whether each member has not quit by the end.
    pub(super) fn enrolled_at_end(&self) -> Each<'_, bool> {
        match self.enrolled_at_end.as_slice() {
            [] => Each::All(true),
            stayed => Each::Own(stayed),
        }
    }
}

/// How many are below each member and, if asked for, where his stretch ends.
fn find_stretches(sponsor: &[u32], is_sampled: bool, teams: &mut Vec<Team>, ends: &mut Vec<u32>) {
    network::teams(sponsor, teams);
    if is_sampled {
        network::stretch_ends(sponsor, teams, ends);
    }
}

/// Links up to the founder, where the period does not tell them.
fn find_depths(members: &Period, depth: &mut Vec<u32>, cores: Cores) {
    depth.clear();
    if members.depth.is_empty() {
        network::depths(members.sponsor, depth, cores);
    }
}

/// The smallest number; `None` if there is none.
#[multiversion(targets("x86_64+avx512f+avx512dq+avx512bw+avx512vl", "x86_64+avx2"))]
fn least(numbers: &[u16]) -> Option<u16> {
    let least = numbers
        .iter()
        .fold(u16::MAX, |least, &number| least.min(number));
    (!numbers.is_empty()).then_some(least)
}
