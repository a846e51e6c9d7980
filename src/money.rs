//! Exact money: amounts in minor units, rates as exact fractions, and the one
//! place where anything is rounded.
//!
//! Inside the program an amount is a whole number of the currency's minor unit
//! (cents). Columns of amounts are plain `i64`; single amounts carry the type
//! [`Cents`]. Decimals exist only at the edges: files, reports, rates.

mod columns;

use std::fmt;
use std::iter::Sum;
use std::ops::{Add, AddAssign, Neg, Sub, SubAssign};

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

pub use columns::{Survey, add_column, round_column, sum_column};

/// Points are kept in ten-thousandths; without points of its own, volume gives one point a unit
/// of the currency (plans.md S2).
pub const POINTS_OF_ONE: i64 = 10_000;

/// The most that may be moved in a history, in minor units or units of points: as long as what
/// is sold, bought, charged or promised stays within it, every sum of some of it fits 64 bits.
pub const MOST_MOVED: u128 = i64::MAX as u128 / 4;

/// An amount without its sign, in a number that sums of it do not leave.
#[must_use]
pub fn magnitude(amount: i64) -> u128 {
    amount.unsigned_abs().into()
}

/// An amount of money in the currency's minor unit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Cents(pub i64);

impl Cents {
    /// No money.
    pub const ZERO: Cents = Cents(0);

    /// Reads a decimal amount exactly.
    ///
    /// # Errors
    ///
    /// [`MoneyError::TooFine`] if the amount has more decimals than the currency,
    /// [`MoneyError::TooLarge`] if it leaves the range of 64 bits.
    pub fn from_decimal(amount: Decimal, currency: &Currency) -> Result<Cents, MoneyError> {
        let (units, denominator) = exact_fraction(amount)?;
        let scale = 10_i128.pow(currency.digits);
        let minor = i128::from(units) * scale;
        if minor % i128::from(denominator) != 0 {
            return Err(MoneyError::TooFine {
                amount,
                digits: currency.digits,
            });
        }
        i64::try_from(minor / i128::from(denominator))
            .map(Cents)
            .map_err(|_| MoneyError::TooLarge)
    }

    /// The amount as a decimal number of whole currency units.
    #[must_use]
    pub fn to_decimal(self, currency: &Currency) -> Decimal {
        Decimal::new(self.0, currency.digits)
    }
}

impl Add for Cents {
    type Output = Cents;
    fn add(self, other: Cents) -> Cents {
        Cents(self.0 + other.0)
    }
}

impl Sub for Cents {
    type Output = Cents;
    fn sub(self, other: Cents) -> Cents {
        Cents(self.0 - other.0)
    }
}

impl Neg for Cents {
    type Output = Cents;
    fn neg(self) -> Cents {
        Cents(-self.0)
    }
}

impl AddAssign for Cents {
    fn add_assign(&mut self, other: Cents) {
        self.0 += other.0;
    }
}

impl SubAssign for Cents {
    fn sub_assign(&mut self, other: Cents) {
        self.0 -= other.0;
    }
}

impl Sum for Cents {
    fn sum<I: Iterator<Item = Cents>>(items: I) -> Cents {
        Cents(items.map(|cents| cents.0).sum())
    }
}

/// An exact, non-negative or negative fraction with a power of ten below the line.
///
/// A rate is a share (`0.05` of a volume) or a factor. It is stored in lowest
/// decimal terms: `0.050` and `0.05` are the same rate.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Rate {
    numerator: i64,
    decimals: u32,
}

/// The finest rate: nine decimals. Enough for every published plan, and coarse
/// enough that a rate times a year's volume of a large company fits 64 bits.
pub const RATE_DECIMALS: u32 = 9;

impl Rate {
    /// Nothing of it.
    pub const ZERO: Rate = Rate {
        numerator: 0,
        decimals: 0,
    };

    /// All of it.
    pub const ONE: Rate = Rate {
        numerator: 1,
        decimals: 0,
    };

