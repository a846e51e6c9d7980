//! E1 `retail_margin`: what the customer leaves with the reseller.
//!
//! Readings: the customer pays it, so it does not need an active payee. Selling below the
//! retail price comes out of the margin: margin = realised price − own cost.

use crate::exact::Exact;
use crate::example::Example;
use crate::outcome::Ledger;
use crate::read::{by_rank, exact, text};

/// Margin on the resold part of each person's retail value.
pub fn pay(example: &Example) -> Ledger {
    let params = &example.params;
    let mode = text(params, "mode").unwrap_or("resale");
    assert!(["resale", "drop_ship"].contains(&mode));
    let resold = exact(params, "resold_share").unwrap_or(Exact::ONE);
    let realised = exact(params, "realised_price_factor").unwrap_or(Exact::ONE);
    let mut ledger = Ledger::default();
    for (person, who) in example.people.iter().enumerate() {
        let rate = by_rank(params, "margin_rate", who.rank.as_deref()).unwrap_or(Exact::ZERO);
        let cost = Exact::ONE - rate;
        ledger.pay(person, who.volume * resold * (realised - cost));
    }
    ledger
}
