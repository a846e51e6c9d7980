//! The command line: one file a command, each a thin layer over the library.

pub mod arguments;
pub mod exit;
mod progress;
pub mod run;
pub mod summary;
pub mod summary_json;
