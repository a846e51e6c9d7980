//! `advance` (plans.md T1): insurance plans credit a share of a commission when the sale
//! is made, before it is earned, and charge the unearned part back if the sale lapses.

use crate::scenario::key::{Default, Key, Kind, Variant};

use super::deferral::Deferral;
use super::steps::{COMPONENTS, Step};

pub(super) const VARIANT: Variant = Variant {
    name: "advance",
    meaning: "A commission is earned evenly over some periods, and a share of it is advanced at once; when the sale lapses, what was advanced and not earned is charged back.",
    keys: &[
        Key {
            name: "share",
            kind: Kind::Share,
            default: Default::Required,
            unit: "share of the commission",
            meaning: "What is advanced, rounded half up to the minor unit.",
        },
        Key {
            name: "earn_periods",
            kind: Kind::Integer { min: 1, max: 120 },
            default: Default::Required,
            unit: "periods",
            meaning: "How long it takes to earn the commission; the period of the sale is the first.",
        },
        COMPONENTS,
    ],
};

pub(super) fn read(step: &Step) -> Deferral {
    Deferral::Advance {
        share: step.settings.share("share"),
        // The key is bounded.
        over: step.settings.integer("earn_periods") as u32,
    }
}
