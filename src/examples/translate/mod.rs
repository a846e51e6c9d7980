//! From an example to a plan, a network and orders, one file a group of components.

mod bonuses;
mod charges;
mod entries;
mod levels;
mod pairing;
mod plan_file;
mod ranks;
mod sales;
mod settlement;

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::case::Case;
use super::language::{list, object, table, text};
use super::people::{People, Personal};
use super::{Outcome, Unsupported};

/// Pays an example of this component.
pub(super) fn work(component: &str, example: &Value) -> Result<Outcome, Unsupported> {
    match component {
        "retail_margin" => sales::retail_margin(example)?.pay(),
        "sale_commission" => sales::sale_commission(example)?.pay(),
        "level_commission" => levels::level_commission(example),
        "placement" => levels::placement(example)?.pay(),
        "differential" => levels::differential(example)?.pay(),
        "generation_override" => levels::generation_override(example)?.pay(),
        "pairing" => pairing::pairing(example)?.pay(),
        "matching" => pairing::matching(example)?.pay(),
        "cycle" => entries::cycle(example)?.pay(),
        "pass_up" => entries::pass_up(example)?.pay(),
        "join_bonus" => entries::join_bonus(example)?.pay(),
        "pool" => bonuses::pool(example)?.pay(),
        "milestone" => bonuses::milestone(example)?.pay(),
        "charge" => charges::charge(example)?.pay(),
        "deposit_return" => charges::deposit_return(example)?.pay(),
        "settlement" => settlement::settlement(example)?.pay(),
        "rank" => ranks::rank(example)?.pay(),
        "plan" => plan_file::plan_file(example)?.pay(),
        "composite" => composite(example),
        other => Err(Unsupported::new(format!("there is no component `{other}`"))),
    }
}

/// A case of what the people's customers bought in period 1, and the parameters.
fn volumes_only(example: &Value) -> Result<(Case, toml::Table), Unsupported> {
    let mut people = People::of(list(example, "tree"), &BTreeMap::new())?;
    people.post(1, Personal::Sales)?;
    let params = table(object(example, "params")?, &["rounding", "rounding_stage"])?;
    Ok((Case::of(people, &example["params"]), params))
}

/// Parts that are summed, or steps in their order.
fn composite(example: &Value) -> Result<Outcome, Unsupported> {
    if example["params"]["order"].is_array() {
        return settlement::steps(example)?.pay();
    }
    let parts = list(&example["params"], "parts");
    if parts.is_empty() {
        return Err(Unsupported::new("a composite has `parts` or an `order`"));
    }
    let mut outcome = Outcome::default();
    for part in parts {
        let alone = json!({
            "params": part["params"],
            "tree": example["tree"],
            "events": example["events"],
        });
        outcome.add(work(text(part, "component")?, &alone)?);
    }
    Ok(outcome)
}
