//! Ranks that nobody can ever be paid as, and ladders on which everyone stands on top.

use crate::scenario::diagnose::{Diagnostic, Origin};
use crate::scenario::types::GrowthLaw;

use super::{Case, codes};

pub(super) fn warnings(case: &Case) -> Vec<Diagnostic> {
    let ranks = case.plan.ranks();
    let name = &case.plan.name;
    let is_observed = matches!(case.scenario.growth.law, GrowthLaw::Observed { .. });
    if ranks.ask_for_nothing() {
        // Ranks that the network file gives.
        if is_observed {
            return Vec::new();
        }
        let top = ranks.names().last().map_or("", String::as_str);
        let message = format!("no rank of plan `{name}` asks for anything");
        return vec![
            case.of_plan(codes::NO_CONDITIONS, &origin(case, None), &message)
                .label(format!("everyone is `{top}`"))
                .help("say what each rank asks for, such as `group_volume = 1000`"),
        ];
    }
    // An observed network may have any number of periods.
    let periods = match is_observed {
        true => u32::MAX,
        false => case.scenario.horizon.periods,
    };
    let unreachable = ranks.unreachable(periods);
    unreachable
        .into_iter()
        .map(|found| {
            let message = format!(
                "nobody can ever be paid as `{}` in plan `{name}`",
                found.rank
            );
            let place = origin(case, ranks.place(&found.rank));
            case.of_plan(codes::UNREACHABLE_RANK, &place, &message)
                .label(found.why)
                .help("ask for less, or leave the rank out")
        })
        .collect()
}

/// Where a rank, counted from 1, or the whole ladder was written.
fn origin(case: &Case, place: Option<u8>) -> Origin {
    let Some(table) = case.settings.settings.optional_table("ranks") else {
        return Origin::Default;
    };
    let rung = place.and_then(|place| {
        let ladder = table.list("ladder");
        ladder.get(usize::from(place) - 1).cloned()
    });
    match rung {
        Some(rung) => rung.origin_of("rank").clone(),
        None => table.origin_of("ladder").clone(),
    }
}
