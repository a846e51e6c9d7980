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
    if params["tree"] == "placement" {
        let mut placed = example.clone();
        let width = place_all(&mut placed);
        return in_tree(&placed, Some(width));
    }
    in_tree(example, None)
}

/// Pays the example; with a placement tree of this width if one is walked.
fn in_tree(example: &Value, width: Option<i64>) -> Result<Outcome, Unsupported> {
    let params = &example["params"];
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
    if let Some(width) = width {
        let placement = Table::from_iter([
            ("shape".to_owned(), "matrix".into()),
            ("width".to_owned(), width.into()),
        ]);
        case.plan("placement", placement.into());
    }
    case.component("level_commission", level);
    case.pay()
}

/// Places everyone, under his sponsor where the example names no other parent, side by
/// side in the order of the list. Returns how wide the tree is.
fn place_all(example: &mut Value) -> i64 {
    let mut children: BTreeMap<String, i64> = BTreeMap::new();
    for node in example["tree"].as_array_mut().into_iter().flatten() {
        let parent = match node["placement"].as_str() {
            Some(parent) => parent.to_owned(),
            None => match node["sponsor"].as_str() {
                Some(sponsor) => sponsor.to_owned(),
                None => continue,
            },
        };
        let leg = children.entry(parent.clone()).or_default();
        node["leg"] = (*leg).into();
        *leg += 1;
        node["placement"] = parent.into();
    }
    children.into_values().max().unwrap_or(1)
}

/// The most people of a tree that is made by rule.
const MOST_GENERATED: usize = 20_000;

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
            for _ in 0..width {
                if tree.len() == MOST_GENERATED {
                    return Err(Unsupported::new(format!(
                        "a generated tree has at most {MOST_GENERATED} people"
                    )));
                }
                let id = format!("{level}-{}", next.len());
                tree.push(json!({
                    "id": id, "sponsor": parent, "personal_volume": "1",
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
    let mut example = example.clone();
    let params = &mut example["params"];
    if params["kind"] == "leadership_with_guarantee" && params["boundary_ranks"].is_null() {
        params["boundary_ranks"] = json!(["q21"]);
    }
    let (mut case, params) = volumes_only(&example)?;
    case.component("generation_override", params);
    Ok(case)
}
