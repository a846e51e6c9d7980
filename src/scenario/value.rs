//! One value against its kind: type, exactness, range.

use std::fmt::Display;

use rust_decimal::Decimal;

use super::codes;
use super::diagnose::{Diagnostic, Origin};
use super::document::{Node, Value};
use super::key::{Kind, LARGEST_AMOUNT, grouped};
use super::number;
use super::settings::Setting;
use super::suggest::nearest;
use crate::money::{Cents, Currency, MoneyError, Rate};

/// Reads single values; tables are the [`reader`](super::reader)'s.
pub(super) struct Values<'a> {
    pub currency: &'a Currency,
    pub faults: Vec<Diagnostic>,
}

impl Values<'_> {
    /// The checked value, or `None` after the fault was noted.
    ///
    /// # Panics
    ///
    /// If `kind` is a table or a list of tables.
    pub(super) fn read(&mut self, path: &str, kind: &Kind, node: &Node) -> Option<Setting> {
        let read = match kind {
            Kind::Text => text(path, kind, node).map(Setting::Text),
            Kind::Name => name(path, kind, node).map(Setting::Text),
            Kind::Flag => flag(path, kind, node).map(Setting::Flag),
            Kind::Integer { min, max } => {
                integer(path, kind, node, *min, *max).map(Setting::Integer)
            }
            Kind::Number { min, max } => {
                let bounds = (bound(min), bound(max));
                decimal(path, kind, node, bounds).map(Setting::Number)
            }
            Kind::Share => share(path, kind, node).map(Setting::Share),
            Kind::Amount => self.amount(path, kind, node).map(Setting::Amount),
            Kind::Selects(variants) => {
                let words: Vec<&str> = variants.iter().map(|variant| variant.name).collect();
                word(path, kind, node, &words).map(Setting::Text)
            }
            Kind::Choice(choices) | Kind::ListOrWord { words: choices, .. } => {
                let words: Vec<&str> = choices.iter().map(|(word, _)| *word).collect();
                word(path, kind, node, &words).map(Setting::Text)
            }
            Kind::Shares => {
                return self
                    .list(path, kind, node, |_, path, node| {
                        share(path, &Kind::Share, node)
                    })
                    .map(Setting::Shares);
            }
            Kind::Amounts => {
                return self
                    .list(path, kind, node, |values, path, node| {
                        values.amount(path, &Kind::Amount, node)
                    })
                    .map(Setting::Amounts);
            }
            Kind::Numbers => {
                const EACH: Kind = Kind::Number {
                    min: "0",
                    max: "1000000000",
                };
                return self
                    .list(path, kind, node, |_, path, node| {
                        decimal(
                            path,
                            &EACH,
                            node,
                            (Decimal::ZERO, Decimal::from(LARGEST_AMOUNT)),
                        )
                    })
                    .map(Setting::Numbers);
            }
            Kind::Names => {
                return self
                    .list(path, kind, node, |_, path, node| {
                        text(path, &Kind::Text, node)
                    })
                    .map(Setting::Names);
            }
            Kind::ByName(value) => return self.by_name(path, kind, value, node),
            Kind::List(_) | Kind::Table(_) => panic!("`{path}` is a table, not a value"),
        };
        self.note(read)
    }

    fn by_name(&mut self, path: &str, kind: &Kind, value: &Kind, node: &Node) -> Option<Setting> {
        let Some(table) = node.table() else {
            let fault = wrong_type(path, kind, node);
            return self.note(Err(fault));
        };
        let mut values = Vec::with_capacity(table.0.len());
        for (name, entry) in &table.0 {
            let read = self.read(&format!("{path}.{name}"), value, &entry.node);
            values.extend(read.map(|read| (name.clone(), read)));
        }
        (values.len() == table.0.len()).then_some(Setting::ByName(values))
    }

    fn note<T>(&mut self, read: Result<T, Diagnostic>) -> Option<T> {
        read.map_err(|fault| self.faults.push(fault)).ok()
    }

    fn amount(&self, path: &str, kind: &Kind, node: &Node) -> Result<Cents, Diagnostic> {
        let bounds = (Decimal::ZERO, Decimal::from(LARGEST_AMOUNT));
        let amount = decimal(path, kind, node, bounds)?;
        Cents::from_decimal(amount, self.currency).map_err(|error| {
            let Currency { code, digits } = self.currency;
            let fault = too_fine(path, node, &error);
            match digits {
                0 => fault.help(format!("{code} has no decimals")),
                _ => fault.help(format!("{code} has {digits} decimals")),
            }
        })
    }

    /// A list whose every item is read, so that all faults in it are found.
    fn list<T>(
        &mut self,
        path: &str,
        kind: &Kind,
        node: &Node,
        read: impl Fn(&Self, &str, &Node) -> Result<T, Diagnostic>,
    ) -> Option<Vec<T>> {
        let Some(items) = node.list() else {
            let fault = wrong_type(path, kind, node)
                .help(format!("put it in brackets: `[{}]`", shown(node)));
            return self.note(Err(fault));
        };
        if items.is_empty() {
            let fault = Diagnostic::error(
                codes::EMPTY_LIST,
                &node.origin,
                format!("`{path}` must be {} with at least one item", kind.allowed()),
            )
            .of(path)
            .label("this list is empty");
            return self.note(Err(fault));
        }
        let mut values = Vec::with_capacity(items.len());
        for (index, item) in items.iter().enumerate() {
            let value = read(self, &format!("{path}.{index}"), item);
            values.extend(self.note(value));
        }
        (values.len() == items.len()).then_some(values)
    }
}

