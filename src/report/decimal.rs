//! Numbers as decimal text, written from whole scaled integers: `-0.000` cannot occur,
//! and a million cells take a fraction of a second.

use std::fmt::Write as _;

/// `value × 10^decimals`, rounded to a whole number, halves away from zero.
///
/// # Panics
///
/// On a value that is not finite: an undefined value is `None` everywhere, so an
/// infinite one is a fault of a measure.
#[must_use]
pub fn scaled(value: f64, decimals: u32) -> i128 {
    assert!(value.is_finite(), "a statistic came out as {value}");
    (value * 10_i64.pow(decimals) as f64).round() as i128
}

/// Appends `scaled ÷ 10^decimals` with exactly so many decimals.
pub fn push(out: &mut String, scaled: i128, decimals: u32) {
    if scaled < 0 {
        out.push('-');
    }
    let decimals = decimals as usize;
    let magnitude = scaled.unsigned_abs();
    write!(out, "{magnitude:0width$}", width = decimals + 1).expect("a string takes all text");
    if decimals > 0 {
        out.insert(out.len() - decimals, '.');
    }
}
