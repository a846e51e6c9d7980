//! How participants sell to outside customers (model.md §5).

use crate::books::{OrderValues, Sales};
use crate::luck::Key;
use crate::luck::binomial::binomial;
use crate::luck::lognormal::LognormalAmounts;
use crate::luck::poisson::PoissonTable;
use crate::money::{Cents, round_half_up};
use crate::scenario::types::{OrderValue, Product, SalesLaw, Scenario};

use super::effort::Effort;
use super::market::Market;
use super::members::Members;

/// Repeat orders draw their value from here on, so that the number of new orders moves
/// none of them.
pub(super) const FIRST_REPEAT_ORDER: u32 = 1 << 23;

/// What one order is worth.
#[derive(Clone, Debug)]
pub(super) struct Orders {
    unit: OrderValues,
    amounts: Option<LognormalAmounts>,
    /// Whether a value is neither the price nor nothing, so that it is rounded order by
    /// order.
    rounds: bool,
}

impl Orders {
    pub(super) fn new(scenario: &Scenario) -> Orders {
        let Product {
            price,
            wholesale,
            commissionable,
            cost_of_goods,
        } = scenario.product;
        let is_simple = |value: Cents| value == price || value == Cents::ZERO;
        Orders {
            rounds: ![wholesale, commissionable, cost_of_goods]
                .into_iter()
                .all(is_simple),
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

    /// The worth of one order.
    pub(super) fn worth_of_one(&self, key: &Key, member: u32, k: u32) -> OrderValues {
        self.worth(1, key, member, k)
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
                    if self.rounds {
                        worth += self.order(price);
                    } else {
                        worth.price += price;
                    }
                }
                if self.rounds {
                    worth
                } else {
                    self.order(worth.price)
                }
            }
        }
    }

    /// What hangs on an order of this price.
    #[inline]
    fn order(&self, price: i64) -> OrderValues {
        OrderValues {
            price,
            wholesale: self.scaled(self.unit.wholesale, price),
            commissionable: self.scaled(self.unit.commissionable, price),
            cost_of_goods: self.scaled(self.unit.cost_of_goods, price),
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

/// Customers of the last period buy again, each with the same chance, credited to
/// whoever found them even after he quit (rulings.md 7). Returns how many did.
pub(super) fn reorder(
    members: &mut Members,
    sales: &mut Sales,
    orders: &Orders,
    chance: f64,
    reordering: &Key,
    order_value: &Key,
) -> u64 {
    let mut customers = 0;
    let mut total = OrderValues::default();
    for member in 0..members.len() {
        let before = members.buyers[member];
        if before == 0 {
            continue;
        }
        let again = binomial(before, chance, reordering, member as u32);
        members.buyers[member] = again;
        if again > 0 {
            let worth = orders.worth(again, order_value, member as u32, FIRST_REPEAT_ORDER);
            sales.post(member, again, worth);
            total += worth;
            customers += u64::from(again);
        }
    }
    sales.add_to_totals(total);
    customers
}

/// How many new customers each member finds before the market says how many there are
/// left; 0 for who is not enrolled. Returns how many approaches had their chance clamped
/// at 1 (rulings.md 4).
pub(super) fn find_customers(
    members: &mut Members,
    openness: f64,
    effort: &Effort,
    period: u32,
    key: &Key,
    found: &mut Vec<u32>,
) -> u64 {
    let mut clamped = 0;
    match effort.law {
        SalesLaw::Fixed { units } => count_by(members, period, found, |_, _| units),
        SalesLaw::Rate { mean, .. } if members.all_sell_alike() && effort.is_poisson() => {
            let table = PoissonTable::new(mean * openness);
            count_by(members, period, found, |_, member| {
                table.sample(key, member as u32)
            });
        }
        SalesLaw::Rate { mean, .. } => count_by(members, period, found, |members, member| {
            effort.units(mean * openness * members.skill(member), key, member as u32)
        }),
        SalesLaw::Funnel {
            contacts_per_period,
            conversion,
            ..
        } => {
            let chance = conversion.to_f64() * openness;
            count_by(members, period, found, |members, member| {
                let approached = members.approach(member, contacts_per_period);
                let chance = chance * members.skill(member);
                if chance > 1.0 {
                    clamped += u64::from(approached);
                }
                binomial(approached, chance.min(1.0), key, member as u32)
            });
        }
    }
    clamped
}

/// Fills `found` with what `law` gives for each enrolled member and 0 for the others.
fn count_by(
    members: &mut Members,
    period: u32,
    found: &mut Vec<u32>,
    mut law: impl FnMut(&mut Members, usize) -> u32,
) {
    found.clear();
    found.extend((0..members.len()).map(|member| {
        if members.is_enrolled(member, period) {
            law(members, member)
        } else {
            0
        }
    }));
}

/// Posts the first orders of the customers found and returns how many there were. A
/// customer beyond the population is void, in the order of members (rulings.md 4).
pub(super) fn sell(
    members: &mut Members,
    market: &mut Market,
    sales: &mut Sales,
    orders: &Orders,
    found: &[u32],
    key: &Key,
) -> u64 {
    let mut customers = 0;
    let mut total = OrderValues::default();
    for (member, &wanted) in found.iter().enumerate() {
        if wanted == 0 {
            continue;
        }
        let units = market.admit_customers(u64::from(wanted)) as u32;
        let worth = orders.worth(units, key, member as u32, 0);
        sales.post(member, units, worth);
        members.buyers[member] += units;
        total += worth;
        customers += u64::from(units);
    }
    sales.add_to_totals(total);
    customers
}
