//! What a component names that other parts of its plan must have: ranks of the ladder, a
//! placement tree. Checked once the plan is whole.

use crate::plan::placement::PlacementRule;
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
    /// Whether it must be a binary one.
    pub is_binary: bool,
}

impl Named<'_> {
    /// The faults of names that the plan does not have.
    pub(in crate::plan) fn faults(
        &self,
        settings: &ComponentSettings,
        plan: &str,
        ranks: &Ranks,
        placement: Option<&PlacementRule>,
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
        let (message, help) = match placement {
            None => (
                "the plan has no placement tree",
                "give the plan a `placement` table",
            ),
            Some(rule) if self.is_binary && !rule.is_binary() => (
                "the plan's placement tree has no left and right leg",
                "write `shape = \"binary\"` in its `placement` table",
            ),
            Some(_) => return faults,
        };
        if let Some(key) = self.placement {
            let (message, help) = (message.to_owned(), help.to_owned());
            faults.push(fault(settings, plan, "P146", key, message, help));
        }
        faults
    }
}
