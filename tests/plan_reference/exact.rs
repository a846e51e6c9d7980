//! Exact fractions, and the one rounding step of plans.md §3.

use rust_decimal::Decimal;
use std::cmp::Ordering;
use std::iter::Sum;
use std::ops::{Add, AddAssign, Div, Mul, Neg, Sub, SubAssign};

/// A fraction in lowest terms with a positive denominator.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Exact {
    num: i128,
    den: i128,
}

/// How an exact amount becomes cents.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// Halves away from zero.
    HalfUp,
    /// Halves to the even cent.
    HalfEven,
    /// Towards zero.
    Down,
}

fn gcd(a: i128, b: i128) -> i128 {
    if b == 0 { a.abs() } else { gcd(b, a % b) }
}

impl Exact {
    /// Nothing.
    pub const ZERO: Self = Self { num: 0, den: 1 };
    /// One.
    pub const ONE: Self = Self { num: 1, den: 1 };

    /// The fraction `num / den`.
    pub fn new(num: i128, den: i128) -> Self {
        assert!(den != 0, "division by zero");
        let common = gcd(num, den).max(1) * den.signum();
        Self {
            num: num / common,
            den: den / common,
        }
    }

    /// A whole number.
    pub fn whole(n: usize) -> Self {
        Self::new(i128::try_from(n).expect("a count fits"), 1)
    }

    /// Reads a decimal string such as `-12.50`.
    pub fn parse(text: &str) -> Option<Self> {
        let (sign, digits) = match text.strip_prefix('-') {
            Some(rest) => (-1, rest),
            None => (1, text),
        };
        let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
        let places = u32::try_from(fraction.len()).ok()?;
        let joined: i128 = format!("{whole}{fraction}").parse().ok()?;
        Some(Self::new(sign * joined, 10_i128.pow(places)))
    }

    /// The largest whole number not above this one.
    pub fn floor(self) -> Self {
        Self::new(self.num.div_euclid(self.den), 1)
    }

    /// Rounds to the cent.
    pub fn round(self, mode: Mode) -> Decimal {
        Decimal::from_i128_with_scale(self.rounded_units(100, mode), 2)
    }

    /// Rounded to the cent, as a fraction again.
    pub fn rounded(self, mode: Mode) -> Self {
        Self::new(self.rounded_units(100, mode), 100)
    }

    /// Twelve decimals, for factors that never end.
    pub fn decimal(self) -> Decimal {
        let units = self.rounded_units(1_000_000_000_000, Mode::HalfUp);
        Decimal::from_i128_with_scale(units, 12).normalize()
    }

    fn rounded_units(self, per_one: i128, mode: Mode) -> i128 {
        let scaled = self * Self::new(per_one, 1);
        let (size, den) = (scaled.num.abs(), scaled.den);
        let (down, rest) = (size / den, size % den);
        let up = match (mode, (2 * rest).cmp(&den)) {
            (Mode::Down, _) | (Mode::HalfUp | Mode::HalfEven, Ordering::Less) => false,
            (Mode::HalfUp | Mode::HalfEven, Ordering::Greater)
            | (Mode::HalfUp, Ordering::Equal) => true,
            (Mode::HalfEven, Ordering::Equal) => down % 2 == 1,
        };
        scaled.num.signum() * (down + i128::from(up))
    }

    /// True for 0.
    pub fn is_zero(self) -> bool {
        self.num == 0
    }
}

fn checked(value: Option<i128>) -> i128 {
    value.expect("an example's fractions fit 128 bits")
}

impl Add for Exact {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        let common = gcd(self.den, other.den);
        let (mine, theirs) = (other.den / common, self.den / common);
        let left = checked(self.num.checked_mul(mine));
        let right = checked(other.num.checked_mul(theirs));
        Self::new(
            checked(left.checked_add(right)),
            checked(self.den.checked_mul(mine)),
        )
    }
}

impl Mul for Exact {
    type Output = Self;
    fn mul(self, other: Self) -> Self {
        let one = Self::new(self.num, other.den);
        let two = Self::new(other.num, self.den);
        Self::new(
            checked(one.num.checked_mul(two.num)),
            checked(one.den.checked_mul(two.den)),
        )
    }
}

impl Neg for Exact {
    type Output = Self;
    fn neg(self) -> Self {
        Self::new(-self.num, self.den)
    }
}

impl Sub for Exact {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        self + -other
    }
}

impl Div for Exact {
    type Output = Self;
    #[expect(
        clippy::suspicious_arithmetic_impl,
        reason = "dividing by a fraction is multiplying by its inverse"
    )]
    fn div(self, other: Self) -> Self {
        self * Self::new(other.den, other.num)
    }
}

impl AddAssign for Exact {
    fn add_assign(&mut self, other: Self) {
        *self = *self + other;
    }
}

impl SubAssign for Exact {
    fn sub_assign(&mut self, other: Self) {
        *self = *self - other;
    }
}

impl Sum for Exact {
    fn sum<I: Iterator<Item = Self>>(all: I) -> Self {
        all.fold(Self::ZERO, |total, one| total + one)
    }
}

impl PartialOrd for Exact {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Exact {
    fn cmp(&self, other: &Self) -> Ordering {
        (*self - *other).num.cmp(&0)
    }
}

#[test]
fn halves_round_as_their_mode_says() {
    let cents = |text: &str, mode| {
        let exact = Exact::parse(text).expect("a decimal");
        exact.round(mode).to_string()
    };
    assert_eq!(cents("3.345", Mode::HalfUp), "3.35");
    assert_eq!(cents("-3.345", Mode::HalfUp), "-3.35");
    assert_eq!(cents("3.345", Mode::HalfEven), "3.34");
    assert_eq!(cents("3.315", Mode::HalfEven), "3.32");
    assert_eq!(cents("3.349", Mode::Down), "3.34");
    assert_eq!(cents("-0.009", Mode::Down), "0.00");
    let third = Exact::new(-1, 3);
    assert_eq!(third.floor(), Exact::new(-1, 1));
    assert_eq!(third * Exact::new(3, -1), Exact::ONE);
}