    /// Reads a decimal rate exactly.
    ///
    /// # Errors
    ///
    /// [`MoneyError::TooFine`] beyond nine decimals, [`MoneyError::TooLarge`]
    /// outside 64 bits.
    pub fn from_decimal(rate: Decimal) -> Result<Rate, MoneyError> {
        let rate = rate.normalize();
        if rate.scale() > RATE_DECIMALS {
            return Err(MoneyError::TooFine {
                amount: rate,
                digits: RATE_DECIMALS,
            });
        }
        Ok(Rate {
            numerator: i64::try_from(rate.mantissa()).map_err(|_| MoneyError::TooLarge)?,
            decimals: rate.scale(),
        })
    }

    /// The rate as a decimal.
    #[must_use]
    pub fn to_decimal(self) -> Decimal {
        Decimal::new(self.numerator, self.decimals)
    }

    /// The rate in floating point, for probabilities and statistics, never for money.
    #[must_use]
    pub fn to_f64(self) -> f64 {
        self.numerator as f64 / self.denominator() as f64
    }

    /// The number of decimals in lowest terms, at most [`RATE_DECIMALS`].
    #[must_use]
    pub fn decimals(self) -> u32 {
        self.decimals
    }

    /// The power of ten below the line.
    #[must_use]
    pub fn denominator(self) -> i64 {
        10_i64.pow(self.decimals)
    }

    /// The number above the line when the line stands over `10^decimals`.
    ///
    /// `decimals` must be at least the rate's own; a component brings all its
    /// rates over one denominator this way.
    #[must_use]
    pub fn numerator_over(self, decimals: u32) -> i64 {
        debug_assert!(decimals >= self.decimals, "a rate cannot lose decimals");
        self.numerator * 10_i64.pow(decimals - self.decimals)
    }

    /// The sum of two rates.
    ///
    /// # Panics
    ///
    /// If the sum leaves 64 bits, which rates of at most a million do not.
    #[must_use]
    pub fn plus(self, other: Rate) -> Rate {
        Rate::from_decimal(self.to_decimal() + other.to_decimal())
            .expect("the sum of two rates of nine decimals is one")
    }

    /// The product of two rates; `None` if it has more than [`RATE_DECIMALS`] decimals or
    /// leaves 64 bits.
    #[must_use]
    pub fn times(self, other: Rate) -> Option<Rate> {
        let mut numerator = i128::from(self.numerator) * i128::from(other.numerator);
        let mut decimals = self.decimals + other.decimals;
        while decimals > 0 && numerator % 10 == 0 {
            numerator /= 10;
            decimals -= 1;
        }
        (decimals <= RATE_DECIMALS)
            .then(|| i64::try_from(numerator).ok())?
            .map(|numerator| Rate {
                numerator,
                decimals,
            })
    }

    /// Whether the rate is zero.
    #[must_use]
    pub fn is_zero(self) -> bool {
        self.numerator == 0
    }

    /// `rate × amount`, rounded half up to the minor unit.
    #[must_use]
    pub fn of(self, amount: i64) -> i64 {
        round_half_up(
            i128::from(self.numerator) * i128::from(amount),
            self.denominator(),
        )
    }
}

impl fmt::Display for Rate {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.to_decimal().fmt(formatter)
    }
}

/// The most decimals any of `rates` needs: the common denominator is ten to it.
#[must_use]
pub fn common_decimals(rates: &[Rate]) -> u32 {
    rates.iter().map(|rate| rate.decimals).max().unwrap_or(0)
}

/// `numerator / denominator` rounded to the nearest whole, halves away from zero.
///
/// The default rounding of plans.md §3, applied once per payee, component and
/// period. `denominator` must be positive.
///
/// # Panics
///
/// If the result leaves 64 bits.
#[must_use]
pub fn round_half_up(numerator: i128, denominator: i64) -> i64 {
    if let Ok(small) = i64::try_from(numerator)
        && let Some(shifted) = small
            .unsigned_abs()
            .checked_add(denominator.unsigned_abs() / 2)
    {
        let magnitude = (shifted / denominator.unsigned_abs()) as i64;
        return if small < 0 { -magnitude } else { magnitude };
    }
    let denominator = i128::from(denominator);
    let magnitude = (numerator.unsigned_abs() as i128 + denominator / 2) / denominator;
    let magnitude = i64::try_from(magnitude).expect("an amount of money fits 64 bits");
    if numerator < 0 { -magnitude } else { magnitude }
}

