//! What all orders of a history come to, which must stay within [`MOST_MOVED`]. Those of a period
//! are looked at before they are posted.

use super::orders::{OrderKeys, Orders};
use crate::money::MOST_MOVED;

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
        let room = MOST_MOVED.saturating_sub(self.0);
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::luck::Luck;
    use crate::plan::LANGUAGE;
    use crate::scenario;

    fn orders(price: &str, order_value: &str) -> Orders {
        let text = format!(
            "[scenario]\nname = 's'\n[product]\nprice = {price}\n\
             [growth]\nlaw = 'fixed'\nparticipants = 9\n\
             [sales]\nlaw = 'fixed'\nunits = 4\n{order_value}\n\
             [[plans]]\nname = 'p'\n[[plans.component]]\ntype = 'sale_commission'\n"
        );
        let loaded = scenario::load_text("s.toml", &text, &[], LANGUAGE);
        Orders::new(&loaded.unwrap_or_else(|faults| panic!("{faults}")).scenario)
    }

    #[test]
    fn orders_of_one_price_have_room_up_to_the_last() {
        // A price of 10 million: with 100 points of volume a cent, 10¹¹ an order.
        let orders = orders("10000000.00", "");
        let keys = OrderKeys::new(&Luck::new(1, 1), 1);
        let last = (MOST_MOVED / 100_000_000_000) as u64;
        let mut sold = Turnover::default();
        assert!(sold.has_room(&orders, last, &[], (&keys, 0)));
        assert!(!sold.has_room(&orders, last + 1, &[], (&keys, 0)));
        sold.add(&orders, last - 7, 0);
        assert!(sold.has_room(&orders, 7, &[], (&keys, 0)));
        assert!(!sold.has_room(&orders, 8, &[], (&keys, 0)));
    }

    #[test]
    fn drawn_orders_have_room_for_what_was_drawn() {
        // The largest order there can be is 10¹² times the median; those drawn are not.
        let spread = "order_value = { law = 'lognormal', median = 2000.00, sigma = 3 }";
        let orders = orders("20.00", spread);
        let keys = OrderKeys::new(&Luck::new(1, 1), 1);
        assert!(orders.bounds().of(4_000) > MOST_MOVED);
        assert!(Turnover::default().has_room(&orders, 4_000, &[1_000; 4], (&keys, 0)));
        assert!(!Turnover(MOST_MOVED).has_room(&orders, 4_000, &[1_000; 4], (&keys, 0)));
    }

    #[test]
    fn customers_are_numbered_up_to_half_of_all_numbers() {
        let most = u64::from(u32::MAX);
        assert!(can_be_numbered(&[MOST_CUSTOMERS; 3], 3 * most));
        assert!(!can_be_numbered(&[0, MOST_CUSTOMERS + 1], most));
        assert!(can_be_numbered(&[], 7));
    }
}
