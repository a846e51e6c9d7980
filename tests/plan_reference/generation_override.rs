//! E5 `generation_override`: breakaway override, royalty, infinity, leadership with guarantee.
//!
//! Readings: `min_group_volume` and `rate_by_own_volume` look at unscaled volume (only the base
//! is multiplied by `volume_factor`); a leader below his minimum still uses up his generation;
//! with `start_generation` the first rate belongs to that generation; with
//! `stop = next_same_or_higher_rank` the last rate goes on until a leader of the same or a higher
//! rank stands between, ranks being ordered as listed.

use crate::exact::Exact;
use crate::example::{Example, Tree};
use crate::generation::Walk;
use crate::outcome::Ledger;
use crate::read::{bracket_rate, count, exact, exact_or_zero, get, list, numbers, text, words};
use serde_json::Value;

/// Sums the layers, or the one layer that the parameters are.
pub fn pay(example: &Example) -> Ledger {
    let params = &example.params;
    let mut ledger = Ledger::default();
    match text(params, "kind") {
        None => {
            let layers = list(params, "layers");
            let one = std::slice::from_ref(params);
            for layer in if layers.is_empty() { one } else { layers } {
                pay_layer(example, layer, &mut ledger);
            }
        }
        Some("infinity") => pay_infinity(example, &mut ledger),
        Some("leadership_with_guarantee") => pay_leadership(example, &mut ledger),
        Some(other) => panic!("unknown kind {other:?}"),
    }
    ledger
}

fn pay_layer(example: &Example, layer: &Value, ledger: &mut Ledger) {
    let tree = example.walked();
    let leader = |person: usize| example.holds(person, layer, "boundary_ranks");
    let active = |person: usize| example.people[person].active;
    let walk = Walk {
        tree: &tree,
        opens: text(layer, "boundary") != Some("closes"),
        inactive: text(layer, "inactive").unwrap_or("skip"),
        start_level: count(layer, "start_level").unwrap_or(1),
        leader: &leader,
        active: &active,
    };
    let factor = exact(layer, "volume_factor").unwrap_or(Exact::ONE);
    let personal_only = text(layer, "volume_scope") == Some("personal_only");
    let mut overrides = vec![Exact::ZERO; example.people.len()];
    let mut bases = overrides.clone();
    for (source, person) in example.people.iter().enumerate() {
        if personal_only && !leader(source) {
            continue;
        }
        let base = person.volume * factor;
        let seen = walk.generations(source);
        for &(payee, generation) in &seen {
            let between: Vec<usize> = seen.iter().map(|&(p, _)| p).take(generation - 1).collect();
            let rate = rate_of(example, layer, payee, generation, &between);
            let Some(rate) = rate.filter(|_| qualifies(example, layer, &walk, payee)) else {
                continue;
            };
            if rate > Exact::ZERO {
                bases[payee] += base;
            }
            overrides[payee] += base * rate * own_volume_rate(layer, person_volume(example, payee));
        }
    }
    for payee in 0..example.people.len() {
        ledger.pay(payee, overrides[payee]);
        let reached = |bonus: &&Value| overrides[payee] >= exact_or_zero(bonus, "threshold");
        if let Some(bonus) = get(layer, "bonus_if_override_at_least").filter(reached) {
            ledger.pay(payee, bases[payee] * exact_or_zero(bonus, "rate"));
        }
    }
}

fn person_volume(example: &Example, person: usize) -> Exact {
    example.people[person].volume
}

