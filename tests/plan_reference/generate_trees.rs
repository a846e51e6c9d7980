//! Random examples of components that work on placement and ranks, and compositions.

use crate::generate::{Dice, RANKS, in_cents, name, network};
use crate::generate_volume::{differential_params, level_params, override_layer, sale_params};
use serde_json::{Value, json};

fn entry(params: impl Into<Value>, tree: Vec<Value>) -> Value {
    let mut entry = json!({});
    entry["params"] = params.into();
    entry["tree"] = tree.into();
    entry
}

pub fn placement(dice: &mut Dice, size: usize) -> Value {
    let mut tree = network(dice, size, &[]);
    let params = if dice.one_in(2) {
        let fills = [
            "left_outer",
            "right_outer",
            "weak_leg_outer",
            "strong_leg_outer",
            "alternate",
        ];
        let mut params = json!({"shape": "binary", "fill": dice.pick(&fills)});
        if params["fill"] == "weak_leg_outer" || params["fill"] == "strong_leg_outer" {
            params["tie"] = dice.pick(&["left", "right"]).into();
        }
        params
    } else {
        for node in &mut tree {
            node["personal_volume"] = dice.below(3).to_string().into();
        }
        let levels =
            json!({"flat_by_level": [dice.money(9), dice.money(9)], "basis": "event_flat"});
        let mut params =
            json!({"shape": "matrix", "width": dice.between(1, 4), "fill": "bfs_under_sponsor"});
        dice.maybe(&mut params, "then_level", levels);
        params
    };
    entry(params, tree)
}

/// Gives everybody a free slot in a binary, under anybody who came before.
fn binary(dice: &mut Dice, tree: &mut [Value]) {
    let mut free = vec![(0, "L"), (0, "R")];
    for (person, node) in tree.iter_mut().enumerate().skip(1) {
        if node["sponsor"].is_null() || (free.len() > 2 && dice.one_in(20)) {
            continue; // Another root, or somebody in the holding tank.
        }
        let (parent, leg) = free.swap_remove(dice.below(free.len()));
        node["placement"] = name(parent).into();
        node["leg"] = leg.into();
        free.extend([(person, "L"), (person, "R")]);
    }
}

fn pairing_mode(dice: &mut Dice) -> Value {
    let size = 50 * dice.between(1, 8);
    match dice.below(5) {
        0 => json!({"mode": "percent_ratio", "strong": "2", "weak": "1", "rate": dice.rate(30)}),
        1 => {
            json!({"mode": "cycle", "strong": (2 * size).to_string(), "weak": size.to_string(), "value": dice.money(60)})
        }
        2 => json!({"mode": "step_schedule", "schedule": [
            {"match": size.to_string(), "pay": in_cents(dice.between(0, 5000))},
            {"match": (4 * size).to_string(), "pay": in_cents(dice.between(5000, 30_000))},
        ]}),
        3 => {
            json!({"mode": "count_pairs", "first_ratio": [2, 1], "first_value": dice.money(300), "next_value": dice.money(200)})
        }
        _ => json!({"mode": "percent_weak", "rate": dice.rate(30)}),
    }
}

pub fn pairing(dice: &mut Dice, size: usize) -> Value {
    let mut tree = network(dice, size, &[100, 200]);
    binary(dice, &mut tree);
    let mut params = pairing_mode(dice);
    let mode = params["mode"].as_str().unwrap_or_default().to_owned();
    params["inactive"] = dice
        .pick(&["flush", "flush", "freeze", "accumulate"])
        .into();
    if mode.starts_with("percent") {
        let (min, max) = (dice.money(300), dice.money(2000));
        dice.maybe(&mut params, "min_match", min);
        dice.maybe(&mut params, "max_match", max);
        let own = dice.pick(&["none", "weak_leg", "excess_to_weak"]);
        params["own_volume"] = own.into();
        if own == "excess_to_weak" {
            params["own_threshold"] = "100".into();
        }
    }
    let cap = dice.money(400);
    if !mode.starts_with("step") && dice.one_in(3) {
        params["cap_amount"] = cap.into();
    }
    if mode == "cycle" && dice.one_in(3) {
        let values = RANKS
            .iter()
            .map(|rank| ((*rank).to_owned(), dice.money(60).into()));
        params["value_by_rank"] = Value::Object(values.collect());
    }
    if mode == "cycle" && dice.one_in(2) {
        params["max_cycles"] = dice.between(1, 5).into();
    }
    if dice.one_in(2) && (mode.starts_with("percent") || mode == "cycle") {
        params["on_cap"] = dice.pick(&["flush", "retain"]).into();
    }
    match dice.below(6) {
        0 => params["carry"] = "flush_all".into(),
        1 if mode != "count_pairs" => params["carry_cap"] = dice.money(1500).into(),
        2 => params["carry"] = "flush_strong".into(),
        3 => {
            params["carry"] = "expire_after_k".into();
            params["expire_after"] = dice.between(1, 3).into();
        }
        _ => {}
    }
    if mode == "count_pairs" && params.get("carry").is_none() && dice.one_in(3) {
        params["carry_cap"] = dice.between(0, 4).to_string().into();
    }
    let periods = if dice.one_in(2) {
        dice.between(1, 4)
    } else {
        0
    };
    if periods > 0 {
        params["periods"] = periods.into();
    }
    for node in &mut tree {
        let volume = |dice: &mut Dice| match mode.as_str() {
            "count_pairs" => dice.below(3).to_string(),
            _ => dice.money(800),
        };
        if mode == "count_pairs" {
            node["personal_volume"] = "1".into();
        }
        if periods > 0 {
            node["personal_volume"] = "0".into();
            node["volumes"] = (0..periods).map(|_| volume(dice)).collect();
            node["active_by_period"] = (0..periods).map(|_| !dice.one_in(4)).collect();
        }
    }
    entry(params, tree)
}

