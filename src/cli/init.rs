//! `downline init`: writes a commented scenario to start from.

use std::fs::OpenOptions;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::exit::Exit;
use crate::plan::LANGUAGE;
use crate::scenario::starter::starter;

/// Why no starter was written.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum InitError {
    /// The file is there already.
    #[error("{0} exists already: name another file, or replace this one with --force")]
    Exists(PathBuf),
    /// The folder the file would be in is not there.
    #[error(
        "{file} cannot be written: there is no folder {folder}; create it, or name another file"
    )]
    NoFolder {
        /// The file.
        file: PathBuf,
        /// The folder.
        folder: PathBuf,
    },
    /// A folder has the name.
    #[error("{0} is a folder: name a file in it, such as {name}", name = .0.join("scenario.toml").display())]
    IsFolder(PathBuf),
    /// The system refused.
    #[error("cannot write {path}: {cause}; name another file")]
    Write {
        /// What was being written.
        path: PathBuf,
        /// What the system said.
        #[source]
        cause: io::Error,
    },
    /// The starter or the hint could not be printed.
    #[error("cannot print: {0}")]
    Print(#[from] io::Error),
}

impl InitError {
    /// The exit code this ends in.
    #[must_use]
    pub fn exit(&self) -> Exit {
        match self {
            InitError::Exists(_) | InitError::NoFolder { .. } | InitError::IsFolder(_) => {
                Exit::BadInput
            }
            InitError::Print(cause) if cause.kind() == io::ErrorKind::BrokenPipe => Exit::Done,
            InitError::Write { .. } | InitError::Print(_) => Exit::OutputFailed,
        }
    }

    /// The error of writing to `path`, by what is in the way.
    fn writing(path: &Path, cause: io::Error) -> InitError {
        let folder = path
            .parent()
            .filter(|folder| !folder.as_os_str().is_empty());
        match (cause.kind(), folder) {
            (io::ErrorKind::AlreadyExists, _) if !path.is_dir() => {
                InitError::Exists(path.to_owned())
            }
            (io::ErrorKind::NotFound, Some(folder)) => InitError::NoFolder {
                file: path.to_owned(),
                folder: folder.to_owned(),
            },
            _ if path.is_dir() => InitError::IsFolder(path.to_owned()),
            _ => InitError::Write {
                path: path.to_owned(),
                cause,
            },
        }
    }
}

/// Writes the starter to `path`, or to `out` without one. A file that exists is only
/// replaced with `force`.
///
/// # Errors
///
/// Every [`InitError`].
pub fn init(path: Option<&Path>, force: bool, out: &mut dyn Write) -> Result<(), InitError> {
    let text = starter(LANGUAGE);
    let Some(path) = path else {
        return Ok(out.write_all(text.as_bytes())?);
    };
    let mut options = OpenOptions::new();
    if force {
        options.write(true).create(true).truncate(true);
    } else {
        options.write(true).create_new(true);
    }
    options
        .open(path)
        .and_then(|mut file| file.write_all(text.as_bytes()))
        .map_err(|cause| InitError::writing(path, cause))?;
    writeln!(out, "wrote {}", path.display())?;
    writeln!(
        out,
        "next: downline check {0} && downline run {0}",
        path.display()
    )?;
    Ok(())
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
        let told = refusal.to_string();
        assert!(
            told.contains("mine.toml exists already") && told.contains("--force"),
            "{told}"
        );
        assert_eq!(refusal.exit(), Exit::BadInput);
        assert_eq!(fs::read_to_string(&path).unwrap(), "precious");
        init(Some(&path), true, &mut io::sink()).unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), starter(LANGUAGE));
    }

    #[test]
    fn without_a_path_the_starter_goes_to_the_output_alone() {
        let mut out = Vec::new();
        init(None, false, &mut out).unwrap();
        assert_eq!(String::from_utf8(out).unwrap(), starter(LANGUAGE));
    }

    #[test]
    fn a_folder_that_is_missing_or_in_the_way_is_named() {
        let folder = tempfile::tempdir().unwrap();
        let refused = |path: &Path, force| {
            let refusal = init(Some(path), force, &mut io::sink()).unwrap_err();
            assert_eq!(refusal.exit(), Exit::BadInput);
            refusal.to_string()
        };
        let lost = refused(&folder.path().join("lost/mine.toml"), false);
        assert!(
            lost.contains("mine.toml cannot be written: there is no folder"),
            "{lost}"
        );
        for force in [false, true] {
            assert!(refused(folder.path(), force).contains("is a folder: name a file in it"));
        }
    }
}
