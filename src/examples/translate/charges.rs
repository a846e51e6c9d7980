//! `charge` and `deposit_return`.

use std::collections::BTreeMap;

use serde_json::Value;
use toml::Table;

use crate::books::OrderKind;
use crate::examples::Unsupported;
use crate::examples::case::{Case, Reading};
use crate::examples::language::{amount, cents, count, list, period, value};
use crate::examples::people::People;
use crate::observed::NewOrder;

/// What was paid out is entered by hand.
pub(super) fn charge(example: &Value) -> Result<Case, Unsupported> {
    let params = &example["params"];
    let inventory = &params["inventory"];
    let mut people = People::of(list(example, "tree"), &BTreeMap::new())?;
    let periods = count(params, "periods")?.unwrap_or(1).max(1);
    people.network.periods(periods);
    for (member, node) in people.nodes() {
        people.network.adjust(member, 1, cents(node, "paid")?);
        if let Some(active) = count(node, "active_periods")? {
            // Stock is bought back when someone leaves: he was there for a period.
            let least = u32::from(inventory.is_object());
            people.network.quits_after(member, active.max(least) as u16);
        }
        let taken_back = cents(inventory, "clawed_back_bonus")?;
        if taken_back != 0 {
            people.network.adjust(member, 1, -taken_back);
        }
    }
    if inventory.is_object() {
        // Stock is bought back from who has quit.
        people.network.periods(2);
    }
    let mut case = Case::of(people, params);
    let mut charge = Table::new();
    charge.insert("join_fee".to_owned(), amount(cents(params, "kit_fee")?));
    let autoship = cents(params, "autoship_cost")?;
    if autoship != 0 {
        let mut table = Table::from_iter([("cost".to_owned(), amount(autoship))]);
        if let Some(use_value) = value(&params["autoship_use_value"])? {
            table.insert("use_value".to_owned(), use_value);
        }
        charge.insert("autoship".to_owned(), table.into());
    }
    if inventory.is_object() {
        let mut table = Table::new();
        for (written, key) in [
            ("unsold_cost", "cost"),
            ("restocking_fee", "restocking_fee"),
            ("shipping", "shipping"),
        ] {
            table.insert(key.to_owned(), amount(cents(inventory, written)?));
        }
        if let Some(rate) = value(&inventory["buyback_rate"])? {
            table.insert("buyback_rate".to_owned(), rate);
        }
        charge.insert("inventory".to_owned(), table.into());
    }
    case.component("charge", charge);
    case.reading = Reading::Net;
    Ok(case)
}

/// Deposits are fees.
pub(super) fn deposit_return(example: &Value) -> Result<Case, Unsupported> {
    let params = &example["params"];
    let mut people = People::of(list(example, "tree"), &BTreeMap::new())?;
    let periods = count(params, "periods")?.unwrap_or(1);
    for deposit in list(params, "deposits") {
        let member = people.named(deposit, "member")?;
        let period = period(deposit, "period")?.unwrap_or(1);
        if period > periods {
            continue;
        }
        let amount = cents(deposit, "amount")?;
        people.network.order(NewOrder {
            kind: OrderKind::Fee,
            commissionable: 0,
            ..NewOrder::own(member, period, amount)
        });
    }
    people.network.periods(periods);
    let mut case = Case::of(people, params);
    let mut component = Table::new();
    for key in ["rate_per_period", "operator_take", "paid_from"] {
        if let Some(value) = value(&params[key])? {
            component.insert(key.to_owned(), value);
        }
    }
    case.component("deposit_return", component);
    case.reading = Reading::Net;
    Ok(case)
}
