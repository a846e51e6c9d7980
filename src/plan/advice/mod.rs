//! What should be known of a plan that is in order, for `check` to tell (plans.md §6). One
//! file a warning; what a component knows of itself it says through its trait.

mod above_volume;
pub mod codes;
mod flat_spots;
mod ranks;
#[cfg(test)]
mod tests;
mod uncapped;

use crate::scenario::diagnose::{Diagnostic, Origin};
use crate::scenario::types::{ComponentSettings, PlanSettings, Scenario};

use super::Plan;

/// Every warning about plan number `index` of a scenario, in the order of the codes.
#[must_use]
pub fn advice(plan: &Plan, scenario: &Scenario, index: usize) -> Vec<Diagnostic> {
    let case = Case {
        plan,
        scenario,
        settings: &scenario.plans[index],
    };
    let mut warnings = uncapped::warnings(&case);
    warnings.extend(above_volume::warnings(&case));
    warnings.extend(flat_spots::warnings(&case));
    warnings.extend(ranks::warnings(&case));
    warnings
}

/// A plan, how it was written, and what it is to be paid in.
struct Case<'a> {
    plan: &'a Plan,
    scenario: &'a Scenario,
    settings: &'a PlanSettings,
}

impl Case<'_> {
    /// A warning about one key of a component.
    fn of_component(&self, code: &'static str, id: &str, key: &str, message: &str) -> Diagnostic {
        let written = self.written(id);
        Diagnostic::warning(code, written.settings.origin_of(key), message)
            .of(format!("plans.{}.component.{id}.{key}", self.plan.name))
    }

    /// A warning about the plan as a whole.
    fn of_plan(&self, code: &'static str, origin: &Origin, message: &str) -> Diagnostic {
        Diagnostic::warning(code, origin, message).of(format!("plans.{}", self.plan.name))
    }

    fn written(&self, id: &str) -> &ComponentSettings {
        self.settings
            .components
            .iter()
            .find(|written| written.id == id)
            .expect("a component of the plan was written in it")
    }
}
