//! Parameters of examples, which are JSON, as the text of a plan file, which is TOML.

use rust_decimal::Decimal;
use serde_json::{Map, Value};
use toml::Table;

use super::Unsupported;
use crate::scenario::key::LARGEST_AMOUNT;

/// The parameters of an example as a table of a plan file. `null` is a key that is not
/// there; `sponsor`, the examples' word for the enrolment tree, is translated.
pub(super) fn table(params: &Map<String, Value>, without: &[&str]) -> Result<Table, Unsupported> {
    let mut table = Table::new();
    for (key, value) in params {
        if without.contains(&key.as_str()) {
            continue;
        }
        if let Some(value) = self::value(value)? {
            table.insert(key.clone(), value);
        }
    }
    if let Some(tree) = table.get_mut("tree")
        && tree.as_str() == Some("sponsor")
    {
        *tree = "enrolment".into();
    }
    Ok(table)
}

pub(super) fn value(value: &Value) -> Result<Option<toml::Value>, Unsupported> {
    Ok(Some(match value {
        Value::Null => return Ok(None),
        Value::Bool(flag) => (*flag).into(),
        Value::String(text) => text.as_str().into(),
        Value::Number(number) => match number.as_i64() {
            Some(whole) => whole.into(),
            // Decimals are written as text, so that they stay exact.
            None => number.to_string().as_str().into(),
        },
        Value::Array(items) => {
            let items: Result<Vec<_>, _> = items.iter().map(self::value).collect();
            items?.into_iter().flatten().collect::<Vec<_>>().into()
        }
        Value::Object(fields) => table(fields, &[])?.into(),
    }))
}

/// The object `example` must hold under `key`.
pub(super) fn object<'a>(
    example: &'a Value,
    key: &str,
) -> Result<&'a Map<String, Value>, Unsupported> {
    example[key]
        .as_object()
        .ok_or_else(|| Unsupported::new(format!("`{key}` is not a table")))
}

/// The list under `key`, empty if there is none.
pub(super) fn list<'a>(example: &'a Value, key: &str) -> &'a [Value] {
    example[key].as_array().map_or(&[], Vec::as_slice)
}

/// A decimal, written as text or as a number.
pub(super) fn decimal(value: &Value) -> Option<Decimal> {
    match value {
        Value::String(text) => Decimal::from_str_exact(text.trim()).ok(),
        Value::Number(number) => Decimal::from_str_exact(&number.to_string()).ok(),
        _ => None,
    }
}

/// A text of a row, such as a node or an event.
pub(super) fn text<'a>(row: &'a Value, key: &str) -> Result<&'a str, Unsupported> {
    row[key]
        .as_str()
        .ok_or_else(|| Unsupported::new(format!("`{key}` is missing in {row}")))
}

/// The most that is counted in an example: they are worked by hand. It is also the last
/// period there may be.
const MOST: u32 = 10_000;
/// The highest number a customer or a day may have.
const HIGHEST: u32 = 1_000_000_000;
/// The largest amount in cents, of either sign.
const LARGEST: i64 = LARGEST_AMOUNT * 100;

/// A whole number of a row, written as a number or as text.
pub(super) fn count(row: &Value, key: &str) -> Result<Option<u32>, Unsupported> {
    whole(row, key, 0, MOST)
}

/// A period, 1 first.
pub(super) fn period(row: &Value, key: &str) -> Result<Option<u32>, Unsupported> {
    whole(row, key, 1, MOST)
}

/// The number of a customer or a day, 0 first.
pub(super) fn ordinal(row: &Value, key: &str) -> Result<Option<u32>, Unsupported> {
    whole(row, key, 0, HIGHEST)
}

/// A leg, 0 first.
pub(super) fn leg(row: &Value, key: &str) -> Result<Option<u8>, Unsupported> {
    let leg = whole(row, key, 0, u8::MAX.into())?;
    Ok(leg.and_then(|leg| u8::try_from(leg).ok()))
}

fn whole(row: &Value, key: &str, least: u32, most: u32) -> Result<Option<u32>, Unsupported> {
    match &row[key] {
        Value::Null => Ok(None),
        value => decimal(value)
            .filter(|number| number.fract().is_zero())
            .and_then(|number| u32::try_from(number.normalize().mantissa()).ok())
            .filter(|number| (least..=most).contains(number))
            .map(Some)
            .ok_or_else(|| {
                Unsupported::new(format!(
                    "`{key}` is no whole number from {least} to {most} in {row}"
                ))
            }),
    }
}

/// An amount of a row in cents, 0 if it is not there.
pub(super) fn cents(row: &Value, key: &str) -> Result<i64, Unsupported> {
    match &row[key] {
        Value::Null => Ok(0),
        value => to_cents(value).ok_or_else(|| {
            Unsupported::new(format!("`{key}` is no amount in whole cents in {row}"))
        }),
    }
}

/// An amount in cents; `None` if it is finer, larger than any amount, or no number.
pub(super) fn to_cents(value: &Value) -> Option<i64> {
    let minor = decimal(value)?
        .checked_mul(Decimal::ONE_HUNDRED)?
        .normalize();
    if minor.scale() > 0 {
        return None;
    }
    let cents = i64::try_from(minor.mantissa()).ok()?;
    (-LARGEST..=LARGEST).contains(&cents).then_some(cents)
}

/// An amount in cents as text of a plan file.
pub(super) fn amount(cents: i64) -> toml::Value {
    Decimal::new(cents, 2).to_string().as_str().into()
}
