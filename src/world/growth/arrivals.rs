//! When a known number of people join: evenly, or by stated weights.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

/// Splits `joiners` over `periods` in proportion to `weights` (evenly if empty), by
/// largest remainder, so that the parts sum to `joiners`. Ties go to the earlier period.
///
/// # Panics
///
/// If weights are given but not one for each period, or all are zero: the reader of
/// scenarios refuses both.
#[must_use]
pub fn by_period(joiners: u64, periods: u32, weights: &[Decimal]) -> Vec<u64> {
    let even = vec![Decimal::ONE; periods as usize];
    let weights = if weights.is_empty() { &even } else { weights };
    assert_eq!(weights.len(), periods as usize, "one weight a period");
    let whole: Decimal = weights.iter().sum();
    let joiners_exact = Decimal::from(joiners);
    let exact: Vec<Decimal> = weights
        .iter()
        .map(|weight| weight / whole * joiners_exact)
        .collect();
    let mut parts: Vec<u64> = exact
        .iter()
        .map(|share| {
            share
                .floor()
                .to_u64()
                .expect("a share of a count is a count")
        })
        .collect();
    let mut by_remainder: Vec<usize> = (0..exact.len()).collect();
    by_remainder.sort_by_key(|&period| (-exact[period].fract(), period));
    let missing = joiners - parts.iter().sum::<u64>();
    for &period in by_remainder.iter().cycle().take(missing as usize) {
        parts[period] += 1;
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_total_is_kept() {
        assert_eq!(by_period(10, 3, &[]), [4, 3, 3]);
        assert_eq!(
            by_period(10, 3, &[Decimal::ONE, Decimal::ZERO, Decimal::from(3)]),
            [3, 0, 7]
        );
        assert_eq!(by_period(7, 1, &[]), [7]);
        assert_eq!(by_period(0, 2, &[]), [0, 0]);
        assert_eq!(
            by_period(1_000_000_007, 12, &[]).iter().sum::<u64>(),
            1_000_000_007
        );
    }
}
