//! What must hold between keys, each of which is right by itself.
//!
//! A check looks at values that could be read and keeps silent about the others.

mod growth;
mod market;

use super::codes;
use super::diagnose::{Diagnostic, Origin};
use super::key::grouped;
use super::keys::growth::MOST_MEMBERS;
use super::plans::PlanRead;
use super::products;
use super::settings::{Setting, Settings};
use super::suggest::nearest;
use crate::money::Cents;

/// All that is wrong between the keys of a scenario.
pub(super) fn all(root: &Settings, plans: &[PlanRead]) -> Vec<Diagnostic> {
    let mut faults = Vec::new();
    faults.extend(currency(root));
    faults.extend(members(root));
    faults.extend(counted_founders(root));
    faults.extend(arrivals(root));
    faults.extend(growth::all(root));
    faults.extend(market::all(root));
    faults.extend(earnings_in_a_shared_world(root));
    faults.extend(products::faults(root));
    faults.extend(kit(root));
    faults.extend(baseline(root, plans));
    faults.extend(reserved_names(plans));
    faults
}

fn table<'a>(root: &'a Settings, section: &str) -> Option<&'a Settings> {
    match root.peek(section) {
        Some(Setting::Table(table)) => Some(table),
        _ => None,
    }
}

fn text<'a>(root: &'a Settings, section: &str, key: &str) -> Option<&'a str> {
    match table(root, section)?.peek(key)? {
        Setting::Text(text) => Some(text),
        _ => None,
    }
}

fn integer(root: &Settings, section: &str, key: &str) -> Option<i64> {
    match table(root, section)?.peek(key)? {
        Setting::Integer(number) => Some(*number),
        _ => None,
    }
}

fn amount(table: &Settings, key: &str) -> Option<Cents> {
    match table.peek(key)? {
        Setting::Amount(amount) => Some(*amount),
        _ => None,
    }
}

fn origin<'a>(root: &'a Settings, section: &str, key: &str) -> &'a Origin {
    table(root, section).map_or(root.origin(), |table| table.origin_of(key))
}

fn currency(root: &Settings) -> Option<Diagnostic> {
    let code = text(root, "scenario", "currency")?;
    if code.len() == 3 && code.bytes().all(|letter| letter.is_ascii_uppercase()) {
        return None;
    }
    let message = "`scenario.currency` must be an ISO 4217 code: three capital letters";
    Some(
        Diagnostic::error(
            codes::BAD_CURRENCY,
            origin(root, "scenario", "currency"),
            message,
        )
        .of("scenario.currency")
        .label(format!("{code:?} is none"))
        .help("for example \"USD\" or \"EUR\""),
    )
}

/// Members a law is sure to need, founders included, and the key that asks for most of
/// them. `None` where growth is not settled beforehand.
fn members_needed(root: &Settings) -> Option<(u128, &'static str)> {
    let founders = u128::try_from(integer(root, "growth", "founders")?).ok()?;
    match text(root, "growth", "law")? {
        "fixed" => {
            let participants = u128::try_from(integer(root, "growth", "participants")?).ok()?;
            let counted =
                table(root, "growth")?.peek("count_founders") == Some(&Setting::Flag(true));
            let founders = if counted { 0 } else { founders };
            Some((founders + participants, "participants"))
        }
        "complete" => {
            let width = u128::try_from(integer(root, "growth", "width")?).ok()?;
            let depth = integer(root, "growth", "depth")?;
            Some((founders * complete_tree(width, depth), "depth"))
        }
        "curve" => growth::curve_members(root, founders),
        _ => Some((founders, "founders")),
    }
}

/// 1 + width + width² + … + width^depth, stopping once it is hopelessly large.
fn complete_tree(width: u128, depth: i64) -> u128 {
    let mut level = 1;
    let mut members = 1;
    for _ in 0..depth {
        level *= width;
        members += level;
        if members > 1 << 64 {
            break;
        }
    }
    members
}

fn members(root: &Settings) -> Option<Diagnostic> {
    let (needed, key) = members_needed(root)?;
    let shown = i64::try_from(needed).map_or("far more people than live".to_owned(), |needed| {
        format!("{} members", grouped(needed))
    });
    let path = format!("growth.{key}");
    if needed > MOST_MEMBERS as u128 {
        return Some(
            Diagnostic::error(
                codes::TOO_MANY_MEMBERS,
                origin(root, "growth", key),
                format!("at most {} members can be simulated", grouped(MOST_MEMBERS)),
            )
            .of(path)
            .label(format!("this makes {shown}, founders included"))
            .help(match key {
                "depth" => "take a smaller `width`, `depth` or number of `founders`",
                "rate" => "take a smaller `start` or `rate`, or fewer `horizon.periods`",
                "joiners" => "take fewer `joiners` or `founders`",
                _ => "take fewer `participants` or `founders`",
            }),
        );
    }
    let population = integer(root, "market", "population")?;
    if needed > population as u128 {
        return Some(
            Diagnostic::error(
                codes::POPULATION_TOO_SMALL,
                origin(root, "market", "population"),
                format!("`market.population` is smaller than the {shown} of `{path}`"),
            )
            .of("market.population")
            .label(format!("{} people are not enough", grouped(population)))
            .help(format!(
                "raise it to at least the {shown}, founders included, or lower `{path}`"
            )),
        );
    }
    None
}

