//! Random examples of components that work on volumes.

use crate::generate::{Dice, RANKS, brackets, name, network};
use serde_json::{Value, json};

fn entry(params: impl Into<Value>, tree: Vec<Value>) -> Value {
    let mut entry = json!({});
    entry["params"] = params.into();
    entry["tree"] = tree.into();
    entry
}

/// A rank → value table over all ranks.
fn by_rank(mut value: impl FnMut(usize) -> Value) -> Value {
    let rows = RANKS.iter().enumerate();
    Value::Object(
        rows.map(|(place, rank)| ((*rank).to_owned(), value(place)))
            .collect(),
    )
}

pub fn retail_margin(dice: &mut Dice, size: usize) -> Value {
    let mut params = if dice.one_in(2) {
        json!({"margin_rate": dice.rate(60)})
    } else {
        json!({"margin_rate_by_rank": by_rank(|_| dice.rate(60).into())})
    };
    let share = dice.rate(99);
    dice.maybe(&mut params, "resold_share", share);
    let mut tree = network(dice, size, &[]);
    // Who sells at a margin is paid by the customer: activity is not what is tested here.
    for node in &mut tree {
        node["active"] = true.into();
    }
    entry(params, tree)
}

pub fn sale_params(dice: &mut Dice) -> (Value, Vec<usize>) {
    let (mut params, minima) = match dice.below(4) {
        0 => (json!({"rate": dice.rate(40)}), vec![]),
        1 => {
            let (rows, minima) = brackets(dice, 100);
            (json!({"brackets": rows, "bracket_mode": "cliff"}), minima)
        }
        2 => {
            let (rows, minima) = brackets(dice, 100);
            (
                json!({"brackets": rows, "bracket_mode": "marginal"}),
                minima,
            )
        }
        _ => {
            let (rows, minima) = brackets(dice, 500);
            (
                json!({"brackets": rows, "bracket_mode": "marginal", "block": "500"}),
                minima,
            )
        }
    };
    if params["bracket_mode"] == "cliff" && dice.one_in(2) {
        let metrics = ["own_volume", "group_volume", "customer_volume"];
        params["bracket_metric"] = dice.pick(&metrics).into();
    }
    (params, minima)
}

pub fn sale_commission(dice: &mut Dice, size: usize) -> Value {
    let (mut params, minima) = sale_params(dice);
    let mut tree = network(dice, size, &minima);
    if params.get("rate").is_some() && dice.one_in(4) {
        params["exclude"] = "host_credit".into();
        for node in &mut tree {
            let volume: usize = node["personal_volume"].as_str().map_or(0, |text| {
                text.split('.')
                    .next()
                    .and_then(|whole| whole.parse().ok())
                    .unwrap_or(0)
            });
            node["host_credit"] = dice.money(volume).into();
        }
    }
    dice.rounding(&mut params);
    entry(params, tree)
}

pub fn level_params(dice: &mut Dice) -> Value {
    let levels = dice.between(1, 6);
    let mut params = json!({"tree": "sponsor"});
    match dice.below(6) {
        0 => {
            let ratio = dice.pick(&["0.5", "0.25", "0.2", "0.1"]);
            params["basis"] = "event_flat".into();
            params["geometric"] = json!({"first": dice.money(500), "ratio": ratio});
        }
        1 => {
            params["basis"] = "event_flat".into();
            params["flat_by_level"] = (0..levels).map(|_| dice.money(20)).collect();
        }
        2 => {
            params["basis"] = "sale_commission".into();
            params["sale_rate"] = dice.rate(30).into();
            params["pay_sale_commission"] = dice.one_in(2).into();
            params["rates"] = (0..levels).map(|_| dice.rate(20)).collect();
        }
        _ => params["rates"] = (0..levels).map(|_| dice.rate(20)).collect(),
    }
    params["compression"] = dice
        .pick(&["none", "standard", "dynamic", "roll_up"])
        .into();
    let longest = if params.get("geometric").is_some() {
        9
    } else {
        levels
    };
    if dice.one_in(2) {
        params["depth_by_rank"] = by_rank(|place| match place {
            3 => longest.into(),
            _ => dice.below(longest + 1).into(),
        });
    }
    if params.get("rates").is_some() && dice.one_in(4) {
        params["rate_by_rank"] = by_rank(|_| (0..levels).map(|_| dice.rate(20)).collect());
    }
    if params.get("flat_by_level").is_some() || params.get("geometric").is_some() {
        params["include_self"] = dice.one_in(3).into();
    }
    dice.rounding(&mut params);
    params
}

pub fn level_commission(dice: &mut Dice, size: usize) -> Value {
    let mut params = level_params(dice);
    let mut tree = network(dice, size, &[]);
    if params["basis"] == "event_flat" {
        for node in &mut tree {
            node["personal_volume"] = dice.below(4).to_string().into();
        }
    }
    if size > 2 && dice.one_in(5) {
        let gone = dice.between(1, size - 1);
        tree[gone]["active"] = false.into();
        tree[gone]["personal_volume"] = "0".into();
        params["structural_removal"] = json!([name(gone)]);
    }
    entry(params, tree)
}

