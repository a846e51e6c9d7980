//! A table as it stands in a file: named columns, typed cells, one way to write them.
//!
//! A cell knows what kind of value it holds and so how precisely it is written
//! (rulings.md 32). Numbers are written from whole scaled integers, so `-0.000` cannot
//! occur, and writing ten thousand replications takes a fraction of a second.

use std::borrow::Cow;

use super::column::Column;
use super::decimal;
use crate::money::Currency;
use crate::study::results::{Estimate, Unit};

/// One value of a table.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Cell<'a> {
    /// Words; guarded in CSV, because names come from users.
    Text(&'a str),
    /// Yes or no.
    Flag(bool),
    /// A whole number.
    Integer(i64),
    /// An exact amount in minor units.
    Money(i64),
    /// A statistic of amounts in minor units, such as a mean.
    AmountStatistic(f64),
    /// A share, count, coefficient or any other statistic.
    Fraction(f64),
    /// An undefined value: an empty field.
    Missing,
}

impl<'a> Cell<'a> {
    /// A statistic of amounts, if it is defined.
    #[must_use]
    pub fn amount(minor: Option<f64>) -> Cell<'a> {
        minor.map_or(Cell::Missing, Cell::AmountStatistic)
    }

    /// A share or any other statistic that is no amount, if it is defined.
    #[must_use]
    pub fn fraction(value: Option<f64>) -> Cell<'a> {
        value.map_or(Cell::Missing, Cell::Fraction)
    }

    /// A metric's value in the metric's own unit.
    #[must_use]
    pub fn measured(unit: Unit, value: Option<f64>) -> Cell<'a> {
        match unit {
            Unit::Amount => Cell::amount(value),
            Unit::Share | Unit::Count | Unit::Coefficient => Cell::fraction(value),
        }
    }

    /// Mean, lower and upper end, in the metric's own unit.
    #[must_use]
    pub fn estimate(unit: Unit, estimate: Estimate) -> [Cell<'a>; 3] {
        [estimate.mean, estimate.low, estimate.high].map(|value| Cell::measured(unit, value))
    }

    /// Whether the cell is a number: right-aligned and sorted by size.
    #[must_use]
    pub fn is_number(self) -> bool {
        !matches!(self, Cell::Text(_) | Cell::Flag(_))
    }

    /// Appends the cell to `out`. `digits` are the decimals of the currency.
    ///
    /// # Panics
    ///
    /// On a value that is not finite. Undefined values are [`Cell::Missing`]; an
    /// infinite one is a fault of a measure, and a result that would hide it must not
    /// be written at all.
    pub fn write(self, out: &mut String, digits: u32, precision: Precision) {
        match self {
            Cell::Text(text) => out.push_str(text),
            Cell::Flag(flag) => out.push_str(if flag { "true" } else { "false" }),
            number => {
                if let Some((scaled, decimals)) = number.decimal(digits, precision) {
                    decimal::push(out, scaled, decimals);
                }
            }
        }
    }

    /// A number as it is written: a whole number, and how many of its last digits are
    /// decimals. `digits` are the decimals of the currency.
    ///
    /// # Panics
    ///
    /// As [`Cell::write`].
    #[must_use]
    pub fn decimal(self, digits: u32, precision: Precision) -> Option<(i128, u32)> {
        match self {
            Cell::Integer(number) => Some((number.into(), 0)),
            Cell::Money(minor) => Some((minor.into(), digits)),
            Cell::AmountStatistic(minor) => {
                let finer = precision.finer_than_currency();
                Some((decimal::scaled(minor, finer), digits + finer))
            }
            Cell::Fraction(value) => {
                let decimals = precision.fraction_decimals();
                Some((decimal::scaled(value, decimals), decimals))
            }
            Cell::Text(_) | Cell::Flag(_) | Cell::Missing => None,
        }
    }
}

