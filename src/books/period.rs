//! What happened in one pay period, frozen: the only thing a plan is paid on.

use std::ops::{AddAssign, Range};

use multiversion::multiversion;

use super::order::{Adjustment, Contact, Order};
use crate::columns::{self, Each};
use crate::money::add_column;

/// One closed pay period of a network, by member in joining order, founders first.
///
/// Simulated and real networks both end in this view, so one engine pays both.
#[derive(Clone, Copy, Debug)]
pub struct Period<'a> {
    /// 1-based.
    pub number: u32,
    /// The first so many members are founders.
    pub founders: usize,
    /// Who enrolled each member; [`crate::network::NO_SPONSOR`] for founders.
    pub sponsor: &'a [u32],
    /// Links up to the founder; empty where no plan is paid on them.
    pub depth: &'a [u32],
    /// The period each member joined, 1-based and never decreasing.
    pub joined: Each<'a, u16>,
    /// The last period each member is enrolled in; `u16::MAX` for those who stay.
    pub last_period: Each<'a, u16>,
    /// Whether nobody has quit yet, so that `last_period` need not be asked.
    pub everyone_enrolled: bool,
    /// The members who joined in this period: the newest ones.
    pub joiners: (usize, usize),
    /// Sales to outside customers, credited to the member who sold.
    pub sales: &'a Sales,
    /// How many different customers bought.
    pub customers: u64,
    /// What a real network's files say beyond that; of a simulated world single orders,
    /// products and what comes back, where anything asks for them.
    pub details: Details<'a>,
}

/// What not every period has to tell.
#[derive(Clone, Copy, Debug, Default)]
pub struct Details<'a> {
    /// Own purchases, kits and fees person by person, in place of the plan's charges.
    pub own: Option<&'a OwnPurchases>,
    /// Single orders in the order they happened; refunds of earlier periods among them.
    pub orders: &'a [Order],
    /// Clicks, sign-ups and coupons in the order they happened.
    pub contacts: &'a [Contact],
    /// Numbers of the orders among them that are refunded in a later period, ascending, so
    /// that what was paid on them can be remembered until then.
    pub refunded_later: &'a [u32],
    /// Names of products, by the index orders give.
    pub products: &'a [String],
    /// Status as the file gives it.
    pub standing: Option<GivenStanding<'a>>,
    /// Days from the start of the horizon to each member's enrolment; empty if only the
    /// period is known.
    pub joined_day: &'a [u32],
    /// Placement parent of each member ([`crate::network::NO_SPONSOR`] at a root) and his
    /// leg, 0 is left; empty if the plan's own rule is to place people.
    pub placement: &'a [(u32, u8)],
    /// Credits and debits entered by hand.
    pub adjustments: &'a [Adjustment],
    /// What taking part cost each member outside the company in the period; empty if
    /// nothing.
    pub expenses: &'a [i64],
    /// Points of sales to customers by member, in ten-thousandths; empty if unknown.
    pub customer_points: &'a [i64],
    /// Those who decided to quit when the last period had been paid, ascending: nothing of
    /// that period could be settled with them. Empty where no world depends on earnings.
    pub left_after_paying: &'a [u32],
    /// Whether the products give points, so that own purchases that a plan charges are
    /// taken at those too.
    pub products_give_points: bool,
    /// What came back in this period of sales made in earlier ones, where it is known what
    /// the seller kept of them.
    pub returned: Option<&'a ReturnedSales>,
    /// No order with a smaller number will be refunded any more; 0 if that is not known.
    pub settled_before: u32,
    /// Days in a period, where they are not those of the scenario's unit; 0 otherwise.
    pub days: u32,
}

impl Details<'_> {
    /// Whether taking part may cost anyone something that no plan charges.
    #[must_use]
    pub fn may_cost(&self) -> bool {
        self.own.is_some() || !self.expenses.is_empty() || self.late_refunds().next().is_some()
    }

    /// The refunds of orders of earlier periods (plans.md §4 step 3). Orders are numbered
    /// in the order they happened.
    pub fn late_refunds(&self) -> impl Iterator<Item = &Order> {
        let first = self.orders.first().map_or(0, |order| order.number);
        self.orders
            .iter()
            .filter(move |order| order.is_refund() && order.refund_of < first)
    }
}

/// Status as a file gives it, in place of what the plan's rules would find.
#[derive(Clone, Copy, Debug)]
pub struct GivenStanding<'a> {
    /// Whether each member is active; empty if the plan's rule is to decide.
    pub active: &'a [bool],
    /// 1 + the index into `rank_names` of each member's rank, 0 for none; empty if the
    /// plan's rule is to decide.
    pub rank: &'a [u8],
    /// Names of ranks.
    pub rank_names: &'a [String],
}

