//! What bounds a cycle: what the entries pay for their places (plans.md §6).

use rust_decimal::Decimal;

use crate::money::{Cents, Rate};
use crate::plan::component::maximum::at_least;
use crate::plan::component::{Growth, Maximum};

use super::{Cycle, Places, Rule};

impl Cycle {
    /// Payout ÷ (entries per cycle × fee). A contract hands on all that is paid in.
    pub(super) fn bound(&self) -> Maximum {
        match &self.0 {
            Rule::Contract(_) => of_entries(Rate::ONE),
            Rule::Places(places) => {
                let worth = places.worth_of_an_entry();
                match places.entry_fee.filter(|&fee| fee > 0) {
                    Some(fee) => of_entries(at_least(worth / Decimal::from(fee))),
                    None => {
                        let cents = worth.ceil().try_into().unwrap_or(i64::MAX);
                        Maximum::growing(Growth::Entries(Cents(cents)))
                    }
                }
            }
        }
    }
}

fn of_entries(share: Rate) -> Maximum {
    Maximum {
        of_entries: share,
        ..Maximum::NOTHING
    }
}

impl Places {
    /// The most that one newcomer makes the rule pay, in minor units, however many come
    /// after him: every place is in the last row of one board or matrix only, so each
    /// cycle takes as many entries as that row has places. Whoever enters again brings
    /// another, less his fee.
    fn worth_of_an_entry(&self) -> Decimal {
        let last_row = Decimal::from((self.width as i64).pow(self.rows - 1));
        let mut worth = Decimal::ZERO;
        // Cycles of a stage for each newcomer.
        let mut cycles = Decimal::ONE / last_row;
        let mut stage = 0;
        loop {
            let terms = self.terms.of(stage);
            let next = self.terms.after(stage);
            let fee = next.map_or(0, |_| terms.reentry_fee);
            let paid = Decimal::from(terms.payout - fee + terms.sponsor_bonus);
            match next {
                None => return worth + paid * cycles,
                // The same terms for ever: 1/n + 1/n² + … = 1/(n − 1).
                Some(next) if self.terms.of(next) == terms && self.terms.is_endless() => {
                    return worth + paid * cycles * last_row / (last_row - Decimal::ONE);
                }
                Some(next) => {
                    worth += paid * cycles;
                    cycles /= last_row;
                    stage = next;
                }
            }
        }
    }
}
