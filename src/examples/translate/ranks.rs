//! `rank`: ladder and activity, which pay nobody.

use std::collections::BTreeMap;

use serde_json::Value;
use toml::Table;

use crate::examples::Unsupported;
use crate::examples::case::Case;
use crate::examples::language::{cents, list, object, table};
use crate::examples::people::{People, Personal};
use crate::observed::NewOrder;

/// `personal_volume` is what people buy themselves, `customer_volume` what their
/// customers buy. Where the plan decides who is active, what the nodes say is left out.
pub(super) fn rank(example: &Value) -> Result<Case, Unsupported> {
    let params = &example["params"];
    let decided = params["activity"].is_object();
    let tree: Vec<Value> = list(example, "tree")
        .iter()
        .cloned()
        .map(|mut node| {
            if let Some(fields) = node.as_object_mut() {
                if decided {
                    fields.remove("active");
                }
                if params["ladder"].is_array() {
                    fields.remove("rank");
                }
            }
            node
        })
        .collect();
    let mut people = People::of(&tree, &BTreeMap::new())?;
    people.post(1, Personal::OwnUse)?;
    for (member, node) in people.nodes() {
        let volume = cents(node, "customer_volume")?;
        if volume != 0 {
            people.network.order(NewOrder::sale(member, 1, volume));
        }
    }
    let mut case = Case::of(people, &Value::Null);
    let mut ranks = table(object(example, "params")?, &["rounding"])?;
    if let Some(toml::Value::Table(mut activity)) = ranks.remove("activity") {
        if let Some(least) = activity.remove("min") {
            activity.insert("min_points".to_owned(), least);
        }
        case.plan("activity", activity.into());
    }
    if let Some(volume) = ranks.remove("volume_per_point") {
        let points = Table::from_iter([("volume_per_point".to_owned(), volume)]);
        case.plan("volume", points.into());
    }
    if !ranks.is_empty() {
        case.plan("ranks", ranks.into());
    }
    Ok(case)
}