/// Earlier sales that came back in a period, by the member who had sold them; sales of
/// which he kept no margin, because he had quit, are not among them. Minor units.
#[derive(Clone, Debug, Default)]
pub struct ReturnedSales {
    /// What the customers had paid, at list price.
    pub price: Vec<i64>,
    /// What a participant would have paid.
    pub wholesale: Vec<i64>,
}

/// What members bought for themselves in one period, by member; amounts in minor units.
#[derive(Clone, Debug, Default)]
pub struct OwnPurchases {
    /// What they paid for goods for their own use.
    pub price: Vec<i64>,
    /// Its commissionable volume.
    pub commissionable: Vec<i64>,
    /// Its points in ten-thousandths.
    pub points: Vec<i64>,
    /// What they paid for kits.
    pub kit_price: Vec<i64>,
    /// Commissionable volume of kits.
    pub kit_commissionable: Vec<i64>,
    /// Fees.
    pub fees: Vec<i64>,
    /// Σ commissionable volume of own use and of kits.
    pub total: [i64; 2],
}

impl Period<'_> {
    /// How many members there are, quitters and founders included.
    #[must_use]
    pub fn members(&self) -> usize {
        self.sponsor.len()
    }

    /// Whether a member is enrolled in this period.
    #[inline]
    #[must_use]
    pub fn is_enrolled(&self, member: usize) -> bool {
        self.everyone_enrolled || u32::from(self.last_period.at(member)) >= self.number
    }

    /// How many members are enrolled, leaving out those before `first`.
    #[must_use]
    pub fn enrolled_from(&self, first: usize) -> u64 {
        let all = (self.members() - first) as u64;
        if self.everyone_enrolled {
            return all;
        }
        match self.last_period.starting_at(first) {
            Each::All(last) if u32::from(last) < self.number => 0,
            Each::All(_) => all,
            Each::Own(column) => count_from(column, self.number),
        }
    }

    /// The members who joined in this period.
    #[must_use]
    pub fn joiners(&self) -> Range<usize> {
        self.joiners.0..self.joiners.1
    }
}

/// How many of `periods` are `number` or later.
#[multiversion(targets("x86_64+avx512f+avx512dq+avx512bw+avx512vl", "x86_64+avx2"))]
fn count_from(periods: &[u16], number: u32) -> u64 {
    // Stretches short enough to be counted in narrow lanes.
    periods
        .chunks(1 << 15)
        .map(|periods| {
            let counted = periods
                .iter()
                .map(|&last| u32::from(u32::from(last) >= number));
            u64::from(counted.sum::<u32>())
        })
        .sum()
}

/// Sales to outside customers in one period, by the member they are credited to.
///
/// Amounts are in minor units at list price. A column that would repeat the price
/// column is left empty and read from it.
#[derive(Clone, Debug, Default)]
pub struct Sales {
    /// Units sold.
    pub units: Vec<u32>,
    /// What customers paid.
    pub price: Vec<i64>,
    /// The volume percentages are taken of; empty if it is the price.
    commissionable: Vec<i64>,
    /// What a participant would have paid; empty if it is the price.
    wholesale: Vec<i64>,
    /// Points in ten-thousandths; empty where the products give none of their own.
    points: Vec<i64>,
    commissionable_is_price: bool,
    wholesale_is_price: bool,
    /// Whether the columns still hold what an earlier period left there.
    is_blank: bool,
    /// What later postings of a period are valued in.
    valued: Vec<i64>,
    /// Σ price.
    pub total_price: i64,
    /// Σ commissionable volume.
    pub total_commissionable: i64,
    /// What the goods sold cost the company.
    pub cost_of_goods: i64,
}

/// What one order is worth in each of the values that hang on it, in minor units.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct OrderValues {
    /// What the customer pays.
    pub price: i64,
    /// What a participant would pay.
    pub wholesale: i64,
    /// The volume percentages are taken of.
    pub commissionable: i64,
    /// Points in ten-thousandths, where products give points of their own.
    pub points: i64,
    /// What the goods cost.
    pub cost_of_goods: i64,
}

impl OrderValues {
    /// What so many of them are worth.
    #[inline]
    #[must_use]
    pub fn times(&self, units: i64) -> OrderValues {
        OrderValues {
            price: units * self.price,
            wholesale: units * self.wholesale,
            commissionable: units * self.commissionable,
            points: units * self.points,
            cost_of_goods: units * self.cost_of_goods,
        }
    }
}

impl AddAssign for OrderValues {
    #[inline]
    fn add_assign(&mut self, other: OrderValues) {
        self.price += other.price;
        self.wholesale += other.wholesale;
        self.commissionable += other.commissionable;
        self.points += other.points;
        self.cost_of_goods += other.cost_of_goods;
    }
}

