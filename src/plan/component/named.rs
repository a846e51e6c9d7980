//! What a component names that other parts of its plan must have: ranks of the ladder, a
//! placement tree. Checked once the plan is whole.

use crate::plan::standing::rank::Ranks;
use crate::scenario::diagnose::Diagnostic;
use crate::scenario::suggest::nearest;
use crate::scenario::types::ComponentSettings;

use super::fault;

/// What a component names.
#[derive(Clone, Debug, Default)]
pub struct Named<'a> {
    /// Ranks, each with the key that names it.
    pub ranks: Vec<(&'static str, &'a str)>,
    /// The key that asks for a placement tree.
    pub placement: Option<&'static str>,
}

impl Named<'_> {
    /// The faults of names that the plan does not have.
    pub(in crate::plan) fn faults(
        &self,
        settings: &ComponentSettings,
        plan: &str,
        ranks: &Ranks,
        has_placement: bool,
    ) -> Vec<Diagnostic> {
        let mut faults = Vec::new();
        for &(key, rank) in &self.ranks {
            if ranks.place(rank).is_some() {
                continue;
            }
            let help = match nearest(rank, ranks.names().iter().map(String::as_str)) {
                Some(near) => format!("did you mean `{near}`?"),
                None => "add it to the `ladder` of the plan's `ranks`".to_owned(),
            };
            let message = format!("the plan has no rank `{rank}`");
            faults.push(fault(settings, plan, "P142", key, message, help));
        }
        if let (Some(key), false) = (self.placement, has_placement) {
            faults.push(fault(
                settings,
                plan,
                "P146",
                key,
                "the plan has no placement tree".to_owned(),
                "give the plan a `placement` table".to_owned(),
            ));
        }
        faults
    }
}
