//! Figures that plans.md states in its text, for examples that are not in the file.

use serde_json::{Value, json};

/// People as `id sponsor volume rank [leg]`; sponsor `-` is none, a minus before the id makes
/// the person inactive.
fn people(rows: &[&str]) -> Value {
    let person = |row: &&str| {
        let words: Vec<&str> = row.split(' ').collect();
        let known = |index: usize| words.get(index).copied().filter(|word| *word != "-");
        let id = words[0].trim_start_matches('-');
        json!({
            "id": id, "active": !words[0].starts_with('-'), "sponsor": known(1),
            "personal_volume": known(2).unwrap_or("0"), "rank": known(3), "leg": known(4),
        })
    };
    rows.iter().map(person).collect()
}

/// The amounts of these people, in order, separated by spaces.
fn paid(component: &str, params: Value, rows: &[&str], events: Value, of: &str) -> String {
    let mut entry = json!({"component": component, "tree": people(rows)});
    entry["params"] = params;
    entry["events"] = events;
    let outcome = crate::pay(&entry);
    let amounts: Vec<String> = of
        .split(' ')
        .map(|id| outcome.amounts[id].to_string())
        .collect();
    amounts.join(" ")
}

fn no_events() -> Value {
    json!([])
}

#[test]
fn sale_commission_as_stated() {
    let rows = json!([
        {"min": "0", "rate": "0.05"}, {"min": "1000", "rate": "0.10"}, {"min": "5000", "rate": "0.15"},
    ]);
    let one = ["a - 6200"];
    let pay = |mode: &str| {
        let params = json!({"brackets": rows, "bracket_mode": mode});
        paid("sale_commission", params, &one, no_events(), "a")
    };
    assert_eq!([pay("marginal"), pay("cliff")], ["630.00", "930.00"]); // SC-04
    let events = json!([
        {"type": "click", "affiliate": "a", "customer": "c", "day": 0},
        {"type": "signup", "customer": "c", "day": 12},
        {"type": "payment", "customer": "c", "day": 42, "amount": "49", "id": "p"},
    ]);
    let params = json!({"rate": "0.30", "attribution": {"model": "last_click", "window_days": 30}});
    assert_eq!(
        paid("sale_commission", params, &["a - 0"], events, "a"),
        "14.70"
    ); // SC-13
}

#[test]
fn levels_as_stated() {
    let letter = json!({
        "basis": "event_flat", "flat_by_level": ["1", "1", "1"],
        "generate": {"kind": "full_tree", "width": 3, "depth": 3, "root": "You"},
    });
    assert_eq!(
        paid("level_commission", letter, &[], no_events(), "You"),
        "39.00"
    ); // LV-16
    let sale = |basis: &str| {
        let params = json!({"basis": basis, "sale_rate": "0.10", "rates": ["0.05", "0.02"]});
        paid(
            "level_commission",
            params,
            &["a - 0", "b a 0", "c b 200"],
            no_events(),
            "b a",
        )
    };
    assert_eq!(sale("volume"), "10.00 4.00"); // LV-04
    assert_eq!(sale("sale_commission"), "1.00 0.40"); // LV-05
}

#[test]
fn nobody_entitled_up_to_the_root_is_breakage() {
    for mode in ["none", "standard", "dynamic", "roll_up"] {
        let entry = json!({
            "component": "level_commission", "tree": people(&["-a - 0", "-b a 0", "c b 100"]),
            "params": {"rates": ["0.10", "0.05", "0.03"], "compression": mode},
        });
        // LV-18: two uplines stand there, the third level has none.
        let breakage = crate::pay(&entry).extra.breakage;
        assert_eq!(
            breakage.map(|money| money.to_string()).as_deref(),
            Some("15.00"),
            "{mode}"
        );
    }
}

#[test]
fn generations_as_stated() {
    let silver = json!({
        "boundary_ranks": ["advisor"], "boundary": "opens", "rates": ["0.07"], "volume_factor": "0.5",
        "min_group_volume": "1000", "bonus_if_override_at_least": {"threshold": "100", "rate": "0.03"},
    });
    let line = [
        "you - 600 advisor",
        "dist you 400 x",
        "adv you 3000 advisor",
    ];
    assert_eq!(
        paid("generation_override", silver, &line, no_events(), "you"),
        "150.00"
    ); // GN-04
    let leadership = json!({
        "kind": "leadership_with_guarantee", "rate": "0.04", "minimum_base": "10000",
        "qualifying_own_group": "4000",
    });
    let line = ["a - 9000 q", "b a 3999 q21", "c b 10000 q21"];
    let kept = paid("generation_override", leadership, &line, no_events(), "b a");
    assert_eq!(kept, "0.00 559.96"); // GN-09: 4 % of 13,999 goes past him.
}

