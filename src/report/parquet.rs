//! Tables as Parquet files: typed columns, in row groups of bounded size, the same bytes on
//! every machine.
//!
//! Words are strings, whole numbers 64-bit integers, amounts exact decimals, statistics
//! doubles: each the number nearest to the decimal a CSV file shows. Every column may hold
//! nulls, which are the missing values (`docs/data.md`).

use std::io::{self, Write};
use std::sync::Arc;

use bytes::Bytes;
use parquet::basic::{Compression, Encoding, LogicalType, Repetition, Type as Physical};
use parquet::column::writer::{ColumnCloseResult, ColumnWriter, get_column_writer};
use parquet::data_type::ByteArray;
use parquet::errors::ParquetError;
use parquet::file::properties::{WriterProperties, WriterPropertiesPtr};
use parquet::file::writer::{SerializedFileWriter, SerializedPageWriter, TrackedWrite};
use parquet::schema::types::{ColumnDescPtr, ColumnPath, Type, TypePtr};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::column::{Column, Kind, Repeats};
use super::table::{Cell, Precision, Table};
use crate::money::Currency;

/// A row group is written once it has so many rows: enough to compress well and to be read
/// in parallel, few enough to be held while others are simulated.
const ROWS_A_GROUP: usize = 1 << 17;

/// The most decimal digits a 64-bit integer holds whatever they are.
const MONEY_DIGITS: u32 = 18;

/// Rows column by column, not yet written.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Columns {
    columns: Vec<Values>,
    rows: usize,
    /// The decimals of the currency.
    digits: u32,
}

/// The cells of one column.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Values {
    defined: Defined,
    /// Row by row, 1 where there is a value and 0 where there is none.
    levels: Vec<i16>,
}

/// Those that are not missing, in the order of the rows.
#[derive(Clone, Debug, Serialize, Deserialize)]
enum Defined {
    #[serde(with = "words")]
    Text(Vec<ByteArray>),
    Flag(Vec<bool>),
    /// Whole numbers, and amounts in minor units.
    Integer(Vec<i64>),
    Statistic(Vec<f64>),
}

impl Columns {
    /// No rows yet. `digits` are the decimals of the currency.
    #[must_use]
    pub fn new(columns: &[Column<'_>], digits: u32) -> Columns {
        let columns = columns.iter().map(|column| Values {
            defined: match column.kind {
                Kind::Text => Defined::Text(Vec::new()),
                Kind::Flag => Defined::Flag(Vec::new()),
                Kind::Integer | Kind::Money => Defined::Integer(Vec::new()),
                Kind::Statistic => Defined::Statistic(Vec::new()),
            },
            levels: Vec::new(),
        });
        Columns {
            columns: columns.collect(),
            rows: 0,
            digits,
        }
    }

    /// Adds a row, one cell a column.
    ///
    /// # Panics
    ///
    /// On a statistic that is not finite, on an amount of more than 18 digits, and on a cell
    /// that does not belong into its column: none of them may be written.
    pub fn push<'a>(&mut self, row: impl IntoIterator<Item = Cell<'a>>) {
        for (values, cell) in self.columns.iter_mut().zip(row) {
            values.push(cell, self.digits);
        }
        self.rows += 1;
    }

    /// Moves the rows of `more`, which has the same columns, behind those that are here.
    fn append(&mut self, more: Columns) {
        for (values, more) in self.columns.iter_mut().zip(more.columns) {
            values.append(more);
        }
        self.rows += more.rows;
    }

    /// Forgets all rows, keeping the memory.
    fn clear(&mut self) {
        for values in &mut self.columns {
            values.levels.clear();
            values.defined.clear();
        }
        self.rows = 0;
    }
}

impl Values {
    fn push(&mut self, cell: Cell<'_>, digits: u32) {
        // No words are a missing value in CSV, and so here.
        let is_defined = !matches!(cell, Cell::Missing | Cell::Text(""));
        self.levels.push(i16::from(is_defined));
        match (&mut self.defined, cell) {
            _ if !is_defined => {}
            (Defined::Text(texts), Cell::Text(text)) => {
                // A plan's name stands in row after row: all of them share one copy.
                let same = texts.last().filter(|last| last.data() == text.as_bytes());
                let text = same.cloned().unwrap_or_else(|| ByteArray::from(text));
                texts.push(text);
            }
            (Defined::Flag(flags), Cell::Flag(flag)) => flags.push(flag),
            (Defined::Integer(numbers), Cell::Integer(number)) => numbers.push(number),
            (Defined::Integer(numbers), Cell::Money(minor)) => {
                assert!(
                    minor.unsigned_abs() < 10_u64.pow(MONEY_DIGITS),
                    "an amount came out as {minor} minor units"
                );
                numbers.push(minor);
            }
            (Defined::Statistic(numbers), cell) => {
                let shown = cell.decimal(digits, Precision::File);
                let (scaled, decimals) = shown.expect("a column of statistics holds numbers");
                // Both are exact: `scaled` was rounded as a double. So the quotient is the
                // double nearest to the decimal.
                numbers.push(scaled as f64 / 10_i64.pow(decimals) as f64);
            }
            (defined, cell) => panic!("{cell:?} in a column of {defined:?}"),
        }
    }

