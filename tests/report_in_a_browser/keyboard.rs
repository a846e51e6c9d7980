//! Everything can be reached and opened without a mouse, and is seen when it is.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::browser::{Browser, ENTER, SPACE, TAB};
use crate::hold_every_report;

#[test]
fn tab_comes_by_everything_and_shows_where_it_is() {
    hold_every_report(|browser, _| {
        browser.run(include_str!("focus.js"));
        let reachable = browser.run("return window.reachable();");
        let expected: BTreeSet<&str> = strings(&reachable).collect();
        let mut found = Vec::new();
        let mut reached = BTreeSet::new();
        // A browser may stop at scrolled areas too; a focus that never leaves is a trap.
        for step in 0..=2 * expected.len() {
            browser.press(TAB);
            let focus = browser.run("return window.focused();");
            let Some(name) = focus["name"].as_str() else {
                break;
            };
            if step == 0 && !name.contains("a.skip") {
                found.push(format!("the first stop is {name}"));
            }
            if step == 2 * expected.len() {
                found.push(format!("the focus never leaves, last {name}"));
            }
            if let Some(fault) = focus["fault"].as_str() {
                found.push(format!("{name}: {fault}"));
            }
            reached.insert(name.to_owned());
        }
        let missed = expected.iter().filter(|name| !reached.contains(**name));
        found.extend(missed.map(|name| format!("{name} is not reached")));
        found
    });
}

fn strings(list: &Value) -> impl Iterator<Item = &str> {
    list.as_array()
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
}

#[test]
fn details_open_and_close_with_the_keyboard() {
    hold_every_report(|browser, _| {
        let open =
            |browser: &Browser| browser.run("return document.querySelector('details').open;");
        browser.run("document.querySelector('summary').focus();");
        let before = open(browser);
        let after = [ENTER, SPACE].map(|key| {
            browser.press(key);
            open(browser)
        });
        if after[0] == before || after[1] != before {
            return vec!["the first details do not open and close".to_owned()];
        }
        Vec::new()
    });
}
