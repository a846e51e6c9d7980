//! `join_bonus` (plans.md E10): a reward to the enroller, and to enrollers above him,
//! when someone joins.

use crate::scenario::key::{Default, Key, Kind, Variant};

pub(super) const VARIANT: Variant = Variant {
    name: "join_bonus",
    meaning: "A reward to the enroller, and to enrollers above him, when someone joins.",
    keys: &[
        Key {
            name: "kind",
            kind: Kind::Choice(&[
                ("percent", "`rates` of what the joiner pays"),
                ("flat", "`amounts` for every joiner"),
            ]),
            default: Default::Value("\"percent\""),
            unit: "",
            meaning: "Whether the bonus is a share of a payment or a fixed amount.",
        },
        Key {
            name: "rates",
            kind: Kind::Shares,
            default: Default::Absent("required when `kind` is percent"),
            unit: "share of the base, one per level",
            meaning: "Level 1 is the enroller, level 2 his enroller, and so on.",
        },
        Key {
            name: "amounts",
            kind: Kind::Amounts,
            default: Default::Absent("required when `kind` is flat"),
            unit: "per joiner, one per level",
            meaning: "Level 1 is the enroller, level 2 his enroller, and so on.",
        },
        Key {
            name: "on",
            kind: Kind::Choice(&[
                (
                    "order",
                    "commissionable volume of the joiner's own purchases in the joining period",
                ),
                ("kit", "commissionable part of the starter kit"),
                ("membership_fee", "the joining fee: a recruitment reward"),
            ]),
            default: Default::Value("\"order\""),
            unit: "",
            meaning: "What a percent bonus is taken of.",
        },
    ],
};
