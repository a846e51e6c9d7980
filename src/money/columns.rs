//! Whole columns of amounts at once: rounded, and summed exactly.

use std::iter::Sum;

use multiversion::multiversion;

use super::round_decimals;

/// Amounts looked at together: whether they are small enough for the fast way.
const STRETCH: usize = 256;

/// Amounts below it in size are whole numbers of floating point, and so are all steps of
/// [`round_small`].
const SMALL: i64 = 1 << 51;

/// 1.5 × 2^52: the whole numbers around it are those of floating point, one by one.
const MIDDLE: f64 = 6_755_399_441_055_744.0;

/// Makes of every amount its [`round_decimals`].
pub fn round_column(amounts: &mut [i64], decimals: u32) {
    let unit = 10_f64.powi(decimals as i32);
    for amounts in amounts.chunks_mut(STRETCH) {
        if all_small(amounts) {
            round_small(amounts, unit);
        } else {
            for amount in amounts {
                *amount = round_decimals(*amount, decimals);
            }
        }
    }
}

/// Whether all amounts are from -2^51 to 2^51 − 1.
#[multiversion(targets("x86_64+avx512f+avx512dq+avx512bw+avx512vl", "x86_64+avx2"))]
fn all_small(exact: &[i64]) -> bool {
    let mut above = 0;
    for &exact in exact {
        above |= exact.wrapping_add(SMALL) as u64 >> 52;
    }
    above == 0
}

/// The quotient is estimated to within one and set right by its remainder. Products and
/// differences are of whole numbers below 2^53, so they are exact, and every CPU finds the
/// same.
#[multiversion(targets("x86_64+avx512f+avx512dq+avx512bw+avx512vl", "x86_64+avx2"))]
fn round_small(amounts: &mut [i64], unit: f64) {
    let middle = MIDDLE.to_bits() as i64;
    let (half, inverse) = (unit / 2.0, 1.0 / unit);
    for exact in amounts {
        let amount = f64::from_bits(middle.wrapping_add(*exact) as u64) - MIDDLE;
        let size = amount.abs();
        let mut nearest = (size * inverse + MIDDLE) - MIDDLE;
        let rest = size - nearest * unit;
        nearest += if rest >= half { 1.0 } else { 0.0 };
        nearest -= if rest < -half { 1.0 } else { 0.0 };
        let bits = (nearest.copysign(amount) + MIDDLE).to_bits();
        *exact = (bits as i64).wrapping_sub(middle);
    }
}

/// Adds `amounts` to a column.
#[multiversion(targets("x86_64+avx512f+avx512dq+avx512bw+avx512vl", "x86_64+avx2"))]
pub fn add_column(column: &mut [i64], amounts: &[i64]) {
    for (sum, amount) in column.iter_mut().zip(amounts) {
        *sum = sum.wrapping_add(*amount);
    }
}

/// Σ of a column, which may leave 64 bits: low and high halves are summed by themselves.
#[must_use]
pub fn sum_column(column: &[i64]) -> i128 {
    #[multiversion(targets("x86_64+avx512f+avx512dq+avx512bw+avx512vl", "x86_64+avx2"))]
    fn halves(column: &[i64]) -> (u64, u64) {
        let (mut low, mut high) = (0_u64, 0_u64);
        for &amount in column {
            // Moved up to where nothing is below zero.
            let amount = (amount as u64) ^ (1 << 63);
            low += amount & u64::from(u32::MAX);
            high += amount >> 32;
        }
        (low, high)
    }
    column
        .chunks(1 << 31)
        .map(|column| {
            let (low, high) = halves(column);
            let moved = (i128::from(high) << 32) + i128::from(low);
            moved - ((column.len() as i128) << 63)
        })
        .sum()
}

/// What one look at a column tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Survey {
    /// Σ of the column, which may leave 64 bits.
    pub sum: i128,
    /// How many amounts are below zero.
    pub below_zero: u64,
    /// The smallest amount.
    pub least: i64,
    /// The largest.
    pub most: i64,
}

