//! What a period's orders come to, whole columns at once: for one product whose values are
//! its price or nothing, or multiples of the unit's. Agrees with valuing order by order
//! (a property).

use crate::books::{Counts, OrderValues, Sales};
use crate::columns::{self, Cores};
use crate::luck::Key;
use crate::luck::lognormal::LognormalAmounts;

/// Members whose orders are valued together: their draws stay in the nearest cache.
const BLOCK: usize = 1 << 10;

/// Memory for valuing orders, kept from period to period.
#[derive(Clone, Debug)]
pub(super) struct OrderColumns {
    cores: Cores,
    block: Block,
}

/// The orders of a block of members.
#[derive(Clone, Debug, Default)]
struct Block {
    counters: Vec<u64>,
    amounts: Vec<i64>,
}

impl OrderColumns {
    pub(super) fn new(cores: Cores) -> OrderColumns {
        OrderColumns {
            cores,
            block: Block::default(),
        }
    }

    /// Posts to every member `units` of a product at its price, and returns what they all
    /// come to.
    pub(super) fn post_units(counts: Counts, unit: OrderValues, sales: &mut Sales) -> OrderValues {
        let units = columns::total(counts.as_slice());
        sales.post_units(counts, unit);
        unit.times(units as i64)
    }

    /// Posts to every member `units` orders of drawn amounts, from draw `first_k` on, and
    /// returns what they all come to. Every other value of the product is its price or
    /// nothing.
    pub(super) fn post_drawn(
        &mut self,
        counts: Counts,
        unit: OrderValues,
        amounts: &LognormalAmounts,
        (key, first_k): (&Key, u32),
        sales: &mut Sales,
    ) -> OrderValues {
        let (cores, block) = (self.cores, &mut self.block);
        let total = sales.post_valued(counts, |units, prices| match cores {
            Cores::One => block.value_all(units, 0, amounts, (key, first_k), prices),
            Cores::All => Cores::All.share(prices, |first, prices| {
                let units = &units[first..first + prices.len()];
                Block::default().value_all(units, first, amounts, (key, first_k), prices);
            }),
        });
        let if_any = |value: i64| if value == 0 { 0 } else { total };
        OrderValues {
            price: total,
            wholesale: if_any(unit.wholesale),
            commissionable: if_any(unit.commissionable),
            points: 0,
            cost_of_goods: if_any(unit.cost_of_goods),
        }
    }
}

impl Block {
    /// Fills `prices` with what the orders of so many members come to, from number `first`
    /// on.
    fn value_all(
        &mut self,
        units: &[u32],
        first: usize,
        amounts: &LognormalAmounts,
        (key, first_k): (&Key, u32),
        prices: &mut [i64],
    ) {
        let blocks = units.chunks(BLOCK).zip(prices.chunks_mut(BLOCK));
        for (block, (units, prices)) in blocks.enumerate() {
            let first = (first + block * BLOCK) as u32;
            key.counters_of(first, first_k, units, &mut self.counters);
            amounts.amounts(key, &self.counters, &mut self.amounts);
            sum_by_member(units, &mut self.amounts, prices);
        }
    }
}

/// Fills `prices` with the sum of each member's amounts, of which he has as many as `units`
/// says: the difference of two sums of all amounts before, without a branch on how many
/// they are.
fn sum_by_member(units: &[u32], amounts: &mut [i64], prices: &mut [i64]) {
    add_up(amounts);
    let (mut orders, mut before) = (0, 0);
    for (price, &units) in prices.iter_mut().zip(units) {
        orders += units as usize;
        let so_far = match orders {
            0 => 0,
            _ => amounts[orders - 1],
        };
        *price = so_far - before;
        before = so_far;
    }
}

