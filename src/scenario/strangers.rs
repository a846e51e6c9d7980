//! Keys that a table does not have: misspelt, misplaced, or of another law.

use super::codes;
use super::diagnose::Diagnostic;
use super::document::{Entry, Table};
use super::key::{Key, Kind};
use super::keys::{self, SECTIONS};
use super::reader::{chosen_word, join};
use super::suggest::nearest;

/// A key that exists nowhere in this table, with the nearest that does.
pub(super) fn unknown(
    path: &str,
    name: &str,
    entry: &Entry,
    keys: &[Key],
    active: &[Key],
) -> Diagnostic {
    let fault = plainly_unknown(path, name, entry);
    let mut here: Vec<&str> = active.iter().map(|key| key.name).collect();
    if path.is_empty() {
        here.extend(["plans", keys::worlds::LIST, keys::EXTENDS.name]);
    } else if path.starts_with("plans.") && path.matches('.').count() == 1 {
        here.extend(["component", "settlement"]);
    }
    if let Some(near) = nearest(name, here.iter().copied()) {
        return fault.help(format!("did you mean `{}`?", join(path, near)));
    }
    if let Some(elsewhere) = elsewhere(name) {
        return fault.help(format!("did you mean `{elsewhere}`?"));
    }
    let mut inactive = Vec::new();
    inactive_names(keys, &mut inactive);
    if let Some(near) = nearest(name, inactive) {
        return fault.help(format!(
            "did you mean `{}`, of another law?",
            join(path, near)
        ));
    }
    fault.help(format!("the keys here are {}", here.join(", ")))
}

/// A key that exists nowhere in this table.
pub(super) fn plainly_unknown(path: &str, name: &str, entry: &Entry) -> Diagnostic {
    let place = join(path, name);
    Diagnostic::error(
        codes::UNKNOWN_KEY,
        &entry.key,
        format!("there is no key `{place}`"),
    )
    .of(place)
    .label("unknown key")
}

/// A key of the same name in another section.
fn elsewhere(name: &str) -> Option<String> {
    fn search(path: &str, keys: &[Key], name: &str) -> Option<String> {
        keys.iter().find_map(|key| {
            let place = join(path, key.name);
            match key.kind {
                _ if key.name == name && !path.is_empty() => Some(place),
                Kind::Table(inner) | Kind::List(inner) | Kind::ListOrWord { keys: inner, .. } => {
                    search(&place, inner, name)
                }
                Kind::Selects(variants) => variants
                    .iter()
                    .find_map(|variant| search(path, variant.keys, name)),
                _ => None,
            }
        })
    }
    search("", SECTIONS, name)
}

/// The names of all keys that any word would bring.
fn inactive_names(keys: &[Key], names: &mut Vec<&'static str>) {
    for key in keys {
        if let Kind::Selects(variants) = key.kind {
            for variant in variants {
                names.extend(variant.keys.iter().map(|key| key.name));
                inactive_names(variant.keys, names);
            }
        }
    }
}

/// A key that exists under another word than the one chosen.
pub(super) fn not_applicable(
    path: &str,
    name: &str,
    entry: &Entry,
    homes: &[(&str, &str)],
    selectors: &[&Key],
    table: &Table,
) -> Diagnostic {
    let place = join(path, name);
    let settings = |pairs: &[(&str, String)], joint: &str| {
        pairs
            .iter()
            .map(|(key, word)| format!("`{key} = {word:?}`"))
            .collect::<Vec<_>>()
            .join(joint)
    };
    let wanted: Vec<(&str, String)> = homes
        .iter()
        .map(|(key, word)| (*key, (*word).to_owned()))
        .collect();
    // A selecting key that has no say in this is not mentioned.
    let chosen: Vec<(&str, String)> = selectors
        .iter()
        .filter(|key| homes.iter().any(|(home, _)| *home == key.name))
        .filter_map(|key| Some((key.name, chosen_word(key, table)?)))
        .collect();
    Diagnostic::error(
        codes::NOT_APPLICABLE,
        &entry.key,
        format!("`{place}` applies only with {}", settings(&wanted, " or ")),
    )
    .of(place)
    .label(format!("here it is {}", settings(&chosen, " and ")))
    .help(format!("remove `{name}`, or change {}", homes_keys(homes)))
}

/// The selecting keys, each once: "`law` or `attachment`".
fn homes_keys(homes: &[(&str, &str)]) -> String {
    let mut keys: Vec<String> = homes.iter().map(|(key, _)| format!("`{key}`")).collect();
    keys.dedup();
    keys.join(" or ")
}