impl Survey {
    /// Looks at a column.
    #[must_use]
    pub fn of(column: &[i64]) -> Survey {
        column.chunks(STRETCH).map(survey_stretch).sum()
    }
}

/// Nobody's.
impl Default for Survey {
    fn default() -> Survey {
        Survey {
            sum: 0,
            below_zero: 0,
            least: i64::MAX,
            most: i64::MIN,
        }
    }
}

/// Of columns one after another.
impl Sum for Survey {
    fn sum<I: Iterator<Item = Survey>>(surveys: I) -> Survey {
        surveys.fold(Survey::default(), |one, other| Survey {
            sum: one.sum + other.sum,
            below_zero: one.below_zero + other.below_zero,
            least: one.least.min(other.least),
            most: one.most.max(other.most),
        })
    }
}

#[multiversion(targets("x86_64+avx512f+avx512dq+avx512bw+avx512vl", "x86_64+avx2"))]
fn survey_stretch(column: &[i64]) -> Survey {
    let (mut low, mut high, mut below_zero) = (0_u64, 0_i64, 0);
    let (mut least, mut most) = (i64::MAX, i64::MIN);
    for &amount in column {
        low += amount as u64 & u64::from(u32::MAX);
        high += amount >> 32;
        below_zero += amount as u64 >> 63;
        least = least.min(amount);
        most = most.max(amount);
    }
    Survey {
        sum: (i128::from(high) << 32) + i128::from(low),
        below_zero,
        least,
        most,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Around nothing, around halves, and at both ends of the fast way and of 64 bits.
    fn amounts() -> impl Strategy<Value = i64> {
        prop_oneof![
            -20_i64..20,
            (-1000_i64..1000, 0_u32..=9, -1_i64..=1)
                .prop_map(|(whole, decimals, beside)| whole * 10_i64.pow(decimals) / 2 + beside),
            -SMALL - 3..-SMALL + 3,
            SMALL - 3..SMALL + 3,
            -SMALL..SMALL,
            -i64::MAX / 2..i64::MAX / 2,
        ]
    }

    proptest! {
        #[test]
        fn a_column_is_rounded_like_its_amounts(
            exact in prop::collection::vec(amounts(), 0..600),
            small in prop::collection::vec(-SMALL..SMALL, 300),
            decimals in 0u32..=9,
        ) {
            for exact in [exact, small] {
                let mut rounded = exact.clone();
                round_column(&mut rounded, decimals);
                let each: Vec<i64> = exact.iter().map(|&exact| round_decimals(exact, decimals)).collect();
                prop_assert_eq!(rounded, each);
            }
        }

        #[test]
        fn halves_of_the_fast_way_go_away_from_zero(whole in -1_000_000_i64..1_000_000, decimals in 1u32..=9) {
            let unit = 10_i64.pow(decimals);
            let whole = whole.clamp(1 - SMALL / unit, SMALL / unit - 1);
            let exact = [-1, 0, 1].map(|beside| whole * unit + unit / 2 + beside);
            let mut rounded = exact;
            round_column(&mut rounded, decimals);
            prop_assert_eq!(rounded, exact.map(|exact| round_decimals(exact, decimals)));
        }

        #[test]
        fn a_sum_may_leave_64_bits(column in prop::collection::vec(any::<i64>(), 0..100)) {
            let slow: i128 = column.iter().map(|&amount| i128::from(amount)).sum();
            prop_assert_eq!(sum_column(&column), slow);
        }

        #[test]
        fn one_look_tells_what_many_do(column in prop::collection::vec(amounts(), 0..3 * STRETCH)) {
            let expected = Survey {
                sum: sum_column(&column),
                below_zero: column.iter().filter(|&&amount| amount < 0).count() as u64,
                least: column.iter().copied().min().unwrap_or(i64::MAX),
                most: column.iter().copied().max().unwrap_or(i64::MIN),
            };
            prop_assert_eq!(Survey::of(&column), expected);
        }
    }
}
