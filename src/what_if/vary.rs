//! `--vary KEY=low..high:values` and `KEY=[value, …]`: what a question changes, and the exact
//! values it tries.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use toml::de::DeValue;

use super::codes;
use super::fault;
use crate::money::Currency;
use crate::plan::LANGUAGE;
use crate::scenario::Base;
use crate::scenario::base::{Grain, KeyFacts, exact};
use crate::scenario::diagnose::{Diagnostic, Origin};
use crate::scenario::key::LARGEST_AMOUNT;

/// Values between the ends of a range are tried to this part of it, where the key allows.
const FINENESS: i64 = 10_000;
/// Values of a key beyond which nobody waits for an answer.
const MOST_VALUES: usize = 1_000_000;

/// A value of a key, as it is laid over the scenario.
#[derive(Clone, Debug, PartialEq)]
pub struct Value {
    /// As a file would have it.
    pub text: String,
    /// The number it is; `None` of a word, a flag or a list.
    pub number: Option<f64>,
}

/// A key and the values it takes.
#[derive(Clone, Debug, PartialEq)]
pub struct Vary {
    /// The path of the key.
    pub key: String,
    /// What it holds.
    pub facts: KeyFacts,
    /// Its values.
    pub values: Values,
}

/// The values of a key.
#[derive(Clone, Debug, PartialEq)]
pub enum Values {
    /// From one number to another.
    Range {
        /// The first.
        low: Decimal,
        /// The last.
        high: Decimal,
        /// How many are evenly apart, both ends among them; `None` if that was not said.
        count: Option<usize>,
    },
    /// These.
    List(Vec<Value>),
}

impl Value {
    /// A number.
    #[must_use]
    pub fn of(number: Decimal) -> Value {
        Value {
            text: number.normalize().to_string(),
            number: number.to_f64(),
        }
    }

    /// What was written, a number or anything else.
    fn written(text: &str) -> Value {
        let text = text.trim();
        Value {
            number: exact(text).and_then(|number| number.to_f64()),
            text: text.to_owned(),
        }
    }

    /// What people call it: text without its quotes.
    #[must_use]
    pub fn label(&self) -> &str {
        self.text.trim_matches(['"', '\''])
    }
}

