//! E8 `pass_up`: the first sales go to the upline.
//!
//! Readings: the receiver is the nearest upline past his own x; if he is inactive the money is
//! breakage, as for any payee. Without such an upline the passed part is the company's.

use crate::exact::Exact;
use crate::example::{Example, Tree};
use crate::outcome::Ledger;
use crate::read::{count, exact, exact_or_zero, flag, get, list, text};
use serde_json::Value;

/// All sales in event order.
pub fn pay(example: &Example) -> Ledger {
    let params = &example.params;
    let own = |person: &crate::example::Person| count(&person.fields, "prior_sales").unwrap_or(0);
    let mut sales: Vec<usize> = example.people.iter().map(own).collect();
    let mut tree = example.enrolment();
    let mut ledger = Ledger::with_breakage();
    for event in &example.events {
        let seller = example.named(event, "seller");
        sales[seller] += 1;
        let amount = commission(example, event);
        if !passes(params, sales[seller]) {
            ledger.pay_if_active(example, seller, amount);
            continue;
        }
        let share = exact(params, "upline_share").unwrap_or(Exact::ONE);
        ledger.pay_if_active(example, seller, amount * (Exact::ONE - share));
        match receiver(example, &tree, &sales, seller) {
            None => ledger.lose(amount * share),
            Some(upline) => {
                ledger.pay_if_active(example, upline, amount * share);
                if flag(params, "passed_counts").unwrap_or(false) {
                    sales[upline] += 1;
                }
                let reparents = text(params, "lineage") == Some("reparent");
                if let Some(recruit) = text(event, "recruit").filter(|_| reparents) {
                    tree.parent[example.who(recruit)] = Some(upline);
                }
            }
        }
    }
    ledger
}

fn commission(example: &Example, event: &Value) -> Exact {
    let params = &example.params;
    exact(params, "commission")
        .unwrap_or_else(|| exact_or_zero(params, "rate") * exact_or_zero(event, "amount"))
}

fn x(params: &Value) -> usize {
    count(params, "x").unwrap_or(2)
}

/// Whether the seller's n-th sale passes up.
fn passes(params: &Value, nth: usize) -> bool {
    match get(params, "which") {
        None => nth <= x(params),
        Some(Value::String(word)) if word == "first_x" => nth <= x(params),
        Some(Value::Array(_)) => {
            let listed = list(params, "which").iter();
            let ordinals: Vec<u64> = listed.filter_map(Value::as_u64).collect();
            ordinals.contains(&(nth as u64))
        }
        Some(rule) => nth.is_multiple_of(count(rule, "every").expect("every k-th")),
    }
}

fn receiver(example: &Example, tree: &Tree, sales: &[usize], seller: usize) -> Option<usize> {
    let params = &example.params;
    if flag(params, "requires_qualified_upline") == Some(false) {
        return tree.parent[seller];
    }
    let chain = tree.uplines(seller).into_iter();
    chain.into_iter().find(|&upline| sales[upline] >= x(params))
}
