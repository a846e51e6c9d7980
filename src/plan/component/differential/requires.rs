//! The customer rule: who may earn on the downline's volume (plans.md E4, `requires`).

use rust_decimal::Decimal;

use crate::books::{NO_CUSTOMER, OrderKind};
use crate::plan::ground::Ground;
use crate::scenario::settings::Settings;

/// So many customers, or so many points of theirs.
#[derive(Clone, Copy, Debug)]
pub(super) struct CustomerRule {
    customers: Option<u32>,
    customer_points: Option<Decimal>,
}

/// Scratch for counting customers.
#[derive(Debug, Default)]
pub(super) struct Customers {
    pairs: Vec<(u32, u32)>,
    of: Vec<u32>,
}

impl CustomerRule {
    /// The rule; `None` if it asks for nothing.
    pub(super) fn new(table: &Settings) -> Option<CustomerRule> {
        let customers = table
            .optional_integer("customers")
            .map(|count| count as u32);
        let customer_points = table.optional_number("customer_points");
        (customers.is_some() || customer_points.is_some()).then_some(CustomerRule {
            customers,
            customer_points,
        })
    }

    /// Fills `met` with whether each member has enough customers of his own.
    pub(super) fn settle(&self, ground: &Ground, scratch: &mut Customers, met: &mut Vec<bool>) {
        let volumes = ground.volumes;
        let needed = self
            .customer_points
            .map(|points| volumes.points.threshold(points));
        if self.customers.is_some() {
            scratch.count(ground);
        }
        met.clear();
        met.extend((0..ground.members()).map(|member| {
            self.customers
                .is_some_and(|needed| scratch.of[member] >= needed)
                || needed.is_some_and(|needed| volumes.customer_points_of(member) >= needed)
        }));
    }
}

impl Customers {
    /// Different customers of each member in the period. Without single orders every unit
    /// is a customer of its own (rulings.md 4).
    fn count(&mut self, ground: &Ground) {
        self.of.clear();
        let orders = ground.period.details.orders;
        if orders.is_empty() {
            self.of.extend(ground.period.sales.units.iter());
            return;
        }
        self.of.resize(ground.members(), 0);
        self.pairs.clear();
        for order in orders {
            if order.kind != OrderKind::Customer || order.is_refund() {
                continue;
            }
            if order.customer == NO_CUSTOMER {
                if let Some(count) = self.of.get_mut(order.participant as usize) {
                    *count += 1;
                }
            } else {
                self.pairs.push((order.participant, order.customer));
            }
        }
        self.pairs.sort_unstable();
        self.pairs.dedup();
        for &(participant, _) in &self.pairs {
            if let Some(count) = self.of.get_mut(participant as usize) {
                *count += 1;
            }
        }
    }
}
