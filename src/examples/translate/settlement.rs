//! `settlement`: caps, rules and ledgers on top of what was earned.

use std::collections::BTreeMap;

use serde_json::Value;
use toml::Table;

use super::pairing::{on_legs, sell, whole_price};
use crate::examples::Unsupported;
use crate::examples::case::{Case, Reading};
use crate::examples::language::{cents, count, list, object, period, table, text, to_cents, value};
use crate::examples::people::People;
use crate::observed::NewOrder;

pub(super) fn settlement(example: &Value) -> Result<Case, Unsupported> {
    let params = &example["params"];
    match text(params, "kind")? {
        "prorate_to_cap" => on_gross(example, "prorate_to_cap"),
        "individual_cap" => on_gross(example, "individual_cap"),
        "customer_volume_rule" => customer_volume_rule(example),
        "ledger" => ledger(example),
        "hold_back" => hold_back(example),
        "return_at_average_rate" => return_at_average_rate(example),
        "advance" => advance(example),
        other => Err(Unsupported::new(format!(
            "no settlement is called `{other}`"
        ))),
    }
}

/// A step's parameters with the plan file's names.
fn step(params: &Value, without: &[&str]) -> Result<Table, Unsupported> {
    let fields = params
        .as_object()
        .ok_or_else(|| Unsupported::new("a settlement step is a table"))?;
    let mut step = table(fields, without)?;
    for (written, key) in [
        ("under_cap", "components"),
        ("commissionable_volume", "base_amount"),
    ] {
        if let Some(value) = step.remove(written) {
            step.insert(key.to_owned(), value);
        }
    }
    Ok(step)
}

/// Each component's gross is paid by a commission of the whole price.
fn on_gross(example: &Value, kind: &str) -> Result<Case, Unsupported> {
    let tree = list(example, "tree");
    let mut people = People::of(tree, &BTreeMap::new())?;
    let mut ids: Vec<&str> = Vec::new();
    for (member, node) in people.nodes() {
        let Some(gross) = node["gross"].as_object() else {
            continue;
        };
        for (id, amount) in gross {
            if !ids.contains(&id.as_str()) {
                ids.push(id);
            }
            sell(&mut people, member, 1, id, amount)?;
        }
    }
    for list in ["under_cap", "components"] {
        for id in self::list(&example["params"], list)
            .iter()
            .filter_map(Value::as_str)
        {
            if !ids.contains(&id) {
                ids.push(id);
            }
        }
    }
    let mut case = Case::of(people, &example["params"]);
    for id in ids {
        case.component("sale_commission", whole_price(id));
    }
    case.settlement(kind, step(&example["params"], &["kind", "rounding"])?);
    Ok(case)
}

/// Everyone without a sponsor: what a node states is all that he is paid on, his downline
/// included.
fn each_alone(example: &Value) -> Vec<Value> {
    let mut nodes = list(example, "tree").to_vec();
    for node in &mut nodes {
        node["sponsor"] = Value::Null;
    }
    nodes
}

/// The effect is shown on a commission of one's own volume.
fn customer_volume_rule(example: &Value) -> Result<Case, Unsupported> {
    let params = &example["params"];
    let nodes = each_alone(example);
    let mut people = People::of(&nodes, &BTreeMap::new())?;
    for (member, node) in people.nodes() {
        let customers = cents(node, "customer_volume")?;
        let own = cents(node, "participant_volume")?;
        people
            .network
            .sale(member, 1, customers)
            .own(member, 1, own);
    }
    let mut case = Case::of(people, params);
    let rates = value(&params["rate"])?
        .ok_or_else(|| Unsupported::new("`rate` shows the effect of the rule"))?;
    case.component(
        "level_commission",
        Table::from_iter([
            ("rates".to_owned(), vec![rates].into()),
            ("include_self".to_owned(), true.into()),
        ]),
    );
    case.settlement(
        "customer_volume_rule",
        step(params, &["kind", "rate", "rounding"])?,
    );
    Ok(case)
}

/// Credits are commissions of the whole price, one component a schedule; debits are
/// entered by hand.
fn ledger(example: &Value) -> Result<Case, Unsupported> {
    let mut people = People::of(list(example, "tree"), &BTreeMap::new())?;
    let mut schedules: Vec<&str> = Vec::new();
    for event in list(example, "events") {
        let member = people.named(event, "member")?;
        let period = period(event, "period")?.unwrap_or(1);
        let schedule = event["schedule"].as_str().unwrap_or("main");
        if !schedules.contains(&schedule) {
            schedules.push(schedule);
        }
        match to_cents(&event["amount"]) {
            Some(amount) if amount < 0 => {
                people.network.adjust(member, period, amount);
            }
            _ => sell(&mut people, member, period, schedule, &event["amount"])?,
        }
    }
    let mut case = Case::of(people, &example["params"]);
    for schedule in schedules {
        let mut component = whole_price(schedule);
        component.insert("pay_schedule".to_owned(), schedule.into());
        case.component("sale_commission", component);
    }
    case.settlement("ledger", step(&example["params"], &["kind", "rounding"])?);
    case.reading = Reading::Cash;
    Ok(case)
}

