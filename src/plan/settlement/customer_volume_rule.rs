//! `customer_volume_rule` (plans.md T1, §4 step 7): how much of his volume a payee may be
//! paid on hangs on how much of it outside customers bought.

use crate::money::Rate;
use crate::plan::earnings::Earnings;
use crate::plan::volume::{Volumes, group_sums};
use crate::scenario::key::{Default, Key, Kind, Variant};

use super::steps::Step;

pub(super) const VARIANT: Variant = Variant {
    name: "customer_volume_rule",
    meaning: "A payee is paid on all his volume only if customers bought enough of it.",
    keys: &[
        Key {
            name: "mode",
            kind: Kind::Choice(&[
                (
                    "all_or_nothing",
                    "on all of it if the share is reached, else on nothing",
                ),
                (
                    "pro_rata",
                    "participants' volume counts up to customers' × (1 − share) ÷ share",
                ),
            ]),
            default: Default::Value("\"all_or_nothing\""),
            unit: "",
            meaning: "What happens below the share.",
        },
        Key {
            name: "min_customer_share",
            kind: Kind::Share,
            default: Default::Required,
            unit: "share of volume",
            meaning: "The share of the volume that customers must have bought; the minimum is included.",
        },
        Key {
            name: "scope",
            kind: Kind::Choice(&[
                ("organisation", "the payee and all his downline"),
                ("own", "the payee himself"),
            ]),
            default: Default::Value("\"organisation\""),
            unit: "",
            meaning: "Whose volume it is.",
        },
        Key {
            name: "components",
            kind: Kind::Names,
            default: Default::Absent(
                "every component paid on the period's volume: not per-sale ones, matching, pools and milestones",
            ),
            unit: "",
            meaning: "Ids of the components it applies to.",
        },
    ],
};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mode {
    AllOrNothing,
    ProRata,
}

/// The rule.
#[derive(Clone, Debug)]
pub(super) struct CustomerVolumeRule {
    mode: Mode,
    share: Rate,
    organisation: bool,
    applies_to: Vec<bool>,
}

/// Volumes the rule compares, by member; reused from period to period.
#[derive(Clone, Debug, std::default::Default)]
pub(super) struct CustomerShares {
    customers: Vec<i64>,
    all: Vec<i64>,
}

impl CustomerVolumeRule {
    pub(super) fn new(step: &Step, applies_to: Vec<bool>) -> CustomerVolumeRule {
        CustomerVolumeRule {
            mode: if step.settings.text("mode") == "pro_rata" {
                Mode::ProRata
            } else {
                Mode::AllOrNothing
            },
            share: step.settings.share("min_customer_share"),
            organisation: step.settings.text("scope") == "organisation",
            applies_to,
        }
    }

    /// Whether paid shares of volume need not end: amounts are then kept to more decimals
    /// and cut downwards.
    pub(super) fn divides(&self) -> bool {
        self.mode == Mode::ProRata
    }

    pub(super) fn applies_to(&self, component: usize) -> bool {
        self.applies_to[component]
    }

    /// Step 7: the volumes of the period, by payee.
    pub(super) fn measure(&self, volumes: &Volumes, sponsor: &[u32], shares: &mut CustomerShares) {
        let customers = |member: usize| volumes.customers[member];
        let all = |member: usize| volumes.personal_of(member);
        if self.organisation {
            group_sums(sponsor, customers, &mut shares.customers);
            group_sums(sponsor, all, &mut shares.all);
        } else {
            shares.customers.clear();
            shares.customers.extend((0..sponsor.len()).map(customers));
            shares.all.clear();
            shares.all.extend((0..sponsor.len()).map(all));
        }
    }

    /// Cuts what was earned on volume that does not count: paid volume ÷ volume, which
    /// pro rata is min(1, C ÷ (s·T)). `None` if an amount leaves 128 bits.
    pub(super) fn apply(&self, shares: &CustomerShares, earnings: &mut Earnings) -> Option<()> {
        let over = i128::from(self.share.denominator());
        let share = i128::from(self.share.numerator_over(self.share.decimals()));
        for member in 0..earnings.exact.len() {
            let exact = earnings.exact[member];
            if exact == 0 {
                continue;
            }
            let reached = i128::from(shares.customers[member].max(0)).checked_mul(over)?;
            let needed = i128::from(shares.all[member]).checked_mul(share)?;
            if reached >= needed {
                continue;
            }
            let left = match self.mode {
                Mode::AllOrNothing => 0,
                // A share of `exact` below 1, so it fits.
                Mode::ProRata => (i128::from(exact).checked_mul(reached)? / needed) as i64,
            };
            earnings.cut_by_customer_rule += i128::from(exact - left);
            earnings.cut(member, left, "customer-volume rule");
        }
        Some(())
    }
}