impl Sales {
    /// Empties the columns for `members` members. A value that is the price for every
    /// order, to the minor unit, gets no column of its own.
    pub fn open(
        &mut self,
        members: usize,
        commissionable_is_price: bool,
        wholesale_is_price: bool,
    ) {
        self.open_blank(members, commissionable_is_price, wholesale_is_price);
        self.is_blank = false;
        for column in [
            &mut self.price,
            &mut self.commissionable,
            &mut self.wholesale,
        ] {
            column.fill(0);
        }
        self.units.fill(0);
    }

    /// The same for a period that is posted to in whole columns only, and at least once: the
    /// first posting writes what the others add to.
    pub fn open_blank(
        &mut self,
        members: usize,
        commissionable_is_price: bool,
        wholesale_is_price: bool,
    ) {
        self.commissionable_is_price = commissionable_is_price;
        self.wholesale_is_price = wholesale_is_price;
        self.is_blank = true;
        let own = |is_price| if is_price { 0 } else { members };
        columns::lengthen(&mut self.units, members);
        columns::lengthen(&mut self.price, members);
        self.commissionable.resize(own(commissionable_is_price), 0);
        self.wholesale.resize(own(wholesale_is_price), 0);
        self.points.clear();
        self.total_price = 0;
        self.total_commissionable = 0;
        self.cost_of_goods = 0;
    }

    /// Gives back the memory of all columns but that of units.
    pub fn give_back_amounts(&mut self) {
        for column in [
            &mut self.price,
            &mut self.commissionable,
            &mut self.wholesale,
            &mut self.points,
            &mut self.valued,
        ] {
            *column = Vec::new();
        }
    }

    /// Keeps points as well, in a column of their own; for an opened period.
    pub fn keep_points(&mut self, members: usize) {
        self.points.resize(members, 0);
    }

    /// Posts `units` units worth `values` in all to `member`. The totals are the poster's
    /// to [add](Sales::add_to_totals), from his own count.
    #[inline]
    pub fn post(&mut self, member: usize, units: u32, values: OrderValues) {
        debug_assert!(!self.is_blank, "whole columns come first");
        self.units[member] += units;
        self.price[member] += values.price;
        if !self.commissionable_is_price {
            self.commissionable[member] += values.commissionable;
        }
        if !self.wholesale_is_price {
            self.wholesale[member] += values.wholesale;
        }
        if let Some(points) = self.points.get_mut(member) {
            *points += values.points;
        }
    }

    /// Posts to every member so many units of a product, each worth `unit`.
    ///
    /// # Panics
    ///
    /// If there are not as many members as the period was opened for.
    pub fn post_units(&mut self, units: &[u32], unit: OrderValues) {
        self.post_counts(units);
        let values = [
            (&mut self.price, unit.price),
            (&mut self.commissionable, unit.commissionable),
            (&mut self.wholesale, unit.wholesale),
            (&mut self.points, unit.points),
        ];
        for (column, value) in values {
            if self.is_blank {
                columns::write_multiples(column, units, value);
            } else {
                columns::add_multiples(column, units, value);
            }
        }
        self.is_blank = false;
    }

    /// Posts to every member so many units of a product each of whose other values is its
    /// price or nothing, worth in all what `value` writes into a column. Returns the sum.
    ///
    /// # Panics
    ///
    /// If there are not as many members as the period was opened for.
    pub fn post_valued(&mut self, units: &[u32], value: impl FnOnce(&mut [i64])) -> i64 {
        self.post_counts(units);
        if std::mem::take(&mut self.is_blank) {
            for column in [&mut self.commissionable, &mut self.wholesale] {
                column.fill(0);
            }
            value(&mut self.price);
            return self.price.iter().sum();
        }
        self.valued.resize(units.len(), 0);
        value(&mut self.valued);
        add_column(&mut self.price, &self.valued);
        self.valued.iter().sum()
    }

    fn post_counts(&mut self, units: &[u32]) {
        assert_eq!(units.len(), self.units.len(), "a count for every member");
        if self.is_blank {
            self.units.copy_from_slice(units);
        } else {
            columns::add_counts(&mut self.units, units);
        }
    }

    /// Adds what was posted to the totals.
    pub fn add_to_totals(&mut self, values: OrderValues) {
        self.total_price += values.price;
        self.total_commissionable += values.commissionable;
        self.cost_of_goods += values.cost_of_goods;
    }

    /// Commissionable volume by member.
    #[must_use]
    pub fn commissionable(&self) -> &[i64] {
        if self.commissionable_is_price {
            &self.price
        } else {
            &self.commissionable
        }
    }

    /// Points by member, in ten-thousandths; empty where the products give none.
    #[must_use]
    pub fn points(&self) -> &[i64] {
        &self.points
    }

    /// What a participant would have paid, by member.
    #[must_use]
    pub fn wholesale(&self) -> &[i64] {
        if self.wholesale_is_price {
            &self.price
        } else {
            &self.wholesale
        }
    }
}
