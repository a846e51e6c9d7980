//! The same plans in several worlds: what was found in each, side by side, so that a reader
//! sees which findings hang on the story of one world.

pub mod finding;
mod manifest;
mod page;
mod table;

pub use manifest::WorldsManifest;

use super::folder::{Folder, FolderError};
use super::{Charts, chart, draw};
use crate::study::results::Results;

/// A world and what was found in it.
#[derive(Clone, Debug)]
pub struct World {
    /// Its name, and its folder's.
    pub name: String,
    /// What was found: its subject, the summary and the comparison. The other tables stand
    /// in the world's own folder.
    pub results: Results,
}

impl World {
    /// Keeps of a study what is compared between worlds.
    #[must_use]
    pub fn of(results: Results) -> World {
        World {
            name: results.subject.name.clone(),
            results: Results {
                summary: results.summary,
                comparison: results.comparison,
                ..Results::empty(results.subject)
            },
        }
    }
}

/// Writes what is said of all worlds together, over the folders of each, and puts the whole
/// into place.
///
/// # Errors
///
/// [`FolderError::Write`]; nothing is left behind then.
///
/// # Panics
///
/// If there is no world.
pub fn write(
    mut folder: Folder,
    title: &str,
    worlds: &[World],
    charts: Charts,
    manifest: &WorldsManifest,
) -> Result<(), FolderError> {
    let found = finding::findings(worlds);
    let drawn: Vec<chart::Chart> = match charts {
        Charts::Drawn => chart::worlds(&found, &worlds[0].results.subject),
        Charts::LeftOut => None,
    }
    .into_iter()
    .collect();
    draw(&mut folder, &drawn)?;
    let currency = &worlds[0].results.subject.currency;
    folder.write("worlds.csv", &table::worlds(worlds).csv(currency))?;
    let page = page::page(title, worlds, found, drawn.first(), manifest);
    folder.write("report.html", page.as_bytes())?;
    folder.finish_with(|outputs| manifest.file(outputs))
}
