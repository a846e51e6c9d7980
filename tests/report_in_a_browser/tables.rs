//! Tables sort by mouse and by keyboard.

use serde_json::json;

use crate::browser::{Browser, ENTER, SPACE};
use crate::hold_every_report;

#[test]
fn every_column_of_every_table_sorts() {
    hold_every_report(|browser, _| browser.faults(include_str!("tables.js")));
}

/// The second column of the first table, as mouse and keyboard find it.
const HEADING: &str = "table.data th:nth-child(2) button";

#[test]
fn a_heading_answers_to_the_mouse_and_to_the_keyboard() {
    hold_every_report(|browser, report| {
        // The page of several worlds has no table of data.
        if report.name == "robustness" {
            return Vec::new();
        }
        browser.run("document.querySelector('table.data').closest('details').open = true;");
        let mut found = vec![sorted(browser)];
        browser.click(HEADING);
        found.push(sorted(browser));
        browser.run(&format!("document.querySelector('{HEADING}').focus();"));
        for key in [ENTER, SPACE] {
            browser.press(key);
            found.push(sorted(browser));
        }
        let expected = [
            json!(null),
            json!("ascending"),
            json!("descending"),
            json!(null),
        ];
        if found == expected {
            Vec::new()
        } else {
            vec![format!("click, Enter, Space: {found:?}")]
        }
    });
}

fn sorted(browser: &Browser) -> serde_json::Value {
    browser.run(&format!(
        "return document.querySelector('{HEADING}').closest('th').getAttribute('aria-sort');"
    ))
}
