//! Why parts cannot be read, written or put together.

use std::io;
use std::path::{Path, PathBuf};

use crate::campaign::part::ScanError;
use crate::campaign::shard::Shard;
use crate::campaign::trouble::reason;
use crate::study::shelf::Unit;

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

/// For those who know nothing of parts.
pub(super) fn told(error: StoreError) -> io::Error {
    let kind = match &error {
        StoreError::Read { cause, .. } | StoreError::Write { cause, .. } => cause.kind(),
        _ => io::ErrorKind::Other,
    };
    io::Error::new(kind, error)
}

/// What stood in a folder may be gone when it is opened: many share the folder, and another has
/// finished its part meanwhile.
pub(super) fn if_there<T>(read: Result<T, StoreError>) -> Result<Option<T>, StoreError> {
    match read {
        Err(StoreError::Read { cause, .. }) if cause.kind() == io::ErrorKind::NotFound => Ok(None),
        read => read.map(Some),
    }
}

pub(super) fn reading(path: &Path) -> impl FnOnce(io::Error) -> StoreError + use<> {
    let path = path.to_owned();
    |cause| StoreError::Read { path, cause }
}

pub(super) fn writing(path: &Path) -> impl FnOnce(io::Error) -> StoreError + use<> {
    let path = path.to_owned();
    |cause| StoreError::Write { path, cause }
}
