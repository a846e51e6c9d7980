//! The command line: one file a command.

pub mod check;
pub mod diagnostics;
pub mod init;
pub mod scenarios;
pub mod schema;
