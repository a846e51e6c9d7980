//! `clawback` (plans.md T1, §8 rule 16): what becomes of commissions when a sale is
//! refunded in a later period. Ranks are not reopened.

use crate::books::Details;
use crate::plan::earnings::Parts;
use crate::plan::rounding::Mode as RoundingMode;
use crate::scenario::key::{Default, Key, Kind, Variant};

use super::steps::{COMPONENTS, Step};

pub(super) const VARIANT: Variant = Variant {
    name: "clawback",
    meaning: "A refund in a later period takes commissions on the sale back.",
    keys: &[
        Key {
            name: "mode",
            kind: Kind::Choice(&[
                (
                    "same_sale",
                    "each payee is debited what he got on that sale",
                ),
                (
                    "average_rate",
                    "each payee is debited the refunded volume at the average rate of his bonus in the period of purchase",
                ),
                (
                    "volume",
                    "the refund is negative volume of the period it happens in; what a member's volume cannot cover comes off his later volume",
                ),
            ]),
            default: Default::Value("\"same_sale\""),
            unit: "",
            meaning: "How it is reckoned.",
        },
        Key {
            name: "scope",
            kind: Kind::Choice(&[
                ("organisation", "the seller and his upline"),
                ("own", "the seller alone"),
            ]),
            default: Default::Value("\"organisation\""),
            unit: "",
            meaning: "Who is debited; negative volume always reaches everyone.",
        },
        COMPONENTS,
    ],
};

/// How a later refund is reckoned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mode {
    /// What each payee got on the sale.
    SameSale,
    /// At the average rate of the payee's bonus in the period of purchase.
    AverageRate,
    /// Negative volume of the period of the refund.
    Volume,
}

/// The rule.
#[derive(Clone, Debug)]
pub(super) struct Clawback {
    pub(super) mode: Mode,
    pub(super) organisation: bool,
    pub(super) applies_to: Vec<bool>,
}

impl Clawback {
    pub(super) fn new(step: &Step, applies_to: Vec<bool>) -> Clawback {
        Clawback {
            mode: match step.settings.text("mode").as_str() {
                "average_rate" => Mode::AverageRate,
                "volume" => Mode::Volume,
                _ => Mode::SameSale,
            },
            organisation: step.settings.text("scope") == "organisation",
            applies_to,
        }
    }
}

/// What one payee got on `base` volume of an order, remembered until it is refunded.
#[derive(Clone, Copy, Debug)]
pub(super) struct Remembered {
    pub(super) order: u32,
    pub(super) component: usize,
    pub(super) period: u32,
    pub(super) payee: u32,
    pub(super) base: i64,
    pub(super) exact: Parts,
}

/// A debit: what a payee must give back of what a component credited him in a period.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Debit {
    pub(super) component: usize,
    pub(super) period: u32,
    pub(super) payee: u32,
    pub(super) exact: [i128; 3],
}

impl Debit {
    fn key(&self) -> (usize, u32, u32) {
        (self.component, self.period, self.payee)
    }

    /// The debit in minor units.
    pub(super) fn amount(&self, mode: RoundingMode, decimals: u32) -> i64 {
        let exact: i128 = self.exact.iter().sum();
        // Earned amounts of 64 bits were its parts.
        mode.divide(exact, 10_i128.pow(decimals)) as i64
    }
}

/// What was paid on orders that are refunded later, in the order of their numbers.
#[derive(Clone, Debug, std::default::Default)]
pub(super) struct RefundMemory {
    pub(super) lines: Vec<Remembered>,
    pub(super) debits: Vec<Debit>,
}

impl RefundMemory {
    pub(super) fn forget(&mut self) {
        self.lines.clear();
    }

    /// Forgets orders that will not be refunded any more.
    pub(super) fn forget_before(&mut self, order: u32) {
        let settled = self.lines.partition_point(|line| line.order < order);
        self.lines.drain(..settled);
    }

    /// Fills `debits` with what the refunds of the period take back, each payee's once a
    /// component and period of purchase. `None` if an amount leaves 128 bits.
    pub(super) fn find_debits(&mut self, details: &Details) -> Option<()> {
        self.debits.clear();
        for refund in details.late_refunds() {
            let first = self
                .lines
                .partition_point(|line| line.order < refund.refund_of);
            let refunded = i128::from(-refund.commissionable);
            for line in &self.lines[first..] {
                if line.order != refund.refund_of {
                    break;
                }
                let mut exact = [0; 3];
                for (exact, part) in exact.iter_mut().zip(line.exact) {
                    *exact = i128::from(part)
                        .checked_mul(refunded)?
                        .div_euclid(line.base.into());
                }
                self.debits.push(Debit {
                    component: line.component,
                    period: line.period,
                    payee: line.payee,
                    exact,
                });
            }
        }
        self.debits.sort_by_key(Debit::key);
        self.debits.dedup_by(|next, kept| {
            let is_same = next.key() == kept.key();
            if is_same {
                for (sum, part) in kept.exact.iter_mut().zip(next.exact) {
                    *sum += part;
                }
            }
            is_same
        });
        Some(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn orders_that_cannot_come_back_are_forgotten() {
        let line = |order| Remembered {
            order,
            component: 0,
            period: 1,
            payee: 0,
            base: 1,
            exact: [1, 0, 0],
        };
        let mut memory = RefundMemory {
            lines: [1, 3, 3, 5, 8].map(line).to_vec(),
            debits: Vec::new(),
        };
        let mut left = |before| {
            memory.forget_before(before);
            memory
                .lines
                .iter()
                .map(|line| line.order)
                .collect::<Vec<_>>()
        };
        assert_eq!(
            left(0),
            [1, 3, 3, 5, 8],
            "nothing is known of what comes back"
        );
        assert_eq!(left(5), [5, 8]);
        assert!(left(u32::MAX).is_empty());
    }
}
