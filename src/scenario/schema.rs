//! The JSON Schema of scenario files, for editors.
//!
//! It checks names, types and ranges. What must be given is left to the program, since
//! a base (`extends`) may give it.

use serde_json::{Map, Value, json};

use super::key::{Default, Key, Kind, LARGEST_AMOUNT, PlanLanguage};
use super::keys::{self, EXTENDS, SECTIONS};

/// A decimal as text: exact, with or without an exponent.
const DECIMAL_TEXT: &str = r"^[+-]?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?$";

/// The schema of a scenario whose plans are written in `language`.
#[must_use]
pub fn json_schema(language: PlanLanguage) -> Value {
    let mut properties = Map::new();
    properties.insert(EXTENDS.name.to_owned(), key(&EXTENDS));
    for section in SECTIONS {
        properties.insert(section.name.to_owned(), key(section));
    }
    properties.insert(keys::worlds::LIST.to_owned(), worlds());
    properties.insert("plans".to_owned(), plans(language));
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A scenario of downline",
        "type": "object",
        "properties": properties,
        "additionalProperties": false,
    })
}

fn worlds() -> Value {
    let known = keys::worlds::WORLD.iter().chain(SECTIONS);
    let world: Map<String, Value> = known
        .map(|known| (known.name.to_owned(), key(known)))
        .collect();
    json!({
        "description": "The same plans in several worlds: what each has otherwise than the scenario.",
        "type": "array",
        "minItems": 1,
        "items": { "type": "object", "properties": world, "additionalProperties": false },
    })
}

fn plans(language: PlanLanguage) -> Value {
    let component = table(&keys::plans::component(language.components));
    let settlement = table(&keys::plans::settlement(language.settlements));
    let mut plan = Map::new();
    for known in keys::plans::plan(language)
        .iter()
        .chain([&keys::plans::FILE])
    {
        plan.insert(known.name.to_owned(), key(known));
    }
    plan.insert(
        "component".to_owned(),
        json!({ "description": "What the plan pays and charges, rule by rule.", "type": "array", "items": component }),
    );
    plan.insert(
        "settlement".to_owned(),
        json!({ "description": "What is cut, held and rounded before it is paid, step by step.", "type": "array", "items": settlement }),
    );
    json!({
        "description": "The payout plans, paid on the same networks.",
        "type": "array",
        "minItems": 1,
        "items": { "type": "object", "properties": plan, "additionalProperties": false },
    })
}

/// A table. The keys that a word brings are allowed where the word is that one, or is
/// not there: then a base or a default decides.
fn table(keys: &[Key]) -> Value {
    let mut properties = Map::new();
    let mut conditions = Vec::new();
    for inner in keys {
        properties.insert(inner.name.to_owned(), key(inner));
        if let Kind::Selects(variants) = inner.kind {
            for variant in variants.iter().filter(|variant| !variant.keys.is_empty()) {
                conditions.push(json!({
                    "if": { "properties": { inner.name: { "const": variant.name } } },
                    "then": condition(variant.keys),
                }));
            }
        }
    }
    let mut schema = json!({ "type": "object", "properties": properties });
    if !conditions.is_empty() {
        schema["allOf"] = Value::Array(conditions);
    }
    schema["unevaluatedProperties"] = Value::Bool(false);
    schema
}

/// The same for keys that a word brings: they stand beside others, so what is unknown
/// is settled by the table around them.
fn condition(keys: &[Key]) -> Value {
    let mut schema = table(keys);
    if let Some(object) = schema.as_object_mut() {
        object.remove("type");
        object.remove("unevaluatedProperties");
    }
    schema
}

fn key(key: &Key) -> Value {
    let mut schema = kind(&key.kind);
    let unit = match key.unit {
        "" => String::new(),
        unit => format!(" Unit: {unit}."),
    };
    let absent = match key.default {
        Default::Absent(meaning) => format!(" Without it: {meaning}."),
        Default::Required | Default::Value(_) => String::new(),
    };
    schema["description"] = Value::String(format!("{}{unit}{absent}", key.meaning));
    if let Default::Value(text) = key.default {
        schema["default"] = default_value(text);
    }
    schema
}

