//! `downline init`: writes a commented scenario to start from.

use std::fs::OpenOptions;
use std::io::{self, Write};
use std::path::Path;

use crate::plan::component::VARIANTS;
use crate::scenario::starter::starter;

/// Writes the starter to `path`, or to `out` without one. A file that exists is only
/// replaced with `force`.
///
/// # Errors
///
/// [`io::ErrorKind::AlreadyExists`] for a file that is there without `force`; else if
/// the file or `out` cannot be written.
pub fn init(path: Option<&Path>, force: bool, out: &mut dyn Write) -> io::Result<()> {
    let text = starter(VARIANTS);
    let Some(path) = path else {
        return out.write_all(text.as_bytes());
    };
    let mut options = OpenOptions::new();
    if force {
        options.write(true).create(true).truncate(true);
    } else {
        options.write(true).create_new(true);
    }
    options.open(path)?.write_all(text.as_bytes())?;
    writeln!(out, "wrote {}", path.display())?;
    writeln!(
        out,
        "next: downline check {0} && downline run {0}",
        path.display()
    )
}