/// `exact ÷ 10^decimals` rounded to the nearest whole, halves away from zero.
///
/// The same as [`round_half_up`] for the powers of ten that plans pay over, each divided
/// by as a constant: this is what every payment goes through.
///
/// # Panics
///
/// If `decimals` is above [`RATE_DECIMALS`].
#[inline]
#[must_use]
pub fn round_decimals(exact: i64, decimals: u32) -> i64 {
    fn nearest<const DENOMINATOR: u64>(exact: i64) -> i64 {
        let magnitude = ((exact.unsigned_abs() + DENOMINATOR / 2) / DENOMINATOR) as i64;
        if exact < 0 { -magnitude } else { magnitude }
    }
    match decimals {
        0 => exact,
        1 => nearest::<10>(exact),
        2 => nearest::<100>(exact),
        3 => nearest::<1_000>(exact),
        4 => nearest::<10_000>(exact),
        5 => nearest::<100_000>(exact),
        6 => nearest::<1_000_000>(exact),
        7 => nearest::<10_000_000>(exact),
        8 => nearest::<100_000_000>(exact),
        9 => nearest::<1_000_000_000>(exact),
        finer => panic!("{finer} decimals: a rate has at most {RATE_DECIMALS}"),
    }
}

/// Splits `total` in proportion to `weights` so that the parts sum to `total`.
///
/// Largest remainder; ties go to the earlier part (rulings.md 17: customers, own
/// use, joining). With all weights zero, everything falls to the first part.
/// Weights must not be negative.
#[must_use]
pub fn apportion<const N: usize>(total: i64, weights: [i128; N]) -> [i64; N] {
    let mut parts = [0; N];
    let whole: i128 = weights.iter().sum();
    if whole == 0 {
        parts[0] = total;
        return parts;
    }
    let mut remainders = [0_i128; N];
    for index in 0..N {
        let exact = i128::from(total) * weights[index];
        let part = exact.div_euclid(whole);
        parts[index] = part as i64;
        // One division of 128 bits, not two.
        remainders[index] = exact - part * whole;
    }
    let mut left = total - parts.iter().sum::<i64>();
    while left > 0 {
        let mut best = 0;
        for index in 1..N {
            if remainders[index] > remainders[best] {
                best = index;
            }
        }
        parts[best] += 1;
        remainders[best] = -1;
        left -= 1;
    }
    parts
}

/// A currency: its code, by which it is written, and how many decimals its minor unit has.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "String", into = "String")]
pub struct Currency {
    /// The ISO 4217 code, such as `USD`.
    pub code: String,
    /// Decimals of the minor unit: 2 for cents.
    pub digits: u32,
}

impl Currency {
    /// The currency with this ISO 4217 code. Codes that are not known to have
    /// another minor unit have two decimals.
    #[must_use]
    pub fn from_code(code: &str) -> Currency {
        let digits = match code {
            "BIF" | "CLP" | "DJF" | "GNF" | "ISK" | "JPY" | "KMF" | "KRW" | "PYG" | "RWF"
            | "UGX" | "VND" | "VUV" | "XAF" | "XOF" | "XPF" => 0,
            "BHD" | "IQD" | "JOD" | "KWD" | "LYD" | "OMR" | "TND" => 3,
            _ => 2,
        };
        Currency {
            code: code.to_owned(),
            digits,
        }
    }

    /// The amount as plain decimal text with the currency's digits and no
    /// thousands separators, as in every CSV file.
    #[must_use]
    pub fn plain(&self, cents: i64) -> String {
        Decimal::new(cents, self.digits).to_string()
    }

    /// How many minor units make one whole unit.
    #[must_use]
    pub fn scale(&self) -> i64 {
        10_i64.pow(self.digits)
    }
}