/// How precisely statistics are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Precision {
    /// As in every file (rulings.md 32): amounts four digits finer than the
    /// currency, all else nine decimals.
    File,
    /// As on a page people read: amounts in the currency's digits, all else four
    /// decimals.
    Page,
}

impl Precision {
    fn finer_than_currency(self) -> u32 {
        match self {
            Precision::File => 4,
            Precision::Page => 0,
        }
    }

    fn fraction_decimals(self) -> u32 {
        match self {
            Precision::File => 9,
            Precision::Page => 4,
        }
    }
}

/// Whom the numbers of a table are of (rulings.md 9).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Population {
    /// Participants, founders only where the scenario counts them.
    Participants,
    /// The company's books, founders included.
    Books,
    /// Some of either.
    Both,
}

/// A table of results. Rows stand in a fixed order, the same in every run.
#[derive(Clone, Debug, PartialEq)]
pub struct Table<'a> {
    /// The file's name without its ending.
    pub name: &'static str,
    /// What the table is of, for people.
    pub title: &'static str,
    /// What one row is, and what its numbers are shares of and amounts per.
    pub about: Cow<'static, str>,
    /// Whom its numbers are of.
    pub population: Population,
    columns: Vec<Column<'a>>,
    cells: Vec<Cell<'a>>,
}

impl<'a> Table<'a> {
    /// A table without rows.
    #[must_use]
    pub fn new(
        name: &'static str,
        title: &'static str,
        about: impl Into<Cow<'static, str>>,
        population: Population,
        columns: Vec<Column<'a>>,
    ) -> Table<'a> {
        Table {
            name,
            title,
            about: about.into(),
            population,
            columns,
            cells: Vec::new(),
        }
    }

    /// Adds a row, which must have one cell a column, of its kind.
    pub fn push(&mut self, row: impl IntoIterator<Item = Cell<'a>>) {
        let before = self.cells.len();
        self.cells.extend(row);
        debug_assert!(
            self.cells.len() == before + self.columns.len()
                && self
                    .columns
                    .iter()
                    .zip(&self.cells[before..])
                    .all(|(column, cell)| column.kind.holds(*cell)),
            "a row of {} does not match its columns",
            self.name
        );
    }

    /// The columns.
    #[must_use]
    pub fn columns(&self) -> &[Column<'a>] {
        &self.columns
    }

    /// The rows, one cell a column.
    #[must_use]
    pub fn rows(&self) -> impl ExactSizeIterator<Item = &[Cell<'a>]> {
        self.cells.chunks_exact(self.columns.len())
    }

    /// Whether there is no row.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.cells.is_empty()
    }

    /// The table as a CSV file: UTF-8, LF, a header line, missing values empty.
    ///
    /// # Panics
    ///
    /// As [`Cell::write`], on a value that is not finite.
    #[must_use]
    pub fn csv(&self, currency: &Currency) -> Vec<u8> {
        const TO_MEMORY: &str = "memory takes every record";
        let mut writer = csv::WriterBuilder::new()
            .terminator(csv::Terminator::Any(b'\n'))
            .from_writer(Vec::new());
        let names = self.columns.iter().map(|column| column.name);
        writer.write_record(names).expect(TO_MEMORY);
        let mut field = String::new();
        for row in self.rows() {
            for cell in row {
                field.clear();
                if matches!(cell, Cell::Text(text) if is_formula(text)) {
                    field.push('\'');
                }
                cell.write(&mut field, currency.digits, Precision::File);
                writer.write_field(&field).expect(TO_MEMORY);
            }
            writer.write_record(None::<&[u8]>).expect(TO_MEMORY);
        }
        writer.into_inner().expect(TO_MEMORY)
    }
}

