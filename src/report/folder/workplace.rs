//! The place beside an output folder where its files are made: `DIR.partial`.
//!
//! Below it stand the parts of unfinished work, which outlast the program, and `result`, the
//! folder that is renamed to its place when it is whole. Whoever works there holds a lock on it
//! where the file system has locks, so that nobody takes the place away meanwhile.

use std::ffi::OsString;
use std::fs::{self, File, TryLockError};
use std::path::{Path, PathBuf};

use super::{FolderError, Kind, writing};
use crate::campaign::store;

/// How the name of a place ends where a folder is worked at.
pub const PARTIAL: &str = ".partial";

/// Where the files of the result are made.
const RESULT: &str = "result";

/// A place that is worked at. Dropped, it takes away what nobody can go on with.
#[derive(Debug)]
pub(super) struct Workplace {
    pub(super) target: PathBuf,
    pub(super) partial: PathBuf,
    /// Folders above it that were not there before, the innermost first.
    made: Vec<PathBuf>,
    /// Held as long as it is worked here.
    _lock: Option<File>,
    alone: Alone,
    /// Whether parts of unfinished work stay.
    pub(super) keeps: bool,
    /// Whether the result is in its place, and nothing here any more.
    finished: bool,
}

/// Who may work at a place at the same time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Alone {
    Yes,
    /// Others may, who write to files of their own.
    No,
}

impl Workplace {
    /// A place where nothing is left of earlier work; with `force` it is taken away.
    pub(super) fn fresh(target: &Path, force: bool, kind: Kind) -> Result<Workplace, FolderError> {
        let partial = partial_of(target)?;
        check_target(target, force, kind)?;
        match fs::symlink_metadata(&partial) {
            Ok(found) if !found.is_dir() => return Err(FolderError::FileInTheWay(partial)),
            Ok(_) => {
                // Held until it is gone: nobody is working there.
                let lock = lock(&partial, Alone::Yes)?;
                if !force {
                    return Err(FolderError::Unfinished(partial));
                }
                fs::remove_dir_all(&partial).map_err(writing(&partial))?;
                drop(lock);
            }
            Err(_) => {}
        }
        Workplace::at(target, partial, Alone::Yes)
    }

    /// A place that may hold parts of earlier work, which are gone on with.
    pub(super) fn again(target: &Path, force: bool, kind: Kind) -> Result<Workplace, FolderError> {
        let partial = partial_of(target)?;
        check_target(target, force, kind)?;
        let place = Workplace::at(target, partial, Alone::Yes)?;
        // Half a result is no use to anyone.
        let result = place.result();
        if fs::symlink_metadata(&result).is_ok() {
            fs::remove_dir_all(&result).map_err(writing(&result))?;
        }
        Ok(place)
    }

    /// A place where others may be working too, each on a part of its own.
    pub(super) fn shared(target: &Path, force: bool, kind: Kind) -> Result<Workplace, FolderError> {
        let partial = partial_of(target)?;
        check_target(target, force, kind)?;
        let mut place = Workplace::at(target, partial, Alone::No)?;
        place.keeps = true;
        Ok(place)
    }

    /// Makes the place if it is not there.
    fn at(target: &Path, partial: PathBuf, alone: Alone) -> Result<Workplace, FolderError> {
        if fs::symlink_metadata(&partial).is_ok_and(|found| !found.is_dir()) {
            return Err(FolderError::FileInTheWay(partial));
        }
        let made = match partial.parent() {
            Some(parent) => make_folders(parent)?,
            None => Vec::new(),
        };
        let lock = loop {
            fs::create_dir_all(&partial).map_err(writing(&partial))?;
            let lock = lock(&partial, alone)?;
            // Whoever finished here meanwhile took the place away before it could be held.
            if lock.as_ref().is_none_or(|held| is_at(held, &partial)) {
                break lock;
            }
        };
        Ok(Workplace {
            target: target.to_owned(),
            _lock: lock,
            alone,
            partial,
            made,
            keeps: false,
            finished: false,
        })
    }

    /// Where the files of the result are made.
    pub(super) fn result(&self) -> PathBuf {
        self.partial.join(RESULT)
    }

    /// Puts the result into its place. No file system call everywhere exchanges two folders, so
    /// an earlier result steps aside first, and back if the new one cannot take its place.
    pub(super) fn put_into_place(mut self) -> Result<(), FolderError> {
        let (result, target) = (self.result(), &self.target);
        let aside = beside(target, ".replaced")?;
        if fs::symlink_metadata(target).is_ok() {
            if fs::symlink_metadata(&aside).is_ok() {
                fs::remove_dir_all(&aside).map_err(writing(&aside))?;
            }
            fs::rename(target, &aside).map_err(writing(target))?;
            if let Err(cause) = fs::rename(&result, target) {
                fs::rename(&aside, target).map_err(writing(target))?;
                return Err(writing(target)(cause));
            }
        } else {
            fs::rename(&result, target).map_err(writing(target))?;
        }
        // Also one that a program which was ended in between had set aside.
        if aside.join(super::MANIFEST).is_file() {
            fs::remove_dir_all(&aside).map_err(writing(&aside))?;
        }
        // The result is whole and in its place: what it was made of is not needed any more.
        fs::remove_dir_all(&self.partial).map_err(writing(&self.partial))?;
        self.finished = true;
        Ok(())
    }
}

impl Drop for Workplace {
    fn drop(&mut self) {
        if self.finished {
            return;
        }
        // What cannot be removed is found, and named, by the next run.
        if self.alone == Alone::Yes {
            let _ = fs::remove_dir_all(self.result());
        }
        if self.keeps && store::is_any_in(&self.partial) {
            return;
        }
        let _ = match self.alone {
            Alone::Yes => fs::remove_dir_all(&self.partial),
            // Only if empty, as the folders above it: someone else may work there.
            Alone::No => fs::remove_dir(&self.partial),
        };
        for folder in &self.made {
            let _ = fs::remove_dir(folder);
        }
    }
}

/// Takes away what was left beside a result that is whole, unless someone works there.
pub(super) fn tidy_after(target: &Path) {
    if let Ok(partial) = partial_of(target)
        && let Ok(Some(_lock)) = lock(&partial, Alone::Yes)
        && store::is_any_in(&partial)
    {
        // What cannot be removed does no harm.
        let _ = fs::remove_dir_all(&partial);
    }
}

/// Whether an open folder is the one at this path.
#[cfg(unix)]
fn is_at(folder: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt as _;

    let here = |found: fs::Metadata| (found.dev(), found.ino());
    match (folder.metadata(), fs::metadata(path)) {
        (Ok(held), Ok(there)) => here(held) == here(there),
        _ => false,
    }
}

#[cfg(not(unix))]
fn is_at(_: &File, _: &Path) -> bool {
    true
}

/// Holds a folder against those who would work there too. Where there are no such locks, as on
/// some network file systems, nobody is held off.
fn lock(partial: &Path, alone: Alone) -> Result<Option<File>, FolderError> {
    let Ok(folder) = File::open(partial) else {
        return Ok(None);
    };
    let locked = match alone {
        Alone::Yes => folder.try_lock(),
        Alone::No => folder.try_lock_shared(),
    };
    match locked {
        Err(TryLockError::WouldBlock) => Err(FolderError::InUse(partial.to_owned())),
        Err(TryLockError::Error(_)) | Ok(()) => Ok(Some(folder)),
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

/// Where a folder is worked at.
pub(super) fn partial_of(target: &Path) -> Result<PathBuf, FolderError> {
    beside(target, PARTIAL)
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
