//! A file of the output folder written piece by piece while a run goes on.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::PathBuf;

use sha2::{Digest, Sha256};

use super::{FolderError, writing};
use crate::hash::hexadecimal;

/// An open file of a folder; [`super::Folder::close`] makes it part of the result.
#[derive(Debug)]
pub struct Stream {
    pub(super) name: String,
    path: PathBuf,
    file: BufWriter<File>,
    hash: Sha256,
}

impl Stream {
    pub(super) fn create(name: &str, path: PathBuf) -> Result<Stream, FolderError> {
        let file = File::create(&path).map_err(writing(&path))?;
        Ok(Stream {
            name: name.to_owned(),
            path,
            file: BufWriter::new(file),
            hash: Sha256::new(),
        })
    }

    /// Flushes the file to the disk and returns its hash.
    pub(super) fn finish(self) -> Result<String, FolderError> {
        let failed = writing(&self.path);
        self.file
            .into_inner()
            .map_err(io::IntoInnerError::into_error)
            .and_then(|file| file.sync_all())
            .map_err(failed)?;
        Ok(hexadecimal(&self.hash.finalize()))
    }
}

/// Appends bytes. An error is a [`FolderError`] as an [`io::Error`], so that whoever writes
/// needs to know nothing of folders.
impl Write for Stream {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self
            .file
            .write(bytes)
            .map_err(|cause| writing(&self.path)(cause))?;
        self.hash.update(&bytes[..written]);
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file
            .flush()
            .map_err(|cause| writing(&self.path)(cause))?;
        Ok(())
    }
}
