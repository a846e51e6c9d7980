//! What orders are worth, which product they are for and whether they are returned
//! (model.md §5, §6). Every answer hangs on the order's own addressed draws.

use std::ops::Range;

use rust_decimal::Decimal;

use crate::books::{Counts, NO_PRODUCT, OrderValues, Sales};
use crate::luck::lognormal::LognormalAmounts;
use crate::luck::{Key, Luck, Stream};
use crate::money::round_half_up;
use crate::scenario::types::{OrderValue, Product, Scenario};

use super::bounds::Bounds;
use super::order_columns::OrderColumns;

/// Repeat orders draw from here on, so that the number of new orders moves none of them.
pub(super) const FIRST_REPEAT_ORDER: u32 = 1 << 23;

/// The keys of what single orders of a period draw.
#[derive(Clone, Copy, Debug)]
pub(super) struct OrderKeys {
    value: Key,
    product: Key,
    refund: Key,
}

impl OrderKeys {
    pub(super) fn new(luck: &Luck, period: u32) -> OrderKeys {
        OrderKeys {
            value: luck.key(Stream::OrderValue, period),
            product: luck.key(Stream::Product, period),
            refund: luck.key(Stream::Refund, period),
        }
    }
}

/// What orders are worth.
#[derive(Clone, Debug)]
pub(super) struct Orders {
    /// The product, or the first of the mix.
    first: OrderValues,
    /// The products of the mix; empty without one.
    units: Vec<OrderValues>,
    /// The draws from which on an order is for the next product; empty with one product.
    mix: Vec<u64>,
    amounts: Option<LognormalAmounts>,
    /// Whether a value is neither the price nor nothing, so that it is rounded order by
    /// order.
    rounds: bool,
    /// Whether products have points of their own.
    gives_points: bool,
    /// The chance that a sale is returned, and how many periods later.
    refund: f64,
    refund_after: u32,
    bounds: Bounds,
}

/// A single order.
#[derive(Clone, Copy, Debug)]
pub(super) struct OneOrder {
    pub(super) values: OrderValues,
    /// Its place in the mix; [`NO_PRODUCT`] where there is none.
    pub(super) product: u16,
    pub(super) is_returned: bool,
}

/// What a member's orders of one kind come to.
#[derive(Clone, Copy, Debug, Default)]
struct Bought {
    /// Units that were kept, or are returned in a later period.
    units: u32,
    worth: OrderValues,
}

impl Orders {
    pub(super) fn new(scenario: &Scenario) -> Orders {
        let gives_points = scenario.gives_points;
        let unit = |product: &Product| OrderValues {
            price: product.price.0,
            wholesale: product.wholesale.0,
            commissionable: product.commissionable.0,
            points: if gives_points { product.points } else { 0 },
            cost_of_goods: product.cost_of_goods.0,
        };
        let first = unit(&scenario.product);
        let is_simple = |value| value == first.price || value == 0;
        Orders {
            rounds: gives_points
                || ![first.wholesale, first.commissionable, first.cost_of_goods]
                    .into_iter()
                    .all(is_simple),
            first,
            units: scenario
                .offers
                .iter()
                .map(|offer| unit(&offer.product))
                .collect(),
            mix: mix(scenario.offers.iter().map(|offer| offer.weight)),
            amounts: match scenario.sales.order_value {
                OrderValue::Price => None,
                OrderValue::Lognormal { median, sigma } => {
                    Some(LognormalAmounts::new(median.0 as f64, sigma))
                }
            },
            gives_points,
            refund: scenario.sales.refund.to_f64(),
            refund_after: scenario.sales.refund_after,
            bounds: Bounds::new(scenario),
        }
    }

    /// What its values are at most.
    pub(super) fn bounds(&self) -> &Bounds {
        &self.bounds
    }

