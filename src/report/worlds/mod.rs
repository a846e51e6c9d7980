//! The same plans in several worlds: what was found in each, side by side, so that a reader
//! sees which findings hang on the story of one world.

pub mod finding;
mod manifest;
mod page;
mod table;

pub use manifest::WorldsManifest;

use super::folder::{Folder, FolderError};
use super::format::Format;
use super::read_back::{self, Tables};
use super::{Charts, READABLE, chart, draw};
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
    worlds: &[World],
    charts: Charts,
    format: Format,
    manifest: &WorldsManifest,
) -> Result<(), FolderError> {
    let subject = &worlds[0].results.subject;
    let table = table::worlds(worlds);
    let bytes = format.bytes(&table, &subject.currency);
    folder.write(&format.file(table.name), &bytes)?;
    let drawn = match charts {
        Charts::Drawn => {
            let mut files = Tables::default();
            files.files.insert(table.name, table.csv(&subject.currency));
            let read = read_back::worlds(subject, &files).expect(READABLE);
            chart::worlds(&finding::findings(&read), subject)
        }
        Charts::LeftOut => None,
    };
    draw(&mut folder, "charts/", drawn.as_slice())?;
    let found = finding::findings(worlds);
    let page = page::page(worlds, found, drawn.as_ref(), manifest);
    folder.write("report.html", page.as_bytes())?;
    folder.finish_with(|outputs| manifest.file(outputs))
}
