//! What if: the commands as a user runs them, and their answers on worlds whose truth is known.

#[path = "../support/mod.rs"]
mod support;
#[cfg(unix)]
#[path = "../support/waiting.rs"]
mod waiting;

mod commands;
mod luck;
mod rules;
mod thresholds;

use downline::what_if::case::Case;

/// A scenario of a text, written to a folder of its own.
fn case(text: &str) -> (tempfile::TempDir, Case) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("case.toml");
    std::fs::write(&path, text).unwrap();
    let case = Case::open(path.to_str().unwrap(), &[], 2).unwrap_or_else(|error| panic!("{error}"));
    (folder, case)
}
