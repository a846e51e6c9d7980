//! The parameters of `join_bonus`.

use crate::scenario::key::{Default, Key, Kind, Variant};

pub(in crate::plan::component) const VARIANT: Variant = Variant {
    name: "join_bonus",
    meaning: "A reward to the enroller, and to enrollers above him, when someone joins or orders soon after.",
    keys: &[
        Key {
            name: "kind",
            kind: Kind::Choice(&[
                ("percent", "`rates` of what the new member pays"),
                ("flat", "`amounts` for every new member or order"),
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
                    "commissionable volume of the new member's own purchases",
                ),
                ("kit", "commissionable part of the starter kit"),
                ("membership_fee", "the joining fee: a recruitment reward"),
            ]),
            default: Default::Value("\"order\""),
            unit: "",
            meaning: "What a percent bonus is taken of, and which orders bring a flat one.",
        },
        Key {
            name: "window_days",
            kind: Kind::Integer { min: 0, max: 365 },
            default: Default::Absent("the enrolment order only"),
            unit: "days",
            meaning: "Orders up to so many days after enrolment count, the last day too.",
        },
        Key {
            name: "window_months",
            kind: Kind::Integer { min: 1, max: 12 },
            default: Default::Absent("see `window_days`"),
            unit: "calendar months",
            meaning: "Orders in so many calendar months count; the joining month is the first, however late in it someone joins.",
        },
        Key {
            name: "roll_up",
            kind: Kind::Flag,
            default: Default::Value("false"),
            unit: "",
            meaning: "Whether inactive people above the enroller are skipped, so that levels go to those above them.",
        },
        Key {
            name: "sponsor_must_qualify",
            kind: Kind::Flag,
            default: Default::Absent("true"),
            unit: "",
            meaning: "Whether the enroller must be active for his own level, which never rolls up.",
        },
        Key {
            name: "once_per_recruit",
            kind: Kind::Flag,
            default: Default::Absent("true for flat bonuses but coded ones"),
            unit: "",
            meaning: "Whether each new member brings the bonus once only.",
        },
        Key {
            name: "cap_per_recruit_period",
            kind: Kind::Amounts,
            default: Default::Absent("no cap"),
            unit: "one per level",
            meaning: "The most one new member brings each level in a period; the rest is breakage.",
        },
        Key {
            name: "payee",
            kind: Kind::Choice(&[
                ("by_level", "enrollers level by level"),
                (
                    "nearest_rank",
                    "the next upline of one of `payee_ranks` or above",
                ),
                (
                    "coded",
                    "the same, found at enrolment and fixed from then on",
                ),
            ]),
            default: Default::Value("\"by_level\""),
            unit: "",
            meaning: "Who is paid.",
        },
        Key {
            name: "payee_ranks",
            kind: Kind::Names,
            default: Default::Absent("required unless paid by level"),
            unit: "ranks",
            meaning: "A rank counts if it is at or above the lowest of these.",
        },
        Key {
            name: "reduce_volume",
            kind: Kind::Share,
            default: Default::Value("0"),
            unit: "share of the order's volume",
            meaning: "The part of every order the bonus is paid on that all other components do not see.",
        },
    ],
};
