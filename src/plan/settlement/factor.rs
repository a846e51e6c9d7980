//! The factor by which a cap cuts every commission under it: an exact fraction, never
//! above 1 (plans.md T1, §8 rule 10).

use rust_decimal::Decimal;

use crate::plan::rounding::Mode;

/// Parts of a factor are kept below 2^62, so that an exact amount times one fits 128 bits.
const BITS: u32 = 62;

/// A share of at most 1 as an exact fraction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::plan) struct Factor {
    numerator: i128,
    denominator: i128,
}

impl Factor {
    /// Nothing is cut.
    pub(in crate::plan) const NONE: Factor = Factor {
        numerator: 1,
        denominator: 1,
    };

    /// The factor that brings `wanted` down to `available`; 1 if it fits already.
    pub(super) fn fitting(available: i128, wanted: i128) -> Factor {
        let available = available.max(0);
        if wanted <= available {
            return Factor::NONE;
        }
        Factor {
            numerator: available,
            denominator: wanted,
        }
        .bounded()
    }

    /// Both cuts together.
    pub(super) fn and(self, other: Factor) -> Factor {
        Factor {
            numerator: self.numerator * other.numerator,
            denominator: self.denominator * other.denominator,
        }
        .bounded()
    }

    /// In lowest terms. Terms beyond 62 bits are shortened downwards, so that a cap is
    /// never exceeded: worlds that large lose less than 2^-60 of an amount.
    fn bounded(self) -> Factor {
        let shared = greatest_common_divisor(self.numerator, self.denominator);
        let (numerator, denominator) = (self.numerator / shared, self.denominator / shared);
        let bits = i128::BITS - denominator.leading_zeros();
        if bits <= BITS {
            return Factor {
                numerator,
                denominator,
            };
        }
        let surplus = bits - BITS;
        Factor {
            numerator: numerator >> surplus,
            denominator: (denominator >> surplus) + 1,
        }
    }

    /// `exact × factor ÷ 10^decimals` as a whole number of minor units.
    #[inline]
    pub(super) fn round(self, mode: Mode, exact: i64, decimals: u32) -> i64 {
        if self == Factor::NONE {
            return mode.round(exact, decimals);
        }
        let rounded = mode.divide(
            self.numerator * i128::from(exact),
            self.denominator * 10_i128.pow(decimals),
        );
        // A share of at most 1 of an amount of 64 bits, rounded to a whole, fits them.
        rounded as i64
    }

    /// `exact × factor` downwards, and what is left over [`Factor::denominator`].
    pub(super) fn divide(self, exact: i64) -> (i128, i128) {
        let above = self.numerator * i128::from(exact);
        (
            above.div_euclid(self.denominator),
            above.rem_euclid(self.denominator),
        )
    }

    /// What the remainders of [`Factor::divide`] stand over.
    pub(super) fn denominator(self) -> i128 {
        self.denominator
    }

    /// How much of `exact` is cut, to the nearest whole.
    pub(in crate::plan) fn taken_from(self, exact: i128) -> i128 {
        let (whole, rest) = (
            exact.div_euclid(self.denominator),
            exact.rem_euclid(self.denominator),
        );
        let kept = whole * self.numerator
            + (rest * self.numerator + self.denominator / 2).div_euclid(self.denominator);
        exact - kept
    }

    /// For people, to 28 digits.
    pub(in crate::plan) fn to_decimal(self) -> Decimal {
        Decimal::from_i128_with_scale(self.numerator, 0)
            / Decimal::from_i128_with_scale(self.denominator, 0)
    }
}

fn greatest_common_divisor(mut a: i128, mut b: i128) -> i128 {
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a.max(1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_factor_is_never_above_one() {
        assert_eq!(Factor::fitting(6_000, 5_500), Factor::NONE);
        assert_eq!(Factor::fitting(0, 0), Factor::NONE);
        assert_eq!(Factor::fitting(-5, 10).round(Mode::HalfUp, 1_000, 1), 0);
    }

    #[test]
    fn cp_04_is_cut_by_six_sevenths() {
        let factor = Factor::fitting(90_000, 105_000);
        assert_eq!(factor.round(Mode::HalfUp, 55_000, 0), 47_143);
        assert_eq!(factor.round(Mode::HalfUp, 50_000, 0), 42_857);
        assert_eq!(factor.and(Factor::NONE), factor);
        assert_eq!(factor.to_decimal().round_dp(9).to_string(), "0.857142857");
    }

    proptest! {
        #[test]
        fn what_is_kept_and_what_is_taken_are_the_whole(
            available in 0i128..1_000_000_000_000_000_000_000_000_000_000,
            wanted in 1i128..1_000_000_000_000_000_000_000_000_000_000,
            exact in -1_000_000_000_000_000i64..1_000_000_000_000_000,
        ) {
            let factor = Factor::fitting(available, wanted);
            let (whole, rest) = factor.divide(exact);
            prop_assert!(0 <= rest && rest < factor.denominator());
            prop_assert!(whole.abs() <= i128::from(exact).abs());
            let kept = i128::from(exact) - factor.taken_from(i128::from(exact));
            prop_assert!((kept - whole).abs() <= 1);
        }
    }
}
