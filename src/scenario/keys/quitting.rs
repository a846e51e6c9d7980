//! `[quitting]` (model.md §7): who leaves.

use super::section;
use crate::scenario::key::{Default, Key, Kind};

/// The longest tenure that may be written: as long as the longest horizon.
const LONGEST_TENURE: i64 = 10_000;

pub(super) const SECTION: Key = section(
    "quitting",
    "Who leaves, decided at the end of a period when the plans have paid. Founders stay, also where they count as participants. Quitters stay counted in every result. Who meets several of these rules leaves by the first of them.",
    &[
        Key {
            name: "hazard",
            kind: Kind::Share,
            default: Default::Value("0"),
            unit: "probability per period",
            meaning: "The chance that an enrolled participant quits at the end of a period. Founders stay, also where they count as participants.",
        },
        Key {
            name: "max_tenure",
            kind: Kind::Integer {
                min: 1,
                max: LONGEST_TENURE,
            },
            default: Default::Absent("no limit"),
            unit: "periods",
            meaning: "A participant leaves when he has been enrolled for so many periods, the one he joined in included.",
        },
        Key {
            name: "social",
            kind: Kind::Share,
            default: Default::Value("0"),
            unit: "probability",
            meaning: "The chance that a participant follows his sponsor out. He decides once, at the end of the period after the sponsor's last one, so that a wave of leaving goes down one level a period. Who joined under a sponsor already gone has no such decision to make.",
        },
        Key {
            name: "loss_tolerance",
            kind: Kind::Amount,
            default: Default::Value("0"),
            unit: "amount",
            meaning: "A participant is in loss for `hazard_in_loss` while his net so far is below minus this. Needs worlds of their own for the plans (`scenario.world`).",
        },
        Key {
            name: "hazard_in_loss",
            kind: Kind::Share,
            default: Default::Value("0"),
            unit: "probability per period",
            meaning: "The chance that a participant who is in loss quits for it at the end of a period, in addition to all other rules: it is asked of those who would stay by them. Needs worlds of their own for the plans (`scenario.world`).",
        },
    ],
);
