//! The checked values of one table, looked up by key.
//!
//! A table is read against its list of [`Key`](super::key::Key)s, which fixes the
//! type of every value. Asking for a key under another type than the list gives it,
//! or for a key that is not in the list, is a bug in the program, not in the file.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::diagnose::Origin;
use crate::money::{Cents, Rate};

/// A checked table: values by key, and where each was written.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    values: BTreeMap<&'static str, (Setting, Origin)>,
    origin: Origin,
}

/// One checked value.
#[derive(Clone, Debug, PartialEq)]
pub enum Setting {
    /// A key that may be absent, and is.
    Absent,
    /// Text, a name or the chosen word.
    Text(String),
    /// `true` or `false`.
    Flag(bool),
    /// A whole number.
    Integer(i64),
    /// An exact decimal.
    Number(Decimal),
    /// A share.
    Share(Rate),
    /// An amount of money.
    Amount(Cents),
    /// A list of shares.
    Shares(Vec<Rate>),
    /// A list of amounts.
    Amounts(Vec<Cents>),
    /// A list of decimals.
    Numbers(Vec<Decimal>),
    /// A list of names.
    Names(Vec<String>),
    /// Values by name, in the order of the names.
    ByName(Vec<(String, Setting)>),
    /// A list of tables.
    List(Vec<Settings>),
    /// A table of its own.
    Table(Settings),
}

impl PartialEq for Settings {
    fn eq(&self, other: &Settings) -> bool {
        self.values.len() == other.values.len()
            && self.values.iter().zip(&other.values).all(
                |((key, (value, _)), (other_key, (other_value, _)))| {
                    key == other_key && value == other_value
                },
            )
    }
}

macro_rules! getter {
    ($(#[$meta:meta])* $name:ident, $optional:ident, $variant:ident, $type:ty) => {
        $(#[$meta])*
        ///
        /// # Panics
        ///
        /// If the key table gives the key another kind, or lets it be absent and it is.
        #[must_use]
        pub fn $name(&self, key: &str) -> $type {
            self.$optional(key)
                .unwrap_or_else(|| panic!("key `{key}` has no value and no default"))
        }

        /// The same for a key that may be absent.
        ///
        /// # Panics
        ///
        /// If the key table gives the key another kind.
        #[must_use]
        pub fn $optional(&self, key: &str) -> Option<$type> {
            match self.get(key) {
                Setting::Absent => None,
                Setting::$variant(value) => Some(value.clone()),
                other => panic!("key `{key}` is read as {} but holds {other:?}", stringify!($variant)),
            }
        }
    };
}

impl Settings {
    /// An empty table written at `origin`.
    #[must_use]
    pub fn new(origin: Origin) -> Settings {
        Settings {
            values: BTreeMap::new(),
            origin,
        }
    }

    /// Puts a checked value, with where it was written.
    pub fn insert(&mut self, key: &'static str, value: Setting, origin: Origin) {
        self.values.insert(key, (value, origin));
    }

    /// Takes a value away: the table, with the words chosen in it, has no such key.
    pub fn remove(&mut self, key: &str) {
        self.values.remove(key);
    }

    /// Gives a key that was absent a value that follows from other keys.
    pub fn fill(&mut self, key: &'static str, value: Setting) {
        if self.peek(key) == Some(&Setting::Absent) {
            self.insert(key, value, Origin::Default);
        }
    }

    /// The value under `key`; `None` where it could not be read or the table, with the
    /// words chosen in it, has no such key.
    #[must_use]
    pub fn peek(&self, key: &str) -> Option<&Setting> {
        self.values.get(key).map(|(value, _)| value)
    }

    /// The table under `key`, for filling in; `None` as with [`Settings::peek`].
    pub fn table_mut(&mut self, key: &str) -> Option<&mut Settings> {
        match self.values.get_mut(key) {
            Some((Setting::Table(table), _)) => Some(table),
            _ => None,
        }
    }

    /// The tables of the list under `key`, for filling in; `None` as with
    /// [`Settings::peek`].
    pub fn list_mut(&mut self, key: &str) -> Option<&mut [Settings]> {
        match self.values.get_mut(key) {
            Some((Setting::List(tables), _)) => Some(tables),
            _ => None,
        }
    }

    /// Where the table was written.
    #[must_use]
    pub fn origin(&self) -> &Origin {
        &self.origin
    }

    /// Where the value of `key` was written; the table's own place for a default.
    #[must_use]
    pub fn origin_of(&self, key: &str) -> &Origin {
        self.values
            .get(key)
            .map_or(&self.origin, |(_, origin)| origin)
    }

    /// All values in the order of their names.
    pub fn iter(&self) -> impl Iterator<Item = (&'static str, &Setting)> {
        self.values.iter().map(|(key, (value, _))| (*key, value))
    }

    fn get(&self, key: &str) -> &Setting {
        match self.values.get(key) {
            Some((value, _)) => value,
            None => panic!("key `{key}` is not in the key table"),
        }
    }

    getter!(
        /// The text, name or chosen word under `key`.
        text, optional_text, Text, String
    );
    getter!(
        /// The flag under `key`.
        flag, optional_flag, Flag, bool
    );
    getter!(
        /// The whole number under `key`.
        integer, optional_integer, Integer, i64
    );
    getter!(
        /// The decimal under `key`.
        number, optional_number, Number, Decimal
    );
    getter!(
        /// The share under `key`.
        share, optional_share, Share, Rate
    );
    getter!(
        /// The amount under `key`.
        amount, optional_amount, Amount, Cents
    );
    getter!(
        /// The list of shares under `key`.
        shares, optional_shares, Shares, Vec<Rate>
    );
    getter!(
        /// The list of amounts under `key`.
        amounts, optional_amounts, Amounts, Vec<Cents>
    );
    getter!(
        /// The list of decimals under `key`.
        numbers, optional_numbers, Numbers, Vec<Decimal>
    );
    getter!(
        /// The list of names under `key`.
        names, optional_names, Names, Vec<String>
    );
    getter!(
        /// The values by name under `key`.
        by_name, optional_by_name, ByName, Vec<(String, Setting)>
    );
    getter!(
        /// The list of tables under `key`.
        list, optional_list, List, Vec<Settings>
    );
    getter!(
        /// The table under `key`.
        table, optional_table, Table, Settings
    );
}
