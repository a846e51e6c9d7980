//! What all orders of a history come to: as long as it stays within [`MOST`], every sum of
//! some of them, in money or in points, fits 64 bits.

use super::orders::{OrderKeys, Orders};

/// The most that may be sold in a history, in minor units or units of points. Sales of one
/// period are looked at before they are posted.
const MOST: u128 = i64::MAX as u128 / 4;

/// The most customers of one member whose orders can be numbered.
const MOST_CUSTOMERS: u32 = u32::MAX / 2;

/// What was sold so far.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Turnover(u128);

impl Turnover {
    /// Whether so many orders, `units` of them each member's from draw `first_k` on, can be
    /// posted beside what was sold so far.
    pub(super) fn has_room(
        self,
        orders: &Orders,
        customers: u64,
        units: &[u32],
        (keys, first_k): (&OrderKeys, u32),
    ) -> bool {
        let room = MOST.saturating_sub(self.0);
        if orders.bounds().of(customers) <= room {
            return true;
        }
        // Where amounts are drawn the largest order there can be is far above all others:
        // what was drawn decides, in a number that cannot overflow.
        orders
            .drawn_worth(units, keys, first_k)
            .is_some_and(|worth| worth < room as f64)
    }

    /// Counts orders that were posted: what was paid for them and their goods.
    pub(super) fn add(&mut self, orders: &Orders, customers: u64, sold: i64) {
        let bound = orders.bounds().of_sold(customers, sold);
        self.0 = self.0.saturating_add(bound);
    }
}

/// Whether each member's customers of a period, `all` of them together, can be numbered and
/// joined by those of the next.
pub(super) fn can_be_numbered(buyers: &[u32], all: u64) -> bool {
    all <= MOST_CUSTOMERS.into() || buyers.iter().all(|&buyers| buyers <= MOST_CUSTOMERS)
}
