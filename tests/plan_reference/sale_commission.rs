//! E2 `sale_commission`: what a seller earns on sales attributed to him.
//!
//! Readings: without seller events `personal_volume` is the sale. Volume brackets look at the
//! commissionable base (after `exclude`). In `recurring`, `first` counts from the customer's
//! first payment with this seller. `max_per_customer` limits the payments of one customer that
//! earn, `max_commission` the money earned on one sale.

use crate::attribution::{self, Sale};
use crate::exact::Exact;
use crate::example::Example;
use crate::outcome::Ledger;
use crate::read::{bracket_rate, by_rank, count, exact, exact_or_zero, get, list, text};
use serde_json::Value;

/// Commission of every seller.
pub fn pay(example: &Example) -> Ledger {
    let params = &example.params;
    let mut ledger = Ledger::with_breakage();
    let sales = sales(example);
    if get(params, "brackets").is_some() {
        for seller in 0..example.people.len() {
            let his: Vec<&Sale> = sales.iter().filter(|sale| sale.seller == seller).collect();
            ledger.pay_if_active(example, seller, by_bracket(example, seller, &his));
        }
        return ledger;
    }
    for (index, sale) in sales.iter().enumerate() {
        let earlier = &sales[..index];
        if !beyond_the_last_payment(example, sale, earlier) {
            ledger.pay_if_active(example, sale.seller, on_sale(example, sale, earlier));
        }
    }
    ledger
}

/// Every commissionable sale in order.
fn sales(example: &Example) -> Vec<Sale> {
    let params = &example.params;
    let is_sale = |event: &&Value| text(event, "seller").is_some();
    let typed = |event: &Value| text(event, "type").is_some();
    let mut sales = if example.events.iter().any(typed) {
        attribution::sales(example)
    } else if example.events.iter().any(|event| is_sale(&event)) {
        let sold = |event: &Value| Sale {
            seller: example.named(event, "seller"),
            customer: text(event, "customer").map(str::to_owned),
            amount: exact_or_zero(event, "amount"),
        };
        example.events.iter().filter(is_sale).map(sold).collect()
    } else {
        own_volumes(example)
    };
    let self_referral = crate::read::flag(params, "self_referral").unwrap_or(false);
    let smallest = exact_or_zero(params, "min_sale");
    sales.retain(|sale| {
        let own = sale.customer.as_deref() == Some(&example.people[sale.seller].id);
        sale.amount >= smallest && (self_referral || !own)
    });
    sales
}

/// One sale a person: his volume less what is not commissionable.
fn own_volumes(example: &Example) -> Vec<Sale> {
    let excluded = text(&example.params, "exclude");
    let people = example.people.iter().enumerate();
    people
        .map(|(seller, person)| Sale {
            seller,
            customer: None,
            amount: person.volume
                - excluded.map_or(Exact::ZERO, |field| exact_or_zero(&person.fields, field)),
        })
        .collect()
}

/// What one sale earns before the limit of its customer.
fn on_sale(example: &Example, sale: &Sale, earlier: &[Sale]) -> Exact {
    let params = &example.params;
    let amount = match get(params, "recurring") {
        None => flat_or_rate(example, sale),
        Some(scheme) => {
            let of_pair = |one: &&Sale| one.seller == sale.seller && one.customer == sale.customer;
            let payment = earlier.iter().filter(of_pair).count() + 1;
            recurring(example, sale, scheme, payment)
        }
    };
    exact(params, "max_commission").map_or(amount, |limit| amount.min(limit))
}

fn flat_or_rate(example: &Example, sale: &Sale) -> Exact {
    let params = &example.params;
    if let (Some(flat), true) = (exact(params, "flat"), sale.amount > Exact::ZERO) {
        return flat;
    }
    let rate = by_rank(params, "rate", example.rank(sale.seller));
    sale.amount * rate.unwrap_or(Exact::ZERO)
}

/// The commission on the customer's n-th payment.
fn recurring(example: &Example, sale: &Sale, scheme: &Value, payment: usize) -> Exact {
    match scheme.as_str() {
        Some("lifetime") => flat_or_rate(example, sale),
        Some("onetime") if payment == 1 => flat_or_rate(example, sale),
        Some("onetime") => Exact::ZERO,
        Some(other) => panic!("unknown recurring {other:?}"),
        None => {
            let rows = scheme.as_array().expect("a list of rates");
            let covers = |row: &&Value| count(row, "first").is_none_or(|first| payment <= first);
            let row = rows.iter().find(covers);
            row.map_or(Exact::ZERO, |row| {
                exact(row, "flat").unwrap_or(sale.amount * exact_or_zero(row, "rate"))
            })
        }
    }
}

/// True if the customer's payments to this seller are used up.
fn beyond_the_last_payment(example: &Example, sale: &Sale, earlier: &[Sale]) -> bool {
    let of_pair = |one: &&Sale| one.seller == sale.seller && one.customer == sale.customer;
    let most = count(&example.params, "max_per_customer");
    most.is_some_and(|most| earlier.iter().filter(of_pair).count() >= most)
}

/// A seller's commission by volume bracket.
fn by_bracket(example: &Example, seller: usize, sales: &[&Sale]) -> Exact {
    let params = &example.params;
    let rows = list(params, "brackets");
    let base: Exact = sales.iter().map(|sale| sale.amount).sum();
    let block = exact(params, "block");
    let mode = text(params, "bracket_mode").unwrap_or("cliff");
    assert!(["cliff", "marginal", "block"].contains(&mode));
    let counted = match block {
        Some(size) if mode != "cliff" => (base / size).floor() * size,
        _ => base,
    };
    if mode == "cliff" {
        return base * bracket_rate(rows, metric(example, seller, sales, base));
    }
    // Each slice between two minima is paid at the rate of its own bracket.
    let mut total = Exact::ZERO;
    for (index, row) in rows.iter().enumerate() {
        let from = exact_or_zero(row, "min");
        let next = rows.get(index + 1).map(|row| exact_or_zero(row, "min"));
        let to = next.map_or(counted, |next| next.min(counted));
        total += (to - from).max(Exact::ZERO) * exact_or_zero(row, "rate");
    }
    total
}

/// What is compared with the minima of `cliff` brackets.
fn metric(example: &Example, seller: usize, sales: &[&Sale], base: Exact) -> Exact {
    match text(&example.params, "bracket_metric") {
        // Every sale of the format is a customer's.
        None | Some("own_volume" | "customer_volume") => base,
        Some("own_count") => Exact::whole(sales.len()),
        Some("group_volume") => {
            let group = example.enrolment().subtree(seller).into_iter();
            group.map(|person| example.people[person].volume).sum()
        }
        Some(other) => panic!("unknown bracket_metric {other:?}"),
    }
}
