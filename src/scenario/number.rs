//! Numbers as written, read exactly.

use rust_decimal::Decimal;

/// Reads decimal text, with or without an exponent, exactly.
///
/// `None` if it is no number or has more digits than a [`Decimal`] holds.
pub(super) fn exact(text: &str) -> Option<Decimal> {
    let (digits, exponent) = match text.split_once(['e', 'E']) {
        Some((digits, exponent)) => (digits, exponent.parse::<i32>().ok()?),
        None => (text, 0),
    };
    let digits = Decimal::from_str_exact(digits.strip_prefix('+').unwrap_or(digits)).ok()?;
    let scale = i32::try_from(digits.scale()).ok()?.checked_sub(exponent)?;
    if let Ok(scale) = u32::try_from(scale) {
        return Decimal::try_from_i128_with_scale(digits.mantissa(), scale).ok();
    }
    let zeros = 10_i128.checked_pow(scale.unsigned_abs())?;
    Decimal::try_from_i128_with_scale(digits.mantissa().checked_mul(zeros)?, 0).ok()
}

/// A number too large for [`exact`], as its sign: for saying which bound it passes.
pub(super) fn is_beyond(text: &str) -> bool {
    text.parse::<f64>().is_ok_and(|size| size.abs() >= 1e27)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn decimal(text: &str) -> Decimal {
        Decimal::from_str_exact(text).unwrap()
    }

    #[test]
    fn no_digit_is_lost() {
        assert_eq!(
            exact("0.10000000000000000555"),
            Some(decimal("0.10000000000000000555"))
        );
        assert_eq!(
            exact("123456789012345678.25"),
            Some(decimal("123456789012345678.25"))
        );
        assert_eq!(exact("1e-9"), Some(decimal("0.000000001")));
        assert_eq!(exact("2.5E3"), Some(decimal("2500")));
        assert_eq!(exact("+4e+12"), Some(decimal("4000000000000")));
        assert_eq!(exact("1e-40"), None);
        assert_eq!(exact("1e400"), None);
        assert_eq!(exact("forty"), None);
        assert_eq!(exact(""), None);
        assert_eq!(exact("nan"), None);
    }

    proptest! {
        #[test]
        fn an_exponent_only_moves_the_point(mantissa in -10_i64.pow(12)..10_i64.pow(12), exponent in -9_i32..9) {
            let moved = exact(&format!("{mantissa}e{exponent}")).unwrap();
            let back = exact(&format!("{moved}e{}", -exponent)).unwrap();
            prop_assert_eq!(back, Decimal::from(mantissa));
        }
    }
}
