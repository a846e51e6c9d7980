//! The parts of one piece of work: read together, and added to while the work goes on.

#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File, OpenOptions};
use std::io::{self, BufReader, BufWriter, Read as _, Seek as _, SeekFrom};
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::time::{SystemTime, UNIX_EPOCH};

use super::part::{self, End, Header, PartWriter, Record, ScanError, scan};
use super::shard::Shard;
use super::trouble::reason;
use crate::study::shelf::{Shelf, Unit};

/// How the names of whole parts end.
const WHOLE: &str = ".part";
/// How the names of parts end that are being written, or were left by a program that was ended.
const UNFINISHED: &str = ".unfinished";

/// Why parts cannot be put together.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StoreError {
    /// A file cannot be read.
    #[error("cannot read {path}: {cause}")]
    Read {
        /// Which.
        path: PathBuf,
        /// Why.
        cause: io::Error,
    },
    /// A file cannot be written.
    #[error("cannot write {path}: {}", reason(.cause))]
    Write {
        /// Which.
        path: PathBuf,
        /// Why.
        cause: io::Error,
    },
    /// A file is no part.
    #[error("{path} is no part: {cause}")]
    NotAPart {
        /// Which.
        path: PathBuf,
        /// Why.
        cause: ScanError,
    },
    /// A part is of other work.
    #[error(
        "{path} is part of other work: {difference}; put only parts of one work together, or discard what was left with --force"
    )]
    OtherWork {
        /// Which.
        path: PathBuf,
        /// In what it differs.
        difference: String,
    },
    /// A part is not whole.
    #[error("{path} is {how} at byte {at}: run shard {shard} again")]
    Broken {
        /// Which.
        path: PathBuf,
        /// `cut short` or `altered`.
        how: &'static str,
        /// From where on.
        at: u64,
        /// Which shard it is.
        shard: Shard,
    },
    /// Two parts say different things of one unit.
    #[error(
        "{one} and {other} differ in unit {unit}: one of them is not what this program made of the same work; keep the one you trust"
    )]
    Contradiction {
        /// One.
        one: PathBuf,
        /// The other.
        other: PathBuf,
        /// What they both have.
        unit: Unit,
    },
}

/// Where a record lies.
#[derive(Clone, Copy, Debug)]
struct Place {
    file: usize,
    record: Record,
}

/// A file of records.
#[derive(Debug)]
struct PartFile {
    path: PathBuf,
    file: Mutex<File>,
}

/// The part that is being written.
#[derive(Debug)]
struct Own {
    file: usize,
    writer: PartWriter<File>,
}

/// What is known, and who is writing.
#[derive(Debug, Default)]
struct Known {
    places: BTreeMap<Unit, Place>,
    files: Vec<PartFile>,
    own: Option<Own>,
}

/// Which units are there.
#[derive(Debug)]
pub struct Store {
    header: Header,
    /// Where new records go; nowhere if nothing is to be added.
    folder: Option<PathBuf>,
    /// Which shards its parts are.
    shards: Vec<Shard>,
    known: Mutex<Known>,
}

/// Which files of a folder are gone on with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GoOn {
    /// None: all is done anew.
    Anew,
    /// Those of the same shard.
    WithOwn,
    /// All that are of the same work.
    WithAll,
}

impl Store {
    /// Opens the folder of unfinished work. What is sound in the files that are gone on with
    /// need not be done again; new records are written to a file of its own.
    ///
    /// # Errors
    ///
    /// [`StoreError`]; that a part is cut short or altered is no error: what is missing is done.
    pub fn open(folder: &Path, header: Header, go_on: GoOn) -> Result<Store, StoreError> {
        let mut known = Known::default();
        let paths = match go_on {
            GoOn::Anew => Vec::new(),
            GoOn::WithAll | GoOn::WithOwn => files_in(folder)?,
        };
        let stem = stem(header.shard);
        for path in paths {
            if go_on == GoOn::WithAll || is_of(&path, &stem) {
                match known.add(&path, &header) {
                    // The program was ended before it had begun.
                    Err(StoreError::NotAPart { .. }) => {}
                    added => drop(if_there(added)?),
                }
            }
        }
        Ok(Store {
            folder: Some(folder.to_owned()),
            shards: vec![header.shard],
            header,
            known: Mutex::new(known),
        })
    }

