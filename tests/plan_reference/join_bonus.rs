//! E10 `join_bonus`: fast start, enrolment and coded bonuses.
//!
//! Readings: only the sponsor's level may ask `sponsor_must_qualify` (default yes); roll-up skips
//! people above him, never himself. An event without days or months is inside the window; a flat
//! bonus without a stated window asks for no days (JB-08 pays on day 1). A
//! coded bonus pays every order of the recruit and knows no window. Caps and people without
//! qualification leave breakage. A month is a pay period, rounded by itself. The reduced unilevel is the same payment, rounded with it.

use crate::exact::{Exact, Mode};
use crate::example::Example;
use crate::outcome::Ledger;
use crate::read::{count, exact, exact_or_zero, flag, get, list, number, numbers, text, words};
use serde_json::Value;
use std::collections::BTreeMap;

/// All joining events in order.
pub fn pay(example: &Example) -> Ledger {
    let events: Vec<&Value> = example
        .events
        .iter()
        .filter(|one| text(one, "buyer").is_some())
        .collect();
    let mut ledger = Ledger::with_breakage();
    let mut state = State::default();
    for event in events {
        let recruit = example.named(event, "buyer");
        if text(&example.params, "payee") == Some("coded") {
            state.code(example, event, recruit);
        }
        let pays = inside_window(example, event) && state.first_time(example, recruit);
        if pays {
            pay_event(example, event, &mut state, &mut ledger);
        }
        pay_levels(example, event, pays, &mut ledger);
    }
    ledger
}

/// What is remembered from event to event.
#[derive(Default)]
struct State {
    paid: Vec<usize>,
    code: BTreeMap<usize, Option<usize>>,
    /// Paid on a recruit in a period and level, for the caps.
    used: BTreeMap<(usize, usize, usize), Exact>,
}

impl State {
    /// False for a second bonus on a recruit where the plan pays once.
    fn first_time(&mut self, example: &Example, recruit: usize) -> bool {
        let coded = text(&example.params, "payee") == Some("coded");
        let once = flag(&example.params, "once_per_recruit").unwrap_or(is_flat(example) && !coded);
        let seen = self.paid.contains(&recruit);
        self.paid.push(recruit);
        !(once && seen)
    }

    /// Freezes the code-holder at the enrolment, or at the first order seen.
    fn code(&mut self, example: &Example, event: &Value, recruit: usize) {
        let time = exact_or_zero(event, "time");
        let ranks = words(&example.params, "payee_ranks");
        let chain = example.enrolment().uplines(recruit);
        let coach = |&upline: &usize| {
            let rank = rank_at(example, upline, time);
            rank.is_some_and(|rank| ranks.contains(&rank))
        };
        self.code
            .entry(recruit)
            .or_insert_with(|| chain.into_iter().find(coach));
    }

    /// What the cap of this level still allows in the event's period.
    fn allowed(&mut self, example: &Example, event: &Value, level: usize, wanted: Exact) -> Exact {
        let caps = numbers(&example.params, "cap_per_recruit_period");
        let Some(&cap) = caps.get(level) else {
            return wanted;
        };
        let period = count(event, "month")
            .or(count(event, "period"))
            .unwrap_or(1);
        let key = (example.named(event, "buyer"), period, level);
        let used = self.used.entry(key).or_insert(Exact::ZERO);
        let allowed = wanted.min(cap - *used);
        *used += allowed;
        allowed
    }
}

/// The pay period of an event, from 0.
fn month(event: &Value) -> usize {
    count(event, "month").map_or(0, |month| month - 1)
}

fn is_flat(example: &Example) -> bool {
    match text(&example.params, "kind") {
        None | Some("percent") => false,
        Some("flat") => true,
        Some(other) => panic!("unknown kind {other:?}"),
    }
}

/// A person's rank from `rank_at`, else his rank.
fn rank_at(example: &Example, person: usize, time: Exact) -> Option<&str> {
    let who = &example.people[person];
    if get(&who.fields, "rank_at").is_none() {
        return who.rank.as_deref();
    }
    let mut changes = list(&who.fields, "rank_at").iter();
    let last = changes.rfind(|change| number(&change[0]) <= time);
    last.and_then(|change| change[1].as_str())
}

