//! `pass_up` (plans.md E8): the first sales of everyone pass up to an upline who is past
//! his own; later sales are the seller's. Sales are counted one by one in the order they
//! happened, over all periods.

mod keys;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use crate::books::{OrderKind, Source, Trigger};
use crate::money::{Cents, RATE_DECIMALS, Rate};
use crate::network::NO_SPONSOR;
use crate::plan::earnings::{Earnings, Funding, Line};
use crate::plan::ground::Ground;
use crate::plan::levels::Rows;
use crate::plan::memory::{Memory, recall};
use crate::scenario::diagnose::Diagnostic;
use crate::scenario::types::ComponentSettings;

use super::{Commission, Maximum, Stage, fault};

pub(super) use keys::VARIANT;

/// What a sale pays.
#[derive(Clone, Copy, Debug)]
enum Pay {
    Flat(Cents),
    Rate(Rate),
}

/// Which sales pass up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Which {
    First,
    EveryKth(u32),
    SecondAndFourth,
}

/// The rule.
#[derive(Clone, Debug)]
pub struct PassUp {
    x: u32,
    pay: Pay,
    upline_share: Rate,
    which: Which,
    reparents: bool,
    passed_counts: bool,
    requires_qualified_upline: bool,
}

/// A sale of the period, for its refunds in the same one.
#[derive(Clone, Copy, Debug)]
struct Sold {
    number: u32,
    /// What of its volume has not been refunded.
    left: i64,
    /// Who received it, if it passed up to anyone.
    receiver: u32,
    passed: bool,
}

#[derive(Debug, Default)]
struct PassUpMemory {
    /// Sales of each member that stand.
    sales: Vec<u32>,
    /// Whose line each member is in, where recruits pass up too.
    line: Vec<u32>,
    /// Recruits of each member.
    recruits: Vec<u32>,
    /// By sponsor and number.
    recruit: BTreeMap<(u32, u32), u32>,
    /// Who received a sale whose recruit has not come yet, by seller and number.
    awaited: BTreeMap<(u32, u32), u32>,
    /// The period's sales in the order of their numbers.
    sold: Vec<Sold>,
}

impl Memory for PassUpMemory {
    fn forget(&mut self) {
        self.sales.clear();
        self.line.clear();
        self.recruits.clear();
        self.recruit.clear();
        self.awaited.clear();
        self.sold.clear();
    }
}

impl PassUpMemory {
    /// Puts the newcomers in their lines.
    fn admit(&mut self, sponsor: &[u32], reparents: bool) {
        self.sales.resize(sponsor.len(), 0);
        self.sold.clear();
        if !reparents {
            return;
        }
        self.recruits.resize(sponsor.len(), 0);
        for (member, &enroller) in sponsor.iter().enumerate().skip(self.line.len()) {
            let mut line = enroller;
            if line != NO_SPONSOR {
                self.recruits[line as usize] += 1;
                let came = (line, self.recruits[line as usize]);
                self.recruit.insert(came, member as u32);
                line = self.awaited.remove(&came).unwrap_or(line);
            }
            self.line.push(line);
        }
    }
}

impl PassUp {
    pub(super) fn new(settings: &ComponentSettings, plan: &str) -> Result<PassUp, Box<Diagnostic>> {
        let values = &settings.settings;
        let complain = |key: &str, message: &str, help: &str| {
            let (message, help) = (message.to_owned(), help.to_owned());
            Err(Box::new(fault(settings, plan, "P135", key, message, help)))
        };
        let pay = match (
            values.optional_amount("commission"),
            values.optional_share("rate"),
        ) {
            (Some(amount), None) if amount.0 > 0 => Pay::Flat(amount),
            (None, Some(rate)) => Pay::Rate(rate),
            (Some(_), None) => {
                return complain(
                    "commission",
                    "a sale pays nothing",
                    "give an amount above zero",
                );
            }
            _ => {
                return complain(
                    "commission",
                    "a sale pays a `commission` or a `rate` of its volume: give one of them",
                    "such as `commission = 800.00`, or `rate = 0.50`",
                );
            }
        };
        let upline_share = values.share("upline_share");
        if upline_share.is_zero() {
            return complain(
                "upline_share",
                "nothing passes up",
                "give a share above zero, or use `sale_commission`",
            );
        }
        let x = values.integer("x") as u32;
        let k = values.optional_integer("k").map(|k| k as u32);
        let which = match values.text("which").as_str() {
            "every_kth" => Which::EveryKth(k.unwrap_or(x)),
            "second_and_fourth" => Which::SecondAndFourth,
            _ => Which::First,
        };
        if k.is_some() && !matches!(which, Which::EveryKth(_)) {
            return complain(
                "k",
                "`k` applies only where every k-th sale passes",
                "write `which = \"every_kth\"`, or remove `k`",
            );
        }
        let rule = PassUp {
            x,
            pay,
            upline_share,
            which,
            reparents: values.text("lineage") == "reparent",
            passed_counts: values.flag("passed_counts"),
            requires_qualified_upline: values.flag("requires_qualified_upline"),
        };
        if rule.decimals() > RATE_DECIMALS {
            return complain(
                "upline_share",
                "`rate` times `upline_share` has more than nine decimals",
                "write one of them with fewer",
            );
        }
        Ok(rule)
    }

