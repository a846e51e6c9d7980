//! What an example expects against what the engine paid.

use std::fmt;

use rust_decimal::{Decimal, RoundingStrategy};
use serde_json::Value;

use super::language::decimal;
use super::{Outcome, work};

/// How one example came out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Every number is the expected one.
    Agrees,
    /// Some are not.
    Differs(Vec<Difference>),
    /// It could not be paid, and why.
    Unsupported(String),
}

/// One number that is not the expected one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// Whose, or what: `A`, `carry A`, `breakage`.
    pub of: String,
    /// What the example expects.
    pub expected: String,
    /// What the engine found.
    pub found: String,
}

impl fmt::Display for Difference {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            formatter,
            "{} expected {} got {}",
            self.of, self.expected, self.found
        )
    }
}

/// Pays an example and compares every number it expects, to the cent.
#[must_use]
pub fn verify(example: &Value) -> Verdict {
    let outcome = match work(example) {
        Ok(outcome) => outcome,
        Err(why) => return Verdict::Unsupported(why.0),
    };
    let Some(expected) = example["expected"].as_object() else {
        return Verdict::Unsupported("the example has no `expected` amounts".to_owned());
    };
    let mut differences = Vec::new();
    for (id, amount) in expected {
        let found = outcome.amounts.get(id).copied();
        compare(id.clone(), amount, found, &mut differences);
    }
    for (key, value) in example["expected_extra"].as_object().into_iter().flatten() {
        extra(key, value, &outcome, &mut differences);
    }
    if differences.is_empty() {
        Verdict::Agrees
    } else {
        Verdict::Differs(differences)
    }
}

fn extra(key: &str, expected: &Value, outcome: &Outcome, differences: &mut Vec<Difference>) {
    match (key, expected) {
        ("breakage", amount) => {
            compare(key.to_owned(), amount, Some(outcome.breakage), differences);
        }
        ("factor", factor) => {
            compare(key.to_owned(), factor, Some(outcome.factor), differences);
        }
        (_, Value::Object(people)) => {
            for (id, expected) in people {
                let of = format!("{key} {id}");
                match key {
                    "carry" => {
                        let found = outcome.carry.get(id).map(|carry| &carry[..]);
                        each(&of, expected, found, differences);
                    }
                    "by_period" => {
                        let found = outcome.by_period.get(id).map(|paid| &paid[..]);
                        each(&of, expected, found, differences);
                    }
                    "placement" => word(of, expected, outcome.placement.get(id), differences),
                    "rank" => word(of, expected, outcome.rank.get(id), differences),
                    "active" => {
                        let found = outcome.active.get(id).map(bool::to_string);
                        word(of, expected, found.as_ref(), differences);
                    }
                    _ => differences.push(unknown(of, expected)),
                }
            }
        }
        _ => differences.push(unknown(key.to_owned(), expected)),
    }
}

fn unknown(of: String, expected: &Value) -> Difference {
    Difference {
        of,
        expected: expected.to_string(),
        found: "nothing: this is not known".to_owned(),
    }
}

fn each(of: &str, expected: &Value, found: Option<&[Decimal]>, differences: &mut Vec<Difference>) {
    let expected = expected.as_array().map_or(&[][..], Vec::as_slice);
    let found = found.unwrap_or_default();
    for index in 0..expected.len().max(found.len()) {
        let amount = expected.get(index).unwrap_or(&Value::Null);
        let of = format!("{of}[{}]", index + 1);
        compare(of, amount, found.get(index).copied(), differences);
    }
}

fn word(of: String, expected: &Value, found: Option<&String>, differences: &mut Vec<Difference>) {
    let expected = match expected {
        Value::String(text) => text.clone(),
        Value::Null => "nothing".to_owned(),
        other => other.to_string(),
    };
    let found = found.cloned().unwrap_or_else(|| "nothing".to_owned());
    if expected != found {
        differences.push(Difference {
            of,
            expected,
            found,
        });
    }
}

/// Compares to the cent, or finer where the example is.
fn compare(
    of: String,
    expected: &Value,
    found: Option<Decimal>,
    differences: &mut Vec<Difference>,
) {
    let wanted = decimal(expected);
    let decimals = wanted.map_or(2, |wanted| wanted.scale().max(2));
    let found = found.map(|found| {
        found
            .round_dp_with_strategy(decimals, RoundingStrategy::MidpointAwayFromZero)
            .normalize()
    });
    if wanted.is_some() && wanted.map(|wanted| wanted.normalize()) == found {
        return;
    }
    differences.push(Difference {
        of,
        expected: match expected {
            Value::String(text) => text.clone(),
            other => other.to_string(),
        },
        found: found.map_or_else(
            || "nothing".to_owned(),
            |found| {
                let mut found = found;
                found.rescale(found.scale().max(2));
                found.to_string()
            },
        ),
    });
}