    /// Reads parts that are whole, all of the same work. `None` if there are no files.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub fn of_parts(paths: &[PathBuf]) -> Result<Option<Store>, StoreError> {
        let Some(first) = paths.first() else {
            return Ok(None);
        };
        let mut header = look(first)?.header;
        let mut known = Known::default();
        let mut shards = Vec::new();
        for path in paths {
            let (shard, end) = known.add(path, &header)?;
            shards.push(shard);
            let (how, at) = match end {
                End::Whole => continue,
                End::CutShort(at) => ("cut short", at),
                End::Altered(at) => ("altered", at),
            };
            return Err(StoreError::Broken {
                path: path.clone(),
                how,
                at,
                shard,
            });
        }
        header.shard = Shard { number: 1, of: 1 };
        Ok(Some(Store {
            header,
            folder: None,
            shards,
            known: Mutex::new(known),
        }))
    }

    /// What work it is, and which share of it is added to.
    #[must_use]
    pub fn header(&self) -> &Header {
        &self.header
    }

    /// What is missing, in words; nothing if all units are there.
    ///
    /// # Panics
    ///
    /// If a thread panicked while it added one.
    #[must_use]
    pub fn missing_told(&self) -> Option<String> {
        let known = self.known.lock().expect("no thread panicked");
        let there = known.places.keys().copied().collect();
        missing_told(self.header.units, &there, self.shards.iter().copied())
    }

    /// Writes the share of this store's shard as one part, whole or not at all, and takes away
    /// what was written on the way. Returns its path.
    ///
    /// # Errors
    ///
    /// If it cannot be written, or what was kept cannot be read.
    ///
    /// # Panics
    ///
    /// If the store is one of parts that were read, or a unit of the share is missing.
    pub fn finish(self) -> Result<PathBuf, StoreError> {
        let folder = self.folder.as_deref().expect("it is being written");
        let path = folder.join(format!("{}{WHOLE}", stem(self.header.shard)));
        let (unfinished, file) = create(folder, self.header.shard)?;
        let written = (|| {
            let mut writer = PartWriter::new(BufWriter::new(file), &self.header)?;
            for unit in self.header.shard.units(self.header.units) {
                let record = self.get(unit)?.expect("the share is done");
                writer.append(unit, &record)?;
            }
            let file = writer.finish()?.into_inner();
            file.map_err(io::IntoInnerError::into_error)?.sync_all()?;
            fs::rename(&unfinished, &path)
        })();
        written.map_err(|cause| {
            // Half a part is of no use; the records it was made of are still there.
            let _ = fs::remove_file(&unfinished);
            writing(&path)(cause)
        })?;
        let known = self.known.into_inner().expect("no thread panicked");
        drop(known.own);
        for file in known.files {
            // Another program may be writing one of them yet: it is no more than a copy.
            if file.path.to_string_lossy().ends_with(UNFINISHED) && is_left(&file) {
                let _ = fs::remove_file(&file.path);
            }
        }
        Ok(path)
    }
}

/// For those who know nothing of parts.
fn told(error: StoreError) -> io::Error {
    let kind = match &error {
        StoreError::Read { cause, .. } | StoreError::Write { cause, .. } => cause.kind(),
        _ => io::ErrorKind::Other,
    };
    io::Error::new(kind, error)
}

/// Whether nobody is writing to a file any more.
fn is_left(part: &PartFile) -> bool {
    let file = part.file.lock().expect("no thread panicked");
    !matches!(file.try_lock_shared(), Err(fs::TryLockError::WouldBlock))
}

impl Shelf for Store {
    fn get(&self, unit: Unit) -> io::Result<Option<Vec<u8>>> {
        let known = self.known.lock().expect("no thread panicked");
        let Some(Place { file, record }) = known.places.get(&unit) else {
            return Ok(None);
        };
        let mut file = known.files[*file].file.lock().expect("no thread panicked");
        file.seek(SeekFrom::Start(record.start))?;
        // It was read before, so there is as much of it as it says.
        let mut bytes = vec![0; record.length as usize];
        file.read_exact(&mut bytes)?;
        Ok(Some(bytes))
    }

    fn put(&self, unit: Unit, record: &[u8]) -> io::Result<()> {
        let Some(folder) = &self.folder else {
            return Err(io::Error::other(
                "parts that are put together are not added to",
            ));
        };
        let mut known = self.known.lock().expect("no thread panicked");
        if known.own.is_none() {
            let (path, file) = create(folder, self.header.shard).map_err(told)?;
            // So that nobody takes it away as left behind; where there are no locks, nobody can.
            let _ = file.try_lock();
            let failed = |cause| told(writing(&path)(cause));
            let reader = Mutex::new(File::open(&path).map_err(failed)?);
            let writer = PartWriter::new(file, &self.header).map_err(failed)?;
            known.files.push(PartFile { path, file: reader });
            known.own = Some(Own {
                file: known.files.len() - 1,
                writer,
            });
        }
        let Known { own, files, places } = &mut *known;
        let own = own.as_mut().expect("it was made if there was none");
        let file = own.file;
        let failed = |cause| told(writing(&files[file].path)(cause));
        let content = own.writer.append(unit, record).map_err(failed)?;
        let length = record.len() as u64;
        let end = own.writer.file().stream_position()?;
        let record = Record {
            unit,
            start: end - length,
            length,
            content,
        };
        places.insert(unit, Place { file, record });
        Ok(())
    }
}