fn hold_back(example: &Value) -> Result<Case, Unsupported> {
    let mut people = People::of(list(example, "tree"), &BTreeMap::new())?;
    for event in list(example, "events") {
        let member = people.named(event, "member")?;
        let period = period(event, "period")?.unwrap_or(1);
        sell(&mut people, member, period, "earned", &event["amount"])?;
    }
    let mut case = Case::of(people, &example["params"]);
    case.component("sale_commission", whole_price("earned"));
    case.settlement(
        "hold_back",
        step(&example["params"], &["kind", "rounding"])?,
    );
    case.reading = Reading::Cash;
    Ok(case)
}

/// The month of purchase is one sale that earned the bonus; the return comes the month
/// after.
fn return_at_average_rate(example: &Value) -> Result<Case, Unsupported> {
    let params = &example["params"];
    let nodes = each_alone(example);
    let mut people = People::of(&nodes, &BTreeMap::new())?;
    for (member, node) in people.nodes() {
        let sale = people
            .network
            .order(NewOrder::sale(member, 1, cents(params, "month_volume")?));
        people.network.order(NewOrder {
            refund_of: Some(sale),
            ..NewOrder::sale(member, 2, cents(node, "returned")?)
        });
    }
    let mut case = Case::of(people, params);
    let flat = value(&params["month_bonus"])?
        .ok_or_else(|| Unsupported::new("`month_bonus` is what the volume earned"))?;
    case.component(
        "sale_commission",
        Table::from_iter([("flat".to_owned(), flat)]),
    );
    case.settlement(
        "clawback",
        Table::from_iter([("mode".to_owned(), "average_rate".into())]),
    );
    case.from_period = 2;
    Ok(case)
}

/// The policy is sold in period 1 and lapses after the periods that were paid.
fn advance(example: &Value) -> Result<Case, Unsupported> {
    let params = &example["params"];
    let mut people = People::of(list(example, "tree"), &BTreeMap::new())?;
    let whole = count(params, "earn_periods")?.unwrap_or(12);
    for (member, node) in people.nodes() {
        let commission = cents(node, "commission")?;
        let sale = people.network.order(NewOrder::sale(member, 1, commission));
        let paid = count(node, "paid_periods")?.unwrap_or(whole);
        if paid < whole {
            people.network.order(NewOrder {
                refund_of: Some(sale),
                ..NewOrder::sale(member, paid + 1, commission)
            });
        }
    }
    people.network.periods(whole + 1);
    let mut case = Case::of(people, params);
    case.component(
        "sale_commission",
        Table::from_iter([("rate".to_owned(), 1.into())]),
    );
    let mut advance = Table::new();
    for (written, key) in [("advance_share", "share"), ("earn_periods", "earn_periods")] {
        if let Some(value) = value(&params[written])? {
            advance.insert(key.to_owned(), value);
        }
    }
    case.settlement("advance", advance);
    Ok(case)
}

/// A composite whose `order` lists its steps: components and settlement.
pub(super) fn steps(example: &Value) -> Result<Case, Unsupported> {
    let params = &example["params"];
    let order: Vec<&str> = list(params, "order")
        .iter()
        .filter_map(Value::as_str)
        .collect();
    let mut case = on_legs(example)?;
    let mut components: Vec<toml::Value> = Vec::new();
    for &step in &order {
        match step {
            "individual_cap" => {
                let mut cap = Table::new();
                match value(&params[step])? {
                    Some(toml::Value::Table(fields)) => cap = fields,
                    Some(amount) => {
                        cap.insert("cap".to_owned(), amount);
                        cap.insert("components".to_owned(), components.clone().into());
                    }
                    None => {}
                }
                case.settlement("individual_cap", cap);
            }
            "prorate" | "prorate_to_cap" => {
                case.settlement("prorate_to_cap", self::step(&params[step], &[])?);
            }
            component => {
                let fields = table(object(params, component)?, &["rounding"])?;
                components.push(component.into());
                case.component(component, fields);
            }
        }
    }
    Ok(case)
}
