//! `downline grow`: one network of a scenario as CSV.

use std::fs::{self, OpenOptions};
use std::io::{self, BufWriter, Write};
use std::path::Path;

use super::arguments::Grow;
use super::explain::{check_new, refused};
use super::open::open;
use super::run::{DEFAULT_SCENARIO, RunError};
use crate::observed::read::codes;
use crate::plan::Plan;
use crate::report::folder::FolderError;
use crate::report::grown;
use crate::study::memory;
use crate::study::run::{Seen, StudyError};
use crate::world::World;

/// Lives a replication of the scenario, without paying anyone, and writes who is there.
///
/// # Errors
///
/// See [`RunError`]; a file that cannot be written whole is removed.
pub fn grow(arguments: &Grow, out: &mut dyn Write) -> Result<(), RunError> {
    let mut overrides = arguments.overrides.clone();
    overrides.extend(arguments.seed.map(|seed| format!("scenario.seed={seed}")));
    let source = arguments.scenario.as_deref().unwrap_or(DEFAULT_SCENARIO);
    let loaded = open(source, &overrides)?;
    let scenario = &loaded.scenario;
    let replication = arguments.replication;
    if replication > scenario.replications {
        let message = format!(
            "there is no replication {replication}: the scenario has {}",
            scenario.replications
        );
        return Err(refused(
            codes::NO_SUCH_TIME,
            &message,
            "give another with `--replication`",
        ));
    }
    if let Some(path) = &arguments.output {
        check_new(path, arguments.force)?;
    }
    let plans = Plan::build_all(scenario)?;
    let limit = memory::allot(scenario, &plans, 1, Seen::Nothing)
        .map_err(StudyError::from)?
        .members_limit;
    super::warn(&loaded.warnings);
    let mut world = World::new(scenario, limit);
    world.begin(replication);
    for _ in 0..scenario.horizon.periods {
        world
            .live_next_period()
            .map_err(|error| StudyError::World { replication, error })?;
    }
    match &arguments.output {
        None => {
            let mut buffered = BufWriter::new(out);
            grown::write(scenario, &world, &mut buffered)?;
            buffered.flush()?;
        }
        Some(path) => to_file(path, arguments.force, |file| {
            grown::write(scenario, &world, file)
        })?,
    }
    Ok(())
}

/// Writes a file whole or not at all.
pub(super) fn to_file(
    path: &Path,
    force: bool,
    write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> Result<(), RunError> {
    let failed = |cause| {
        RunError::Folder(FolderError::Write {
            path: path.to_owned(),
            cause,
        })
    };
    let file = OpenOptions::new()
        .write(true)
        .create(true)
        .create_new(!force)
        .truncate(true)
        .open(path)
        .map_err(failed)?;
    let mut file = BufWriter::new(file);
    let written = write(&mut file).and_then(|()| file.flush());
    written.map_err(|cause| {
        // What cannot be removed either is told of by the first failure.
        let _ = fs::remove_file(path);
        failed(cause)
    })
}
