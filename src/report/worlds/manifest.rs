//! The manifest over several worlds. Each world's folder has the recipe of its own; this one
//! says which worlds there are and holds the hash of every world's manifest.

use serde::{Deserialize, Serialize};

use crate::report::manifest::{Hashes, json, with_outputs};

/// The recipe of a run of several worlds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WorldsManifest {
    /// Hashes of the files the scenarios were read from, by name.
    pub inputs: Hashes,
    /// What the worlds are called together.
    pub name: String,
    /// The `--set` options as typed, in their order.
    pub overrides: Vec<String>,
    /// The question asked of all of them.
    pub title: String,
    /// The version of the program.
    pub version: String,
    /// The worlds in their order: each has a folder with its own manifest.
    pub worlds: Vec<String>,
}

impl WorldsManifest {
    /// The file: the recipe and the hash of every output but the manifest itself.
    pub(super) fn file(&self, outputs: &Hashes) -> String {
        with_outputs(self, outputs)
    }

    /// The recipe alone.
    pub(super) fn recipe(&self) -> String {
        json(self)
    }
}
