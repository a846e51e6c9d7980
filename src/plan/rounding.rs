//! Rounding: how, and at which stage (plans.md §3, T1).

use crate::money::round_decimals;
use crate::scenario::key::{Default, Key, Kind};
use crate::scenario::settings::Settings;

pub(super) const KEY: Key = Key {
    name: "rounding",
    kind: Kind::Table(&[
        Key {
            name: "mode",
            kind: Kind::Choice(&[
                (
                    "half_up",
                    "to the nearest minor unit, halves away from zero",
                ),
                (
                    "half_even",
                    "to the nearest minor unit, halves to the even one",
                ),
                ("down", "towards zero"),
            ]),
            default: Default::Value("\"half_up\""),
            unit: "",
            meaning: "How an exact amount becomes money.",
        },
        Key {
            name: "stage",
            kind: Kind::Choice(&[
                ("per_line", "every line of a statement by itself"),
                ("per_payee_component", "once a payee, component and period"),
                (
                    "per_cheque",
                    "once a payee and period, all components together",
                ),
            ]),
            default: Default::Value("\"per_payee_component\""),
            unit: "",
            meaning: "What is rounded.",
        },
    ]),
    default: Default::Value("{}"),
    unit: "",
    meaning: "The one rounding between exact amounts and money.",
};

/// How an exact amount becomes money.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Mode {
    /// To the nearest minor unit, halves away from zero.
    #[default]
    HalfUp,
    /// To the nearest minor unit, halves to the even one.
    HalfEven,
    /// Towards zero.
    Down,
}

/// What is rounded.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum RoundingStage {
    /// Every line of a statement by itself.
    PerLine,
    /// Once a payee, component and period.
    #[default]
    PerPayeeComponent,
    /// Once a payee and period, all components together.
    PerCheque,
}

/// The plan's rounding.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Rounding {
    /// How.
    pub mode: Mode,
    /// What.
    pub stage: RoundingStage,
}

impl Rounding {
    pub(super) fn new(plan: &Settings) -> Rounding {
        let table = plan.table("rounding");
        Rounding {
            mode: match table.text("mode").as_str() {
                "half_even" => Mode::HalfEven,
                "down" => Mode::Down,
                _ => Mode::HalfUp,
            },
            stage: match table.text("stage").as_str() {
                "per_line" => RoundingStage::PerLine,
                "per_cheque" => RoundingStage::PerCheque,
                _ => RoundingStage::PerPayeeComponent,
            },
        }
    }
}

impl Mode {
    /// `exact ÷ 10^decimals` as a whole number of minor units.
    #[inline]
    #[must_use]
    pub fn round(self, exact: i64, decimals: u32) -> i64 {
        match self {
            Mode::HalfUp if decimals <= crate::money::RATE_DECIMALS => {
                round_decimals(exact, decimals)
            }
            _ => self.divide(i128::from(exact), 10_i128.pow(decimals)) as i64,
        }
    }

    /// `numerator ÷ denominator` as a whole number; `denominator` is positive.
    #[must_use]
    pub fn divide(self, numerator: i128, denominator: i128) -> i128 {
        let magnitude = numerator.unsigned_abs();
        let below = denominator.unsigned_abs();
        let (whole, rest) = (magnitude / below, magnitude % below);
        // Compared without doubling, which could leave 128 bits.
        let up = match self {
            Mode::Down => false,
            Mode::HalfUp => rest >= below - rest,
            Mode::HalfEven => rest > below - rest || (rest == below - rest && whole % 2 == 1),
        };
        let magnitude = (whole + u128::from(up && rest > 0)) as i128;
        if numerator < 0 { -magnitude } else { magnitude }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn halves_go_where_the_mode_says() {
        for (mode, expected) in [
            (Mode::HalfUp, [335, 332, -335, 334]),
            (Mode::HalfEven, [334, 332, -334, 334]),
            (Mode::Down, [334, 331, -334, 334]),
        ] {
            assert_eq!(
                [3345, 3315, -3345, 3341].map(|exact| mode.round(exact, 1)),
                expected
            );
        }
    }
}
