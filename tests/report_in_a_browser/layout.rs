//! Nothing overflows, at the width of a desk and of a phone.

use crate::hold_every_report;

#[test]
fn charts_are_seen_whole_and_no_page_scrolls_sideways() {
    hold_every_report(|browser, _| {
        let mut found = Vec::new();
        for width in [1280, 390] {
            browser.width(width);
            let faults = browser.faults(include_str!("layout.js")).into_iter();
            found.extend(faults.map(|fault| format!("at {width} px, {fault}")));
        }
        found
    });
}