/// Replaces each amount by the sum of all up to it. Four quarters are added up at once,
/// since each sum has to wait for the one before, and then put together.
fn add_up(amounts: &mut [i64]) {
    let quarter = amounts.len() / 4;
    let (first, rest) = amounts.split_at_mut(quarter);
    let (second, rest) = rest.split_at_mut(quarter);
    let (third, fourth) = rest.split_at_mut(quarter);
    let mut sums = [0; 4];
    let quarters = first.iter_mut().zip(&mut *second).zip(&mut *third);
    for (((first, second), third), fourth) in quarters.zip(&mut *fourth) {
        for (sum, amount) in sums.iter_mut().zip([first, second, third, fourth]) {
            *sum += *amount;
            *amount = *sum;
        }
    }
    for amount in &mut fourth[quarter..] {
        sums[3] += *amount;
        *amount = sums[3];
    }
    let mut before = 0;
    for (sum, quarter) in sums.into_iter().zip([&mut [], second, third, fourth]) {
        for amount in quarter {
            *amount += before;
        }
        before += sum;
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::luck::Luck;
    use crate::plan::LANGUAGE;
    use crate::scenario;
    use crate::world::orders::{OrderKeys, Orders};

    const PRODUCTS: [&str; 4] = [
        "price = 10.00\ncommissionable = 8.00\ncost_of_goods = 1.50",
        "price = 10.00",
        "price = 10.00\ncommissionable = 0.00\ncost_of_goods = 10.00",
        "price = 10.00\nwholesale = 0.00",
    ];

    fn orders(product: &str, order_value: &str) -> Orders {
        let text = format!(
            "[scenario]\nname = \"orders\"\ntitle = \"?\"\n[product]\n{product}\n\
             [growth]\nlaw = \"fixed\"\nparticipants = 10\nattachment = \"uniform\"\n\
             [sales]\nlaw = \"rate\"\nmean = 2\n{order_value}\n[[plans]]\nname = \"plan\"\n\
             [[plans.component]]\ntype = \"sale_commission\"\nrate = 0.1\n"
        );
        let loaded = scenario::load_text("orders.toml", &text, &[], LANGUAGE);
        Orders::new(&loaded.unwrap_or_else(|faults| panic!("{faults}")).scenario)
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn columns_agree_with_order_by_order(
            product in 0..PRODUCTS.len(),
            drawn: bool,
            are_spent: bool,
            cores in prop_oneof![Just(Cores::One), Just(Cores::All)],
            first_k in prop_oneof![Just(0), Just(1_u32 << 23)],
            units in prop::collection::vec(prop_oneof![0_u32..3, 0_u32..12], 1..2_500),
            seed: u64,
        ) {
            let order_value = if drawn {
                "order_value = { law = \"lognormal\", median = 10.00, sigma = 0.7 }"
            } else {
                ""
            };
            let orders = orders(PRODUCTS[product], order_value);
            let keys = OrderKeys::new(&Luck::new(seed, 1), 3);
            let [mut fast, mut slow] = [Sales::default(), Sales::default()];
            // What an earlier period left there is not added to.
            fast.open(units.len(), false, false);
            fast.post(0, 7, OrderValues { price: 7, commissionable: 7, wholesale: 7, ..OrderValues::default() });
            orders.open(&mut fast, units.len(), orders.come_in_columns());
            orders.open(&mut slow, units.len(), false);
            let columns = &mut OrderColumns::new(cores);
            let mut spent = units.clone();
            let counts = match are_spent {
                true => Counts::Spent(&mut spent),
                false => Counts::Kept(&units),
            };
            orders.post(counts, (&keys, first_k), &[], columns, &mut fast);
            let total = orders.post_one_by_one(&units, (&keys, first_k), &[], &mut slow);
            slow.add_to_totals(total);
            prop_assert_eq!(&fast.units, &slow.units);
            prop_assert_eq!(&fast.price, &slow.price);
            prop_assert_eq!(fast.commissionable(), slow.commissionable());
            prop_assert_eq!(fast.wholesale(), slow.wholesale());
            let totals = |sales: &Sales| {
                [sales.total_price, sales.total_commissionable, sales.cost_of_goods]
            };
            prop_assert_eq!(totals(&fast), totals(&slow));
        }
    }
}
