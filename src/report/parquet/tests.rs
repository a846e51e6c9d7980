//! What is written is read again, value by value; row groups are bounded.

use std::fs::File;

use super::*;
use ::parquet::data_type::Decimal;
use ::parquet::file::metadata::RowGroupMetaData;
use ::parquet::file::reader::{FileReader, SerializedFileReader};
use ::parquet::record::Field;
use proptest::prelude::*;

use crate::report::table::Population;

fn table<'a>(columns: Vec<Column<'a>>, rows: Vec<Vec<Cell<'a>>>) -> Table<'a> {
    let mut table = Table::new("t", "", "", Population::Books, columns);
    for row in rows {
        table.push(row);
    }
    table
}

fn reader(bytes: &[u8]) -> SerializedFileReader<File> {
    let mut file = tempfile::tempfile().unwrap();
    file.write_all(bytes).unwrap();
    SerializedFileReader::new(file).unwrap()
}

/// The rows of a file, field by field.
fn read(bytes: &[u8]) -> Vec<Vec<Field>> {
    reader(bytes)
        .get_row_iter(None)
        .unwrap()
        .map(|row| {
            let row = row.unwrap();
            row.get_column_iter()
                .map(|(_, field)| field.clone())
                .collect()
        })
        .collect()
}

fn dollars() -> Currency {
    Currency::from_code("USD")
}

fn every_kind() -> Vec<Column<'static>> {
    vec![
        Column::text("words"),
        Column::flag("is_founder"),
        Column::integer("number"),
        Column::money("amount"),
        Column::statistic("mean"),
    ]
}

#[test]
fn each_kind_has_its_own_type_and_missing_values_are_nulls() {
    let rows = vec![
        vec![
            Cell::Text("−100–0, \"net\""),
            Cell::Flag(true),
            Cell::Integer(-12),
            Cell::Money(-5),
            Cell::AmountStatistic(123.456_78),
        ],
        vec![
            Cell::Text(""),
            Cell::Missing,
            Cell::Missing,
            Cell::Missing,
            Cell::Missing,
        ],
        vec![
            Cell::Text("=1+1"),
            Cell::Flag(false),
            Cell::Integer(i64::MAX),
            Cell::Money(999_999_999_999_999_999),
            Cell::Fraction(2.0 / 3.0),
        ],
    ];
    let cents = |minor| Field::Decimal(Decimal::from_i64(minor, 18, 2));
    assert_eq!(
        read(&bytes(&table(every_kind(), rows), &dollars())),
        [
            vec![
                Field::Str("−100–0, \"net\"".to_owned()),
                Field::Bool(true),
                Field::Long(-12),
                cents(-5),
                Field::Double(1.234_568),
            ],
            vec![Field::Null; 5],
            vec![
                Field::Str("=1+1".to_owned()),
                Field::Bool(false),
                Field::Long(i64::MAX),
                cents(999_999_999_999_999_999),
                Field::Double(0.666_666_667),
            ],
        ]
    );
}

#[test]
fn a_table_without_rows_has_its_columns_and_their_types() {
    let schema = |rows| {
        let reader = reader(&bytes(&table(every_kind(), rows), &dollars()));
        let file = reader.metadata().file_metadata();
        let mut text = Vec::new();
        ::parquet::schema::printer::print_schema(&mut text, file.schema());
        (String::from_utf8(text).unwrap(), file.num_rows())
    };
    let (empty, full) = (schema(vec![]), schema(vec![vec![Cell::Missing; 5]]));
    assert_eq!((empty.1, full.1), (0, 1));
    assert_eq!(empty.0, full.0);
    assert_eq!(
        empty.0,
        "message table {\n  OPTIONAL BYTE_ARRAY words (STRING);\n  OPTIONAL BOOLEAN is_founder;\n  \
         OPTIONAL INT64 number;\n  OPTIONAL INT64 amount (DECIMAL(18,2));\n  OPTIONAL DOUBLE mean;\n}\n"
    );
}

#[test]
fn row_groups_are_bounded_and_hold_the_rows_in_order() {
    let columns = [Column::integer("n"), Column::text("even")];
    let rows = 2 * ROWS_A_GROUP + 5;
    let cells = |number: usize| {
        let even = number.is_multiple_of(2);
        [
            Cell::Integer(number as i64),
            if even {
                Cell::Text("even")
            } else {
                Cell::Missing
            },
        ]
    };
    let mut whole = ParquetFile::new(Vec::new(), &columns, 2).unwrap();
    for number in 0..rows {
        whole.push(cells(number)).unwrap();
    }
    let whole = whole.finish().unwrap();
    let group_sizes = |bytes: &[u8]| -> Vec<i64> {
        let reader = reader(bytes);
        let groups = reader.metadata().row_groups().iter();
        groups.map(RowGroupMetaData::num_rows).collect()
    };
    let full = ROWS_A_GROUP as i64;
    assert_eq!(group_sizes(&whole), [full, full, 5]);

    let mut pieces = ParquetFile::new(Vec::new(), &columns, 2).unwrap();
    for first in (0..rows).step_by(1000) {
        let mut piece = Columns::new(&columns, 2);
        for number in first..rows.min(first + 1000) {
            piece.push(cells(number));
        }
        pieces.append(piece).unwrap();
    }
    let pieces = pieces.finish().unwrap();
    assert!(group_sizes(&pieces).iter().all(|rows| *rows < full + 1000));
    let found = read(&pieces);
    assert_eq!(found.len(), rows);
    assert_eq!(found, read(&whole));
    assert_eq!(found[rows - 1][0], Field::Long(rows as i64 - 1));
}

#[test]
fn the_writer_is_named_and_nothing_of_the_machine() {
    let reader = reader(&bytes(&table(every_kind(), vec![]), &dollars()));
    let file = reader.metadata().file_metadata();
    let program = concat!("downline version ", env!("CARGO_PKG_VERSION"));
    assert_eq!(file.created_by(), Some(program));
    assert!(file.key_value_metadata().is_none_or(Vec::is_empty));
}

#[test]
#[should_panic(expected = "an amount came out as 1000000000000000000 minor units")]
fn an_amount_that_does_not_fit_stops_the_run() {
    Columns::new(&[Column::money("amount")], 2).push([Cell::Money(10_i64.pow(18))]);
}

#[test]
fn what_the_system_said_is_passed_on() {
    struct Full;
    impl Write for Full {
        fn write(&mut self, _: &[u8]) -> io::Result<usize> {
            Err(io::ErrorKind::StorageFull.into())
        }
        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }
    let columns = [Column::integer("n")];
    let refused = ParquetFile::new(Full, &columns, 2).and_then(|mut file| {
        file.push([Cell::Integer(1)])?;
        file.finish().map(|_| ())
    });
    assert_eq!(refused.unwrap_err().kind(), io::ErrorKind::StorageFull);
}

proptest! {
    /// So whoever reads the CSV exactly has the same numbers.
    #[test]
    fn a_statistic_is_the_double_nearest_to_its_decimal(value in -1.0e12..1.0e12, digits in 0_u32..4) {
        for cell in [Cell::AmountStatistic(value), Cell::Fraction(value)] {
            let mut text = String::new();
            cell.write(&mut text, digits, Precision::File);
            let mut columns = Columns::new(&[Column::statistic("x")], digits);
            columns.push([cell]);
            let Defined::Statistic(numbers) = &columns.columns[0].defined else {
                panic!("no statistics");
            };
            prop_assert_eq!(numbers[0], text.parse::<f64>().unwrap());
        }
    }
}
