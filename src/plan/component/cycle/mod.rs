//! `cycle` (plans.md E7): boards, cyclers, revolving matrices, gifting boards and matrix
//! contracts. People pay for places; whoever's board or matrix is full is paid out of it.
//!
//! Entries are the joins in joining order. Each is worked to a fixed point: a full board
//! pays its head, then his sponsor, then he may enter again and fill another.

mod board;
mod bounds;
mod contract;
mod keys;
mod matrix;
mod terms;
#[cfg(test)]
mod tests;

use std::collections::VecDeque;

use crate::books::{Source, Trigger};
use crate::network::NO_SPONSOR;
use crate::plan::earnings::{Earnings, Funding, Line, NOBODY};
use crate::plan::ground::Ground;
use crate::plan::levels::Rows;
use crate::plan::memory::{Memory, recall};
use crate::scenario::diagnose::Diagnostic;
use crate::scenario::types::ComponentSettings;

use super::{Commission, Maximum, Stage};
use board::Boards;
use contract::{Contract, Ledger};
use matrix::Matrices;
use terms::Terms;

pub(super) use keys::VARIANT;

/// Where a newcomer takes his place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fill {
    FollowSponsor,
    OldestBoard,
}

/// What people take places on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Shape {
    SplitBoard,
    OwnMatrix,
}

/// Boards or matrices with what they pay.
#[derive(Clone, Debug)]
struct Places {
    shape: Shape,
    width: usize,
    rows: u32,
    fill: Fill,
    terms: Terms,
    /// What a newcomer pays, minor units.
    entry_fee: Option<i64>,
    founders: usize,
    founders_pay: bool,
}

/// The commission.
#[derive(Clone, Debug)]
pub struct Cycle(Rule);

#[derive(Clone, Debug)]
enum Rule {
    Places(Places),
    Contract(Contract),
}

impl Cycle {
    pub(super) fn new(settings: &ComponentSettings, plan: &str) -> Result<Cycle, Box<Diagnostic>> {
        terms::read(settings, plan).map(Cycle)
    }
}

#[derive(Debug)]
enum Seats {
    Boards(Boards),
    Matrices(Matrices),
    Contract(Ledger),
}

/// Who sits where, from period to period.
#[derive(Debug)]
struct CycleMemory {
    seats: Seats,
    /// Members who have entered: the first so many.
    entered: usize,
    /// What newcomers paid and nobody was paid yet, minor units.
    kitty: i64,
    /// What was paid in this period, and by whom.
    fees: Vec<(u32, i64)>,
    entries: VecDeque<(u32, u32)>,
    cycled: Vec<(u32, u32)>,
}

impl CycleMemory {
    fn new(seats: Seats) -> CycleMemory {
        CycleMemory {
            seats,
            entered: 0,
            kitty: 0,
            fees: Vec::new(),
            entries: VecDeque::new(),
            cycled: Vec::new(),
        }
    }
}

impl Memory for CycleMemory {
    fn forget(&mut self) {
        match &mut self.seats {
            Seats::Boards(boards) => boards.forget(),
            Seats::Matrices(matrices) => matrices.forget(),
            Seats::Contract(ledger) => ledger.forget(),
        }
        self.entered = 0;
        self.kitty = 0;
        self.fees.clear();
        self.entries.clear();
        self.cycled.clear();
    }
}

/// A line of an amount that is no rate, all from what people paid for places.
fn line(source: u32, level: u32, amount: i64, unit: i64) -> Option<Line> {
    let mut exact = [0; 3];
    exact[Source::Joining as usize] = amount.checked_mul(unit)?;
    Some(Line {
        source,
        level: u16::try_from(level).unwrap_or(u16::MAX),
        volume: 0,
        rate: 0,
        exact,
    })
}

impl Places {
    fn earn(
        &self,
        ground: &Ground,
        memory: &mut CycleMemory,
        earnings: &mut Earnings,
    ) -> Option<()> {
        if let Seats::Boards(boards) = &mut memory.seats {
            boards.admit(ground.members());
        }
        let founders = self.founders.max(ground.period.founders);
        for member in memory.entered..ground.members() {
            let pays = member >= founders || self.founders_pay;
            if let (Some(fee), true) = (self.entry_fee, pays) {
                memory.fees.push((member as u32, fee));
                memory.kitty = memory.kitty.checked_add(fee)?;
            }
            memory.entries.push_back((member as u32, 0));
            while let Some((entrant, stage)) = memory.entries.pop_front() {
                self.enter(ground, memory, earnings, entrant, stage)?;
            }
        }
        memory.entered = ground.members();
        assert!(
            memory.kitty >= 0,
            "no more is paid out than came in (plans.md E7)"
        );
        Some(())
    }

