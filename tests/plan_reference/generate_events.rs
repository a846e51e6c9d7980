//! Random examples of components that work on events.

use crate::generate::{Dice, RANKS, in_cents, name, network};
use serde_json::{Value, json};

fn people(dice: &mut Dice, size: usize) -> Vec<Value> {
    let mut tree = network(dice, size, &[]);
    for node in &mut tree {
        node["personal_volume"] = "0".into();
    }
    tree
}

fn entry(params: impl Into<Value>, tree: Vec<Value>, events: Vec<Value>) -> Value {
    let mut entry = json!({});
    entry["params"] = params.into();
    entry["tree"] = tree.into();
    entry["events"] = events.into();
    entry
}

pub fn recurring(dice: &mut Dice, size: usize) -> Value {
    let scheme = match dice.below(3) {
        0 => json!([{"first": dice.between(1, 4), "rate": dice.rate(50)}, {"rate": dice.rate(30)}]),
        1 => json!([{"first": dice.between(1, 4), "rate": dice.rate(50)}]),
        _ => json!([{"rate": dice.rate(50)}]),
    };
    let event = |_| {
        let customer = format!("c{}", dice.below(3));
        json!({"seller": name(dice.below(size)), "customer": customer, "amount": dice.money(200)})
    };
    let events = (0..3 * size).map(event).collect();
    let mut params = json!({"recurring": scheme});
    if dice.one_in(3) {
        params["max_per_customer"] = dice.between(1, 3).into();
    }
    if dice.one_in(3) {
        params["max_commission"] = dice.money(40).into();
    }
    if dice.one_in(3) {
        params["min_sale"] = dice.money(100).into();
    }
    dice.rounding(&mut params);
    entry(params, people(dice, size), events)
}

pub fn attribution(dice: &mut Dice, size: usize) -> Value {
    let model = dice.pick(&["first_click", "last_click"]);
    let window = dice.between(5, 40);
    let params = json!({
        "rate": dice.rate(40),
        "attribution": {"model": model, "window_days": window, "binds_customer": true},
        "refund_window_days": dice.between(10, 60),
    });
    let (mut events, mut paid) = (Vec::new(), Vec::new());
    let mut day = 0;
    for number in 0..4 * size {
        day += dice.below(8);
        let customer = format!("c{}", dice.below(4));
        let payment = format!("pay{number}");
        events.push(match dice.below(8) {
            0..=2 => json!({"type": "click", "affiliate": name(dice.below(size)), "customer": customer, "day": day}),
            3 => json!({"type": "signup", "customer": customer, "day": day}),
            4 if !paid.is_empty() => {
                let refunded = paid.swap_remove(dice.below(paid.len()));
                json!({"type": "refund", "payment": refunded, "day": day})
            }
            _ => {
                paid.push(payment.clone());
                json!({"type": "payment", "customer": customer, "day": day, "amount": dice.money(300), "id": payment})
            }
        });
    }
    entry(params, people(dice, size), events)
}

pub fn pass_up(dice: &mut Dice, size: usize) -> Value {
    let mut tree = people(dice, size);
    for node in &mut tree {
        node["prior_sales"] = dice.below(4).into();
    }
    let mut params =
        json!({"x": dice.between(1, 3), "commission": in_cents(dice.between(1, 80_000))});
    let share = format!("0.{:02}", dice.between(1, 99));
    dice.maybe(&mut params, "upline_share", share);
    let events = (0..2 * size)
        .map(|_| json!({"seller": name(dice.below(size))}))
        .collect();
    entry(params, tree, events)
}

pub fn join_bonus(dice: &mut Dice, size: usize) -> Value {
    let tree = people(dice, size);
    let recruits: Vec<usize> = (0..size)
        .filter(|&one| !tree[one]["sponsor"].is_null())
        .collect();
    let (mut params, kind) = match dice.below(4) {
        0 => (
            json!({"kind": "flat", "amounts": [dice.money(100)], "once_per_recruit": true, "roll_up": false}),
            "days",
        ),
        1 => (
            json!({"kind": "flat", "amounts": [dice.money(100)], "payee": "nearest_rank", "payee_ranks": ["r3"]}),
            "days",
        ),
        2 => (
            json!({"kind": "percent", "rates": dice.rates(4, 25), "window_days": dice.between(0, 60), "roll_up": dice.one_in(2)}),
            "days",
        ),
        _ => (
            json!({"kind": "percent", "rates": dice.rates(2, 25), "window_months": dice.between(1, 4), "roll_up": false}),
            "month",
        ),
    };
    if kind == "month" && dice.one_in(2) {
        let caps: Vec<String> = params["rates"]
            .as_array()
            .into_iter()
            .flatten()
            .map(|_| dice.money(100))
            .collect();
        params["cap_per_recruit_period"] = json!(caps);
    }
    if kind == "month" && dice.one_in(3) {
        params["reduce_volume_for_levels"] = "0.70".into();
        params["level_rates"] = json!(dice.rates(3, 10));
    }
    let mut events = Vec::new();
    for &recruit in &recruits {
        let mut at = if kind == "days" { 0 } else { 1 };
        for _ in 0..dice.below(4) {
            events.push(json!({"buyer": name(recruit), "amount": dice.money(500), kind: at}));
            at += dice.below(if kind == "days" { 40 } else { 3 });
        }
    }
    entry(params, tree, events)
}

