//! `sale_commission` (plans.md E2): a commission on one's own sales to customers.

use crate::scenario::key::{Default, Key, Kind, Variant};

pub(super) const VARIANT: Variant = Variant {
    name: "sale_commission",
    meaning: "A commission on one's own sales to customers: pure referral.",
    keys: &[
        Key {
            name: "rate",
            kind: Kind::Share,
            default: Default::Value("0"),
            unit: "share of commissionable volume",
            meaning: "The commission as a share of the commissionable volume of the sale.",
        },
        Key {
            name: "flat",
            kind: Kind::Amount,
            default: Default::Value("0"),
            unit: "per unit",
            meaning: "A fixed amount for every unit sold, beside the rate.",
        },
    ],
};