fn text(path: &str, kind: &Kind, node: &Node) -> Result<String, Diagnostic> {
    node.text()
        .map(str::to_owned)
        .ok_or_else(|| wrong_type(path, kind, node))
}

fn name(path: &str, kind: &Kind, node: &Node) -> Result<String, Diagnostic> {
    let name = text(path, kind, node)?;
    let legal = name.starts_with(|first: char| first.is_ascii_alphabetic())
        && name.len() <= 64
        && name
            .chars()
            .all(|char| char.is_ascii_alphanumeric() || char == '-' || char == '_');
    if legal {
        return Ok(name);
    }
    Err(must_be(codes::BAD_NAME, path, kind, &node.origin)
        .label(format!("{name:?} is no such name"))
        .help("it becomes the name of a folder or a column; use `title` for people"))
}

fn flag(path: &str, kind: &Kind, node: &Node) -> Result<bool, Diagnostic> {
    match node.value {
        Value::Flag(flag) => Ok(flag),
        _ => Err(wrong_type(path, kind, node)),
    }
}

fn word(path: &str, kind: &Kind, node: &Node, words: &[&str]) -> Result<String, Diagnostic> {
    let word = text(path, kind, node)?;
    if words.contains(&word.as_str()) {
        return Ok(word);
    }
    let fault = must_be(codes::UNKNOWN_WORD, path, kind, &node.origin)
        .label(format!("{word:?} is none of these"));
    Err(match nearest(&word, words.iter().copied()) {
        Some(near) => fault.help(format!("did you mean {near:?}?")),
        None => fault,
    })
}

fn integer(path: &str, kind: &Kind, node: &Node, min: i64, max: i64) -> Result<i64, Diagnostic> {
    // Text is taken for exact decimals, not for counts.
    if !matches!(node.value, Value::Number(_)) {
        return Err(wrong_type(path, kind, node));
    }
    let bounds = (Decimal::from(min), Decimal::from(max));
    let number = decimal(path, kind, node, bounds)?.normalize();
    if number.scale() > 0 {
        return Err(wrong_type(path, kind, node));
    }
    Ok(i64::try_from(number.mantissa()).expect("the range of the key is within 64 bits"))
}

fn share(path: &str, kind: &Kind, node: &Node) -> Result<Rate, Diagnostic> {
    let share = decimal(path, kind, node, (Decimal::ZERO, Decimal::ONE))?;
    Rate::from_decimal(share).map_err(|error| too_fine(path, node, &error))
}