pub fn milestone(dice: &mut Dice, size: usize) -> Value {
    let mut tree = people(dice, size);
    for node in &mut tree {
        node["active"] = true.into();
    }
    match dice.below(3) {
        0 => {
            for node in &mut tree {
                node["personal_volume"] = dice.pick(&["99.99", "100", "150", "200"]).into();
            }
            let params = json!({
                "structure": "power_of_three", "width": dice.between(1, 3), "person_min": "100",
                "team_min": dice.pick(&["300", "450", "600"]), "amounts": ["50", "250", "1500"],
            });
            entry(params, tree, vec![])
        }
        1 => {
            let requires = json!({"customers": 60, "volume": "3000"});
            let params = json!({"recurring": {"amount": dice.money(600), "requires": requires}});
            let event = |_| {
                json!({
                    "member": name(dice.below(size)), "customers": dice.between(59, 61),
                    "volume": dice.pick(&["2999.99", "3000", "3000.01"]),
                })
            };
            entry(params, tree, (0..3 * size).map(event).collect())
        }
        _ => {
            let awards =
                json!({"r1": dice.money(200), "r2": dice.money(500), "r3": dice.money(900)});
            let mut params =
                json!({"order": RANKS, "awards": awards, "pay_skipped": dice.one_in(2)});
            if dice.one_in(2) {
                params["double_if"] = json!({"within_days": 30, "at_least": "r2"});
            }
            let mut events = Vec::new();
            for person in 0..size {
                let mut day = 0;
                for _ in 0..dice.below(5) {
                    day += dice.between(1, 16);
                    events.push(json!({"member": name(person), "rank": dice.rank(), "days": day}));
                }
            }
            entry(params, tree, events)
        }
    }
}

pub fn settlement(dice: &mut Dice, size: usize) -> Value {
    let mut tree = people(dice, size);
    let mut events = Vec::new();
    let params = match dice.below(7) {
        0 => {
            for node in &mut tree {
                node["gross"] = json!({"pairing": dice.money(900), "matching": dice.money(300), "join_bonus": dice.money(99)});
            }
            json!({"kind": "prorate_to_cap", "cap_rate": dice.rate(60), "commissionable_volume": dice.money(9000), "under_cap": ["pairing", "matching"]})
        }
        1 => {
            for node in &mut tree {
                node["gross"] =
                    json!({"pairing": dice.money(900), "level_commission": dice.money(900)});
            }
            json!({"kind": "individual_cap", "cap": dice.money(700), "components": ["pairing"]})
        }
        2 => {
            for node in &mut tree {
                node["customer_volume"] = dice.money(100).into();
                node["participant_volume"] = dice.money(100).into();
            }
            let mode = dice.pick(&["all_or_nothing", "pro_rata"]);
            json!({"kind": "customer_volume_rule", "mode": mode, "min_customer_share": "0.51", "rate": dice.rate(30)})
        }
        3 => {
            for node in &mut tree {
                node["returned"] = dice.money(200).into();
            }
            json!({"kind": "return_at_average_rate", "month_bonus": dice.money(90), "month_volume": in_cents(dice.between(1, 90_000))})
        }
        4 => {
            for node in &mut tree {
                node["commission"] = dice.money(1000).into();
                node["paid_periods"] = dice.between(0, 12).into();
            }
            json!({"kind": "advance", "advance_share": "0.75", "earn_periods": 12})
        }
        kind => {
            for person in 0..size {
                for period in 1..=dice.between(1, 4) {
                    let sign = if kind == 5 && dice.one_in(3) { "-" } else { "" };
                    let amount = format!("{sign}{}", dice.money(30));
                    events
                        .push(json!({"member": name(person), "period": period, "amount": amount}));
                }
            }
            if kind == 5 {
                json!({"kind": "ledger", "min_payout": dice.pick(&["5", "10", "20"]), "fee": dice.pick(&["0", "3"])})
            } else {
                let periods = dice.between(1, 3);
                json!({"kind": "hold_back", "share": dice.pick(&["0.20", "0.25", "0.50"]), "release_after_periods": periods})
            }
        }
    };
    entry(params, tree, events)
}

pub fn charge(dice: &mut Dice, size: usize) -> Value {
    let mut tree = people(dice, size);
    for node in &mut tree {
        node["paid"] = dice.money(900).into();
        node["active_periods"] = dice.between(0, 12).into();
    }
    let mut params = json!({
        "kit_fee": dice.money(300), "renewal_fee": "0", "autoship_cost": dice.money(120),
        "autoship_use_value": dice.pick(&["0", "0.33", "0.5", "1"]), "periods": 12,
    });
    let stock = json!({
        "unsold_cost": dice.money(2000), "buyback_rate": "0.90", "clawed_back_bonus": dice.money(90),
        "restocking_fee": dice.money(20), "shipping": dice.money(40),
    });
    if dice.one_in(2) {
        params["inventory"] = stock;
        // Stock is bought back from somebody who was there.
        for node in &mut tree {
            node["active_periods"] = dice.between(1, 12).into();
        }
    }
    entry(params, tree, vec![])
}

pub fn deposit_return(dice: &mut Dice, size: usize) -> Value {
    let mut deposits: Vec<Value> = (0..size)
        .map(|person| {
            let amount = (100 * dice.between(1, 20)).to_string();
            json!({"member": name(person), "period": dice.between(1, 3), "amount": amount})
        })
        .collect();
    deposits.sort_by_key(|deposit| deposit["period"].as_u64());
    let params = json!({
        "rate_per_period": dice.pick(&["0.05", "0.10", "0.25"]), "periods": dice.between(1, 12), "paid_from": "pot",
        "deposits": deposits, "operator_take": dice.pick(&["0", "0.25", "0.40"]),
    });
    // Everybody stands for himself here: the scheme has depositors, no network.
    let mut tree = people(dice, size);
    for node in &mut tree {
        node["sponsor"] = Value::Null;
        node["active"] = true.into();
    }
    entry(params, tree, vec![])
}
