//! `pool` and `milestone`.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use toml::Table;

use crate::examples::Unsupported;
use crate::examples::case::Case;
use crate::examples::language::{cents, count, decimal, list, object, period, table, text, value};
use crate::examples::people::{People, Personal};
use crate::observed::NewOrder;

/// Points in ten-thousandths.
fn points(node: &Value) -> Option<i64> {
    let points = decimal(&node["points"])?;
    let units = (points * rust_decimal::Decimal::from(10_000)).normalize();
    (units.scale() == 0)
        .then(|| i64::try_from(units.mantissa()).ok())
        .flatten()
}

pub(super) fn pool(example: &Value) -> Result<Case, Unsupported> {
    let tree = list(example, "tree");
    let mut people = People::of(tree, &BTreeMap::new())?;
    let by_points = tree.iter().any(|node| !node["points"].is_null());
    let personal = if by_points {
        Personal::Nothing
    } else {
        Personal::OwnUse
    };
    people.post(1, personal)?;
    if by_points {
        for (member, node) in people.nodes() {
            people.network.order(NewOrder {
                points: Some(points(node).unwrap_or(0)),
                ..NewOrder::own(member, 1, 0)
            });
        }
    }
    // The rounding is the pool's own, in examples half up unless they say otherwise.
    let mut case = Case::unrounded(people, &example["params"]);
    let mut params = table(object(example, "params")?, &["rounding_stage"])?;
    params
        .entry("rounding".to_owned())
        .or_insert_with(|| "half_up".into());
    if let Some(of) = params.remove("of") {
        params.insert("base_amount".to_owned(), of);
    }
    if by_points && !params.contains_key("points") {
        params.insert("points".to_owned(), "order".into());
    }
    case.component("pool", params);
    Ok(case)
}

pub(super) fn milestone(example: &Value) -> Result<Case, Unsupported> {
    let params = &example["params"];
    if params["recurring"].is_object() {
        return recurring(example);
    }
    if params["structure"].is_string() {
        let mut people = People::of(list(example, "tree"), &BTreeMap::new())?;
        people.post(1, Personal::OwnUse)?;
        let mut case = Case::of(people, params);
        case.component(
            "milestone",
            table(object(example, "params")?, &["rounding"])?,
        );
        return Ok(case);
    }
    by_rank(example)
}

/// A month an event.
fn recurring(example: &Value) -> Result<Case, Unsupported> {
    let mut people = People::of(list(example, "tree"), &BTreeMap::new())?;
    people.post(1, Personal::Nothing)?;
    let mut months: BTreeMap<u32, u32> = BTreeMap::new();
    for event in list(example, "events") {
        let member = people.named(event, "member")?;
        let month = months.entry(member).or_default();
        *month += 1;
        let period = period(event, "period")?.unwrap_or(*month);
        people.network.periods(period);
        for customer in 0..count(event, "customers")?.unwrap_or(0) {
            let volume = match customer {
                0 => cents(event, "volume")?,
                _ => 0,
            };
            people.network.order(NewOrder {
                customer: Some(customer),
                ..NewOrder::sale(member, period, volume)
            });
        }
    }
    let mut case = Case::of(people, &example["params"]);
    case.component(
        "milestone",
        table(object(example, "params")?, &["rounding"])?,
    );
    Ok(case)
}

/// Ranks reached on days since joining: a pay period a day.
fn by_rank(example: &Value) -> Result<Case, Unsupported> {
    let params = &example["params"];
    let mut people = People::of(list(example, "tree"), &BTreeMap::new())?;
    people.network.days(1);
    let events = list(example, "events");
    if events.is_empty() {
        // The ranks people hold are those they have reached.
        for (member, node) in people.nodes() {
            let rank = node["rank"].as_str().unwrap_or_default();
            people.network.rank(member, 1, rank);
        }
    }
    let mut last: BTreeMap<u32, u32> = BTreeMap::new();
    for event in events {
        let member = people.named(event, "member")?;
        let told = period(event, "period")?.or(period(event, "month")?);
        let told = told.or(count(event, "days")?.map(|days| days + 1));
        // Ranks one after another, also where no time is told or it is the same day.
        let next = last.get(&member).map_or(1, |last| last + 1);
        let period = told.unwrap_or(next).max(next);
        last.insert(member, period);
        people
            .network
            .rank(member, period, event["rank"].as_str().unwrap_or_default());
    }
    let mut case = Case::of(people, params);
    case.unit = "day".to_owned();
    let mut milestone = table(object(example, "params")?, &["rounding", "order"])?;
    if let Some(toml::Value::Table(double)) = milestone.remove("double_if") {
        let mut within = Table::new();
        within.insert("factor".to_owned(), 2.into());
        for (written, key) in [("within_days", "days"), ("at_least", "at_least")] {
            if let Some(value) = double.get(written) {
                within.insert(key.to_owned(), value.clone());
            }
        }
        milestone.insert("multiplier_if_within".to_owned(), within.into());
    }
    let order = list(params, "order");
    if !order.is_empty() {
        let rungs: Result<Vec<toml::Value>, Unsupported> = order
            .iter()
            .map(|rank| {
                let rung = json!({ "rank": text(&json!({ "rank": rank }), "rank")? });
                Ok(value(&rung)?.expect("a table is something"))
            })
            .collect();
        case.ranks(rungs?.into());
    }
    case.component("milestone", milestone);
    Ok(case)
}
