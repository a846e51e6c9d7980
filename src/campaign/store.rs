//! The parts of one piece of work: read together, and added to while the work goes on.

#[cfg(test)]
mod tests;

mod error;
mod folder;

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, BufWriter, Read as _, Seek as _, SeekFrom};
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use super::part::{End, Header, PartWriter, Record, Sealed};
use super::shard::Shard;
use crate::study::shelf::{Shelf, Unit};
pub use error::StoreError;
use error::{if_there, told, writing};
pub use folder::{Found, FoundParts, found_in, is_any_in, missing_told, refuse_others, whole_in};
use folder::{
    UNFINISHED, WHOLE, create, difference, files_in, header_of, is_of, look, name_ends, stem,
};

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
                    // The program was ended before it had begun: there is nothing to go on with.
                    Err(StoreError::NotAPart { .. }) => {
                        if is_of(&path, &stem) && name_ends(&path, UNFINISHED) && is_left(&path) {
                            let _ = fs::remove_file(&path);
                        }
                    }
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
        let mut header = header_of(first)?;
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
                writer.append(unit, &Sealed::of(&record))?;
            }
            let file = writer.finish()?.into_inner();
            // Open, and so held, until it has its name.
            let file = file.map_err(io::IntoInnerError::into_error)?;
            file.sync_all()?;
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
            if name_ends(&file.path, UNFINISHED) && is_left(&file.path) {
                let _ = fs::remove_file(&file.path);
            }
        }
        Ok(path)
    }
}

/// Whether nobody is writing to a file any more.
fn is_left(path: &Path) -> bool {
    File::open(path).is_ok_and(|file| {
        let locked = file.try_lock_shared();
        !matches!(locked, Err(fs::TryLockError::WouldBlock))
    })
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
        let record = Sealed::of(record);
        let mut known = self.known.lock().expect("no thread panicked");
        if known.own.is_none() {
            let (path, file) = create(folder, self.header.shard).map_err(told)?;
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
        own.writer.append(unit, &record).map_err(failed)?;
        let length = record.bytes.len() as u64;
        let end = own.writer.file().stream_position()?;
        let record = Record {
            unit,
            start: end - length,
            length,
            content: record.content,
        };
        places.insert(unit, Place { file, record });
        Ok(())
    }
}

impl Known {
    /// Takes in what is sound of a file.
    fn add(&mut self, path: &Path, header: &Header) -> Result<(Shard, End), StoreError> {
        // Read and kept open at once: another program may take it away at any time.
        let (found, opened) = look(path)?;
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
