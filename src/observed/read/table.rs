//! Rows under a header: which column is where, and what its fields must be.

use std::path::Path;

use csv::ByteRecord;
use rayon::prelude::*;

use super::chunks::{Chunk, Chunks, Stop, newlines};
use super::codes;
use super::flaw::{Flaw, Flaws};
use crate::scenario::diagnose::{Diagnostic, Diagnostics, Origin};
use crate::scenario::suggest::nearest;

/// Pieces parsed at once; the next ones are read meanwhile.
const AT_ONCE: usize = 8;

/// A column a file may have.
pub(super) struct Column {
    pub(super) name: &'static str,
    pub(super) required: bool,
}

/// As many columns as any file has.
const MOST_COLUMNS: usize = 16;

/// Where each known column stands in the file.
#[derive(Clone, Debug)]
pub(super) struct Header {
    names: &'static [&'static str],
    at: Vec<Option<usize>>,
    /// The column of each field.
    columns: Vec<usize>,
}

/// One row of the file.
pub(super) struct Row<'a> {
    header: &'a Header,
    /// By column; empty if the file has no such column.
    fields: [&'a [u8]; MOST_COLUMNS],
    pub(super) line: u64,
}

/// A file whose header has been read.
#[derive(Debug)]
pub(super) struct Table {
    chunks: Chunks,
    pub(super) header: Header,
    first: Chunk,
    skipped: usize,
}

/// What a reader makes of the rows of a file.
pub(super) trait Rows: Sync {
    /// What one piece of the file becomes, on any thread.
    type Parsed: Default + Send + Sync;

    /// Forgets the rows of another piece.
    fn clear(parsed: &mut Self::Parsed);

    /// Parses a row.
    fn row(&self, parsed: &mut Self::Parsed, row: &Row, flaws: &mut Flaws);

    /// Ends a piece: what is quicker done for all its rows together.
    fn close(&self, parsed: &mut Self::Parsed, flaws: &mut Flaws);
}

impl Table {
    /// Opens a file and reads its header; none if the file is empty.
    pub(super) fn open(
        path: &Path,
        columns: &'static [Column],
        names: &'static [&'static str],
    ) -> Result<Option<Table>, Diagnostics> {
        let mut chunks = Chunks::open(path).map_err(|error| unreadable(path, &error))?;
        let mut chunk = Chunk::default();
        if !chunks
            .next(&mut chunk)
            .map_err(|stop| stopped(path, &stop))?
        {
            return Ok(None);
        }
        utf8(&chunk).map_err(|flaw| of_one(*flaw).told(path))?;
        let mut reader = parser(&chunk.bytes);
        let mut record = ByteRecord::new();
        // The bytes are text in memory: reading cannot fail.
        if !reader.read_byte_record(&mut record).unwrap_or(false) {
            return Ok(None);
        }
        let skipped = reader.position().byte() as usize;
        let header = Header::of(&record, columns, names).map_err(|flaws| flaws.told(path))?;
        Ok(Some(Table {
            chunks,
            header,
            first: chunk,
            skipped,
        }))
    }

    /// About how many rows the file has, by the length of those in its first piece; no row
    /// is shorter than `shortest`.
    pub(super) fn rows_expected(&self, shortest: u64) -> usize {
        let length = self.chunks.length();
        let pieces = length / self.first.bytes.len().max(1) as u64 + 1;
        let rows = newlines(&self.first.bytes).saturating_mul(pieces);
        usize::try_from(rows.min(length / shortest)).unwrap_or(0)
    }

    /// Parses every row; `keep` takes what became of the pieces in their order. Returns
    /// the faults and the SHA-256 of the file.
    pub(super) fn read<R: Rows>(
        mut self,
        path: &Path,
        rows: &R,
        mut keep: impl FnMut(&R::Parsed, &mut Flaws) + Send,
    ) -> Result<(Flaws, String), Diagnostics> {
        let mut flaws = Flaws::default();
        let header = self.header.clone();
        let (mut last, mut now, mut next) = (Batch::default(), Batch::default(), Batch::default());
        now.begin(self.first, self.skipped);
        loop {
            // Keeping the last batch, parsing this one and reading the next go side by side.
            let kept = &mut flaws;
            let (_, (_, read)) = rayon::join(
                || {
                    for piece in last.filled() {
                        kept.extend(std::mem::take(&mut piece.flaws));
                        keep(&piece.parsed, kept);
                    }
                },
                || {
                    rayon::join(
                        || {
                            let pieces = now.filled().par_iter_mut();
                            pieces.for_each(|piece| piece.parse(&header, rows));
                        },
                        || next.fill(&mut self.chunks),
                    )
                },
            );
            read.map_err(|stop| stopped(path, &stop))?;
            if next.filled == 0 && now.filled == 0 {
                return Ok((flaws, self.chunks.sha256()));
            }
            (last, now, next) = (now, next, last);
        }
    }
}

