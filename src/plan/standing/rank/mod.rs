//! `[ranks]` (plans.md S3): the ladder, and who stands where.

mod condition;
mod hold;
mod ladder;
mod reach;
mod settle;

pub(in crate::plan) use ladder::KEY;
pub use reach::Unreachable;

use crate::scenario::diagnose::Diagnostic;
use crate::scenario::settings::Settings;

use condition::Slots;
use hold::Hold;
use ladder::Rung;

/// The ladder.
#[derive(Clone, Debug, Default)]
pub struct Ranks {
    names: Vec<String>,
    rungs: Vec<Rung>,
    slots: Slots,
    rules: Rules,
    hold: Hold,
}

/// What holds for every rung alike.
#[derive(Clone, Copy, Debug, Default)]
struct Rules {
    cumulative: bool,
    own_volume_is_leg: bool,
    in_placement: bool,
    past_the_inactive: bool,
}

/// What of ranks carries over from period to period, and the scratch of the pass.
#[derive(Clone, Debug, Default)]
pub struct RankMemory {
    history: hold::History,
    scratch: settle::Scratch,
}

impl RankMemory {
    pub(in crate::plan) fn forget(&mut self) {
        self.history.forget();
    }
}

impl Ranks {
    /// Reads `[ranks]` and notes what contradicts itself.
    pub(in crate::plan) fn new(plan: &Settings, name: &str, faults: &mut Vec<Diagnostic>) -> Ranks {
        let Some(table) = plan.optional_table(KEY.name) else {
            return Ranks::default();
        };
        let has_placement = plan.optional_table("placement").is_some();
        let path = format!("plans.{name}.{}", KEY.name);
        let (names, rungs) = ladder::read(&table, &path, has_placement, faults);
        let own_volume_is_leg = table.flag("own_volume_is_leg");
        Ranks {
            slots: Slots::of(&rungs),
            names,
            rungs,
            rules: Rules {
                cumulative: table.flag("cumulative"),
                own_volume_is_leg,
                in_placement: table.text("legs_counted_in") == "placement",
                past_the_inactive: table.text("compression") == "standard",
            },
            hold: Hold::new(&table),
        }
    }

    /// Whether the plan knows no ranks.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.names.is_empty()
    }

    /// The names from the lowest to the highest.
    #[must_use]
    pub fn names(&self) -> &[String] {
        &self.names
    }

    /// A rank by its name: 1 + its place on the ladder.
    #[must_use]
    pub fn place(&self, name: &str) -> Option<u8> {
        ladder::place(&self.names, name)
    }

    /// The lowest of these ranks: whoever stands at least there counts as one of them.
    /// `None` if none of them is on the ladder.
    #[must_use]
    pub fn lowest_of<'a>(&self, names: impl IntoIterator<Item = &'a str>) -> Option<u8> {
        names.into_iter().filter_map(|name| self.place(name)).min()
    }
}

#[cfg(test)]
mod tests;