impl From<String> for Currency {
    fn from(code: String) -> Currency {
        Currency::from_code(&code)
    }
}

impl From<Currency> for String {
    fn from(currency: Currency) -> String {
        currency.code
    }
}

/// Why a decimal number is no amount or rate.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum MoneyError {
    /// More decimals than can be kept.
    #[error("{amount} has more than {digits} decimals")]
    TooFine {
        /// The number as written.
        amount: Decimal,
        /// How many decimals are kept.
        digits: u32,
    },
    /// Outside the range of 64-bit minor units.
    #[error("the amount is too large")]
    TooLarge,
}

/// The decimal as (numerator, power of ten), both in 64 bits.
fn exact_fraction(amount: Decimal) -> Result<(i64, i64), MoneyError> {
    let amount = amount.normalize();
    let units = i64::try_from(amount.mantissa()).map_err(|_| MoneyError::TooLarge)?;
    if amount.scale() > 18 {
        return Err(MoneyError::TooFine { amount, digits: 18 });
    }
    Ok((units, 10_i64.pow(amount.scale())))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use rust_decimal::RoundingStrategy;

    fn dollars(text: &str) -> Result<Cents, MoneyError> {
        Cents::from_decimal(
            Decimal::from_str_exact(text).unwrap(),
            &Currency::from_code("USD"),
        )
    }

    #[test]
    fn amounts_are_read_exactly_or_refused() {
        assert_eq!(dollars("19525.00"), Ok(Cents(1_952_500)));
        assert_eq!(dollars("-0.01"), Ok(Cents(-1)));
        assert!(matches!(dollars("0.005"), Err(MoneyError::TooFine { .. })));
        assert_eq!(dollars("0.500000"), Ok(Cents(50)));
        assert_eq!(dollars("99999999999999999999"), Err(MoneyError::TooLarge));
    }

    #[test]
    fn a_rate_is_kept_in_lowest_decimal_terms() {
        let rate = Rate::from_decimal(Decimal::from_str_exact("0.050").unwrap()).unwrap();
        assert_eq!((rate.decimals(), rate.denominator()), (2, 100));
        assert_eq!(rate.numerator_over(4), 500);
    }

    #[test]
    fn halves_go_away_from_zero() {
        assert_eq!(round_half_up(5, 10), 1);
        assert_eq!(round_half_up(-5, 10), -1);
        assert_eq!(round_half_up(4, 10), 0);
        assert_eq!(round_half_up(i128::from(i64::MAX), 1), i64::MAX);
        assert_eq!(round_half_up(i128::from(i64::MAX) * 10, 10), i64::MAX);
    }

    #[test]
    fn ties_in_a_split_go_to_the_earlier_part() {
        assert_eq!(apportion(1, [1, 1, 0]), [1, 0, 0]);
        assert_eq!(apportion(100, [1, 1, 1]), [34, 33, 33]);
        assert_eq!(apportion(7, [0, 0, 0]), [7, 0, 0]);
        assert_eq!(apportion(-1, [0, 3, 1]), [0, -1, 0]);
    }

    proptest! {
        #[test]
        fn rounding_agrees_with_decimal(numerator in -10_i64.pow(15)..10_i64.pow(15), decimals in 0u32..=9) {
            let slow = Decimal::new(numerator, decimals)
                .round_dp_with_strategy(0, RoundingStrategy::MidpointAwayFromZero);
            prop_assert_eq!(
                Decimal::from(round_half_up(i128::from(numerator), 10_i64.pow(decimals))),
                slow
            );
            prop_assert_eq!(Decimal::from(round_decimals(numerator, decimals)), slow);
        }

        #[test]
        fn parts_sum_to_the_total(total in -10_i64.pow(12)..10_i64.pow(12), weights in prop::array::uniform3(0i64..10_i64.pow(9))) {
            let parts = apportion(total, weights.map(i128::from));
            prop_assert_eq!(parts.iter().sum::<i64>(), total);
        }
    }
}