    /// One entry: whoever it completes a board or matrix for is paid, then his sponsor,
    /// then he may enter again.
    fn enter(
        &self,
        ground: &Ground,
        memory: &mut CycleMemory,
        earnings: &mut Earnings,
        entrant: u32,
        stage: u32,
    ) -> Option<()> {
        let sponsor = ground.sponsor[entrant as usize];
        let cycled = &mut memory.cycled;
        match &mut memory.seats {
            Seats::Boards(boards) => boards.enter(entrant, sponsor, stage, cycled),
            Seats::Matrices(matrices) => matrices.enter(entrant, sponsor, stage, cycled),
            Seats::Contract(_) => unreachable!("boards and matrices keep no contract"),
        }
        let unit = 10_i64.pow(ground.decimals);
        for (payee, stage) in memory.cycled.drain(..) {
            let terms = self.terms.of(stage);
            let again = self.terms.after(stage);
            let payout = terms.payout - again.map_or(0, |_| terms.reentry_fee);
            let sponsor = ground.sponsor[payee as usize];
            for (to, amount) in [(payee, payout), (sponsor, terms.sponsor_bonus)] {
                if amount == 0 {
                    continue;
                }
                let line = line(entrant, stage + 1, amount, unit)?;
                if to == NO_SPONSOR {
                    earnings.lose(NOBODY, line, "no sponsor");
                } else if self.entry_fee.is_some() && memory.kitty < amount {
                    earnings.lose(to, line, "the entries do not cover it");
                } else {
                    if self.entry_fee.is_some() {
                        memory.kitty -= amount;
                    }
                    earnings.pay(to as usize, line)?;
                }
            }
            memory.entries.extend(again.map(|stage| (payee, stage)));
        }
        Some(())
    }
}

impl Contract {
    fn earn(
        &self,
        ground: &Ground,
        memory: &mut CycleMemory,
        earnings: &mut Earnings,
    ) -> Option<()> {
        let Seats::Contract(ledger) = &mut memory.seats else {
            unreachable!("a contract keeps a ledger")
        };
        ledger.paid_in.clear();
        ledger.payments.clear();
        // A contract knows who referred whom for good, whoever leaves.
        for member in memory.entered..ground.members() {
            self.join(ground.period.sponsor, ledger, member as u32);
        }
        memory.entered = ground.members();
        memory.fees.clone_from(&ledger.paid_in);
        let unit = 10_i64.pow(ground.decimals);
        for payment in &ledger.payments {
            let price = self.prices[payment.level as usize];
            let line = line(payment.payer, payment.level + 1, price, unit)?;
            earnings.pay(payment.receiver as usize, line)?;
        }
        Some(())
    }
}

impl Commission for Cycle {
    fn stage(&self) -> Stage {
        Stage::PerSale
    }

    fn decimals(&self) -> u32 {
        0
    }

    fn earn(
        &self,
        ground: &Ground,
        memory: &mut dyn Memory,
        _rows: &mut Rows,
        earnings: &mut Earnings,
    ) -> Option<()> {
        let memory = recall::<CycleMemory>(memory);
        memory.fees.clear();
        earnings.begin_lines(Funding::Only(Source::Joining));
        match &self.0 {
            Rule::Places(places) => places.earn(ground, memory, earnings),
            Rule::Contract(contract) => contract.earn(ground, memory, earnings),
        }
    }

    fn memory(&self) -> Box<dyn Memory> {
        Box::new(CycleMemory::new(match &self.0 {
            Rule::Places(places) => {
                let Places {
                    width, rows, fill, ..
                } = *places;
                match places.shape {
                    Shape::SplitBoard => Seats::Boards(Boards::new(width, rows, fill)),
                    Shape::OwnMatrix => Seats::Matrices(Matrices::new(width, rows, fill)),
                }
            }
            Rule::Contract(_) => Seats::Contract(Ledger::default()),
        }))
    }

    fn charges_fees(&self) -> bool {
        true
    }

    fn fees<'m>(&self, memory: &'m mut dyn Memory) -> &'m [(u32, i64)] {
        &recall::<CycleMemory>(memory).fees
    }

    fn pays_the_inactive(&self) -> bool {
        // A contract hands money on whoever is active (theory.md T32).
        matches!(self.0, Rule::Contract(_))
    }

    fn trigger(&self, _source: Source) -> Trigger {
        Trigger::Joining
    }

    fn maximum(&self) -> Maximum {
        self.bound()
    }

    fn pays_on_recruits(&self) -> bool {
        true
    }
}
