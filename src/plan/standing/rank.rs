//! `[ranks]` (plans.md S3): the ladder, and who stands where.

use crate::plan::standing::Standing;
use crate::plan::volume::Volumes;
use crate::scenario::key::{Default, Key, Kind};
use crate::scenario::settings::Settings;

pub(in crate::plan) const KEY: Key = Key {
    name: "ranks",
    kind: Kind::Table(&[Key {
        name: "ladder",
        kind: Kind::List(&[Key {
            name: "rank",
            kind: Kind::Text,
            default: Default::Required,
            unit: "",
            meaning: "The rank's name.",
        }]),
        default: Default::Required,
        unit: "",
        meaning: "The ranks from the lowest to the highest.",
    }]),
    default: Default::Absent("the plan knows no ranks"),
    unit: "",
    meaning: "The ladder of ranks and what each asks for.",
};

/// The ladder.
#[derive(Clone, Debug, Default)]
pub struct Ranks {
    names: Vec<String>,
}

/// What of ranks carries over from period to period.
#[derive(Clone, Debug, Default)]
pub struct RankMemory {}

impl RankMemory {
    pub(in crate::plan) fn forget(&mut self) {}
}

impl Ranks {
    pub(in crate::plan) fn new(plan: &Settings) -> Ranks {
        let Some(table) = plan.optional_table(KEY.name) else {
            return Ranks::default();
        };
        Ranks {
            names: table
                .list("ladder")
                .iter()
                .map(|rung| rung.text("rank"))
                .collect(),
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
        let index = self.names.iter().position(|known| known == name)?;
        u8::try_from(index + 1).ok()
    }

    pub(super) fn settle(&self, standing: &mut Standing, volumes: &Volumes, sponsor: &[u32]) {
        let _ = (volumes, sponsor);
        standing.rank.fill(1);
    }
}
