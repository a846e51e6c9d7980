//! E13 `charge`: what taking part costs, and what inventory leaves after a buy-back.
//!
//! Readings: `renewal_fee` is charged once for each of a node's `renewals`; the use value of a
//! period and the refund of a buy-back are amounts, rounded half-up to the cent; nobody sends
//! stock back that costs more to send than it brings.

use crate::exact::{Exact, Mode};
use crate::example::Example;
use crate::outcome::Ledger;
use crate::read::{exact, exact_or_zero, get};

/// Everybody's net.
pub fn pay(example: &Example) -> Ledger {
    let params = &example.params;
    let of = |key| exact_or_zero(params, key);
    let use_value = of("autoship_cost") * of("autoship_use_value");
    let own_cost = of("autoship_cost") - use_value.rounded(Mode::HalfUp);
    let mut ledger = Ledger::default();
    for (person, who) in example.people.iter().enumerate() {
        let his = |key| exact_or_zero(&who.fields, key);
        let renewals = of("renewal_fee") * his("renewals");
        let net = his("paid") - of("kit_fee") - renewals - own_cost * his("active_periods");
        ledger.pay(person, net - inventory_loss(example));
    }
    ledger
}

/// Unsold cost less what the buy-back leaves of it.
fn inventory_loss(example: &Example) -> Exact {
    let Some(stock) = get(&example.params, "inventory") else {
        return Exact::ZERO;
    };
    let of = |key| exact_or_zero(stock, key);
    let rate = exact(stock, "buyback_rate").unwrap_or(Exact::ZERO);
    let bought_back = (of("unsold_cost") * rate).rounded(Mode::HalfUp);
    let refund = (bought_back - of("restocking_fee") - of("shipping")).max(Exact::ZERO);
    of("unsold_cost") - refund + of("clawed_back_bonus")
}