impl Vary {
    /// Reads the option as typed.
    ///
    /// # Errors
    ///
    /// If it is malformed, or the scenario has no such key.
    pub fn parse(text: &str, base: &Base) -> Result<Vary, Box<Diagnostic>> {
        let origin = Origin::Option {
            name: "--vary",
            text: text.to_owned(),
        };
        let fault = |code, message: String, help: &str| {
            Box::new(Diagnostic::error(code, &origin, message).help(help))
        };
        let malformed = |what: &str| {
            fault(
                codes::BAD_VARY,
                format!("`--vary` {what}"),
                "for example `--vary product.price=10..40:7` or `--vary growth.attachment=[uniform,preferential]`",
            )
        };
        let (key, values) = text
            .split_once('=')
            .ok_or_else(|| malformed("needs `KEY=values`, but there is no `=`"))?;
        let key = key.trim().to_owned();
        let values = values.trim();
        if cannot_be_varied(&key) {
            return Err(fault(
                codes::NOT_TO_BE_VARIED,
                format!("`{key}` cannot be varied: every point would ask something else"),
                "set it for all points with `--set`, or run several scenarios",
            ));
        }
        let facts = base.facts(&key, LANGUAGE).ok_or_else(|| {
            fault(
                codes::NO_SUCH_KEY,
                format!("there is no key `{key}`"),
                "`downline check --resolved SCENARIO` prints every key of a scenario; plans go by name, components by id",
            )
        })?;
        if let Some(list) = values.strip_prefix('[') {
            let list = list
                .strip_suffix(']')
                .ok_or_else(|| malformed("has a list that is not closed"))?;
            let values = items(list);
            if values.is_empty() || values.iter().any(|value| value.text.is_empty()) {
                return Err(malformed(
                    "has a list with nothing in it, or nothing between commas",
                ));
            }
            return Ok(Vary {
                key,
                facts,
                values: Values::List(values),
            });
        }
        let (low, rest) = values
            .split_once("..")
            .ok_or_else(|| malformed("needs `low..high` or `[value, …]` after the key"))?;
        let (high, count) = match rest.split_once(':') {
            Some((high, count)) => {
                let count = count
                    .trim()
                    .parse()
                    .ok()
                    .filter(|&count: &usize| count >= 2);
                let count = count.ok_or_else(|| {
                    malformed("needs a whole number of values, two or more, after the `:`")
                })?;
                (high, Some(count))
            }
            None => (rest, None),
        };
        let number = |text: &str| exact(text.trim());
        let (Some(low), Some(high)) = (number(low), number(high)) else {
            return Err(malformed("needs numbers at both ends of a range"));
        };
        if facts.grain == Grain::NoNumber {
            return Err(fault(
                codes::NOT_A_RANGE,
                format!("`{key}` holds no single number, so it has no range"),
                "list its values, as in `KEY=[one, other]`, or name one number of a list, as in `rates.0`",
            ));
        }
        let largest = Decimal::from(LARGEST_AMOUNT);
        if low < -largest || high > largest {
            return Err(fault(
                codes::NOT_A_RANGE,
                format!("the range of `{key}` is too large: {low} to {high}"),
                "no key holds a number beyond 1,000,000,000",
            ));
        }
        if count.is_some_and(|count| count > MOST_VALUES) {
            return Err(fault(
                codes::TOO_MANY_POINTS,
                format!("`{key}` has too many values"),
                "give fewer after the `:`",
            ));
        }
        if low >= high {
            return Err(fault(
                codes::NOT_A_RANGE,
                format!("the range of `{key}` does not go up: {low} to {high}"),
                "write the smaller number first",
            ));
        }
        Ok(Vary {
            key,
            facts,
            values: Values::Range { low, high, count },
        })
    }

    /// The text that lays a value over the scenario.
    #[must_use]
    pub fn set(&self, value: &Value) -> String {
        format!("{}={}", self.key, value.text)
    }

    /// Its values one by one; of a range that does not say how many, so many.
    #[must_use]
    pub fn all(&self, otherwise: usize) -> Vec<Value> {
        match &self.values {
            Values::List(values) => values.clone(),
            Values::Range { low, high, count } => {
                let count = count.unwrap_or(otherwise).max(2);
                let mut values: Vec<Value> = (0..count)
                    .map(|step| {
                        // Multiplied before it is divided, so that 0.1 to 1 in ten values is
                        // exact at every one.
                        let part = (high - low) * Decimal::from(step) / Decimal::from(count - 1);
                        self.rounded(low + part)
                    })
                    .collect();
                // Whole numbers close together come out alike.
                values.dedup();
                values
            }
        }
    }

    /// The value at a place from 0 to 1 of all it can be: of a range along it, of a list one
    /// of its values, each with as much room.
    #[must_use]
    pub fn at(&self, place: f64) -> Value {
        match &self.values {
            Values::List(values) => {
                let index = (place * values.len() as f64) as usize;
                values[index.min(values.len() - 1)].clone()
            }
            Values::Range { low, high, .. } => {
                let parts = Decimal::from((place.clamp(0.0, 1.0) * 1e12) as i64);
                let part = (high - low) * parts / Decimal::from(1_000_000_000_000_i64);
                self.rounded(low + part)
            }
        }
    }

    /// The first and the last of its values.
    #[must_use]
    pub fn ends(&self) -> [Value; 2] {
        match &self.values {
            Values::List(values) => [values[0].clone(), values[values.len() - 1].clone()],
            Values::Range { low, high, .. } => [Value::of(*low), Value::of(*high)],
        }
    }

