//! A scenario opened once, to be read again and again with other values.

use std::path::Path;

use rust_decimal::Decimal;

use super::diagnose::Diagnostics;
use super::document::{Node, Table};
use super::key::{Default, Key, Kind, PlanLanguage, active_keys};
use super::keys::{self, SECTIONS};
use super::layers::{self, Merged};
use super::load::{self, Loaded};
use super::number;
use super::plans::component_ids;
use super::reader::chosen_word;
use super::written::Written;
use crate::money::Currency;

/// The most decimals a share or a number is tried with.
const SHARE_DECIMALS: u32 = 9;
const NUMBER_DECIMALS: u32 = 6;

/// A scenario that was opened and not yet read: its files and those they name.
#[derive(Clone, Debug)]
pub struct Base {
    merged: Merged,
}

/// What kind of number a key holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Grain {
    /// Whole numbers.
    Whole,
    /// Numbers with at most so many decimals.
    Decimals(u32),
    /// No number: a word, a flag, a list, a table.
    NoNumber,
}

impl Grain {
    /// The most decimals of a number.
    #[must_use]
    pub fn decimals(self) -> u32 {
        match self {
            Grain::Whole | Grain::NoNumber => 0,
            Grain::Decimals(decimals) => decimals,
        }
    }
}

/// What is known of a key before it is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KeyFacts {
    /// What kind of number it holds.
    pub grain: Grain,
    /// Whether it holds money.
    pub is_amount: bool,
    /// Its unit, empty where it has none.
    pub unit: &'static str,
}

impl Base {
    /// Opens a file, or a built-in scenario by its name. Of a scenario with `[[worlds]]` it is
    /// the one they are laid over.
    ///
    /// # Errors
    ///
    /// What keeps the files from being opened.
    pub fn open(source: &str) -> Result<Base, Diagnostics> {
        layers::open(source).map(|merged| Base { merged })
    }

    /// What was written, to be kept.
    #[must_use]
    pub fn written(&self) -> Written {
        Written::of(&self.merged.root)
    }

    /// Opens what was kept; files that it names are looked for beside `path`.
    #[must_use]
    pub fn of_written(written: &Written, path: &Path) -> Base {
        Base {
            merged: Merged {
                root: written.root(path),
                sources: Vec::new(),
            },
        }
    }

    /// Reads it with `key.path=value` texts laid over it, as [`super::load()`] does.
    ///
    /// # Errors
    ///
    /// Everything that is wrong.
    pub fn read(
        &self,
        overrides: &[String],
        language: PlanLanguage,
    ) -> Result<Loaded, Diagnostics> {
        load::read(self.merged.clone(), overrides, language)
    }

    /// Whether the file lists `[[worlds]]`.
    #[must_use]
    pub fn lists_worlds(&self) -> bool {
        let root = self.merged.root.table();
        root.is_some_and(|root| root.get(keys::worlds::LIST).is_some())
    }

    /// What is known of the key at a path such as `product.price` or
    /// `plans.mlm.component.level_commission.rates.0`; `None` if there is no such key.
    #[must_use]
    pub fn facts(&self, path: &str, language: PlanLanguage) -> Option<KeyFacts> {
        let root = self.merged.root.table()?;
        let parts: Vec<&str> = path.split('.').map(str::trim).collect();
        let (section, rest) = parts.split_first()?;
        let (kind, unit) = if *section == "plans" {
            in_plan(root, rest, language)?
        } else {
            below(SECTIONS, Some(root), &parts, "")?
        };
        Some(KeyFacts {
            grain: self.grain(&kind),
            is_amount: matches!(kind, Kind::Amount),
            unit,
        })
    }

    fn grain(&self, kind: &Kind) -> Grain {
        match kind {
            Kind::Integer { .. } => Grain::Whole,
            Kind::Amount => Grain::Decimals(self.currency().digits),
            Kind::Share => Grain::Decimals(SHARE_DECIMALS),
            Kind::Number { .. } => Grain::Decimals(NUMBER_DECIMALS),
            _ => Grain::NoNumber,
        }
    }

    fn currency(&self) -> Currency {
        load::currency(self.merged.root.table())
    }
}

/// A number as a key may be given it, with or without an exponent; `None` if the text is
/// none or has too many digits.
#[must_use]
pub fn exact(text: &str) -> Option<Decimal> {
    number::exact(text)
}

