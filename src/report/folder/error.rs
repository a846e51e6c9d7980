//! Why an output folder cannot be had, and the way out.

use std::io;
use std::path::PathBuf;

use crate::campaign::trouble::reason;

/// Why an output folder cannot be had.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum FolderError {
    /// The folder is there already.
    #[error(
        "{0} exists already: choose another folder with --output, or replace this one with --force"
    )]
    Exists(PathBuf),
    /// An unfinished folder is there already.
    #[error(
        "{0} was left by a run that did not finish: go on with it with --resume where the command has it, choose another folder with --output, or discard this one with --force"
    )]
    Unfinished(PathBuf),
    /// Someone is working there.
    #[error(
        "{0} is being written by another run at this moment: wait for its end, or choose another folder with --output"
    )]
    InUse(PathBuf),
    /// A folder that this program did not write is never replaced.
    #[error(
        "{0} holds no manifest.json, so it is not a result and --force does not replace it: choose another folder with --output"
    )]
    NotAResult(PathBuf),
    /// A folder that holds anything but charts is never replaced by charts.
    #[error(
        "{0} holds other files than charts, so --force does not replace it: choose another folder with --output"
    )]
    NotCharts(PathBuf),
    /// Something that is no folder has the name.
    #[error("{0} is not a folder: remove it, or choose another folder with --output")]
    FileInTheWay(PathBuf),
    /// The path ends in no name, such as `.` or `/`.
    #[error("{0} does not name a new folder: choose one with --output")]
    Unnamed(PathBuf),
    /// The system refused.
    #[error("cannot write {path}: {}", reason(.cause))]
    Write {
        /// What was being written.
        path: PathBuf,
        /// What the system said.
        #[source]
        cause: io::Error,
    },
}

impl FolderError {
    /// Whether the request is at fault (exit code 2) rather than the place it would be
    /// written to (exit code 4).
    #[must_use]
    pub fn is_refusal(&self) -> bool {
        !matches!(self, FolderError::Write { .. })
    }
}

/// For writers that know nothing of folders.
impl From<FolderError> for io::Error {
    fn from(error: FolderError) -> io::Error {
        let kind = match &error {
            FolderError::Write { cause, .. } => cause.kind(),
            _ => io::ErrorKind::Other,
        };
        io::Error::new(kind, error)
    }
}
