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
    /// One of a few words, each of which brings keys of its own into the same table:
    /// a law of growth or selling, the type of a component.
    Selects(&'static [Variant]),
    /// One of a few words, each with its meaning.
    Choice(&'static [(&'static str, &'static str)]),
    /// A non-empty list of shares.
    Shares,
    /// A non-empty list of amounts.
    Amounts,
    /// A non-empty list of decimals, each zero or more.
    Numbers,
    /// A non-empty list of names of ranks, components or people.
    Names,
    /// Values by name, such as a rate for each rank: `{ silver = "0.05" }`.
    ByName(&'static Kind),
    /// A non-empty list of tables with these keys, such as brackets.
    List(&'static [Key]),
    /// The same, or a word for a list that everyone writes alike.
    ListOrWord {
        /// The words, each with its meaning.
        words: &'static [(&'static str, &'static str)],
        /// The keys of the tables.
        keys: &'static [Key],
    },
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
/// of growth or selling by its `law` (see [`Kind::Selects`]).
#[derive(Clone, Copy, Debug)]
pub struct Variant {
    /// The word that chooses it.
    pub name: &'static str,
    /// One sentence on what it is, ending with a full stop.
    pub meaning: &'static str,
    /// Its keys, beside those every variant has.
    pub keys: &'static [Key],
}

/// What a plan file may hold beside its name: the plan engine says, the reader reads.
#[derive(Clone, Copy, Debug)]
pub struct PlanLanguage {
    /// Tables and values of the plan as a whole: rounding, volume, activity, ranks,
    /// placement.
    pub keys: &'static [Key],
    /// The types of `[[component]]`.
    pub components: &'static [Variant],
    /// The types of `[[settlement]]`.
    pub settlements: &'static [Variant],
}

/// The largest amount or weight that may be written, amounts in whole currency units:
/// a year of daily payments to a hundred thousand people still fits 64-bit minor units.
pub const LARGEST_AMOUNT: i64 = 1_000_000_000;

/// The keys of a table once its selecting words are known: each is followed by the
/// keys its word brings. `chosen` gives the word of a selecting key.
pub fn active_keys(keys: &[Key], chosen: impl Fn(&Key) -> Option<String>) -> Vec<Key> {
    let mut active = keys.to_vec();
    let mut next = 0;
    while let Some(key) = active.get(next).copied() {
        next += 1;
        if let Kind::Selects(variants) = key.kind
            && let Some(word) = chosen(&key)
            && let Some(variant) = variants.iter().find(|variant| variant.name == word)
        {
            active.splice(next..next, variant.keys.iter().copied());
        }
    }
    active
}

/// Every way a table with these keys can come to hold a key called `name`, as the
/// selecting key and the word it must hold.
#[must_use]
pub fn homes(keys: &[Key], name: &str) -> Vec<(&'static str, &'static str)> {
    let mut found = Vec::new();
    for key in keys {
        let Kind::Selects(variants) = key.kind else {
            continue;
        };
        for variant in variants {
            if variant.keys.iter().any(|inner| inner.name == name) {
                found.push((key.name, variant.name));
            }
            found.extend(homes(variant.keys, name));
        }
    }
    found
}

impl Kind {
    /// What is allowed, in words that continue "must be".
    #[must_use]
    pub fn allowed(&self) -> String {
        match self {
            Kind::Text => "text in quotes".to_owned(),
            Kind::Name => {
                "a name: a letter, then at most 63 letters, digits, `-` or `_`".to_owned()
            }
            Kind::Flag => "true or false".to_owned(),
            Kind::Integer { min, max } => {
                format!("a whole number from {} to {}", grouped(*min), grouped(*max))
            }
            Kind::Number { min, max } => format!("a number from {min} to {max}"),
            Kind::Share => "a share between 0 and 1".to_owned(),
            Kind::Amount => format!("an amount from 0 to {}", grouped(LARGEST_AMOUNT)),
            Kind::Selects(variants) => words(
                &variants
                    .iter()
                    .map(|variant| variant.name)
                    .collect::<Vec<_>>(),
            ),
            Kind::Choice(choices) => {
                words(&choices.iter().map(|(word, _)| *word).collect::<Vec<_>>())
            }
            Kind::Shares => "a list of shares, each between 0 and 1".to_owned(),
            Kind::Amounts => format!(
                "a list of amounts, each from 0 to {}",
                grouped(LARGEST_AMOUNT)
            ),
            Kind::Numbers => format!(
                "a list of numbers, each from 0 to {}",
                grouped(LARGEST_AMOUNT)
            ),
            Kind::Names => "a list of names".to_owned(),
            Kind::ByName(value) => format!("a table by name, each {}", value.allowed()),
            Kind::List(keys) => {
                let names: Vec<&str> = keys.iter().map(|key| key.name).collect();
                format!("a list of tables with {}", names.join(", "))
            }
            Kind::ListOrWord { words, keys } => format!(
                "{}, or {}",
                Kind::Choice(words).allowed(),
                Kind::List(keys).allowed()
            ),
            Kind::Table(_) => "a table".to_owned(),
        }
    }
}

/// A whole number with commas between thousands, for people.
#[must_use]
pub fn grouped(number: i64) -> String {
    let digits = number.unsigned_abs().to_string();
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    if number < 0 { format!("-{text}") } else { text }
}

/// Words for a sentence: `"a", "b" or "c"`.
#[must_use]
pub fn words(words: &[&str]) -> String {
    let quoted: Vec<String> = words.iter().map(|word| format!("\"{word}\"")).collect();
    match quoted.as_slice() {
        [] => String::new(),
        [only] => only.clone(),
        [first @ .., last] => format!("{} or {last}", first.join(", ")),
    }
}
