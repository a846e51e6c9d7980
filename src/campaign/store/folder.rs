//! The parts in a folder: by their names, and what each holds.

use std::collections::BTreeSet;
use std::fs::{self, File, OpenOptions};
use std::io::{self, BufReader};
use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

use super::error::{StoreError, if_there, reading, writing};
use crate::campaign::difference;
use crate::campaign::part::{self, End, Header, ScanError, scan};
use crate::campaign::shard::Shard;
use crate::study::shelf::Unit;

/// How the names of whole parts end.
pub(super) const WHOLE: &str = ".part";
/// How the names of parts end that are being written, or were left by a program that was ended.
pub(super) const UNFINISHED: &str = ".unfinished";

/// What a part holds, on the way to being put together with others.
#[derive(Clone, Debug)]
pub struct Found {
    /// The file.
    pub path: PathBuf,
    /// What it is part of.
    pub header: Header,
    /// How it ends.
    pub end: End,
    /// Those of its units that are sound.
    pub units: Vec<Unit>,
}

impl Found {
    /// Whether it is being written, or was left by a program that was ended.
    #[must_use]
    pub fn is_unfinished(&self) -> bool {
        name_ends(&self.path, UNFINISHED)
    }
}

/// What is missing of so many units, by the shards they would be in; nothing if all are there.
pub fn missing_told(
    units: Unit,
    there: &BTreeSet<Unit>,
    shards: impl Iterator<Item = Shard>,
) -> Option<String> {
    let missing: Vec<Unit> = (1..=units).filter(|unit| !there.contains(unit)).collect();
    let first = missing.first()?;
    let splits: BTreeSet<u32> = shards.map(|shard| shard.of).collect();
    // Dealt out one way, what is missing are shards; else it can only be said which units.
    let [of] = splits.into_iter().collect::<Vec<_>>()[..] else {
        return Some(format!(
            "{} of {units} units, the first of them {first}, are",
            missing.len()
        ));
    };
    let shards: BTreeSet<u32> = missing.iter().map(|unit| (unit - 1) % of + 1).collect();
    let names: Vec<String> = shards
        .iter()
        .map(|number| format!("{number}/{of}"))
        .collect();
    Some(match &names[..] {
        [only] => format!("shard {only} is"),
        several => format!("shards {} are", several.join(", ")),
    })
}

/// The parts of a folder.
#[derive(Clone, Debug, Default)]
pub struct FoundParts {
    /// Those that are, also those that are being written or were left, in the order of their
    /// names.
    pub parts: Vec<Found>,
    /// Files that are parts by their names, but do not begin as one.
    pub broken: Vec<PathBuf>,
}

