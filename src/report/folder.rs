//! The output folder: either whole or absent (rulings.md 38).
//!
//! Files are made in `DIR.partial` beside the folder, flushed to the disk, and put into place
//! together when everything, the manifest last, is there.

use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use super::manifest::{Hashes, Manifest};
use crate::hash::sha256;

mod error;
mod stream;
mod workplace;

pub use error::FolderError;
pub use stream::Stream;
pub use workplace::PARTIAL;
use workplace::Workplace;

/// The name of the file that says a folder is whole, and ours.
pub const MANIFEST: &str = "manifest.json";

/// An output folder being written. Dropped before [`Folder::finish`], it leaves
/// nothing behind but parts of unfinished work that someone can go on with.
#[derive(Debug)]
pub struct Folder {
    workplace: Workplace,
    /// Where its files are made.
    place: PathBuf,
    hashes: Hashes,
}

/// The place of unfinished work, where others may be working on their shares of it.
#[derive(Debug)]
pub struct SharedPlace(Workplace);

impl SharedPlace {
    /// The place beside the folder `target`, which is made if it is not there.
    ///
    /// # Errors
    ///
    /// Every [`FolderError`].
    pub fn of(target: &Path, force: bool) -> Result<SharedPlace, FolderError> {
        Workplace::shared(target, force, RESULT).map(SharedPlace)
    }

    /// The folder of the parts.
    #[must_use]
    pub fn partial(&self) -> &Path {
        &self.0.partial
    }
}

impl Folder {
    /// Starts the folder `target`; to be called before anything is computed, so that
    /// an hour's work is not lost to a folder that cannot be written.
    ///
    /// With `force` an earlier result, and what an interrupted run left, is replaced;
    /// the earlier result only once the new one is whole, and only if it is a result.
    ///
    /// # Errors
    ///
    /// Every [`FolderError`].
    pub fn create(target: &Path, force: bool) -> Result<Folder, FolderError> {
        Workplace::fresh(target, force, RESULT).and_then(Folder::at)
    }

    /// Starts a folder of charts alone, which has no manifest. With `force` it replaces
    /// another one, and nothing else.
    ///
    /// # Errors
    ///
    /// Every [`FolderError`].
    pub fn of_charts(target: &Path, force: bool) -> Result<Folder, FolderError> {
        Workplace::fresh(target, force, CHARTS).and_then(Folder::at)
    }

    /// Starts a folder as [`Folder::create`] does; parts of its work outlast it. With `resume`
    /// those of earlier work are left where they are, to be gone on with.
    ///
    /// # Errors
    ///
    /// Every [`FolderError`].
    pub fn keeping(target: &Path, force: bool, resume: bool) -> Result<Folder, FolderError> {
        let mut workplace = match resume {
            true => Workplace::again(target, force, RESULT),
            false => Workplace::fresh(target, force, RESULT),
        }?;
        workplace.keeps = true;
        Folder::at(workplace)
    }

    fn at(workplace: Workplace) -> Result<Folder, FolderError> {
        let place = workplace.result();
        fs::create_dir(&place).map_err(writing(&place))?;
        Ok(Folder {
            workplace,
            place,
            hashes: Hashes::new(),
        })
    }

    /// Where unfinished work on the folder `target` stands.
    ///
    /// # Errors
    ///
    /// [`FolderError::Unnamed`].
    pub fn partial_of(target: &Path) -> Result<PathBuf, FolderError> {
        workplace::partial_of(target)
    }

    /// Takes away what was left beside a folder that is whole, by a program that was ended just
    /// after it had put it there. What cannot be removed stays.
    pub fn tidy_after(target: &Path) {
        workplace::tidy_after(target);
    }

    /// The folder of what is unfinished, where its parts stand.
    #[must_use]
    pub fn partial(&self) -> &Path {
        &self.workplace.partial
    }

    /// Lets go of parts that nobody will want to go on with.
    pub fn forget_parts(&mut self) {
        self.workplace.keeps = false;
    }

    /// Writes a file and flushes it to the disk. `name` may lead into a subfolder:
    /// `charts/lorenz.svg`.
    ///
    /// # Errors
    ///
    /// [`FolderError::Write`].
    pub fn write(&mut self, name: &str, bytes: &[u8]) -> Result<(), FolderError> {
        store(&self.place, name, bytes)?;
        self.hashes.insert(name.to_owned(), sha256(bytes));
        Ok(())
    }

    /// Writes a file that is not part of the result, for a look at what is unfinished.
    ///
    /// # Errors
    ///
    /// [`FolderError::Write`].
    pub fn write_beside(&self, name: &str, bytes: &[u8]) -> Result<(), FolderError> {
        store(self.partial(), name, bytes)
    }

