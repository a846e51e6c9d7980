//! A `run` as a job: it is lived at one sitting or at several, or only a share of it, and what
//! comes of it is written and told.

use std::io::Write;
use std::path::{Path, PathBuf};

use super::arguments::{Dealing, Outcome, Running, ShardName};
use super::error::RunError;
use super::live::Ready;
use super::run::{charts, finish, shown};
use super::worlds;
use crate::campaign::part::Header;
use crate::campaign::scheduler;
use crate::campaign::shard::Shard;
use crate::campaign::store::{self, GoOn, Store, StoreError};
use crate::plan::LANGUAGE;
use crate::report;
use crate::report::folder::{Folder, MANIFEST, SharedPlace};
use crate::report::manifest::Manifest;
use crate::report::recipe::{Recipe, RunRecipe};
use crate::report::worlds::{World, WorldsManifest, write};
use crate::scenario;
use crate::scenario::diagnose::Diagnostics;
use crate::study::results::Results;
use crate::study::run::StudyError;
use crate::study::shelf::{Place, Unit};

/// The whole of a piece of work, done by one.
pub(super) const ALONE: Shard = Shard { number: 1, of: 1 };

/// Worlds that are ready to be lived, and what they are told by.
pub(super) struct Job {
    pub(super) worlds: Vec<Ready>,
    pub(super) recipe: RunRecipe,
}

impl Job {
    /// Does it, or the share of it that is asked for.
    pub(super) fn run(self, running: &Running, out: &mut dyn Write) -> Result<(), RunError> {
        let asked = &running.simulation.results;
        let target = asked.output.clone();
        let target = target.unwrap_or_else(|| default_target(self.recipe.name()));
        let recipe = Recipe::Run(self.recipe.clone());
        let units = self.recipe.units().ok_or(RunError::TooMuch)?;
        let header = |shard| Header {
            recipe: recipe.write(),
            shard,
            units,
        };
        if let Some(shard) = shard(&running.dealing, asked)? {
            let place = SharedPlace::of(&target, asked.force)?;
            let store = share(&place, header(shard), &running.dealing, asked)?;
            self.live_share(&store, asked)?;
            return leave_part(store, asked, out);
        }
        if running.dealing.resume && is_done(&target, &recipe, asked) {
            return Ok(());
        }
        let mut folder = Folder::keeping(&target, asked.force, running.dealing.resume)?;
        let go_on = go_on(&running.dealing, GoOn::WithAll);
        let store = Store::open(folder.partial(), header(ALONE), go_on)?;
        let place = Place::on(&store, 0);
        let lived = deliver(&mut folder, &self.recipe, asked, |world, inner, before| {
            let ready = &self.worlds[world];
            if !asked.quiet {
                if self.recipe.together.is_some() {
                    let name = &ready.loaded.scenario.name;
                    eprintln!("world {name} ({} of {})", world + 1, self.worlds.len());
                }
                ready.warn();
            }
            ready.live(asked, inner, place.after(before))
        });
        let delivered = lived.map_err(|error| {
            if !error.keeps_parts() {
                folder.forget_parts();
            }
            stopped(error)
        })?;
        delivered.finish(folder, &target, asked, out)
    }

    /// Lives the units of the store's shard, world by world.
    fn live_share(&self, store: &Store, asked: &Outcome) -> Result<(), RunError> {
        let shard = store.header().shard;
        let mut before = 0;
        for world in &self.worlds {
            if !asked.quiet {
                world.warn();
            }
            let replications = world.loaded.scenario.replications;
            let own: Vec<Unit> = shard
                .units(store.header().units)
                .filter_map(|unit| unit.checked_sub(before))
                .filter(|unit| (1..=replications).contains(unit))
                .collect();
            world
                .live_share(asked, &own, Place::on(store, before))
                .map_err(stopped)?;
            before += replications;
        }
        Ok(())
    }
}

/// An interrupted run whose histories are kept.
pub(super) fn stopped(error: RunError) -> RunError {
    match error {
        RunError::Study(error @ StudyError::Interrupted { .. }) => RunError::Stopped(error),
        other => other,
    }
}

/// The share that is asked for, if not all of the work is.
pub(super) fn shard(dealing: &Dealing, asked: &Outcome) -> Result<Option<Shard>, RunError> {
    match dealing.shard {
        None => Ok(None),
        Some(ShardName::Is(shard)) => Ok(Some(shard)),
        Some(ShardName::Auto) => {
            let variable = |name: &str| std::env::var(name).ok();
            let assigned = scheduler::assigned(&variable, dealing.shards)?;
            if !asked.quiet {
                eprintln!("shard {}: {}", assigned.shard, assigned.by);
            }
            Ok(Some(assigned.shard))
        }
    }
}

/// Which files are gone on with.
pub(super) fn go_on(dealing: &Dealing, with: GoOn) -> GoOn {
    match dealing.resume {
        true => with,
        false => GoOn::Anew,
    }
}

