//! What a screen reader is told, what the page refers to, and how large it is.

use std::fs;

use serde_json::{Value, json};

use crate::browser::Browser;
use crate::hold_every_report;
use crate::reports::Report;

/// What may stand in one file that opens at once on any machine.
const LARGEST: u64 = 3_000_000;

/// Roles that say nothing without a name.
const NAMED: [&str; 7] = [
    "button",
    "heading",
    "image",
    "link",
    "navigation",
    "region",
    "table",
];

#[test]
fn headings_tables_and_charts_have_names_in_order() {
    hold_every_report(|browser, _| {
        let mut found = browser.faults(include_str!("structure.js"));
        browser.run("for (const one of document.querySelectorAll('details')) one.open = true;");
        found.extend(nameless(browser));
        found
    });
}

/// What the browser tells a screen reader of without being able to say what it is.
fn nameless(browser: &Browser) -> Vec<String> {
    let tree = browser.devtools("Accessibility.getFullAXTree", &json!({}));
    let nodes = tree["nodes"].as_array().expect("a tree is a list of nodes");
    let told: Vec<(&str, &str)> = nodes
        .iter()
        .filter(|node| node["ignored"] == json!(false))
        .filter_map(|node| {
            let name = node["name"]["value"].as_str().unwrap_or_default();
            Some((node["role"]["value"].as_str()?, name))
        })
        .collect();
    let role = |wanted: &str| told.iter().filter(|(role, _)| *role == wanted).count();
    let mut found: Vec<String> = told
        .iter()
        .filter(|(role, name)| NAMED.contains(role) && name.trim().is_empty())
        .map(|(role, _)| format!("a screen reader finds a {role} without a name"))
        .collect();
    let drawn = browser.run("return document.querySelectorAll('.drawing svg').length;");
    let images = json!(role("image"));
    if images != drawn {
        found.push(format!("{drawn} charts, of which it is told of {images}"));
    }
    let tables = browser.run("return document.querySelectorAll('table').length;");
    if json!(role("table")) != tables {
        found.push(format!(
            "{tables} tables, of which it is told of {}",
            role("table")
        ));
    }
    found
}

#[test]
fn the_page_is_small_and_refers_to_nothing_but_the_files_beside_it() {
    hold_every_report(|browser, report| {
        let size = fs::metadata(report.page()).unwrap().len();
        let mut found = Vec::new();
        if size >= LARGEST {
            found.push(format!("{size} bytes"));
        }
        let asked = browser.run("return performance.getEntriesByType('resource').length;");
        if asked != 0 {
            found.push(format!("{asked} requests"));
        }
        found.extend(astray(browser, report));
        found
    });
}

/// References to anything but a place on the page or a file beside it.
fn astray(browser: &Browser, report: &Report) -> Vec<String> {
    let script = "return [...document.querySelectorAll('*')].flatMap((element) => \
                  ['src', 'href', 'srcset', 'action', 'data', 'poster'] \
                  .map((name) => element.getAttribute(name)).filter((value) => value !== null));";
    let references = browser.run(script);
    let references = references.as_array().expect("a list of references");
    references
        .iter()
        .filter_map(Value::as_str)
        .filter(|reference| match reference.strip_prefix('#') {
            Some(place) => {
                let found = format!("return document.getElementById('{place}') !== null;");
                browser.run(&found) != true
            }
            None => !report.folder.join(reference).is_file(),
        })
        .map(|reference| format!("{reference} leads nowhere"))
        .collect()
}
