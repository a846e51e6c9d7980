//! Which affiliate a payment belongs to (plans.md E2): clicks, sign-ups, payments, refunds.
//!
//! Readings: a click is alive up to and including its last window day, and first or last click
//! is chosen among the clicks alive. With `binds_customer` the sign-up (or, without one, the
//! first payment that finds an affiliate) binds for good, also to nobody if no click is alive at
//! the sign-up. `lifetime` is the first click ever, without a window. Under `coupon` only the
//! payment's `coupon` counts.

use crate::exact::Exact;
use crate::example::Example;
use crate::read::{exact, exact_or_zero, flag, get, text};
use serde_json::Value;
use std::collections::BTreeMap;

/// A commissionable sale.
#[derive(Clone, Debug)]
pub struct Sale {
    /// Who earns on it.
    pub seller: usize,
    /// Who paid, where known.
    pub customer: Option<String>,
    /// The base.
    pub amount: Exact,
}

/// Attributed payments in order, less refunds inside the refund window.
pub fn sales(example: &Example) -> Vec<Sale> {
    let mut bound: BTreeMap<String, Option<usize>> = BTreeMap::new();
    let mut sales = Vec::new();
    for (index, event) in example.events.iter().enumerate() {
        let seen = &example.events[..index];
        let customer = text(event, "customer").unwrap_or_default().to_owned();
        match text(event, "type").expect("typed events") {
            "signup" if binds(example) => {
                bound
                    .entry(customer)
                    .or_insert_with(|| referrer(example, seen, event));
            }
            "payment" => {
                let seller = match bound.get(&customer) {
                    Some(seller) => *seller,
                    None => referrer(example, seen, event),
                };
                if binds(example) && seller.is_some() {
                    bound.entry(customer.clone()).or_insert(seller);
                }
                let amount = kept_of(example, event);
                if let Some(seller) = seller.filter(|_| amount > Exact::ZERO) {
                    let customer = Some(customer);
                    sales.push(Sale {
                        seller,
                        customer,
                        amount,
                    });
                }
            }
            "click" | "signup" | "refund" => {}
            other => panic!("unknown event {other:?}"),
        }
    }
    sales
}

fn settings(example: &Example) -> Option<&Value> {
    get(&example.params, "attribution")
}

fn model(example: &Example) -> &str {
    settings(example)
        .and_then(|set| text(set, "model"))
        .unwrap_or("last_click")
}

fn binds(example: &Example) -> bool {
    model(example) != "coupon"
        && settings(example)
            .and_then(|set| flag(set, "binds_customer"))
            .unwrap_or(true)
}

/// Whose the customer of this event is, by the events before it.
fn referrer(example: &Example, seen: &[Value], event: &Value) -> Option<usize> {
    if model(example) == "coupon" {
        return text(event, "coupon").map(|id| example.who(id));
    }
    let stated = settings(example).and_then(|set| exact(set, "window_days"));
    let window = stated.unwrap_or(Exact::whole(30));
    let today = exact_or_zero(event, "day");
    let alive = |click: &&Value| {
        let age = today - exact_or_zero(click, "day");
        text(click, "type") == Some("click")
            && text(click, "customer") == text(event, "customer")
            && (age <= window || model(example) == "lifetime")
    };
    let mut clicks = seen.iter().filter(alive);
    let chosen = match model(example) {
        "first_click" | "lifetime" => clicks.next(),
        "last_click" => clicks.next_back(),
        other => panic!("unknown model {other:?}"),
    };
    chosen.map(|click| example.named(click, "affiliate"))
}

/// What is left of a payment: a refund counts up to and including the last refund day.
fn kept_of(example: &Example, payment: &Value) -> Exact {
    let window = exact(&example.params, "refund_window_days").unwrap_or(Exact::whole(60));
    let paid = exact_or_zero(payment, "amount");
    let paid_on = exact_or_zero(payment, "day");
    let refund_of_it = |event: &&Value| {
        text(event, "type") == Some("refund")
            && text(event, "payment").is_some()
            && text(event, "payment") == text(payment, "id")
            && exact_or_zero(event, "day") - paid_on <= window
    };
    let refunds = example.events.iter().filter(refund_of_it);
    let back: Exact = refunds
        .map(|event| exact(event, "amount").unwrap_or(paid))
        .sum();
    (paid - back).max(Exact::ZERO)
}
