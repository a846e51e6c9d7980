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

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    #[test]
    fn an_existing_file_is_kept_without_force() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("mine.toml");
        fs::write(&path, "precious").unwrap();
        let refusal = init(Some(&path), false, &mut io::sink()).unwrap_err();
        assert_eq!(refusal.kind(), io::ErrorKind::AlreadyExists);
        assert_eq!(fs::read_to_string(&path).unwrap(), "precious");
        init(Some(&path), true, &mut io::sink()).unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), starter(VARIANTS));
    }

    #[test]
    fn without_a_path_the_starter_goes_to_the_output_alone() {
        let mut out = Vec::new();
        init(None, false, &mut out).unwrap();
        assert_eq!(String::from_utf8(out).unwrap(), starter(VARIANTS));
    }
}
