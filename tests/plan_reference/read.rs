//! Reading values of the worked-example format: decimal strings, counts, words, lists.

use crate::exact::Exact;
use serde_json::Value;

/// The value under `key`; `null` counts as absent.
pub fn get<'a>(object: &'a Value, key: &str) -> Option<&'a Value> {
    object.get(key).filter(|value| !value.is_null())
}

/// A number written as a decimal string or as a JSON number.
pub fn number(value: &Value) -> Exact {
    let text = match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    Exact::parse(&text).unwrap_or_else(|| panic!("{text:?} is not a number"))
}

/// The number under `key`.
pub fn exact(object: &Value, key: &str) -> Option<Exact> {
    get(object, key).map(number)
}

/// The number under `key`, 0 if absent.
pub fn exact_or_zero(object: &Value, key: &str) -> Exact {
    exact(object, key).unwrap_or(Exact::ZERO)
}

/// The whole number under `key`.
pub fn count(object: &Value, key: &str) -> Option<usize> {
    get(object, key).map(|value| match value {
        Value::String(text) => text.parse().expect("a count"),
        other => usize::try_from(other.as_u64().expect("a count")).expect("a small count"),
    })
}

/// The word under `key`.
pub fn text<'a>(object: &'a Value, key: &str) -> Option<&'a str> {
    get(object, key).and_then(Value::as_str)
}

/// The truth under `key`.
pub fn flag(object: &Value, key: &str) -> Option<bool> {
    get(object, key).and_then(Value::as_bool)
}

/// The list under `key`, empty if absent.
pub fn list<'a>(object: &'a Value, key: &str) -> &'a [Value] {
    get(object, key).map_or(&[], |value| value.as_array().expect("a list"))
}

/// The list of numbers under `key`, empty if absent.
pub fn numbers(object: &Value, key: &str) -> Vec<Exact> {
    list(object, key).iter().map(number).collect()
}

/// The list of words under `key`, empty if absent.
pub fn words<'a>(object: &'a Value, key: &str) -> Vec<&'a str> {
    let word = |value: &'a Value| value.as_str().expect("a word");
    list(object, key).iter().map(word).collect()
}

/// `key`, or `key_by_rank` looked up by `rank` where a plan gives that instead.
pub fn by_rank(object: &Value, key: &str, rank: Option<&str>) -> Option<Exact> {
    match get(object, &format!("{key}_by_rank")) {
        Some(map) => rank.and_then(|rank| exact(map, rank)),
        None => exact(object, key),
    }
}

/// The rate of the highest row whose inclusive minimum is reached, 0 below all rows.
pub fn bracket_rate(rows: &[Value], reached: Exact) -> Exact {
    let held = rows
        .iter()
        .rfind(|row| exact_or_zero(row, "min") <= reached);
    held.map_or(Exact::ZERO, |row| exact_or_zero(row, "rate"))
}
