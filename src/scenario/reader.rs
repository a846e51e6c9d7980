//! A table against its keys: every value checked, every default filled in, every fault
//! of the whole file found in one pass.

use super::codes;
use super::diagnose::{Diagnostic, Origin};
use super::document::{self, Entry, Layer, Node, Table};
use super::key::{Default, Key, Kind, active_keys, homes};
use super::settings::{Setting, Settings};
use super::strangers;
use super::value::{Values, wrong_type};
use crate::money::Currency;

/// The most tables of a list that are read: more are a mistake, and what is checked of each
/// against all others would take hours.
const MOST_TABLES: usize = 10_000;

/// After so many faults no key is looked for that might have been meant: it would not be
/// shown, and a file that is no scenario has a fault on every line.
const MOST_SUGGESTED: usize = 1_000;

/// Reads tables and collects what is wrong with them.
pub(super) struct Reader<'a> {
    values: Values<'a>,
}

impl<'a> Reader<'a> {
    pub(super) fn new(currency: &'a Currency) -> Reader<'a> {
        Reader {
            values: Values {
                currency,
                faults: Vec::new(),
            },
        }
    }

    pub(super) fn note(&mut self, fault: Diagnostic) {
        self.values.faults.push(fault);
    }

    pub(super) fn into_faults(self) -> Vec<Diagnostic> {
        self.values.faults
    }

    /// Reads a table written at `origin` against `keys`. `path` leads to it.
    pub(super) fn table(
        &mut self,
        path: &str,
        keys: &[Key],
        table: &Table,
        origin: &Origin,
    ) -> Settings {
        let active = active_keys(keys, |key| chosen_word(key, table));
        let mut settings = Settings::new(origin.clone());
        for key in &active {
            let place = join(path, key.name);
            if let Some((value, origin)) = self.key(&place, key, table.get(key.name), origin) {
                settings.insert(key.name, value, origin);
            }
        }
        for (name, entry) in &table.0 {
            if !active.iter().any(|key| key.name == name) {
                self.stranger(path, name, entry, keys, &active, table);
            }
        }
        settings
    }

    /// One key: its value as written, or its default. `table` is where its table stands.
    fn key(
        &mut self,
        path: &str,
        key: &Key,
        node: Option<&Node>,
        table: &Origin,
    ) -> Option<(Setting, Origin)> {
        if let Some(node) = node {
            let value = self.value(path, key, node, &node.origin)?;
            return Some((value, node.origin.clone()));
        }
        match key.default {
            Default::Required => {
                self.note(missing(path, key, table));
                None
            }
            Default::Absent(_) => Some((Setting::Absent, Origin::Default)),
            Default::Value(text) => {
                // Faults below a default table are keys that are missing in the file.
                let value = self.value(path, key, &default_node(text), table)?;
                Some((value, Origin::Default))
            }
        }
    }

    fn value(&mut self, path: &str, key: &Key, node: &Node, place: &Origin) -> Option<Setting> {
        let keys = match key.kind {
            Kind::Table(keys) => keys,
            Kind::List(keys) => return self.tables(path, &key.kind, keys, node),
            Kind::ListOrWord { keys, .. } if node.text().is_none() => {
                return self.tables(path, &key.kind, keys, node);
            }
            _ => return self.values.read(path, &key.kind, node),
        };
        match node.table() {
            Some(table) => Some(Setting::Table(self.table(path, keys, table, place))),
            None => {
                let fault = wrong_type(path, &key.kind, node);
                self.note(match keys.first().map(|first| first.kind) {
                    Some(Kind::Selects(variants))
                        if node.text().is_some_and(|text| {
                            variants.iter().any(|variant| variant.name == text)
                        }) =>
                    {
                        fault.help(format!(
                            "write `{} = {{ {} = {:?} }}`",
                            key.name,
                            keys[0].name,
                            node.text().unwrap_or_default()
                        ))
                    }
                    _ => fault,
                });
                None
            }
        }
    }

    /// A non-empty list of tables.
    fn tables(&mut self, path: &str, kind: &Kind, keys: &[Key], node: &Node) -> Option<Setting> {
        let items = node.list().filter(|items| !items.is_empty());
        let Some(items) = items else {
            let fault = wrong_type(path, kind, node)
                .help("write `[ { … }, { … } ]` with at least one table");
            self.note(fault);
            return None;
        };
        if items.len() > MOST_TABLES {
            let fault = too_many_tables(path, items.len(), MOST_TABLES, &node.origin);
            self.note(fault);
            return None;
        }
        let mut tables = Vec::with_capacity(items.len());
        for (index, item) in items.iter().enumerate() {
            let place = format!("{path}.{index}");
            match item.table() {
                Some(table) => tables.push(self.table(&place, keys, table, &item.origin)),
                None => self.note(wrong_type(&place, &Kind::Table(&[]), item)),
            }
        }
        (tables.len() == items.len()).then_some(Setting::List(tables))
    }

    /// A key that the table does not have as it stands: it belongs to another law, or
    /// nowhere.
    fn stranger(
        &mut self,
        path: &str,
        name: &str,
        entry: &Entry,
        keys: &[Key],
        active: &[Key],
        table: &Table,
    ) {
        let homes = homes(keys, name);
        if homes.is_empty() {
            let suggests = self.values.faults.len() < MOST_SUGGESTED;
            self.note(match suggests {
                true => strangers::unknown(path, name, entry, keys, active),
                false => strangers::plainly_unknown(path, name, entry),
            });
            return;
        }
        let selectors: Vec<&Key> = active
            .iter()
            .filter(|key| matches!(key.kind, Kind::Selects(_)))
            .collect();
        // Under a word that is itself wrong nothing can be said about the other keys.
        let undecided = !selectors.iter().all(|key| is_known_word(key, table));
        // A law chosen in a later layer (`extends`, `--set`) leaves the keys of the
        // earlier one behind: they are no fault of anyone's.
        let replaced = selectors
            .iter()
            .filter_map(|key| table.get(key.name))
            .any(|selector| selector.layer > entry.node.layer);
        if !undecided && !replaced {
            self.note(strangers::not_applicable(
                path, name, entry, &homes, &selectors, table,
            ));
        }
    }
}

/// The word that a selecting key holds, written or by default.
pub(super) fn chosen_word(key: &Key, table: &Table) -> Option<String> {
    match (table.get(key.name), key.default) {
        (Some(node), _) => node.text().map(str::to_owned),
        (None, Default::Value(text)) => default_node(text).text().map(str::to_owned),
        (None, _) => None,
    }
}

fn is_known_word(key: &Key, table: &Table) -> bool {
    match (key.kind, chosen_word(key, table)) {
        (Kind::Selects(variants), Some(word)) => {
            variants.iter().any(|variant| variant.name == word)
        }
        _ => false,
    }
}

/// A default as if it were written, standing nowhere.
fn default_node(text: &str) -> Node {
    match document::parse_value(text, &Origin::Default, Layer::MIN) {
        Ok(node) => node,
        Err(fault) => panic!("the default `{text}` in the key table: {fault}"),
    }
}

pub(super) fn join(path: &str, name: &str) -> String {
    if path.is_empty() {
        name.to_owned()
    } else {
        format!("{path}.{name}")
    }
}

/// A list longer than is read.
pub(super) fn too_many_tables(path: &str, tables: usize, most: usize, at: &Origin) -> Diagnostic {
    Diagnostic::error(
        codes::TOO_MANY_TABLES,
        at,
        format!("`{path}` has {tables} tables: at most {most} are read"),
    )
    .of(path)
    .help("is this the right file?")
}

fn missing(path: &str, key: &Key, table: &Origin) -> Diagnostic {
    Diagnostic::error(codes::MISSING_KEY, table, format!("`{path}` must be given"))
        .of(path)
        .label(format!("no `{}` here", key.name))
        .help(format!(
            "{} It must be {}.",
            key.meaning,
            key.kind.allowed()
        ))
}
