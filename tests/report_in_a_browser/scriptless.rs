//! Without scripts all that is said is still said.

use serde_json::json;

use crate::browser::Browser;
use crate::hold_every_report;

#[test]
fn nothing_is_missing_without_scripts() {
    hold_every_report(|browser, report| {
        let with = words(browser);
        browser.devtools(
            "Emulation.setScriptExecutionDisabled",
            &json!({"value": true}),
        );
        browser.open(&report.page());
        let without = words(browser);
        let mut found = Vec::new();
        if with != without {
            found.push(format!(
                "{} characters with scripts, {} without",
                with.len(),
                without.len()
            ));
        }
        if buttons(browser) != 0 {
            found.push("buttons that do nothing".to_owned());
        }
        found
    });
}

/// All words that can be seen, every table opened.
fn words(browser: &Browser) -> String {
    let script = "for (const one of document.querySelectorAll('details')) one.open = true;\
                  document.body.innerText";
    let text = evaluated(browser, script);
    let text = text.as_str().expect("words are text");
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn buttons(browser: &Browser) -> u64 {
    evaluated(browser, "document.querySelectorAll('button').length")
        .as_u64()
        .expect("a number of buttons")
}

/// The value of an expression, which the browser's tools find even where scripts are off.
fn evaluated(browser: &Browser, expression: &str) -> serde_json::Value {
    let mut answer = browser.devtools("Runtime.evaluate", &json!({"expression": expression}));
    answer["result"]["value"].take()
}
