//! `report.html` of an answer: the finding first, then how to read it, then everything it
//! rests on. One file that opens offline.

use askama::Template;

use super::Answer;
use crate::report::definitions;
use crate::report::entry::Entry;
use crate::report::format::Format;
use crate::study::results::{Results, Subject};

#[derive(Template)]
#[template(path = "what_if.html")]
struct Page<'a> {
    answer: &'a Answer<'a>,
    subject: &'a Subject,
    style: &'static str,
    script: &'static str,
    format: Format,
    tables: Vec<Entry<'a>>,
    limits: Vec<String>,
    manifest: String,
}

/// The page.
pub(super) fn page(answer: &Answer<'_>, format: Format) -> String {
    let subject = &answer.subject;
    let page = Page {
        answer,
        subject,
        style: include_str!("../templates/style.css"),
        script: include_str!("../templates/sort.js"),
        format,
        tables: answer
            .tables
            .iter()
            .filter(|table| !table.is_empty())
            .map(|table| Entry::of(table, subject))
            .collect(),
        limits: definitions::limits(&Results::empty(subject.clone())),
        manifest: answer.manifest.recipe(),
    };
    page.render().expect("text is written to memory")
}
