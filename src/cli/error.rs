//! Why a command did not end well, and the exit code it ends in.

use std::io;
use std::path::PathBuf;

use super::exit::Exit;
use crate::campaign::scheduler::SchedulerError;
use crate::campaign::store::StoreError;
use crate::report::folder::FolderError;
use crate::scenario::diagnose::Diagnostics;
use crate::study::run::StudyError;
use crate::what_if::case::VariantError;
use crate::what_if::points::AskError;

/// Why a command did not end well.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum RunError {
    /// The scenario or a plan is wrong.
    #[error(transparent)]
    Input(#[from] Diagnostics),
    /// The output folder cannot be had.
    #[error(transparent)]
    Folder(#[from] FolderError),
    /// The study did not finish.
    #[error(transparent)]
    Study(#[from] StudyError),
    /// A run was interrupted whose histories are kept.
    #[error("{0}; they are kept: go on with --resume")]
    Stopped(StudyError),
    /// A question was not answered to its end.
    #[error(transparent)]
    Ask(#[from] AskError),
    /// Parts cannot be read, written or put together.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// No scheduler says which shard it is.
    #[error(transparent)]
    Scheduler(#[from] SchedulerError),
    /// The work cannot be dealt out.
    #[error("{0}")]
    NotDealt(&'static str),
    /// There is more work than can be counted.
    #[error(
        "there are more than {} histories to be lived: use fewer `--replications`",
        u32::MAX
    )]
    TooMuch,
    /// Parts cannot be put together.
    #[error(transparent)]
    Merge(#[from] MergeError),
    /// What was done again came out otherwise.
    #[error("{0} of the files differ from what the manifest says of them")]
    Differs(usize),
    /// The program is not what it should be.
    #[error("{0} of the checks do not agree: do not rely on this program as it is installed")]
    SelfTest(usize),
    /// The summary could not be printed.
    #[error("cannot print the summary: {0}")]
    Print(#[from] io::Error),
}

/// Why parts, or a manifest, cannot be made a result of.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum MergeError {
    /// There are none.
    #[error(
        "there are no partial files in {0}: name files that `--shard` has written, or a folder of them"
    )]
    NoParts(PathBuf),
    /// Some are missing.
    #[error("{missing} missing: run what is missing and merge again")]
    Incomplete {
        /// What is.
        missing: String,
    },
    /// They tell of no work.
    #[error("{0} holds no recipe of this program")]
    NoRecipe(PathBuf),
    /// Another version made them.
    #[error(
        "{path} is of version {found} of this program, and this is version {own}: use version {found}"
    )]
    OtherVersion {
        /// Where it was found.
        path: PathBuf,
        /// Which.
        found: String,
        /// This one.
        own: &'static str,
    },
    /// A file that was an input is not what it was.
    #[error("the file {name} among the inputs is not what it was, or is not there: {why}")]
    OtherInput {
        /// Its name in the manifest.
        name: String,
        /// What is wrong.
        why: String,
    },
    /// A manifest cannot be read.
    #[error("cannot read {path}: {cause}")]
    Read {
        /// Which.
        path: PathBuf,
        /// Why.
        cause: io::Error,
    },
}

impl From<VariantError> for RunError {
    fn from(error: VariantError) -> RunError {
        match error {
            VariantError::Input(faults) => faults.into(),
            VariantError::Study(error) => error.into(),
            changed @ VariantError::InputChanged(_) => AskError::InputChanged(changed).into(),
        }
    }
}

impl RunError {
    /// The exit code this ends in.
    #[must_use]
    pub fn exit(&self) -> Exit {
        match self {
            RunError::Input(_)
            | RunError::Ask(AskError::InputChanged(_))
            | RunError::Scheduler(_)
            | RunError::NotDealt(_)
            | RunError::TooMuch => Exit::BadInput,
            RunError::Folder(error) if error.is_refusal() => Exit::BadInput,
            RunError::Store(StoreError::Write { .. })
            | RunError::Folder(_)
            | RunError::Print(_)
            | RunError::Ask(AskError::Shelf(_))
            | RunError::Study(StudyError::Keep(_)) => Exit::OutputFailed,
            RunError::Stopped(_)
            | RunError::Study(StudyError::Interrupted { .. })
            | RunError::Ask(AskError::Interrupted { .. })
            | RunError::Store(StoreError::Broken { .. })
            | RunError::Merge(MergeError::Incomplete { .. }) => Exit::Interrupted,
            RunError::Ask(_) | RunError::Study(StudyError::Imbalance { .. }) => Exit::Internal,
            RunError::Study(_) | RunError::Store(_) | RunError::Merge(_) => Exit::BadInput,
            RunError::Differs(_) | RunError::SelfTest(_) => Exit::Different,
        }
    }

    /// Whether what was done so far is of use: the work was stopped, or could not be written,
    /// and will go on.
    #[must_use]
    pub fn keeps_parts(&self) -> bool {
        matches!(self.exit(), Exit::Interrupted | Exit::OutputFailed)
    }
}
