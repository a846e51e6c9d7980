//! A network read from files. Its orders wait as rows until their period is paid, so that
//! memory grows with rows and not with members × periods.

use std::ops::Range;

use super::read::InputFile;
use super::{Observed, ObservedPeriod};
use crate::books::{Order, Period};

/// A network with the orders of its whole horizon.
#[derive(Clone, Debug, Default)]
pub struct Recorded {
    /// The members; its periods are empty.
    pub network: Observed,
    /// The orders of each period; sorted by (day, id) if single orders are kept.
    pub orders: Vec<Vec<Order>>,
    /// Different customers of each period.
    pub customers: Vec<u64>,
    /// Whether components see single orders.
    pub single_orders: bool,
    /// Who is active in every period; empty if the plan's rule is to decide.
    pub active: Vec<bool>,
    /// Everyone's rank in every period; empty if the plan's rule is to decide.
    pub rank: Vec<u8>,
    /// What taking part cost each member beside his orders over the whole horizon, booked
    /// in the period he joined; empty if unknown.
    pub expenses: Vec<i64>,
    /// The files.
    pub inputs: Vec<InputFile>,
    /// What a reader of the results should know of the files.
    pub notes: Vec<String>,
}

impl Recorded {
    /// How many periods there are.
    #[must_use]
    pub fn periods(&self) -> u32 {
        self.orders.len() as u32
    }

    /// How many members there are by the end.
    #[must_use]
    pub fn members(&self) -> usize {
        self.network.sponsor.len()
    }

    /// Those who joined in a period; in period 1 everyone of whom no more is known.
    fn joined_in(&self, number: u32) -> Range<usize> {
        let joined = &self.network.joined;
        let until = |period: u32| joined.partition_point(|&at| u32::from(at) <= period);
        until(number - 1)..until(number)
    }

    /// Posts the orders of period `number`, 1-based, to the columns of `page`.
    ///
    /// # Panics
    ///
    /// If there is no such period.
    pub fn open(&self, number: u32, page: &mut ObservedPeriod) {
        let joined = self.joined_in(number);
        let members = joined.end;
        let orders = &self.orders[number as usize - 1];
        page.open(members);
        // Numbers run on from period to period: a refund of an earlier one is the
        // ledger's (plans.md §4 step 3).
        let first = orders.first().map_or(0, |order| order.number);
        for order in orders {
            if !order.is_refund() || order.refund_of >= first {
                page.post(order);
            }
        }
        page.customers = self.customers[number as usize - 1];
        page.active.clear();
        page.active.extend(self.active.iter().take(members));
        page.rank.clear();
        page.rank.extend(self.rank.iter().take(members));
        page.expenses.clear();
        if !self.expenses.is_empty() {
            page.expenses.resize(members, 0);
            page.expenses[joined.clone()].copy_from_slice(&self.expenses[joined]);
        }
    }

    /// Period `number` as the engine sees it, once its page is open.
    #[must_use]
    pub fn period<'a>(&'a self, number: u32, page: &'a ObservedPeriod) -> Period<'a> {
        let mut period = self
            .network
            .view(number, page, self.joined_in(number).start);
        if self.single_orders {
            period.details.orders = &self.orders[number as usize - 1];
        }
        period
    }
}
