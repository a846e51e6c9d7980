//! Sales that come back in later periods: which, when, and what the seller kept of them.
//!
//! Whether a sale comes back is drawn with the sale, so only the orders of the last
//! `refund_after` periods that will are kept.

use crate::books::{NO_ORDER, Order, ReturnedSales};

/// A sale on its way back.
#[derive(Clone, Copy, Debug)]
pub(super) struct Return {
    /// The refund, but for its number and day.
    pub(super) refund: Order,
    /// What a participant would have paid.
    pub(super) wholesale: i64,
    /// When in its period the sale was made: the refund happens so late in its own.
    pub(super) moment: u64,
    /// Whether the seller was enrolled when he sold, so that he kept his margin.
    pub(super) kept_margin: bool,
}

/// The sales on their way back, by the period they return in.
#[derive(Clone, Debug)]
pub(super) struct Returns {
    after: u32,
    periods: u32,
    /// One list for each of the next `after` periods, reused in turn.
    due: Vec<Vec<Return>>,
    now: Vec<Return>,
    /// What comes back in the period under way.
    columns: ReturnedSales,
    /// Numbers of the period's orders that a later one refunds, ascending.
    refunded_later: Vec<u32>,
}

impl Returns {
    /// Sales return `after` periods later, at least 1, within a horizon of `periods`.
    pub(super) fn new(after: u32, periods: u32) -> Returns {
        Returns {
            after,
            periods,
            due: vec![Vec::new(); after.min(periods) as usize],
            now: Vec::new(),
            columns: ReturnedSales::default(),
            refunded_later: Vec::new(),
        }
    }

    /// Forgets everything but the space it takes, for a new replication.
    pub(super) fn begin(&mut self) {
        for due in &mut self.due {
            due.clear();
        }
        self.now.clear();
        self.refunded_later.clear();
    }

    /// Opens a period: what is due in it comes back, in the order it was sold.
    pub(super) fn open(&mut self, period: u32, members: usize) -> &[Return] {
        self.now.clear();
        self.refunded_later.clear();
        let slot = self.slot(period);
        if let Some(due) = self.due.get_mut(slot) {
            std::mem::swap(&mut self.now, due);
        }
        let ReturnedSales { price, wholesale } = &mut self.columns;
        for column in [&mut *price, &mut *wholesale] {
            column.clear();
            column.resize(members, 0);
        }
        for back in self.now.iter().filter(|back| back.kept_margin) {
            let seller = back.refund.participant as usize;
            price[seller] -= back.refund.price;
            wholesale[seller] += back.wholesale;
        }
        &self.now
    }

    /// Whether a sale of `period` that is returned comes back within the horizon.
    pub(super) fn reach(&self, period: u32) -> bool {
        period
            .checked_add(self.after)
            .is_some_and(|back| back <= self.periods)
    }

    /// Puts a numbered sale of `period` on its way back.
    pub(super) fn send(&mut self, period: u32, sale: &Order, mut back: Return) {
        back.refund = Order {
            price: -sale.price,
            commissionable: -sale.commissionable,
            points: -sale.points,
            refund_of: sale.number,
            ..*sale
        };
        self.refunded_later.push(sale.number);
        let slot = self.slot(period);
        self.due[slot].push(back);
    }

    /// The list of what returns in `period`; once that is emptied, of what is sold in it,
    /// `after` periods before it returns.
    fn slot(&self, period: u32) -> usize {
        (period % self.after) as usize
    }

    pub(super) fn columns(&self) -> &ReturnedSales {
        &self.columns
    }

    pub(super) fn refunded_later(&self) -> &[u32] {
        &self.refunded_later
    }

    /// The smallest number among the orders still to come back.
    pub(super) fn settled_before(&self) -> u32 {
        let firsts = self.due.iter().filter_map(|due| due.first());
        firsts
            .map(|first| first.refund.refund_of)
            .min()
            .unwrap_or(NO_ORDER)
    }
}
