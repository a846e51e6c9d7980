//! Every word stands out from what is behind it, by WCAG 2 AA, in light, dark and print.

use crate::hold_every_report;

#[test]
fn every_word_can_be_read_in_light_dark_and_print() {
    hold_every_report(|browser, _| {
        browser.run("for (const one of document.querySelectorAll('details')) one.open = true;");
        let mut found = Vec::new();
        for (medium, scheme) in [("screen", "light"), ("screen", "dark"), ("print", "light")] {
            browser.medium(medium, scheme);
            let faults = browser.faults(include_str!("contrast.js")).into_iter();
            found.extend(faults.map(|fault| format!("{medium}, {scheme}: {fault}")));
        }
        found
    });
}
