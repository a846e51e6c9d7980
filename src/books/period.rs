//! What happened in one pay period, frozen: the only thing a plan is paid on.

use std::ops::Range;

use multiversion::multiversion;

use super::order::{Adjustment, Contact, Order};
use super::sales::Sales;
use crate::columns::Each;

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