    /// The largest value of all orders of so many units, as drawn; `None` where nothing is
    /// drawn.
    pub(super) fn drawn_worth(&self, units: &[u32], keys: &OrderKeys, first_k: u32) -> Option<f64> {
        let amounts = self.amounts.as_ref()?;
        let mut price = 0.0;
        for (member, &units) in units.iter().enumerate() {
            for k in first_k..first_k + units {
                price += amounts.amount(keys.value.draw(member as u32, k)) as f64;
            }
        }
        Some(price * self.bounds.of_a_drawn_unit())
    }

    /// Empties the sales columns for a new period. With `in_columns` they are posted to in
    /// whole columns only.
    pub(super) fn open(&self, sales: &mut Sales, members: usize, in_columns: bool) {
        let commissionable_is_price = self.is_price(|unit| unit.commissionable);
        let wholesale_is_price = self.is_price(|unit| unit.wholesale);
        if in_columns {
            sales.open_blank(members, commissionable_is_price, wholesale_is_price);
        } else {
            sales.open(members, commissionable_is_price, wholesale_is_price);
        }
        if self.gives_points {
            sales.keep_points(members);
        }
    }

    fn is_price(&self, value: impl Fn(&OrderValues) -> i64) -> bool {
        let all = self.units.iter().chain([&self.first]);
        all.into_iter().all(|unit| value(unit) == unit.price)
    }

    /// Whether orders carry points of their products' own.
    pub(super) fn gives_points(&self) -> bool {
        self.gives_points
    }

    /// Whether sales are returned in the period they were made in.
    fn refunds_at_once(&self) -> bool {
        self.refund > 0.0 && self.refund_after == 0
    }

    /// A member's order number `k` of the period.
    pub(super) fn one(&self, keys: &OrderKeys, member: u32, k: u32) -> OneOrder {
        let (product, unit) = match self.units.as_slice() {
            [] => (NO_PRODUCT, &self.first),
            units => {
                let product = self.product(keys, member, k);
                (product as u16, &units[product])
            }
        };
        OneOrder {
            values: self.worth_of_one(keys, member, k, unit),
            product,
            is_returned: self.refund > 0.0 && keys.refund.uniform(member, k) < self.refund,
        }
    }

    /// What orders `first_k … first_k + units` of a member come to, less those returned
    /// at once: the customer gets his money back, and no volume is left; the goods are
    /// spent.
    #[inline]
    fn bought(&self, units: u32, keys: &OrderKeys, member: u32, first_k: u32) -> Bought {
        let orders = first_k..first_k + units;
        if !self.refunds_at_once() {
            let worth = self.worth(orders, keys, member);
            return Bought { units, worth };
        }
        let mut bought = Bought::default();
        for k in orders {
            let order = self.one(keys, member, k);
            if order.is_returned {
                bought.worth.cost_of_goods += order.values.cost_of_goods;
            } else {
                bought.units += 1;
                bought.worth += order.values;
            }
        }
        bought
    }

    /// Whether orders are posted in whole columns, where everyone keeps his customers.
    pub(super) fn come_in_columns(&self) -> bool {
        let is_plain = self.mix.is_empty() && !self.refunds_at_once();
        is_plain && (self.amounts.is_none() || !self.rounds)
    }

    /// Posts to each member's seller the orders `first_k`, `first_k` + 1, … of `counts`:
    /// himself, or who `heirs` says where it is not empty. The totals are posted too.
    pub(super) fn post(
        &self,
        counts: Counts,
        (keys, first_k): (&OrderKeys, u32),
        heirs: &[u32],
        columns: &mut OrderColumns,
        sales: &mut Sales,
    ) {
        let in_columns = self.come_in_columns() && heirs.is_empty();
        let total = match &self.amounts {
            None if in_columns => OrderColumns::post_units(counts, self.first, sales),
            Some(amounts) if in_columns => {
                columns.post_drawn(counts, self.first, amounts, (&keys.value, first_k), sales)
            }
            _ => self.post_one_by_one(counts.as_slice(), (keys, first_k), heirs, sales),
        };
        sales.add_to_totals(total);
    }