    /// The smallest step between numbers of a range that are tried.
    ///
    /// `None` of a list.
    #[must_use]
    pub fn finest(&self) -> Option<Decimal> {
        let Values::Range { low, high, .. } = &self.values else {
            return None;
        };
        let most = self.facts.grain.decimals();
        let wanted = (high - low) / Decimal::from(FINENESS);
        let decimals = (0..most)
            .find(|&decimals| Decimal::new(1, decimals) <= wanted)
            .unwrap_or(most);
        Some(Decimal::new(1, decimals))
    }

    /// The number, to as many decimals as are tried or as the ends have.
    fn rounded(&self, number: Decimal) -> Value {
        let Values::Range { low, high, count } = &self.values else {
            return Value::of(number);
        };
        let finest = self.finest().map_or(0, |step| step.scale());
        let most = self.facts.grain.decimals();
        let decimals = match count {
            // Values that were asked for by their number stand where they were asked for.
            Some(_) => most,
            None => finest.max(low.scale()).max(high.scale()).min(most),
        };
        Value::of(number.round_dp_with_strategy(
            decimals,
            rust_decimal::RoundingStrategy::MidpointAwayFromZero,
        ))
    }

    /// What stands on an axis: the key with its unit, amounts in the currency.
    #[must_use]
    pub fn title(&self, currency: &Currency) -> String {
        let code = self.facts.is_amount.then_some(currency.code.as_str());
        let unit = Some(self.facts.unit).filter(|unit| !unit.is_empty());
        let said: Vec<&str> = code.into_iter().chain(unit).collect();
        if said.is_empty() {
            self.key.clone()
        } else {
            format!("{} ({})", self.key, said.join(" "))
        }
    }
}

/// Refuses keys that are not one by one.
///
/// # Errors
///
/// If there are none, or one is there twice.
pub fn check_keys(varied: &[Vary]) -> Result<(), Box<Diagnostic>> {
    if varied.is_empty() {
        return Err(fault(
            codes::NOTHING_VARIES,
            "nothing is varied".to_owned(),
            "say what is, as in `--vary product.price=10..40:7`",
        ));
    }
    for (index, vary) in varied.iter().enumerate() {
        if varied[..index].iter().any(|other| other.key == vary.key) {
            return Err(fault(
                codes::TWICE,
                format!("`{}` is varied twice", vary.key),
                "list all its values in one `--vary`",
            ));
        }
    }
    Ok(())
}

/// Keys that say how often and under what luck is asked, against what, in which money, of which
/// file or under which name.
fn cannot_be_varied(key: &str) -> bool {
    let parts: Vec<&str> = key.split('.').collect();
    matches!(
        parts[..],
        ["scenario", ..]
            | ["comparison", "baseline"]
            | ["growth", "file"]
            | ["plans", _, "name" | "title" | "file"]
    )
}

/// What is laid over the scenario at every point, of which these are the values key by key.
#[must_use]
pub fn sets(varied: &[Vary], points: &[Vec<Value>]) -> Vec<Vec<String>> {
    let sets = |values: &Vec<Value>| {
        let pairs = varied.iter().zip(values);
        pairs.map(|(vary, value)| vary.set(value)).collect()
    };
    points.iter().map(sets).collect()
}

/// The values at every point of a design, whose places go from 0 to 1 along each key.
#[must_use]
pub fn at(varied: &[Vary], design: Vec<Vec<f64>>) -> Vec<Vec<Value>> {
    let values = |places: Vec<f64>| {
        let pairs = varied.iter().zip(places);
        pairs.map(|(vary, place)| vary.at(place)).collect()
    };
    design.into_iter().map(values).collect()
}

