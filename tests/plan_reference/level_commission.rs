//! E3 `level_commission`: unilevel, matrix pay, tiers, chain letters.
//!
//! Readings: a level counts as breakage if the source has an upline at that true distance
//! and nobody is paid on it, in every compression; levels further up are no upline. A
//! geometric series stops at the first term that rounds to nothing. A rank that
//! `depth_by_rank` does not list reaches no level. A sale without an active seller still
//! pays the tiers above it.

use crate::exact::{Exact, Mode};
use crate::example::Example;
use crate::holders::holders;
use crate::outcome::Ledger;
use crate::read::{count, exact, exact_or_zero, flag, get, list, number, numbers, text};

/// Levels above every source.
pub fn pay(example: &Example) -> Ledger {
    let params = &example.params;
    let tree = example.walked();
    let compression = text(params, "compression").unwrap_or("none");
    let include_self = flag(params, "include_self").unwrap_or(false);
    let active = |person: usize| example.people[person].active;
    // A rank with a rate of nothing is not entitled to the level.
    let entitled = |person: usize, level: usize| {
        let earns =
            get(params, "rate_by_rank").is_none() || rate(example, person, level - 1) > Exact::ZERO;
        deepest(example, person) >= level && earns
    };
    let mut ledger = Ledger::with_breakage();
    for source in (0..example.people.len()).filter(|&person| !example.removed(person)) {
        if flag(params, "pay_sale_commission").unwrap_or(false) {
            ledger.pay_if_active(example, source, sale_commission(example, source));
        }
        let mut chain = if include_self { vec![source] } else { vec![] };
        chain.extend(tree.uplines(source));
        let levels = levels(example, source, &chain);
        let held = holders(&chain, levels, compression, active, entitled);
        for (index, holder) in held.into_iter().enumerate() {
            // With rates by rank the level nobody takes is priced at the upline standing there.
            let payee = holder.unwrap_or(chain[index]);
            let amount = rate(example, payee, index) * base(example, source);
            match holder {
                Some(payee) => ledger.pay(payee, amount),
                None => ledger.lose(amount),
            }
        }
    }
    ledger
}

/// Amount or rate of a level (from 0) for a payee.
fn rate(example: &Example, payee: usize, index: usize) -> Exact {
    let params = &example.params;
    let own = get(params, "rate_by_rank")
        .zip(example.rank(payee))
        .and_then(|(map, rank)| list(map, rank).get(index));
    if let Some(value) = own {
        return number(value);
    }
    if let Some(series) = get(params, "geometric") {
        let ratio = exact_or_zero(series, "ratio");
        return (0..index).fold(exact_or_zero(series, "first"), |term, _| term * ratio);
    }
    let row = fixed_levels(example);
    row.get(index).copied().unwrap_or(Exact::ZERO)
}

/// `rates`, or `flat_by_level` for events.
fn fixed_levels(example: &Example) -> Vec<Exact> {
    let flat = numbers(&example.params, "flat_by_level");
    if flat.is_empty() {
        numbers(&example.params, "rates")
    } else {
        flat
    }
}

/// How many levels the plan pays on this source.
fn levels(example: &Example, source: usize, chain: &[usize]) -> usize {
    if get(&example.params, "geometric").is_some() {
        let dust = |index: &usize| {
            let term = rate(example, chain[*index], *index) * base(example, source);
            term.rounded(example.mode()).is_zero()
        };
        return (0..chain.len()).find(dust).unwrap_or(chain.len());
    }
    let widest = |map: &serde_json::Value| {
        let rows = map.as_object().expect("ranks").values();
        rows.map(|row| row.as_array().map_or(0, Vec::len)).max()
    };
    let by_rank = get(&example.params, "rate_by_rank").and_then(widest);
    fixed_levels(example).len().max(by_rank.unwrap_or(0))
}

/// What a level's rate is applied to.
fn base(example: &Example, source: usize) -> Exact {
    let person = &example.people[source];
    match text(&example.params, "basis") {
        None | Some("volume" | "event_flat") => person.volume,
        Some("sale_commission") => sale_commission(example, source),
        Some("fee") => exact(&person.fields, "fee").unwrap_or(person.volume),
        Some(other) => panic!("unknown basis {other:?}"),
    }
}

fn sale_commission(example: &Example, seller: usize) -> Exact {
    exact_or_zero(&example.params, "sale_rate") * example.people[seller].volume
}

/// The deepest level a person may collect.
fn deepest(example: &Example, person: usize) -> usize {
    match get(&example.params, "depth_by_rank") {
        None => usize::MAX,
        Some(depths) => example
            .rank(person)
            .and_then(|rank| count(depths, rank))
            .unwrap_or(0),
    }
}

#[test]
fn a_series_ends_where_its_term_is_less_than_half_a_cent() {
    let entry = serde_json::json!({
        "component": "level_commission",
        "params": {"basis": "event_flat", "geometric": {"first": "0.02", "ratio": "0.5"}},
        "tree": [
            {"id": "c", "sponsor": null, "personal_volume": "0", "active": true},
            {"id": "b", "sponsor": "c", "personal_volume": "0", "active": true},
            {"id": "a", "sponsor": "b", "personal_volume": "0", "active": true},
            {"id": "e", "sponsor": "a", "personal_volume": "0", "active": true},
            {"id": "s", "sponsor": "e", "personal_volume": "1", "active": true},
        ],
    });
    let paid = crate::pay(&entry).amounts;
    let cents = |id: &str| paid[id].to_string();
    assert_eq!(
        [cents("e"), cents("a"), cents("b"), cents("c")],
        ["0.02", "0.01", "0.01", "0.00"]
    );
    let half = Exact::new(1, 200);
    assert_eq!(half.round(Mode::HalfUp).to_string(), "0.01");
}
