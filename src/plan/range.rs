//! What a plan may move: as long as all that is bought, charged and promised stays within
//! [`MOST_MOVED`], every sum of some of it, in money or in points, fits 64 bits.

use crate::books::Period;
use crate::money::{Cents, MOST_MOVED, magnitude};

use super::volume::PointScale;
use super::{Charges, Plan, PlanError};

/// What was moved so far: bought and charged, and promised by components.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Moved {
    bought: u128,
    promised: u128,
}

impl Plan {
    /// Counts what is bought and charged in a period, before it is posted.
    pub(super) fn admit_bought(&self, moved: &mut Moved, period: &Period) -> Result<(), PlanError> {
        let sales = period.sales;
        let own = period.details.own.map_or(0, |own| {
            let [use_volume, kits] = own.total;
            self.points
                .at_most(use_volume)
                .saturating_add(self.points.at_most(kits))
        });
        let charges = &self.charges;
        let bought = magnitude(sales.total_price)
            .saturating_add(magnitude(sales.cost_of_goods))
            .saturating_add(self.points.at_most(sales.total_commissionable))
            .saturating_add(own)
            .saturating_add(each(charges, self.points).saturating_mul(period.members() as u128))
            .saturating_add(entry(charges).saturating_mul(period.joiners().len() as u128));
        moved.bought = moved.bought.saturating_add(bought);
        self.within_range(moved.bought, period)
    }

    /// Counts what components promise on a period, over the plan's denominator, before it is
    /// credited.
    pub(super) fn admit_promised(
        &self,
        moved: &mut Moved,
        promised: impl Iterator<Item = i128>,
        period: &Period,
    ) -> Result<(), PlanError> {
        let exact = promised.fold(0_u128, |sum, promised| {
            sum.saturating_add(promised.unsigned_abs())
        });
        let credited = exact / u128::from(self.denominator().unsigned_abs().max(1));
        moved.promised = moved.promised.saturating_add(credited);
        self.within_range(moved.promised, period)
    }

    fn within_range(&self, moved: u128, period: &Period) -> Result<(), PlanError> {
        if moved <= MOST_MOVED {
            return Ok(());
        }
        Err(PlanError::OutOfRange {
            plan: self.name.clone(),
            period: period.number,
        })
    }
}

/// The most a member is charged and buys in a period, in money or in points.
fn each(charges: &Charges, points: PointScale) -> u128 {
    let amounts = [
        charges.own_purchase,
        charges.own_purchase_goods,
        charges.own_purchase_points.unwrap_or(0),
        charges.use_value,
        charges.period_fee.0,
        charges.expenses.0,
        charges.renewal.map_or(0, |renewal| renewal.fee.0),
    ];
    let sum: u128 = amounts.into_iter().map(magnitude).sum();
    sum.saturating_add(points.at_most(charges.own_purchase_volume))
}

/// The most that joining moves.
fn entry(charges: &Charges) -> u128 {
    let stock = charges.inventory.map_or([0; 3], |stock| {
        [stock.cost.0, stock.refund, stock.shipping.0]
    });
    let Cents(kit) = charges.kit.commissionable;
    let amounts = [charges.on_joining(), kit].into_iter().chain(stock);
    amounts.map(magnitude).sum()
}
