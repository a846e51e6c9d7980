//! The reference page of scenario files, made from the key table.

use std::fmt::Write;

use super::key::{Default, Key, Kind, PlanLanguage};
use super::keys::{self, EXTENDS, SECTIONS};

const INTRODUCTION: &str = "\
# Scenario files

<!-- Made from the key table; `UPDATE_DOCS=1 cargo test the_reference` writes it anew. -->

A scenario is a TOML file: what happens, and the plans that are paid on it.
`downline init` writes one to start from, `downline check FILE` says everything that is
wrong with one, `downline check --resolved FILE` prints it with nothing left to default.

**Numbers are exact.** Amounts, shares and other decimals are TOML numbers or text
(`0.05` or `\"0.05\"`) and never pass through floating point. An amount has at most the
decimals of the currency, a share at most nine.

**Unknown keys are errors**, and so are keys of a law that was not chosen.

**From the command line**, `--set key.path=value` changes any key, as often as needed:
`--set sales.conversion=0.02`. The value is a TOML value; a bare word is text. Into
lists it goes by index from 0, to plans by name, to components by id:
`--set plans.mlm.component.level_commission.rates=[0.1,0.05]`.

";

/// The reference page, with the components a plan may have.
#[must_use]
pub fn markdown(language: PlanLanguage) -> String {
    let mut page = INTRODUCTION.to_owned();
    page.push_str("## At the top of the file\n\n");
    table(&mut page, &[EXTENDS]);
    for section in SECTIONS {
        let (title, keys) = match section.kind {
            Kind::List(keys) => (format!("## `[[{}]]`", section.name), keys),
            Kind::Table(keys) => (format!("## `[{}]`", section.name), keys),
            _ => continue,
        };
        heading(&mut page, &title, section.meaning);
        table(&mut page, keys);
    }
    heading(
        &mut page,
        "## `[[worlds]]`",
        "The same plans in several worlds, each run by itself and compared with the others \
         (see [robustness.md](robustness.md)). Beside these keys a world has any of the sections \
         above, merged over the scenario's key by key.",
    );
    table(&mut page, keys::worlds::WORLD);
    heading(
        &mut page,
        "## `[[plans]]`",
        "The payout plans, paid on the same networks. At least one.",
    );
    let mut plan = keys::plans::plan(language);
    plan.push(keys::plans::FILE);
    table(&mut page, &plan);
    heading(
        &mut page,
        "## `[[plans.component]]`",
        "What a plan pays and charges, rule by rule; `[[component]]` in a plan file. \
         Every component has these keys beside those of its type:",
    );
    table(
        &mut page,
        &without_words(&keys::plans::component(language.components)),
    );
    for component in language.components {
        heading(
            &mut page,
            &format!("### `type = \"{}\"`", component.name),
            component.meaning,
        );
        table(&mut page, component.keys);
    }
    heading(
        &mut page,
        "## `[[plans.settlement]]`",
        "What is cut, held back and carried between earning and paying; `[[settlement]]` in a plan file. \
         Steps are taken in the order of plans.md §4 whatever their order in the file.",
    );
    for settlement in language.settlements {
        heading(
            &mut page,
            &format!("### `type = \"{}\"`", settlement.name),
            settlement.meaning,
        );
        table(&mut page, settlement.keys);
    }
    page.truncate(page.trim_end().len());
    page.push('\n');
    page
}

/// The rows of a table of keys, as on the reference page, for a page of its own.
#[must_use]
pub fn parameters(keys: &[Key]) -> String {
    let mut page = String::new();
    table(&mut page, keys);
    page.truncate(page.trim_end().len());
    page
}

fn heading(page: &mut String, title: &str, meaning: &str) {
    write!(page, "{title}\n\n{meaning}\n\n").expect("writing to text cannot fail");
}

/// The keys of components with the words of `type` left out: each has its own heading.
fn without_words(keys: &[Key]) -> Vec<Key> {
    keys.iter()
        .map(|key| match key.kind {
            Kind::Selects(_) => Key {
                kind: Kind::Text,
                ..*key
            },
            _ => *key,
        })
        .collect()
}

fn table(page: &mut String, keys: &[Key]) {
    page.push_str("| key | allowed | default | unit | meaning |\n|---|---|---|---|---|\n");
    rows(page, "", "", keys);
    page.push('\n');
}

/// One row a key; the keys of inner tables and of laws follow the key that opens them.
fn rows(page: &mut String, prefix: &str, only_with: &str, keys: &[Key]) {
    for key in keys {
        let name = format!("{prefix}{}", key.name);
        row(page, &name, only_with, key);
        match key.kind {
            Kind::Table(inner) | Kind::List(inner) | Kind::ListOrWord { keys: inner, .. } => {
                rows(page, &format!("{name}."), only_with, inner);
            }
            Kind::Selects(variants) => {
                for variant in variants {
                    let condition = format!("Only with `{} = \"{}\"`. ", key.name, variant.name);
                    rows(page, prefix, &condition, variant.keys);
                }
            }
            _ => {}
        }
    }
}

fn row(page: &mut String, name: &str, only_with: &str, key: &Key) {
    let default = match key.default {
        Default::Required => "must be given".to_owned(),
        Default::Absent(meaning) => meaning.to_owned(),
        Default::Value("{}" | "[]") => String::new(),
        Default::Value(text) => format!("`{text}`"),
    };
    let cells = format!(
        "| `{name}` | {} | {default} | {} | {only_with}{}{} |\n",
        key.kind.allowed(),
        key.unit,
        key.meaning,
        word_meanings(&key.kind),
    );
    page.push_str(&cells);
}

fn word_meanings(kind: &Kind) -> String {
    match kind {
        Kind::Selects(variants) => variants
            .iter()
            .map(|variant| format!(" *{}*: {}", variant.name, variant.meaning))
            .collect(),
        Kind::Choice(choices) => choices
            .iter()
            .map(|(word, meaning)| format!(" *{word}*: {meaning}."))
            .collect(),
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::LANGUAGE;
    use crate::scenario::codes;
    use std::{env, fs};

    const PAGE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/scenario-reference.md");

    #[test]
    fn the_reference_in_the_docs_is_that_of_the_key_table() {
        let page = markdown(LANGUAGE);
        if env::var_os("UPDATE_DOCS").is_some() {
            fs::write(PAGE, &page).unwrap();
        }
        assert!(
            fs::read_to_string(PAGE).unwrap_or_default() == page,
            "docs/scenario-reference.md is out of date: run `UPDATE_DOCS=1 cargo test the_reference`"
        );
    }

    #[test]
    fn every_code_is_in_the_list_of_errors() {
        crate::codes::assert_listed(codes::ALL);
    }
}
