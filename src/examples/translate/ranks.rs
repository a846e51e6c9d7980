//! `rank`: ladder and activity, which pay nobody.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};
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
    let mut params = object(example, "params")?.clone();
    for rung in params
        .get_mut("ladder")
        .and_then(Value::as_array_mut)
        .into_iter()
        .flatten()
        .filter_map(Value::as_object_mut)
    {
        with_the_plan_files_names(rung)?;
    }
    let mut ranks = table(&params, &["rounding"])?;
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

/// Other names that examples give the conditions of a rung, and the ways they write how
/// many legs must hold a rank: `{ rank, count }`, a list of one of these, `{ RANK: count }`,
/// or a number beside `leg_rank`.
fn with_the_plan_files_names(rung: &mut Map<String, Value>) -> Result<(), Unsupported> {
    for (written, key) in [
        ("personal_volume", "own_points"),
        ("own_volume", "own_points"),
        ("customer_volume", "customer_points"),
        ("legs_with_rank", "legs"),
    ] {
        if let Some(value) = rung.remove(written) {
            rung.insert(key.to_owned(), value);
        }
    }
    let leg_rank = rung.remove("leg_rank");
    let Some(mut legs) = rung.remove("legs") else {
        return Ok(());
    };
    if let Value::Array(list) = &legs {
        let [only] = &list[..] else {
            return Err(Unsupported::new("a rung asks for one kind of leg"));
        };
        legs = only.clone();
    }
    let (rank, count) = match &legs {
        Value::Object(fields) if fields.contains_key("rank") => (
            legs["rank"].clone(),
            match &legs["count"] {
                Value::Null => 1.into(),
                count => count.clone(),
            },
        ),
        Value::Object(fields) if fields.len() == 1 => {
            let (rank, count) = fields.iter().next().expect("one field");
            (rank.as_str().into(), count.clone())
        }
        count => (leg_rank.unwrap_or_default(), count.clone()),
    };
    rung.insert("legs".to_owned(), json!({ "rank": rank, "count": count }));
    Ok(())
}
