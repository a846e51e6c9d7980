//! The output folder: either whole or absent (rulings.md 38).
//!
//! Files are written to `DIR.partial` beside the folder, flushed to the disk, and the
//! folder is renamed into place when everything, the manifest last, is there.

use std::ffi::OsString;
use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use super::manifest::{Hashes, Manifest};
use super::what_if::{POINTS, SO_FAR};
use crate::hash::sha256;

mod error;
mod stream;

pub use error::FolderError;
pub use stream::Stream;

/// The name of the file that says a folder is whole, and ours.
pub(super) const MANIFEST: &str = "manifest.json";

/// An output folder being written. Dropped before [`Folder::finish`], it leaves
/// nothing behind.
#[derive(Debug)]
pub struct Folder {
    target: PathBuf,
    partial: PathBuf,
    /// Folders above it that were not there before, the innermost first.
    made: Vec<PathBuf>,
    hashes: Hashes,
    finished: bool,
    /// Whether what is unfinished stays for `--resume`.
    keeps: bool,
}

/// The name of the file that says what an unfinished folder is the answer to.
const QUESTION: &str = "question.json";

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
        Folder::create_over(target, force, RESULT)
    }

    /// Starts a folder of charts alone, which has no manifest. With `force` it replaces
    /// another one, and nothing else.
    ///
    /// # Errors
    ///
    /// Every [`FolderError`].
    pub fn of_charts(target: &Path, force: bool) -> Result<Folder, FolderError> {
        Folder::create_over(target, force, CHARTS)
    }

    fn create_over(target: &Path, force: bool, kind: Kind) -> Result<Folder, FolderError> {
        let partial = beside(target, ".partial")?;
        check_target(target, force, kind)?;
        Folder::begin(target, partial, force)
    }

    /// Starts the folder of an answer, or goes on with it: what an interrupted one found is
    /// kept, and with `resume` used if it was asked the same `question`.
    ///
    /// # Errors
    ///
    /// Every [`FolderError`].
    pub fn of_question(
        target: &Path,
        force: bool,
        resume: bool,
        question: &str,
    ) -> Result<Folder, FolderError> {
        let partial = beside(target, ".partial")?;
        check_target(target, force, RESULT)?;
        let asked = partial.join(QUESTION);
        let mut folder = match fs::read_to_string(&asked) {
            Ok(before) if resume => {
                if before != question {
                    return Err(FolderError::OtherQuestion(partial));
                }
                Folder {
                    target: target.to_owned(),
                    partial,
                    made: Vec::new(),
                    hashes: Hashes::new(),
                    finished: false,
                    keeps: true,
                }
            }
            _ => Folder::begin(target, partial, force)?,
        };
        write_whole(&folder.partial.join(QUESTION), question.as_bytes())?;
        folder.keeps = true;
        Ok(folder)
    }

    /// The unfinished folder.
    #[must_use]
    pub fn partial(&self) -> &Path {
        &self.partial
    }

    fn begin(target: &Path, partial: PathBuf, force: bool) -> Result<Folder, FolderError> {
        match fs::symlink_metadata(&partial) {
            Ok(found) if !found.is_dir() => return Err(FolderError::FileInTheWay(partial)),
            Ok(_) if !force => return Err(FolderError::Unfinished(partial)),
            Ok(_) => fs::remove_dir_all(&partial).map_err(writing(&partial))?,
            Err(_) => {}
        }
        let made = match partial.parent() {
            Some(parent) => make_folders(parent)?,
            None => Vec::new(),
        };
        fs::create_dir(&partial).map_err(writing(&partial))?;
        Ok(Folder {
            target: target.to_owned(),
            partial,
            made,
            hashes: Hashes::new(),
            finished: false,
            keeps: false,
        })
    }

    /// Writes a file and flushes it to the disk. `name` may lead into a subfolder:
    /// `charts/lorenz.svg`.
    ///
    /// # Errors
    ///
    /// [`FolderError::Write`].
    pub fn write(&mut self, name: &str, bytes: &[u8]) -> Result<(), FolderError> {
        self.store(name, bytes)?;
        self.hashes.insert(name.to_owned(), sha256(bytes));
        Ok(())
    }

    /// Writes a file that is not part of the result, for a look at what is unfinished.
    ///
    /// # Errors
    ///
    /// [`FolderError::Write`].
    pub fn write_beside(&self, name: &str, bytes: &[u8]) -> Result<(), FolderError> {
        self.store(name, bytes)
    }

    /// Opens a file to be written piece by piece.
    ///
    /// # Errors
    ///
    /// [`FolderError::Write`].
    pub fn open(&self, name: &str) -> Result<Stream, FolderError> {
        Stream::create(name, self.partial.join(name))
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
        Folder::create(&self.partial.join(name), false)
    }

    /// Makes a finished folder within this one part of the result: by the hash of its
    /// manifest, which has those of its files.
    ///
    /// # Errors
    ///
    /// [`FolderError::Write`].
    pub fn adopt(&mut self, name: &str) -> Result<(), FolderError> {
        let path = self.partial.join(name).join(MANIFEST);
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
        self.store(MANIFEST, manifest(&self.hashes).as_bytes())?;
        // Only now: what was kept outlasts a disk that is full before the end.
        if self.keeps {
            self.clear_the_desk()?;
        }
        self.finish_bare()
    }

    /// Puts the folder into place as it is.
    ///
    /// # Errors
    ///
    /// As [`Folder::finish`].
    pub fn finish_bare(mut self) -> Result<(), FolderError> {
        flush_directory(&self.partial)?;
        self.put_into_place()?;
        self.finished = true;
        self.target.parent().map_or(Ok(()), flush_directory)
    }

    /// Takes away what was kept for going on: the answer is all there.
    fn clear_the_desk(&self) -> Result<(), FolderError> {
        for kept in [POINTS, SO_FAR] {
            let kept = self.partial.join(kept);
            if kept.exists() {
                fs::remove_dir_all(&kept).map_err(writing(&kept))?;
            }
        }
        let question = self.partial.join(QUESTION);
        fs::remove_file(&question).map_err(writing(&question))
    }

    fn store(&self, name: &str, bytes: &[u8]) -> Result<(), FolderError> {
        let path = self.partial.join(name);
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent).map_err(writing(parent))?;
        }
        let mut file = File::create(&path).map_err(writing(&path))?;
        file.write_all(bytes)
            .and_then(|()| file.sync_all())
            .map_err(writing(&path))
    }

    /// No file system call everywhere exchanges two folders, so an earlier result
    /// steps aside first, and back if the new one cannot take its place.
    fn put_into_place(&self) -> Result<(), FolderError> {
        if fs::symlink_metadata(&self.target).is_err() {
            return fs::rename(&self.partial, &self.target).map_err(writing(&self.target));
        }
        let aside = beside(&self.target, ".replaced")?;
        if fs::symlink_metadata(&aside).is_ok() {
            fs::remove_dir_all(&aside).map_err(writing(&aside))?;
        }
        fs::rename(&self.target, &aside).map_err(writing(&self.target))?;
        if let Err(cause) = fs::rename(&self.partial, &self.target) {
            fs::rename(&aside, &self.target).map_err(writing(&self.target))?;
            return Err(writing(&self.target)(cause));
        }
        fs::remove_dir_all(&aside).map_err(writing(&aside))
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // What was found is kept for going on; a folder in which there is nothing yet is not.
        let kept = self.keeps && self.partial.join(POINTS).exists();
        if !self.finished && !kept {
            // What cannot be removed is found, and named, by the next run.
            let _ = fs::remove_dir_all(&self.partial);
            for folder in &self.made {
                // Only if empty: someone else may have put something there meanwhile.
                let _ = fs::remove_dir(folder);
            }
        }
    }
}

