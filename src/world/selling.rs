//! How participants sell to outside customers (model.md §5).

use crate::books::{OrderValues, Sales};
use crate::luck::Key;
use crate::luck::binomial::binomial;
use crate::luck::lognormal::LognormalAmounts;
use crate::luck::poisson::{PoissonTable, poisson};
use crate::money::round_half_up;
use crate::scenario::types::{OrderValue, Product, SalesLaw, Scenario};

use super::market::Market;
use super::members::Members;

/// Repeat orders draw their value from here on, so that the number of new orders moves
/// none of them.
const FIRST_REPEAT_ORDER: u32 = 1 << 23;

/// What one order is worth.
#[derive(Clone, Debug)]
pub(super) struct Orders {
    unit: OrderValues,
    amounts: Option<LognormalAmounts>,
}

impl Orders {
    pub(super) fn new(scenario: &Scenario) -> Orders {
        let Product {
            price,
            wholesale,
            commissionable,
            cost_of_goods,
        } = scenario.product;
        Orders {
            unit: OrderValues {
                price: price.0,
                wholesale: wholesale.0,
                commissionable: commissionable.0,
                cost_of_goods: cost_of_goods.0,
            },
            amounts: match scenario.sales.order_value {
                OrderValue::Price => None,
                OrderValue::Lognormal { median, sigma } => {
                    Some(LognormalAmounts::new(median.0 as f64, sigma))
                }
            },
        }
    }

    /// Empties the sales columns for a new period.
    pub(super) fn open(&self, sales: &mut Sales, members: usize) {
        let unit = self.unit;
        sales.open(
            members,
            unit.commissionable == unit.price,
            unit.wholesale == unit.price,
        );
    }

    /// The worth of orders `first_k … first_k + units` of a member.
    #[inline]
    fn worth(&self, units: u32, key: &Key, member: u32, first_k: u32) -> OrderValues {
        match &self.amounts {
            None => {
                let units = i64::from(units);
                OrderValues {
                    price: units * self.unit.price,
                    wholesale: units * self.unit.wholesale,
                    commissionable: units * self.unit.commissionable,
                    cost_of_goods: units * self.unit.cost_of_goods,
                }
            }
            Some(amounts) => {
                let mut worth = OrderValues::default();
                for k in first_k..first_k + units {
                    let price = amounts.amount(key.draw(member, k));
                    worth.price += price;
                    worth.wholesale += self.scaled(self.unit.wholesale, price);
                    worth.commissionable += self.scaled(self.unit.commissionable, price);
                    worth.cost_of_goods += self.scaled(self.unit.cost_of_goods, price);
                }
                worth
            }
        }
    }

    /// A value of the product scaled as the price is, rounded half up (rulings.md 6).
    #[inline]
    fn scaled(&self, value: i64, price: i64) -> i64 {
        if value == self.unit.price {
            price
        } else if value == 0 {
            0
        } else {
            round_half_up(i128::from(value) * i128::from(price), self.unit.price)
        }
    }
}

/// Keys of a period's draws.
#[derive(Clone, Copy, Debug)]
pub(super) struct SellingKeys {
    pub(super) sales: Key,
    pub(super) reorder: Key,
    pub(super) order_value: Key,
}

/// Customers of the last period buy again, each with the same chance, credited to
/// whoever found them even after he quit (rulings.md 7). Returns how many did.
pub(super) fn reorder(
    members: &mut Members,
    sales: &mut Sales,
    orders: &Orders,
    chance: f64,
    keys: &SellingKeys,
) -> u64 {
    let mut customers = 0;
    for member in 0..members.len() {
        let before = members.buyers[member];
        if before == 0 {
            continue;
        }
        let again = binomial(before, chance, &keys.reorder, member as u32);
        members.buyers[member] = again;
        if again > 0 {
            let worth = orders.worth(again, &keys.order_value, member as u32, FIRST_REPEAT_ORDER);
            sales.post(member, again, worth);
            customers += u64::from(again);
        }
    }
    customers
}

/// What the sales of a period came to, beside the columns.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Sold {
    pub(super) customers: u64,
    pub(super) clamped: u64,
}

/// New customers of a period. A customer beyond the population is void, in the order
/// of members (rulings.md 4).
pub(super) fn sell(
    members: &mut Members,
    market: &mut Market,
    sales: &mut Sales,
    law: SalesLaw,
    orders: &Orders,
    period: u32,
    keys: &SellingKeys,
) -> Sold {
    let openness = market.openness();
    let mut sold = Sold::default();
    let mut post = |members: &mut Members, member: usize, wanted: u32| {
        if wanted == 0 {
            return;
        }
        let units = market.admit_customers(u64::from(wanted)) as u32;
        if units > 0 {
            let worth = orders.worth(units, &keys.order_value, member as u32, 0);
            sales.post(member, units, worth);
            members.buyers[member] += units;
            sold.customers += u64::from(units);
        }
    };
    match law {
        SalesLaw::Fixed { units } => {
            for member in 0..members.len() {
                if members.is_enrolled(member, period) {
                    post(members, member, units);
                }
            }
        }
        SalesLaw::Rate { mean } if members.all_sell_alike() => {
            let table = PoissonTable::new(mean * openness);
            for member in 0..members.len() {
                if members.is_enrolled(member, period) {
                    post(members, member, table.sample(&keys.sales, member as u32));
                }
            }
        }
        SalesLaw::Rate { mean } => {
            for member in 0..members.len() {
                if members.is_enrolled(member, period) {
                    let mean = mean * openness * members.skill(member);
                    post(members, member, poisson(mean, &keys.sales, member as u32));
                }
            }
        }
        SalesLaw::Funnel {
            contacts_per_period,
            conversion,
        } => {
            let chance = conversion.to_f64() * openness;
            for member in 0..members.len() {
                if !members.is_enrolled(member, period) {
                    continue;
                }
                let approached = members.approach(member, contacts_per_period);
                let chance = chance * members.skill(member);
                if chance > 1.0 {
                    sold.clamped += u64::from(approached);
                }
                let buyers = binomial(approached, chance.min(1.0), &keys.sales, member as u32);
                post(members, member, buyers);
            }
        }
    }
    sold
}
