//! `manifest.json`: what is needed to repeat a run and to check its files, and nothing
//! that changes between equal runs: no time, no machine, no thread count.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::observed::read::InputFile;
use crate::scenario::diagnose::Source;
use crate::study::results::Subject;
use serde::{Deserialize, Serialize};

/// SHA-256 of files by name, in lower-case hexadecimal.
pub type Hashes = BTreeMap<String, String>;

/// The recipe of a run.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// Hashes of the files the scenario was read from, by the name each was given
    /// under.
    pub inputs: Hashes,
    /// The `--set` options as typed, in their order.
    pub overrides: Vec<String>,
    /// `PLAN.METRIC=HALFWIDTH` as typed, if replications were added until that was reached.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub precision: Option<String>,
    /// What was paid and how it was read, if the network is a real one: the options of `pay` as
    /// they are typed, files by their names.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub records: Option<BTreeMap<String, Vec<String>>>,
    /// How many replications were simulated.
    pub replications: u32,
    /// The scenario in full, every default filled in, as TOML.
    pub scenario: String,
    /// The seed of all luck.
    pub seed: u64,
    /// What was studied, as titles and captions say it: charts are drawn again with it.
    pub subject: Subject,
    /// The version of the program.
    pub version: String,
}

/// The hashes of the files a scenario was read from, by file name: folders are facts of
/// the machine. A name that occurs twice gets the number of its occurrence.
#[must_use]
pub fn inputs(sources: &[Arc<Source>]) -> Hashes {
    inputs_with(sources, &[])
}

/// The same with the files of an observed network after them.
#[must_use]
pub fn inputs_with(sources: &[Arc<Source>], records: &[InputFile]) -> Hashes {
    let mut inputs = Hashes::new();
    let sources = sources.iter().map(|file| (&file.path, &file.sha256));
    let records = records.iter().map(|file| (&file.path, &file.sha256));
    for (path, sha256) in sources.chain(records) {
        let name = path.file_name().unwrap_or(path.as_os_str());
        let name = name.to_string_lossy();
        let mut unique = name.to_string();
        let mut occurrence = 1;
        while inputs.contains_key(&unique) {
            occurrence += 1;
            unique = format!("{name} ({occurrence})");
        }
        inputs.insert(unique, sha256.clone());
    }
    inputs
}

impl Manifest {
    /// The recipe alone, as the report embeds it (rulings.md 39): the report cannot hold
    /// its own hash.
    #[must_use]
    pub fn recipe(&self) -> String {
        json(self)
    }

    /// The file: the recipe and the hash of every output but the manifest itself.
    #[must_use]
    pub fn file(&self, outputs: &Hashes) -> String {
        with_outputs(self, outputs)
    }
}

/// A recipe as a file: with the hash of every output but the manifest itself.
pub(super) fn with_outputs(recipe: &impl Serialize, outputs: &Hashes) -> String {
    let mut file = serde_json::json!(recipe);
    file["outputs"] = serde_json::json!(outputs);
    json(&file)
}

/// Keys come out sorted: `serde_json` keeps an object as a sorted map.
pub(super) fn json(value: &impl Serialize) -> String {
    let value = serde_json::json!(value);
    let mut text = serde_json::to_string_pretty(&value).expect("text and numbers only");
    text.push('\n');
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::hash::sha256 as hash;
    use crate::report::fixture;

    fn manifest() -> Manifest {
        Manifest {
            inputs: Hashes::from([("ebook.toml".to_owned(), hash(b""))]),
            overrides: vec!["product.price=\"9.90\"".to_owned()],
            precision: None,
            records: None,
            replications: 200,
            scenario: "[scenario]\nname = \"ebook\"\n".to_owned(),
            seed: u64::MAX,
            subject: fixture::results(2).subject,
            version: "0.1.0".to_owned(),
        }
    }

    #[test]
    fn inputs_are_named_without_their_folders() {
        let source = |path: &str| {
            Arc::new(Source {
                path: path.into(),
                text: String::new(),
                sha256: hash(path.as_bytes()),
            })
        };
        let inputs = inputs(&[
            source("here/plan.toml"),
            source("there/plan.toml"),
            source("built-in ebook"),
        ]);
        let names: Vec<&str> = inputs.keys().map(String::as_str).collect();
        assert_eq!(names, ["built-in ebook", "plan.toml", "plan.toml (2)"]);
        assert_eq!(inputs["plan.toml (2)"], hash(b"there/plan.toml"));
    }

    #[test]
    fn hashes_are_those_of_sha256sum() {
        assert_eq!(
            hash(b"abc"),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        );
    }

    #[test]
    fn the_file_is_the_recipe_and_the_outputs() {
        let outputs = Hashes::from([("summary.csv".to_owned(), hash(b"abc"))]);
        let file: serde_json::Value = serde_json::from_str(&manifest().file(&outputs)).unwrap();
        let mut recipe: serde_json::Value = serde_json::from_str(&manifest().recipe()).unwrap();
        assert_eq!(recipe["seed"].as_u64(), Some(u64::MAX));
        assert_eq!(recipe["overrides"][0], "product.price=\"9.90\"");
        assert!(recipe.get("outputs").is_none());
        recipe["outputs"] = serde_json::json!({ "summary.csv": hash(b"abc") });
        assert_eq!(file, recipe);
    }

    #[test]
    fn keys_are_sorted_and_nothing_but_the_recipe_is_told() {
        let text = manifest().file(&Hashes::new());
        let keys: Vec<&str> = text
            .lines()
            .filter_map(|line| line.strip_prefix("  \""))
            .map(|line| line.split('"').next().unwrap())
            .collect();
        assert_eq!(
            keys,
            [
                "inputs",
                "outputs",
                "overrides",
                "replications",
                "scenario",
                "seed",
                "subject",
                "version"
            ]
        );
    }
}
