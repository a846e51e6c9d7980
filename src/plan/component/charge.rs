//! `charge` (plans.md E13): what taking part costs under this plan, in place of the
//! same keys of `[costs]` (rulings.md 3).

use crate::money::{Cents, Rate};
use crate::scenario::key::{Default, Key, Variant};
use crate::scenario::keys::costs;
use crate::scenario::types::{ComponentSettings, Kit, Product};

use crate::plan::charges::Charges;

pub(super) const VARIANT: Variant = Variant {
    name: "charge",
    meaning: "What taking part costs under this plan, in place of the same keys of `[costs]`.",
    keys: &[
        instead_of(costs::JOIN_FEE),
        instead_of(costs::KIT),
        instead_of(costs::PERIOD_FEE),
        instead_of(costs::OWN_PURCHASE),
        instead_of(costs::EXPENSES),
    ],
};

/// The same key, holding nothing unless the plan says so.
const fn instead_of(key: Key) -> Key {
    Key {
        default: Default::Absent("as in `[costs]`"),
        ..key
    }
}

/// The costs a plan sets itself; what is `None` stays as in the scenario.
#[derive(Clone, Copy, Debug)]
pub struct Charge {
    join_fee: Option<Cents>,
    kit: Option<Kit>,
    period_fee: Option<Cents>,
    own_purchase: Option<(u32, Rate)>,
    expenses: Option<Cents>,
}

impl Charge {
    pub(super) fn new(settings: &ComponentSettings) -> Charge {
        let settings = &settings.settings;
        Charge {
            join_fee: settings.optional_amount("join_fee"),
            kit: settings.optional_table("kit").map(|kit| Kit {
                price: kit.amount("price"),
                commissionable: kit.amount("commissionable"),
            }),
            period_fee: settings.optional_amount("period_fee"),
            own_purchase: settings.optional_table("own_purchase").map(|purchase| {
                let units = u32::try_from(purchase.integer("units"))
                    .expect("the key table keeps units to a million");
                (units, purchase.share("use_value"))
            }),
            expenses: settings.optional_amount("expenses"),
        }
    }

    /// Puts the plan's own costs in place of the scenario's.
    pub fn apply(&self, charges: &mut Charges, product: &Product) {
        charges.join_fee = self.join_fee.unwrap_or(charges.join_fee);
        charges.kit = self.kit.unwrap_or(charges.kit);
        charges.period_fee = self.period_fee.unwrap_or(charges.period_fee);
        charges.expenses = self.expenses.unwrap_or(charges.expenses);
        if let Some((units, use_value)) = self.own_purchase {
            charges.set_own_purchase(units, use_value, product);
        }
    }
}
