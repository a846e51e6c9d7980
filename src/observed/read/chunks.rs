//! A CSV file in pieces of whole records, so that it is read in bounded memory and
//! parsed on all cores. The file is hashed on the way.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use sha2::{Digest, Sha256};

use crate::hash::hexadecimal;

/// Bytes of a piece, unless a record is longer.
const PIECE: usize = 1 << 18;
/// The longest record: beyond it, a quote was opened and never closed.
const LONGEST: usize = 1 << 26;

/// Whole records of a file.
#[derive(Debug, Default)]
pub(super) struct Chunk {
    pub(super) bytes: Vec<u8>,
    /// The line the first of them starts on, 1-based.
    pub(super) line: u64,
}

/// Why there is no next piece.
#[derive(Debug)]
pub(super) enum Stop {
    Io(io::Error),
    /// A quoted field that does not end, somewhere from this line on.
    OpenQuote(u64),
}

/// A file being read.
#[derive(Debug)]
pub(super) struct Chunks {
    file: File,
    hash: Sha256,
    /// What was read beyond the last piece.
    left: Vec<u8>,
    line: u64,
    ended: bool,
}

impl Chunks {
    pub(super) fn open(path: &Path) -> io::Result<Chunks> {
        let file = File::open(path)?;
        if file.metadata()?.is_dir() {
            return Err(io::ErrorKind::IsADirectory.into());
        }
        Ok(Chunks {
            file,
            hash: Sha256::new(),
            left: Vec::new(),
            line: 1,
            ended: false,
        })
    }

    /// Reads the next piece into `chunk`; there is none at the end of the file.
    pub(super) fn next(&mut self, chunk: &mut Chunk) -> Result<bool, Stop> {
        let bytes = &mut chunk.bytes;
        bytes.clear();
        bytes.append(&mut self.left);
        let first = self.line == 1 && bytes.is_empty();
        let mut wanted = PIECE;
        loop {
            self.fill(bytes, wanted).map_err(Stop::Io)?;
            if first && bytes.starts_with(b"\xEF\xBB\xBF") {
                bytes.drain(..3);
            }
            let end = records_end(bytes);
            if self.ended {
                if end.open_quote {
                    return Err(Stop::OpenQuote(self.line + newlines(&bytes[..end.at])));
                }
                break;
            }
            if end.at > 0 {
                self.left.extend_from_slice(&bytes[end.at..]);
                bytes.truncate(end.at);
                break;
            }
            if bytes.len() >= LONGEST {
                return Err(Stop::OpenQuote(self.line));
            }
            wanted *= 2;
        }
        chunk.line = self.line;
        self.line += newlines(bytes);
        Ok(!bytes.is_empty())
    }

    /// Bytes of the whole file; 0 if it cannot be known.
    pub(super) fn length(&self) -> u64 {
        self.file.metadata().map_or(0, |known| known.len())
    }

    /// The SHA-256 of the whole file, once it was read to its end.
    pub(super) fn sha256(self) -> String {
        hexadecimal(&self.hash.finalize())
    }

    fn fill(&mut self, bytes: &mut Vec<u8>, wanted: usize) -> io::Result<()> {
        let start = bytes.len();
        let missing = wanted.saturating_sub(start) as u64;
        bytes.reserve(missing as usize);
        let read = (&mut self.file).take(missing).read_to_end(bytes)?;
        self.hash.update(&bytes[start..]);
        self.ended = (read as u64) < missing;
        Ok(())
    }
}

pub(super) fn newlines(bytes: &[u8]) -> u64 {
    bytes.iter().filter(|&&byte| byte == b'\n').count() as u64
}

struct RecordsEnd {
    /// Behind the last record that is known to be whole; 0 if there is none.
    at: usize,
    /// Whether the bytes end inside a quoted field.
    open_quote: bool,
}

/// The end of the last whole record. A line end inside quotes ends no record, and a quote
/// opens a field only at its start, as the parser sees it.
fn records_end(bytes: &[u8]) -> RecordsEnd {
    if !bytes.contains(&b'"') {
        let newline = bytes.iter().rposition(|&byte| byte == b'\n');
        return RecordsEnd {
            at: newline.map_or(0, |at| at + 1),
            open_quote: false,
        };
    }
    let (mut at, mut quoted, mut field_starts) = (0, false, true);
    let mut index = 0;
    while index < bytes.len() {
        let byte = bytes[index];
        index += 1;
        if quoted {
            if byte == b'"' {
                if bytes.get(index) == Some(&b'"') {
                    index += 1;
                } else {
                    quoted = false;
                }
            }
            continue;
        }
        quoted = field_starts && byte == b'"';
        field_starts = matches!(byte, b',' | b'\n' | b'\r');
        if byte == b'\n' {
            at = index;
        }
    }
    RecordsEnd {
        at,
        open_quote: quoted,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    fn pieces(bytes: &[u8]) -> Vec<Chunk> {
        let mut file = tempfile::NamedTempFile::new().unwrap();
        file.write_all(bytes).unwrap();
        let mut chunks = Chunks::open(file.path()).unwrap();
        let mut found = Vec::new();
        loop {
            let mut chunk = Chunk::default();
            if !chunks.next(&mut chunk).unwrap() {
                break;
            }
            found.push(chunk);
        }
        assert_eq!(chunks.sha256(), crate::hash::sha256(bytes));
        found
    }

    #[test]
    fn a_file_larger_than_a_piece_is_cut_between_records() {
        let record = "\"a\nb\",5\" pipe,\"say \"\"hi\"\"\"\r\n";
        let text = record.repeat(PIECE / record.len() * 2 + 100);
        let found = pieces(text.as_bytes());
        assert_eq!(found.len(), 3);
        let mut line = 1;
        for chunk in &found {
            assert_eq!(chunk.bytes.len() % record.len(), 0);
            assert_eq!(chunk.line, line);
            line += newlines(&chunk.bytes);
        }
        let whole: Vec<u8> = found.into_iter().flat_map(|chunk| chunk.bytes).collect();
        assert_eq!(whole, text.as_bytes());
    }

    #[test]
    fn a_byte_order_mark_is_dropped_and_a_last_line_needs_no_end() {
        let found = pieces(b"\xEF\xBB\xBFid,sponsor\nA,");
        assert_eq!(found[0].bytes, b"id,sponsor\nA,");
        assert!(pieces(b"").is_empty());
        assert!(pieces(b"\xEF\xBB\xBF").is_empty());
    }

    #[test]
    fn a_quote_that_is_never_closed_is_found_where_its_record_starts() {
        let mut file = tempfile::NamedTempFile::new().unwrap();
        file.write_all(b"id\nA\n\"B\nC\n").unwrap();
        let mut chunks = Chunks::open(file.path()).unwrap();
        let found = chunks.next(&mut Chunk::default());
        assert!(matches!(found, Err(Stop::OpenQuote(3))));
    }
}
