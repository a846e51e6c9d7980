//! T1 `settlement`: caps, customer rule, ledger, hold-back, returns, advances.
//!
//! Readings: caps and factor act on a component's exact amount, and every component's amount is
//! rounded (plans.md §3). Within a period all entries of a ledger are added before the minimum is
//! tested, period after period. A fee takes no more than the payment. A lapsed advance leaves what
//! was earned; one in force (`lapsed: false`) at least the advance.

use crate::exact::{Exact, Mode};
use crate::example::Example;
use crate::outcome::Ledger;
use crate::read::{count, exact, exact_or_zero, flag, get, number, text, words};
use serde_json::Value;
use std::collections::BTreeMap;

/// One settlement step by its kind.
pub fn pay(example: &Example) -> Ledger {
    match text(&example.params, "kind").expect("a kind") {
        "prorate_to_cap" => prorate(example),
        "individual_cap" => individual_cap(example),
        "customer_volume_rule" => customer_volume_rule(example),
        "ledger" => ledger(example),
        "hold_back" => hold_back(example),
        "return_at_average_rate" => return_at_average_rate(example),
        "advance" => advance(example),
        other => panic!("unknown kind {other:?}"),
    }
}

/// The factor that brings `capped` under the cap, never above 1.
pub fn prorate_factor(params: &Value, capped: Exact) -> Exact {
    let cap = exact_or_zero(params, "cap_rate") * exact_or_zero(params, "commissionable_volume");
    if capped <= cap {
        Exact::ONE
    } else {
        cap / capped
    }
}

/// `gross` of a node by component.
fn gross(example: &Example, person: usize) -> BTreeMap<String, Exact> {
    let fields = &example.people[person].fields;
    let map = get(fields, "gross").and_then(Value::as_object);
    let entries = map.into_iter().flatten();
    entries
        .map(|(name, amount)| (name.clone(), number(amount)))
        .collect()
}

/// Pays rounded amounts component by component.
fn pay_components(example: &Example, book: &mut Ledger, amount: impl Fn(&str, Exact) -> Exact) {
    for person in 0..example.people.len() {
        for (component, gross) in gross(example, person) {
            book.pay(person, amount(&component, gross).rounded(example.mode()));
        }
    }
}

fn prorate(example: &Example) -> Ledger {
    let flagged = words(&example.params, "under_cap");
    let everyone = (0..example.people.len()).flat_map(|person| gross(example, person));
    let capped = everyone.filter(|(name, _)| flagged.contains(&name.as_str()));
    let factor = prorate_factor(&example.params, capped.map(|(_, amount)| amount).sum());
    let mut book = Ledger::default();
    pay_components(example, &mut book, |name, gross| {
        if flagged.contains(&name) {
            gross * factor
        } else {
            gross
        }
    });
    book.extra.factor = Some(factor.decimal());
    book
}

fn individual_cap(example: &Example) -> Ledger {
    let cap = exact(&example.params, "cap").expect("a cap");
    let named = words(&example.params, "components");
    let capped = |name: &str| named.is_empty() || named.contains(&name);
    let mut book = Ledger::with_breakage();
    pay_components(example, &mut book, |name, gross| {
        if capped(name) { gross.min(cap) } else { gross }
    });
    for person in 0..example.people.len() {
        for (name, gross) in gross(example, person) {
            if capped(&name) {
                book.lose((gross - cap).max(Exact::ZERO));
            }
        }
    }
    book
}

fn customer_volume_rule(example: &Example) -> Ledger {
    let params = &example.params;
    let share = exact_or_zero(params, "min_customer_share");
    let mut book = Ledger::default();
    for (person, who) in example.people.iter().enumerate() {
        let customers = exact_or_zero(&who.fields, "customer_volume");
        let participants = exact_or_zero(&who.fields, "participant_volume");
        let all = customers + participants;
        let volume = match text(params, "mode") {
            None | Some("all_or_nothing") if customers >= share * all => all,
            None | Some("all_or_nothing") => Exact::ZERO,
            Some("pro_rata") if share.is_zero() => all,
            Some("pro_rata") => {
                customers + participants.min(customers * (Exact::ONE - share) / share)
            }
            Some(other) => panic!("unknown mode {other:?}"),
        };
        book.pay(person, volume * exact_or_zero(params, "rate"));
    }
    book
}

