//! From what the user named to a scenario, or to everything that is wrong with it.

use std::path::PathBuf;
use std::sync::Arc;

use super::diagnose::{Diagnostic, Diagnostics, Origin, Severity, Source};
use super::document::{Node, Table, Value};
use super::key::PlanLanguage;
use super::layers::Merged;
use super::plans;
use super::reader::Reader;
use super::settings::{Setting, Settings};
use super::types::{PlanSettings, Scenario};
use super::{build, checks, codes, keys, layers, overrides, products, resolve, worlds};
use crate::money::Currency;

/// As many faults of a file are shown as someone could want to read.
const MOST_FAULTS: usize = 100;

/// A scenario that was read without errors.
#[derive(Clone, Debug)]
pub struct Loaded {
    /// The scenario.
    pub scenario: Scenario,
    /// What should be known about it, in the order of the file.
    pub warnings: Vec<Diagnostic>,
    /// The whole scenario as TOML text, defaults filled in, bases merged, plan files
    /// inlined. Loading this text gives an equal scenario.
    pub resolved: String,
    /// The files it was read from, in the order they were opened.
    pub sources: Vec<Arc<Source>>,
    /// The file of an observed network that is yet to be read, if growth is `observed`.
    pub network: Option<NetworkFile>,
}

/// A file of data that a scenario names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NetworkFile {
    /// The path, seen from here.
    pub path: PathBuf,
    /// Where it was written.
    pub origin: Origin,
}

/// Reads a scenario from a file, or a built-in one by its name.
///
/// `overrides` are `key.path=value` texts laid over the file in their order;
/// `language` is what a plan may hold. Of a scenario with `[[worlds]]` it is the one they
/// are laid over.
///
/// # Errors
///
/// Everything that is wrong with the files and the overrides, in the order of the file;
/// beyond a hundred faults, how many more there are.
pub fn load(
    source: &str,
    overrides: &[String],
    language: PlanLanguage,
) -> Result<Loaded, Diagnostics> {
    layers::open(source)
        .and_then(|merged| read(merged, overrides, language))
        .map_err(limited)
}

/// A scenario that was read as the worlds it has.
#[derive(Clone, Debug)]
pub struct Worlds {
    /// What the scenario is called; each world has the name of its own.
    pub name: String,
    /// The question it asks of all worlds.
    pub title: String,
    /// Whether the scenario lists worlds; without, it is one by itself.
    pub listed: bool,
    /// The worlds in their order, each a scenario with the same plans.
    pub worlds: Vec<Loaded>,
}

/// Reads a scenario as [`load`] does, and each world of `[[worlds]]` as one of its own.
/// `overrides` are laid over every world.
///
/// # Errors
///
/// As [`load`]; what is wrong in several worlds alike is told once.
pub fn load_worlds(
    source: &str,
    overrides: &[String],
    language: PlanLanguage,
) -> Result<Worlds, Diagnostics> {
    let Merged { mut root, sources } = layers::open(source)?;
    let name = head(&root, "name").unwrap_or("worlds").to_owned();
    let title = head(&root, "title").unwrap_or(&name).to_owned();
    let roots = worlds::split(&mut root, text_of(&sources)).map_err(limited)?;
    let listed = roots.is_some();
    let (mut worlds, mut faults) = (Vec::new(), Vec::new());
    for root in roots.unwrap_or_else(|| vec![root]) {
        let sources = sources.clone();
        match read(Merged { root, sources }, overrides, language) {
            Ok(loaded) => worlds.push(loaded),
            Err(Diagnostics(found)) => faults.extend(found),
        }
    }
    if faults.is_empty() {
        return Ok(Worlds {
            name,
            title,
            listed,
            worlds,
        });
    }
    faults.sort_by_cached_key(place);
    Err(limited(Diagnostics(each_once(faults))))
}

/// Faults in the order of their places, each told once. Those of one place stand together,
/// so that a fault is compared with few.
fn each_once(faults: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let mut told: Vec<Diagnostic> = Vec::with_capacity(faults.len());
    let mut at = None;
    let mut first = 0;
    for fault in faults {
        let place = place(&fault);
        if at.as_ref() != Some(&place) {
            (at, first) = (Some(place), told.len());
        }
        if !told[first..].contains(&fault) {
            told.push(fault);
        }
    }
    told
}

/// Bytes of the text that a scenario was read from.
fn text_of(sources: &[Arc<Source>]) -> usize {
    sources.iter().map(|source| source.text.len()).sum()
}

/// A text of `[scenario]`, before it is known to be right.
fn head<'a>(root: &'a Node, key: &str) -> Option<&'a str> {
    root.table()?.get("scenario")?.table()?.get(key)?.text()
}

