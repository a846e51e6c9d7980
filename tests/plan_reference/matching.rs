//! E9 `matching`: a share of other people's earnings, by level or generation.

use crate::exact::Exact;
use crate::example::Example;
use crate::generation::Walk;
use crate::holders::holders;
use crate::outcome::Ledger;
use crate::read::{exact, exact_or_zero, get, list, number, numbers, text};

/// Matches what the nodes say was `earned`.
pub fn pay(example: &Example) -> Ledger {
    let people = example.people.iter();
    let earned: Vec<Exact> = people
        .map(|one| exact_or_zero(&one.fields, "earned"))
        .collect();
    pay_on(example, &earned)
}

/// Matches these earnings, the individual cap first.
pub fn pay_on(example: &Example, earned: &[Exact]) -> Ledger {
    let params = &example.params;
    let earner_cap =
        exact(params, "earner_cap").filter(|_| text(params, "earned") != Some("gross"));
    let mut matched = vec![Exact::ZERO; example.people.len()];
    for (source, &all) in earned.iter().enumerate() {
        let base = earner_cap.map_or(all, |cap| all.min(cap));
        for (payee, step) in matchers(example, source) {
            matched[payee] += base * rate(example, payee, step);
        }
    }
    let mut ledger = Ledger::default();
    for (payee, amount) in matched.into_iter().enumerate() {
        let capped = exact(params, "cap").map_or(amount, |cap| amount.min(cap));
        ledger.pay(payee, capped);
    }
    ledger
}

/// Who matches this person's earnings, with the level or generation from 0.
fn matchers(example: &Example, source: usize) -> Vec<(usize, usize)> {
    let params = &example.params;
    let tree = example.walked();
    let active = |person: usize| example.people[person].active;
    let ranks = ["generation_ranks", "boundary_ranks"];
    let key = ranks.into_iter().find(|key| get(params, key).is_some());
    if let Some(key) = key {
        let leader = |person: usize| example.holds(person, params, key);
        let walk = Walk {
            tree: &tree,
            opens: text(params, "boundary") != Some("closes"),
            inactive: text(params, "inactive").unwrap_or("skip"),
            start_level: 1,
            leader: &leader,
            active: &active,
        };
        let seen = walk.generations(source).into_iter();
        let paid = seen.filter(|&(payee, _)| active(payee));
        return paid
            .map(|(payee, generation)| (payee, generation - 1))
            .collect();
    }
    let compression = text(params, "compression").unwrap_or("none");
    let chain = tree.uplines(source);
    let held = holders(&chain, chain.len(), compression, active, |_, _| true);
    let steps = held.into_iter().enumerate();
    steps
        .filter_map(|(step, payee)| Some((payee?, step)))
        .collect()
}

fn rate(example: &Example, payee: usize, step: usize) -> Exact {
    let params = &example.params;
    match get(params, "rate_by_rank") {
        None => numbers(params, "rates")
            .get(step)
            .copied()
            .unwrap_or(Exact::ZERO),
        Some(table) => {
            let row = example
                .rank(payee)
                .map_or(&[][..], |rank| list(table, rank));
            row.get(step).map_or(Exact::ZERO, number)
        }
    }
}
