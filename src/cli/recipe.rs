//! A recipe done again: by the command line it stands for, on the scenario it holds.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::path::Path;
use std::sync::Arc;

use clap::Parser;

use super::arguments::{Again, Arguments, Command, Dealing, Outcome, Running, Simulation};
use super::error::{MergeError, RunError};
use super::job::Job;
use super::live::Ready;
use super::{attribute, explain_variance, pay, sensitivity, solve, sweep, tornado};
use crate::campaign::store::Store;
use crate::hash::sha256;
use crate::observed::read::InputFile;
use crate::plan::LANGUAGE;
use crate::report::manifest::{Hashes, Manifest};
use crate::report::recipe::RunRecipe;
use crate::report::what_if::QuestionManifest;
use crate::scenario;

/// Refuses what another version of the program has made: it may do the same work otherwise.
pub(super) fn check_version(found: &str, path: &Path) -> Result<(), MergeError> {
    let own = env!("CARGO_PKG_VERSION");
    if found == own {
        return Ok(());
    }
    Err(MergeError::OtherVersion {
        path: path.to_owned(),
        found: found.to_owned(),
        own,
    })
}

/// Refuses a network that is not the one whose hash is among these.
pub(super) fn check_network(
    network: Option<&InputFile>,
    inputs: &Hashes,
) -> Result<(), MergeError> {
    match network {
        Some(network) if !inputs.values().any(|hash| *hash == network.sha256) => {
            Err(other_bytes(network.path.display().to_string()))
        }
        _ => Ok(()),
    }
}

fn other_bytes(name: String) -> MergeError {
    MergeError::OtherInput {
        name,
        why: "it has other bytes".to_owned(),
    }
}

/// How the names of inputs begin that are part of the program.
const BUILT_IN: &str = "built-in ";

/// How a recipe is done again.
pub(super) struct Doing<'a> {
    /// Where it was found.
    pub(super) path: &'a Path,
    /// The folder in which files that it names are looked for.
    pub(super) inputs: &'a Path,
    /// All that is known of the answer, where shards are put together.
    pub(super) parts: Option<Arc<Store>>,
    pub(super) threads: Option<u16>,
    pub(super) results: &'a Outcome,
}

impl Doing<'_> {
    /// Asks a question again.
    pub(super) fn ask(
        self,
        recipe: &QuestionManifest,
        out: &mut dyn Write,
    ) -> Result<(), RunError> {
        let no_recipe = || MergeError::NoRecipe(self.path.to_owned());
        let arguments = Arguments::try_parse_from(words(&recipe.command, &recipe.question))
            .map_err(|_| no_recipe())?;
        let mut command = arguments.command.ok_or_else(no_recipe)?;
        let asking = command.asking().ok_or_else(no_recipe)?;
        asking.again = Some(Again {
            recipe: recipe.clone(),
            inputs: self.inputs.to_owned(),
            parts: self.parts.clone(),
        });
        asking.dealing.resume = self.parts.is_some();
        asking.simulation.threads = self.threads;
        asking.simulation.results = self.results.clone();
        match &command {
            Command::Sweep(asked) => sweep::sweep(asked, out),
            Command::Tornado(asked) => tornado::tornado(asked, out),
            Command::Sensitivity(asked) => sensitivity::sensitivity(asked, out),
            Command::Solve(asked) => solve::solve(asked, out),
            Command::Attribute(asked) => attribute::attribute(asked, out),
            Command::ExplainVariance(asked) => explain_variance::explain_variance(asked, out),
            _ => Err(no_recipe().into()),
        }
    }

    /// Pays again, the files having been looked at.
    pub(super) fn pay(
        self,
        manifest: &Manifest,
        options: &BTreeMap<String, Vec<String>>,
        participants: bool,
        out: &mut dyn Write,
    ) -> Result<(), RunError> {
        self.check_inputs(&manifest.inputs)?;
        let mut options = options.clone();
        for option in ["plan", "network", "orders"] {
            for name in options.get_mut(option).into_iter().flatten() {
                let file = self.inputs.join(&*name);
                // A plan of the library has no file.
                if file.is_file() {
                    *name = file.to_string_lossy().into_owned();
                }
            }
        }
        match Arguments::try_parse_from(words("pay", &options)).map(|parsed| parsed.command) {
            Ok(Some(Command::Pay(mut asked))) => {
                asked.threads = self.threads;
                asked.participants = participants;
                asked.results = self.results.clone();
                pay::pay(&asked, out)
            }
            _ => Err(MergeError::NoRecipe(self.path.to_owned()).into()),
        }
    }

    /// Refuses files that are not what they were.
    fn check_inputs(&self, inputs: &Hashes) -> Result<(), MergeError> {
        for (name, hash) in inputs {
            match fs::read(self.inputs.join(name)) {
                Ok(bytes) if sha256(&bytes) == *hash => {}
                Ok(_) => return Err(other_bytes(name.clone())),
                Err(_) if name.starts_with(BUILT_IN) => {}
                Err(cause) => {
                    return Err(MergeError::OtherInput {
                        name: name.clone(),
                        why: cause.to_string(),
                    });
                }
            }
        }
        Ok(())
    }

    /// Runs again.
    pub(super) fn run(self, recipe: RunRecipe, out: &mut dyn Write) -> Result<(), RunError> {
        let running = Running {
            simulation: Simulation {
                overrides: Vec::new(),
                replications: None,
                seed: None,
                threads: self.threads,
                results: self.results.clone(),
            },
            participants: recipe.participants.is_some(),
            precision: recipe.worlds[0].precision.clone(),
            dealing: Dealing::default(),
        };
        let place = self.inputs.join("scenario.toml");
        let mut worlds = Vec::with_capacity(recipe.worlds.len());
        for manifest in &recipe.worlds {
            let name = place.to_string_lossy();
            let loaded = scenario::load_text(&name, &manifest.scenario, &[], LANGUAGE)?;
            let ready = Ready::of(loaded, &running)?;
            check_network(ready.network.as_ref(), &manifest.inputs)?;
            worlds.push(ready);
        }
        Job { worlds, recipe }.run(&running, out)
    }
}

/// The command line that these options stand for.
fn words(command: &str, options: &BTreeMap<String, Vec<String>>) -> Vec<String> {
    let mut words = vec!["downline".to_owned(), command.to_owned()];
    for (option, values) in options {
        words.extend(values.iter().map(|value| match value.as_str() {
            // A flag is said without a value.
            "true" => format!("--{option}"),
            value => format!("--{option}={value}"),
        }));
    }
    words
}
