//! `level_commission` (plans.md E3): a percentage of what the downline sells and buys,
//! level by level up the enrolment tree.

use crate::books::{Source, Trigger};
use crate::money::{Rate, common_decimals};
use crate::scenario::diagnose::Diagnostic;
use crate::scenario::key::{Default, Key, Kind, Variant};
use crate::scenario::types::ComponentSettings;

use super::{Commission, Maximum, Stage, fault, sum};
use crate::plan::earnings::{Earnings, Funding};
use crate::plan::ground::Ground;
use crate::plan::levels::{MAX_LEVELS, Rows, above_the_roots, pay_up};
use crate::plan::memory::Memory;

pub(super) const VARIANT: Variant = Variant {
    name: "level_commission",
    meaning: "A percentage of what the downline sells and buys, level by level up the enrolment tree.",
    keys: &[
        Key {
            name: "rates",
            kind: Kind::Shares,
            default: Default::Required,
            unit: "share of the base, one per level",
            meaning: "Level 1 is paid to the sponsor of the source, level 2 to his sponsor, and so on.",
        },
        Key {
            name: "basis",
            kind: Kind::Choice(&[
                (
                    "volume",
                    "commissionable volume of customers' and own purchases",
                ),
                ("fee", "joining fees"),
            ]),
            default: Default::Value("\"volume\""),
            unit: "",
            meaning: "What the percentages are taken of.",
        },
    ],
};

/// What the percentages are taken of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Basis {
    /// Commissionable volume of customers' and own purchases.
    Volume,
    /// Joining fees.
    Fee,
}

/// Percentages of the downline's volume, one a level.
#[derive(Clone, Debug)]
pub struct LevelCommission {
    rates: Vec<Rate>,
    basis: Basis,
}

impl LevelCommission {
    pub(super) fn new(
        settings: &ComponentSettings,
        plan: &str,
    ) -> Result<LevelCommission, Box<Diagnostic>> {
        let rates = settings.settings.shares("rates");
        if rates.len() > MAX_LEVELS {
            return Err(Box::new(fault(
                settings,
                plan,
                "P001",
                "rates",
                format!("{} levels: a plan pays at most {MAX_LEVELS}", rates.len()),
                "leave out the deepest levels".to_owned(),
            )));
        }
        Ok(LevelCommission {
            rates,
            basis: if settings.settings.text("basis") == "fee" {
                Basis::Fee
            } else {
                Basis::Volume
            },
        })
    }
}

impl Commission for LevelCommission {
    fn stage(&self) -> Stage {
        Stage::Volume
    }

    fn decimals(&self) -> u32 {
        common_decimals(&self.rates)
    }

    fn earn(
        &self,
        ground: &Ground,
        _memory: &mut dyn Memory,
        rows: &mut Rows,
        earnings: &mut Earnings,
    ) -> Option<()> {
        let (volumes, decimals) = (ground.volumes, ground.decimals);
        let rates: Vec<i64> = self
            .rates
            .iter()
            .map(|rate| rate.numerator_over(decimals))
            .collect();
        let fees = volumes.joiners * volumes.join_fee;
        let base = match self.basis {
            Basis::Volume => volumes.of(Source::Customers) + volumes.of(Source::OwnUse),
            Basis::Fee => fees,
        };
        let whole = rates
            .iter()
            .try_fold(0_i64, |sum, &rate| sum.checked_add(rate))?;
        earnings.theoretical = i128::from(whole.checked_mul(base)?);

        let sponsors = volumes.period.sponsor;
        let depth = volumes.period.depth;
        let customers = |member: usize| volumes.customers[member];
        let own_use = |member: usize| volumes.own_use_of(member);
        earnings.exact.fill(0);
        match self.basis {
            Basis::Fee => {
                earnings.funding = Funding::Only(Source::Joining);
                let joiners = volumes.period.joiners();
                let fee = |member: usize| {
                    if joiners.contains(&member) {
                        volumes.join_fee
                    } else {
                        0
                    }
                };
                pay_up(sponsors, fee, fees, &rates, rows, &mut earnings.exact);
                earnings.no_upline = above_the_roots(depth, fee, &rates);
            }
            Basis::Volume => {
                if volumes.of(Source::OwnUse) == 0 {
                    earnings.funding = Funding::Only(Source::Customers);
                } else {
                    earnings.funding = Funding::Mixed;
                    pay_up(
                        sponsors,
                        own_use,
                        volumes.of(Source::OwnUse),
                        &rates,
                        rows,
                        &mut earnings.exact,
                    );
                    earnings.own_use.clone_from(&earnings.exact);
                    earnings.no_upline = above_the_roots(depth, own_use, &rates);
                }
                if volumes.of(Source::Customers) != 0 {
                    pay_up(
                        sponsors,
                        customers,
                        volumes.of(Source::Customers),
                        &rates,
                        rows,
                        &mut earnings.exact,
                    );
                    earnings.no_upline += above_the_roots(depth, customers, &rates);
                }
            }
        }
        Some(())
    }

    fn trigger(&self, source: Source) -> Trigger {
        match source {
            Source::Customers => Trigger::DownlineCustomer,
            Source::OwnUse => Trigger::DownlineOwnUse,
            Source::Joining => Trigger::Joining,
        }
    }

    fn maximum(&self) -> Maximum {
        match self.basis {
            Basis::Volume => Maximum::of(sum(&self.rates), &[Source::Customers, Source::OwnUse]),
            Basis::Fee => Maximum::BESIDE_VOLUME,
        }
    }

    fn pays_on_recruits(&self) -> bool {
        true
    }

    fn levels(&self) -> usize {
        self.rates.len()
    }

    fn drop_deepest_level(&mut self) {
        if self.rates.len() > 1 {
            self.rates.pop();
        }
    }
}
