//! `charge` (plans.md E13): what taking part costs under this plan, in place of the
//! same keys of `[costs]` (rulings.md 3).

use crate::money::{Cents, Rate};
use crate::scenario::key::{Default, Key, Kind, Variant};
use crate::scenario::types::{ComponentSettings, Kit, Product};

use crate::plan::charges::Charges;

pub(super) const VARIANT: Variant = Variant {
    name: "charge",
    meaning: "What taking part costs under this plan, in place of the same keys of `[costs]`.",
    keys: &[
        Key {
            name: "join_fee",
            kind: Kind::Amount,
            default: Default::Absent("as in `[costs]`"),
            unit: "once on joining",
            meaning: "Paid once on joining, not commissionable.",
        },
        Key {
            name: "kit",
            kind: Kind::Table(&[
                Key {
                    name: "price",
                    kind: Kind::Amount,
                    default: Default::Value("0"),
                    unit: "once on joining",
                    meaning: "What the starter kit costs the joiner.",
                },
                Key {
                    name: "commissionable",
                    kind: Kind::Amount,
                    default: Default::Value("0"),
                    unit: "once on joining",
                    meaning: "The part of the kit's price that commissions are taken of.",
                },
            ]),
            default: Default::Absent("as in `[costs]`"),
            unit: "",
            meaning: "The starter kit every joiner buys.",
        },
        Key {
            name: "period_fee",
            kind: Kind::Amount,
            default: Default::Absent("as in `[costs]`"),
            unit: "per period",
            meaning: "Paid every period while enrolled.",
        },
        Key {
            name: "own_purchase",
            kind: Kind::Table(&[
                Key {
                    name: "units",
                    kind: Kind::Integer {
                        min: 0,
                        max: 1_000_000,
                    },
                    default: Default::Value("0"),
                    unit: "units per period",
                    meaning: "Units the plan makes a participant buy for himself, at wholesale.",
                },
                Key {
                    name: "use_value",
                    kind: Kind::Share,
                    default: Default::Value("0"),
                    unit: "share of the cost",
                    meaning: "The share of the cost the person would have spent anyway.",
                },
            ]),
            default: Default::Absent("as in `[costs]`"),
            unit: "",
            meaning: "Autoship: purchases this plan requires; they exist in this plan's books only.",
        },
        Key {
            name: "expenses",
            kind: Kind::Amount,
            default: Default::Absent("as in `[costs]`"),
            unit: "per period",
            meaning: "Spent outside the company every period while enrolled.",
        },
    ],
};

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
