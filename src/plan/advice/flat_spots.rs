//! Flat spots: volume rises, pay does not.

use crate::plan::component::FlatSpots;
use crate::scenario::diagnose::Diagnostic;

use super::{Case, codes};

/// As many places as fit beside a line of the file.
const MOST_PLACES: usize = 3;

pub(super) fn warnings(case: &Case) -> Vec<Diagnostic> {
    let commissions = case.plan.components.iter();
    commissions
        .flat_map(|component| {
            let found = component.rule.flat_spots(&case.scenario.currency);
            found
                .into_iter()
                .map(|spots| warning(case, &component.id, &spots))
        })
        .collect()
}

fn warning(case: &Case, id: &str, spots: &FlatSpots) -> Diagnostic {
    let message = format!("`{id}` of plan `{}` {}", case.plan.name, spots.what);
    let shown = spots.places.len().min(MOST_PLACES);
    let mut label = spots.places[..shown].join("; ");
    if let more @ 1.. = spots.places.len() - shown {
        label.push_str(&format!("; and {more} more"));
    }
    case.of_component(codes::FLAT_SPOT, id, spots.key, &message)
        .label(label)
        .help(spots.help)
}
