//! A scenario as it was written, its files merged but nothing filled in, in a form that can be
//! kept and read again: a question varies what was written, not what follows from it.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::diagnose::{Origin, Source};
use super::document::{Entry, Layer, Node, Table, Value};
use crate::hash::sha256;

/// A value, and which input it comes from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Written {
    /// The scenario's own file is 0, its base is −1, and so on.
    #[serde(default, skip_serializing_if = "is_own")]
    layer: Layer,
    is: WrittenValue,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
enum WrittenValue {
    Text(String),
    /// As digits, so that it stays exact.
    Number(String),
    Flag(bool),
    Date,
    List(Vec<Written>),
    Table(BTreeMap<String, Written>),
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde asks for a reference"
)]
fn is_own(layer: &Layer) -> bool {
    *layer == 0
}

impl Written {
    pub(super) fn of(node: &Node) -> Written {
        let is = match &node.value {
            Value::Text(text) => WrittenValue::Text(text.clone()),
            Value::Number(digits) => WrittenValue::Number(digits.clone()),
            Value::Flag(flag) => WrittenValue::Flag(*flag),
            Value::Date => WrittenValue::Date,
            Value::List(items) => WrittenValue::List(items.iter().map(Written::of).collect()),
            Value::Table(Table(entries)) => {
                let entries = entries.iter();
                let written = entries.map(|(key, entry)| (key.clone(), Written::of(&entry.node)));
                WrittenValue::Table(written.collect())
            }
        };
        Written {
            layer: node.layer,
            is,
        }
    }

    /// The root of a scenario; files that it names are looked for beside `path`.
    pub(super) fn root(&self, path: &Path) -> Node {
        let source = Arc::new(Source {
            path: path.to_owned(),
            text: String::new(),
            sha256: sha256(b""),
        });
        self.node(&Origin::File { source, span: 0..0 })
    }

    fn node(&self, origin: &Origin) -> Node {
        let value = match &self.is {
            WrittenValue::Text(text) => Value::Text(text.clone()),
            WrittenValue::Number(digits) => Value::Number(digits.clone()),
            WrittenValue::Flag(flag) => Value::Flag(*flag),
            WrittenValue::Date => Value::Date,
            WrittenValue::List(items) => {
                Value::List(items.iter().map(|item| item.node(origin)).collect())
            }
            WrittenValue::Table(entries) => {
                let entry = |written: &Written| Entry {
                    key: origin.clone(),
                    node: written.node(origin),
                };
                let entries = entries.iter();
                Value::Table(Table(
                    entries
                        .map(|(key, written)| (key.clone(), entry(written)))
                        .collect(),
                ))
            }
        };
        Node {
            value,
            origin: origin.clone(),
            layer: self.layer,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::base::Base;
    use super::*;
    use crate::plan::LANGUAGE;

    #[test]
    fn what_was_written_is_read_again_with_other_values_too() {
        for name in ["ebook", "supplement", "all-plans", "robustness"] {
            let base = Base::open(name).unwrap();
            let text = serde_json::to_string(&base.written()).unwrap();
            let again = Base::of_written(&serde_json::from_str(&text).unwrap(), Path::new("x"));
            for overrides in [vec![], vec!["product.price=61".to_owned()]] {
                let resolved = |base: &Base| base.read(&overrides, LANGUAGE).unwrap().resolved;
                assert_eq!(resolved(&base), resolved(&again), "{name}");
            }
        }
    }
}
