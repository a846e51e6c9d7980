//! `downline status`: which shards of a piece of work are there and which are missing.

use std::collections::BTreeSet;
use std::io::Write;

use super::arguments::Status;
use super::error::{MergeError, RunError};
use super::run::shown;
use crate::campaign::part::End;
use crate::campaign::store::{self, Found, FoundParts, missing_told};
use crate::report::folder::{Folder, MANIFEST};
use crate::study::shelf::Unit;

/// Lists the parts in a folder, or of the result that it will be.
///
/// # Errors
///
/// See [`RunError`]; that something is missing is one.
pub fn status(arguments: &Status, out: &mut dyn Write) -> Result<(), RunError> {
    let folder = &arguments.folder;
    let partial = Folder::partial_of(folder);
    let partial = partial.ok().filter(|partial| partial.is_dir());
    if folder.join(MANIFEST).is_file() {
        writeln!(out, "{}: whole", shown(folder))?;
        if partial.is_none() {
            return Ok(());
        }
    }
    let place = partial.as_ref().unwrap_or(folder);
    let no_parts = || RunError::from(MergeError::NoParts(folder.clone()));
    if !place.is_dir() {
        return Err(no_parts());
    }
    let FoundParts { parts, broken } = store::found_in(place)?;
    for path in &broken {
        writeln!(out, "{}  begins as no part: run it again", shown(path))?;
    }
    let first = parts.first().ok_or_else(no_parts)?;
    writeln!(
        out,
        "{}: {} units of work",
        shown(place),
        first.header.units
    )?;
    for part in &parts {
        if part.header.recipe != first.header.recipe {
            writeln!(out, "  {}  of other work", name(part))?;
            continue;
        }
        let of = part.header.shard.units(part.header.units).count();
        let state = match part.end {
            End::Whole => "whole".to_owned(),
            End::CutShort(_) if part.is_unfinished() => {
                "being written, or left by a run that was ended".to_owned()
            }
            End::CutShort(at) => format!("cut short at byte {at}: run it again"),
            End::Altered(at) => format!("altered at byte {at}: run it again"),
        };
        let (shard, units) = (part.header.shard, part.units.len());
        writeln!(
            out,
            "  {}  shard {shard}, {units} of {of} units, {state}",
            name(part)
        )?;
    }
    let own = |part: &&Found| part.header.recipe == first.header.recipe;
    let whole = |part: &&Found| part.end == End::Whole && !part.is_unfinished();
    let there = parts.iter().filter(own).filter(whole);
    let units: BTreeSet<Unit> = there.clone().flat_map(|part| part.units.clone()).collect();
    let shards = parts.iter().filter(own).map(|part| part.header.shard);
    match missing_told(first.header.units, &units, shards) {
        Some(missing) => Err(MergeError::Incomplete { missing }.into()),
        None => {
            writeln!(
                out,
                "nothing is missing: `downline merge {}`",
                shown(folder)
            )?;
            Ok(())
        }
    }
}

fn name(part: &Found) -> String {
    let name = part.path.file_name().unwrap_or_default();
    name.to_string_lossy().into_owned()
}
