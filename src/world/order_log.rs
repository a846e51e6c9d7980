//! The orders of a period one by one, for plans that are paid on them.
//!
//! The world counts sales by member; the log tells the same sales apart: which customer
//! bought, when, and for how much. It reads the draws the columns were made with and
//! adds two of its own, so keeping it moves nothing.

use crate::books::{NO_ORDER, NO_PRODUCT, Order, OrderKind};
use crate::luck::{Key, Luck, Stream};
use crate::scenario::types::{SalesLaw, Scenario};

use super::selling::{FIRST_REPEAT_ORDER, Orders};

/// Points in ten-thousandths: one point a currency unit of volume (plans.md S2).
const POINTS_OF_ONE: i64 = 10_000;

/// The orders of one period, and who has been whose customer.
#[derive(Clone, Debug)]
pub(super) struct OrderLog {
    days: u32,
    currency_scale: i64,
    next_number: u32,
    next_customer: u32,
    /// Last period's customers: those of the first member first, and so on.
    customers: Vec<u32>,
    /// How many of them each member had.
    had: Vec<u32>,
    /// How many of them bought from him again.
    returned: Vec<u32>,
    /// The customers of the period being written.
    now: Vec<u32>,
    written: Vec<Order>,
    /// The moment of each order in its period, as a share of 2⁶⁴, with its place.
    moments: Vec<(u64, u32)>,
    orders: Vec<Order>,
}

impl OrderLog {
    pub(super) fn new(scenario: &Scenario) -> OrderLog {
        OrderLog {
            days: scenario.horizon.unit.days(),
            currency_scale: scenario.currency.scale(),
            next_number: 0,
            next_customer: 0,
            customers: Vec::new(),
            had: Vec::new(),
            returned: Vec::new(),
            now: Vec::new(),
            written: Vec::new(),
            moments: Vec::new(),
            orders: Vec::new(),
        }
    }

    /// The orders of the period in the order they happened.
    pub(super) fn orders(&self) -> &[Order] {
        &self.orders
    }

    /// Forgets everything but the space it takes, for a new replication.
    pub(super) fn begin(&mut self) {
        self.next_number = 0;
        self.next_customer = 0;
        self.customers.clear();
        self.had.clear();
        self.orders.clear();
    }

    /// Notes how many of last period's customers bought again from each member.
    pub(super) fn note_returning(&mut self, buyers: &[u32]) {
        self.returned.clear();
        self.returned.extend_from_slice(buyers);
    }

    /// Writes down the period: `buyers` is how many customers bought from each member, the
    /// returning ones among them.
    pub(super) fn write(
        &mut self,
        period: u32,
        buyers: &[u32],
        values: &Orders,
        luck: &Luck,
        order_value: &Key,
    ) {
        let returning = luck.key(Stream::Returning, period);
        let moment = luck.key(Stream::OrderTime, period);
        self.written.clear();
        self.moments.clear();
        self.now.clear();
        let mut start = 0;
        for (member, &buyers) in buyers.iter().enumerate() {
            let had = self.had.get(member).copied().unwrap_or(0);
            let known = start..start + had as usize;
            start = known.end;
            let returned = self.returned[member];
            let id = member as u32;
            self.keep_returning(known, returned, id, &returning);
            for _ in returned..buyers {
                self.now.push(self.next_customer);
                self.next_customer += 1;
            }
            for index in 0..buyers {
                let k = if index < returned {
                    FIRST_REPEAT_ORDER + index
                } else {
                    index - returned
                };
                let worth = values.worth_of_one(order_value, id, k);
                let customer = self.now[self.now.len() - (buyers - index) as usize];
                let place = self.written.len() as u32;
                self.moments.push((moment.draw(id, k), place));
                self.written.push(Order {
                    number: 0,
                    participant: id,
                    customer,
                    kind: OrderKind::Customer,
                    product: NO_PRODUCT,
                    price: worth.price,
                    commissionable: worth.commissionable,
                    points: worth.commissionable * POINTS_OF_ONE / self.currency_scale,
                    day: 0,
                    refund_of: NO_ORDER,
                });
            }
        }
        self.had.clear();
        self.had.extend_from_slice(buyers);
        std::mem::swap(&mut self.customers, &mut self.now);
        self.put_in_order(period);
    }

    /// Keeps as many of a member's `known` customers as returned, every choice of them
    /// equally likely: each in turn with the chance of those wanted among those left
    /// (Knuth, The Art of Computer Programming 2, §3.4.2, algorithm S).
    fn keep_returning(
        &mut self,
        known: std::ops::Range<usize>,
        returned: u32,
        member: u32,
        key: &Key,
    ) {
        let mut wanted = u64::from(returned);
        let mut left = known.len() as u64;
        for (k, index) in known.enumerate() {
            if wanted == 0 {
                break;
            }
            if below(key.draw(member, k as u32), left) < wanted {
                self.now.push(self.customers[index]);
                wanted -= 1;
            }
            left -= 1;
        }
    }

    /// Sorts the orders by their moments, which favour nobody, and numbers them.
    fn put_in_order(&mut self, period: u32) {
        self.moments.sort_unstable();
        let first_day = (period - 1) * self.days;
        self.orders.clear();
        self.orders.reserve(self.moments.len());
        for &(moment, place) in &self.moments {
            let day = first_day + below(moment, u64::from(self.days)) as u32;
            self.orders.push(Order {
                number: self.next_number,
                day,
                ..self.written[place as usize]
            });
            self.next_number += 1;
        }
    }
}

/// A draw as a whole number below `bound`, rising with the draw. Without rejection one
/// draw is one number; what that moves any chance by is under `bound` ÷ 2⁶⁴.
fn below(draw: u64, bound: u64) -> u64 {
    ((u128::from(draw) * u128::from(bound)) >> 64) as u64
}

/// How many orders a member makes in a period, on average and rounded up, repeat orders
/// included: for estimating memory.
#[must_use]
pub fn orders_a_member(scenario: &Scenario) -> u64 {
    let new = match scenario.sales.law {
        SalesLaw::Fixed { units } => f64::from(units),
        SalesLaw::Rate { mean, .. } => mean,
        SalesLaw::Funnel {
            contacts_per_period,
            conversion,
            ..
        } => f64::from(contacts_per_period) * conversion.to_f64(),
    };
    let again = scenario.sales.reorder.to_f64();
    // Σ again^t over the periods a customer can have stayed.
    let stay: f64 = (0..scenario.horizon.periods.min(1_000))
        .map(|periods| again.powi(periods as i32))
        .sum();
    (new * stay).ceil() as u64
}