/// Looks at every part of a folder.
///
/// # Errors
///
/// If the folder or a file cannot be read.
pub fn found_in(folder: &Path) -> Result<FoundParts, StoreError> {
    let mut found = FoundParts::default();
    for path in files_in(folder)? {
        match if_there(look(&path)) {
            Ok(Some((scan, _))) => found.parts.push(Found {
                path,
                header: scan.header,
                end: scan.end,
                units: scan.records.iter().map(|record| record.unit).collect(),
            }),
            // Of a program that has not begun yet, or was ended before.
            Err(StoreError::NotAPart { .. }) if name_ends(&path, UNFINISHED) => {}
            Err(StoreError::NotAPart { .. }) => found.broken.push(path),
            Ok(None) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(found)
}

/// The whole parts of a folder by their names, in their order.
///
/// # Errors
///
/// If it cannot be read.
pub fn whole_in(folder: &Path) -> Result<Vec<PathBuf>, StoreError> {
    let mut paths = files_in(folder)?;
    paths.retain(|path| name_ends(path, WHOLE));
    Ok(paths)
}

/// Whether a folder holds anything that work can go on with.
#[must_use]
pub fn is_any_in(folder: &Path) -> bool {
    files_in(folder).is_ok_and(|paths| !paths.is_empty())
}

/// Refuses a folder in which parts of other work stand; with `force` they are taken away.
///
/// # Errors
///
/// [`StoreError::OtherWork`], and if the folder cannot be read or cleared.
pub fn refuse_others(folder: &Path, header: &Header, force: bool) -> Result<(), StoreError> {
    for path in files_in(folder)? {
        let found = match header_of(&path) {
            // Of a program that was ended before it had begun.
            Err(StoreError::NotAPart { .. }) => continue,
            found => if_there(found)?,
        };
        match found.and_then(|found| difference(&found, header)) {
            Some(_) if force => fs::remove_file(&path).map_err(writing(&path))?,
            Some(difference) => return Err(StoreError::OtherWork { path, difference }),
            None => {}
        }
    }
    Ok(())
}

/// The files of a folder that are parts by their names, in the order of the names.
pub(super) fn files_in(folder: &Path) -> Result<Vec<PathBuf>, StoreError> {
    let entries = fs::read_dir(folder).map_err(reading(folder))?;
    let mut paths = Vec::new();
    for entry in entries {
        let path = entry.map_err(reading(folder))?.path();
        if [WHOLE, UNFINISHED].iter().any(|end| name_ends(&path, end)) && path.is_file() {
            paths.push(path);
        }
    }
    paths.sort();
    Ok(paths)
}

pub(super) fn name_ends(path: &Path, end: &str) -> bool {
    path.to_string_lossy().ends_with(end)
}

/// What the names of the files of a shard begin with.
pub(super) fn stem(shard: Shard) -> String {
    format!("shard-{}-of-{}", shard.number, shard.of)
}

pub(super) fn is_of(path: &Path, stem: &str) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    name.strip_prefix(stem)
        .is_some_and(|rest| rest.starts_with('.'))
}

/// A file that nobody else writes to, held as long as it is open, also where several run the same shard.
pub(super) fn create(folder: &Path, shard: Shard) -> Result<(PathBuf, File), StoreError> {
    let stem = stem(shard);
    loop {
        let now = SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .unwrap_or_default();
        let name = format!(
            "{stem}.{}-{:x}{UNFINISHED}",
            std::process::id(),
            now.as_nanos()
        );
        let path = folder.join(name);
        match OpenOptions::new().write(true).create_new(true).open(&path) {
            Ok(file) => {
                // So that nobody takes it away as left behind; where there are no locks, nobody is
                // held off.
                let _ = file.try_lock();
                return Ok((path, file));
            }
            Err(cause) if cause.kind() == io::ErrorKind::AlreadyExists => {}
            Err(cause) => return Err(writing(&path)(cause)),
        }
    }
}

/// Reads a part through; the file is returned too, as it was read.
pub(super) fn look(path: &Path) -> Result<(part::Scan, File), StoreError> {
    let file = File::open(path).map_err(reading(path))?;
    match scan(BufReader::with_capacity(1 << 16, &file)) {
        Ok(scan) => Ok((scan, file)),
        Err(error) => Err(no_part(path)(error)),
    }
}

/// Reads what a file is part of, and nothing else of it.
pub(super) fn header_of(path: &Path) -> Result<Header, StoreError> {
    let file = File::open(path).map_err(reading(path))?;
    part::header(BufReader::new(file)).map_err(no_part(path))
}

fn no_part(path: &Path) -> impl FnOnce(ScanError) -> StoreError + use<> {
    let path = path.to_owned();
    move |cause| match cause {
        ScanError::Read(cause) => reading(&path)(cause),
        cause => StoreError::NotAPart { path, cause },
    }
}

/// In what one work differs from another; `None` if they are the same.
pub(super) fn difference(one: &Header, other: &Header) -> Option<String> {
    if one.units != other.units {
        return Some(format!(
            "it has {} units and not {}",
            one.units, other.units
        ));
    }
    difference::between("", &one.recipe, &other.recipe)
}
