//! `level_commission`, `placement`, `differential`: what is paid up a tree.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use toml::Table;

use super::volumes_only;
use crate::examples::case::Case;
use crate::examples::language::{count, list, object, table, text};
use crate::examples::people::{People, Personal};
use crate::examples::{Outcome, Unsupported};

pub(super) fn level_commission(example: &Value) -> Result<Outcome, Unsupported> {
    let params = &example["params"];
    if params["generate"].is_object() {
        return generated(example);
    }
    let removed = list(params, "structural_removal");
    let mut case = if removed.is_empty() {
        volumes_only(example)?.0
    } else {
        // They are inactive for a period in which nothing is sold, and leave after it.
        let mut people = People::of(list(example, "tree"), &BTreeMap::new())?;
        people.post(2, Personal::Sales)?;
        for (member, node) in people.nodes() {
            people
                .network
                .active(member, 1, !removed.contains(&node["id"]));
            let active = node["active"].as_bool().unwrap_or(true);
            people.network.active(member, 2, active);
        }
        let mut case = Case::of(people, params);
        case.plan("remove_after", 1.into());
        case
    };
    let without = ["rounding", "rounding_stage", "structural_removal"];
    let level = table(object(example, "params")?, &without)?;
    if level.get("tree").and_then(toml::Value::as_str) == Some("placement") {
        case.plan("placement", as_given(list(example, "tree")).into());
    }
    case.component("level_commission", level);
    case.pay()
}

/// A placement tree wide enough for the legs that the nodes give.
fn as_given(tree: &[Value]) -> Table {
    let mut children: BTreeMap<&str, i64> = BTreeMap::new();
    for node in tree {
        if let Some(parent) = node["placement"].as_str() {
            *children.entry(parent).or_default() += 1;
        }
    }
    let width = children.into_values().max().unwrap_or(1);
    Table::from_iter([
        ("shape".to_owned(), "matrix".into()),
        ("width".to_owned(), width.into()),
    ])
}

/// A tree made by rule instead of a list, with one event a person; only the root is
/// looked at.
fn generated(example: &Value) -> Result<Outcome, Unsupported> {
    let params = &example["params"];
    let generate = &params["generate"];
    let root = text(generate, "root").unwrap_or("root").to_owned();
    let width = match text(generate, "kind")? {
        "full_tree" => count(generate, "width")?,
        "chain" => Some(1),
        other => return Err(Unsupported::new(format!("no tree is called `{other}`"))),
    };
    let (Some(width), Some(depth)) = (width, count(generate, "depth")?) else {
        return Err(Unsupported::new("a generated tree has `width` and `depth`"));
    };
    let mut tree = vec![json!({ "id": root, "sponsor": null })];
    let mut row = vec![root.clone()];
    for level in 1..=depth {
        let mut next = Vec::new();
        for parent in &row {
            for leg in 0..width {
                let id = format!("{level}-{}", next.len());
                tree.push(json!({
                    "id": id, "sponsor": parent, "placement": parent, "leg": leg,
                    "personal_volume": "1",
                }));
                next.push(id);
            }
        }
        row = next;
    }
    let mut whole = object(example, "params")?.clone();
    whole.remove("generate");
    let mut outcome = level_commission(&json!({ "params": whole, "tree": tree }))?;
    outcome.amounts.retain(|id, _| *id == root);
    Ok(outcome)
}

pub(super) fn placement(example: &Value) -> Result<Case, Unsupported> {
    let (mut case, mut params) = volumes_only(example)?;
    let then = params.remove("then_level");
    case.plan("placement", params.into());
    if let Some(toml::Value::Table(mut level)) = then {
        level.insert("tree".to_owned(), "placement".into());
        case.component("level_commission", level);
    }
    Ok(case)
}

pub(super) fn differential(example: &Value) -> Result<Case, Unsupported> {
    let (mut case, mut params) = volumes_only(example)?;
    if let Some(volume) = params.remove("volume_per_point") {
        let points = Table::from_iter([("volume_per_point".to_owned(), volume)]);
        case.plan("volume", points.into());
    }
    case.component("differential", params);
    Ok(case)
}

/// The Amway-type guarantee names no ranks: leaders of top-bracket groups hold `q21`.
pub(super) fn generation_override(example: &Value) -> Result<Case, Unsupported> {
    let (mut case, mut params) = volumes_only(example)?;
    let has_guarantee =
        params.get("kind").and_then(toml::Value::as_str) == Some("leadership_with_guarantee");
    if has_guarantee && !params.contains_key("boundary_ranks") {
        let leaders: toml::Value = vec![toml::Value::from("q21")].into();
        params.insert("boundary_ranks".to_owned(), leaders);
    }
    case.component("generation_override", params);
    Ok(case)
}
