//! The manifest of an answer: what is needed to ask the same question again.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::report::manifest::{Hashes, inputs_with, json, with_outputs};
use crate::scenario::Written;
use crate::what_if::case::Case;

/// The recipe of a question.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuestionManifest {
    /// The command.
    pub command: String,
    /// Hashes of the files the scenario was read from, by name.
    pub inputs: Hashes,
    /// The `--set` options as typed, in their order.
    pub overrides: Vec<String>,
    /// What was asked: the command's own options, by name, as they are typed.
    pub question: BTreeMap<String, Vec<String>>,
    /// How many replications were simulated at every point.
    pub replications: u32,
    /// The scenario before anything is varied, every default filled in, as TOML.
    pub scenario: String,
    /// The same as it was written, before the overrides: what is varied.
    pub written: Written,
    /// The seed of all luck.
    pub seed: u64,
    /// The version of the program.
    pub version: String,
}

impl QuestionManifest {
    /// The recipe of a question about a case.
    #[must_use]
    pub fn of(
        command: &str,
        case: &Case,
        question: BTreeMap<String, Vec<String>>,
    ) -> QuestionManifest {
        QuestionManifest {
            command: command.to_owned(),
            inputs: inputs_with(
                case.sources(),
                case.network().map_or(&[], std::slice::from_ref),
            ),
            overrides: case.overrides().to_vec(),
            question,
            replications: case.scenario().replications,
            scenario: case.resolved().to_owned(),
            seed: case.scenario().seed,
            written: case.base().written(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
        }
    }

    /// The recipe alone.
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
