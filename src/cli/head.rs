//! The scenario that plan files are read under where no network is simulated: by `pay`
//! for one that comes from files, by `check` for none at all.

use std::path::{Path, PathBuf};

use crate::plan::LANGUAGE;
use crate::scenario::diagnose::Diagnostics;
use crate::scenario::settings::Setting;
use crate::scenario::types::{Growth, GrowthLaw};
use crate::scenario::{self, Loaded};

/// Tables of a scenario that say how people are drawn: files take their place.
pub(super) const DRAWN: [&str; 6] = [
    "growth",
    "market",
    "sales",
    "quitting",
    "reputation",
    "horizon",
];

/// What is known beside the plans.
pub(super) struct Head<'a> {
    /// The file whose name the scenario bears.
    pub(super) named_after: &'a Path,
    pub(super) currency: &'a str,
    /// The period of the first plan that names one, else a month, if `None`.
    pub(super) unit: Option<String>,
    pub(super) periods: u32,
    pub(super) members: u32,
}

impl Head<'_> {
    /// Reads the plans.
    pub(super) fn load(
        &mut self,
        plans: &[PathBuf],
        overrides: &[String],
    ) -> Result<Loaded, Diagnostics> {
        let mut loaded = scenario::load_plan_files(&self.text(), plans, overrides, LANGUAGE)?;
        let first = &loaded.scenario.plans[0].settings;
        if self.unit.is_none()
            && let Some(Setting::Text(unit)) = first.peek("period")
        {
            self.unit = Some(unit.clone());
            loaded = scenario::load_plan_files(&self.text(), plans, overrides, LANGUAGE)?;
        }
        loaded.scenario.growth = Growth {
            founders: 0,
            count_founders: true,
            max_recruits: None,
            active_only: false,
            law: GrowthLaw::Observed {
                members: self.members,
            },
        };
        loaded.resolved = without_what_is_drawn(&loaded.resolved);
        Ok(loaded)
    }

    fn text(&self) -> String {
        let quoted = |text: &str| toml::Value::from(text).to_string();
        let stem = self
            .named_after
            .file_stem()
            .unwrap_or_default()
            .to_string_lossy();
        let usual = |letter: char| letter.is_ascii_alphanumeric() || letter == '-' || letter == '_';
        let name: String = stem
            .chars()
            .map(|letter| if usual(letter) { letter } else { '-' })
            .collect();
        let name = name.trim_matches('-');
        let title = format!("Who is paid what in {stem}?");
        format!(
            "[scenario]\nname = {}\ntitle = {}\ncurrency = {}\nreplications = 1\n\
             [horizon]\nperiods = {}\nunit = {}\n\
             [growth]\nlaw = \"fixed\"\nparticipants = 1\n\
             [sales]\nlaw = \"fixed\"\nunits = 0\n\
             [product]\nprice = 0\n[comparison]\nlarge = 100\n",
            quoted(if name.is_empty() { "network" } else { name }),
            quoted(&title),
            quoted(self.currency),
            self.periods,
            quoted(self.unit.as_deref().unwrap_or("month")),
        )
    }
}

/// The resolved form without the tables of what is drawn, which stood there for nothing.
fn without_what_is_drawn(resolved: &str) -> String {
    let drawn = |header: &str| {
        DRAWN[..5]
            .iter()
            .any(|section| header == format!("[{section}]"))
    };
    let mut skipping = false;
    let mut kept = String::from(
        "# Members and orders are observed: the network and orders among the inputs.\n",
    );
    for line in resolved.lines() {
        if line.starts_with('[') {
            skipping = drawn(line);
        }
        if !skipping {
            kept.push_str(line);
            kept.push('\n');
        }
    }
    kept
}
