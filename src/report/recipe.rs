//! Recipes: all that is needed to do a piece of work again, as its parts carry it and as the
//! manifest of its result tells it.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::format::Format;
use super::manifest::Manifest;
use super::what_if::QuestionManifest;
use super::worlds::WorldsManifest;
use crate::study::shelf::Unit;

/// The recipe of a `run`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "command", rename = "run", deny_unknown_fields)]
pub struct RunRecipe {
    /// World by world; one that is not compared with others is alone.
    pub worlds: Vec<Manifest>,
    /// How several worlds are told together.
    pub together: Option<WorldsManifest>,
    /// The format of the participants' files, if they are written.
    pub participants: Option<Format>,
}

/// The recipe of any work that can be dealt out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Recipe {
    /// Of a `run`.
    Run(RunRecipe),
    /// Of a question.
    Question(QuestionManifest),
}

impl Recipe {
    /// Reads the recipe that a part carries; `None` if it is none.
    #[must_use]
    pub fn read(value: &Value) -> Option<Recipe> {
        match value.get("command")?.as_str()? {
            "run" => {
                let recipe: RunRecipe = serde_json::from_value(without(value, "command")).ok()?;
                recipe.is_sound().then_some(Recipe::Run(recipe))
            }
            _ => serde_json::from_value(value.clone())
                .ok()
                .map(Recipe::Question),
        }
    }

    /// As a part carries it.
    #[must_use]
    pub fn write(&self) -> Value {
        match self {
            Recipe::Run(recipe) => serde_json::json!(recipe),
            Recipe::Question(recipe) => serde_json::json!(recipe),
        }
    }

    /// Whether the text of a `manifest.json` is that of a result of just this work.
    #[must_use]
    pub fn is_of_result(&self, manifest: &str) -> bool {
        let Ok(value) = serde_json::from_str::<Value>(manifest) else {
            return false;
        };
        let value = without_outputs(&value);
        match self {
            Recipe::Run(recipe) => recipe.is_of_result(value),
            Recipe::Question(recipe) => serde_json::json!(recipe) == value,
        }
    }
}

impl RunRecipe {
    /// What a result is called.
    #[must_use]
    pub fn name(&self) -> &str {
        match &self.together {
            Some(together) => &together.name,
            None => &self.worlds[0].subject.name,
        }
    }

    /// How many replications all worlds have; `None` if they are more than can be counted.
    #[must_use]
    pub fn units(&self) -> Option<Unit> {
        let mut worlds = self.worlds.iter();
        worlds.try_fold(0, |units: Unit, world| {
            units.checked_add(world.replications)
        })
    }

    /// Whether there is anything to be made of it.
    fn is_sound(&self) -> bool {
        let sound = |world: &Manifest| {
            let subject = &world.subject;
            subject.baseline < subject.plans.len() && subject.replications == world.replications
        };
        let alone = self.together.is_none();
        !self.worlds.is_empty()
            && (self.worlds.len() == 1 || !alone)
            && self.worlds.iter().all(sound)
    }

    fn is_of_result(&self, manifest: Value) -> bool {
        if let Some(together) = &self.together {
            return serde_json::json!(together) == manifest;
        }
        let Ok(mut found) = serde_json::from_value::<Manifest>(manifest) else {
            return false;
        };
        // What is only known when all is done.
        let asked = &self.worlds[0];
        found.subject = asked.subject.clone();
        if asked.precision.is_some() {
            found.replications = asked.replications;
            found.scenario.clone_from(&asked.scenario);
        }
        found == *asked
    }
}

/// The recipe that a manifest tells: all of it but the hashes of its outputs.
#[must_use]
pub fn without_outputs(manifest: &Value) -> Value {
    without(manifest, "outputs")
}

fn without(value: &Value, key: &str) -> Value {
    let mut value = value.clone();
    if let Some(map) = value.as_object_mut() {
        map.remove(key);
    }
    value
}
