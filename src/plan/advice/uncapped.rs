//! Pairings and cycles that nothing holds: no cap on what a payee gets, none on what the
//! company pays, no entries that pay for them.

use crate::money::Rate;
use crate::plan::component::{Growth, Maximum};
use crate::plan::most::percent;
use crate::scenario::diagnose::Diagnostic;

use super::{Case, codes};

pub(super) fn warnings(case: &Case) -> Vec<Diagnostic> {
    let commissions = case.plan.components.iter().enumerate();
    commissions
        .filter_map(|(index, component)| {
            let maximum = component.rule.maximum();
            let is_uncapped = case.plan.is_uncapped(index);
            warning(case, &component.id, &maximum, is_uncapped)
        })
        .collect()
}

fn warning(case: &Case, id: &str, maximum: &Maximum, is_uncapped: bool) -> Option<Diagnostic> {
    if maximum.of_entries.to_decimal() > Rate::ONE.to_decimal() {
        let message = format!(
            "`{id}` of plan `{}` promises more than entries pay in the long run",
            case.plan.name
        );
        let share = percent(maximum.of_entries);
        return Some(
            case.of_component(codes::OVER_ENTRIES, id, "payout", &message)
                .label(format!("{share} of what the entries of a cycle pay"))
                .help(
                    "payouts stop whenever the kitty is empty: lower the payout, or raise the fee",
                ),
        );
    }
    let (code, message, help) = match maximum.growth.filter(|_| is_uncapped)? {
        Growth::Depth(_) | Growth::DepthByCount { .. } => (
            codes::UNCAPPED,
            "has no cap: every ancestor is paid on the same volume, so it grows with depth",
            "cap what a member is paid (`max_match`, `max_cycles`, `cap_amount`, an `individual_cap`) \
             or what the company pays (`prorate_to_cap`, `company.payout_budget`)",
        ),
        Growth::Entries(_) => (
            codes::UNFUNDED,
            "has no `entry_fee`: nothing holds what is paid out to what came in",
            "give `entry_fee`: then no more is ever paid out than came in; or cap what the company pays",
        ),
        Growth::Ranks(_) => return None,
    };
    let message = format!("`{id}` of plan `{}` {message}", case.plan.name);
    Some(
        case.of_component(code, id, "type", &message)
            .label("without bound")
            .help(help),
    )
}