/// A piece of the file and what became of it.
#[derive(Default)]
struct Piece<P> {
    chunk: Chunk,
    /// Bytes at its start that are no rows: the header.
    skip: usize,
    parsed: P,
    flaws: Flaws,
}

/// Pieces that are read, parsed and kept together, then filled anew: fresh memory would
/// cost a page fault for every few rows.
struct Batch<P> {
    pieces: Vec<Piece<P>>,
    filled: usize,
}

impl<P> Default for Batch<P> {
    fn default() -> Batch<P> {
        Batch {
            pieces: Vec::new(),
            filled: 0,
        }
    }
}

impl<P: Default> Batch<P> {
    /// The first piece of the file, all that its first batch holds.
    fn begin(&mut self, chunk: Chunk, skip: usize) {
        self.pieces.push(Piece {
            chunk,
            skip,
            ..Piece::default()
        });
        self.filled = 1;
    }

    fn filled(&mut self) -> &mut [Piece<P>] {
        &mut self.pieces[..self.filled]
    }

    fn fill(&mut self, chunks: &mut Chunks) -> Result<(), Stop> {
        self.pieces.resize_with(AT_ONCE, Piece::default);
        self.filled = 0;
        for piece in &mut self.pieces {
            piece.skip = 0;
            if !chunks.next(&mut piece.chunk)? {
                break;
            }
            self.filled += 1;
        }
        Ok(())
    }
}

fn parser(bytes: &[u8]) -> csv::Reader<&[u8]> {
    csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .from_reader(bytes)
}

impl<P> Piece<P> {
    fn parse<R: Rows<Parsed = P>>(&mut self, header: &Header, rows: &R) {
        let Piece {
            chunk,
            skip,
            parsed,
            flaws,
        } = self;
        R::clear(parsed);
        if let Err(flaw) = utf8(chunk) {
            flaws.push(*flaw);
            return;
        }
        let bytes = &chunk.bytes[*skip..];
        let start = chunk.line + newlines(&chunk.bytes[..*skip]);
        let mut reader = parser(bytes);
        let mut record = ByteRecord::new();
        while reader.read_byte_record(&mut record).unwrap_or(false) {
            let position = record
                .position()
                .map_or((0, 1), |at| (at.byte(), at.line()));
            // Empty lines before a record are passed over with it.
            let empty = bytes[position.0 as usize..]
                .iter()
                .take_while(|&&byte| byte == b'\n' || byte == b'\r')
                .filter(|&&byte| byte == b'\n')
                .count();
            let row = Row::of(&record, header, start + position.1 - 1 + empty as u64);
            if record.len() == header.columns.len() {
                rows.row(parsed, &row, flaws);
            } else {
                flaws.push(row.of_the_row(
                    codes::FIELDS,
                    format!(
                        "a row of {} fields under a header of {}",
                        record.len(),
                        header.columns.len()
                    ),
                    "give every row as many fields; a field that holds a comma goes in double quotes",
                ));
            }
        }
        rows.close(parsed, flaws);
    }
}

fn utf8(chunk: &Chunk) -> Result<(), Box<Flaw>> {
    let Err(error) = std::str::from_utf8(&chunk.bytes) else {
        return Ok(());
    };
    let at = error.valid_up_to();
    let line_start = chunk.bytes[..at].iter().rposition(|&byte| byte == b'\n');
    let before = &chunk.bytes[line_start.map_or(0, |start| start + 1)..at];
    Err(Box::new(Flaw {
        line: chunk.line + newlines(&chunk.bytes[..at]),
        field: before.iter().filter(|&&byte| byte == b',').count(),
        code: codes::NOT_UTF8,
        key: String::new(),
        message: "the file is not UTF-8 text".to_owned(),
        label: format!("0x{:02X} is no part of a character", chunk.bytes[at]),
        help: "save the file as UTF-8".to_owned(),
    }))
}

fn of_one(flaw: Flaw) -> Flaws {
    let mut flaws = Flaws::default();
    flaws.push(flaw);
    flaws
}

fn unreadable(path: &Path, error: &std::io::Error) -> Diagnostics {
    let path = path.display();
    let message = match error.kind() {
        std::io::ErrorKind::NotFound => format!("there is no file `{path}`"),
        std::io::ErrorKind::IsADirectory => format!("`{path}` is a folder, not a file"),
        std::io::ErrorKind::PermissionDenied => format!("`{path}` may not be read"),
        _ => format!("`{path}` cannot be read: {error}"),
    };
    let fault = Diagnostic::error(codes::UNREADABLE, &Origin::Default, message);
    Diagnostics(vec![fault.help("give the path of a CSV file")])
}

