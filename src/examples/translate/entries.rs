//! `cycle`, `pass_up` and `join_bonus`: what hangs on single events and their order.

use std::collections::BTreeMap;

use serde_json::Value;
use toml::Table;

use super::volumes_only;
use crate::books::OrderKind;
use crate::examples::Unsupported;
use crate::examples::case::{Case, Reading};
use crate::examples::language::{
    cents, count, decimal, list, object, ordinal, period, table, text,
};
use crate::examples::people::{People, Personal};
use crate::observed::NewOrder;

pub(super) fn cycle(example: &Value) -> Result<Case, Unsupported> {
    let (mut case, mut params) = volumes_only(example)?;
    if let Some(toml::Value::Boolean(again)) = params.get("reentry") {
        let word = if *again { "same_stage" } else { "none" };
        params.insert("reentry".to_owned(), word.into());
    }
    case.component("cycle", params);
    case.reading = Reading::Net;
    Ok(case)
}

/// Sales before the events are made in a period of their own.
pub(super) fn pass_up(example: &Value) -> Result<Case, Unsupported> {
    let mut people = People::of(list(example, "tree"), &BTreeMap::new())?;
    people.post(1, Personal::Nothing)?;
    let worth = match cents(&example["params"], "commission")? {
        0 => 100,
        commission => commission,
    };
    for (member, node) in people.nodes() {
        for _ in 0..count(node, "prior_sales")?.unwrap_or(0) {
            people.network.sale(member, 1, worth);
        }
    }
    people.network.periods(2);
    for event in list(example, "events") {
        let seller = people.named(event, "seller")?;
        let amount = match event["amount"].is_null() {
            true => worth,
            false => cents(event, "amount")?,
        };
        people.network.sale(seller, 2, amount);
    }
    let mut case = Case::of(people, &example["params"]);
    case.component("pass_up", table(object(example, "params")?, &["rounding"])?);
    case.from_period = 2;
    Ok(case)
}

pub(super) fn join_bonus(example: &Value) -> Result<Case, Unsupported> {
    let events = list(example, "events");
    // Events with a `time` happen in periods of their own, in the order of the times;
    // who enrols in one joins in it.
    let times = times(example, events);
    let period_of = |event: &Value| -> Result<u32, Unsupported> {
        if let Some(time) = decimal(&event["time"]) {
            return Ok(times.iter().filter(|known| **known <= time).count() as u32);
        }
        Ok(period(event, "month")?.unwrap_or(1))
    };
    let mut joined: BTreeMap<&str, u32> = BTreeMap::new();
    for event in events {
        if event["enrol"].as_bool() == Some(true) {
            let period = period_of(event)?;
            joined.entry(text(event, "buyer")?).or_insert(period);
        }
    }
    let mut people = People::of(list(example, "tree"), &joined)?;
    people.post(1, Personal::Nothing)?;
    for (member, node) in people.nodes() {
        for pair in list(node, "rank_at") {
            if let (Some(from), Some(rank)) = (decimal(&pair[0]), pair[1].as_str()) {
                let period = times.iter().filter(|known| **known < from).count() as u32 + 1;
                people.network.rank(member, period, rank);
            }
        }
    }
    for event in events {
        let buyer = people.named(event, "buyer")?;
        let day = ordinal(event, "days")?.or(ordinal(event, "day")?);
        people.network.order(NewOrder {
            kind: kind_of(&example["params"]),
            day,
            ..NewOrder::own(buyer, period_of(event)?, cents(event, "amount")?)
        });
        people.network.periods(period_of(event)?);
    }
    let mut case = Case::of(people, &example["params"]);
    let mut params = table(object(example, "params")?, &["rounding"])?;
    if let Some(share) = params.remove("reduce_volume_for_levels") {
        params.insert("reduce_volume".to_owned(), share);
    }
    let levels = params.remove("level_rates");
    case.component("join_bonus", params);
    if let Some(rates) = levels {
        // The levels are part of what the example's one component pays: rounded with it.
        if example["params"]["rounding_stage"].is_null() {
            let mode = example["params"]["rounding"].as_str().unwrap_or("half_up");
            let rounding = [("mode", mode), ("stage", "per_cheque")];
            let rounding = rounding.map(|(key, word)| (key.to_owned(), word.into()));
            case.plan("rounding", Table::from_iter(rounding).into());
        }
        let levels = Table::from_iter([("rates".to_owned(), rates)]);
        case.component("level_commission", levels);
    }
    Ok(case)
}

fn kind_of(params: &Value) -> OrderKind {
    match params["on"].as_str() {
        Some("kit") => OrderKind::Kit,
        Some("membership_fee") => OrderKind::Fee,
        _ => OrderKind::Own,
    }
}

/// The times of events and of changes of rank, in their order.
fn times(example: &Value, events: &[Value]) -> Vec<rust_decimal::Decimal> {
    let changes = list(example, "tree")
        .iter()
        .flat_map(|node| list(node, "rank_at"))
        .map(|pair| &pair[0]);
    let mut times: Vec<_> = events
        .iter()
        .map(|event| &event["time"])
        .chain(changes)
        .filter_map(decimal)
        .collect();
    times.sort();
    times.dedup();
    times
}
