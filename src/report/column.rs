//! The columns of a table: their names and what their cells hold.

use super::table::Cell;

/// What the cells of a column hold. It is settled when the table is made, not found in its
/// values, so that a column has the same type in every run, with rows or without.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Words.
    Text,
    /// Yes or no.
    Flag,
    /// Whole numbers.
    Integer,
    /// Exact amounts.
    Money,
    /// Statistics, of amounts or of anything else: one column may hold the mean of an amount
    /// in one row and a share in the next.
    Statistic,
}

impl Kind {
    /// Whether a cell belongs into such a column; one that is missing belongs into any.
    #[must_use]
    pub fn holds(self, cell: Cell<'_>) -> bool {
        match cell {
            Cell::Text(_) => self == Kind::Text,
            Cell::Flag(_) => self == Kind::Flag,
            Cell::Integer(_) => self == Kind::Integer,
            Cell::Money(_) => self == Kind::Money,
            Cell::AmountStatistic(_) | Cell::Fraction(_) => self == Kind::Statistic,
            Cell::Missing => true,
        }
    }

    /// Whether the cells are numbers: right-aligned and sorted by size.
    #[must_use]
    pub fn is_number(self) -> bool {
        !matches!(self, Kind::Text | Kind::Flag)
    }
}

/// How often the values of a column are met again: it settles how they are packed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Repeats {
    /// Many rows share a value.
    Often,
    /// Hardly any two rows do.
    Seldom,
    /// Each row's number is a little above the one before.
    Rising,
}

/// How a column of members' names is made: words where they have the ids of a network file,
/// which may be anything, else the numbers they are given.
#[must_use]
pub fn of_members<'a>(ids: &[String]) -> fn(&'a str) -> Column<'a> {
    if ids.is_empty() {
        Column::integer
    } else {
        Column::text
    }
}

/// A column of a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Column<'a> {
    /// Its name, as in the header of a file.
    pub name: &'a str,
    /// What its cells hold.
    pub kind: Kind,
    /// How often they are met again.
    pub repeats: Repeats,
}

impl<'a> Column<'a> {
    /// The column, packed for values that are met again as often as this.
    #[must_use]
    pub const fn repeating(self, repeats: Repeats) -> Column<'a> {
        Column { repeats, ..self }
    }

    /// A column of words.
    #[must_use]
    pub const fn text(name: &'a str) -> Column<'a> {
        Column {
            name,
            kind: Kind::Text,
            repeats: Repeats::Often,
        }
    }

    /// A column of yes and no.
    #[must_use]
    pub const fn flag(name: &'a str) -> Column<'a> {
        Column {
            name,
            kind: Kind::Flag,
            repeats: Repeats::Often,
        }
    }

    /// A column of whole numbers.
    #[must_use]
    pub const fn integer(name: &'a str) -> Column<'a> {
        Column {
            name,
            kind: Kind::Integer,
            repeats: Repeats::Often,
        }
    }

    /// A column of exact amounts.
    #[must_use]
    pub const fn money(name: &'a str) -> Column<'a> {
        Column {
            name,
            kind: Kind::Money,
            repeats: Repeats::Often,
        }
    }

    /// A column of statistics.
    #[must_use]
    pub const fn statistic(name: &'a str) -> Column<'a> {
        Column {
            name,
            kind: Kind::Statistic,
            repeats: Repeats::Often,
        }
    }
}
