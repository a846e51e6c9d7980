//! Amounts rounded and shared out, against what is plain to see.

use super::Check;
use crate::money::{apportion, round_decimals, round_half_up};

const KIND: &str = "amount";

pub(super) fn checks() -> Vec<Check> {
    // Halves go away from zero, all else to the nearest.
    let rounded = [
        (5, 1),
        (4, 0),
        (-5, -1),
        (-4, 0),
        (15, 2),
        (25, 3),
        (-25, -3),
    ];
    let mut checks: Vec<Check> = rounded
        .into_iter()
        .map(|(tenths, expected)| {
            let found = [
                round_half_up(i128::from(tenths), 10),
                round_decimals(tenths, 1),
            ];
            let what = format!("{tenths} tenths of a minor unit, rounded");
            let both = |amount: i64| format!("{amount}, {amount}");
            let found = format!("{}, {}", found[0], found[1]);
            Check::same(KIND, &what, &both(expected), &found)
        })
        .collect();
    let parts = apportion(100, [1, 1, 1]);
    checks.push(Check::same(
        KIND,
        "100 minor units in three equal parts",
        "[34, 33, 33]",
        &format!("{parts:?}"),
    ));
    checks
}
