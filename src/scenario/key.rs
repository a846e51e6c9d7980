//! Keys: the one table from which reading, the JSON Schema, the reference and the
//! commented starter file are all made.
//!
//! A [`Key`] says what a key is called, what it may hold, what happens without it
//! and what it means. Nothing about a key is written down twice.

/// One key of a table in a scenario or plan file.
#[derive(Clone, Copy, Debug)]
pub struct Key {
    /// The name as written in the file.
    pub name: &'static str,
    /// What it may hold.
    pub kind: Kind,
    /// What happens when it is absent.
    pub default: Default,
    /// The unit of the value, empty where it has none: `"share"`, `"per period"`.
    pub unit: &'static str,
    /// One sentence on what the key means, ending with a full stop.
    pub meaning: &'static str,
}

/// What a key may hold, with its legal range.
#[derive(Clone, Copy, Debug)]
pub enum Kind {
    /// Any text.
    Text,
    /// A name: starts with a letter; letters, digits, `-` and `_`.
    Name,
    /// `true` or `false`.
    Flag,
    /// A whole number in an inclusive range.
    Integer {
        /// The smallest allowed.
        min: i64,
        /// The largest allowed.
        max: i64,
    },
    /// An exact decimal in an inclusive range, given as decimal text.
    Number {
        /// The smallest allowed.
        min: &'static str,
        /// The largest allowed.
        max: &'static str,
    },
    /// A share between 0 and 1, exact, at most nine decimals.
    Share,
    /// An amount of money, zero or more, with at most the currency's decimals.
    Amount,
    /// One of a few words, each with its meaning.
    Choice(&'static [(&'static str, &'static str)]),
    /// A non-empty list of shares.
    Shares,
    /// A non-empty list of amounts.
    Amounts,
    /// A non-empty list of decimals, each zero or more.
    Numbers,
    /// A table with keys of its own.
    Table(&'static [Key]),
}

/// What happens when a key is absent.
#[derive(Clone, Copy, Debug)]
pub enum Default {
    /// The key must be given.
    Required,
    /// Nothing is assumed: the feature is off. The text says so in words.
    Absent(&'static str),
    /// This value, written as it would stand in the file.
    Value(&'static str),
}

/// A kind of table chosen by a word inside it: a component by its `type`, a law
/// of growth or selling by its `law`.
#[derive(Clone, Copy, Debug)]
pub struct Variant {
    /// The word that chooses it.
    pub name: &'static str,
    /// One sentence on what it is, ending with a full stop.
    pub meaning: &'static str,
    /// Its keys, beside those every variant has.
    pub keys: &'static [Key],
}
