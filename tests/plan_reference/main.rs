//! The slow reference of the payout rules: every component of plans.md §3 done the plain way in
//! exact fractions, on the worked-example format, without any of the engine's code.
//!
//! Where plans.md leaves room, the module of the component says which reading was taken.

mod agreement;
mod attribution;
mod charge;
mod comparison;
mod composite;
mod cycle;
mod deposit_return;
mod differential;
mod exact;
mod example;
mod generate;
mod generate_events;
mod generate_trees;
mod generate_volume;
mod generation;
mod generation_override;
mod holders;
mod join_bonus;
mod legs;
mod level_commission;
mod matching;
mod milestone;
mod outcome;
mod pairing;
mod pairing_match;
mod pass_up;
mod placement;
mod pool;
mod properties;
mod rank;
mod read;
mod retail_margin;
mod sale_commission;
mod settlement;
mod stated;

use example::Example;
use outcome::{Ledger, Outcome};
use serde_json::Value;

/// Works one example.
fn pay(entry: &Value) -> Outcome {
    let example = Example::read(entry);
    let mut outcome = component(&example).outcome(&example);
    if let Some(generated) = read::get(&example.params, "generate") {
        // Generated people have no stated names: only the root is compared.
        let root = read::text(generated, "root");
        outcome.amounts.retain(|id, _| Some(id.as_str()) == root);
    }
    outcome
}

/// Exact payments of a component.
fn component(example: &Example) -> Ledger {
    match example.component.as_str() {
        "retail_margin" => retail_margin::pay(example),
        "sale_commission" => sale_commission::pay(example),
        "level_commission" => level_commission::pay(example),
        "placement" => placement::pay(example),
        "differential" => differential::pay(example),
        "generation_override" => generation_override::pay(example),
        "pairing" => pairing::pay(example),
        "cycle" => cycle::pay(example),
        "pass_up" => pass_up::pay(example),
        "matching" => matching::pay(example),
        "join_bonus" => join_bonus::pay(example),
        "pool" => pool::pay(example),
        "milestone" => milestone::pay(example),
        "settlement" => settlement::pay(example),
        "charge" => charge::pay(example),
        "deposit_return" => deposit_return::pay(example),
        "rank" => rank::pay(example),
        "composite" => composite::pay(example),
        other => panic!("unknown component {other:?}"),
    }
}
