//! E11 `pool`: an amount shared by points.
//!
//! Readings: only active people have points; without any `points` in the example each has one.
//! In the worked examples the rounding default is half-up (PO-07). Largest remainder hands out
//! the nearest cent of what is due in total, ties by list order. What a cap leaves is breakage
//! unless it is redistributed; if all are at the cap, the rest stays.

use crate::exact::{Exact, Mode};
use crate::example::{Example, Tree};
use crate::outcome::Ledger;
use crate::read::{exact, exact_or_zero, get, numbers, text};

/// Shares of the pool.
pub fn pay(example: &Example) -> Ledger {
    let params = &example.params;
    let percent = || exact_or_zero(params, "percent") * exact_or_zero(params, "of");
    let pool = exact(params, "amount").unwrap_or_else(percent);
    let points = points(example);
    let shares = shares(example, pool, &points);
    let mut ledger = Ledger::with_breakage();
    let shared: Exact = shares.iter().copied().sum();
    let nobody = points.iter().all(|one| one.is_zero());
    if !(nobody && text(params, "if_no_qualifier") == Some("carry_forward")) {
        ledger.lose(pool - shared);
    }
    let rounding = get(params, "rounding");
    let mode = rounding.and_then(|value| value.as_str().or_else(|| text(value, "mode")));
    let paid = if mode == Some("largest_remainder") {
        largest_remainder(&shares)
    } else {
        shares
    };
    for (person, amount) in paid.into_iter().enumerate() {
        ledger.pay(person, amount);
    }
    ledger
}

fn points(example: &Example) -> Vec<Exact> {
    let params = &example.params;
    let by_level = numbers(params, "points_by_level");
    let tree = example.enrolment();
    let any = example
        .people
        .iter()
        .any(|one| get(&one.fields, "points").is_some());
    let of = |person: usize| {
        let who = &example.people[person];
        if !who.active {
            Exact::ZERO
        } else if !by_level.is_empty() {
            structural(example, &tree, person, &by_level)
        } else if let Some(table) = get(params, "points_by_rank") {
            who.rank
                .as_ref()
                .map_or(Exact::ZERO, |rank| exact_or_zero(table, rank))
        } else if text(params, "points") == Some("volume") {
            who.volume
        } else if any {
            exact_or_zero(&who.fields, "points")
        } else {
            Exact::ONE
        }
    };
    (0..example.people.len()).map(of).collect()
}

/// Points for every active person below, by level in the tree of active people.
fn structural(example: &Example, tree: &Tree, person: usize, by_level: &[Exact]) -> Exact {
    let compressed = text(&example.params, "compression").unwrap_or("none") != "none";
    let mut total = Exact::ZERO;
    for source in (0..example.people.len()).filter(|&one| example.people[one].active) {
        let mut chain = tree.uplines(source);
        chain.retain(|&upline| !compressed || example.people[upline].active);
        if let Some(level) = chain.iter().position(|&upline| upline == person) {
            total += by_level.get(level).copied().unwrap_or(Exact::ZERO);
        }
    }
    total
}

/// Exact shares after the cap.
fn shares(example: &Example, pool: Exact, points: &[Exact]) -> Vec<Exact> {
    let params = &example.params;
    let cap = exact(params, "cap_fraction").map(|fraction| fraction * pool);
    let redistributes = match text(params, "excess") {
        None | Some("retain") => false,
        Some("redistribute") => true,
        Some(other) => panic!("unknown excess {other:?}"),
    };
    let Some(cap) = cap else {
        return in_proportion(pool, points);
    };
    if !redistributes {
        let free = in_proportion(pool, points).into_iter();
        return free.map(|share| share.min(cap)).collect();
    }
    let mut at_cap = vec![false; points.len()];
    loop {
        let capped = at_cap.iter().filter(|&&at| at).count();
        let rest = pool - cap * Exact::whole(capped);
        let open = |person: usize| {
            if at_cap[person] {
                Exact::ZERO
            } else {
                points[person]
            }
        };
        let open: Vec<Exact> = (0..points.len()).map(open).collect();
        let free = in_proportion(rest, &open);
        let over: Vec<usize> = (0..points.len()).filter(|&one| free[one] > cap).collect();
        if over.is_empty() {
            let share = |person: usize| if at_cap[person] { cap } else { free[person] };
            return (0..points.len()).map(share).collect();
        }
        for person in over {
            at_cap[person] = true;
        }
    }
}

fn in_proportion(amount: Exact, points: &[Exact]) -> Vec<Exact> {
    let all: Exact = points.iter().copied().sum();
    if all.is_zero() {
        return vec![Exact::ZERO; points.len()];
    }
    points.iter().map(|&one| amount * one / all).collect()
}

/// Whole cents whose total is that of the exact shares.
pub fn largest_remainder(shares: &[Exact]) -> Vec<Exact> {
    let cent = Exact::new(1, 100);
    let mut paid: Vec<Exact> = shares
        .iter()
        .map(|&one| (one / cent).floor() * cent)
        .collect();
    let due = shares.iter().copied().sum::<Exact>().rounded(Mode::HalfUp);
    let mut order: Vec<usize> = (0..shares.len()).collect();
    order.sort_by_key(|&person| std::cmp::Reverse(shares[person] - paid[person]));
    let mut left = due - paid.iter().copied().sum();
    for person in order {
        if left > Exact::ZERO {
            paid[person] += cent;
            left -= cent;
        }
    }
    paid
}