/// Reads a scenario from text, as [`load`] does from a file called `name`.
///
/// # Errors
///
/// As [`load`].
pub fn load_text(
    name: &str,
    text: &str,
    overrides: &[String],
    language: PlanLanguage,
) -> Result<Loaded, Diagnostics> {
    layers::open_text(name, text)
        .and_then(|merged| read(merged, overrides, language))
        .map_err(limited)
}

/// Whether what the user named is a plan by itself, to be read with [`load_plan_files`],
/// and not a scenario.
#[must_use]
pub fn is_plan_file(source: &str) -> bool {
    layers::is_plan_file(source)
}

/// Reads plan files under the keys of `head`, a scenario without plans. A plan without a
/// name is called after its file.
///
/// # Errors
///
/// As [`load`].
pub fn load_plan_files(
    head: &str,
    files: &[PathBuf],
    overrides: &[String],
    language: PlanLanguage,
) -> Result<Loaded, Diagnostics> {
    layers::open_plan_files(head, files)
        .and_then(|merged| read(merged, overrides, language))
        .map_err(limited)
}

/// Reads what was opened.
pub(super) fn read(
    Merged { mut root, sources }: Merged,
    overrides: &[String],
    language: PlanLanguage,
) -> Result<Loaded, Diagnostics> {
    let mut faults: Vec<Diagnostic> = overrides
        .iter()
        .filter_map(|text| overrides::apply(&mut root, text).err())
        .collect();
    let Value::Table(mut table) = root.value else {
        panic!("the root of a file is a table");
    };
    table.take(keys::worlds::LIST);
    let written_plans = table.take("plans");
    let currency = currency(Some(&table));
    let sections = products::sections(&mut table, &mut faults);
    let mut reader = Reader::new(&currency);
    let mut settings = reader.table("", &sections, &table, &root.origin);
    let plans = plans::read(&mut reader, written_plans, &root.origin, language);
    faults.extend(reader.into_faults());
    faults.extend(checks::all(&settings, &plans));
    faults.sort_by_cached_key(place);
    if faults.iter().any(|fault| fault.severity == Severity::Error) {
        return Err(Diagnostics(faults));
    }
    build::fill(&mut settings, &plans);
    let plans: Vec<PlanSettings> = plans.into_iter().map(|read| read.plan).collect();
    Ok(Loaded {
        network: network_file(&settings),
        resolved: resolve::text(&settings, &plans, language, &currency),
        scenario: build::scenario(&settings, plans),
        warnings: faults,
        sources,
    })
}

/// The file of `growth.file`: written in a scenario it is beside that scenario, as plan files
/// are; typed, it is where the command is run.
fn network_file(settings: &Settings) -> Option<NetworkFile> {
    let growth = settings.table("growth");
    let Some(Setting::Text(file)) = growth.peek("file") else {
        return None;
    };
    let origin = growth.origin_of("file").clone();
    let path = match &origin {
        Origin::File { source, .. } => layers::beside(&source.path, file),
        _ => PathBuf::from(file),
    };
    Some(NetworkFile { path, origin })
}

/// The first faults, and how many more there are: a file that is no scenario at all has
/// one on every line.
fn limited(Diagnostics(mut faults): Diagnostics) -> Diagnostics {
    if let Some(more) = faults
        .len()
        .checked_sub(MOST_FAULTS)
        .filter(|more| *more > 0)
    {
        faults.truncate(MOST_FAULTS);
        let message = format!("{more} more faults are not shown");
        faults.push(
            Diagnostic::error(codes::MORE_FAULTS, &Origin::Default, message)
                .help("is this the right file?"),
        );
    }
    Diagnostics(faults)
}

/// The currency that amounts are in, before it is known to be right: amounts everywhere
/// in the file are read with its decimals.
pub(super) fn currency(root: Option<&Table>) -> Currency {
    let written = root
        .and_then(|root| root.get("scenario"))
        .and_then(Node::table)
        .and_then(|scenario| scenario.get("currency"))
        .and_then(Node::text);
    Currency::from_code(written.unwrap_or("USD"))
}

/// The order of faults: by file and place in it; those of `--set` last.
fn place(fault: &Diagnostic) -> (u8, PathBuf, usize) {
    match &fault.origin {
        Origin::Default => (0, PathBuf::new(), 0),
        Origin::File { source, span } => (1, source.path.clone(), span.start),
        Origin::Row(row) => (1, row.path.clone(), row.line as usize),
        Origin::CommandLine(_) | Origin::Option { .. } => (2, PathBuf::new(), 0),
    }
}
