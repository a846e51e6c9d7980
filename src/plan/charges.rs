//! What taking part costs under one plan: the scenario's `[costs]` with the plan's own
//! `charge` in place of the same keys (rulings.md 3), and what only a plan can charge
//! (plans.md E13): renewals, and stock that is bought on joining and bought back.

use crate::books::Period;
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
    /// Their points in ten-thousandths, if they are units of the product; by volume
    /// otherwise.
    pub own_purchase_points: Option<i64>,
    /// What the goods in them cost the company.
    pub own_purchase_goods: i64,
    /// Paid to stay in, if the plan asks for it.
    pub renewal: Option<Renewal>,
    /// Stock every joiner buys, if the plan asks for it.
    pub inventory: Option<Inventory>,
}

/// A fee for staying in.
#[derive(Clone, Copy, Debug)]
pub struct Renewal {
    /// The fee.
    pub fee: Cents,
    /// Periods from joining to the first, and from one to the next.
    pub every: u32,
}

/// Stock bought on joining that stays unsold, and its buy-back.
#[derive(Clone, Copy, Debug)]
pub struct Inventory {
    /// What the unsold stock cost.
    pub cost: Cents,
    /// What the company pays back of that, less its restocking fee.
    pub refund: i64,
    /// What the participant spends on sending it.
    pub shipping: Cents,
    /// The company takes it back in the first so many periods of membership.
    pub within: Option<u32>,
}

/// What a purchase for own use costs and is worth, a period.
#[derive(Clone, Copy, Debug)]
pub struct Autoship {
    /// What it costs the participant.
    pub cost: Cents,
    /// Its commissionable volume.
    pub commissionable: Cents,
    /// The share of the cost he would have spent anyway.
    pub use_value: Rate,
    /// What the goods cost the company.
    pub cost_of_goods: Cents,
}

/// What a period's renewals and stock came to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Extras {
    /// Paid to the company, less what it paid back.
    pub from_participants: i64,
    /// Spent outside the company.
    pub expenses: i64,
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
            own_purchase_points: None,
            own_purchase_goods: 0,
            renewal: None,
            inventory: None,
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
        // What leaves 64 bits is refused when it is first charged.
        self.own_purchase = units.saturating_mul(product.wholesale.0);
        self.use_value = use_value.of(self.own_purchase);
        self.own_purchase_volume = units.saturating_mul(product.commissionable.0);
        self.own_purchase_points = Some(units.saturating_mul(product.points));
        self.own_purchase_goods = units.saturating_mul(product.cost_of_goods.0);
    }

    /// Makes everyone buy for a stated amount a period.
    pub fn set_autoship(&mut self, autoship: Autoship) {
        self.own_purchase = autoship.cost.0;
        self.use_value = autoship.use_value.of(autoship.cost.0);
        self.own_purchase_volume = autoship.commissionable.0;
        self.own_purchase_points = None;
        self.own_purchase_goods = autoship.cost_of_goods.0;
    }

    /// What a joiner pays the company on joining, his stock apart.
    #[must_use]
    pub fn on_joining(&self) -> i64 {
        self.join_fee.0 + self.kit.price.0
    }

    /// Whether nobody pays or spends anything.
    pub(super) fn are_none(&self) -> bool {
        self.on_joining() == 0
            && self.period_fee == Cents::ZERO
            && self.expenses == Cents::ZERO
            && self.own_purchase == 0
            && self.use_value == 0
            && self.renewal.is_none()
            && self.inventory.is_none()
    }

    /// Charges the period's renewals, and sells and buys back stock. `is_last` is whether
    /// the horizon ends here: whoever still holds stock is settled as if he sent it back.
    pub(super) fn charge_extras(
        &self,
        period: &Period,
        is_last: bool,
        costs: &mut [i64],
    ) -> Extras {
        let mut extras = Extras::default();
        if let Some(renewal) = self.renewal {
            let before = costs.iter_mut().take(period.joiners().start);
            for (member, cost) in before.enumerate() {
                let age = period.number - u32::from(period.joined.at(member));
                if age > 0 && age.is_multiple_of(renewal.every) && period.is_enrolled(member) {
                    *cost += renewal.fee.0;
                    extras.from_participants += renewal.fee.0;
                }
            }
        }
        if let Some(stock) = self.inventory {
            for cost in &mut costs[period.joiners()] {
                *cost += stock.cost.0;
                extras.from_participants += stock.cost.0;
            }
            let mut take_back = |cost: &mut i64| {
                *cost -= stock.refund - stock.shipping.0;
                extras.from_participants -= stock.refund;
                extras.expenses += stock.shipping.0;
            };
            // Who quit after the last period was paid sends it back now, as of then.
            for &member in period.details.left_after_paying {
                if stock.is_taken_back(period, period.number - 1, member as usize) {
                    take_back(&mut costs[member as usize]);
                }
            }
            let participants = costs.iter_mut().enumerate().skip(period.founders);
            for (member, cost) in participants {
                let leaves = u32::from(period.last_period.at(member)) == period.number;
                if (leaves || is_last)
                    && period.is_enrolled(member)
                    && stock.is_taken_back(period, period.number, member)
                {
                    take_back(cost);
                }
            }
        }
        extras
    }
}

impl Inventory {
    /// Whether a member who leaves at the end of period `last` sends his stock back: in
    /// time, and only if it brings him anything.
    fn is_taken_back(self, period: &Period, last: u32, member: usize) -> bool {
        let age = last + 1 - u32::from(period.joined.at(member));
        self.within.is_none_or(|within| age <= within) && self.refund > self.shipping.0
    }
}