/// A number, given as such or as text, within inclusive bounds.
fn decimal(
    path: &str,
    kind: &Kind,
    node: &Node,
    (min, max): (Decimal, Decimal),
) -> Result<Decimal, Diagnostic> {
    let written = match &node.value {
        Value::Number(number) => number,
        Value::Text(text) => text,
        _ => return Err(wrong_type(path, kind, node)),
    };
    let Some(number) = number::exact(written) else {
        return Err(no_number(path, kind, node, written));
    };
    if (min..=max).contains(&number) {
        return Ok(number);
    }
    Err(out_of_range(path, kind, &node.origin, number, (min, max)))
}

fn out_of_range(
    path: &str,
    kind: &Kind,
    origin: &Origin,
    number: Decimal,
    (min, max): (Decimal, Decimal),
) -> Diagnostic {
    let (label, way_out) = if number < min {
        let label = format!("{} is below {}", readable(number), readable(min));
        (label, format!("raise it to at least {}", readable(min)))
    } else {
        let label = format!("{} is above {}", readable(number), readable(max));
        (label, format!("lower it to at most {}", readable(max)))
    };
    let fault = must_be(codes::OUT_OF_RANGE, path, kind, origin).label(label);
    if matches!(kind, Kind::Share) && number > Decimal::ONE && number <= Decimal::ONE_HUNDRED {
        let share = (number / Decimal::ONE_HUNDRED).normalize();
        fault.help(format!("write {} % as {share}", number.normalize()))
    } else {
        fault.help(way_out)
    }
}

/// The beginning of every fault of a value: what the key allows.
fn must_be(code: &'static str, path: &str, kind: &Kind, origin: &Origin) -> Diagnostic {
    Diagnostic::error(code, origin, format!("`{path}` must be {}", kind.allowed())).of(path)
}

fn no_number(path: &str, kind: &Kind, node: &Node, written: &str) -> Diagnostic {
    if number::is_beyond(written) {
        return must_be(codes::OUT_OF_RANGE, path, kind, &node.origin).label("this is far outside");
    }
    let fault = must_be(codes::NOT_A_NUMBER, path, kind, &node.origin);
    let percent = written.strip_suffix('%').map(str::trim_end);
    if let Some(percent) = percent.and_then(number::exact) {
        let share = (percent / Decimal::ONE_HUNDRED).normalize();
        return fault
            .label("percentages are written as shares")
            .help(format!("write {share}"));
    }
    if written.parse::<f64>().is_ok_and(f64::is_finite) {
        return fault.label("this has more digits than can be kept");
    }
    match node.value {
        Value::Text(_) => fault.label(format!("{written:?} is no number")),
        _ => fault.label(format!("{written} is not allowed")),
    }
}

fn too_fine(path: &str, node: &Node, error: &MoneyError) -> Diagnostic {
    let label = match error {
        MoneyError::TooFine { .. } => "this is finer than can be kept".to_owned(),
        other => other.to_string(),
    };
    Diagnostic::error(codes::TOO_FINE, &node.origin, format!("`{path}`: {error}"))
        .of(path)
        .label(label)
}

pub(super) fn wrong_type(path: &str, kind: &Kind, node: &Node) -> Diagnostic {
    must_be(codes::WRONG_TYPE, path, kind, &node.origin)
        .label(format!("this is {}", node.value.found()))
}

fn shown(node: &Node) -> &str {
    match &node.value {
        Value::Number(number) => number,
        _ => "…",
    }
}

/// A number for people: whole ones with commas.
fn readable(number: Decimal) -> impl Display {
    let number = number.normalize();
    match i64::try_from(number.mantissa()) {
        Ok(whole) if number.scale() == 0 => grouped(whole),
        _ => number.to_string(),
    }
}

fn bound(text: &str) -> Decimal {
    Decimal::from_str_exact(text).expect("bounds in the key table are decimals")
}
