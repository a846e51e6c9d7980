//! `downline run`: the main job, from a scenario to a folder of results.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

pub use super::error::RunError;

use super::arguments::{Outcome, Run};
use super::job::Job;
use super::live::Ready;
use super::summary::{self, Ink, SummaryFiles};
use super::summary_json::summary_json;
use super::worlds;
use crate::plan::LANGUAGE;
use crate::report::folder::Folder;
use crate::report::manifest::Manifest;
use crate::report::recipe::RunRecipe;
use crate::report::{self, Charts};
use crate::scenario;
use crate::scenario::diagnose::Diagnostics;
use crate::study::results::Results;

/// The scenario that runs when none is named.
pub(super) const DEFAULT_SCENARIO: &str = "ebook";

/// With `--precision`, the most replications that are added if `--replications` does not say.
const MOST_REPLICATIONS: u32 = 100_000;

/// Runs a scenario and writes its results.
///
/// # Errors
///
/// See [`RunError`]; what was lived before an interruption is kept for `--resume`.
pub fn run(arguments: &Run, out: &mut dyn Write) -> Result<(), RunError> {
    let running = &arguments.running;
    let simulation = &running.simulation;
    let mut overrides = simulation.all_overrides();
    if running.precision.is_some() && simulation.replications.is_none() {
        overrides.push(format!("scenario.replications={MOST_REPLICATIONS}"));
    }
    let default = [DEFAULT_SCENARIO.to_owned()];
    let sources = match &arguments.scenarios[..] {
        [] => &default[..],
        named => named,
    };
    let (mut sets, mut faults) = (Vec::new(), Vec::new());
    for source in sources {
        match scenario::load_worlds(source, &overrides, LANGUAGE) {
            Ok(set) => sets.push(set),
            Err(Diagnostics(found)) => faults.extend(found),
        }
    }
    if !faults.is_empty() {
        return Err(Diagnostics(faults).into());
    }
    let job = if sets.len() > 1 || sets[0].listed {
        worlds::job(sets, &overrides, running)?
    } else {
        let ready = Ready::of(sets.remove(0).worlds.remove(0), running)?;
        Job {
            recipe: RunRecipe {
                worlds: vec![ready.manifest(&overrides)],
                together: None,
                participants: running
                    .participants
                    .then_some(running.simulation.results.format),
            },
            worlds: vec![ready],
        }
    };
    job.run(running, out)
}

/// Whether charts are drawn.
pub(super) fn charts(asked: &Outcome) -> Charts {
    if asked.no_charts {
        Charts::LeftOut
    } else {
        Charts::Drawn
    }
}

/// Writes what a study found and tells of it.
///
/// # Errors
///
/// [`RunError::Folder`] and [`RunError::Print`].
pub(super) fn finish(
    folder: Folder,
    results: &Results,
    manifest: &Manifest,
    target: &Path,
    asked: &Outcome,
    out: &mut dyn Write,
) -> Result<(), RunError> {
    report::write(folder, results, charts(asked), asked.format, manifest)?;
    tell(results, target, asked, out)?;
    Ok(())
}

/// Tells what a study found.
fn tell(results: &Results, target: &Path, asked: &Outcome, out: &mut dyn Write) -> io::Result<()> {
    if asked.json {
        serde_json::to_writer_pretty(&mut *out, &summary_json(results))?;
        writeln!(out)
    } else if asked.quiet {
        Ok(())
    } else {
        let files = SummaryFiles {
            folder: shown(target),
            charts: !asked.no_charts,
            format: asked.format,
        };
        out.write_all(summary::text(results, &files, Ink::Plain).as_bytes())
    }
}

pub(super) fn shown(target: &Path) -> String {
    let path: PathBuf = target.components().collect();
    path.display().to_string()
}
