//! E6 `pairing`: binary legs, period by period.
//!
//! Readings: no `qualify` means active only (BN-13 keeps the carry of a person who enrolled
//! nobody). Equal legs: the left one is the strong one when volume is consumed or flushed, and
//! the weak one when own volume is added. Amounts are rounded once a period.

use crate::exact::Exact;
use crate::example::{Example, Tree};
use crate::legs::Legs;
use crate::outcome::Ledger;
use crate::pairing_match::matched;
use crate::read::{count, exact, exact_or_zero, get, list, number, text};

/// Every position over all periods.
pub fn pay(example: &Example) -> Ledger {
    let stated = count(&example.params, "periods");
    let mut ledger = Ledger {
        shown_periods: stated.unwrap_or(0),
        ..Ledger::default()
    };
    let tree = legs_tree(example);
    for position in 0..example.people.len() {
        let mut legs = Legs::default();
        let mut first_paid = false;
        for period in 0..stated.unwrap_or(1) {
            let new = [
                leg_volume(example, &tree, position, 'L', period),
                leg_volume(example, &tree, position, 'R', period),
            ];
            if is_active(example, position, period) && qualifies(example, position) {
                legs.add(new);
                add_own_volume(example, position, period, &mut legs);
                let amount = matched(example, position, &mut legs, &mut first_paid);
                ledger.pay_in(position, period, amount);
                limit_carry(example, &mut legs);
            } else {
                miss(example, position, period, &mut legs, new);
            }
            legs.age();
        }
        let carry = legs
            .both()
            .map(|side| side.round(crate::exact::Mode::HalfUp));
        ledger
            .extra
            .carry
            .insert(example.people[position].id.clone(), carry);
    }
    ledger
}

/// The placement tree without people who stand in no leg (the holding tank).
fn legs_tree(example: &Example) -> Tree {
    let mut tree = example.placement();
    for (parent, person) in tree.parent.iter_mut().zip(&example.people) {
        *parent = parent.filter(|_| person.leg.is_some());
    }
    tree
}

/// A period's volume of one person.
fn volume(example: &Example, person: usize, period: usize) -> Exact {
    let who = &example.people[person];
    if get(&who.fields, "volumes").is_some() {
        let given = list(&who.fields, "volumes").get(period);
        return given.map_or(Exact::ZERO, number);
    }
    if period == 0 { who.volume } else { Exact::ZERO }
}

/// New volume of the whole leg.
fn leg_volume(example: &Example, tree: &Tree, position: usize, leg: char, period: usize) -> Exact {
    let heads = tree.children(position).into_iter();
    let of_leg = heads.filter(|&head| example.people[head].leg == Some(leg));
    let members = of_leg.flat_map(|head| tree.subtree(head));
    members.map(|member| volume(example, member, period)).sum()
}

fn is_active(example: &Example, person: usize, period: usize) -> bool {
    let who = &example.people[person];
    let given = list(&who.fields, "active_by_period").get(period);
    given.map_or(who.active, |flag| flag.as_bool().expect("a truth"))
}

/// `qualify`: an active person enrolled by himself in each leg, where the plan asks for it.
fn qualifies(example: &Example, position: usize) -> bool {
    if get(&example.params, "qualify").is_none() {
        return true;
    }
    let (placement, enrolment) = (legs_tree(example), example.enrolment());
    ['L', 'R'].iter().all(|&leg| {
        let heads = placement.children(position).into_iter();
        let of_leg = heads.filter(|&head| example.people[head].leg == Some(leg));
        let mut members = of_leg.flat_map(|head| placement.subtree(head));
        members.any(|one| enrolment.parent[one] == Some(position) && example.people[one].active)
    })
}

fn add_own_volume(example: &Example, position: usize, period: usize, legs: &mut Legs) {
    let own = volume(example, position, period);
    let extra = match text(&example.params, "own_volume") {
        None | Some("none") => Exact::ZERO,
        Some("weak_leg") => own,
        Some("excess_to_weak") => {
            let threshold = exact_or_zero(&example.params, "own_threshold");
            (own - threshold).max(Exact::ZERO)
        }
        Some(other) => panic!("unknown own_volume {other:?}"),
    };
    let [left, right] = legs.both();
    if left <= right {
        legs.add([extra, Exact::ZERO]);
    } else {
        legs.add([Exact::ZERO, extra]);
    }
}

/// What a period without activity does to the legs.
fn miss(example: &Example, position: usize, period: usize, legs: &mut Legs, new: [Exact; 2]) {
    match text(&example.params, "inactive").unwrap_or("flush") {
        "flush" => legs.clear(),
        "freeze" => {}
        "accumulate" => {
            legs.add(new);
            add_own_volume(example, position, period, legs);
            limit_carry(example, legs);
        }
        other => panic!("unknown inactive {other:?}"),
    }
}

/// Carry limits after the match.
fn limit_carry(example: &Example, legs: &mut Legs) {
    let params = &example.params;
    if let Some(cap) = exact(params, "carry_cap") {
        legs.cap(cap);
    }
    match text(params, "carry") {
        None | Some("keep" | "cap") => {}
        Some("flush_all") => legs.clear(),
        Some("flush_strong") => {
            let [left, right] = legs.both();
            let strong = usize::from(right > left);
            legs.clear_side(strong);
        }
        Some("expire_after_k") => {
            legs.expire(count(params, "expire_after").expect("a number of periods"));
        }
        Some(other) => panic!("unknown carry {other:?}"),
    }
}
