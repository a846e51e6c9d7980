//! The formats in which the tables of a result are written.

use std::fmt;

use clap::ValueEnum;
use serde::{Deserialize, Serialize};

use super::parquet;
use super::table::Table;
use crate::money::Currency;

/// The format of every table of a result.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Format {
    /// Text that everything reads: exact decimals, missing values empty.
    #[default]
    Csv,
    /// Typed columns, compressed: quick to load where there are many rows.
    Parquet,
}

impl fmt::Display for Format {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.ending())
    }
}

impl Format {
    /// The name of a table's file.
    #[must_use]
    pub fn file(self, table: &str) -> String {
        format!("{table}.{}", self.ending())
    }

    /// How the names of its files end.
    #[must_use]
    pub fn ending(self) -> &'static str {
        match self {
            Format::Csv => "csv",
            Format::Parquet => "parquet",
        }
    }

    /// What people call it.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Format::Csv => "CSV",
            Format::Parquet => "Parquet",
        }
    }

    /// The file of a table.
    ///
    /// # Panics
    ///
    /// On a value that no file may hold: as [`Table::csv`], and as [`parquet::Columns::push`].
    #[must_use]
    pub fn bytes(self, table: &Table<'_>, currency: &Currency) -> Vec<u8> {
        match self {
            Format::Csv => table.csv(currency),
            Format::Parquet => parquet::bytes(table, currency),
        }
    }
}
