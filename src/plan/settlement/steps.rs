//! A settlement step as written: which components it names, and its faults.

use crate::plan::standing::rank::Ranks;
use crate::scenario::diagnose::{Diagnostic, Severity};
use crate::scenario::key::{Default, Key, Kind, words};
use crate::scenario::settings::Settings;
use crate::scenario::suggest::nearest;

/// The components a step applies to, as most steps choose them.
pub(super) const COMPONENTS: Key = Key {
    name: "components",
    kind: Kind::Names,
    default: Default::Absent("every component of the plan that pays a commission"),
    unit: "",
    meaning: "Ids of the components it applies to.",
};

/// One `[[settlement]]` table of a plan.
#[derive(Clone, Copy, Debug)]
pub(super) struct Step<'a> {
    pub(super) plan: &'a str,
    pub(super) index: usize,
    pub(super) kind: &'static str,
    pub(super) settings: &'a Settings,
    /// Ids of the commissions, in the order of the plan.
    pub(super) ids: &'a [&'a str],
    /// The id of the retail margin, which no step may touch.
    pub(super) margin: Option<&'a str>,
}

impl Step<'_> {
    /// A fault of one key of the step.
    pub(super) fn fault(
        &self,
        code: &'static str,
        key: &str,
        message: String,
        help: String,
    ) -> Box<Diagnostic> {
        Box::new(Diagnostic {
            severity: Severity::Error,
            code,
            key: format!("plans.{}.settlement.{}.{key}", self.plan, self.index),
            message,
            label: String::new(),
            help: Some(help),
            origin: self.settings.origin_of(key).clone(),
        })
    }

    /// The components the step names, by their place in the plan; those of `unnamed`
    /// where it names none.
    pub(super) fn components(
        &self,
        unnamed: impl Fn(usize) -> bool,
    ) -> Result<Vec<bool>, Box<Diagnostic>> {
        let Some(names) = self.settings.optional_names("components") else {
            return Ok((0..self.ids.len()).map(unnamed).collect());
        };
        let mut chosen = vec![false; self.ids.len()];
        for name in names {
            let place = self.ids.iter().position(|id| *id == name);
            chosen[place.ok_or_else(|| self.unknown_component(&name))?] = true;
        }
        Ok(chosen)
    }

    /// The places of the components the step names; all where it names none.
    pub(super) fn chosen(&self) -> Result<Vec<usize>, Box<Diagnostic>> {
        let chosen = self.components(|_| true)?;
        Ok((0..chosen.len()).filter(|&index| chosen[index]).collect())
    }

    fn unknown_component(&self, name: &str) -> Box<Diagnostic> {
        if self.margin == Some(name) {
            return self.fault(
                "P190",
                "components",
                format!(
                    "`{name}` is a retail margin: customers pay it, so no settlement touches it"
                ),
                "leave it out".to_owned(),
            );
        }
        let help = match (nearest(name, self.ids.iter().copied()), self.ids) {
            (Some(near), _) => format!("did you mean {near:?}?"),
            (None, []) => "the plan pays no commissions".to_owned(),
            (None, ids) => format!("the plan's commissions are {}", words(ids)),
        };
        self.fault(
            "P190",
            "components",
            format!("`{name}` is no commission of plan `{}`", self.plan),
            help,
        )
    }

    pub(super) fn unknown_rank(&self, key: &str, name: &str, ranks: &Ranks) -> Box<Diagnostic> {
        let known = || ranks.names().iter().map(String::as_str);
        let help = match nearest(name, known()) {
            Some(near) => format!("did you mean {near:?}?"),
            None if ranks.is_empty() => "the plan has no `[ranks]`: give it a ladder".to_owned(),
            None => format!("the ladder has {}", words(&known().collect::<Vec<_>>())),
        };
        self.fault(
            "P193",
            key,
            format!("`{name}` is no rank of plan `{}`", self.plan),
            help,
        )
    }

    /// The fault of a credit that would be held and advanced, or held twice.
    pub(super) fn deferred_twice(&self, id: &str) -> Box<Diagnostic> {
        self.fault(
            "P194",
            "components",
            format!("what `{id}` credits is put off by another step already"),
            "let one of `hold_back` and `advance` name the component".to_owned(),
        )
    }

    /// The fault of a second step where one is all a component or a plan can have.
    pub(super) fn second(&self, whose: &str) -> Box<Diagnostic> {
        self.fault(
            "P191",
            "type",
            format!("{whose} has two `{}` steps", self.kind),
            "join them into one, or name other `components`".to_owned(),
        )
    }
}
