//! `deposit_return` (plans.md §7): a Ponzi-like scheme, kept as a reference. No product,
//! no sale: depositors are promised a return that can only come from deposits.

use crate::books::{Source, Trigger};
use crate::money::Rate;
use crate::scenario::diagnose::Diagnostic;
use crate::scenario::key::{Default, Key, Kind, Variant};
use crate::scenario::types::ComponentSettings;

use super::{Commission, Maximum, Stage, fault, maximum::at_least};
use crate::plan::earnings::{Earnings, Funding, Line};
use crate::plan::ground::Ground;
use crate::plan::levels::Rows;
use crate::plan::memory::{Memory, recall};
use crate::plan::sharing::{Share, largest_remainder};

pub(super) const VARIANT: Variant = Variant {
    name: "deposit_return",
    meaning: "Returns on deposits, paid from other people's deposits: a reference, not a plan.",
    keys: &[
        Key {
            name: "rate_per_period",
            kind: Kind::Share,
            default: Default::Required,
            unit: "share of the deposit per period",
            meaning: "What is promised at the end of every period after the deposit's own.",
        },
        Key {
            name: "operator_take",
            kind: Kind::Share,
            default: Default::Value("0"),
            unit: "share of the deposit",
            meaning: "What the operator takes out of each deposit.",
        },
        Key {
            name: "paid_from",
            kind: Kind::Choice(&[("pot", "what is left of the deposits")]),
            default: Default::Value("\"pot\""),
            unit: "",
            meaning: "Where returns come from.",
        },
    ],
};

/// Returns on deposits out of a pot of deposits.
#[derive(Clone, Copy, Debug)]
pub struct DepositReturn {
    rate: Rate,
    operator_take: Rate,
}

/// The pot and what everyone put into it.
#[derive(Debug, Default)]
struct Pot {
    /// Minor units.
    left: i64,
    /// Whether the pot once could not pay everybody: then it never pays again.
    collapsed: bool,
    /// Deposits of earlier periods by member.
    deposits: Vec<i64>,
    shares: Vec<Share>,
    order: Vec<u32>,
}

impl Memory for Pot {
    fn forget(&mut self) {
        self.left = 0;
        self.collapsed = false;
        self.deposits.clear();
    }
}

impl DepositReturn {
    pub(super) fn new(
        settings: &ComponentSettings,
        plan: &str,
    ) -> Result<DepositReturn, Box<Diagnostic>> {
        let rate = settings.settings.share("rate_per_period");
        if rate.is_zero() {
            return Err(Box::new(fault(
                settings,
                plan,
                "P153",
                "rate_per_period",
                "`rate_per_period` must be above 0: nothing would ever be returned".to_owned(),
                "write a share of the deposit such as 0.10".to_owned(),
            )));
        }
        Ok(DepositReturn {
            rate,
            operator_take: settings.settings.share("operator_take"),
        })
    }

    /// What a member pays in this period: the joining fee, and the fees in the files.
    fn deposit_of(ground: &Ground, member: usize) -> i64 {
        let fees = ground.period.details.own.map_or(0, |own| own.fees[member]);
        if ground.period.joiners().contains(&member) {
            fees + ground.volumes.join_fee
        } else {
            fees
        }
    }

    /// Pays everyone's share out of the pot; what was promised beyond it is breakage.
    fn pay_shares(&self, ground: &Ground, pot: &mut Pot, earnings: &mut Earnings) -> Option<()> {
        let unit = 10_i64.pow(ground.decimals);
        let line = |member: u32, amount: i64| {
            Some(Line {
                source: member,
                level: 0,
                volume: 0,
                rate: 0,
                exact: [0, 0, amount.checked_mul(unit)?],
            })
        };
        for share in &pot.shares {
            let member = share.member as usize;
            let promised = self.rate.of(pot.deposits[member]);
            pot.left -= share.amount;
            earnings.pay(member, line(share.member, share.amount)?)?;
            if share.amount < promised {
                let rest = line(share.member, promised - share.amount)?;
                earnings.lose(share.member, rest, "pot empty");
            }
        }
        Some(())
    }
}

impl Commission for DepositReturn {
    fn stage(&self) -> Stage {
        Stage::Last
    }

    fn decimals(&self) -> u32 {
        0
    }

    fn memory(&self) -> Box<dyn Memory> {
        Box::new(Pot::default())
    }