    fn passes(&self, number: u32) -> bool {
        match self.which {
            Which::First => number <= self.x,
            Which::EveryKth(k) => number.is_multiple_of(k),
            Which::SecondAndFourth => number == 2 || number == 4,
        }
    }

    /// What `count` sales of `volume` in all pay the upline and the seller, over the common
    /// denominator.
    fn amounts(&self, volume: i64, count: i64, passed: bool, decimals: u32) -> Option<[i64; 2]> {
        let (of, base) = match self.pay {
            Pay::Flat(Cents(amount)) => (Rate::ONE, count * amount),
            Pay::Rate(rate) => (rate, volume),
        };
        let whole = of.numerator_over(decimals).checked_mul(base)?;
        if !passed {
            return Some([0, whole]);
        }
        let share = self.upline_share;
        let rest = decimals - share.decimals();
        let up = of
            .numerator_over(rest)
            .checked_mul(share.numerator_over(share.decimals()))?
            .checked_mul(base)?;
        Some([up, whole - up])
    }
}

/// What a period's sales are paid with.
struct Till<'a, 'b> {
    rule: &'a PassUp,
    ground: &'a Ground<'b>,
    memory: &'a mut PassUpMemory,
    earnings: &'a mut Earnings,
}

impl Till<'_, '_> {
    fn upline(&self, member: u32) -> u32 {
        if self.rule.reparents {
            self.memory.line[member as usize]
        } else {
            self.ground.sponsor[member as usize]
        }
    }

    /// The nearest upline who has completed his own sales.
    fn receiver_of(&self, seller: u32) -> u32 {
        let mut upline = self.upline(seller);
        while upline != NO_SPONSOR
            && self.rule.requires_qualified_upline
            && self.memory.sales[upline as usize] < self.rule.x
        {
            upline = self.upline(upline);
        }
        upline
    }

    fn sell(&mut self, seller: u32, volume: i64) -> Option<Sold> {
        let number = self.memory.sales[seller as usize] + 1;
        self.memory.sales[seller as usize] = number;
        let passed = self.rule.passes(number);
        let mut sold = Sold {
            number: 0,
            left: volume,
            receiver: NO_SPONSOR,
            passed,
        };
        if passed {
            sold.receiver = self.receiver_of(seller);
        }
        self.pay(seller, volume, sold, 1)?;
        if sold.receiver != NO_SPONSOR {
            if self.rule.passed_counts {
                self.memory.sales[sold.receiver as usize] += 1;
            }
            if self.rule.reparents {
                let came = (seller, number);
                match self.memory.recruit.get(&came) {
                    Some(&recruit) => self.memory.line[recruit as usize] = sold.receiver,
                    None => {
                        self.memory.awaited.insert(came, sold.receiver);
                    }
                }
            }
        }
        Some(sold)
    }

    /// Pays a sale, or takes back what it paid: `count` is 1 or −1, as many sales.
    fn pay(&mut self, seller: u32, volume: i64, sold: Sold, count: i64) -> Option<()> {
        let decimals = self.ground.decimals;
        let [up, own] = self.rule.amounts(volume, count, sold.passed, decimals)?;
        let line = |level, amount| Line {
            source: seller,
            level,
            volume,
            rate: 0,
            exact: [amount, 0, 0],
        };
        if up != 0 {
            let upline = self.upline(seller);
            if sold.receiver != NO_SPONSOR {
                self.earnings.pay(sold.receiver as usize, line(1, up))?;
            } else if upline == NO_SPONSOR {
                self.earnings.above_the_root(line(1, up));
            } else {
                self.earnings
                    .lose(upline, line(1, up), "no upline has made his own sales");
            }
        }
        if own != 0 {
            self.earnings.pay(seller as usize, line(0, own))?;
        }
        Some(())
    }