/// Makes a folder with those above it and returns the ones that were not there, the
/// innermost first.
fn make_folders(folder: &Path) -> Result<Vec<PathBuf>, FolderError> {
    let missing: Vec<PathBuf> = folder
        .ancestors()
        .take_while(|folder| !folder.as_os_str().is_empty() && !folder.exists())
        .map(Path::to_owned)
        .collect();
    fs::create_dir_all(folder).map_err(writing(folder))?;
    Ok(missing)
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

/// Refuses a target that exists, unless it is an earlier one of its kind and may be replaced.
fn check_target(target: &Path, force: bool, kind: Kind) -> Result<(), FolderError> {
    match fs::metadata(target) {
        Err(_) if fs::symlink_metadata(target).is_err() => Ok(()),
        Ok(found) if found.is_dir() => {
            if !force {
                Err(FolderError::Exists(target.to_owned()))
            } else if (kind.is)(target) || is_empty(target) {
                Ok(())
            } else {
                Err((kind.refusal)(target.to_owned()))
            }
        }
        _ => Err(FolderError::FileInTheWay(target.to_owned())),
    }
}

fn is_empty(directory: &Path) -> bool {
    fs::read_dir(directory).is_ok_and(|mut entries| entries.next().is_none())
}

/// Writes a file so that it is there whole or not at all, also after a power cut.
pub(super) fn write_whole(path: &Path, bytes: &[u8]) -> Result<(), FolderError> {
    let unfinished = beside(path, ".unfinished")?;
    let mut file = File::create(&unfinished).map_err(writing(&unfinished))?;
    file.write_all(bytes)
        .and_then(|()| file.sync_all())
        .map_err(writing(&unfinished))?;
    fs::rename(&unfinished, path).map_err(writing(path))
}

/// The path with `suffix` after its last name.
fn beside(target: &Path, suffix: &str) -> Result<PathBuf, FolderError> {
    let mut name: OsString = target
        .file_name()
        .ok_or_else(|| FolderError::Unnamed(target.to_owned()))?
        .to_owned();
    name.push(suffix);
    Ok(target.with_file_name(name))
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
