//! CP `composite`: components that are summed, or steps in a stated order.
//!
//! Readings: every part is rounded for itself (per payee and component) unless the whole is
//! rounded per cheque. In `order` the individual cap acts on each component earned so far,
//! matching takes the components it is `of` (pairing unless stated) as they stand, and all is
//! rounded at the end.

use crate::exact::{Exact, Mode};
use crate::example::{Example, Stage};
use crate::outcome::Ledger;
use crate::read::{exact, get, list, number, text, words};
use crate::{component, matching, settlement};
use serde_json::Value;
use std::collections::BTreeMap;

/// Parts or steps.
pub fn pay(example: &Example) -> Ledger {
    if get(&example.params, "order").is_some() {
        steps(example)
    } else {
        parts(example)
    }
}

fn parts(example: &Example) -> Ledger {
    let mut all = Ledger::default();
    for part in list(&example.params, "parts") {
        let name = text(part, "component").expect("a component");
        let own = example.under(name, &inherited(example, &part["params"]));
        let ledger = component(&own);
        for person in 0..example.people.len() {
            let amount = if example.stage() == Stage::Cheque {
                ledger.totals(example.people.len())[person]
            } else {
                ledger.rounded(&own, person)
            };
            all.pay(person, amount);
        }
    }
    all
}

/// A part's parameters with the composite's rounding where it has none of its own.
fn inherited(example: &Example, params: &Value) -> Value {
    let mut params = params.clone();
    for key in ["rounding", "rounding_stage"] {
        if let (None, Some(value)) = (get(&params, key), get(&example.params, key)) {
            params[key] = value.clone();
        }
    }
    params
}

fn steps(example: &Example) -> Ledger {
    let people = example.people.len();
    let mut earned: BTreeMap<&str, Vec<Exact>> = BTreeMap::new();
    let mut factor = None;
    for step in words(&example.params, "order") {
        let params = &example.params[step];
        match step {
            "individual_cap" => cap(params, &mut earned),
            "prorate" | "prorate_to_cap" => factor = Some(prorate(params, &mut earned)),
            "matching" => {
                let stated = words(params, "of");
                let of = if stated.is_empty() {
                    vec!["pairing"]
                } else {
                    stated
                };
                let base = |person: usize| -> Exact {
                    of.iter()
                        .filter_map(|name| earned.get(name))
                        .map(|all| all[person])
                        .sum()
                };
                let base: Vec<Exact> = (0..people).map(base).collect();
                let own = example.under(step, params);
                earned.insert(step, matching::pay_on(&own, &base).totals(people));
            }
            _ => {
                let own = example.under(step, params);
                earned.insert(step, component(&own).totals(people));
            }
        }
    }
    let mut ledger = Ledger::default();
    for amounts in earned.values() {
        for (person, amount) in amounts.iter().enumerate() {
            ledger.pay(person, of_component(example, *amount));
        }
    }
    ledger.extra.factor = factor.map(Exact::decimal);
    ledger
}

fn of_component(example: &Example, amount: Exact) -> Exact {
    if example.stage() == Stage::Cheque {
        amount
    } else {
        amount.rounded(example.mode())
    }
}

/// A bare amount, or `{cap, components}`.
fn cap(params: &Value, earned: &mut BTreeMap<&str, Vec<Exact>>) {
    let limit = exact(params, "cap").unwrap_or_else(|| number(params));
    let named = words(params, "components");
    for (component, amounts) in earned {
        if named.is_empty() || named.contains(component) {
            for amount in amounts {
                *amount = (*amount).min(limit);
            }
        }
    }
}

fn prorate(params: &Value, earned: &mut BTreeMap<&str, Vec<Exact>>) -> Exact {
    let flagged = words(params, "under_cap");
    let capped = earned.iter().filter(|(name, _)| flagged.contains(name));
    let factor = settlement::prorate_factor(params, capped.flat_map(|(_, all)| all).copied().sum());
    for (name, amounts) in earned {
        if flagged.contains(name) {
            for amount in amounts {
                *amount = *amount * factor;
            }
        }
    }
    factor
}

#[test]
fn per_cheque_rounds_the_sum() {
    let part =
        |rate: &str| serde_json::json!({"component": "sale_commission", "params": {"rate": rate}});
    let mut entry = serde_json::json!({
        "component": "composite",
        "params": {"parts": [part("0.005"), part("0.005")]},
        "tree": [{"id": "a", "sponsor": null, "personal_volume": "1", "active": true}],
    });
    assert_eq!(crate::pay(&entry).amounts["a"].to_string(), "0.02");
    entry["params"]["rounding_stage"] = "per_cheque".into();
    assert_eq!(
        crate::pay(&entry).amounts["a"],
        Exact::new(1, 100).round(Mode::HalfUp)
    );
}
