//! Components whose earnings are a share of what others earn: whose, and what of that
//! cannot be (plans.md E9).

use crate::plan::PlanComponent;
use crate::scenario::diagnose::Diagnostic;
use crate::scenario::settings::Setting;
use crate::scenario::suggest::nearest;
use crate::scenario::types::{ComponentSettings, PlanSettings};

use super::{Base, Stage, fault};

/// Tells every component that is a share of others where in the plan those stand.
/// `is_cut_later` says whether the company cuts commissions after they were matched.
///
/// # Errors
///
/// Names of no commission, circles, and bases that are reckoned too late.
pub(in crate::plan) fn bind(
    components: &mut [PlanComponent],
    settings: &PlanSettings,
    is_cut_later: bool,
) -> Result<(), Vec<Diagnostic>> {
    let mut faults = Vec::new();
    let mut bases: Vec<Vec<usize>> = Vec::with_capacity(components.len());
    for component in components.iter() {
        let mut found = Vec::new();
        for name in component.rule.depends_on() {
            match components.iter().position(|other| other.id == *name) {
                Some(index) => found.push(index),
                None => faults.push(unknown(components, settings, &component.id, name)),
            }
        }
        bases.push(found);
    }
    for (index, component) in components.iter().enumerate() {
        let Some(own) = written(settings, &component.id) else {
            continue;
        };
        let complain = |code, key: &str, message: String, help: &str| {
            fault(own, &settings.name, code, key, message, help.to_owned())
        };
        if let Some(circle) = circle(index, &bases) {
            // Told once, at the first component of it.
            if circle.iter().all(|&other| index <= other) {
                let ids: Vec<&str> = circle
                    .iter()
                    .chain([&index])
                    .map(|&index| components[index].id.as_str())
                    .collect();
                faults.push(complain(
                    "P181",
                    "of",
                    format!("a circle: each is a share of the next, {}", ids.join(" → ")),
                    "take one of them out of the other's `of`",
                ));
            }
            continue;
        }
        for &base in &bases[index] {
            let id = &components[base].id;
            match components[base].rule.stage() {
                Stage::Matching => faults.push(complain(
                    "P182",
                    "of",
                    format!("`{id}` is itself a match: nothing is paid on matches"),
                    "name the components that it matches",
                )),
                Stage::Last => faults.push(complain(
                    "P183",
                    "of",
                    format!("`{id}` is reckoned after all matches"),
                    "name components that are paid on sales or volume",
                )),
                Stage::PerSale | Stage::Volume => {}
            }
        }
        let wants_paid = own
            .settings
            .peek("earned")
            .is_some_and(|earned| *earned == Setting::Text("paid".to_owned()));
        if wants_paid && is_cut_later {
            faults.push(complain(
                "P184",
                "earned",
                "what is paid hangs on a cap over all commissions, and that cap on the match"
                    .to_owned(),
                "write `earned = \"after_individual_cap\"`",
            ));
        }
    }
    if !faults.is_empty() {
        return Err(faults);
    }
    for (index, bases) in bases.iter().enumerate() {
        if bases.is_empty() {
            continue;
        }
        let bases: Vec<Base> = bases
            .iter()
            .map(|&index| Base {
                index,
                decimals: components[index].rule.decimals(),
            })
            .collect();
        components[index].rule.bind(&bases);
    }
    Ok(())
}

fn written<'a>(settings: &'a PlanSettings, id: &str) -> Option<&'a ComponentSettings> {
    settings.components.iter().find(|written| written.id == id)
}

fn unknown(
    components: &[PlanComponent],
    settings: &PlanSettings,
    id: &str,
    name: &str,
) -> Diagnostic {
    let own = written(settings, id).expect("a component of the plan was written in it");
    let message = match written(settings, name) {
        Some(other) => format!("`{name}` is a {}, which pays no commission", other.kind),
        None => format!("the plan has no component `{name}`"),
    };
    let others = components.iter().map(|other| other.id.as_str());
    let others = others.filter(|&other| other != id);
    let help = match nearest(name, others.clone()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => match others.collect::<Vec<_>>().join("`, `").as_str() {
            "" => "give the plan the component first".to_owned(),
            known => format!("the plan's other commissions are `{known}`"),
        },
    };
    fault(own, &settings.name, "P180", "of", message, help)
}

/// The components from `start` back to itself, each a share of the next.
fn circle(start: usize, bases: &[Vec<usize>]) -> Option<Vec<usize>> {
    let mut reached_from = vec![None; bases.len()];
    let mut next = vec![start];
    while let Some(at) = next.pop() {
        for &base in &bases[at] {
            if base == start {
                let mut circle = vec![at];
                while let Some(before) = reached_from[circle[circle.len() - 1]] {
                    circle.push(before);
                }
                circle.reverse();
                return Some(circle);
            }
            if reached_from[base].is_none() {
                reached_from[base] = Some(at);
                next.push(base);
            }
        }
    }
    None
}
