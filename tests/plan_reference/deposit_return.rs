//! The baseline `deposit_return`: promised returns paid from the pot until it is empty.
//!
//! Readings: nobody deposits after the collapse; the net of the whole run is rounded once.

use crate::exact::Exact;
use crate::example::Example;
use crate::outcome::Ledger;
use crate::read::{count, exact_or_zero, list};

/// Net cash of each depositor.
pub fn pay(example: &Example) -> Ledger {
    let params = &example.params;
    let deposits = list(params, "deposits");
    let rate = exact_or_zero(params, "rate_per_period");
    let kept = Exact::ONE - exact_or_zero(params, "operator_take");
    let mut ledger = Ledger::default();
    let mut pot = Exact::ZERO;
    for period in 1..=count(params, "periods").unwrap_or(1) {
        let made_in = |deposit: &serde_json::Value| count(deposit, "period").expect("a period");
        for deposit in deposits.iter().filter(|one| made_in(one) == period) {
            let amount = exact_or_zero(deposit, "amount");
            ledger.pay(example.named(deposit, "member"), -amount);
            pot += amount * kept;
        }
        let earlier: Vec<_> = deposits
            .iter()
            .filter(|one| made_in(one) < period)
            .collect();
        let due: Exact = earlier
            .iter()
            .map(|one| exact_or_zero(one, "amount") * rate)
            .sum();
        let collapses = pot < due;
        let part = if collapses { pot / due } else { Exact::ONE };
        for deposit in earlier {
            let amount = exact_or_zero(deposit, "amount") * rate * part;
            ledger.pay(example.named(deposit, "member"), amount);
        }
        if collapses {
            break;
        }
        pot -= due;
    }
    ledger
}