    /// The column as it stands in a file, with what is to be said of it there.
    fn pack(
        &self,
        column: ColumnDescPtr,
        properties: WriterPropertiesPtr,
    ) -> Result<(Bytes, ColumnCloseResult), ParquetError> {
        let mut out = TrackedWrite::new(Vec::new());
        let pages = Box::new(SerializedPageWriter::new(&mut out));
        let mut writer = get_column_writer(column, properties, pages);
        let levels = Some(&self.levels[..]);
        match (&mut writer, &self.defined) {
            (ColumnWriter::ByteArrayColumnWriter(writer), Defined::Text(texts)) => {
                writer.write_batch(texts, levels, None)?
            }
            (ColumnWriter::BoolColumnWriter(writer), Defined::Flag(flags)) => {
                writer.write_batch(flags, levels, None)?
            }
            (ColumnWriter::Int64ColumnWriter(writer), Defined::Integer(numbers)) => {
                writer.write_batch(numbers, levels, None)?
            }
            (ColumnWriter::DoubleColumnWriter(writer), Defined::Statistic(numbers)) => {
                writer.write_batch(numbers, levels, None)?
            }
            (_, defined) => panic!("the schema has another type for {defined:?}"),
        };
        let packed = writer.close()?;
        Ok((out.into_inner()?.into(), packed))
    }

    fn append(&mut self, more: Values) {
        self.levels.extend(more.levels);
        match (&mut self.defined, more.defined) {
            (Defined::Text(texts), Defined::Text(more)) => texts.extend(more),
            (Defined::Flag(flags), Defined::Flag(more)) => flags.extend(more),
            (Defined::Integer(numbers), Defined::Integer(more)) => numbers.extend(more),
            (Defined::Statistic(numbers), Defined::Statistic(more)) => numbers.extend(more),
            (defined, more) => panic!("{more:?} appended to {defined:?}"),
        }
    }
}

impl Defined {
    fn clear(&mut self) {
        match self {
            Defined::Text(texts) => texts.clear(),
            Defined::Flag(flags) => flags.clear(),
            Defined::Integer(numbers) => numbers.clear(),
            Defined::Statistic(numbers) => numbers.clear(),
        }
    }
}

/// Words as bytes, for rows that are kept until all of them are put together.
mod words {
    use serde::{Deserialize, Deserializer, Serializer};

    use super::ByteArray;

    pub(super) fn serialize<S: Serializer>(words: &[ByteArray], to: S) -> Result<S::Ok, S::Error> {
        to.collect_seq(words.iter().map(ByteArray::data))
    }

    pub(super) fn deserialize<'d, D: Deserializer<'d>>(
        from: D,
    ) -> Result<Vec<ByteArray>, D::Error> {
        let words = Vec::<Vec<u8>>::deserialize(from)?;
        Ok(words.into_iter().map(ByteArray::from).collect())
    }
}

/// A Parquet file being written row group by row group.
#[derive(Debug)]
pub struct ParquetFile<W: Write + Send> {
    writer: SerializedFileWriter<W>,
    /// Rows of the next row group.
    pending: Columns,
}

impl<W: Write + Send> ParquetFile<W> {
    /// Starts a file of such columns in `out`. `digits` are the decimals of the currency.
    ///
    /// # Errors
    ///
    /// If `out` cannot be written.
    pub fn new(out: W, columns: &[Column<'_>], digits: u32) -> io::Result<ParquetFile<W>> {
        let properties = WriterProperties::builder()
            .set_created_by(format!("downline version {}", env!("CARGO_PKG_VERSION")))
            .set_compression(Compression::SNAPPY);
        // A dictionary of values that hardly return is work for nothing.
        let properties = columns.iter().fold(properties, |properties, column| {
            let path = || ColumnPath::from(column.name);
            match (column.repeats, column.kind) {
                (Repeats::Often, _) => properties,
                (Repeats::Rising, Kind::Integer) => properties
                    .set_column_dictionary_enabled(path(), false)
                    .set_column_encoding(path(), Encoding::DELTA_BINARY_PACKED),
                (Repeats::Rising | Repeats::Seldom, _) => {
                    properties.set_column_dictionary_enabled(path(), false)
                }
            }
        });
        let properties = properties.build();
        let writer = SerializedFileWriter::new(out, schema(columns, digits), Arc::new(properties))
            .map_err(cause)?;
        Ok(ParquetFile {
            writer,
            pending: Columns::new(columns, digits),
        })
    }

    /// Adds a row, one cell a column.
    ///
    /// # Errors
    ///
    /// If the file cannot be written.
    ///
    /// # Panics
    ///
    /// As [`Columns::push`].
    pub fn push<'a>(&mut self, row: impl IntoIterator<Item = Cell<'a>>) -> io::Result<()> {
        self.pending.push(row);
        self.write_full_group()
    }

