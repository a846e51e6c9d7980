//! The match of one position in one period, by the modes of plans.md E6.
//!
//! Readings: `max_match` limits the matched volume of the weaker side; `cap_amount` limits the
//! payment of the period. Under `flush` all that could be matched is used up, under `retain` only
//! what is paid for. The first pair counts towards `max_cycles`.

use crate::exact::Exact;
use crate::example::Example;
use crate::legs::Legs;
use crate::read::{by_rank, exact, exact_or_zero, list, numbers, text};

/// Matches, consumes from both legs and says what is paid.
pub fn matched(example: &Example, payee: usize, legs: &mut Legs, first_paid: &mut bool) -> Exact {
    match text(&example.params, "mode").unwrap_or("percent_weak") {
        "percent_weak" => percent(example, payee, legs, [Exact::ONE, Exact::ONE]),
        "percent_ratio" => percent(example, payee, legs, ratio(example)),
        "step_schedule" => step(example, payee, legs),
        "cycle" => cycles(example, payee, legs, first_paid),
        "count_pairs" => cycles(example, payee, legs, first_paid),
        other => panic!("unknown mode {other:?}"),
    }
}

/// `strong` and `weak`, 1:1 unless stated.
fn ratio(example: &Example) -> [Exact; 2] {
    ["strong", "weak"].map(|key| exact(&example.params, key).unwrap_or(Exact::ONE))
}

fn limit(example: &Example, payee: usize, key: &str) -> Option<Exact> {
    by_rank(&example.params, key, example.rank(payee))
}

fn retains(example: &Example) -> bool {
    match text(&example.params, "on_cap") {
        None | Some("flush") => false,
        Some("retain") => true,
        Some(other) => panic!("unknown on_cap {other:?}"),
    }
}

fn strong_side(legs: &Legs) -> usize {
    let [left, right] = legs.both();
    usize::from(right > left)
}

/// A rate of the matched weaker side.
fn percent(example: &Example, payee: usize, legs: &mut Legs, ratio: [Exact; 2]) -> Exact {
    let [per_strong, per_weak] = ratio;
    let strong = strong_side(legs);
    let both = legs.both();
    let exact = both[1 - strong].min(both[strong] * per_weak / per_strong);
    // What does not make a whole part of a cent, `strong` of them, is carried.
    let parts = per_strong * Exact::whole(100);
    let possible = (exact * parts).floor() / parts;
    if possible < exact_or_zero(&example.params, "min_match") {
        return Exact::ZERO;
    }
    let rate = limit(example, payee, "rate").unwrap_or(Exact::ZERO);
    let mut paid_for = possible;
    if let Some(most) = limit(example, payee, "max_match") {
        paid_for = paid_for.min(most);
    }
    let exceeded = |cap: &Exact| rate * paid_for > *cap;
    let mut paid = rate * paid_for;
    if let Some(cap) = limit(example, payee, "cap_amount").filter(exceeded) {
        // What the cap pays for, to the nearest part.
        let nearest = -(Exact::new(1, 2) - cap / rate * parts).floor();
        (paid, paid_for) = (cap, nearest / parts);
    }
    let used = if retains(example) { paid_for } else { possible };
    legs.take(1 - strong, used);
    legs.take(strong, used * per_strong / per_weak);
    paid
}

/// The highest row that both legs reach, once.
fn step(example: &Example, payee: usize, legs: &mut Legs) -> Exact {
    let [left, right] = legs.both();
    let reached = |row: &&serde_json::Value| exact_or_zero(row, "match") <= left.min(right);
    let rows = list(&example.params, "schedule").iter().filter(reached);
    let Some(row) = rows.max_by_key(|row| exact_or_zero(row, "match")) else {
        return Exact::ZERO;
    };
    for side in 0..2 {
        legs.take(side, exact_or_zero(row, "match"));
    }
    capped(example, payee, exact_or_zero(row, "pay"))
}

fn capped(example: &Example, payee: usize, amount: Exact) -> Exact {
    limit(example, payee, "cap_amount").map_or(amount, |cap| amount.min(cap))
}

/// Whole cycles or pairs: which side is the stronger is decided anew each time.
fn cycles(example: &Example, payee: usize, legs: &mut Legs, first_paid: &mut bool) -> Exact {
    let most = limit(example, payee, "max_cycles");
    let first = numbers(&example.params, "first_ratio");
    let mut amount = Exact::ZERO;
    let mut paid = Exact::ZERO;
    loop {
        let below_the_cap =
            !retains(example) || limit(example, payee, "cap_amount").is_none_or(|cap| amount < cap);
        let room = most.is_none_or(|most| paid < most) && below_the_cap;
        if !room && retains(example) {
            break;
        }
        let is_first = !first.is_empty() && !*first_paid;
        let [per_strong, per_weak] = if is_first {
            [first[0].max(first[1]), first[0].min(first[1])]
        } else {
            ratio(example)
        };
        let strong = strong_side(legs);
        let both = legs.both();
        if both[strong] < per_strong || both[1 - strong] < per_weak {
            break;
        }
        legs.take(strong, per_strong);
        legs.take(1 - strong, per_weak);
        if room {
            amount += value(example, payee, is_first);
            paid += Exact::ONE;
        }
        *first_paid |= is_first;
    }
    capped(example, payee, amount)
}

/// What one cycle or pair pays.
fn value(example: &Example, payee: usize, is_first: bool) -> Exact {
    let usual = || {
        let next = exact(&example.params, "next_value");
        next.or(limit(example, payee, "value"))
            .unwrap_or(Exact::ZERO)
    };
    if is_first {
        exact(&example.params, "first_value").unwrap_or_else(usual)
    } else {
        usual()
    }
}
