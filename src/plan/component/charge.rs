//! `charge` (plans.md E13): what taking part costs under this plan, in place of the
//! same keys of `[costs]` (rulings.md 3).

use crate::money::{Cents, Rate};
use crate::scenario::diagnose::Diagnostic;
use crate::scenario::key::{Default, Key, Kind, Variant};
use crate::scenario::keys::costs;
use crate::scenario::settings::Settings;
use crate::scenario::types::{ComponentSettings, Kit, Product};

use super::fault;
use crate::plan::charges::{Autoship, Charges, Inventory, Renewal};

pub(super) const VARIANT: Variant = Variant {
    name: "charge",
    meaning: "What taking part costs under this plan, in place of the same keys of `[costs]`.",
    keys: &[
        instead_of(costs::JOIN_FEE),
        instead_of(costs::KIT),
        instead_of(costs::PERIOD_FEE),
        instead_of(costs::OWN_PURCHASE),
        instead_of(costs::EXPENSES),
        RENEWAL,
        AUTOSHIP,
        INVENTORY,
    ],
};

const RENEWAL: Key = Key {
    name: "renewal",
    kind: Kind::Table(&[
        Key {
            name: "fee",
            kind: Kind::Amount,
            default: Default::Required,
            unit: "each time",
            meaning: "What staying in costs.",
        },
        Key {
            name: "every",
            kind: Kind::Integer { min: 1, max: 1200 },
            default: Default::Required,
            unit: "periods",
            meaning: "Periods from joining to the first renewal, and from one to the next.",
        },
    ]),
    default: Default::Absent("no renewal"),
    unit: "",
    meaning: "A fee for staying in.",
};

const AUTOSHIP: Key = Key {
    name: "autoship",
    kind: Kind::Table(&[
        Key {
            name: "cost",
            kind: Kind::Amount,
            default: Default::Required,
            unit: "per period",
            meaning: "What the participant pays.",
        },
        Key {
            name: "commissionable",
            kind: Kind::Amount,
            default: Default::Value("0"),
            unit: "per period",
            meaning: "The part of it commissions are taken of.",
        },
        Key {
            name: "use_value",
            kind: Kind::Share,
            default: Default::Value("0"),
            unit: "share of the cost",
            meaning: "The share of the cost the person would have spent anyway.",
        },
        Key {
            name: "cost_of_goods",
            kind: Kind::Amount,
            default: Default::Value("0"),
            unit: "per period",
            meaning: "What the goods cost the company.",
        },
    ]),
    default: Default::Absent("as `own_purchase`"),
    unit: "",
    meaning: "Own purchases as a fixed amount, in place of units of the product.",
};

const INVENTORY: Key = Key {
    name: "inventory",
    kind: Kind::Table(&[
        Key {
            name: "cost",
            kind: Kind::Amount,
            default: Default::Required,
            unit: "once on joining",
            meaning: "What the stock costs that a joiner buys and does not sell; not commissionable.",
        },
        Key {
            name: "buyback_rate",
            kind: Kind::Share,
            default: Default::Value("0"),
            unit: "share of the cost",
            meaning: "What the company pays back to who leaves.",
        },
        Key {
            name: "within",
            kind: Kind::Integer { min: 1, max: 1200 },
            default: Default::Absent("at any time"),
            unit: "periods",
            meaning: "The company buys back in the first so many periods of membership, the joining period included.",
        },
        Key {
            name: "restocking_fee",
            kind: Kind::Amount,
            default: Default::Value("0"),
            unit: "once",
            meaning: "What the company keeps of that.",
        },
        Key {
            name: "shipping",
            kind: Kind::Amount,
            default: Default::Value("0"),
            unit: "once",
            meaning: "What sending it back costs, paid outside the company.",
        },
    ]),
    default: Default::Absent("nobody buys stock"),
    unit: "",
    meaning: "Stock every joiner buys and is left with, and its buy-back.",
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
    renewal: Option<Renewal>,
    autoship: Option<Autoship>,
    inventory: Option<Inventory>,
}

impl Charge {
    pub(super) fn new(settings: &ComponentSettings, plan: &str) -> Result<Charge, Box<Diagnostic>> {
        let values = &settings.settings;
        let charge = Charge {
            join_fee: values.optional_amount("join_fee"),
            kit: values.optional_table("kit").map(|kit| Kit {
                price: kit.amount("price"),
                commissionable: kit.amount("commissionable"),
            }),
            period_fee: values.optional_amount("period_fee"),
            own_purchase: values.optional_table("own_purchase").map(|purchase| {
                let units = u32::try_from(purchase.integer("units"))
                    .expect("the key table keeps units to a million");
                (units, purchase.share("use_value"))
            }),
            expenses: values.optional_amount("expenses"),
            renewal: values.optional_table("renewal").map(|renewal| Renewal {
                fee: renewal.amount("fee"),
                every: small(renewal.integer("every")),
            }),
            autoship: values.optional_table("autoship").map(|autoship| Autoship {
                cost: autoship.amount("cost"),
                commissionable: autoship.amount("commissionable"),
                use_value: autoship.share("use_value"),
                cost_of_goods: autoship.amount("cost_of_goods"),
            }),
            inventory: values.optional_table("inventory").as_ref().map(inventory),
        };
        if charge.own_purchase.is_some() && charge.autoship.is_some() {
            return Err(Box::new(fault(
                settings,
                plan,
                "P152",
                "autoship",
                "`autoship` and `own_purchase` both say what a participant buys for himself"
                    .to_owned(),
                "remove one of them".to_owned(),
            )));
        }
        Ok(charge)
    }

    /// Puts the plan's own costs in place of the scenario's.
    pub fn apply(&self, charges: &mut Charges, product: &Product) {
        charges.join_fee = self.join_fee.unwrap_or(charges.join_fee);
        charges.kit = self.kit.unwrap_or(charges.kit);
        charges.period_fee = self.period_fee.unwrap_or(charges.period_fee);
        charges.expenses = self.expenses.unwrap_or(charges.expenses);
        charges.renewal = self.renewal.or(charges.renewal);
        charges.inventory = self.inventory.or(charges.inventory);
        if let Some((units, use_value)) = self.own_purchase {
            charges.set_own_purchase(units, use_value, product);
        }
        if let Some(autoship) = self.autoship {
            charges.set_autoship(autoship);
        }
    }
}

fn inventory(stock: &Settings) -> Inventory {
    let cost = stock.amount("cost");
    let back = stock.share("buyback_rate").of(cost.0);
    Inventory {
        cost,
        refund: back - stock.amount("restocking_fee").0,
        shipping: stock.amount("shipping"),
        within: stock.optional_integer("within").map(small),
    }
}

fn small(number: i64) -> u32 {
    u32::try_from(number).expect("the key table keeps it small")
}
