//! `retail_margin` and `sale_commission`.

use std::collections::BTreeMap;

use serde_json::Value;

use super::volumes_only;
use crate::books::{Contact, ContactKind};
use crate::examples::Unsupported;
use crate::examples::case::{Case, Reading};
use crate::examples::language::{cents, list, object, ordinal, table, text};
use crate::examples::people::{People, Personal};
use crate::observed::NewOrder;

pub(super) fn retail_margin(example: &Value) -> Result<Case, Unsupported> {
    let (mut case, params) = volumes_only(example)?;
    case.component("retail_margin", params);
    case.reading = Reading::Margin;
    Ok(case)
}

pub(super) fn sale_commission(example: &Value) -> Result<Case, Unsupported> {
    let params = &example["params"];
    let mut people = People::of(list(example, "tree"), &BTreeMap::new())?;
    match params["exclude"].as_str() {
        None => people.post(1, Personal::Sales)?,
        Some(field) => {
            people.post(1, Personal::Nothing)?;
            for (member, node) in people.nodes() {
                let price = cents(node, "personal_volume")?;
                people.network.order(NewOrder {
                    commissionable: price - cents(node, field)?,
                    ..NewOrder::sale(member, 1, price)
                });
            }
        }
    }
    events(&mut people, list(example, "events"))?;
    let mut case = Case::of(people, params);
    case.component(
        "sale_commission",
        table(object(example, "params")?, &["rounding", "exclude"])?,
    );
    Ok(case)
}

/// Sales one by one, or clicks, sign-ups, payments and refunds by day.
fn events<'a>(people: &mut People<'a>, events: &'a [Value]) -> Result<(), Unsupported> {
    let mut customers: Vec<&str> = Vec::new();
    let mut number = |name: &'a str| match customers.iter().position(|known| *known == name) {
        Some(index) => index as u32,
        None => {
            customers.push(name);
            customers.len() as u32 - 1
        }
    };
    let mut payments: BTreeMap<&str, (usize, i64)> = BTreeMap::new();
    for event in events {
        let day = ordinal(event, "day")?.or(ordinal(event, "days")?);
        match event["type"].as_str() {
            None | Some("sale") => {
                let seller = people.named(event, "seller")?;
                let customer = event["customer"].as_str().map(&mut number);
                let amount = cents(event, "amount")?;
                people.network.order(NewOrder {
                    customer,
                    day,
                    ..NewOrder::sale(seller, 1, amount)
                });
            }
            Some("payment") => {
                let customer = number(text(event, "customer")?);
                let amount = cents(event, "amount")?;
                // Who is credited is for the plan's attribution to say.
                let order = people.network.order(NewOrder {
                    customer: Some(customer),
                    day,
                    ..NewOrder::sale(crate::network::NO_SPONSOR, 1, amount)
                });
                if let Some(id) = event["id"].as_str() {
                    payments.insert(id, (order, amount));
                }
            }
            Some("refund") => {
                let Some(&(order, paid)) = payments.get(text(event, "payment")?) else {
                    return Err(Unsupported::new(format!(
                        "no payment before the refund {event}"
                    )));
                };
                let amount = match event["amount"].is_null() {
                    true => paid,
                    false => cents(event, "amount")?,
                };
                people.network.order(NewOrder {
                    day,
                    refund_of: Some(order),
                    ..NewOrder::sale(crate::network::NO_SPONSOR, 1, amount)
                });
            }
            Some(kind) => {
                let kind = match kind {
                    "click" => ContactKind::Click,
                    "signup" => ContactKind::Signup,
                    "coupon" => ContactKind::Coupon,
                    other => {
                        return Err(Unsupported::new(format!("no event is called `{other}`")));
                    }
                };
                let participant = match event["affiliate"].is_null() {
                    true => crate::network::NO_SPONSOR,
                    false => people.named(event, "affiliate")?,
                };
                people.network.contact(
                    1,
                    Contact {
                        customer: number(text(event, "customer")?),
                        participant,
                        kind,
                        day: day.unwrap_or(0),
                        next_order: 0,
                    },
                );
            }
        }
    }
    Ok(())
}