/// The last day or month is inside.
fn inside_window(example: &Example, event: &Value) -> bool {
    let params = &example.params;
    let elsewhere = |stated| text(event, "on").is_some_and(|on| on != stated);
    if text(params, "on").is_some_and(elsewhere) {
        return false;
    }
    match (
        exact(params, "window_months"),
        exact(event, "month"),
        exact(event, "days"),
    ) {
        (Some(months), Some(month), _) => month <= months,
        (None, _, Some(days)) => {
            let unlimited = is_flat(example) && get(params, "window_days").is_none();
            unlimited || days <= exact_or_zero(params, "window_days")
        }
        _ => true,
    }
}

/// Who gets which level of an event; none is breakage.
fn payees(example: &Example, state: &State, recruit: usize, levels: usize) -> Vec<Option<usize>> {
    let params = &example.params;
    let chain = example.enrolment().uplines(recruit);
    let active = |person: usize| example.people[person].active;
    match text(params, "payee") {
        None | Some("by_level") => {}
        Some("nearest_rank") => {
            let ranked = |&upline: &usize| example.holds(upline, params, "payee_ranks");
            let nearest: Vec<usize> = chain.into_iter().filter(ranked).collect();
            let nth = |level| nearest.get(level).copied().filter(|&one| active(one));
            return (0..levels).map(nth).collect();
        }
        Some("coded") => {
            let holder = state.code[&recruit].filter(|&one| active(one));
            return (0..levels)
                .map(|level| holder.filter(|_| level == 0))
                .collect();
        }
        Some(other) => panic!("unknown payee {other:?}"),
    }
    let existing = levels.min(chain.len());
    let rolls = flag(params, "roll_up").unwrap_or(false);
    let sponsor_must = flag(params, "sponsor_must_qualify").unwrap_or(true);
    let mut above = chain.iter().copied().skip(1);
    let payee = |level: usize| match level {
        0 => Some(chain[0]).filter(|&sponsor| active(sponsor) || !sponsor_must),
        _ if rolls => above.find(|&upline| active(upline)),
        _ => Some(chain[level]).filter(|&upline| active(upline)),
    };
    (0..existing).map(payee).collect()
}

fn pay_event(example: &Example, event: &Value, state: &mut State, ledger: &mut Ledger) {
    let recruit = example.named(event, "buyer");
    let levels = if is_flat(example) {
        numbers(&example.params, "amounts")
    } else {
        let order = exact_or_zero(event, "amount");
        let rates = numbers(&example.params, "rates").into_iter();
        rates.map(|rate| rate * order).collect()
    };
    let payees = payees(example, state, recruit, levels.len());
    for (level, (payee, wanted)) in payees.into_iter().zip(levels).enumerate() {
        let Some(payee) = payee else {
            ledger.lose(wanted);
            continue;
        };
        let allowed = state.allowed(example, event, level, wanted);
        ledger.pay_in(payee, month(event), allowed);
        ledger.lose(wanted - allowed);
    }
}

/// The unilevel on the same orders, reduced where the fast start was paid.
fn pay_levels(example: &Example, event: &Value, reduced: bool, ledger: &mut Ledger) {
    let params = &example.params;
    let cut = exact(params, "reduce_volume_for_levels").or(exact(params, "reduce_volume"));
    let order = exact_or_zero(event, "amount");
    // What is taken out is volume, in whole cents.
    let base = match cut {
        Some(cut) if reduced => order - (order * cut).rounded(Mode::HalfUp),
        _ => order,
    };
    let chain = example.enrolment().uplines(example.named(event, "buyer"));
    for (rate, upline) in numbers(params, "level_rates").into_iter().zip(chain) {
        if example.people[upline].active {
            ledger.pay_in(upline, month(event), base * rate);
        } else {
            ledger.lose(base * rate);
        }
    }
}