    /// Adds rows that were gathered elsewhere, for the same columns. How they were divided
    /// settles where row groups end, and must not hang on chance.
    ///
    /// # Errors
    ///
    /// If the file cannot be written.
    pub fn append(&mut self, rows: Columns) -> io::Result<()> {
        self.pending.append(rows);
        self.write_full_group()
    }

    /// Writes what is left and the footer, and gives back what was written to.
    ///
    /// # Errors
    ///
    /// If it cannot be written.
    pub fn finish(mut self) -> io::Result<W> {
        self.write_group().map_err(cause)?;
        // Before the writer is taken apart, which would not pass on what the system says.
        self.writer.flush()?;
        self.writer.into_inner().map_err(cause)
    }

    fn write_full_group(&mut self) -> io::Result<()> {
        if self.pending.rows < ROWS_A_GROUP {
            return Ok(());
        }
        self.write_group().map_err(cause)
    }

    fn write_group(&mut self) -> Result<(), ParquetError> {
        if self.pending.rows == 0 {
            return Ok(());
        }
        let (schema, properties) = (self.writer.schema_descr(), self.writer.properties());
        let pack = |(index, values): (usize, &Values)| {
            values.pack(schema.column(index), Arc::clone(properties))
        };
        let columns = &self.pending.columns;
        // Of a full group, columns are packed side by side; they are put into the file in
        // their order.
        let packed: Vec<_> = if self.pending.rows < ROWS_A_GROUP {
            columns.iter().enumerate().map(pack).collect()
        } else {
            columns.par_iter().enumerate().map(pack).collect()
        };
        let mut group = self.writer.next_row_group()?;
        for packed in packed {
            let (bytes, packed) = packed?;
            group.append_column(&bytes, packed)?;
        }
        group.close()?;
        self.pending.clear();
        Ok(())
    }
}

/// A table as a Parquet file.
///
/// # Panics
///
/// As [`Columns::push`].
#[must_use]
pub fn bytes(table: &Table<'_>, currency: &Currency) -> Vec<u8> {
    const TO_MEMORY: &str = "memory takes every row";
    let mut file = ParquetFile::new(Vec::new(), table.columns(), currency.digits).expect(TO_MEMORY);
    for row in table.rows() {
        file.push(row.iter().copied()).expect(TO_MEMORY);
    }
    file.finish().expect(TO_MEMORY)
}

fn schema(columns: &[Column<'_>], digits: u32) -> TypePtr {
    const FITS: &str = "each kind has a type that Parquet knows";
    let (scale, precision) = (digits as i32, MONEY_DIGITS as i32);
    let fields = columns.iter().map(|column| {
        let (physical, logical) = match column.kind {
            Kind::Text => (Physical::BYTE_ARRAY, Some(LogicalType::String)),
            Kind::Flag => (Physical::BOOLEAN, None),
            Kind::Integer => (Physical::INT64, None),
            Kind::Money => (
                Physical::INT64,
                Some(LogicalType::decimal(scale, precision)),
            ),
            Kind::Statistic => (Physical::DOUBLE, None),
        };
        let mut field = Type::primitive_type_builder(column.name, physical)
            .with_repetition(Repetition::OPTIONAL)
            .with_logical_type(logical);
        if column.kind == Kind::Money {
            field = field.with_precision(precision).with_scale(scale);
        }
        Arc::new(field.build().expect(FITS))
    });
    let table = Type::group_type_builder("table").with_fields(fields.collect());
    Arc::new(table.build().expect(FITS))
}

/// What the system said, where that is why a file cannot be written.
fn cause(error: ParquetError) -> io::Error {
    match error {
        ParquetError::External(cause) => match cause.downcast::<io::Error>() {
            Ok(cause) => *cause,
            Err(cause) => io::Error::other(cause),
        },
        other => io::Error::other(other),
    }
}

#[cfg(test)]
mod tests;
