//! `milestone` (plans.md E12): an award when a rank or a structure is first reached, or
//! in every period in which a condition holds.

mod awards;
mod keys;
mod read;
mod recurring;
mod structure;
#[cfg(test)]
mod tests;

pub(super) use keys::VARIANT;

use crate::books::{Source, Trigger};
use crate::plan::component::named::Named;

use super::{Commission, Maximum, Stage, company_volume};
use crate::plan::earnings::{Earnings, Line, NOBODY};
use crate::plan::ground::Ground;
use crate::plan::levels::Rows;
use crate::plan::memory::{Memory, recall};
use crate::plan::standing::customers::CustomerCounts;

use awards::{Award, Awards};
use recurring::Recurring;
use structure::PowerOfThree;

/// An award for what was reached.
#[derive(Clone, Debug)]
pub struct Milestone {
    rule: Rule,
}

/// What is awarded.
#[derive(Clone, Debug)]
enum Rule {
    Awards(Awards),
    Recurring(Recurring),
    Structure(PowerOfThree),
}

/// How often the same thing is awarded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Repeat {
    Once,
    EachPeriod,
    EachTimeAfterGap,
}

impl Repeat {
    /// The steps above which, up to `now`, something new is reached; `None` if nothing is.
    fn reached(self, now: u8, previous: u8, highest: u8) -> Option<u8> {
        let from = match self {
            Repeat::Once => highest,
            Repeat::EachTimeAfterGap => previous,
            Repeat::EachPeriod => now.saturating_sub(1),
        };
        (now > from).then_some(from)
    }
}

/// What was awarded so far, and scratch.
#[derive(Debug, Default)]
struct MilestoneMemory {
    /// The highest rank or tier each member was awarded for.
    highest: Vec<u8>,
    /// The tier each member held in the period before.
    previous: Vec<u8>,
    /// What each member won inside his first days, minor units.
    won_early: Vec<i64>,
    /// Whether his early wins are multiplied.
    boosted: Vec<bool>,
    /// Awards that are paid in parts or may still be lost.
    running: Vec<Award>,
    customers: CustomerCounts,
    groups: Vec<i64>,
    tiers: structure::Tiers,
}

impl Memory for MilestoneMemory {
    fn forget(&mut self) {
        self.highest.clear();
        self.previous.clear();
        self.won_early.clear();
        self.boosted.clear();
        self.running.clear();
    }
}

/// A line of the company's money.
fn line(ground: &Ground, exact: i64) -> Line {
    Line {
        source: NOBODY,
        level: 0,
        volume: 0,
        rate: 0,
        exact: company_volume::split(ground, exact),
    }
}

impl Commission for Milestone {
    fn stage(&self) -> Stage {
        Stage::Last
    }

    fn decimals(&self) -> u32 {
        match &self.rule {
            Rule::Awards(awards) => awards.decimals(),
            Rule::Recurring(_) | Rule::Structure(_) => 0,
        }
    }

    fn memory(&self) -> Box<dyn Memory> {
        Box::new(MilestoneMemory::default())
    }

    fn earn(
        &self,
        ground: &Ground,
        memory: &mut dyn Memory,
        _rows: &mut Rows,
        earnings: &mut Earnings,
    ) -> Option<()> {
        let memory = recall::<MilestoneMemory>(memory);
        earnings.begin_lines(company_volume::funding(ground));
        match &self.rule {
            Rule::Awards(awards) => awards.earn(ground, memory, earnings),
            Rule::Recurring(recurring) => recurring.earn(ground, memory, earnings),
            Rule::Structure(structure) => structure.earn(ground, memory, earnings),
        }
    }

    fn trigger(&self, source: Source) -> Trigger {
        company_volume::trigger(source)
    }

    fn maximum(&self) -> Maximum {
        Maximum::BESIDE_VOLUME
    }

    fn pays_on_recruits(&self) -> bool {
        match &self.rule {
            Rule::Awards(_) | Rule::Structure(_) => true,
            Rule::Recurring(recurring) => recurring.hangs_on_recruits(),
        }
    }

    fn named(&self) -> Named<'_> {
        Named {
            ranks: match &self.rule {
                Rule::Awards(awards) => awards.rank_names(),
                Rule::Recurring(recurring) => recurring.rank_names(),
                Rule::Structure(_) => Vec::new(),
            },
            ..Named::default()
        }
    }
}