/// Opens the store of a share.
pub(super) fn share(
    place: &SharedPlace,
    header: Header,
    dealing: &Dealing,
    asked: &Outcome,
) -> Result<Store, StoreError> {
    store::refuse_others(place.partial(), &header, asked.force)?;
    Store::open(place.partial(), header, go_on(dealing, GoOn::WithOwn))
}

/// Writes the part of a shard whose units are all there, and says where.
pub(super) fn leave_part(
    store: Store,
    asked: &Outcome,
    out: &mut dyn Write,
) -> Result<(), RunError> {
    let path = store.finish()?;
    if !asked.quiet {
        writeln!(out, "{}", path.display())?;
    }
    Ok(())
}

/// Whether the result of just this work is there already, so that nothing is left to go on
/// with.
pub(super) fn is_done(target: &Path, recipe: &Recipe, asked: &Outcome) -> bool {
    let manifest = std::fs::read_to_string(target.join(MANIFEST));
    let is_done = !asked.force
        && manifest.is_ok_and(|text| recipe.is_of_result(&text))
        && has_its_files(target, recipe, asked);
    if is_done {
        Folder::tidy_after(target);
        if !asked.quiet {
            eprintln!("{} is whole: nothing is left to do", shown(target));
        }
    }
    is_done
}

/// Whether a result has the files that are asked for, in their format.
fn has_its_files(target: &Path, recipe: &Recipe, asked: &Outcome) -> bool {
    let Recipe::Run(run) = recipe else {
        let entries = std::fs::read_dir(target).into_iter().flatten().flatten();
        let ending = std::ffi::OsStr::new(asked.format.ending());
        return entries
            .map(|entry| entry.path())
            .any(|path| path.extension() == Some(ending));
    };
    let world = match run.together {
        Some(_) => target.join(&run.worlds[0].subject.name),
        None => target.to_owned(),
    };
    let is_there = |name: &str| world.join(asked.format.file(name)).is_file();
    is_there("summary")
        && is_there("participants") == run.participants.is_some()
        && world.join("charts").is_dir() != asked.no_charts
}

/// What was lived and is yet to be put into place.
pub(super) enum Delivered {
    /// One world, of which nothing is written yet, with its recipe.
    Alone(Box<Manifest>, Box<Results>),
    /// Several, whose folders are written, with what they are told by.
    Together(WorldsManifest, Vec<World>),
}

/// Has every world lived, or read, and writes the folders of several. `results` is given a
/// world's place, its folder, and how many units stand before it.
pub(super) fn deliver(
    folder: &mut Folder,
    recipe: &RunRecipe,
    asked: &Outcome,
    mut results: impl FnMut(usize, &mut Folder, Unit) -> Result<Results, RunError>,
) -> Result<Delivered, RunError> {
    let Some(together) = &recipe.together else {
        let found = results(0, folder, 0)?;
        let manifest = with_what_was_found(&recipe.worlds[0], &found)?;
        return Ok(Delivered::Alone(Box::new(manifest), Box::new(found)));
    };
    let mut worlds = Vec::with_capacity(recipe.worlds.len());
    let mut before = 0;
    for (world, manifest) in recipe.worlds.iter().enumerate() {
        let name = &manifest.subject.name;
        let mut inner = folder.subfolder(name)?;
        let found = results(world, &mut inner, before)?;
        before += manifest.replications;
        let manifest = with_what_was_found(manifest, &found)?;
        report::write(inner, &found, charts(asked), asked.format, &manifest)?;
        folder.adopt(name)?;
        worlds.push(World::of(found));
    }
    Ok(Delivered::Together(together.clone(), worlds))
}

impl Delivered {
    /// Writes what is left to be written, puts the folder into place and tells of it.
    pub(super) fn finish(
        self,
        folder: Folder,
        target: &Path,
        asked: &Outcome,
        out: &mut dyn Write,
    ) -> Result<(), RunError> {
        match self {
            Delivered::Alone(manifest, results) => {
                finish(folder, &results, &manifest, target, asked, out)?;
            }
            Delivered::Together(manifest, worlds) => {
                write(folder, &worlds, charts(asked), asked.format, &manifest)?;
                worlds::tell(&manifest.title, &worlds, target, asked, out)?;
            }
        }
        Ok(())
    }
}

/// A recipe with what is only known when all is done.
fn with_what_was_found(recipe: &Manifest, results: &Results) -> Result<Manifest, RunError> {
    let mut manifest = Manifest {
        subject: results.subject.clone(),
        ..recipe.clone()
    };
    if manifest.precision.is_some() {
        // The recipe is of as many as it took.
        manifest.replications = results.subject.replications;
        let name = &results.subject.name;
        manifest.scenario = with_replications(name, &manifest.scenario, manifest.replications)?;
    }
    Ok(manifest)
}

/// The text of a scenario with another number of replications.
fn with_replications(name: &str, scenario: &str, replications: u32) -> Result<String, Diagnostics> {
    let fewer = format!("scenario.replications={replications}");
    Ok(scenario::load_text(name, scenario, &[fewer], LANGUAGE)?.resolved)
}

/// Where the result goes by default: beside what others of the same name left.
pub(super) fn default_target(name: &str) -> PathBuf {
    Path::new("output").join(name)
}