fn stopped(path: &Path, stop: &Stop) -> Diagnostics {
    match stop {
        Stop::Io(error) => unreadable(path, error),
        Stop::OpenQuote(line) => of_one(Flaw {
            line: *line,
            field: 0,
            code: codes::OPEN_QUOTE,
            key: String::new(),
            message: "a double quote opens a field here or below, and none closes it".to_owned(),
            label: "in this row or one that follows".to_owned(),
            help: "close it; a double quote inside a quoted field is written twice".to_owned(),
        })
        .told(path),
    }
}

impl Header {
    fn of(
        record: &ByteRecord,
        columns: &[Column],
        names: &'static [&'static str],
    ) -> Result<Header, Flaws> {
        let mut flaws = Flaws::default();
        let mut at: Vec<Option<usize>> = vec![None; columns.len()];
        let mut fields = Vec::with_capacity(record.len());
        let all = || names.join(",");
        let mut note = |field, code, key: &str, message, label: &str, help| {
            flaws.push(Flaw {
                line: 1,
                field,
                code,
                key: key.to_owned(),
                message,
                label: label.to_owned(),
                help,
            });
        };
        for (field, written) in record.iter().enumerate() {
            let name = String::from_utf8_lossy(written);
            let name = name.trim();
            let Some(index) = names.iter().position(|&known| known == name) else {
                let help = match nearest(name, names.iter().copied()) {
                    Some(near) => format!("did you mean `{near}`?"),
                    None if name.contains([';', '\t']) => "separate columns with commas".to_owned(),
                    None => format!("the columns are {}", all()),
                };
                let message = format!("there is no column `{name}`");
                note(
                    field,
                    codes::UNKNOWN_COLUMN,
                    name,
                    message,
                    "unknown column",
                    help,
                );
                continue;
            };
            if at[index].is_some() {
                let message = format!("there are two columns `{name}`");
                let help = "leave one out".to_owned();
                note(
                    field,
                    codes::DUPLICATE_COLUMN,
                    name,
                    message,
                    "this name is taken",
                    help,
                );
            }
            at[index] = Some(field);
            fields.push(index);
        }
        for (column, at) in columns.iter().zip(&at) {
            if column.required && at.is_none() {
                let name = column.name;
                let message = format!("there is no column `{name}`, and there must be");
                let help = format!("the first row names the columns: {}", all());
                note(0, codes::MISSING_COLUMN, name, message, "", help);
            }
        }
        if flaws.is_empty() {
            Ok(Header {
                names,
                at,
                columns: fields,
            })
        } else {
            Err(flaws)
        }
    }

    /// Where the column of a name stands.
    pub(super) fn field_of(&self, name: &str) -> Option<usize> {
        let index = self.names.iter().position(|&known| known == name)?;
        self.at[index]
    }

    /// Whether the file has a column.
    pub(super) fn has(&self, column: usize) -> bool {
        self.at[column].is_some()
    }
}

impl<'a> Row<'a> {
    #[inline]
    fn of(record: &'a ByteRecord, header: &'a Header, line: u64) -> Row<'a> {
        let mut fields = [&b""[..]; MOST_COLUMNS];
        for (field, &column) in record.iter().zip(&header.columns) {
            fields[column] = field.trim_ascii();
        }
        Row {
            header,
            fields,
            line,
        }
    }

    /// A field as written, blanks around it dropped; empty if there is no such column.
    #[inline]
    pub(super) fn field(&self, column: usize) -> &[u8] {
        self.fields[column]
    }

    /// The same as text.
    pub(super) fn text(&self, column: usize) -> String {
        String::from_utf8_lossy(self.field(column)).into_owned()
    }

    /// A fault of a field.
    pub(super) fn flaw(
        &self,
        column: usize,
        code: &'static str,
        message: impl Into<String>,
        help: impl Into<String>,
    ) -> Flaw {
        let value = self.text(column);
        Flaw {
            line: self.line,
            field: self.header.at[column].unwrap_or(0),
            code,
            key: self.header.names[column].to_owned(),
            message: message.into(),
            label: match value.as_str() {
                "" => "this is empty".to_owned(),
                value => value.to_owned(),
            },
            help: help.into(),
        }
    }

    fn of_the_row(&self, code: &'static str, message: String, help: &str) -> Flaw {
        Flaw {
            line: self.line,
            field: self.header.columns.len(),
            code,
            key: String::new(),
            message,
            label: String::new(),
            help: help.to_owned(),
        }
    }
}
