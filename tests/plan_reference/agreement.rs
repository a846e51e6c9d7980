//! The reference against the worked examples, and the engine against the reference.

use crate::outcome::Outcome;
use crate::read::{get, list, text};
use rust_decimal::Decimal;
use serde_json::Value;

const EXAMPLES: &str = include_str!("../conformance/plans.json");

fn cents(value: &Value) -> Decimal {
    let text = value.as_str().expect("a decimal string");
    let number: Decimal = text.parse().expect("a decimal");
    number.round_dp(2)
}

/// What an example expects that an outcome does not have, in words.
pub fn differences(entry: &Value, got: &Outcome) -> Vec<String> {
    let mut found = Vec::new();
    let mut compare = |what: &str, expected: String, got: Option<String>| {
        if got.as_ref() != Some(&expected) {
            found.push(format!("{what} expected {expected} got {got:?}"));
        }
    };
    let entries = |value: &Value| value.as_object().cloned().unwrap_or_default();
    let money = |amount: &Decimal| format!("{:.2}", amount.round_dp(2));
    for (id, amount) in &entries(&entry["expected"]) {
        compare(id, money(&cents(amount)), got.amounts.get(id).map(money));
    }
    let no_extra = Value::Null;
    let extra = get(entry, "expected_extra").unwrap_or(&no_extra);
    let part = |key: &str| get(extra, key).map(&entries).unwrap_or_default();
    let sides = |sides: &[Decimal; 2]| format!("{} {}", money(&sides[0]), money(&sides[1]));
    let row = |row: &Vec<Decimal>| row.iter().map(money).collect::<Vec<_>>().join(" ");
    let given = |value: &Value| {
        let all = value.as_array().expect("a list").iter();
        all.map(|one| money(&cents(one)))
            .collect::<Vec<_>>()
            .join(" ")
    };
    for (id, both) in &part("carry") {
        compare(
            &format!("carry of {id}"),
            given(both),
            got.extra.carry.get(id).map(sides),
        );
    }
    for (id, periods) in &part("by_period") {
        let own = got.extra.by_period.get(id).map(row);
        compare(&format!("periods of {id}"), given(periods), own);
    }
    for (id, parent) in &part("placement") {
        let parent = parent.as_str().expect("a parent").to_owned();
        compare(
            &format!("placement of {id}"),
            parent,
            got.extra.placement.get(id).cloned(),
        );
    }
    for (id, rank) in &part("rank") {
        let rank = rank.as_str().expect("a rank").to_owned();
        compare(
            &format!("rank of {id}"),
            rank,
            got.extra.rank.get(id).cloned(),
        );
    }
    for (id, active) in &part("active") {
        let own = got.extra.active.get(id).map(ToString::to_string);
        compare(&format!("activity of {id}"), active.to_string(), own);
    }
    if let Some(breakage) = get(extra, "breakage") {
        compare(
            "breakage",
            money(&cents(breakage)),
            got.extra.breakage.as_ref().map(money),
        );
    }
    if let Some(factor) = get(extra, "factor") {
        let expected: Decimal = factor
            .as_str()
            .expect("a decimal")
            .parse()
            .expect("a decimal");
        let own = got
            .extra
            .factor
            .map(|own| own.round_dp(expected.scale()).normalize());
        let own = own.as_ref().map(ToString::to_string);
        compare("factor", expected.normalize().to_string(), own);
    }
    found
}

#[test]
fn the_reference_agrees_with_every_worked_example() {
    let examples: Value = serde_json::from_str(EXAMPLES).expect("worked examples");
    let mut worked = 0;
    let mut wrong = Vec::new();
    for entry in examples.as_array().expect("a list") {
        let id = text(entry, "id").expect("an id");
        let found = differences(entry, &crate::pay(entry));
        wrong.extend(
            found
                .into_iter()
                .map(|difference| format!("{id}: {difference}")),
        );
        worked += 1;
        assert!(!list(entry, "tree").is_empty() || get(&entry["params"], "generate").is_some());
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert_eq!(worked, 94);
}
