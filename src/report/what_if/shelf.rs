//! Points kept in the unfinished folder of an answer, a file each.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::report::folder::write_whole;
use crate::what_if::points::Shelf;

/// Where the points stand below an unfinished folder.
pub(in crate::report) const POINTS: &str = "points";

/// Where the tables of those answered so far stand below it.
pub(in crate::report) const SO_FAR: &str = "so-far";

/// The points of an unfinished folder.
#[derive(Clone, Debug)]
pub struct FolderShelf {
    points: PathBuf,
}

impl FolderShelf {
    /// The shelf of a folder that is being written.
    #[must_use]
    pub fn of(partial: &Path) -> FolderShelf {
        FolderShelf {
            points: partial.join(POINTS),
        }
    }

    fn path(&self, point: usize) -> PathBuf {
        self.points.join(format!("{:06}.txt", point + 1))
    }
}

impl Shelf for FolderShelf {
    fn get(&self, point: usize) -> io::Result<Option<String>> {
        match fs::read(self.path(point)) {
            // What is no text is no record: the point is answered again.
            Ok(bytes) => Ok(String::from_utf8(bytes).ok()),
            Err(cause) if cause.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(cause) => Err(cause),
        }
    }

    fn put(&self, point: usize, record: &str) -> io::Result<()> {
        fs::create_dir_all(&self.points)?;
        write_whole(&self.path(point), record.as_bytes())?;
        Ok(())
    }
}
