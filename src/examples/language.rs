//! Parameters of examples, which are JSON, as the text of a plan file, which is TOML.

use rust_decimal::Decimal;
use serde_json::{Map, Value};
use toml::Table;

use super::Unsupported;

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

/// A whole number of a row, written as a number or as text.
pub(super) fn count(row: &Value, key: &str) -> Result<Option<u32>, Unsupported> {
    match &row[key] {
        Value::Null => Ok(None),
        value => decimal(value)
            .filter(|number| number.fract().is_zero())
            .and_then(|number| u32::try_from(number.normalize().mantissa()).ok())
            .map(Some)
            .ok_or_else(|| Unsupported::new(format!("`{key}` is no whole number in {row}"))),
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

/// An amount in cents; `None` if it is finer or no number.
pub(super) fn to_cents(value: &Value) -> Option<i64> {
    let minor = decimal(value)?
        .checked_mul(Decimal::ONE_HUNDRED)?
        .normalize();
    if minor.scale() > 0 {
        return None;
    }
    i64::try_from(minor.mantissa()).ok()
}

/// An amount in cents as text of a plan file.
pub(super) fn amount(cents: i64) -> toml::Value {
    Decimal::new(cents, 2).to_string().as_str().into()
}