/// The key at the end of `parts` in a plan: `NAME.…`, `NAME.component.ID.…`.
fn in_plan(root: &Table, parts: &[&str], language: PlanLanguage) -> Option<(Kind, &'static str)> {
    let (name, rest) = parts.split_first()?;
    let plans = root.get("plans")?.list()?;
    let named = |plan: &&Node| {
        let written = plan.table().and_then(|table| table.get("name"));
        written.and_then(Node::text) == Some(name)
    };
    let plan = match name.parse::<usize>() {
        Ok(index) => plans.get(index),
        Err(_) => plans.iter().find(named),
    }?;
    let plan = plan.table()?;
    let list = |part: &str| plan.get(part).and_then(Node::list).unwrap_or_default();
    match rest {
        ["component", id, rest @ ..] => {
            let items = list("component");
            let ids = component_ids(items);
            let index = id
                .parse()
                .ok()
                .or_else(|| ids.iter().position(|own| own == id))?;
            let keys = keys::plans::component(language.components);
            below(&keys, items.get(index)?.table(), rest, "")
        }
        ["settlement", index, rest @ ..] => {
            let item = list("settlement").get(index.parse::<usize>().ok()?)?;
            let keys = keys::plans::settlement(language.settlements);
            below(&keys, item.table(), rest, "")
        }
        rest => below(&keys::plans::plan(language), Some(plan), rest, ""),
    }
}

/// The kind and unit of the key at the end of `parts` under these keys, of which `written`
/// is what stands in the file.
fn below(
    keys: &[Key],
    written: Option<&Table>,
    parts: &[&str],
    unit: &'static str,
) -> Option<(Kind, &'static str)> {
    let (name, rest) = parts.split_first()?;
    let chosen = |key: &Key| {
        let word = written.and_then(|table| chosen_word(key, table));
        word.or_else(|| match key.default {
            Default::Value(word) => Some(word.trim_matches('"').to_owned()),
            Default::Required | Default::Absent(_) => None,
        })
    };
    let key = active_keys(keys, chosen)
        .into_iter()
        .find(|key| key.name == *name)?;
    let node = written.and_then(|table| table.get(name));
    let unit = if key.unit.is_empty() { unit } else { key.unit };
    inside(key.kind, node, rest, unit)
}

/// The same inside a value of this kind.
fn inside(
    kind: Kind,
    node: Option<&Node>,
    parts: &[&str],
    unit: &'static str,
) -> Option<(Kind, &'static str)> {
    let Some((part, rest)) = parts.split_first() else {
        return Some((kind, unit));
    };
    let item = || {
        let index: usize = part.parse().ok()?;
        node?.list()?.get(index)
    };
    match kind {
        Kind::Table(keys) => below(keys, node.and_then(Node::table), parts, unit),
        Kind::List(keys) | Kind::ListOrWord { keys, .. } => {
            below(keys, item().and_then(Node::table), rest, unit)
        }
        Kind::ByName(value) => {
            let node = node.and_then(Node::table).and_then(|table| table.get(part));
            inside(*value, node, rest, unit)
        }
        Kind::Shares if rest.is_empty() => Some((Kind::Share, unit)),
        Kind::Amounts if rest.is_empty() => Some((Kind::Amount, unit)),
        Kind::Numbers if rest.is_empty() => Some((
            Kind::Number {
                min: "0",
                max: "1000000000",
            },
            unit,
        )),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::LANGUAGE;

    #[test]
    fn keys_are_found_at_their_paths() {
        let base = Base::open("ebook").unwrap();
        let grain = |path: &str| base.facts(path, LANGUAGE).map(|facts| facts.grain);
        assert_eq!(grain("product.price"), Some(Grain::Decimals(2)));
        assert_eq!(grain("growth.participants"), Some(Grain::Whole));
        assert_eq!(grain("sales.conversion"), Some(Grain::Decimals(9)));
        assert_eq!(grain("growth.law"), Some(Grain::NoNumber));
        let rates = "plans.mlm.component.level_commission.rates";
        assert_eq!(grain(rates), Some(Grain::NoNumber));
        assert_eq!(grain(&format!("{rates}.1")), Some(Grain::Decimals(9)));
        assert_eq!(grain(&format!("{rates}.1.2")), None);
        for path in [
            "",
            "prodct.price",
            "product.prize",
            "plans.no.title",
            "plans",
            "product.price.0",
        ] {
            assert_eq!(grain(path), None, "{path}");
        }
        assert_eq!(grain("costs.join_fee"), Some(Grain::Decimals(2)));
    }

    #[test]
    fn it_is_read_with_other_values_each_time() {
        let base = Base::open("ebook").unwrap();
        let price = |text: &str| {
            let loaded = base
                .read(&[format!("product.price={text}")], LANGUAGE)
                .unwrap();
            loaded.scenario.product.price.0
        };
        assert_eq!((price("12"), price("30.50")), (1_200, 3_050));
        assert!(
            base.read(&["product.price=-1".to_owned()], LANGUAGE)
                .is_err()
        );
    }
}