/// An inactive leader's volume still pays and uses up no generation (plans.md E5).
#[test]
fn an_inactive_leader_is_seen_through() {
    let pay = |inactive: &str| {
        let params =
            json!({"boundary_ranks": ["l"], "rates": ["0.10", "0.05"], "inactive": inactive});
        let line = ["a - 0 l", "-b a 100 l", "c b 1000 l", "d c 10000 l"];
        paid("generation_override", params, &line, no_events(), "a b c")
    };
    assert_eq!(pay("skip"), "610.00 0.00 1000.00"); // a: b 10, c 100, d 500
    assert_eq!(pay("count"), "60.00 0.00 1000.00"); // a: b 10, c 50, d beyond
    assert_eq!(pay("block"), "0.00 0.00 1000.00");
}

#[test]
fn pairing_as_stated() {
    let legs = ["y - 0", "l y 1500 - L", "r y 1000 - R"];
    let cycle = json!({"mode": "cycle", "strong": "600", "weak": "300", "value": "54"});
    let entry = json!({"component": "pairing", "params": cycle, "tree": people(&legs)});
    let outcome = crate::pay(&entry);
    assert_eq!(outcome.amounts["y"].to_string(), "108.00"); // BN-07
    assert_eq!(
        outcome.extra.carry["y"].map(|side| side.to_string()),
        ["300.00", "400.00"]
    );
    let mut creep = vec!["1 - 100".to_owned()];
    for person in 2..=15 {
        let leg = if person % 2 == 0 { "L" } else { "R" };
        creep.push(format!("{person} {} 100 - {leg}", person / 2));
    }
    let entry = json!({
        "component": "pairing", "params": {"mode": "percent_weak", "rate": "0.10"},
        "tree": people(&creep.iter().map(String::as_str).collect::<Vec<_>>()),
    });
    let all: rust_decimal::Decimal = crate::pay(&entry).amounts.values().sum();
    assert_eq!(all.to_string(), "170.00"); // BN-15
}

#[test]
fn an_inactive_period_flushes_freezes_or_accumulates() {
    let pay = |inactive: &str| {
        let mut tree = people(&["y - 0", "l y 0 - L", "r y 0 - R"]);
        tree[0]["active_by_period"] = json!([true, false, true]);
        tree[1]["volumes"] = json!(["500", "100", "300"]);
        tree[2]["volumes"] = json!(["200", "400", "100"]);
        let params =
            json!({"mode": "percent_weak", "rate": "0.10", "inactive": inactive, "periods": 3});
        let outcome = crate::pay(&json!({"component": "pairing", "params": params, "tree": tree}));
        outcome.amounts["y"].to_string()
    };
    assert_eq!(pay("flush"), "30.00"); // BN-10
    assert_eq!(pay("freeze"), "30.00"); // 20, then 600/100: 10
    assert_eq!(pay("accumulate"), "70.00"); // 20, then 700/500: 50
}

#[test]
fn passing_up_joining_and_matching_as_stated() {
    let sales = json!([{"seller": "m"}, {"seller": "m"}, {"seller": "m"}, {"seller": "m"}, {"seller": "m"}]);
    let mut entry = json!({
        "component": "pass_up", "params": {"x": 2, "commission": "800"}, "events": sales,
        "tree": people(&["s - 0", "m s 0"]),
    });
    entry["tree"][0]["prior_sales"] = 2.into();
    let outcome = crate::pay(&entry).amounts;
    assert_eq!(
        [outcome["s"].to_string(), outcome["m"].to_string()],
        ["1600.00", "2400.00"]
    ); // XU-01
    let window = |days: usize| {
        let params = json!({"rates": ["0.20"], "window_days": 60});
        let order = json!([{"buyer": "n", "amount": "132", "days": days}]);
        paid("join_bonus", params, &["e - 0", "n e 0"], order, "e")
    };
    assert_eq!([window(60), window(61)], ["26.40", "0.00"]); // JB-01, JB-02
    let mut entry = json!({
        "component": "matching", "params": {"rates": ["0.10", "0.07"]},
        "tree": people(&["a - 0", "b a 0", "c b 0"]),
    });
    entry["tree"][1]["earned"] = "1000".into();
    entry["tree"][2]["earned"] = "1200".into();
    assert_eq!(crate::pay(&entry).amounts["a"].to_string(), "184.00"); // MT-01
}
