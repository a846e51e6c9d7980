//! A table as it stands on a page: open or closed, embedded or linked.

use super::definitions;
use super::table::{Cell, Precision, Table};
use super::words;
use crate::study::results::Subject;

/// Tables that a reader on paper needs, printed whether open or not.
const PRINTED: [&str; 5] = [
    "joining_decile",
    "disclosure",
    "funding",
    "comparison",
    "winners_losers",
];

/// Tables with more rows are linked, not embedded: the page stays under three megabytes.
const ROWS_EMBEDDED: usize = 1_000;

/// Tables with at most so many rows stand open, also on paper.
const ROWS_OPEN: usize = 40;

/// Tables with more columns do not fit on paper and stay on the screen.
const COLUMNS_PRINTED: usize = 16;

/// A table on a page.
pub(super) struct Entry<'a> {
    pub(super) table: &'a Table<'a>,
    pub(super) embedded: bool,
    pub(super) open: bool,
    pub(super) printed: bool,
    pub(super) too_wide: bool,
    pub(super) size: String,
    /// Whom, how long and which costs it includes.
    pub(super) scope: String,
    /// The decimals of its currency.
    digits: u32,
}

impl<'a> Entry<'a> {
    /// A table by itself: a short one stands open.
    pub(super) fn of(table: &'a Table<'a>, subject: &Subject) -> Entry<'a> {
        Entry {
            open: table.rows().len() <= ROWS_OPEN,
            ..Entry::under_chart(table, subject)
        }
    }

    /// A table under the chart that is drawn from it.
    pub(super) fn under_chart(table: &'a Table<'a>, subject: &Subject) -> Entry<'a> {
        let rows = table.rows().len();
        Entry {
            table,
            embedded: rows <= ROWS_EMBEDDED,
            open: false,
            printed: PRINTED.contains(&table.name),
            too_wide: table.columns().len() > COLUMNS_PRINTED,
            size: words::plural(rows, "row", "rows"),
            scope: definitions::scope(subject, table.population),
            digits: subject.currency.digits,
        }
    }

    /// The columns' names and whether they hold numbers.
    pub(super) fn headings(&self) -> Vec<(&'a str, bool)> {
        let columns = self.table.columns().iter();
        columns
            .map(|column| (column.name, column.kind.is_number()))
            .collect()
    }

    /// A cell's text, rounded for reading.
    pub(super) fn text(&self, cell: &Cell<'_>) -> String {
        let mut text = String::new();
        cell.write(&mut text, self.digits, Precision::Page);
        text
    }
}
