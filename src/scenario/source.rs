//! Opening a file that a user named: size, encoding and line ends are settled here.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;
use std::sync::Arc;

use super::codes;
use super::diagnose::{Diagnostic, Origin, Source};
use crate::hash::sha256;

/// The largest file that is read. A scenario is a few kilobytes; a file of gigabytes is
/// a mistake and is refused before it is read.
const LARGEST_FILE: u64 = 16 << 20;

/// Reads a file as UTF-8 text; a byte order mark is dropped. `named_at` is where the
/// path was written, for errors.
///
/// # Errors
///
/// If it cannot be read, is a directory, too large or not UTF-8.
pub(super) fn read(path: &Path, named_at: &Origin) -> Result<Arc<Source>, Diagnostic> {
    let unreadable = |error: &io::Error| unreadable(path, named_at, error);
    let file = File::open(path).map_err(|error| unreadable(&error))?;
    let metadata = file.metadata().map_err(|error| unreadable(&error))?;
    if metadata.is_dir() {
        return Err(unreadable(&io::ErrorKind::IsADirectory.into()));
    }
    if metadata.len() > LARGEST_FILE {
        return Err(too_large(path, named_at, metadata.len()));
    }
    // A pipe has no length beforehand, and a file may grow: reading is bounded as well.
    let mut bytes = Vec::new();
    file.take(LARGEST_FILE + 1)
        .read_to_end(&mut bytes)
        .map_err(|error| unreadable(&error))?;
    if bytes.len() as u64 > LARGEST_FILE {
        return Err(too_large(path, named_at, bytes.len() as u64));
    }
    text(path, bytes)
}

/// Text that did not come from a file, with its byte order mark dropped.
pub(super) fn from_text(path: &Path, text: &str) -> Arc<Source> {
    Arc::new(Source {
        path: path.to_owned(),
        text: text.strip_prefix('\u{feff}').unwrap_or(text).to_owned(),
        sha256: sha256(text.as_bytes()),
    })
}

fn text(path: &Path, bytes: Vec<u8>) -> Result<Arc<Source>, Diagnostic> {
    match String::from_utf8(bytes) {
        Ok(text) => Ok(from_text(path, &text)),
        Err(error) => {
            let offset = error.utf8_error().valid_up_to();
            let byte = error.as_bytes()[offset];
            let source = Arc::new(Source {
                path: path.to_owned(),
                text: String::from_utf8_lossy(error.as_bytes()).into_owned(),
                sha256: sha256(error.as_bytes()),
            });
            let origin = Origin::File {
                source,
                span: offset..offset + '\u{fffd}'.len_utf8(),
            };
            Err(Diagnostic::error(
                codes::NOT_UTF8,
                &origin,
                format!("the file is not UTF-8 text: byte {offset} is no part of a character"),
            )
            .label(format!("0x{byte:02X}"))
            .help("save the file as UTF-8"))
        }
    }
}

fn unreadable(path: &Path, named_at: &Origin, error: &io::Error) -> Diagnostic {
    let path = path.display();
    let message = match error.kind() {
        io::ErrorKind::NotFound => format!("there is no file `{path}`"),
        io::ErrorKind::IsADirectory => format!("`{path}` is a folder, not a file"),
        io::ErrorKind::PermissionDenied => format!("`{path}` may not be read"),
        _ => format!("`{path}` cannot be read: {error}"),
    };
    Diagnostic::error(codes::UNREADABLE, named_at, message)
}

fn too_large(path: &Path, named_at: &Origin, bytes: u64) -> Diagnostic {
    Diagnostic::error(
        codes::TOO_LARGE,
        named_at,
        format!(
            "`{}` is too large: {} MiB or more, at most {} MiB are read",
            path.display(),
            bytes >> 20,
            LARGEST_FILE >> 20
        ),
    )
    .help("a scenario is a few kilobytes of TOML: is this the right file?")
}
