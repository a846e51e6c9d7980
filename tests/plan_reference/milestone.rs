//! E12 `milestone`: awards for what is reached.
//!
//! Readings: without any events the rank a person holds is the one he reached. A rung is reached when a rank above the highest so far is reached; with
//! `pay_skipped = false` the rungs jumped over are lost. `each_time_after_gap` pays every rise
//! from the rank held before. A power of three counts active people; its higher tier needs the
//! lower one.

use crate::exact::Exact;
use crate::example::{Example, Tree};
use crate::outcome::Ledger;
use crate::read::{count, exact, exact_or_zero, flag, get, list, numbers, text, words};
use serde_json::{Value, json};

/// Rank awards, recurring awards or a structure.
pub fn pay(example: &Example) -> Ledger {
    let params = &example.params;
    let mut ledger = Ledger::with_breakage();
    if text(params, "structure") == Some("power_of_three") {
        let tree = example.enrolment();
        for person in 0..example.people.len() {
            let tier = tier(example, &tree, person);
            let amounts = numbers(params, "amounts");
            let amount = tier
                .checked_sub(1)
                .map_or(Exact::ZERO, |tier| amounts[tier]);
            ledger.pay(person, amount);
        }
    } else {
        for person in 0..example.people.len() {
            let who = &example.people[person];
            let held = json!({"rank": who.rank, "days": 0});
            let his = |event: &&Value| text(event, "member") == Some(&who.id);
            let mut events: Vec<&Value> = example.events.iter().filter(his).collect();
            if example.events.is_empty() && who.rank.is_some() {
                events.push(&held);
            }
            let amount = match get(params, "recurring") {
                Some(recurring) => recurring_award(example, recurring, &events),
                None => awards(example, &events),
            };
            ledger.pay_if_active(example, person, amount);
        }
    }
    ledger
}

/// An amount for every event whose stated minima all hold.
fn recurring_award(example: &Example, recurring: &Value, events: &[&Value]) -> Exact {
    let none = Value::Null;
    let requires = get(recurring, "requires").unwrap_or(&none);
    let meets = |event: &&&Value| {
        let minima = requires.as_object().into_iter().flatten();
        minima
            .into_iter()
            .all(|(key, minimum)| match (key.as_str(), minimum.as_str()) {
                ("rank", Some(rank)) => {
                    let own = text(event, "rank").and_then(|own| rung(example, own));
                    own >= rung(example, rank) && own.is_some()
                }
                _ => exact_or_zero(event, key) >= crate::read::number(minimum),
            })
    };
    let times = events.iter().filter(meets).count();
    exact_or_zero(recurring, "amount") * Exact::whole(times)
}

/// A rank's place in `order`.
fn rung(example: &Example, rank: &str) -> Option<usize> {
    words(&example.params, "order")
        .iter()
        .position(|known| *known == rank)
}

fn awards(example: &Example, events: &[&Value]) -> Exact {
    let params = &example.params;
    let order = words(params, "order");
    let award = |place: usize| exact_or_zero(&params["awards"], order[place]);
    let mut highest: Option<usize> = None;
    let mut total = Exact::ZERO;
    for event in events {
        let rank = text(event, "rank").expect("a rank");
        let reached = rung(example, rank).unwrap_or_else(|| panic!("unknown rank {rank:?}"));
        let next = highest.map_or(0, |rung| rung + 1);
        let factor = factor(example, events, event);
        let repeat = text(params, "repeat").unwrap_or("once");
        if repeat == "each_period" {
            total += award(reached) * factor;
        } else if reached >= next {
            let skipped = flag(params, "pay_skipped").unwrap_or(true);
            let from = if skipped { next } else { reached };
            total += (from..=reached).map(award).sum::<Exact>() * factor;
        }
        let keeps = repeat != "each_time_after_gap";
        highest = highest.filter(|_| keeps).max(Some(reached));
    }
    total
}

/// Everything won inside the window is multiplied if the stated rank was reached inside it.
fn factor(example: &Example, events: &[&Value], event: &Value) -> Exact {
    let params = &example.params;
    let rule = get(params, "double_if").or(get(params, "multiplier_if_within"));
    let Some(rule) = rule else {
        return Exact::ONE;
    };
    let days = exact(rule, "within_days")
        .or(exact(rule, "days"))
        .expect("days");
    let wanted = text(rule, "at_least").and_then(|rank| rung(example, rank));
    let inside = |event: &Value| exact_or_zero(event, "days") <= days;
    let reached = events
        .iter()
        .any(|one| inside(one) && text(one, "rank").and_then(|rank| rung(example, rank)) >= wanted);
    if reached && inside(event) {
        exact(rule, "factor").unwrap_or(Exact::whole(2))
    } else {
        Exact::ONE
    }
}

/// The highest tier of the power of three: own volume, a full frontline, enough together; above
/// that a frontline of people who hold the tier below.
fn tier(example: &Example, tree: &Tree, person: usize) -> usize {
    let params = &example.params;
    let who = &example.people[person];
    let person_min = exact_or_zero(params, "person_min");
    let width = count(params, "width").unwrap_or(3);
    let frontline = tree.children(person);
    let counts = |one: usize| {
        let one = &example.people[one];
        one.active && one.volume >= person_min
    };
    let team: Exact = frontline
        .iter()
        .map(|&one| example.people[one].volume)
        .sum::<Exact>()
        + who.volume;
    let full = frontline.iter().filter(|&&one| counts(one)).count() >= width;
    if !(counts(person) && full && team >= exact_or_zero(params, "team_min")) {
        return 0;
    }
    let mut tiers: Vec<usize> = frontline
        .iter()
        .map(|&one| tier(example, tree, one))
        .collect();
    tiers.sort_unstable();
    let with_tier = |wanted: usize| tiers.iter().filter(|&&tier| tier >= wanted).count() >= width;
    let last = list(params, "amounts").len();
    let mut reached = 1;
    while reached < last && with_tier(reached) {
        reached += 1;
    }
    reached
}