pub fn cycle(dice: &mut Dice, size: usize) -> Value {
    let mut tree = network(dice, size, &[]);
    for node in &mut tree {
        node["active"] = true.into();
        node["personal_volume"] = "0".into();
    }
    let (width, rows) = (dice.between(2, 3), dice.between(2, 3));
    let mut params = json!({"width": width, "rows": rows});
    if dice.one_in(4) {
        params["payout"] = dice.money(400).into();
        params["shape"] = "own_matrix".into();
        let bonus = dice.money(20);
        dice.maybe(&mut params, "sponsor_bonus", bonus);
        return entry(params, tree);
    }
    // A cycle pays no more than the entries below it (plans.md §6).
    let fee = dice.between(1, 5000);
    let entries: usize = (1..rows).map(|row| width.pow(row as u32)).sum();
    let payout = dice.between(0, fee * entries);
    params["payout"] = in_cents(payout).into();
    params["shape"] = "split_board".into();
    params["fill"] = dice.pick(&["follow_sponsor", "oldest_board"]).into();
    params["reentry"] = false.into();
    params["entry_fee"] = in_cents(fee).into();
    if dice.one_in(2) {
        params["founders"] = dice.below(8).into();
        params["founders_pay"] = false.into();
    }
    if dice.one_in(3) {
        params["sponsor_bonus"] = in_cents(dice.between(0, fee * entries - payout)).into();
    }
    if dice.one_in(4) {
        params["reentry"] = "same_stage".into();
        params["reentry_fee"] = in_cents(dice.between(0, payout)).into();
    }
    entry(params, tree)
}

pub fn rank(dice: &mut Dice, size: usize) -> Value {
    let mut tree = network(dice, size, &[500, 1000]);
    for node in &mut tree {
        node["customer_volume"] = dice.pick(&["0", "119", "120", "60.01"]).into();
        if let Some(fields) = node.as_object_mut() {
            fields.remove("rank");
        }
    }
    if dice.one_in(3) {
        let activity = json!({"min": dice.pick(&["60", "1000"]), "customer_factor": dice.pick(&["0", "0.5", "1"])});
        return entry(json!({"activity": activity}), tree);
    }
    let mut ladder = vec![json!({"rank": "member"})];
    let mut volume = 0;
    let names = ["member", "director", "senior", "executive"];
    for (place, rung) in names.iter().enumerate().skip(1) {
        volume += 500 * dice.between(1, 4);
        let mut asked = json!({"rank": rung});
        if !dice.one_in(4) {
            asked["group_volume"] = volume.to_string().into();
            if dice.one_in(2) {
                asked["max_leg_share"] = dice.pick(&["0.33", "0.50", "1"]).into();
            }
        }
        if dice.one_in(3) {
            let below = names[dice.below(place)];
            asked["legs"] = json!({"count": dice.between(1, 3), "rank": below});
        }
        if dice.one_in(4) {
            asked["active"] = true.into();
        }
        if dice.one_in(4) {
            asked["own_points"] = dice.pick(&["1", "500", "1000"]).into();
        }
        ladder.push(asked);
    }
    let mut params = json!({"ladder": ladder});
    let cumulative = dice.one_in(2);
    dice.maybe(&mut params, "cumulative", cumulative);
    entry(params, tree)
}

pub fn composite(dice: &mut Dice, size: usize) -> Value {
    let mut tree = network(dice, size, &[500, 1000]);
    if dice.one_in(3) {
        binary(dice, &mut tree);
        let volume = in_cents(dice.between(1, 200_000));
        let params = json!({
            "order": ["pairing", "individual_cap", "matching", "prorate"],
            "pairing": {"mode": "percent_weak", "rate": dice.rate(30), "own_volume": "none", "inactive": "flush"},
            "individual_cap": dice.money(300),
            "matching": {"tree": "sponsor", "rates": dice.rates(3, 25)},
            "prorate": {"cap_rate": dice.rate(60), "commissionable_volume": volume, "under_cap": ["pairing", "matching"]},
        });
        return entry(params, tree);
    }
    let mut levels = level_params(dice);
    while levels["basis"] == "event_flat" {
        levels = level_params(dice); // The volumes of a composition are money, not events.
    }
    let part = |component: &str, params: Value| json!({"component": component, "params": params});
    let parts = [
        part("level_commission", levels),
        part("sale_commission", volume_brackets(dice)),
        part("differential", differential_params(dice).0),
        part("generation_override", override_layer(dice)),
    ];
    let first = dice.below(parts.len());
    let second = (first + dice.between(1, 3)) % parts.len();
    entry(json!({"parts": [parts[first], parts[second]]}), tree)
}

/// Brackets that need nothing but the volumes.
fn volume_brackets(dice: &mut Dice) -> Value {
    let (mut params, _) = sale_params(dice);
    if params["bracket_metric"] == "customer_volume" {
        params["bracket_metric"] = "own_volume".into();
    }
    params
}
