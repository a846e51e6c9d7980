//! `downline run` of several worlds: the same plans in each, every world a run of its own,
//! and one table over all of them.

use std::io::{self, Write};
use std::path::Path;
use std::sync::Arc;

use super::arguments::{Outcome, Running};
use super::error::RunError;
use super::job::Job;
use super::live::Ready;
use super::run::shown;
use super::summary::Ink;
use super::summary::worlds as summary;
use super::summary_json::summary_json;
use crate::report::manifest;
use crate::report::recipe::RunRecipe;
use crate::report::worlds::finding::findings;
use crate::report::worlds::{World, WorldsManifest};
use crate::scenario::diagnose::{Diagnostic, Diagnostics, Origin, Source};
use crate::scenario::types::Scenario;
use crate::scenario::{Loaded, Worlds, codes};

/// The folder of worlds that come from several files.
const FOLDER: &str = "worlds";

/// The folder of what is drawn of all worlds together.
const CHARTS: &str = "charts";

/// Every world as a run of its own, into a folder below one that compares them.
///
/// # Errors
///
/// What is wrong with a world, or with what they are together.
pub(super) fn job(
    sets: Vec<Worlds>,
    overrides: &[String],
    running: &Running,
) -> Result<Job, RunError> {
    let (name, title) = match &sets[..] {
        [only] => (only.name.clone(), only.title.clone()),
        _ => (
            FOLDER.to_owned(),
            "The same plans in several worlds".to_owned(),
        ),
    };
    let loaded: Vec<Loaded> = sets.into_iter().flat_map(|set| set.worlds).collect();
    check(&loaded)?;
    let inputs = manifest::inputs(&sources(&loaded));
    // What does not fit is refused before anything is made.
    let worlds: Vec<Ready> = loaded
        .into_iter()
        .map(|loaded| Ready::of(loaded, running))
        .collect::<Result<_, _>>()?;
    let names = worlds
        .iter()
        .map(|world| world.loaded.scenario.name.clone());
    let together = WorldsManifest {
        inputs,
        name,
        overrides: overrides.to_vec(),
        title,
        version: env!("CARGO_PKG_VERSION").to_owned(),
        worlds: names.collect(),
    };
    Ok(Job {
        recipe: RunRecipe {
            worlds: worlds
                .iter()
                .map(|world| world.manifest(overrides))
                .collect(),
            together: Some(together),
            participants: running
                .participants
                .then_some(running.simulation.results.format),
        },
        worlds,
    })
}

/// The files of all worlds, each once.
fn sources(loaded: &[Loaded]) -> Vec<Arc<Source>> {
    let mut sources: Vec<Arc<Source>> = Vec::new();
    for source in loaded.iter().flat_map(|loaded| &loaded.sources) {
        if !sources.contains(source) {
            sources.push(Arc::clone(source));
        }
    }
    sources
}

/// Worlds are told apart by their names and compared plan by plan.
fn check(loaded: &[Loaded]) -> Result<(), Diagnostics> {
    let first = &loaded[0].scenario;
    let mut faults = Vec::new();
    for (index, world) in loaded.iter().enumerate() {
        let world = &world.scenario;
        let mut before = loaded[..index].iter();
        if before.any(|other| other.scenario.name == world.name) {
            faults.push(
                Diagnostic::error(
                    codes::DUPLICATE_WORLD,
                    &Origin::Default,
                    format!("two worlds are called `{}`", world.name),
                )
                .of("scenario.name")
                .help("give each a `name` of its own: its folder is called after it"),
            );
        }
        if world.name == CHARTS {
            faults.push(
                Diagnostic::error(
                    codes::RESERVED_NAME,
                    &Origin::Default,
                    format!("`{CHARTS}` is the folder of the charts of all worlds"),
                )
                .of("scenario.name")
                .help("choose another name"),
            );
        }
        faults.extend(differences(first, world).into_iter().map(|difference| {
            let message = format!(
                "the worlds `{}` and `{}` differ: {difference}",
                first.name, world.name
            );
            Diagnostic::error(codes::WORLDS_DIFFER, &Origin::Default, message)
                .help("worlds are compared plan by plan: give all of them the same plans")
        }));
    }
    if faults.is_empty() {
        Ok(())
    } else {
        Err(Diagnostics(faults))
    }
}

fn differences(first: &Scenario, other: &Scenario) -> Vec<String> {
    let names = |scenario: &Scenario| -> Vec<String> {
        let plans = scenario.plans.iter();
        plans.map(|plan| plan.name.clone()).collect()
    };
    let (one, two) = (names(first), names(other));
    let mut found = Vec::new();
    for (have, lack, world) in [(&one, &two, first), (&two, &one, other)] {
        let missing: Vec<String> = have
            .iter()
            .filter(|name| !lack.contains(name))
            .map(|name| format!("`{name}`"))
            .collect();
        if !missing.is_empty() {
            found.push(format!("only `{}` has {}", world.name, missing.join(", ")));
        }
    }
    let baseline = |scenario: &Scenario| scenario.plans[scenario.comparison.baseline].name.clone();
    let pairs = [
        ("baseline", baseline(first), baseline(other)),
        (
            "currency",
            first.currency.code.clone(),
            other.currency.code.clone(),
        ),
    ];
    if found.is_empty() {
        for (what, one, two) in pairs {
            if one != two {
                found.push(format!(
                    "the {what} is `{one}` in one and `{two}` in the other"
                ));
            }
        }
    }
    found
}

/// Tells what was found in all of them.
pub(super) fn tell(
    title: &str,
    worlds: &[World],
    target: &Path,
    asked: &Outcome,
    out: &mut dyn Write,
) -> io::Result<()> {
    if asked.json {
        let found: Vec<serde_json::Value> = findings(worlds)
            .iter()
            .map(|finding| {
                let verdicts = finding.worlds.iter();
                let verdicts: serde_json::Map<String, serde_json::Value> = verdicts
                    .map(|world| (world.world.clone(), world.verdict.words().into()))
                    .collect();
                serde_json::json!({
                    "plan": finding.plan,
                    "baseline": finding.baseline,
                    "metric": "share_profit",
                    "finding": finding.sentence(),
                    "by_world": verdicts,
                })
            })
            .collect();
        let summaries: Vec<_> = worlds
            .iter()
            .map(|world| summary_json(&world.results))
            .collect();
        let json = serde_json::json!({ "title": title, "findings": found, "worlds": summaries });
        serde_json::to_writer_pretty(&mut *out, &json)?;
        writeln!(out)
    } else if asked.quiet {
        Ok(())
    } else {
        let text = summary::text(title, worlds, &shown(target), asked.format, Ink::Plain);
        out.write_all(text.as_bytes())
    }
}