impl Known {
    /// Takes in what is sound of a file.
    fn add(&mut self, path: &Path, header: &Header) -> Result<(Shard, End), StoreError> {
        // Before anything is noted of it: another program may take it away at any time.
        let opened = File::open(path).map_err(reading(path))?;
        let found = look(path)?;
        if let Some(difference) = difference(&found.header, header) {
            return Err(StoreError::OtherWork {
                path: path.to_owned(),
                difference,
            });
        }
        let file = self.files.len();
        for record in found.records {
            let before = self.places.insert(record.unit, Place { file, record });
            if let Some(before) = before
                && before.record.content != record.content
            {
                let one = self.files.get(before.file);
                return Err(StoreError::Contradiction {
                    one: one.map_or(path, |file| &file.path).to_owned(),
                    other: path.to_owned(),
                    unit: record.unit,
                });
            }
        }
        self.files.push(PartFile {
            path: path.to_owned(),
            file: Mutex::new(opened),
        });
        Ok((found.header.shard, found.end))
    }
}

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

/// Every part of a folder, those that are being written or were left included, in the order
/// of their names.
///
/// # Errors
///
/// If the folder or a file cannot be read, or is no part.
pub fn found_in(folder: &Path) -> Result<Vec<Found>, StoreError> {
    let found = files_in(folder)?.into_iter().filter_map(|path| {
        let scan = match if_there(look(&path)) {
            // Of a program that has not begun yet, or was ended before.
            Err(StoreError::NotAPart { .. }) if name_ends(&path, UNFINISHED) => None,
            scan => scan.transpose(),
        };
        let found = |scan: part::Scan| Found {
            path,
            header: scan.header,
            end: scan.end,
            units: scan.records.iter().map(|record| record.unit).collect(),
        };
        scan.map(|scan| scan.map(found))
    });
    found.collect()
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
        let Some(file) = if_there(File::open(&path).map_err(reading(&path)))? else {
            continue;
        };
        let difference = match part::header(BufReader::new(file)) {
            Ok(found) => difference(&found, header),
            // Of a program that was ended before it had begun.
            Err(_) => continue,
        };
        match difference {
            Some(_) if force => fs::remove_file(&path).map_err(writing(&path))?,
            Some(difference) => return Err(StoreError::OtherWork { path, difference }),
            None => {}
        }
    }
    Ok(())
}

/// The files of a folder that are parts by their names, in the order of the names.
fn files_in(folder: &Path) -> Result<Vec<PathBuf>, StoreError> {
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

fn name_ends(path: &Path, end: &str) -> bool {
    path.to_string_lossy().ends_with(end)
}

/// What the names of the files of a shard begin with.
fn stem(shard: Shard) -> String {
    format!("shard-{}-of-{}", shard.number, shard.of)
}

fn is_of(path: &Path, stem: &str) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    name.strip_prefix(stem)
        .is_some_and(|rest| rest.starts_with('.'))
}

/// A file that nobody else writes to, also where several run the same shard.
fn create(folder: &Path, shard: Shard) -> Result<(PathBuf, File), StoreError> {
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
            Ok(file) => return Ok((path, file)),
            Err(cause) if cause.kind() == io::ErrorKind::AlreadyExists => {}
            Err(cause) => return Err(writing(&path)(cause)),
        }
    }
}

fn look(path: &Path) -> Result<super::part::Scan, StoreError> {
    let file = File::open(path).map_err(reading(path))?;
    scan(BufReader::with_capacity(1 << 16, file)).map_err(|cause| match cause {
        ScanError::Read(cause) => reading(path)(cause),
        cause => StoreError::NotAPart {
            path: path.to_owned(),
            cause,
        },
    })
}

/// What stood in a folder may be gone when it is opened: many share the folder, and another has
/// finished its part meanwhile.
fn if_there<T>(read: Result<T, StoreError>) -> Result<Option<T>, StoreError> {
    match read {
        Err(StoreError::Read { cause, .. }) if cause.kind() == io::ErrorKind::NotFound => Ok(None),
        read => read.map(Some),
    }
}

fn reading(path: &Path) -> impl FnOnce(io::Error) -> StoreError + use<> {
    let path = path.to_owned();
    |cause| StoreError::Read { path, cause }
}

fn writing(path: &Path) -> impl FnOnce(io::Error) -> StoreError + use<> {
    let path = path.to_owned();
    |cause| StoreError::Write { path, cause }
}

/// In what one work differs from another; `None` if they are the same.
fn difference(one: &Header, other: &Header) -> Option<String> {
    if one.units != other.units {
        return Some(format!(
            "it has {} units and not {}",
            one.units, other.units
        ));
    }
    super::difference::between("", &one.recipe, &other.recipe)
}
