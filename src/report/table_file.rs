//! A table written row by row while a run goes on: its rows are gathered on the threads that
//! make them and appended to its file in their order.

use std::io::{self, Write as _};

use serde::{Deserialize, Serialize};

use super::column::Column;
use super::folder::{Folder, Stream};
use super::format::Format;
use super::parquet::{Columns, ParquetFile};
use super::table::{Cell, Precision};

/// What such a table is made of.
#[derive(Clone, Debug)]
pub struct Layout<'a> {
    /// Its name: that of the file without its ending.
    pub name: &'static str,
    /// Its columns.
    pub columns: Vec<Column<'a>>,
    /// The decimals of its currency.
    pub digits: u32,
    /// The format of its file.
    pub format: Format,
}

/// Rows that are not yet in the file, in the file's format.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Rows {
    digits: u32,
    gathered: Gathered,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
enum Gathered {
    Csv(String),
    Parquet(Columns),
}

/// The file, open for more rows.
#[derive(Debug)]
pub struct TableFile(Open);

#[derive(Debug)]
enum Open {
    Csv(Stream),
    Parquet(Box<ParquetFile<Stream>>),
}

impl Layout<'_> {
    /// No rows yet.
    #[must_use]
    pub fn rows(&self) -> Rows {
        Rows {
            digits: self.digits,
            gathered: match self.format {
                Format::Csv => Gathered::Csv(String::new()),
                Format::Parquet => Gathered::Parquet(Columns::new(&self.columns, self.digits)),
            },
        }
    }

    /// Starts the file.
    ///
    /// # Errors
    ///
    /// A [`FolderError`](super::folder::FolderError) as an [`io::Error`], as that of [`Stream`] is.
    pub fn create(&self, folder: &Folder) -> io::Result<TableFile> {
        let mut stream = folder.open(&self.format.file(self.name))?;
        Ok(TableFile(match self.format {
            Format::Csv => {
                let names: Vec<&str> = self.columns.iter().map(|column| column.name).collect();
                writeln!(stream, "{}", names.join(","))?;
                Open::Csv(stream)
            }
            Format::Parquet => {
                let file = ParquetFile::new(stream, &self.columns, self.digits)?;
                Open::Parquet(Box::new(file))
            }
        }))
    }
}

impl Rows {
    /// Adds a row, one cell a column. Words are written as they are, also where a
    /// spreadsheet would run them: ids must be found again.
    ///
    /// # Panics
    ///
    /// As [`Cell::write`] and [`Columns::push`].
    pub fn push<'a>(&mut self, row: impl IntoIterator<Item = Cell<'a>>) {
        match &mut self.gathered {
            Gathered::Csv(text) => {
                for (column, cell) in row.into_iter().enumerate() {
                    if column > 0 {
                        text.push(',');
                    }
                    match cell {
                        Cell::Text(words) => field(text, words),
                        cell => cell.write(text, self.digits, Precision::File),
                    }
                }
                text.push('\n');
            }
            Gathered::Parquet(columns) => columns.push(row),
        }
    }
}

impl TableFile {
    /// Adds rows of the same layout.
    ///
    /// # Errors
    ///
    /// A [`FolderError`](super::folder::FolderError) as an [`io::Error`].
    ///
    /// # Panics
    ///
    /// If the rows are of another layout.
    pub fn append(&mut self, rows: Rows) -> io::Result<()> {
        match (&mut self.0, rows.gathered) {
            (Open::Csv(stream), Gathered::Csv(text)) => stream.write_all(text.as_bytes()),
            (Open::Parquet(file), Gathered::Parquet(columns)) => file.append(columns),
            _ => panic!("rows of another layout"),
        }
    }

    /// Writes what is left and makes the file part of the result.
    ///
    /// # Errors
    ///
    /// A [`FolderError`](super::folder::FolderError) as an [`io::Error`].
    pub fn close(self, folder: &mut Folder) -> io::Result<()> {
        let stream = match self.0 {
            Open::Csv(stream) => stream,
            Open::Parquet(file) => file.finish()?,
        };
        Ok(folder.close(stream)?)
    }
}

/// A text as a field, quoted where it must be.
pub(super) fn field(out: &mut String, text: &str) {
    if !text.contains([',', '"', '\n', '\r']) {
        out.push_str(text);
        return;
    }
    out.push('"');
    out.push_str(&text.replace('"', "\"\""));
    out.push('"');
}
