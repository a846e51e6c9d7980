//! Scenarios composed from the key table by choices that may be anything: bytes of a fuzzer
//! or of a property. Bytes that change a little change the scenario a little, and fewer
//! bytes make a smaller one.
//!
//! What comes out is well-formed, but need not be accepted: keys may contradict each other.
//! [`accepted`] leaves out what was found fault with, as a user would.

use std::collections::BTreeSet;

use downline::plan::LANGUAGE;
use downline::scenario::key::{Default, Key, Kind, LARGEST_AMOUNT, active_keys};
use downline::scenario::keys::{self, SECTIONS};
use downline::scenario::{self, Loaded};

/// Names that are given and referred to: few, so that they meet.
const NAMES: [&str; 5] = ["silver", "gold", "a", "b", "plan"];
/// Text, ordinary and not.
const TEXTS: [&str; 4] = ["text", "", "ä <b>&amp; \\\"x\\\"", "=1+1"];
const CURRENCIES: [&str; 4] = ["USD", "JPY", "KWD", "EUR"];
const SHARES: [&str; 8] = [
    "0.1",
    "0",
    "1",
    "0.05",
    "0.25",
    "0.333333333",
    "0.000000001",
    "0.999999999",
];
const AMOUNTS: [i64; 7] = [20, 0, 1, 100, 9_999, 1_000_000, LARGEST_AMOUNT];
const NUMBERS: [&str; 8] = ["1", "0", "0.5", "2.5", "10", "0.000001", "100", "1000000"];
/// How often faults are taken out before a scenario is given up.
const REPAIRS: usize = 12;

/// Choices still to be made.
struct Choices<'a>(&'a [u8]);

impl Choices<'_> {
    /// The next byte; 0 when there are no more.
    fn byte(&mut self) -> usize {
        let Some((&first, rest)) = self.0.split_first() else {
            return 0;
        };
        self.0 = rest;
        first.into()
    }

    fn pick<T: Copy>(&mut self, all: &[T]) -> T {
        all[self.byte() % all.len()]
    }

    /// Yes, so many times in 256; no when there are no more choices.
    fn chance(&mut self, of: usize) -> bool {
        self.byte() > 255 - of
    }
}

/// The scenario that these choices make, and what it was read as, once what was found fault
/// with was left out; the last faults if some remain.
pub fn accepted(choices: &[u8]) -> (String, Result<Loaded, String>) {
    let mut composer = Composer::default();
    let mut text = String::new();
    let mut told = String::new();
    for _ in 0..REPAIRS {
        text = composer.scenario(&mut Choices(choices));
        let faults = match scenario::load_text("composed.toml", &text, &[], LANGUAGE) {
            Ok(loaded) => return (text, Ok(loaded)),
            Err(faults) => faults,
        };
        told = faults.to_string();
        let before = composer.left_out.len();
        for fault in &faults.0 {
            let name = fault.key.rsplit('.').next().unwrap_or_default();
            let name = name.split('[').next().unwrap_or_default();
            composer.left_out.insert(name.to_owned());
        }
        if composer.left_out.len() == before {
            break;
        }
    }
    (text, Err(told))
}

#[derive(Default)]
struct Composer {
    /// Names of keys that are not written unless they must be.
    left_out: BTreeSet<String>,
}

impl Composer {
    fn scenario(&self, choices: &mut Choices<'_>) -> String {
        let mut text = String::new();
        let several_products = choices.chance(64);
        for section in SECTIONS {
            // There is one product, or a list of them.
            let is_wanted = match section.name {
                "product" => !several_products,
                "products" => several_products,
                "scenario" | "growth" | "sales" => true,
                _ => choices.chance(128),
            };
            if is_wanted {
                let value = self.value(section.name, &section.kind, choices);
                text.push_str(&format!("{} = {value}\n", section.name));
            }
        }
        let plans: Vec<String> = (0..1 + choices.byte() % 3)
            .map(|number| self.plan(number, choices))
            .collect();
        text.push_str(&format!("plans = [\n{}\n]\n", plans.join(",\n")));
        text
    }

    fn plan(&self, number: usize, choices: &mut Choices<'_>) -> String {
        let mut entries = vec![format!("name = \"plan-{number}\"")];
        let own: Vec<Key> = keys::plans::plan(LANGUAGE)
            .into_iter()
            .filter(|key| key.name != "name")
            .collect();
        entries.extend(self.entries(&own, choices));
        let component = keys::plans::component(LANGUAGE.components);
        let settlement = keys::plans::settlement(LANGUAGE.settlements);
        for (list, keys, most) in [
            ("component", &component[..], 4),
            ("settlement", &settlement, 3),
        ] {
            let least = usize::from(list == "component");
            let tables: Vec<String> = (0..least + choices.byte() % most)
                .map(|_| self.table(keys, choices))
                .collect();
            if !tables.is_empty() {
                entries.push(format!("{list} = [{}]", tables.join(", ")));
            }
        }
        format!("{{ {} }}", entries.join(", "))
    }