    /// Opens a file to be written piece by piece.
    ///
    /// # Errors
    ///
    /// [`FolderError::Write`].
    pub fn open(&self, name: &str) -> Result<Stream, FolderError> {
        Stream::create(name, self.place.join(name))
    }

    /// Flushes such a file to the disk and makes it part of the result.
    ///
    /// # Errors
    ///
    /// [`FolderError::Write`].
    pub fn close(&mut self, stream: Stream) -> Result<(), FolderError> {
        let name = stream.name.clone();
        self.hashes.insert(name, stream.finish()?);
        Ok(())
    }

    /// Starts a folder within this one that is a result of its own.
    ///
    /// # Errors
    ///
    /// Every [`FolderError`].
    pub fn subfolder(&self, name: &str) -> Result<Folder, FolderError> {
        Folder::create(&self.place.join(name), false)
    }

    /// Makes a finished folder within this one part of the result: by the hash of its
    /// manifest, which has those of its files.
    ///
    /// # Errors
    ///
    /// [`FolderError::Write`].
    pub fn adopt(&mut self, name: &str) -> Result<(), FolderError> {
        let path = self.place.join(name).join(MANIFEST);
        let bytes = fs::read(&path).map_err(writing(&path))?;
        self.hashes
            .insert(format!("{name}/{MANIFEST}"), sha256(&bytes));
        Ok(())
    }

    /// Writes the manifest over all files and puts the folder into place.
    ///
    /// # Errors
    ///
    /// [`FolderError::Write`]; an earlier result is then still there.
    pub fn finish(self, manifest: &Manifest) -> Result<(), FolderError> {
        self.finish_with(|outputs| manifest.file(outputs))
    }

    /// The same with a manifest that is made of the hashes of all files.
    ///
    /// # Errors
    ///
    /// As [`Folder::finish`].
    pub fn finish_with(self, manifest: impl FnOnce(&Hashes) -> String) -> Result<(), FolderError> {
        store(&self.place, MANIFEST, manifest(&self.hashes).as_bytes())?;
        self.finish_bare()
    }

    /// Puts the folder into place as it is.
    ///
    /// # Errors
    ///
    /// As [`Folder::finish`].
    pub fn finish_bare(self) -> Result<(), FolderError> {
        flush_directory(&self.place)?;
        let parent = self.workplace.target.parent().map(Path::to_owned);
        self.workplace.put_into_place()?;
        parent.map_or(Ok(()), |parent| flush_directory(&parent))
    }
}

/// Writes a file below a folder and flushes it to the disk.
fn store(folder: &Path, name: &str, bytes: &[u8]) -> Result<(), FolderError> {
    let path = folder.join(name);
    if let Some(parent) = path.parent() {
        fs::create_dir_all(parent).map_err(writing(parent))?;
    }
    let mut file = File::create(&path).map_err(writing(&path))?;
    file.write_all(bytes)
        .and_then(|()| file.sync_all())
        .map_err(writing(&path))
}

/// What a folder holds, and so which other one it may replace.
#[derive(Clone, Copy)]
struct Kind {
    /// Whether a folder is one of this kind.
    is: fn(&Path) -> bool,
    /// The refusal to replace one that is not.
    refusal: fn(PathBuf) -> FolderError,
}

/// A whole result.
const RESULT: Kind = Kind {
    is: |folder| folder.join(MANIFEST).is_file(),
    refusal: FolderError::NotAResult,
};

/// Charts and nothing else.
const CHARTS: Kind = Kind {
    is: holds_charts_alone,
    refusal: FolderError::NotCharts,
};

fn holds_charts_alone(folder: &Path) -> bool {
    let is_chart = |entry: io::Result<fs::DirEntry>| {
        entry.is_ok_and(|entry| {
            let path = entry.path();
            let ending = path.extension().unwrap_or_default();
            path.is_file() && (ending == "svg" || ending == "png")
        })
    };
    fs::read_dir(folder).is_ok_and(|mut entries| entries.all(is_chart))
}

/// Makes the names in a directory survive a power cut. Only some systems can.
#[cfg(unix)]
fn flush_directory(path: &Path) -> Result<(), FolderError> {
    let path = if path.as_os_str().is_empty() {
        Path::new(".")
    } else {
        path
    };
    File::open(path)
        .and_then(|directory| directory.sync_all())
        .map_err(writing(path))
}

#[cfg(not(unix))]
fn flush_directory(_: &Path) -> Result<(), FolderError> {
    Ok(())
}

fn writing(path: &Path) -> impl FnOnce(io::Error) -> FolderError + use<> {
    let path = path.to_owned();
    |cause| FolderError::Write { path, cause }
}

#[cfg(test)]
mod tests;
