//! What taking part costs under one plan: the scenario's `[costs]` with the plan's own
//! `charge` in place of the same keys (rulings.md 3).

use crate::money::{Cents, Rate};
use crate::scenario::types::{Costs, Kit, Product};

/// The costs of one plan, per person. Amounts in minor units.
#[derive(Clone, Copy, Debug)]
pub struct Charges {
    /// Once on joining, not commissionable.
    pub join_fee: Cents,
    /// Once on joining.
    pub kit: Kit,
    /// Every period while enrolled.
    pub period_fee: Cents,
    /// Spent outside the company every period while enrolled.
    pub expenses: Cents,
    /// What a period's own purchases cost the participant.
    pub own_purchase: i64,
    /// The part of that he would have spent anyway, rounded half up.
    pub use_value: i64,
    /// Commissionable volume of a period's own purchases.
    pub own_purchase_volume: i64,
    /// What the goods in them cost the company.
    pub own_purchase_goods: i64,
}

impl Charges {
    /// The scenario's costs for this product.
    #[must_use]
    pub fn new(costs: &Costs, product: &Product) -> Charges {
        let mut charges = Charges {
            join_fee: costs.join_fee,
            kit: costs.kit,
            period_fee: costs.period_fee,
            expenses: costs.expenses,
            own_purchase: 0,
            use_value: 0,
            own_purchase_volume: 0,
            own_purchase_goods: 0,
        };
        charges.set_own_purchase(
            costs.own_purchase.units,
            costs.own_purchase.use_value,
            product,
        );
        charges
    }

    /// Makes everyone buy `units` units a period for himself.
    pub fn set_own_purchase(&mut self, units: u32, use_value: Rate, product: &Product) {
        let units = i64::from(units);
        self.own_purchase = units * product.wholesale.0;
        self.use_value = use_value.of(self.own_purchase);
        self.own_purchase_volume = units * product.commissionable.0;
        self.own_purchase_goods = units * product.cost_of_goods.0;
    }

    /// What a joiner pays the company on joining.
    #[must_use]
    pub fn on_joining(&self) -> i64 {
        self.join_fee.0 + self.kit.price.0
    }
}
