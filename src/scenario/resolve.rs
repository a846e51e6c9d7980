//! The resolved form: the whole scenario as one TOML text with nothing left to default.
//! Reading it again gives the same scenario, on any machine: it goes into the manifest.

use std::fmt::Write;

use rust_decimal::Decimal;

use super::key::{Default, Key, Kind, PlanLanguage, active_keys};
use super::keys::{self, SECTIONS};
use super::settings::{Setting, Settings};
use super::types::PlanSettings;
use crate::money::Currency;

/// The resolved form of a scenario that was read and filled.
pub(super) fn text(
    root: &Settings,
    plans: &[PlanSettings],
    language: PlanLanguage,
    currency: &Currency,
) -> String {
    let mut writer = Writer {
        currency,
        text: String::new(),
    };
    for section in SECTIONS {
        match (root.peek(section.name), section.kind) {
            (Some(Setting::Table(table)), Kind::Table(keys)) => {
                writer.header(&format!("[{}]", section.name));
                writer.table(keys, table);
            }
            (Some(Setting::List(tables)), Kind::List(keys)) => {
                for table in tables {
                    writer.header(&format!("[[{}]]", section.name));
                    writer.table(keys, table);
                }
            }
            _ => {}
        }
    }
    for plan in plans {
        writer.header("[[plans]]");
        writer.table(&keys::plans::plan(language), &plan.settings);
        for component in &plan.components {
            writer.header("[[plans.component]]");
            writer.table(
                &keys::plans::component(language.components),
                &component.settings,
            );
        }
        for settlement in &plan.settlements {
            writer.header("[[plans.settlement]]");
            writer.table(
                &keys::plans::settlement(language.settlements),
                &settlement.settings,
            );
        }
    }
    writer.text
}

struct Writer<'a> {
    currency: &'a Currency,
    text: String,
}

impl Writer<'_> {
    fn header(&mut self, header: &str) {
        if !self.text.is_empty() {
            self.text.push('\n');
        }
        self.text.push_str(header);
        self.text.push('\n');
    }

    fn line(&mut self, key: &str, value: &str) {
        writeln!(self.text, "{key} = {value}").expect("writing to text cannot fail");
    }

    fn table(&mut self, keys: &[Key], table: &Settings) {
        for key in known_keys(keys, table) {
            match (table.peek(key.name), key.default) {
                (Some(Setting::Absent), Default::Absent(meaning)) => {
                    self.text.push_str(&format!("# {}: {meaning}\n", key.name));
                }
                (Some(value), _) => {
                    let value = self.value(&key.kind, value);
                    self.line(key.name, &value);
                }
                (None, _) => {}
            }
        }
    }

    fn value(&self, kind: &Kind, value: &Setting) -> String {
        match (kind, value) {
            (_, Setting::Text(text)) => quoted(text),
            (_, Setting::Flag(flag)) => flag.to_string(),
            (_, Setting::Integer(number)) => number.to_string(),
            (_, Setting::Number(number)) => decimal(*number),
            (_, Setting::Share(share)) => decimal(share.to_decimal()),
            (_, Setting::Amount(amount)) => self.currency.plain(amount.0),
            (_, Setting::Shares(shares)) => {
                list(shares.iter().map(|share| decimal(share.to_decimal())))
            }
            (_, Setting::Amounts(amounts)) => {
                list(amounts.iter().map(|amount| self.currency.plain(amount.0)))
            }
            (_, Setting::Numbers(numbers)) => list(numbers.iter().map(|number| decimal(*number))),
            (_, Setting::Names(names)) => list(names.iter().map(|name| quoted(name))),
            (Kind::ByName(kind), Setting::ByName(values)) => {
                let inner: Vec<String> = values
                    .iter()
                    .map(|(name, value)| format!("{} = {}", quoted(name), self.value(kind, value)))
                    .collect();
                format!("{{ {} }}", inner.join(", "))
            }
            (Kind::List(keys) | Kind::ListOrWord { keys, .. }, Setting::List(tables)) => list(
                tables
                    .iter()
                    .map(|table| self.value(&Kind::Table(keys), &Setting::Table(table.clone()))),
            ),
            (Kind::Table(keys), Setting::Table(table)) => {
                let inner: Vec<String> = known_keys(keys, table)
                    .iter()
                    .filter_map(|key| match table.peek(key.name) {
                        None | Some(Setting::Absent) => None,
                        Some(value) => {
                            Some(format!("{} = {}", key.name, self.value(&key.kind, value)))
                        }
                    })
                    .collect();
                format!("{{ {} }}", inner.join(", "))
            }
            (kind, value) => panic!("{value:?} is no value of the kind {kind:?}"),
        }
    }
}

fn known_keys(keys: &[Key], table: &Settings) -> Vec<Key> {
    active_keys(keys, |key| match table.peek(key.name) {
        Some(Setting::Text(word)) => Some(word.clone()),
        _ => None,
    })
}

fn list(items: impl Iterator<Item = String>) -> String {
    format!("[{}]", items.collect::<Vec<_>>().join(", "))
}

fn decimal(number: Decimal) -> String {
    number.normalize().to_string()
}

fn quoted(text: &str) -> String {
    toml::Value::from(text).to_string()
}
