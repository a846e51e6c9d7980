//! The parameters of `cycle`.

use crate::scenario::key::{Default, Key, Kind, Variant};

pub(in crate::plan::component) const VARIANT: Variant = Variant {
    name: "cycle",
    meaning: "Boards and matrices that pay whoever completes one out of what newcomers pay for their places.",
    keys: &[
        Key {
            name: "shape",
            kind: Kind::Choice(&[
                (
                    "split_board",
                    "a shared board; when it is full its head is paid and leaves, and the board splits",
                ),
                (
                    "own_matrix",
                    "everyone's own matrix below him; he is paid when it is full",
                ),
                (
                    "matrix_contract",
                    "what a newcomer pays goes at once to one member, who depends on the place he takes",
                ),
            ]),
            default: Default::Value("\"split_board\""),
            unit: "",
            meaning: "What people take places on.",
        },
        Key {
            name: "width",
            kind: Kind::Integer { min: 2, max: 5 },
            default: Default::Value("2"),
            unit: "places",
            meaning: "Places below each place.",
        },
        Key {
            name: "rows",
            kind: Kind::Integer { min: 2, max: 5 },
            default: Default::Value("3"),
            unit: "rows",
            meaning: "Rows, the top one counted: 3 rows of width 2 have 6 places below the head.",
        },
        Key {
            name: "payout",
            kind: Kind::Amount,
            default: Default::Absent("required but for a `matrix_contract`"),
            unit: "per cycle",
            meaning: "What completing a board or matrix pays.",
        },
        Key {
            name: "sponsor_bonus",
            kind: Kind::Amount,
            default: Default::Absent("0"),
            unit: "per cycle",
            meaning: "What the sponsor of whoever completes a board or matrix is paid.",
        },
        Key {
            name: "fill",
            kind: Kind::Choice(&[
                (
                    "follow_sponsor",
                    "where the sponsor sits now, else the oldest",
                ),
                (
                    "oldest_board",
                    "the oldest open board, or one matrix for the whole company",
                ),
            ]),
            default: Default::Absent("\"follow_sponsor\""),
            unit: "",
            meaning: "Where a newcomer takes his place, left to right.",
        },
        Key {
            name: "reentry",
            kind: Kind::Choice(&[
                ("none", "whoever was paid is out"),
                ("same_stage", "he takes a new place like a newcomer's"),
                ("next_stage", "he takes a place on the next stage"),
            ]),
            default: Default::Absent(
                "\"next_stage\" with `stages`, \"same_stage\" with a `reentry_fee`, else \"none\"",
            ),
            unit: "",
            meaning: "What becomes of whoever completed a board or matrix.",
        },
        Key {
            name: "reentry_fee",
            kind: Kind::Amount,
            default: Default::Absent("0"),
            unit: "per cycle",
            meaning: "What a new place costs; it is taken off the payout.",
        },
        Key {
            name: "stages",
            kind: Kind::List(&[
                Key {
                    name: "payout",
                    kind: Kind::Amount,
                    default: Default::Required,
                    unit: "per cycle",
                    meaning: "What completing a board or matrix of the stage pays.",
                },
                Key {
                    name: "reentry_fee",
                    kind: Kind::Amount,
                    default: Default::Value("0"),
                    unit: "per cycle",
                    meaning: "What a place on the stage after it costs.",
                },
                Key {
                    name: "sponsor_bonus",
                    kind: Kind::Amount,
                    default: Default::Value("0"),
                    unit: "per cycle",
                    meaning: "What the sponsor is paid.",
                },
            ]),
            default: Default::Absent("with `next_stage`, stages without end on the same terms"),
            unit: "",
            meaning: "The second stage and those after it; the last one leads nowhere.",
        },
        Key {
            name: "entry_fee",
            kind: Kind::Amount,
            default: Default::Absent("0: places are paid for elsewhere, such as by `charge`"),
            unit: "per entry",
            meaning: "What a place costs whoever joins. No more is ever paid out than came in.",
        },
        Key {
            name: "founders",
            kind: Kind::Integer {
                min: 0,
                max: 1_000_000,
            },
            default: Default::Absent("the founders of the network"),
            unit: "people",
            meaning: "How many people sit there first.",
        },
        Key {
            name: "founders_pay",
            kind: Kind::Flag,
            default: Default::Absent("false"),
            unit: "",
            meaning: "Whether they pay for their places.",
        },
        Key {
            name: "places",
            kind: Kind::Names,
            default: Default::Absent("required for a `matrix_contract`"),
            unit: "one per place, row by row",
            meaning: "Who is paid by each place below the holder of a matrix, in the order they are taken: \
                      `holder`, `upline` (the same place in the matrix one above decides) or `reentry` \
                      (the matrix empties and its holder enters again above).",
        },
        Key {
            name: "levels",
            kind: Kind::Amounts,
            default: Default::Absent("required for a `matrix_contract`"),
            unit: "one per level",
            meaning: "The price of a place on each level; the first is what joining costs. Whoever has no sponsor holds every level.",
        },
        Key {
            name: "upgrade",
            kind: Kind::Choice(&[
                ("none", "never"),
                (
                    "when_blocked",
                    "when his matrix has been completed and would no longer pay him",
                ),
                ("from_receipts", "as soon as what he received covers it"),
            ]),
            default: Default::Absent("\"none\", for a `matrix_contract`"),
            unit: "",
            meaning: "When a member buys the next level.",
        },
    ],
};
