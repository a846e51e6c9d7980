//! A file as written: a tree of values that know where they stand.
//!
//! Numbers stay text, so that they reach exact decimals without passing through
//! floating point.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use toml::Spanned;
use toml::de::{DeInteger, DeTable, DeValue};

use super::codes;
use super::diagnose::{Diagnostic, Diagnostics, Origin, Source};

/// A value and where it was written.
#[derive(Clone, Debug)]
pub(super) struct Node {
    pub value: Value,
    pub origin: Origin,
    pub layer: Layer,
}

/// Which input a value comes from: 0 is the scenario's own file, −1 its base, −2 the
/// base's base; a `--set` is above them all.
pub(super) type Layer = i32;

/// The layer of a `--set`.
pub(super) const COMMAND_LINE: Layer = 1;

/// A value as written.
#[derive(Clone, Debug)]
pub(super) enum Value {
    Text(String),
    /// Decimal digits, perhaps with a sign, a point and an exponent; or `inf`, `nan`.
    Number(String),
    Flag(bool),
    Date,
    List(Vec<Node>),
    Table(Table),
}

/// A table as written, in the order of its keys' names.
#[derive(Clone, Debug, Default)]
pub(super) struct Table(pub BTreeMap<String, Entry>);

/// A key of a table and its value.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    pub key: Origin,
    pub node: Node,
}

impl Table {
    pub(super) fn get(&self, key: &str) -> Option<&Node> {
        self.0.get(key).map(|entry| &entry.node)
    }

    pub(super) fn get_mut(&mut self, key: &str) -> Option<&mut Node> {
        self.0.get_mut(key).map(|entry| &mut entry.node)
    }

    pub(super) fn take(&mut self, key: &str) -> Option<Entry> {
        self.0.remove(key)
    }
}

impl Node {
    pub(super) fn text(&self) -> Option<&str> {
        match &self.value {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }

    pub(super) fn table(&self) -> Option<&Table> {
        match &self.value {
            Value::Table(table) => Some(table),
            _ => None,
        }
    }

    pub(super) fn table_mut(&mut self) -> Option<&mut Table> {
        match &mut self.value {
            Value::Table(table) => Some(table),
            _ => None,
        }
    }

    pub(super) fn list(&self) -> Option<&[Node]> {
        match &self.value {
            Value::List(items) => Some(items),
            _ => None,
        }
    }
}

impl Value {
    /// What was found, in words that continue "this is".
    pub(super) fn found(&self) -> String {
        match self {
            Value::Text(text) => format!("the text {text:?}"),
            Value::Number(number) => format!("the number {number}"),
            Value::Flag(flag) => format!("{flag}"),
            Value::Date => "a date".to_owned(),
            Value::List(_) => "a list".to_owned(),
            Value::Table(_) => "a table".to_owned(),
        }
    }
}

/// Parses a file into its root table.
///
/// # Errors
///
/// Every syntax error of the file.
pub(super) fn parse(source: &Arc<Source>, layer: Layer) -> Result<Node, Diagnostics> {
    let (root, errors) = DeTable::parse_recoverable(&source.text);
    let place = |span: Range<usize>| Origin::File {
        source: Arc::clone(source),
        span,
    };
    if errors.is_empty() {
        return Ok(Node {
            value: Value::Table(table(root.get_ref(), &place, layer)),
            origin: place(0..0),
            layer,
        });
    }
    Err(Diagnostics(
        errors
            .iter()
            .map(|error| syntax(error, &place(error.span().unwrap_or(0..0))))
            .collect(),
    ))
}

/// Parses the value of a key outside a file: every part of it stands at `origin`.
pub(super) fn parse_value(text: &str, origin: &Origin, layer: Layer) -> Result<Node, Diagnostic> {
    match DeValue::parse(text) {
        Ok(value) => Ok(node(&value, &|_| origin.clone(), layer)),
        Err(error) => Err(syntax(&error, origin)),
    }
}

fn syntax(error: &toml::de::Error, origin: &Origin) -> Diagnostic {
    Diagnostic::error(
        codes::SYNTAX,
        origin,
        format!("this is not TOML: {}", error.message()),
    )
}

fn table(table: &DeTable<'_>, place: &dyn Fn(Range<usize>) -> Origin, layer: Layer) -> Table {
    Table(
        table
            .iter()
            .map(|(key, value)| {
                let entry = Entry {
                    key: place(key.span()),
                    node: node(value, place, layer),
                };
                (key.get_ref().clone().into_owned(), entry)
            })
            .collect(),
    )
}

fn node(
    value: &Spanned<DeValue<'_>>,
    place: &dyn Fn(Range<usize>) -> Origin,
    layer: Layer,
) -> Node {
    let content = match value.get_ref() {
        DeValue::String(text) => Value::Text(text.clone().into_owned()),
        DeValue::Integer(integer) => Value::Number(decimal_text(integer)),
        DeValue::Float(float) => Value::Number(float.as_str().to_owned()),
        DeValue::Boolean(flag) => Value::Flag(*flag),
        DeValue::Datetime(_) => Value::Date,
        DeValue::Array(items) => {
            Value::List(items.iter().map(|item| node(item, place, layer)).collect())
        }
        DeValue::Table(inner) => Value::Table(table(inner, place, layer)),
    };
    Node {
        value: content,
        origin: place(value.span()),
        layer,
    }
}

/// An integer in decimal, whatever its base. One beyond 128 bits keeps its own text,
/// which no range admits.
fn decimal_text(integer: &DeInteger<'_>) -> String {
    match i128::from_str_radix(integer.as_str(), integer.radix()) {
        Ok(number) if integer.radix() != 10 => number.to_string(),
        _ => integer.as_str().to_owned(),
    }
}
