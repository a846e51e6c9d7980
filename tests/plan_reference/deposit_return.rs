//! The baseline `deposit_return`: promised returns paid from the pot until it is empty.
//!
//! Readings: nobody deposits after the collapse; a period's returns are amounts, rounded half-up
//! to the cent, and the last pot is split by largest remainder, ties in the order of the list.

use crate::exact::{Exact, Mode};
use crate::example::Example;
use crate::outcome::Ledger;
use crate::pool::largest_remainder;
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
        let earlier = |person: &usize| -> Exact {
            let his = deposits
                .iter()
                .filter(|one| made_in(one) < period && example.named(one, "member") == *person);
            his.map(|one| exact_or_zero(one, "amount")).sum()
        };
        let promised: Vec<Exact> = (0..example.people.len())
            .map(|person| (earlier(&person) * rate).rounded(Mode::HalfUp))
            .collect();
        let due: Exact = promised.iter().copied().sum();
        let collapses = pot < due;
        let part = if collapses { pot / due } else { Exact::ONE };
        let returns: Vec<Exact> = promised.into_iter().map(|one| one * part).collect();
        for (person, amount) in largest_remainder(&returns).into_iter().enumerate() {
            ledger.pay(person, amount);
        }
        if collapses {
            break;
        }
        pot -= due;
    }
    ledger
}
