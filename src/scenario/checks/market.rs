//! What must hold between the keys of the market, and between it and growth.

use super::{integer, origin, table, text};
use crate::scenario::codes;
use crate::scenario::diagnose::Diagnostic;
use crate::scenario::key::grouped;
use crate::scenario::settings::{Setting, Settings};

/// All that is wrong between them.
pub(super) fn all(root: &Settings) -> Vec<Diagnostic> {
    [endless(root), pools(root), mobility(root)]
        .into_iter()
        .flatten()
        .collect()
}

fn endless(root: &Settings) -> Option<Diagnostic> {
    let unlimited = table(root, "market")?.peek("population")? == &Setting::Absent;
    (unlimited && text(root, "growth", "law")? == "recruiting").then(|| {
        Diagnostic::warning(
            codes::ENDLESS_MARKET,
            origin(root, "growth", "law"),
            "without `market.population` recruiting never runs out of people",
        )
        .of("market.population")
        .label("growth without end")
        .help("give `[market] population`: how many people there are to join or buy")
    })
}

fn fault(root: &Settings, key: &str, code: &'static str, message: &str) -> Diagnostic {
    Diagnostic::error(code, origin(root, "market", key), message).of(format!("market.{key}"))
}

fn pools(root: &Settings) -> Option<Diagnostic> {
    let pools = integer(root, "market", "pools")?;
    if pools == 1 {
        return None;
    }
    let fault = |message: &str| fault(root, "pools", codes::POOLS_WITHOUT_PEOPLE, message);
    if text(root, "growth", "law")? != "recruiting" {
        return Some(
            fault("local pools need a network that recruits out of them")
                .label("nobody of this law has a circle to recruit from")
                .help("set `growth.law = \"recruiting\"`, or leave `pools` out"),
        );
    }
    match *table(root, "market")?.peek("population")? {
        Setting::Absent => Some(
            fault("local pools need `market.population`")
                .label("of a population without limit")
                .help("give `[market] population`: how many people all pools have together"),
        ),
        Setting::Integer(population) if population < pools => Some(
            fault("there are more local pools than people")
                .label(format!("for {} people", grouped(population)))
                .help("take fewer `pools`, or a larger `population`"),
        ),
        _ => None,
    }
}

fn mobility(root: &Settings) -> Option<Diagnostic> {
    let Setting::Share(chance) = table(root, "market")?.peek("mobility")? else {
        return None;
    };
    (!chance.is_zero() && integer(root, "market", "pools")? == 1).then(|| {
        let message = "`market.mobility` leads from one local pool to another";
        fault(root, "mobility", codes::MOBILITY_WITHOUT_POOLS, message)
            .label("there is but one")
            .help("give `market.pools`, or leave `mobility` out")
    })
}
