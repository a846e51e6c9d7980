//! How large an order can be, in any of its values.

use crate::luck::lognormal::LognormalAmounts;
use crate::money::{POINTS_OF_ONE, magnitude};
use crate::scenario::types::{OrderValue, Product, Scenario};

/// The largest of the values that hang on an order: what is paid, volume, points, goods.
#[derive(Clone, Copy, Debug)]
pub(super) struct Bounds {
    /// Of one order.
    of_one: u128,
    /// Of what is sold for one minor unit, where amounts are drawn.
    of_a_minor_unit: Option<u128>,
    /// Of an order whose draw is one minor unit.
    of_a_drawn_unit: f64,
}

impl Bounds {
    pub(super) fn new(scenario: &Scenario) -> Bounds {
        // An order without points of its own has those of its volume.
        let by_volume = (POINTS_OF_ONE / scenario.currency.scale()).max(1) as u128;
        let largest = |product: &Product| {
            let volume = magnitude(product.commissionable.0) * by_volume;
            let others = [
                product.price.0,
                product.wholesale.0,
                product.cost_of_goods.0,
                product.points,
            ];
            others.into_iter().map(magnitude).fold(volume, u128::max)
        };
        let of_products = scenario.products().map(largest).max().unwrap_or(0);
        let OrderValue::Lognormal { median, sigma } = scenario.sales.order_value else {
            return Bounds {
                of_one: of_products,
                of_a_minor_unit: None,
                of_a_drawn_unit: 0.0,
            };
        };
        // All values scale as the first product's price does.
        let price = magnitude(scenario.product.price.0).max(1);
        let of_drawn = of_products.max(by_volume).div_ceil(price);
        let most = LognormalAmounts::new(median.0 as f64, sigma).amount(u64::MAX);
        let of_sold =
            |product: &Product| largest(product).div_ceil(magnitude(product.price.0).max(1));
        let of_a_minor_unit = scenario.products().map(of_sold).fold(by_volume, u128::max);
        Bounds {
            of_one: magnitude(most).saturating_mul(of_drawn),
            of_a_minor_unit: Some(of_a_minor_unit),
            of_a_drawn_unit: of_drawn as f64,
        }
    }

    /// The largest value of so many orders.
    pub(super) fn of(&self, orders: u64) -> u128 {
        self.of_one.saturating_mul(orders.into())
    }

    /// The same of orders that were sold for so much, whose number is known.
    pub(super) fn of_sold(&self, orders: u64, price: i64) -> u128 {
        match self.of_a_minor_unit {
            Some(of_a_minor_unit) => of_a_minor_unit.saturating_mul(magnitude(price)),
            None => self.of(orders),
        }
    }

    pub(super) fn of_a_drawn_unit(&self) -> f64 {
        self.of_a_drawn_unit
    }
}
