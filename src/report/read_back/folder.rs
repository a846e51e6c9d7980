//! A finished result on the disk: its manifest says what was studied and which tables there
//! are.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::Arc;

use serde::Deserialize;

use super::{Tables, all_replications, codes, read_for_charts, results, worlds};
use crate::hash::sha256;
use crate::report::chart::{self, Chart};
use crate::report::folder::MANIFEST;
use crate::report::format::Format;
use crate::report::manifest::Hashes;
use crate::report::worlds::finding::findings;
use crate::scenario::diagnose::{Diagnostic, Diagnostics, Origin, Source};
use crate::study::results::{Replications, Subject};

/// The way out of a manifest that cannot be used.
const OTHER_VERSION: &str =
    "if the result is of another version of the program, run it again with this one";

/// Of a manifest, what charts need.
#[derive(Deserialize)]
struct Recipe {
    outputs: Hashes,
    /// What was studied; in the manifest over several worlds each world has its own.
    subject: Option<Subject>,
    /// The worlds, in the manifest over several.
    worlds: Option<Vec<String>>,
    /// The scenario in full.
    scenario: Option<String>,
    /// The command, in the manifest of an answer.
    command: Option<String>,
}

/// The charts of the result in `folder`, drawn anew from its CSV files as they are now and
/// from what its manifest says was studied. Of several worlds, the chart that compares them.
///
/// # Errors
///
/// A manifest that is missing, broken or of another version of the program, and everything
/// that is wrong with the tables.
pub fn charts(folder: &Path) -> Result<Vec<Chart>, Diagnostics> {
    let recipe = recipe(folder)?;
    let Some(names) = &recipe.worlds else {
        let subject = subject(folder, recipe.subject)?;
        let tables = tables(folder, &read_for_charts(&subject), &recipe.outputs)?;
        return Ok(chart::all(&results(subject, &tables)?));
    };
    let Some(first) = names.first().map(|world| folder.join(world)) else {
        return Err(bad_manifest(folder, "has no worlds"));
    };
    // All worlds have the same plans: the first one's names are those of all.
    let subject = subject(&first, self::recipe(&first)?.subject)?;
    let worlds = worlds(&subject, &tables(folder, &["worlds"], &recipe.outputs)?)?;
    if worlds.is_empty() {
        return Ok(Vec::new());
    }
    let drawn = chart::worlds(&findings(&worlds), &subject);
    Ok(drawn.into_iter().collect())
}

/// What was studied in the result in `folder`, every replication of it, and its scenario.
///
/// # Errors
///
/// As [`charts`]; several worlds, each of which is a result of its own.
pub fn finished(folder: &Path) -> Result<(Subject, Replications, String), Diagnostics> {
    let recipe = recipe(folder)?;
    if let Some(command) = &recipe.command {
        let mut fault = bad_manifest(folder, &format!("is of an answer of `downline {command}`"));
        fault.0[0].help = Some("name a folder that `run` or `pay` has written".to_owned());
        return Err(fault);
    }
    if recipe.worlds.is_some() {
        let mut fault = bad_manifest(folder, "is of several worlds");
        fault.0[0].help = Some("name the folder of one of them".to_owned());
        return Err(fault);
    }
    let subject = subject(folder, recipe.subject)?;
    let tables = tables(folder, &["replications", "denominators"], &recipe.outputs)?;
    let replications = all_replications(&subject, &tables)?;
    Ok((subject, replications, recipe.scenario.unwrap_or_default()))
}

/// Those of the tables that the result has.
fn tables(folder: &Path, names: &[&'static str], outputs: &Hashes) -> Result<Tables, Diagnostics> {
    refuse_parquet(folder, outputs)?;
    let (mut files, mut faults) = (BTreeMap::new(), Vec::new());
    for &name in names {
        let file = format!("{name}.csv");
        if !outputs.contains_key(&file) {
            continue;
        }
        let path = folder.join(&file);
        match fs::read(&path) {
            Ok(bytes) => drop(files.insert(name, bytes)),
            Err(cause) => {
                let message = format!("cannot read `{}`: {cause}", path.display());
                let fault = Diagnostic::error(codes::UNREADABLE, &Origin::Default, message);
                faults.push(fault.help("the manifest lists it among the files of the result"));
            }
        }
    }
    if !faults.is_empty() {
        return Err(Diagnostics(faults));
    }
    let folder = folder.to_owned();
    Ok(Tables { folder, files })
}

/// Charts are drawn from CSV: without it they would all be missing.
fn refuse_parquet(folder: &Path, outputs: &Hashes) -> Result<(), Diagnostics> {
    let ending = format!(".{}", Format::Parquet.ending());
    if !outputs.keys().any(|name| name.ends_with(&ending)) {
        return Ok(());
    }
    let message = format!("the tables of `{}` are Parquet files", folder.display());
    let fault = Diagnostic::error(codes::NOT_CSV, &Origin::Default, message);
    Err(Diagnostics(vec![fault.help(
        "tables are read back from CSV: run it again with `--format csv`",
    )]))
}

/// What was studied.
fn subject(folder: &Path, told: Option<Subject>) -> Result<Subject, Diagnostics> {
    let Some(subject) = told else {
        return Err(bad_manifest(
            folder,
            "does not say what was studied (`subject`)",
        ));
    };
    if subject.baseline >= subject.plans.len() {
        return Err(bad_manifest(folder, "has no plan that is the baseline"));
    }
    if subject.periods == 0 || subject.replications == 0 {
        return Err(bad_manifest(folder, "is of no period or no replication"));
    }
    Ok(subject)
}

fn bad_manifest(folder: &Path, what: &str) -> Diagnostics {
    let path = folder.join(MANIFEST);
    let message = format!("the manifest `{}` {what}", path.display());
    let fault = Diagnostic::error(codes::BAD_MANIFEST, &Origin::Default, message);
    Diagnostics(vec![fault.help(OTHER_VERSION)])
}

/// Reads the manifest of a result.
fn recipe(folder: &Path) -> Result<Recipe, Diagnostics> {
    let path = folder.join(MANIFEST);
    let bytes = fs::read(&path).map_err(|cause| {
        let message = format!("cannot read `{}`: {cause}", path.display());
        let fault = Diagnostic::error(codes::NO_RESULT, &Origin::Default, message);
        Diagnostics(vec![
            fault.help("name a folder that `run` or `pay` has written"),
        ])
    })?;
    let text = String::from_utf8_lossy(&bytes).into_owned();
    serde_json::from_str(&text).map_err(|error| {
        let before: usize = text
            .split_inclusive('\n')
            .take(error.line().saturating_sub(1))
            .map(str::len)
            .sum();
        let at = (before + error.column().saturating_sub(1)).min(text.len());
        let at = text.floor_char_boundary(at);
        let origin = Origin::File {
            source: Arc::new(Source {
                path,
                sha256: sha256(&bytes),
                text,
            }),
            span: at..at,
        };
        let message = format!("this is no manifest of a result: {error}");
        let fault = Diagnostic::error(codes::BAD_MANIFEST, &origin, message);
        Diagnostics(vec![fault.help(OTHER_VERSION)])
    })
}