/// The last period of the example, from 1.
fn last_period(example: &Example) -> usize {
    let of_events = example
        .events
        .iter()
        .filter_map(|event| count(event, "period"))
        .max();
    count(&example.params, "periods").or(of_events).unwrap_or(1)
}

/// A person's entries of a period.
fn entries(example: &Example, person: usize, period: usize) -> Vec<&Value> {
    let his = |event: &&Value| {
        text(event, "member") == Some(&example.people[person].id)
            && count(event, "period").unwrap_or(1) == period
    };
    example.events.iter().filter(his).collect()
}

fn ledger(example: &Example) -> Ledger {
    let params = &example.params;
    let minimum = exact_or_zero(params, "min_payout");
    let fee = exact_or_zero(params, "fee");
    let separate = flag(params, "per_schedule").unwrap_or(false);
    let periods = last_period(example);
    let mut book = Ledger {
        shown_periods: periods,
        ..Ledger::default()
    };
    for person in 0..example.people.len() {
        let mut balances: BTreeMap<&str, Exact> = BTreeMap::new();
        for period in 1..=periods {
            for entry in entries(example, person, period) {
                let schedule = text(entry, "schedule")
                    .filter(|_| separate)
                    .unwrap_or_default();
                *balances.entry(schedule).or_insert(Exact::ZERO) += exact_or_zero(entry, "amount");
            }
            for balance in balances.values_mut() {
                if *balance > Exact::ZERO && *balance >= minimum {
                    book.pay_in(person, period - 1, (*balance - fee).max(Exact::ZERO));
                    *balance = Exact::ZERO;
                }
            }
        }
    }
    book
}

fn hold_back(example: &Example) -> Ledger {
    let params = &example.params;
    let share = exact_or_zero(params, "share");
    let after = count(params, "release_after_periods").unwrap_or(0);
    let periods = last_period(example);
    let mut book = Ledger {
        shown_periods: periods,
        ..Ledger::default()
    };
    for person in 0..example.people.len() {
        let earned = |period| -> Exact {
            let entries = entries(example, person, period).into_iter();
            entries.map(|entry| exact_or_zero(entry, "amount")).sum()
        };
        for period in 1..=periods {
            let at_once = |of: Exact| (of * (Exact::ONE - share)).rounded(Mode::HalfUp);
            let mut paid = at_once(earned(period));
            if period > after {
                let earlier = earned(period - after);
                paid += earlier - at_once(earlier);
            }
            book.pay_in(person, period - 1, paid);
        }
    }
    book
}

fn return_at_average_rate(example: &Example) -> Ledger {
    let params = &example.params;
    let volume = exact_or_zero(params, "month_volume");
    let mut book = Ledger::default();
    for (person, who) in example.people.iter().enumerate() {
        let returned = exact_or_zero(&who.fields, "returned");
        if !volume.is_zero() {
            book.pay(
                person,
                -(returned * exact_or_zero(params, "month_bonus") / volume),
            );
        }
    }
    book
}

fn advance(example: &Example) -> Ledger {
    let params = &example.params;
    let share = exact_or_zero(params, "advance_share");
    let periods = exact(params, "earn_periods").unwrap_or(Exact::ONE);
    let mut book = Ledger::default();
    for (person, who) in example.people.iter().enumerate() {
        let commission = exact_or_zero(&who.fields, "commission");
        let paid_periods = exact_or_zero(&who.fields, "paid_periods").min(periods);
        let earned = commission * paid_periods / periods;
        let in_force = flag(&who.fields, "lapsed") == Some(false);
        let least = if in_force {
            commission * share
        } else {
            Exact::ZERO
        };
        book.pay(person, earned.max(least));
    }
    book
}

/// The factor is never above 1.
#[test]
fn a_cap_that_is_not_reached_scales_nobody_up() {
    let params = serde_json::json!({"cap_rate": "0.5", "commissionable_volume": "100"});
    assert_eq!(prorate_factor(&params, Exact::whole(50)), Exact::ONE);
    assert_eq!(
        prorate_factor(&params, Exact::whole(70))
            .round(Mode::HalfUp)
            .to_string(),
        "0.71"
    );
}
