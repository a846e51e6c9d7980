//! `hold_back` (plans.md T1): a share of every credit is held until the refund window
//! closes.

use crate::scenario::key::{Default, Key, Kind, Variant};

use super::deferral::Deferral;
use super::steps::{COMPONENTS, Step};

pub(super) const VARIANT: Variant = Variant {
    name: "hold_back",
    meaning: "A share of what is earned is held for some periods and then released, so that refunds can be taken out of it.",
    keys: &[
        Key {
            name: "share",
            kind: Kind::Share,
            default: Default::Required,
            unit: "share of the credit",
            meaning: "What is held; what is paid at once is rounded half up to the minor unit.",
        },
        Key {
            name: "release_after_periods",
            kind: Kind::Integer { min: 0, max: 12 },
            default: Default::Required,
            unit: "periods",
            meaning: "How long it is held; 0 holds nothing.",
        },
        COMPONENTS,
    ],
};

pub(super) fn read(step: &Step) -> Deferral {
    Deferral::HoldBack {
        share: step.settings.share("share"),
        // The key is bounded.
        after: step.settings.integer("release_after_periods") as u32,
    }
}
