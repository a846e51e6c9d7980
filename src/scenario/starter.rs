//! The commented file that `downline init` writes: every key with what it means.

use std::fmt::Write;

use super::key::{Default, Key, Kind, PlanLanguage, active_keys};
use super::keys::SECTIONS;

const INTRODUCTION: &str = "\
# A scenario to start from. Lines that begin with `# key = …` show what holds without
# them: take the `#` away and change the value. All numbers here are illustrative.
#
#   downline check FILE     says everything that is wrong with it
#   downline run FILE       runs it
#
# docs/scenario-reference.md lists the keys of the other laws as well.
";

const PLANS: &str = "
# The payout plans, paid on the same networks. Every plan is a list of components.

[[plans]]
name = \"referral\"
title = \"Half of the profit to whoever made the sale\"

[[plans.component]]
type = \"sale_commission\"
rate = 0.50

[[plans]]
name = \"mlm\"
title = \"A quarter to the seller, a quarter to five levels above\"

[[plans.component]]
type = \"sale_commission\"
rate = 0.25

[[plans.component]]
type = \"level_commission\"
rates = [0.10, 0.06, 0.04, 0.03, 0.02]
";

/// What the starter says where a key has no default.
const EXAMPLES: &[(&str, &str)] = &[
    ("scenario.name", "\"my-scenario\""),
    ("scenario.title", "\"Who profits from my plan?\""),
    ("growth.law", "\"fixed\""),
    ("growth.participants", "1000"),
    ("sales.law", "\"funnel\""),
    ("sales.contacts_per_period", "100"),
    ("sales.conversion", "0.03"),
    ("product.price", "20.00"),
    ("product.commissionable", "16.00"),
    ("product.cost_of_goods", "4.00"),
    ("costs.expenses", "10.00"),
    ("company.payout_budget", "0.50"),
];

/// What could be written for keys that hold nothing unless they are.
const OPTIONAL: &[(&str, &str)] = &[
    ("growth.max_recruits", "10"),
    ("growth.arrivals", "[1]"),
    ("market.population", "100000"),
    ("product.wholesale", "15.00"),
    ("quitting.max_tenure", "24"),
    ("product.points", "16"),
    ("comparison.baseline", "\"referral\""),
    ("comparison.large", "20.00"),
];

/// A scenario that loads as it stands, with every key of the laws it uses explained.
#[must_use]
pub fn starter(language: PlanLanguage) -> String {
    let mut file = INTRODUCTION.to_owned();
    for section in SECTIONS {
        let Kind::Table(keys) = section.kind else {
            // What stands in place of a section is for whoever looks it up.
            continue;
        };
        writeln!(file, "\n# {}", section.meaning).expect("writing to text cannot fail");
        writeln!(file, "[{}]", section.name).expect("writing to text cannot fail");
        let keys = active_keys(keys, |key| example(section.name, key).and_then(word));
        for key in keys {
            explained(&mut file, section.name, &key);
        }
    }
    file.push_str(PLANS);
    file.push_str("\n# The types of components:\n");
    for component in language.components {
        writeln!(file, "#   {}: {}", component.name, component.meaning)
            .expect("writing to text cannot fail");
    }
    file
}

/// A key's comment and the key itself, commented out where the default stands.
fn explained(file: &mut String, section: &str, key: &Key) {
    let unit = match key.unit {
        "" => String::new(),
        unit => format!(" [{unit}]"),
    };
    let mut lines = format!("\n# {}{unit}\n", key.meaning);
    for (word, meaning) in words(&key.kind) {
        lines.push_str(&format!("#   \"{word}\": {meaning}\n"));
    }
    let name = key.name;
    let line = match (written(section, name), key.default) {
        (Some(value), _) => format!("{name} = {value}\n"),
        (None, Default::Value("{}")) => table_line(key),
        (None, Default::Value(value)) => format!("# {name} = {value}\n"),
        (None, Default::Absent(meaning)) => {
            let example = OPTIONAL
                .iter()
                .find(|(path, _)| *path == format!("{section}.{name}"))
                .unwrap_or_else(|| panic!("the starter has no example of `{section}.{name}`"))
                .1;
            format!("# {name} = {example} # without it: {meaning}\n")
        }
        (None, Default::Required) => panic!("the starter has no example of `{section}.{name}`"),
    };
    lines.push_str(&line);
    file.push_str(&lines);
}

/// An inner table with its defaults.
fn table_line(key: &Key) -> String {
    let Kind::Table(keys) = key.kind else {
        panic!("`{}` is no table but has a table's default", key.name);
    };
    let mut comments = String::new();
    let mut defaults = Vec::new();
    for inner in keys {
        if let Default::Value(value) = inner.default {
            defaults.push(format!("{} = {value}", inner.name));
        }
        for (word, meaning) in words(&inner.kind) {
            comments.push_str(&format!("#   {} = \"{word}\": {meaning}\n", inner.name));
        }
    }
    format!("{comments}# {} = {{ {} }}\n", key.name, defaults.join(", "))
}

fn words(kind: &Kind) -> Vec<(&'static str, &'static str)> {
    match kind {
        Kind::Selects(variants) => variants
            .iter()
            .map(|variant| (variant.name, variant.meaning))
            .collect(),
        Kind::Choice(choices) => choices.to_vec(),
        _ => Vec::new(),
    }
}

fn written(section: &str, key: &str) -> Option<&'static str> {
    let path = format!("{section}.{key}");
    EXAMPLES
        .iter()
        .find(|(known, _)| *known == path)
        .map(|(_, value)| *value)
}

/// The value a key has in the starter, written or by default.
fn example(section: &str, key: &Key) -> Option<&'static str> {
    written(section, key.name).or(match key.default {
        Default::Value(value) => Some(value),
        Default::Required | Default::Absent(_) => None,
    })
}

/// The text in a quoted value.
fn word(value: &str) -> Option<String> {
    Some(value.strip_prefix('"')?.strip_suffix('"')?.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::LANGUAGE;
    use crate::scenario::load_text;

    #[test]
    fn it_loads_as_it_stands() {
        let loaded = load_text("starter", &starter(LANGUAGE), &[], LANGUAGE)
            .unwrap_or_else(|faults| panic!("{faults}"));
        assert_eq!(loaded.warnings, []);
        assert_eq!(loaded.scenario.plans.len(), 2);
    }

    #[test]
    fn a_default_shown_in_a_comment_is_the_default() {
        let shown = starter(LANGUAGE);
        // Prose and the words of a law are indented or have no ` = `.
        let is_default = |rest: &str| {
            !rest.starts_with(' ') && rest.contains(" = ") && !rest.contains(['…', '#'])
        };
        let uncommented: String = shown
            .lines()
            .map(|line| {
                line.strip_prefix("# ")
                    .filter(|rest| is_default(rest))
                    .unwrap_or(line)
            })
            .flat_map(|line| [line, "\n"])
            .collect();
        let plain = load_text("starter", &shown, &[], LANGUAGE).unwrap();
        let explicit = load_text("starter", &uncommented, &[], LANGUAGE)
            .unwrap_or_else(|faults| panic!("{faults}\n{uncommented}"));
        assert!(
            uncommented.contains("\nseed = 1\n"),
            "defaults were taken out of their comments"
        );
        assert_eq!(explicit.scenario, plain.scenario);
    }
}