    fn earn(
        &self,
        ground: &Ground,
        memory: &mut dyn Memory,
        _rows: &mut Rows,
        earnings: &mut Earnings,
    ) -> Option<()> {
        let pot = recall::<Pot>(memory);
        earnings.begin_lines(Funding::Only(Source::Joining));
        pot.deposits.resize(ground.members(), 0);
        pot.shares.clear();
        let mut due = 0_i64;
        for member in 0..ground.members() {
            // Deposits enter when the period begins and earn from the next one on (BL-01).
            let deposit = Self::deposit_of(ground, member);
            let kept = deposit - self.operator_take.of(deposit);
            pot.left = pot.left.checked_add(kept)?;
            if !pot.collapsed && pot.deposits[member] > 0 && ground.is_active(member) {
                let promised = self.rate.of(pot.deposits[member]);
                due = due.checked_add(promised)?;
                pot.shares.push(Share {
                    member: member as u32,
                    exact: i128::from(promised),
                    amount: promised,
                });
            }
        }
        if due > pot.left {
            pot.collapsed = true;
            let left = pot.left.max(0);
            for share in &mut pot.shares {
                share.exact *= i128::from(left);
            }
            largest_remainder(left, i128::from(due), &mut pot.shares, &mut pot.order)?;
        }
        self.pay_shares(ground, pot, earnings)?;
        for (member, deposits) in pot.deposits.iter_mut().enumerate() {
            *deposits = deposits.checked_add(Self::deposit_of(ground, member))?;
        }
        Some(())
    }

    fn trigger(&self, _source: Source) -> Trigger {
        Trigger::Joining
    }

    fn maximum(&self) -> Maximum {
        let left = Rate::ONE.to_decimal() - self.operator_take.to_decimal();
        Maximum {
            of_fees: at_least(left),
            ..Maximum::NOTHING
        }
    }

    fn pays_on_recruits(&self) -> bool {
        false
    }
}

#[cfg(test)]
mod tests {
    #![expect(
        clippy::inconsistent_digit_grouping,
        reason = "amounts in cents are written as 47_00"
    )]

    use crate::books::OrderKind;
    use crate::columns::Cores;
    use crate::observed::{Builder, NewOrder};
    use crate::plan::accounts::Accounts;
    use crate::plan::tests::{compile, plan};

    fn pay(network: Builder) -> Accounts {
        let plan = plan(
            "",
            "[[plans.component]]\ntype = \"deposit_return\"\nrate_per_period = \"0.10\"\n\
             operator_take = \"0.40\"\n",
        );
        let accounts = network.build().unwrap().pay(&plan, |_, _| {}).unwrap();
        accounts.check(plan.name(), Cores::One).unwrap();
        accounts
    }

    /// a deposits 1,000 in period 1, b 500 in period 2.
    fn scheme(periods: u32) -> Builder {
        let mut network = Builder::new();
        for (id, period, amount) in [("a", 1, 1000_00), ("b", 2, 500_00)] {
            let member = network.member(id, None);
            network.order(NewOrder {
                kind: OrderKind::Fee,
                commissionable: 0,
                ..NewOrder::own(member, period, amount)
            });
        }
        network.periods(periods);
        network
    }

    #[test]
    fn returns_come_from_the_pot_bl_01() {
        let accounts = pay(scheme(5));
        assert_eq!(accounts.net(), [-600_00, -350_00]);
        // The operator has his 600 and the 350 still in the pot.
        assert_eq!(accounts.totals.company_result, 950_00);
    }

    #[test]
    fn the_pot_runs_dry_and_the_scheme_ends_for_good_bl_02() {
        let accounts = pay(scheme(8));
        assert_eq!(accounts.net(), [-366_67, -233_33]);
        assert_eq!(accounts.totals.company_result, 600_00);
        let part = &accounts.totals.components[0];
        assert_eq!((part.breakage, part.theoretical), (100_00, 1000_00));
        // Deposits after the end help nobody.
        let mut late = scheme(12);
        late.order(NewOrder {
            kind: OrderKind::Fee,
            commissionable: 0,
            ..NewOrder::own(0, 10, 5000_00)
        });
        assert_eq!(pay(late).commissions, accounts.commissions);
    }

    #[test]
    fn who_has_left_is_promised_nothing() {
        let mut network = scheme(8);
        network.quits_after(1, 2);
        // b's money keeps a in: 900 less 7 × 100.
        assert_eq!(pay(network).net(), [-300_00, -500_00]);
    }

    #[test]
    fn a_return_of_nothing_is_refused() {
        let text = "[[plans.component]]\ntype = \"deposit_return\"\nrate_per_period = 0\n";
        assert!(compile("", text).unwrap_err().to_string().contains("P153"));
    }
}
