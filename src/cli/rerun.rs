//! `downline rerun`: what a manifest tells is done again, and the bytes compared.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use serde_json::Value;

use super::arguments::{Outcome, Rerun};
use super::error::{MergeError, RunError};
use super::recipe::{Doing, check_version};
use crate::hash::sha256;
use crate::report::folder::{FolderError, MANIFEST};
use crate::report::format::Format;
use crate::report::manifest::{Hashes, Manifest};
use crate::report::recipe::{Recipe, RunRecipe, without_outputs};
use crate::report::worlds::WorldsManifest;

/// Does the work again into a folder of its own and compares every file with what the manifest
/// says of it.
///
/// # Errors
///
/// See [`RunError`]; that a file differs is one.
pub fn rerun(arguments: &Rerun, out: &mut dyn Write) -> Result<(), RunError> {
    let path = match arguments.manifest.is_dir() {
        true => arguments.manifest.join(MANIFEST),
        false => arguments.manifest.clone(),
    };
    let told = Told::read(&path)?;
    let inputs = arguments.inputs.as_deref().unwrap_or(Path::new(""));
    // Taken away when it goes.
    let scratch;
    let target = match &arguments.output {
        Some(output) => output.clone(),
        None => {
            scratch = tempfile::tempdir().map_err(|cause| FolderError::Write {
                path: std::env::temp_dir(),
                cause,
            })?;
            scratch.path().join("rerun")
        }
    };
    let results = Outcome {
        output: Some(target.clone()),
        force: false,
        format: told.format(),
        no_charts: !told.outputs.keys().any(|name| name.starts_with("charts/")),
        quiet: true,
        json: false,
    };
    let recipe = told.recipe()?;
    let doing = Doing {
        path: &path,
        inputs,
        parts: None,
        threads: arguments.threads,
        results: &results,
    };
    match recipe {
        Recipe::Run(recipe) => {
            let first = &recipe.worlds[0];
            check_version(&first.version, &path)?;
            match &first.records {
                Some(options) => {
                    let participants = recipe.participants.is_some();
                    doing.pay(first, options, participants, &mut io::sink())?;
                }
                None => doing.run(recipe, &mut io::sink())?,
            }
        }
        Recipe::Question(recipe) => {
            check_version(&recipe.version, &path)?;
            doing.ask(&recipe, &mut io::sink())?;
        }
    }
    let differing = told.compare(&target, arguments.quiet, out)?;
    match differing {
        0 => Ok(()),
        some => Err(RunError::Differs(some)),
    }
}

/// What a result tells of itself.
struct Told {
    /// The folder it stands in.
    folder: PathBuf,
    path: PathBuf,
    manifest: Value,
    /// The manifests of its worlds, if it has several.
    worlds: Vec<Value>,
    /// The hash of every file, by name; also of those in the folders of worlds.
    outputs: Hashes,
}

impl Told {
    fn read(path: &Path) -> Result<Told, MergeError> {
        let folder = path.parent().unwrap_or(Path::new("")).to_owned();
        let manifest = read(path)?;
        let mut outputs = outputs(&manifest);
        let names = manifest.get("worlds").and_then(Value::as_array);
        let names = names.into_iter().flatten().filter_map(Value::as_str);
        let mut worlds = Vec::new();
        for name in names {
            let world = read(&folder.join(name).join(MANIFEST))?;
            for (file, hash) in self::outputs(&world) {
                outputs.insert(format!("{name}/{file}"), hash);
            }
            worlds.push(world);
        }
        Ok(Told {
            folder,
            path: path.to_owned(),
            manifest,
            worlds,
            outputs,
        })
    }

    fn format(&self) -> Format {
        let mut names = self.outputs.keys();
        match names.any(|name| name.ends_with(".parquet")) {
            true => Format::Parquet,
            false => Format::Csv,
        }
    }

    fn recipe(&self) -> Result<Recipe, MergeError> {
        let found = if self.manifest.get("command").is_some() {
            Recipe::read(&without_outputs(&self.manifest))
        } else {
            self.run_recipe()
                .and_then(|recipe| Recipe::read(&Recipe::Run(recipe).write()))
        };
        found.ok_or_else(|| MergeError::NoRecipe(self.path.clone()))
    }

    fn run_recipe(&self) -> Option<RunRecipe> {
        let manifest = |value: &Value| -> Option<Manifest> {
            serde_json::from_value(without_outputs(value)).ok()
        };
        let is_of_participants = |name: &String| {
            let file = name.rsplit('/').next().unwrap_or_default();
            file == self.format().file("participants")
        };
        let participants = self.outputs.keys().any(is_of_participants);
        let (worlds, together) = match &self.worlds[..] {
            [] => (vec![manifest(&self.manifest)?], None),
            worlds => {
                let together: WorldsManifest =
                    serde_json::from_value(without_outputs(&self.manifest)).ok()?;
                let worlds = worlds.iter().map(manifest);
                (worlds.collect::<Option<_>>()?, Some(together))
            }
        };
        Some(RunRecipe {
            worlds,
            together,
            participants: participants.then(|| self.format()),
        })
    }

    /// Says of every file whether it came out the same, and returns how many did not.
    fn compare(&self, again: &Path, quiet: bool, out: &mut dyn Write) -> io::Result<usize> {
        let mut differing = 0;
        for (name, hash) in &self.outputs {
            let of = |folder: &Path| fs::read(folder.join(name)).ok().map(|bytes| sha256(&bytes));
            let verdict = match of(again) {
                None => "is not made any more".to_owned(),
                Some(found) if found != *hash => format!("has other bytes: {found}"),
                // The file beside the manifest, where there is one, may not be the one it tells of.
                Some(_) => match of(&self.folder) {
                    Some(found) if found != *hash => {
                        format!("comes out as the manifest says, but was altered since: {found}")
                    }
                    _ => continue,
                },
            };
            differing += 1;
            writeln!(out, "{name} {verdict}")?;
        }
        if !quiet {
            let all = self.outputs.len();
            writeln!(
                out,
                "{} of {all} files have the same bytes",
                all - differing
            )?;
        }
        Ok(differing)
    }
}

fn read(path: &Path) -> Result<Value, MergeError> {
    let text = fs::read_to_string(path).map_err(|cause| MergeError::Read {
        path: path.to_owned(),
        cause,
    })?;
    serde_json::from_str(&text).map_err(|_| MergeError::NoRecipe(path.to_owned()))
}

/// The hash of every file a manifest tells of.
fn outputs(manifest: &Value) -> Hashes {
    let outputs = manifest.get("outputs").cloned().unwrap_or_default();
    serde_json::from_value(outputs).unwrap_or_default()
}
