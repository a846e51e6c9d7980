//! What a field may hold: amounts, whole numbers, words.

use super::codes;
use super::flaw::{Flaw, Flaws};
use super::table::Row;
use crate::scenario::suggest::nearest;

/// The largest amount in units of its last decimal. With it, and rates of nine decimals,
/// a line's exact amount is still refused by the engine in words rather than here.
const LARGEST: i64 = 1_000_000_000_000_000;

/// Why text is no amount.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum NoAmount {
    Text,
    Negative,
    TooFine,
    TooLarge,
}

/// A plain decimal number as a whole number over `10^digits`, never through a float.
#[inline]
fn amount(text: &[u8], digits: u32) -> Result<i64, NoAmount> {
    let (negative, text) = match text {
        [b'-', rest @ ..] => (true, rest),
        [b'+', rest @ ..] => (false, rest),
        _ => (false, text),
    };
    let (mut number, mut any, mut point, mut decimals) = (0_i64, false, false, 0);
    let mut too_fine = false;
    for &byte in text {
        match byte {
            b'0'..=b'9' => {
                any = true;
                let digit = i64::from(byte - b'0');
                if point && decimals == digits {
                    too_fine |= digit != 0;
                    continue;
                }
                decimals += u32::from(point);
                if number <= LARGEST {
                    number = number * 10 + digit;
                }
            }
            b'.' if !point => point = true,
            _ => return Err(NoAmount::Text),
        }
    }
    if !any {
        return Err(NoAmount::Text);
    }
    if number > LARGEST {
        return Err(NoAmount::TooLarge);
    }
    let number = number
        .checked_mul(10_i64.pow(digits - decimals))
        .filter(|&number| number <= LARGEST)
        .ok_or(NoAmount::TooLarge)?;
    if negative && (number != 0 || too_fine) {
        return Err(NoAmount::Negative);
    }
    if too_fine {
        return Err(NoAmount::TooFine);
    }
    Ok(number)
}

impl Row<'_> {
    /// An amount over `10^digits`; `None` if the field is empty or wrong.
    #[inline]
    pub(super) fn amount(&self, column: usize, digits: u32, flaws: &mut Flaws) -> Option<i64> {
        let text = self.field(column);
        if text.is_empty() {
            return None;
        }
        match amount(text, digits) {
            Ok(number) => Some(number),
            Err(why) => {
                flaws.push(self.no_amount(column, digits, why));
                None
            }
        }
    }

    fn no_amount(&self, column: usize, digits: u32, why: NoAmount) -> Flaw {
        let (code, message, help) = match why {
            NoAmount::Text => (
                codes::NOT_AN_AMOUNT,
                "this is no amount".to_owned(),
                "write a plain decimal such as 1234.50, without thousands separators or a currency",
            ),
            NoAmount::Negative => (
                codes::NEGATIVE,
                "an amount must not be below zero".to_owned(),
                "write a refund as an order of its own, with what it takes back and the order's number in `refund_of`",
            ),
            NoAmount::TooFine => (
                codes::TOO_FINE,
                format!("an amount has at most {digits} decimals here"),
                "round it, or give the currency it is in with --currency",
            ),
            NoAmount::TooLarge => (
                codes::TOO_LARGE,
                "the amount is too large".to_owned(),
                "is it in the right currency and unit?",
            ),
        };
        self.flaw(column, code, message, help)
    }

    /// A whole number within a range; `None` if the field is empty or wrong.
    #[inline]
    pub(super) fn whole(&self, column: usize, most: u32, flaws: &mut Flaws) -> Option<u32> {
        let text = self.field(column);
        if text.is_empty() {
            return None;
        }
        let digits = text.iter().all(u8::is_ascii_digit);
        let number = text
            .iter()
            .try_fold(0_u64, |number, byte| {
                number
                    .checked_mul(10)?
                    .checked_add(u64::from(byte.wrapping_sub(b'0')))
            })
            .unwrap_or(u64::MAX);
        if digits && (1..=u64::from(most)).contains(&number) {
            return Some(number as u32);
        }
        let (code, message) = match digits && number > 0 {
            true => (
                codes::TOO_LARGE,
                format!("the number must be at most {most}"),
            ),
            false => (
                codes::NOT_A_NUMBER,
                "this must be a whole number of 1 or more".to_owned(),
            ),
        };
        flaws.push(self.flaw(column, code, message, "periods and days are counted from 1"));
        None
    }

    /// One of these words; `None` if the field is empty or wrong.
    #[inline]
    pub(super) fn word<T: Copy>(
        &self,
        column: usize,
        words: &[(&str, T)],
        flaws: &mut Flaws,
    ) -> Option<T> {
        let text = self.field(column);
        let found = words.iter().find(|(word, _)| word.as_bytes() == text);
        if found.is_none() && !text.is_empty() {
            let known: Vec<&str> = words.iter().map(|&(word, _)| word).collect();
            let help = match nearest(&self.text(column), known.iter().copied()) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("write one of {}", known.join(", ")),
            };
            let message = format!("this must be one of {}", known.join(", "));
            flaws.push(self.flaw(column, codes::UNKNOWN_WORD, message, help));
        }
        found.map(|&(_, value)| value)
    }

    /// Notes a field that must not be empty and is; returns whether it is filled.
    #[inline]
    pub(super) fn must_be_given(&self, column: usize, flaws: &mut Flaws) -> bool {
        let filled = !self.field(column).is_empty();
        if !filled {
            let message = "this field must not be empty";
            flaws.push(self.flaw(column, codes::MISSING_VALUE, message, "give it a value"));
        }
        filled
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_read_to_the_last_decimal() {
        for (text, digits, expected) in [
            ("12.5", 2, Ok(1250)),
            ("12.500", 2, Ok(1250)),
            (".05", 2, Ok(5)),
            ("7.", 2, Ok(700)),
            ("+3", 0, Ok(3)),
            ("-0.00", 2, Ok(0)),
            ("10000000000000.00", 2, Ok(LARGEST)),
            ("10000000000000.01", 2, Err(NoAmount::TooLarge)),
            ("99999999999999999999999999", 2, Err(NoAmount::TooLarge)),
            ("12.505", 2, Err(NoAmount::TooFine)),
            ("0.5", 0, Err(NoAmount::TooFine)),
            ("-0.01", 2, Err(NoAmount::Negative)),
            ("-0.001", 2, Err(NoAmount::Negative)),
            ("1,000", 2, Err(NoAmount::Text)),
            ("1.2.3", 2, Err(NoAmount::Text)),
            ("1e3", 2, Err(NoAmount::Text)),
            ("NaN", 2, Err(NoAmount::Text)),
            (".", 2, Err(NoAmount::Text)),
            ("-", 2, Err(NoAmount::Text)),
        ] {
            assert_eq!(amount(text.as_bytes(), digits), expected, "{text}");
        }
    }
}
