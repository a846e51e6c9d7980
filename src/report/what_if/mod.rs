//! Answers to questions of the form "what if …?": tables, charts and a page, in a folder
//! that is whole or absent, and goes on where an interrupted one stopped.

pub mod attribution;
pub mod comparison;
mod drawing;
pub mod luck_shares;
mod manifest;
mod page;
pub mod sensitivity;
pub mod solved;
pub mod sweep;
pub mod tables;
pub mod tornado;

pub use manifest::QuestionManifest;

use std::path::PathBuf;

use super::chart::Chart;
use super::draw;
use super::folder::{Folder, FolderError};
use super::format::Format;
use super::table::Table;
use crate::study::results::Subject;
use crate::what_if::case::Case;

/// Where the tables of the points answered so far stand below what is unfinished.
const SO_FAR: &str = "so-far";

/// What a question came to.
#[derive(Clone, Debug)]
pub struct Answer<'a> {
    /// What was asked, in one line.
    pub title: String,
    /// What was found, a sentence or two each.
    pub findings: Vec<String>,
    /// What a reader must know besides.
    pub notes: Vec<String>,
    /// How to read the figures.
    pub reading: Vec<String>,
    /// The tables, each of which is a file.
    pub tables: Vec<Table<'a>>,
    /// The charts; none where they were not drawn.
    pub charts: Vec<Chart>,
    /// What is studied before anything is varied.
    pub subject: Subject,
    /// The recipe.
    pub manifest: QuestionManifest,
}

/// Sentences that every answer about a case must have.
pub(super) fn notes_on(case: &Case) -> Vec<String> {
    let worlds = case.lists_worlds().then(|| {
        "The scenario lists several worlds. The question is asked of the scenario they are laid \
         over, and of none of them."
            .to_owned()
    });
    worlds.into_iter().collect()
}

/// Writes the tables of what was answered so far into the unfinished folder, where they are
/// replaced by the whole answer. Returns where they are.
///
/// # Errors
///
/// [`FolderError::Write`].
pub fn write_so_far(
    folder: &Folder,
    answer: &Answer<'_>,
    format: Format,
) -> Result<PathBuf, FolderError> {
    let place = folder.partial().join(SO_FAR);
    for table in &answer.tables {
        let bytes = format.bytes(table, &answer.subject.currency);
        folder.write_beside(&format!("{SO_FAR}/{}", format.file(table.name)), &bytes)?;
    }
    Ok(place)
}

/// Writes the answer and puts its folder into place.
///
/// # Errors
///
/// [`FolderError::Write`].
///
/// # Panics
///
/// As [`super::table::Cell::write`], on a value that is not finite.
pub fn write(mut folder: Folder, answer: &Answer<'_>, format: Format) -> Result<(), FolderError> {
    for table in &answer.tables {
        folder.write(
            &format.file(table.name),
            &format.bytes(table, &answer.subject.currency),
        )?;
    }
    draw(&mut folder, "charts/", &answer.charts)?;
    folder.write("report.html", page::page(answer, format).as_bytes())?;
    folder.finish_with(|outputs| answer.manifest.file(outputs))
}
