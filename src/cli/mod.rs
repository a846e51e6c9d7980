//! The command line: one file a command, each a thin layer over the library.

pub mod check;
pub mod diagnostics;
pub mod init;
pub mod scenarios;
pub mod schema;
pub mod summary;
pub mod summary_json;
