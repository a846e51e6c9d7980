//! `downline merge`: the shards of one piece of work put together into the result of a single
//! run.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::arguments::{Merge, Outcome};
use super::error::{MergeError, RunError};
use super::job::{default_target, deliver};
use super::live::append_all;
use super::recipe::{Doing, check_version};
use crate::campaign::store::{self, Store, StoreError};
use crate::plan::LANGUAGE;
use crate::report::folder::{Folder, PARTIAL};
use crate::report::manifest::Manifest;
use crate::report::participants::{ParticipantFiles, ParticipantRows};
use crate::report::recipe::{Recipe, RunRecipe};
use crate::scenario;
use crate::study::results::Results;
use crate::study::run::{StudyError, fold};
use crate::study::shelf::Place;

/// Reads the parts, sees that they are all of one work and none is missing, and writes the
/// result.
///
/// # Errors
///
/// See [`RunError`]; the parts stay then.
pub fn merge(arguments: &Merge, out: &mut dyn Write) -> Result<(), RunError> {
    let mut paths = Vec::new();
    for named in &arguments.parts {
        paths.extend(parts_of(named)?);
    }
    paths.sort();
    paths.dedup();
    let no_parts = || MergeError::NoParts(arguments.parts[0].clone());
    let first = paths.first().cloned().ok_or_else(no_parts)?;
    let store = Store::of_parts(&paths)?.ok_or_else(no_parts)?;
    if let Some(missing) = store.missing_told() {
        return Err(MergeError::Incomplete { missing }.into());
    }
    let recipe = Recipe::read(&store.header().recipe);
    let recipe = recipe.ok_or_else(|| MergeError::NoRecipe(first.clone()))?;
    let mut results = arguments.results.clone();
    let target = results.output.clone();
    let target = match target {
        Some(target) => target,
        None => target_of(&arguments.parts, &recipe)?,
    };
    results.output = Some(target.clone());
    if let Some(partial) = partial_of(&target) {
        // It is cleared away when the result is whole.
        store::refuse_others(&partial, store.header(), results.force)?;
    }
    match recipe {
        Recipe::Run(recipe) => {
            check_version(&recipe.worlds[0].version, &first)?;
            merge_run(&recipe, &store, &target, &results, out)
        }
        Recipe::Question(recipe) => {
            check_version(&recipe.version, &first)?;
            let doing = Doing {
                path: &first,
                inputs: arguments.inputs.as_deref().unwrap_or(Path::new("")),
                parts: Some(Arc::new(store)),
                threads: None,
                results: &results,
            };
            doing.ask(&recipe, out)
        }
    }
}

/// The files of what was named: itself, or those of a folder, or of the place beside it.
fn parts_of(named: &Path) -> Result<Vec<PathBuf>, StoreError> {
    if named.is_dir() {
        let within = store::whole_in(named)?;
        if !within.is_empty() {
            return Ok(within);
        }
    }
    match partial_of(named) {
        Some(partial) => store::whole_in(&partial),
        None if named.is_dir() => Ok(Vec::new()),
        None => Ok(vec![named.to_owned()]),
    }
}

/// Where unfinished work on a folder stands, if there is any.
fn partial_of(folder: &Path) -> Option<PathBuf> {
    let partial = Folder::partial_of(folder).ok();
    partial.filter(|partial| partial.is_dir())
}

/// The folder that the parts of one folder are of, else the one a single run would write.
fn target_of(named: &[PathBuf], recipe: &Recipe) -> Result<PathBuf, RunError> {
    if let [only] = named
        && !only.is_file()
    {
        let text = only.to_string_lossy();
        let target = text
            .trim_end_matches('/')
            .strip_suffix(PARTIAL)
            .map(PathBuf::from);
        if let Some(target) = target.or_else(|| partial_of(only).map(|_| only.clone())) {
            return Ok(target);
        }
    }
    Ok(match recipe {
        Recipe::Run(recipe) => default_target(recipe.name()),
        Recipe::Question(recipe) => {
            let loaded = scenario::load_text("scenario.toml", &recipe.scenario, &[], LANGUAGE)?;
            default_target(&format!("{}-{}", loaded.scenario.name, recipe.command))
        }
    })
}

fn merge_run(
    recipe: &RunRecipe,
    store: &Store,
    target: &Path,
    asked: &Outcome,
    out: &mut dyn Write,
) -> Result<(), RunError> {
    let mut asked = asked.clone();
    if let Some(format) = recipe.participants {
        asked.format = format;
    }
    let mut folder = Folder::keeping(target, asked.force, true)?;
    let place = Place::on(store, 0);
    let delivered = deliver(&mut folder, recipe, &asked, |world, inner, before| {
        add_up(&recipe.worlds[world], recipe, inner, place.after(before))
    })?;
    delivered.finish(folder, target, &asked, out)
}

/// Adds up a world whose replications are all there, and writes its participants' files.
fn add_up(
    manifest: &Manifest,
    recipe: &RunRecipe,
    folder: &mut Folder,
    place: Place<'_>,
) -> Result<Results, RunError> {
    let subject = &manifest.subject;
    let Some(format) = recipe.participants else {
        return Ok(fold(subject, place, |()| Ok(()))?);
    };
    let digits = subject.currency.digits;
    let mut files =
        ParticipantFiles::create(folder, &[], digits, format).map_err(StudyError::from)?;
    let keep = |rows: Vec<ParticipantRows>| append_all(&mut files, rows);
    let results = fold(subject, place, keep)?;
    files.close(folder).map_err(StudyError::from)?;
    Ok(results)
}
