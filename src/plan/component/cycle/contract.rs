//! Matrix contracts (theory.md T32): whatever is paid for a place is handed at once to one
//! member, so that the sum paid in is the sum received after every entry.

use std::collections::VecDeque;

use crate::network::NO_SPONSOR;

/// Nobody, or no matrix.
const NONE: u32 = u32::MAX;
/// The widest matrix.
const WIDEST: usize = 5;

/// When a member buys the next level.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Upgrade {
    Never,
    WhenBlocked,
    FromReceipts,
}

/// The rule of one matrix on each of several levels. Its last place empties it; in a
/// matrix of two rows the first is decided by the matrix one above.
#[derive(Clone, Debug)]
pub(super) struct Contract {
    pub(super) width: usize,
    /// Whether there is a second row of places below the holder.
    pub(super) two_rows: bool,
    /// Whether each place that decides pays the upline instead of the holder, in the order
    /// places are taken; the last place, which empties the matrix, is left out.
    pub(super) to_upline: Vec<bool>,
    /// The price of a place on each level, minor units.
    pub(super) prices: Vec<i64>,
    pub(super) upgrade: Upgrade,
}

/// What one place cost, handed to a member.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Payment {
    /// Whose entry it was.
    pub(super) payer: u32,
    pub(super) receiver: u32,
    pub(super) level: u32,
    /// Blocked members it passed before: 0 if it is for a place of his own matrix.
    pub(super) missed: u32,
}

/// A member's matrix on one level.
#[derive(Clone, Copy, Debug)]
struct Matrix {
    /// Whose first row its holder sits in, and at which place.
    above: u32,
    side: u8,
    blocked: bool,
    /// Places taken in the first row.
    first: u8,
    /// Who sits there.
    sits: [u32; WIDEST],
    /// Places taken in the second row below each of them.
    below: [u8; WIDEST],
}

const EMPTY: Matrix = Matrix {
    above: NONE,
    side: 0,
    blocked: false,
    first: 0,
    sits: [NONE; WIDEST],
    below: [0; WIDEST],
};

/// Who holds which levels, and every matrix.
#[derive(Debug, Default)]
pub(super) struct Ledger {
    /// Levels each member holds.
    owned: Vec<u8>,
    /// Received and not yet spent on a level, where levels are bought from it.
    purse: Vec<i64>,
    /// The matrix of each member on each level.
    matrix_of: Vec<Vec<u32>>,
    matrices: Vec<Matrix>,
    /// Members who buy their next level.
    buyers: VecDeque<u32>,
    /// What was paid in by whom.
    pub(super) paid_in: Vec<(u32, i64)>,
    pub(super) payments: Vec<Payment>,
}

impl Ledger {
    pub(super) fn forget(&mut self) {
        self.owned.clear();
        self.purse.clear();
        for level in &mut self.matrix_of {
            level.clear();
        }
        self.matrices.clear();
        self.buyers.clear();
        self.paid_in.clear();
        self.payments.clear();
    }

    fn matrix(&mut self, member: u32, level: u32) -> &mut Matrix {
        while self.matrix_of.len() <= level as usize {
            self.matrix_of.push(Vec::new());
        }
        let column = &mut self.matrix_of[level as usize];
        if column.len() <= member as usize {
            column.resize(member as usize + 1, NONE);
        }
        if column[member as usize] == NONE {
            column[member as usize] = self.matrices.len() as u32;
            self.matrices.push(EMPTY);
        }
        &mut self.matrices[self.matrix_of[level as usize][member as usize] as usize]
    }
}

impl Contract {
    /// Lets `member` join: he buys the first level, and whoever that moves to buy another
    /// does so too. A member without a sponsor holds every level for nothing.
    pub(super) fn join(&self, sponsor: &[u32], ledger: &mut Ledger, member: u32) {
        let is_root = sponsor[member as usize] == NO_SPONSOR;
        ledger.owned.resize(member as usize + 1, 0);
        ledger.purse.resize(member as usize + 1, 0);
        if is_root {
            ledger.owned[member as usize] = self.prices.len() as u8;
            return;
        }
        self.buy(sponsor, ledger, member);
        while let Some(buyer) = ledger.buyers.pop_front() {
            self.buy(sponsor, ledger, buyer);
        }
    }

    /// Sells `member` the level above those he holds, if there is one.
    pub(super) fn buy(&self, sponsor: &[u32], ledger: &mut Ledger, member: u32) {
        let level = u32::from(ledger.owned[member as usize]);
        let Some(&price) = self.prices.get(level as usize) else {
            return;
        };
        ledger.owned[member as usize] += 1;
        ledger.paid_in.push((member, price));
        if level > 0 {
            ledger.matrix(member, level - 1).blocked = false;
        }
        let payment = self.enter(sponsor, ledger, member, level);
        ledger.payments.push(payment);
        self.spend_receipts(ledger, payment.receiver, price);
    }