fn kind(kind: &Kind) -> Value {
    match kind {
        Kind::Text => json!({ "type": "string" }),
        Kind::Name => json!({ "type": "string", "pattern": "^[A-Za-z][A-Za-z0-9_-]{0,63}$" }),
        Kind::Flag => json!({ "type": "boolean" }),
        Kind::Integer { min, max } => {
            json!({ "type": "integer", "minimum": min, "maximum": max })
        }
        Kind::Number { min, max } => decimal(&number(min), &number(max)),
        Kind::Share => decimal(&json!(0), &json!(1)),
        Kind::Amount => decimal(&json!(0), &json!(LARGEST_AMOUNT)),
        Kind::Selects(variants) => json!({
            "oneOf": variants
                .iter()
                .map(|variant| json!({ "const": variant.name, "description": variant.meaning }))
                .collect::<Vec<_>>(),
        }),
        Kind::Choice(choices) => json!({
            "oneOf": choices
                .iter()
                .map(|(word, meaning)| json!({ "const": word, "description": meaning }))
                .collect::<Vec<_>>(),
        }),
        Kind::Shares => list(&Kind::Share),
        Kind::Amounts => list(&Kind::Amount),
        Kind::Numbers => list(&Kind::Number {
            min: "0",
            max: "1000000000",
        }),
        Kind::Names => list(&Kind::Text),
        Kind::ByName(value) => by_name(value),
        Kind::List(keys) => json!({ "type": "array", "minItems": 1, "items": table(keys) }),
        Kind::ListOrWord { words, keys } => json!({
            "anyOf": [self::kind(&Kind::Choice(words)), self::kind(&Kind::List(keys))],
        }),
        Kind::Table(keys) => table(keys),
    }
}

fn by_name(value: &Kind) -> Value {
    json!({ "type": "object", "additionalProperties": kind(value) })
}

fn list(item: &Kind) -> Value {
    json!({ "type": "array", "minItems": 1, "items": kind(item) })
}

/// An exact decimal: a number, or the same as text.
fn decimal(min: &Value, max: &Value) -> Value {
    json!({
        "type": ["number", "string"],
        "minimum": min,
        "maximum": max,
        "pattern": DECIMAL_TEXT,
    })
}

fn number(text: &str) -> Value {
    serde_json::from_str(text).expect("bounds in the key table are numbers")
}

/// A default as written in TOML.
fn default_value(text: &str) -> Value {
    match text {
        "{}" => json!({}),
        "[]" => json!([]),
        _ => serde_json::from_str(text).expect("scalar defaults read the same in JSON"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::LANGUAGE;

    #[test]
    fn ranges_and_words_are_those_of_the_key_table() {
        let schema = json_schema(LANGUAGE);
        let sections = &schema["properties"];
        assert_eq!(
            sections["sales"]["allOf"][0]["then"]["properties"]["conversion"]["maximum"],
            json!(1)
        );
        assert_eq!(
            sections["horizon"]["properties"]["unit"]["oneOf"][2]["const"],
            json!("4week")
        );
        assert_eq!(
            sections["scenario"]["properties"]["replications"]["default"],
            json!(1000)
        );
        let component = &sections["plans"]["items"]["properties"]["component"]["items"];
        assert_eq!(
            component["allOf"].as_array().unwrap().len(),
            LANGUAGE.components.len()
        );
    }

    #[test]
    fn keys_of_nested_laws_are_reachable() {
        let schema = json_schema(LANGUAGE);
        let fixed = &schema["properties"]["growth"]["allOf"][0]["then"];
        assert!(fixed["properties"]["participants"].is_object());
        assert_eq!(
            fixed["allOf"][4]["then"]["properties"]["width"]["minimum"],
            json!(1)
        );
        assert!(fixed.get("unevaluatedProperties").is_none());
    }
}
