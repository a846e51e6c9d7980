//! `ledger` (plans.md T1, §4 steps 13 and 14): balance = Σ credits − debits, paid when it
//! is positive and reaches the minimum; what is owed carries.

use crate::plan::accounts::Accounts;
use crate::scenario::key::{Default, Key, Kind, Variant};

use super::steps::Step;

pub(super) const VARIANT: Variant = Variant {
    name: "ledger",
    meaning: "Credits and debits are balanced member by member; a balance is paid when it is positive and reaches the minimum, and carries otherwise.",
    keys: &[
        Key {
            name: "min_payout",
            kind: Kind::Amount,
            default: Default::Value("0"),
            unit: "",
            meaning: "The smallest balance that is paid; the minimum is included.",
        },
        Key {
            name: "fee",
            kind: Kind::Amount,
            default: Default::Value("0"),
            unit: "per payment",
            meaning: "What the company keeps of each payment, after the minimum was tested; a balance the fee would use up is not paid.",
        },
        Key {
            name: "per_schedule",
            kind: Kind::Flag,
            default: Default::Value("false"),
            unit: "",
            meaning: "Whether components with different `pay_schedule`s have balances of their own.",
        },
    ],
};

/// When a balance is paid. The default is the ledger of a plan that claws back or holds
/// without saying how: everything positive is paid, and what is owed carries.
#[derive(Clone, Copy, Debug, std::default::Default)]
pub(super) struct Ledger {
    min_payout: i64,
    fee: i64,
    pub(super) per_schedule: bool,
}

impl Ledger {
    pub(super) fn new(step: &Step) -> Ledger {
        Ledger {
            min_payout: step.settings.amount("min_payout").0,
            fee: step.settings.amount("fee").0,
            per_schedule: step.settings.flag("per_schedule"),
        }
    }

    fn is_due(self, balance: i64) -> bool {
        balance > self.fee.max(0) && balance >= self.min_payout
    }

    /// Step 14: pays the balances that are due, books the others as payable or
    /// uncollected, and returns the fees the company kept.
    pub(super) fn pay_out(self, accounts: &mut Accounts) -> i64 {
        let mut fees = 0;
        let mut paid = 0;
        let (mut payable, mut uncollected) = (0, 0);
        for balances in &mut accounts.settlement.balances {
            for (member, balance) in balances.iter_mut().enumerate() {
                if self.is_due(*balance) {
                    accounts.cash[member] += *balance - self.fee;
                    accounts.costs[member] += self.fee;
                    paid += *balance - self.fee;
                    fees += self.fee;
                    *balance = 0;
                } else if *balance > 0 {
                    payable += *balance;
                } else {
                    uncollected -= *balance;
                }
            }
        }
        let totals = &mut accounts.totals;
        totals.cash += paid;
        totals.payment_fees += fees;
        totals.payable = payable;
        totals.uncollected = uncollected;
        fees
    }
}
