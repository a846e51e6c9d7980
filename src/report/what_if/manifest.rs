//! The manifest of an answer: what is needed to ask the same question again.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::report::manifest::{Hashes, inputs_with, json, with_outputs};
use crate::what_if::case::Case;

/// The recipe of a question.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct QuestionManifest {
    /// The command.
    pub command: &'static str,
    /// Hashes of the files the scenario was read from, by name.
    pub inputs: Hashes,
    /// The `--set` options as typed, in their order.
    pub overrides: Vec<String>,
    /// What was asked: the command's own options, by name.
    pub question: BTreeMap<&'static str, Vec<String>>,
    /// How many replications were simulated at every point.
    pub replications: u32,
    /// The scenario before anything is varied, every default filled in, as TOML.
    pub scenario: String,
    /// The seed of all luck.
    pub seed: u64,
    /// The version of the program.
    pub version: &'static str,
}

impl QuestionManifest {
    /// The recipe of a question about a case.
    #[must_use]
    pub fn of(
        command: &'static str,
        case: &Case,
        question: BTreeMap<&'static str, Vec<String>>,
    ) -> QuestionManifest {
        QuestionManifest {
            command,
            inputs: inputs_with(
                case.sources(),
                case.network().map_or(&[], std::slice::from_ref),
            ),
            overrides: case.overrides().to_vec(),
            question,
            replications: case.scenario().replications,
            scenario: case.resolved().to_owned(),
            seed: case.scenario().seed,
            version: env!("CARGO_PKG_VERSION"),
        }
    }

    /// The recipe alone, which also tells one question from another.
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
