//! Why the system refuses to write, in words, and the way out.

use std::io;

/// The cause and the way out.
#[must_use]
pub fn reason(cause: &io::Error) -> String {
    match cause.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => {
            "the disk is full: free some space, or choose a folder on another disk with --output"
                .to_owned()
        }
        io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => {
            "writing there is not permitted: choose another folder with --output".to_owned()
        }
        _ => cause.to_string(),
    }
}