/// Whether a spreadsheet would run the text as a formula.
fn is_formula(text: &str) -> bool {
    // A negative number is what it says, to a spreadsheet too.
    let is_number = text.parse::<f64>().is_ok_and(f64::is_finite);
    !is_number && text.starts_with(['=', '+', '-', '@', '\t', '\r'])
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use rust_decimal::Decimal;

    fn written(cell: Cell<'_>, digits: u32, precision: Precision) -> String {
        let mut out = String::new();
        cell.write(&mut out, digits, precision);
        out
    }

    #[test]
    fn each_kind_is_written_to_its_own_precision() {
        let file = |cell| written(cell, 2, Precision::File);
        assert_eq!(file(Cell::Integer(-12)), "-12");
        assert_eq!(file(Cell::Money(-5)), "-0.05");
        assert_eq!(file(Cell::Money(1_952_500)), "19525.00");
        assert_eq!(file(Cell::AmountStatistic(123.456_78)), "1.234568");
        assert_eq!(file(Cell::Fraction(2.0 / 3.0)), "0.666666667");
        assert_eq!(file(Cell::Fraction(10_000.0)), "10000.000000000");
        assert_eq!(file(Cell::Missing), "");
        assert_eq!(written(Cell::Money(7), 0, Precision::File), "7");
        assert_eq!(
            written(Cell::AmountStatistic(7.5), 0, Precision::File),
            "7.5000"
        );
        let page = |cell| written(cell, 2, Precision::Page);
        assert_eq!(page(Cell::AmountStatistic(123.456_78)), "1.23");
        assert_eq!(page(Cell::Fraction(2.0 / 3.0)), "0.6667");
    }

    #[test]
    fn zero_has_no_sign() {
        for zero in [-0.0, -4.9e-10, 4.9e-10] {
            assert_eq!(
                written(Cell::Fraction(zero), 2, Precision::File),
                "0.000000000"
            );
        }
        assert_eq!(
            written(Cell::AmountStatistic(-0.4), 2, Precision::Page),
            "0.00"
        );
    }

    #[test]
    #[should_panic(expected = "came out as NaN")]
    fn a_value_that_is_no_number_stops_the_run() {
        written(Cell::Fraction(f64::NAN), 2, Precision::File);
    }

    #[test]
    fn text_is_quoted_and_never_run_as_a_formula() {
        let mut table = Table::new(
            "t",
            "",
            "",
            Population::Books,
            vec![Column::text("name"), Column::integer("n")],
        );
        for name in ["=1+1", "-x", "@x", "a,\"b\"", "mlm@equal", "−100–0"] {
            table.push([Cell::Text(name), Cell::Missing]);
        }
        table.push([Cell::Text("minus"), Cell::Integer(-1)]);
        let csv = String::from_utf8(table.csv(&Currency::from_code("USD"))).unwrap();
        assert_eq!(
            csv,
            "name,n\n'=1+1,\n'-x,\n'@x,\n\"a,\"\"b\"\"\",\nmlm@equal,\n−100–0,\nminus,-1\n"
        );
    }

    #[test]
    fn a_table_without_rows_is_its_header() {
        let table = Table::new(
            "t",
            "",
            "",
            Population::Books,
            vec![Column::text("a"), Column::money("b")],
        );
        assert!(table.is_empty());
        assert_eq!(table.csv(&Currency::from_code("USD")), b"a,b\n");
    }

    proptest! {
        #[test]
        fn money_is_written_exactly(minor: i64, digits in 0u32..4) {
            let text = written(Cell::Money(minor), digits, Precision::File);
            prop_assert_eq!(Decimal::from_str_exact(&text).unwrap(), Decimal::new(minor, digits));
        }

        #[test]
        fn statistics_are_right_to_half_a_last_digit(value in -1.0e9..1.0e9) {
            let text = written(Cell::Fraction(value), 2, Precision::File);
            let read: f64 = text.parse().unwrap();
            prop_assert!((read - value).abs() <= 0.5e-9 + value.abs() * f64::EPSILON);
            let text = written(Cell::AmountStatistic(value), 2, Precision::File);
            let read: f64 = text.parse().unwrap();
            prop_assert!((read * 100.0 - value).abs() <= 0.5e-4 + value.abs() * 4.0 * f64::EPSILON);
        }
    }
}