    /// The counter goes back; what was paid since on other sales stays (plans.md E8).
    fn refund(&mut self, seller: u32, refund_of: u32, volume: i64) -> Option<()> {
        let place = self
            .memory
            .sold
            .binary_search_by_key(&refund_of, |sold| sold.number);
        // What an earlier period paid is the ledger's to take back (plans.md §4 step 3).
        let mut receiver = NO_SPONSOR;
        if let Ok(place) = place {
            let sold = &mut self.memory.sold[place];
            sold.left += volume;
            let sold = *sold;
            receiver = sold.receiver;
            let in_full = sold.left <= 0;
            if in_full || matches!(self.rule.pay, Pay::Rate(_)) {
                self.pay(seller, volume, sold, -1)?;
            }
            if !in_full {
                return Some(());
            }
        }
        if !self.rule.passed_counts {
            receiver = NO_SPONSOR;
        }
        for member in [seller, receiver] {
            if let Some(sales) = self.memory.sales.get_mut(member as usize) {
                *sales = sales.saturating_sub(1);
            }
        }
        Some(())
    }

    /// The sales of the order log, one by one.
    fn by_order(&mut self) -> Option<()> {
        let members = self.ground.members();
        for order in self.ground.period.details.orders {
            let seller = order.participant;
            if order.kind != OrderKind::Customer || seller as usize >= members {
                continue;
            }
            if order.is_refund() {
                self.refund(seller, order.refund_of, order.commissionable)?;
            } else {
                let sold = self.sell(seller, order.commissionable)?;
                let number = order.number;
                self.memory.sold.push(Sold { number, ..sold });
            }
        }
        Some(())
    }

    /// Without a log: seller after seller in joining order, each one's volume in equal
    /// parts.
    fn by_seller(&mut self) -> Option<()> {
        let sales = self.ground.period.sales;
        for (seller, units) in sales.units.iter().enumerate() {
            let volume = self.ground.volumes.customers[seller];
            let up_to = |unit: u32| i128::from(volume) * i128::from(unit) / i128::from(units);
            for unit in 0..units {
                let part = up_to(unit + 1) - up_to(unit);
                self.sell(seller as u32, i64::try_from(part).ok()?)?;
            }
        }
        Some(())
    }
}

impl Commission for PassUp {
    fn stage(&self) -> Stage {
        Stage::PerSale
    }

    fn decimals(&self) -> u32 {
        let rate = match self.pay {
            Pay::Flat(_) => 0,
            Pay::Rate(rate) => rate.decimals(),
        };
        rate + self.upline_share.decimals()
    }

    fn earn(
        &self,
        ground: &Ground,
        memory: &mut dyn Memory,
        _rows: &mut Rows,
        earnings: &mut Earnings,
    ) -> Option<()> {
        let memory = recall::<PassUpMemory>(memory);
        memory.admit(ground.sponsor, self.reparents);
        earnings.begin_lines(Funding::Only(Source::Customers));
        let mut till = Till {
            rule: self,
            ground,
            memory,
            earnings,
        };
        if ground.period.details.orders.is_empty() {
            till.by_seller()
        } else {
            till.by_order()
        }
    }

    fn memory(&self) -> Box<dyn Memory> {
        Box::new(PassUpMemory::default())
    }

    fn needs_orders(&self) -> bool {
        true
    }

    fn trigger(&self, source: Source) -> Trigger {
        match source {
            Source::Customers => Trigger::DownlineCustomer,
            Source::OwnUse => Trigger::DownlineOwnUse,
            Source::Joining => Trigger::Joining,
        }
    }

    fn maximum(&self) -> Maximum {
        match self.pay {
            Pay::Flat(_) => Maximum::BESIDE_VOLUME,
            Pay::Rate(rate) => Maximum::of(rate, &[Source::Customers]),
        }
    }

    fn pays_on_recruits(&self) -> bool {
        true
    }
}