/// The rate of a generation for a payee, none where the layer pays nothing.
fn rate_of(
    example: &Example,
    layer: &Value,
    payee: usize,
    generation: usize,
    between: &[usize],
) -> Option<Exact> {
    let rates = numbers(layer, "rates");
    let start = count(layer, "start_generation").unwrap_or(1);
    let index = generation.checked_sub(start)?;
    match text(layer, "stop") {
        None | Some("after_n") => rates.get(index).copied(),
        Some("next_same_or_higher_rank") => {
            let ranks = words(layer, "boundary_ranks");
            let height = |person: usize| {
                let own = example.rank(person);
                ranks.iter().position(|rank| Some(*rank) == own)
            };
            let blocked = between
                .iter()
                .any(|&leader| height(leader) >= height(payee));
            let rate = rates.get(index).or(rates.last()).copied();
            rate.filter(|_| !blocked)
        }
        Some(other) => panic!("unknown stop {other:?}"),
    }
}

/// Active, and with enough volume in his own group.
fn qualifies(example: &Example, layer: &Value, walk: &Walk, payee: usize) -> bool {
    let group = walk.own_group(payee);
    let volume: Exact = group
        .into_iter()
        .map(|person| person_volume(example, person))
        .sum();
    example.people[payee].active && volume >= exact_or_zero(layer, "min_group_volume")
}

/// `rate_by_own_volume` multiplies the rates.
fn own_volume_rate(layer: &Value, own: Exact) -> Exact {
    match list(layer, "rate_by_own_volume") {
        [] => Exact::ONE,
        rows => bracket_rate(rows, own),
    }
}

/// Each unit pays once: to the nearest upline of the payee ranks for whom its group is at the
/// start generation or deeper.
fn pay_infinity(example: &Example, ledger: &mut Ledger) {
    let params = &example.params;
    let tree = example.walked();
    let leader = |person: usize| example.holds(person, params, "boundary_ranks");
    let active = |person: usize| example.people[person].active;
    let walk = Walk {
        tree: &tree,
        opens: text(params, "boundary") != Some("closes"),
        inactive: text(params, "inactive").unwrap_or("skip"),
        start_level: 1,
        leader: &leader,
        active: &active,
    };
    let start = count(params, "start_generation").unwrap_or(1);
    for (source, person) in example.people.iter().enumerate() {
        let takes = |&&(upline, generation): &&(usize, usize)| {
            generation >= start && active(upline) && example.holds(upline, params, "payee_ranks")
        };
        if let Some(&(payee, _)) = walk.generations(source).iter().find(takes) {
            ledger.pay(payee, person.volume * exact_or_zero(params, "rate"));
        }
    }
}

/// Leadership bonus, deepest first: who receives from broken-away legs must himself generate the
/// guaranteed amount for his sponsor, the shortfall coming out of what he receives.
fn pay_leadership(example: &Example, ledger: &mut Ledger) {
    let tree = example.enrolment();
    let mut passed = vec![Exact::ZERO; example.people.len()];
    for person in tree.deepest_first() {
        let legs = tree.children(person);
        let received: Exact = legs.iter().map(|&leg| passed[leg]).sum();
        passed[person] = passed_up(example, &tree, person, received);
        let own = generated(example, person);
        ledger.pay(person, received - (passed[person] - own));
    }
}

/// What a leader's own group generates for his sponsor.
fn generated(example: &Example, person: usize) -> Exact {
    if example.rank(person) == Some("q21") {
        exact_or_zero(&example.params, "rate") * example.people[person].volume
    } else {
        Exact::ZERO
    }
}

fn passed_up(example: &Example, tree: &Tree, person: usize, received: Exact) -> Exact {
    let params = &example.params;
    let own = generated(example, person);
    let leader = |&other: &usize| example.rank(other) == Some("q21");
    let with_leader = |leg: &usize| tree.subtree(*leg).iter().any(leader);
    let legs = tree
        .children(person)
        .iter()
        .filter(|leg| with_leader(leg))
        .count();
    let enough = exact_or_zero(params, "qualifying_own_group");
    let has_sponsor = tree.parent[person].is_some();
    if legs == 1 && example.people[person].volume < enough {
        return own + received;
    }
    if !leader(&person) || !has_sponsor {
        return own;
    }
    let guarantee = exact_or_zero(params, "rate") * exact_or_zero(params, "minimum_base");
    own.max(guarantee.min(own + received))
}