    pub(super) fn post_one_by_one(
        &self,
        units: &[u32],
        (keys, first_k): (&OrderKeys, u32),
        heirs: &[u32],
        sales: &mut Sales,
    ) -> OrderValues {
        let mut total = OrderValues::default();
        for (member, &units) in units.iter().enumerate() {
            if units > 0 {
                let Bought { units, worth } = self.bought(units, keys, member as u32, first_k);
                let seller = heirs.get(member).map_or(member, |&heir| heir as usize);
                sales.post(seller, units, worth);
                total += worth;
            }
        }
        total
    }

    /// The worth of a member's orders.
    #[inline]
    fn worth(&self, orders: Range<u32>, keys: &OrderKeys, member: u32) -> OrderValues {
        let unit = self.first;
        match &self.amounts {
            _ if !self.mix.is_empty() => {
                let mut worth = OrderValues::default();
                for k in orders {
                    let unit = &self.units[self.product(keys, member, k)];
                    worth += self.worth_of_one(keys, member, k, unit);
                }
                worth
            }
            None => unit.times(i64::from(orders.end - orders.start)),
            Some(amounts) => {
                let mut worth = OrderValues::default();
                for k in orders {
                    let price = amounts.amount(keys.value.draw(member, k));
                    if self.rounds {
                        worth += scaled(&unit, price);
                    } else {
                        worth.price += price;
                    }
                }
                if self.rounds {
                    worth
                } else {
                    scaled(&unit, worth.price)
                }
            }
        }
    }

    #[inline]
    fn worth_of_one(
        &self,
        keys: &OrderKeys,
        member: u32,
        k: u32,
        unit: &OrderValues,
    ) -> OrderValues {
        match &self.amounts {
            None => *unit,
            Some(amounts) => {
                // The median is the first product's: the others scale by the same factor.
                let price = amounts.amount(keys.value.draw(member, k));
                scaled(unit, in_proportion(unit.price, price, self.first.price))
            }
        }
    }

    /// Which product an order is for: one addressed draw against the weights of the mix.
    #[inline]
    fn product(&self, keys: &OrderKeys, member: u32, k: u32) -> usize {
        let bits = keys.product.draw(member, k);
        self.mix.iter().take_while(|&&bound| bits >= bound).count()
    }
}

/// The draws at which the mix passes from one product to the next, as shares of 2⁶⁴.
fn mix(weights: impl Iterator<Item = Decimal> + Clone) -> Vec<u64> {
    let total: Decimal = weights.clone().sum();
    let mut passed = Decimal::ZERO;
    let mut bounds = Vec::new();
    for weight in weights {
        passed += weight;
        bounds.push(share_of_draws(passed, total));
    }
    // The last product takes all that is left.
    bounds.pop();
    bounds
}

/// ⌊2⁶⁴ · part / whole⌋, the last draw where it would be all of them.
fn share_of_draws(part: Decimal, whole: Decimal) -> u64 {
    let scale = part.scale().max(whole.scale());
    let over = |number: Decimal| {
        let mut number = number;
        number.rescale(scale);
        number.mantissa().unsigned_abs()
    };
    let (part, whole) = (over(part), over(whole));
    // Weights of at most a million with nine decimals: their sum is below 2⁶⁴.
    let bound = (part << 64) / whole.max(1);
    u64::try_from(bound).unwrap_or(u64::MAX)
}

/// `value · part / whole`, rounded half up; `part` itself where value and whole are equal.
#[inline]
fn in_proportion(value: i64, part: i64, whole: i64) -> i64 {
    if value == whole {
        part
    } else if value == 0 {
        0
    } else {
        round_half_up(i128::from(value) * i128::from(part), whole)
    }
}

/// An order of this price: all of the product's values scaled as the price is, each
/// rounded half up (rulings.md 6).
#[inline]
fn scaled(unit: &OrderValues, price: i64) -> OrderValues {
    let scaled = |value| in_proportion(value, price, unit.price);
    OrderValues {
        price,
        wholesale: scaled(unit.wholesale),
        commissionable: scaled(unit.commissionable),
        points: if unit.points == 0 {
            0
        } else {
            round_half_up(i128::from(unit.points) * i128::from(price), unit.price)
        },
        cost_of_goods: scaled(unit.cost_of_goods),
    }
}
