//! S3 `rank` and activity. Nobody is paid.
//!
//! Readings: a group's volume is its members' and their customers'; own volume is never a leg; a leg counts once, whoever in it holds the rank or a
//! higher one. With `hold = lifetime` a node's `rank` is what he reached before.

use crate::exact::Exact;
use crate::example::{Example, Tree};
use crate::outcome::Ledger;
use crate::read::{count, exact, exact_or_zero, flag, get, list, number, text};
use serde_json::Value;

/// Ranks by the ladder, activity by its minimum.
pub fn pay(example: &Example) -> Ledger {
    let mut ledger = Ledger::default();
    let named = |person: usize| example.people[person].id.clone();
    if let Some(rule) = get(&example.params, "activity") {
        for person in 0..example.people.len() {
            ledger
                .extra
                .active
                .insert(named(person), is_active(example, rule, person));
        }
    }
    let ladder = list(&example.params, "ladder");
    let name = |rung: usize| text(&ladder[rung], "rank").expect("a rank").to_owned();
    for (person, rung) in rungs(example, ladder).into_iter().enumerate() {
        if let Some(rung) = rung {
            ledger.extra.rank.insert(named(person), name(rung));
        }
    }
    ledger
}

/// Own points plus a share of the customers' points.
fn is_active(example: &Example, rule: &Value, person: usize) -> bool {
    let who = &example.people[person];
    let factor = exact(rule, "customer_factor").unwrap_or(Exact::ONE);
    let points = who.volume + factor * exact_or_zero(&who.fields, "customer_volume");
    let minimum = exact(rule, "min").or(exact(rule, "min_points"));
    points >= minimum.unwrap_or(Exact::ZERO)
}

/// Everybody's rung, people below first.
fn rungs(example: &Example, ladder: &[Value]) -> Vec<Option<usize>> {
    let params = &example.params;
    let tree = match text(params, "legs_counted_in") {
        Some("placement") => example.placement(),
        _ => example.enrolment(),
    };
    let cumulative = flag(params, "cumulative").unwrap_or(false);
    let place = |rank: &str| {
        ladder
            .iter()
            .position(|rung| text(rung, "rank") == Some(rank))
    };
    let mut held = vec![None; example.people.len()];
    for person in tree.deepest_first() {
        let holds: Vec<bool> = ladder
            .iter()
            .map(|rung| meets(example, &tree, &held, ladder, person, rung))
            .collect();
        held[person] = if cumulative {
            holds
                .iter()
                .take_while(|&&holds| holds)
                .count()
                .checked_sub(1)
        } else {
            holds.iter().rposition(|&holds| holds)
        };
        if text(params, "hold") == Some("lifetime") {
            held[person] = held[person].max(example.rank(person).and_then(place));
        }
    }
    held
}

/// Every condition of a rung.
fn meets(
    example: &Example,
    tree: &Tree,
    held: &[Option<usize>],
    ladder: &[Value],
    person: usize,
    rung: &Value,
) -> bool {
    let who = &example.people[person];
    let conditions = rung.as_object().expect("a rung").iter();
    let mut asked =
        conditions.filter(|(key, _)| !["rank", "max_leg_share"].contains(&key.as_str()));
    asked.all(|(key, value)| match key.as_str() {
        "group_volume" => group_volume(example, tree, person, rung) >= number(value),
        "personal_volume" | "own_volume" | "own_points" => who.volume >= number(value),
        "customers" | "customer_volume" | "tenure" => {
            exact_or_zero(&who.fields, key) >= number(value)
        }
        "active" => Some(who.active) == value.as_bool(),
        "legs" | "legs_with_rank" => {
            let one = std::slice::from_ref(value);
            let asked = value.as_array().map_or(one, Vec::as_slice);
            asked
                .iter()
                .all(|legs| enough_legs(tree, held, ladder, person, legs))
        }
        other => panic!("unknown condition {other:?}"),
    })
}

/// Own volume plus each leg's, up to the share of the required volume.
fn group_volume(example: &Example, tree: &Tree, person: usize, rung: &Value) -> Exact {
    let required = exact_or_zero(rung, "group_volume");
    let limit = exact(rung, "max_leg_share").map(|share| share * required);
    let volume = |leg: &usize| -> Exact {
        let members = tree.subtree(*leg).into_iter();
        let all = members.map(|member| with_customers(example, member)).sum();
        limit.map_or(all, |limit| limit.min(all))
    };
    with_customers(example, person) + tree.children(person).iter().map(volume).sum()
}

fn with_customers(example: &Example, person: usize) -> Exact {
    let who = &example.people[person];
    who.volume + exact_or_zero(&who.fields, "customer_volume")
}

/// `{rank, count}`: legs in which somebody holds the rank.
fn enough_legs(
    tree: &Tree,
    held: &[Option<usize>],
    ladder: &[Value],
    person: usize,
    wanted: &Value,
) -> bool {
    let place = |rung: &Value| text(rung, "rank") == text(wanted, "rank");
    let rank = ladder.iter().position(place).expect("a rank of the ladder");
    let holds = |member: &usize| held[*member] >= Some(rank);
    let with_rank = |leg: &usize| tree.subtree(*leg).iter().any(holds);
    let legs = tree
        .children(person)
        .iter()
        .filter(|leg| with_rank(leg))
        .count();
    legs >= count(wanted, "count").unwrap_or(1)
}