    fn spend_receipts(&self, ledger: &mut Ledger, receiver: u32, amount: i64) {
        if self.upgrade != Upgrade::FromReceipts {
            return;
        }
        let purse = &mut ledger.purse[receiver as usize];
        *purse += amount;
        let owned = usize::from(ledger.owned[receiver as usize]);
        if let Some(&price) = self.prices.get(owned)
            && *purse >= price
            && !ledger.buyers.contains(&receiver)
        {
            *purse -= price;
            ledger.buyers.push_back(receiver);
        }
    }

    /// Gives `payer` a place on a level and finds who is paid for it. A place that empties
    /// a matrix moves on to where its holder enters again; that ends, since emptying takes
    /// more places than entering fills.
    fn enter(&self, sponsor: &[u32], ledger: &mut Ledger, payer: u32, level: u32) -> Payment {
        let mut entrant = payer;
        loop {
            let holder = nearest_holder(sponsor, &ledger.owned, entrant, level);
            let judge = self.take_place(ledger, entrant, holder, level);
            let matrix = *ledger.matrix(judge, level);
            let taken = if self.two_rows {
                matrix.below.iter().map(|&taken| usize::from(taken)).sum()
            } else {
                usize::from(matrix.first)
            };
            // The first row of a root's two has no matrix above to decide: it is his.
            let due = match taken.checked_sub(1).map(|place| self.to_upline.get(place)) {
                None | Some(Some(false)) => Some(judge),
                Some(Some(true)) if matrix.above != NONE => Some(matrix.above),
                Some(Some(true)) => Some(judge),
                Some(None) => None,
            };
            if let Some(due) = due {
                return pay(sponsor, ledger, payer, due, level);
            }
            self.empty(ledger, judge, level);
            if sponsor[judge as usize] == NO_SPONSOR {
                return Payment {
                    payer,
                    receiver: judge,
                    level,
                    missed: 0,
                };
            }
            entrant = judge;
        }
    }

    /// Seats `entrant` in the matrix of `holder` and returns whose matrix decides who is
    /// paid: the one above for the first of two rows, though a root's is his own.
    fn take_place(&self, ledger: &mut Ledger, entrant: u32, holder: u32, level: u32) -> u32 {
        let matrix = ledger.matrix(holder, level);
        if usize::from(matrix.first) < self.width {
            let (above, side) = (matrix.above, matrix.side);
            sit(ledger, entrant, holder, level);
            if self.two_rows && above != NONE {
                ledger.matrix(above, level).below[usize::from(side)] += 1;
                return above;
            }
            return holder;
        }
        // Spill-over: below whoever of the first row has fewest, from the left.
        let mut side = 0;
        for next in 1..self.width {
            if matrix.below[next] < matrix.below[side] {
                side = next;
            }
        }
        matrix.below[side] += 1;
        let parent = matrix.sits[side];
        sit(ledger, entrant, parent, level);
        holder
    }

    fn empty(&self, ledger: &mut Ledger, judge: u32, level: u32) {
        let is_last = level as usize + 1 == self.prices.len();
        let blocked = !is_last && u32::from(ledger.owned[judge as usize]) == level + 1;
        let matrix = ledger.matrix(judge, level);
        matrix.first = 0;
        matrix.below = [0; WIDEST];
        matrix.blocked = blocked;
        if blocked && self.upgrade == Upgrade::WhenBlocked && !ledger.buyers.contains(&judge) {
            ledger.buyers.push_back(judge);
        }
    }
}

fn sit(ledger: &mut Ledger, entrant: u32, holder: u32, level: u32) {
    let matrix = ledger.matrix(holder, level);
    let side = matrix.first;
    matrix.sits[usize::from(side)] = entrant;
    matrix.first += 1;
    let own = ledger.matrix(entrant, level);
    own.above = holder;
    own.side = side;
}

/// The nearest upline by enrolment who holds the level; a root holds them all.
fn nearest_holder(sponsor: &[u32], owned: &[u8], member: u32, level: u32) -> u32 {
    let mut upline = sponsor[member as usize];
    while u32::from(owned[upline as usize]) <= level {
        upline = sponsor[upline as usize];
    }
    upline
}

/// Pays the holder of the place, or past blocked members whoever is next above in whose
/// matrix they sit.
fn pay(sponsor: &[u32], ledger: &mut Ledger, payer: u32, judge: u32, level: u32) -> Payment {
    let mut receiver = judge;
    let mut slow = judge;
    let mut missed = 0;
    while ledger.matrix(receiver, level).blocked {
        missed += 1;
        receiver = ledger.matrix(receiver, level).above;
        if missed % 2 == 0 {
            slow = ledger.matrix(slow, level).above;
        }
        // Spill-over can seat two blocked members below each other: then by enrolment.
        if slow == receiver {
            while ledger.matrix(receiver, level).blocked {
                missed += 1;
                receiver = nearest_holder(sponsor, &ledger.owned, receiver, level);
            }
        }
    }
    Payment {
        payer,
        receiver,
        level,
        missed,
    }
}
