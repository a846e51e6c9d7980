//! Exit codes: a contract with scripts and schedulers (interface.md §1).

use std::process::ExitCode;

/// How the program ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Exit {
    /// Done.
    Done = 0,
    /// A fault of the program itself.
    Internal = 1,
    /// Bad input or usage: trying again will not help.
    BadInput = 2,
    /// Interrupted: run it again.
    Interrupted = 3,
    /// The output could not be written.
    OutputFailed = 4,
    /// Something differs from what it should be (`verify`).
    Different = 5,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> ExitCode {
        ExitCode::from(exit as u8)
    }
}
