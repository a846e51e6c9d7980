//! What must hold between the keys of growth curves and of `galton_watson`.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::{integer, origin, table, text};
use crate::money::Rate;
use crate::scenario::codes;
use crate::scenario::diagnose::Diagnostic;
use crate::scenario::key::grouped;
use crate::scenario::settings::{Setting, Settings};

/// All that is wrong between them.
pub(super) fn all(root: &Settings) -> Vec<Diagnostic> {
    [
        market(root),
        joiners(root),
        generations(root),
        trials(root),
        chances(root),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn fault(root: &Settings, key: &str, code: &'static str, message: String) -> Diagnostic {
    Diagnostic::error(code, origin(root, "growth", key), message).of(format!("growth.{key}"))
}

fn number(root: &Settings, key: &str) -> Option<Decimal> {
    match table(root, "growth")?.peek(key)? {
        Setting::Number(number) => Some(*number),
        _ => None,
    }
}

/// The most members a curve can come to, founders included, and the key that says so.
pub(super) fn curve_members(root: &Settings, founders: u128) -> Option<(u128, &'static str)> {
    let periods = integer(root, "horizon", "periods")?;
    match text(root, "growth", "curve")? {
        "geometric" => {
            let start = number(root, "start")?.to_f64()?;
            let rate = number(root, "rate")?.to_f64()?;
            let (mut joiners, mut joined) = (start, 0.0);
            for _ in 0..periods {
                joined += joiners;
                joiners *= 1.0 + rate;
            }
            // Beyond any number of people the exact one does not matter.
            Some((founders + joined.min(1e30) as u128, "rate"))
        }
        "table" => {
            let Setting::Numbers(joiners) = table(root, "growth")?.peek("joiners")? else {
                return None;
            };
            let joined: Decimal = joiners.iter().sum();
            Some((founders + joined.ceil().to_u128()?, "joiners"))
        }
        _ => {
            let market = u128::try_from(integer(root, "growth", "market")?).ok()?;
            Some((market.max(founders), "market"))
        }
    }
}

fn market(root: &Settings) -> Option<Diagnostic> {
    let market = integer(root, "growth", "market")?;
    let founders = integer(root, "growth", "founders")?;
    (market < founders).then(|| {
        fault(
            root,
            "market",
            codes::MARKET_TOO_SMALL,
            "`growth.market` includes the founders".to_owned(),
        )
        .label(format!("fewer than the {} founders", grouped(founders)))
        .help("raise `market`, or take fewer `founders`")
    })
}

fn joiners(root: &Settings) -> Option<Diagnostic> {
    let Setting::Numbers(joiners) = table(root, "growth")?.peek("joiners")? else {
        return None;
    };
    let periods = integer(root, "horizon", "periods")?;
    (i64::try_from(joiners.len()) != Ok(periods)).then(|| {
        fault(
            root,
            "joiners",
            codes::CURVE_LENGTH,
            format!("`growth.joiners` must have one number for each of the {periods} periods"),
        )
        .label(format!("there are {}", joiners.len()))
        .help(format!(
            "give {periods} numbers, or set `horizon.periods` to {}",
            joiners.len()
        ))
    })
}

fn generations(root: &Settings) -> Option<Diagnostic> {
    let generations = integer(root, "growth", "generations")?;
    let periods = integer(root, "horizon", "periods")?;
    (generations > periods).then(|| {
        fault(
            root,
            "generations",
            codes::TOO_MANY_GENERATIONS,
            format!("a generation is a period, and there are {periods} periods"),
        )
        .label("the last generations would never come")
        .help("raise `horizon.periods`, or leave `generations` out")
    })
}

fn trials(root: &Settings) -> Option<Diagnostic> {
    let mean = number(root, "mean")?;
    let trials = integer(root, "growth", "trials")?;
    (mean > Decimal::from(trials)).then(|| {
        fault(
            root,
            "mean",
            codes::IMPOSSIBLE_OFFSPRING,
            "the mean of a binomial number is at most its trials".to_owned(),
        )
        .label(format!("above the {} trials", grouped(trials)))
        .help("raise `trials`, or lower `mean`")
    })
}

fn chances(root: &Settings) -> Option<Diagnostic> {
    let Setting::Shares(chances) = table(root, "growth")?.peek("chances")? else {
        return None;
    };
    let sum: Decimal = chances.iter().map(|chance| Rate::to_decimal(*chance)).sum();
    (sum != Decimal::ONE).then(|| {
        fault(
            root,
            "chances",
            codes::IMPOSSIBLE_OFFSPRING,
            "`growth.chances` must be 1 together".to_owned(),
        )
        .label(format!("these are {} together", sum.normalize()))
        .help("give the chance of every number of recruits, 0 first")
    })
}
