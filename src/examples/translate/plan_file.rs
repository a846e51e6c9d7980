//! `plan`: a whole plan file on people and orders, for the examples that stand beside a
//! plan.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::books::OrderKind;
use crate::examples::Unsupported;
use crate::examples::case::{Case, Reading};
use crate::examples::language::{cents, list, ordinal, period, text, to_cents};
use crate::examples::people::{People, Personal};
use crate::observed::NewOrder;

/// `personal_volume` is what customers buy, `own_volume` what people buy themselves, both
/// in period 1; `events` are orders. What a person is paid is commissions and margin.
pub(super) fn plan_file(example: &Value) -> Result<Case, Unsupported> {
    let params = &example["params"];
    let tree = list(example, "tree");
    let mut joined: BTreeMap<&str, u32> = BTreeMap::new();
    for node in tree {
        if let Some(period) = period(node, "joined")? {
            joined.insert(text(node, "id")?, period);
        }
    }
    let mut people = People::of(tree, &joined)?;
    people.post(1, Personal::Sales)?;
    for (member, node) in people.nodes() {
        let own = cents(node, "own_volume")?;
        if own != 0 {
            people.network.own(member, 1, own);
        }
    }
    for event in list(example, "events") {
        let order = order(&people, event)?;
        people.network.order(order);
    }
    people
        .network
        .periods(period(params, "periods")?.unwrap_or(1));
    let mut case = Case::of(people, &Value::Null);
    case.file = Some(text(params, "file")?.to_owned());
    case.reading = match params["reading"].as_str() {
        None | Some("gross") => Reading::Gross,
        Some("credited") => Reading::Credited,
        Some("cash") => Reading::Cash,
        Some("net") => Reading::Net,
        Some(other) => {
            return Err(Unsupported::new(format!("no reading is called `{other}`")));
        }
    };
    if let Some(unit) = params["unit"].as_str() {
        case.unit = unit.to_owned();
    }
    Ok(case)
}

fn order(people: &People, event: &Value) -> Result<NewOrder, Unsupported> {
    let participant = people.named(event, "participant")?;
    let amount = cents(event, "amount")?;
    let kind = match event["kind"].as_str() {
        None | Some("customer") => OrderKind::Customer,
        Some("own") => OrderKind::Own,
        Some("kit") => OrderKind::Kit,
        Some("fee") => OrderKind::Fee,
        Some(other) => {
            return Err(Unsupported::new(format!("no order is called `{other}`")));
        }
    };
    Ok(NewOrder {
        kind,
        commissionable: match (&event["commissionable"], kind) {
            (Value::Null, OrderKind::Fee) => 0,
            (Value::Null, _) => amount,
            (volume, _) => to_cents(volume)
                .ok_or_else(|| Unsupported::new(format!("{volume} is no amount")))?,
        },
        customer: ordinal(event, "customer")?,
        day: ordinal(event, "day")?,
        ..NewOrder::sale(participant, period(event, "period")?.unwrap_or(1), amount)
    })
}
