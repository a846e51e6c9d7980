//! E4 `differential`: stairstep and rank gap, as the walk up of its rule.
//!
//! Readings: a leg at or above `breakaway_rate` is cut; an inactive leader has rate 0 unless
//! `inactive_rate` is `own`, so he does not break away. Who misses `requires` earns on his own
//! volume only and still uses up his gap.

use crate::exact::Exact;
use crate::example::{Example, Tree};
use crate::outcome::Ledger;
use crate::read::{bracket_rate, exact, exact_or_zero, get, list, text};

/// Walks every person's volume up, paying each step above the highest rate paid so far.
pub fn pay(example: &Example) -> Ledger {
    let tree = example.walked();
    let rates = rates(example, &tree);
    let broken = broken_away(example, &rates);
    let own_included = text(&example.params, "own_volume") != Some("excluded");
    let mut ledger = Ledger::with_breakage();
    for (source, person) in example.people.iter().enumerate() {
        let mut chain = vec![source];
        chain.extend(tree.uplines(source));
        let mut paid = Exact::ZERO;
        for upline in chain {
            let gap = (rates[upline] - paid).max(Exact::ZERO) * person.volume;
            if upline != source && !meets_customer_rule(example, upline) {
                ledger.lose(gap);
            } else if upline != source || own_included {
                ledger.pay_if_active(example, upline, gap);
            }
            paid = paid.max(rates[upline]);
            if broken[upline] {
                break; // The whole leg has left the groups above (plans.md S2).
            }
        }
    }
    ledger
}

/// Everybody's rate, children before parents, because a broken leg lowers the bracket above.
pub fn rates(example: &Example, tree: &Tree) -> Vec<Exact> {
    let mut rates = vec![Exact::ZERO; example.people.len()];
    let mut groups = vec![Exact::ZERO; example.people.len()];
    for person in tree.deepest_first() {
        let broken = broken_away(example, &rates);
        let kept = tree
            .children(person)
            .into_iter()
            .filter(|&leg| !broken[leg]);
        groups[person] = example.people[person].volume + kept.map(|leg| groups[leg]).sum();
        rates[person] = rate(example, person, groups[person]);
    }
    rates
}

/// Who leaves his upline's group.
fn broken_away(example: &Example, rates: &[Exact]) -> Vec<bool> {
    let limit = exact(&example.params, "breakaway_rate");
    let at_limit = |&rate: &Exact| limit.is_some_and(|limit| rate >= limit);
    rates.iter().map(at_limit).collect()
}

fn rate(example: &Example, person: usize, group: Exact) -> Exact {
    let params = &example.params;
    let who = &example.people[person];
    let own_if_inactive = text(params, "inactive_rate").is_some_and(|word| word.starts_with("own"));
    if !who.active && !own_if_inactive {
        return Exact::ZERO;
    }
    let per_point = exact(params, "volume_per_point").unwrap_or(Exact::ONE);
    let scale = list(params, "scale");
    match text(params, "rate_by") {
        None | Some("group_volume") => bracket_rate(scale, group / per_point),
        Some("own_volume") => bracket_rate(scale, who.volume / per_point),
        Some("rank") => {
            let table = get(params, "rates").expect("rates by rank");
            example
                .rank(person)
                .map_or(Exact::ZERO, |rank| exact_or_zero(table, rank))
        }
        Some(other) => panic!("unknown rate_by {other:?}"),
    }
}

/// The customer rule of `requires`: any one of its stated minima suffices.
fn meets_customer_rule(example: &Example, person: usize) -> bool {
    let Some(rule) = get(&example.params, "requires") else {
        return true;
    };
    let fields = &example.people[person].fields;
    let minima = rule.as_object().expect("minima by field");
    minima
        .keys()
        .any(|key| exact_or_zero(fields, key) >= exact_or_zero(rule, key))
}
