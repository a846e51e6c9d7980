//! In what two recipes differ, for whoever put parts of different work together.

use serde_json::{Map, Value};

/// A longer value is cut.
const SHOWN: usize = 60;

/// The first difference between two values, by where it stands; `None` if they are the same.
#[must_use]
pub fn between(place: &str, one: &Value, other: &Value) -> Option<String> {
    // Nearly always; and each key of an object is looked at in both, which would double the work
    // with each level.
    if one == other {
        return None;
    }
    match (one, other) {
        (Value::Object(own), Value::Object(others)) => {
            let mut keys = own.keys().chain(others.keys());
            keys.find_map(|key| {
                let place = match place {
                    "" => key.clone(),
                    place => format!("{place}.{key}"),
                };
                let of = |map: &Map<String, Value>| map.get(key).cloned().unwrap_or_default();
                between(&place, &of(own), &of(others))
            })
        }
        (Value::Array(own), Value::Array(others)) if own.len() == others.len() => own
            .iter()
            .zip(others)
            .enumerate()
            .find_map(|(index, (own, other))| between(&format!("{place}.{index}"), own, other)),
        (Value::String(own), Value::String(others)) => {
            // Of a whole scenario, the line.
            let mut lines = own.lines().zip(others.lines());
            let (own, others) = lines
                .find(|(own, other)| own != other)
                .unwrap_or((own, others));
            Some(told(place, own, others))
        }
        (own, others) => Some(told(place, &own.to_string(), &others.to_string())),
    }
}

fn told(place: &str, own: &str, other: &str) -> String {
    let cut = |text: &str| -> String {
        let mut letters = text.chars();
        let start: String = letters.by_ref().take(SHOWN).collect();
        match letters.next() {
            Some(_) => format!("{start}…"),
            None => start,
        }
    };
    format!("{place}: `{}` and not `{}`", cut(own), cut(other))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn the_first_difference_is_told_by_its_place() {
        let one = json!({ "seed": 1, "worlds": [{ "scenario": "a = 1\nprice = 2\n" }] });
        assert_eq!(between("", &one, &one), None);
        let mut other = one.clone();
        other["worlds"][0]["scenario"] = "a = 1\nprice = 3\n".into();
        let told = between("", &one, &other).unwrap();
        assert_eq!(told, "worlds.0.scenario: `price = 2` and not `price = 3`");
        let told = between("", &json!({ "seed": 1 }), &json!({ "precision": "x" })).unwrap();
        assert_eq!(told, "seed: `1` and not `null`");
        let long = between("", &json!("x".repeat(99)), &json!(1)).unwrap();
        assert!(long.len() < 99, "{long}");
    }

    #[test]
    fn the_same_is_seen_at_a_glance_however_deep() {
        let mut deep = json!(1);
        for _ in 0..64 {
            deep = json!({ "in": deep });
        }
        assert_eq!(between("", &deep, &deep.clone()), None);
        let told = between(
            "",
            &json!({ "a": deep, "b": 1 }),
            &json!({ "a": deep, "b": 2 }),
        );
        assert_eq!(told.unwrap(), "b: `1` and not `2`");
    }
}