/// The items of a list, each as it was written; bare words need no quotes.
fn items(list: &str) -> Vec<Value> {
    let whole = format!("[{list}]");
    if let Ok(value) = DeValue::parse(&whole)
        && let DeValue::Array(items) = value.get_ref()
    {
        return items
            .iter()
            .map(|item| Value::written(&whole[item.span()]))
            .collect();
    }
    list.split(',').map(Value::written).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn vary(text: &str) -> Result<Vary, &'static str> {
        Vary::parse(text, &Base::open("ebook").unwrap()).map_err(|fault| fault.code)
    }

    fn texts(text: &str) -> Vec<String> {
        let values = vary(text).unwrap().all(5);
        values.into_iter().map(|value| value.text).collect()
    }

    #[test]
    fn steps_are_exact() {
        assert_eq!(
            texts("sales.conversion=0.1..1.0:10"),
            [
                "0.1", "0.2", "0.3", "0.4", "0.5", "0.6", "0.7", "0.8", "0.9", "1"
            ]
        );
        assert_eq!(texts("product.price=10..40:4"), ["10", "20", "30", "40"]);
        // Cents at the finest, and the ends where they were written.
        assert_eq!(texts("product.price=1..2:4"), ["1", "1.33", "1.67", "2"]);
        assert_eq!(texts("growth.participants=10..12:5"), ["10", "11", "12"]);
        assert_eq!(texts("product.price=1..2").len(), 5);
    }

    #[test]
    fn lists_hold_anything_a_file_may() {
        assert_eq!(
            texts("growth.attachment=[uniform, preferential]"),
            ["uniform", "preferential"]
        );
        assert_eq!(
            texts("plans.mlm.component.level_commission.rates=[[0.1,0.05],[0.15]]"),
            ["[0.1,0.05]", "[0.15]"]
        );
        assert_eq!(
            texts("plans.mlm.component.level_commission.enabled=[true,false]"),
            ["true", "false"]
        );
        let vary = vary("growth.attachment=['uniform',\"preferential\"]").unwrap();
        assert_eq!(vary.at(0.49).label(), "uniform");
        assert_eq!(vary.at(0.51).label(), "preferential");
        assert_eq!(vary.at(1.0).label(), "preferential");
    }

    #[test]
    fn places_along_a_range_are_rounded_to_what_the_key_holds() {
        let at = |text: &str, place| vary(text).unwrap().at(place).text;
        assert_eq!(at("growth.participants=100..200", 0.256), "126");
        assert_eq!(at("product.price=10..20", 0.333_333), "13.33");
        assert_eq!(at("sales.conversion=0.01..0.05", 0.5), "0.03");
        assert_eq!(at("sales.conversion=0.01..0.05", 0.123_456), "0.014938");
    }

    #[test]
    fn what_is_wrong_is_told() {
        for (text, code) in [
            ("product.price", codes::BAD_VARY),
            ("product.price=5", codes::BAD_VARY),
            ("product.price=a..b", codes::BAD_VARY),
            ("product.price=1..2:1", codes::BAD_VARY),
            ("product.price=1..2:x", codes::BAD_VARY),
            ("product.price=[1,2", codes::BAD_VARY),
            ("product.price=[]", codes::BAD_VARY),
            ("product.prize=1..2", codes::NO_SUCH_KEY),
            ("growth.law=1..2", codes::NOT_A_RANGE),
            ("product.price=2..1", codes::NOT_A_RANGE),
            ("product.price=2..2", codes::NOT_A_RANGE),
            ("product.price=[1,,2]", codes::BAD_VARY),
            ("product.price=0..1e25", codes::NOT_A_RANGE),
            (
                "product.price=-79228162514264337593543950335..1:3",
                codes::NOT_A_RANGE,
            ),
            ("product.price=0..1:9999999", codes::TOO_MANY_POINTS),
            ("scenario.replications=[2,5]", codes::NOT_TO_BE_VARIED),
            ("scenario.seed=1..5", codes::NOT_TO_BE_VARIED),
            (
                "comparison.baseline=[referral,mlm]",
                codes::NOT_TO_BE_VARIED,
            ),
            ("plans.mlm.name=[mlm,foo]", codes::NOT_TO_BE_VARIED),
        ] {
            assert_eq!(vary(text).unwrap_err(), code, "{text}");
        }
    }
}