    fn table(&self, keys: &[Key], choices: &mut Choices<'_>) -> String {
        format!("{{ {} }}", self.entries(keys, choices).join(", "))
    }

    /// The keys of a table that are written, each with its value.
    fn entries(&self, keys: &[Key], choices: &mut Choices<'_>) -> Vec<String> {
        let mut words: Vec<(&str, String)> = Vec::new();
        let mut entries = Vec::new();
        let mut known = 0;
        loop {
            // Words that were chosen bring further keys.
            let active = active_keys(keys, |key| {
                let chosen = words.iter().find(|(name, _)| *name == key.name);
                chosen.map(|(_, word)| word.clone())
            });
            let Some(key) = active.get(known) else {
                return entries;
            };
            known += 1;
            let is_required = matches!(key.default, Default::Required);
            let wanted = choices.chance(80);
            let mut value = self.value(key.name, &key.kind, choices);
            let is_written = is_required || (wanted && !self.left_out.contains(key.name));
            if !is_written {
                let Default::Value(usual) = key.default else {
                    continue;
                };
                value = usual.to_owned();
            }
            if let Kind::Selects(_) = key.kind {
                words.push((key.name, value.trim_matches('"').to_owned()));
            }
            if is_written {
                entries.push(format!("{} = {value}", key.name));
            }
        }
    }

    fn value(&self, name: &str, kind: &Kind, choices: &mut Choices<'_>) -> String {
        match kind {
            Kind::Text if name == "currency" => quoted(choices.pick(&CURRENCIES)),
            Kind::Text => quoted(choices.pick(&TEXTS)),
            Kind::Name => quoted(choices.pick(&NAMES)),
            Kind::Flag => choices.chance(128).to_string(),
            Kind::Integer { min, max } => integer(*min, *max, choices).to_string(),
            Kind::Number { min, max } => number(min, max, choices).to_owned(),
            Kind::Share => choices.pick(&SHARES).to_owned(),
            Kind::Amount => choices.pick(&AMOUNTS).to_string(),
            Kind::Selects(variants) => quoted(choices.pick(variants).name),
            Kind::Choice(words) => quoted(choices.pick(words).0),
            Kind::Shares => list(choices, |choices| choices.pick(&SHARES).to_owned()),
            Kind::Amounts => list(choices, |choices| choices.pick(&AMOUNTS).to_string()),
            Kind::Numbers => list(choices, |choices| choices.pick(&NUMBERS).to_owned()),
            Kind::Names => list(choices, |choices| quoted(choices.pick(&NAMES))),
            Kind::ByName(kind) => {
                let named = 1 + choices.byte() % 2;
                let values: Vec<String> = NAMES[..named]
                    .iter()
                    .map(|by| format!("{by} = {}", self.value(by, kind, choices)))
                    .collect();
                format!("{{ {} }}", values.join(", "))
            }
            Kind::List(keys) => list(choices, |choices| self.table(keys, choices)),
            Kind::ListOrWord { words, keys } => {
                if choices.chance(128) {
                    quoted(choices.pick(words).0)
                } else {
                    list(choices, |choices| self.table(keys, choices))
                }
            }
            Kind::Table(keys) => self.table(keys, choices),
        }
    }
}

fn quoted(text: &str) -> String {
    format!("\"{text}\"")
}

fn list(choices: &mut Choices<'_>, mut one: impl FnMut(&mut Choices<'_>) -> String) -> String {
    let items: Vec<String> = (0..1 + choices.byte() % 3).map(|_| one(choices)).collect();
    format!("[{}]", items.join(", "))
}

/// Mostly a small one, now and then one of the ends.
fn integer(min: i64, max: i64, choices: &mut Choices<'_>) -> i64 {
    match choices.byte() {
        0..=7 => max,
        8..=15 => min,
        small => min.saturating_add(small as i64 % 12).min(max),
    }
}

/// One of a few that are in the range, or one of its ends.
fn number<'a>(min: &'a str, max: &'a str, choices: &mut Choices<'_>) -> &'a str {
    let size = |text: &str| text.parse::<f64>().unwrap_or(0.0);
    let chosen = choices.byte();
    let found = match chosen {
        0..=7 => max,
        8..=15 => min,
        _ => NUMBERS[chosen % NUMBERS.len()],
    };
    if size(found) < size(min) {
        min
    } else if size(found) > size(max) {
        max
    } else {
        found
    }
}