fn counted_founders(root: &Settings) -> Option<Diagnostic> {
    let participants = integer(root, "growth", "participants")?;
    let founders = integer(root, "growth", "founders")?;
    let counted = table(root, "growth")?.peek("count_founders")? == &Setting::Flag(true);
    (counted && participants < founders).then(|| {
        Diagnostic::error(
            codes::FEWER_THAN_FOUNDERS,
            origin(root, "growth", "participants"),
            "with `count_founders`, `growth.participants` includes the founders",
        )
        .of("growth.participants")
        .label(format!("fewer than the {} founders", grouped(founders)))
    })
}

fn arrivals(root: &Settings) -> Option<Diagnostic> {
    let Setting::Numbers(weights) = table(root, "growth")?.peek("arrivals")? else {
        return None;
    };
    let place = origin(root, "growth", "arrivals");
    if weights.iter().all(rust_decimal::Decimal::is_zero) {
        return Some(
            Diagnostic::error(
                codes::ARRIVALS_ZERO,
                place,
                "`growth.arrivals` must have a weight above zero",
            )
            .of("growth.arrivals")
            .label("nobody would ever join"),
        );
    }
    let periods = integer(root, "horizon", "periods")?;
    (i64::try_from(weights.len()) != Ok(periods)).then(|| {
        Diagnostic::error(
            codes::ARRIVALS_LENGTH,
            place,
            format!("`growth.arrivals` must have one weight for each of the {periods} periods"),
        )
        .of("growth.arrivals")
        .label(format!("there are {}", weights.len()))
    })
}

/// In a shared world nobody can quit for what one of the plans paid him (model.md §7).
fn earnings_in_a_shared_world(root: &Settings) -> Option<Diagnostic> {
    if text(root, "scenario", "world")? != "shared" {
        return None;
    }
    let quitting = table(root, "quitting")?;
    let key = ["hazard_in_loss", "loss_tolerance"]
        .into_iter()
        .find(|key| match quitting.peek(key) {
            Some(Setting::Share(chance)) => !chance.is_zero(),
            Some(Setting::Amount(amount)) => *amount != Cents::ZERO,
            _ => false,
        })?;
    let path = format!("quitting.{key}");
    Some(
        Diagnostic::error(
            codes::EARNINGS_IN_A_SHARED_WORLD,
            quitting.origin_of(key),
            format!("`{path}` depends on earnings, and all plans share one world"),
        )
        .of(path)
        .label("who loses money differs from plan to plan")
        .help(
            "set `world = \"own\"` in `[scenario]`: each plan then lives in a world of its own \
             with the same luck",
        ),
    )
}

fn kit(root: &Settings) -> Option<Diagnostic> {
    let Setting::Table(kit) = table(root, "costs")?.peek("kit")? else {
        return None;
    };
    (amount(kit, "commissionable")? > amount(kit, "price")?)
        .then(|| products::commissionable_above("costs.kit.commissionable", kit))
}

fn baseline(root: &Settings, plans: &[PlanRead]) -> Option<Diagnostic> {
    let name = text(root, "comparison", "baseline")?;
    let names: Vec<&str> = plans.iter().map(|read| read.plan.name.as_str()).collect();
    if names.is_empty() || names.contains(&name) {
        return None;
    }
    let fault = Diagnostic::error(
        codes::NO_SUCH_PLAN,
        origin(root, "comparison", "baseline"),
        "`comparison.baseline` must be the name of a plan",
    )
    .of("comparison.baseline")
    .label(format!("there is no plan `{name}`"));
    Some(match nearest(name, names.iter().copied()) {
        Some(near) => fault.help(format!("did you mean `{near}`?")),
        None => fault.help(format!("the plans are {}", names.join(", "))),
    })
}

/// The row of the network's metrics, and of a plan's components together: nothing else
/// may be called so in the result files.
const NETWORK_ROW: &str = "network";
const TOTAL_ROW: &str = "total";

fn reserved_names(plans: &[PlanRead]) -> Vec<Diagnostic> {
    let reserved = |name: &str, path: String, origin: &Origin, what: &str| {
        Diagnostic::error(
            codes::RESERVED_NAME,
            origin,
            format!("`{name}` is the name the result files use for {what}"),
        )
        .of(path)
        .label("this name is taken")
        .help("choose another name")
    };
    let mut faults = Vec::new();
    for PlanRead { origin, plan } in plans {
        if plan.name == NETWORK_ROW {
            let path = format!("plans.{}.name", plan.name);
            faults.push(reserved(NETWORK_ROW, path, origin, "the network's figures"));
        }
        for component in plan
            .components
            .iter()
            .filter(|component| component.id == TOTAL_ROW)
        {
            let path = format!("plans.{}.component.{TOTAL_ROW}.id", plan.name);
            let origin = component.settings.origin();
            faults.push(reserved(TOTAL_ROW, path, origin, "all components together"));
        }
    }
    faults
}