/// Parameters and the minima that volumes should sit at.
pub fn differential_params(dice: &mut Dice) -> (Value, Vec<usize>) {
    let (scale, minima) = brackets(dice, 200);
    let mut params = match dice.below(4) {
        0 => {
            let mut rate = 0;
            let rates = by_rank(|_| {
                rate += dice.between(0, 12);
                format!("0.{rate:02}").into()
            });
            json!({"rate_by": "rank", "rates": rates})
        }
        1 => json!({"rate_by": "own_volume", "scale": scale}),
        _ => {
            let limit = scale[dice.below(scale.len())]["rate"].clone();
            let breakaway = if dice.one_in(2) && limit != "0.00" {
                limit
            } else {
                Value::Null
            };
            json!({"rate_by": "group_volume", "scale": scale, "breakaway_rate": breakaway})
        }
    };
    if params["rate_by"] != "rank" {
        let ratio = dice.pick(&["1", "1", "2.5", "60"]);
        dice.maybe(&mut params, "volume_per_point", ratio);
    }
    if dice.one_in(4) {
        params["own_volume"] = dice.pick(&["included", "excluded"]).into();
    }
    dice.rounding(&mut params);
    (params, minima)
}

pub fn differential(dice: &mut Dice, size: usize) -> Value {
    let (mut params, minima) = differential_params(dice);
    if dice.one_in(4) {
        params["inactive_rate"] = dice.pick(&["0", "own"]).into();
    }
    entry(params, network(dice, size, &minima))
}

pub fn override_layer(dice: &mut Dice) -> Value {
    let ranks = if dice.one_in(2) {
        json!(["r3"])
    } else {
        json!(["r2", "r3"])
    };
    let mut layer = json!({
        "boundary_ranks": ranks,
        "boundary": dice.pick(&["opens", "closes"]),
        "rates": dice.rates(4, 15),
        "inactive": dice.pick(&["skip", "skip", "count"]),
    });
    if dice.one_in(5) {
        layer["rates"] = json!([dice.rate(10)]);
        layer["boundary"] = "closes".into();
        layer["start_level"] = dice.between(2, 5).into();
    }
    if dice.one_in(5) {
        layer["volume_factor"] = "0.5".into();
    }
    if dice.one_in(5) {
        layer["min_group_volume"] = dice.pick(&["500", "1000"]).into();
    }
    if dice.one_in(5) {
        let threshold = dice.money(100);
        layer["bonus_if_override_at_least"] = json!({"threshold": threshold, "rate": dice.rate(5)});
    }
    if dice.one_in(5) {
        layer["rate_by_own_volume"] = brackets(dice, 300).0.into();
    }
    layer
}

pub fn generation_override(dice: &mut Dice, size: usize) -> Value {
    let mut tree = network(dice, size, &[500, 1000]);
    if dice.one_in(2) {
        tree[0]["rank"] = "r3".into();
        tree[0]["active"] = true.into();
    }
    let params = match dice.below(6) {
        0 => json!({
            "kind": "infinity", "rate": dice.rate(10), "payee_ranks": ["r3"],
            "boundary_ranks": ["r2", "r3"], "start_generation": dice.between(1, 3),
        }),
        1 => {
            // Every group but those of the roots is at the top bracket.
            for node in &mut tree {
                let root = node["sponsor"].is_null();
                node["rank"] = if root { "q" } else { "q21" }.into();
                node["active"] = true.into();
            }
            json!({
                "kind": "leadership_with_guarantee", "rate": dice.rate(10),
                "minimum_base": dice.money(4000), "qualifying_own_group": dice.money(1000),
            })
        }
        2 => json!({"layers": [override_layer(dice), override_layer(dice)]}),
        _ => override_layer(dice),
    };
    entry(params, tree)
}

pub fn matching(dice: &mut Dice, size: usize) -> Value {
    let mut tree = network(dice, size, &[]);
    for node in &mut tree {
        node["earned"] = dice.money(800).into();
    }
    let mut params = json!({"tree": "sponsor", "rates": dice.rates(4, 25)});
    if dice.one_in(2) {
        params["generation_ranks"] = json!(["r2", "r3"]);
        params["boundary"] = dice.pick(&["opens", "closes"]).into();
    }
    let cap = dice.money(700);
    dice.maybe(&mut params, "earner_cap", cap);
    if dice.one_in(4) {
        params["cap"] = dice.money(100).into();
    }
    entry(params, tree)
}

pub fn pool(dice: &mut Dice, size: usize) -> Value {
    let mut tree = network(dice, size, &[]);
    let mut params = if dice.one_in(2) {
        json!({"amount": dice.money(5000)})
    } else {
        json!({"percent": "0.02", "of": (50 * dice.below(4000)).to_string()})
    };
    if dice.one_in(3) {
        let points: Vec<String> = (0..dice.between(1, 7))
            .map(|_| dice.below(6).to_string())
            .collect();
        params["points_by_level"] = json!(points);
        params["compression"] = "standard".into();
    } else {
        let most = dice.pick(&["0", "1", "3", "1000"]).parse().unwrap_or(1);
        for node in &mut tree {
            node["points"] = dice.between(0, most).to_string().into();
        }
    }
    if dice.one_in(2) {
        params["cap_fraction"] = dice.pick(&["0.10", "0.25", "0.50", "1"]).into();
        params["excess"] = dice.pick(&["retain", "redistribute"]).into();
    }
    if dice.one_in(2) {
        let modes = ["largest_remainder", "half_up", "down"];
        params["rounding"] = dice.pick(&modes).into();
    }
    entry(params, tree)
}
