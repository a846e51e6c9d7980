//! The report as its readers have it: opened in a headless Chromium, at the width of a desk
//! and of a phone, in light and dark, with mouse and keyboard, on paper and without scripts.
//!
//! Needs `chromium` and `chromedriver`. Where they are missing the tests say that they were
//! skipped and pass; with `DOWNLINE_BROWSER=required` they fail.

mod browser;
mod contrast;
mod http;
mod keyboard;
mod layout;
mod paper;
mod reports;
mod scriptless;
mod structure;
mod tables;

use browser::Browser;
use reports::{REPORTS, Report};

/// Opens every report in turn and fails with all that `faults` finds, or with what the
/// browser's console says.
fn hold_every_report(faults: impl Fn(&Browser, &Report) -> Vec<String>) {
    let Some(browser) = Browser::start() else {
        return;
    };
    let mut found = Vec::new();
    for report in REPORTS.iter() {
        browser.open(&report.page());
        let here = faults(&browser, report).into_iter();
        let here = here.chain(browser.complaints());
        found.extend(here.map(|fault| format!("{}: {fault}", report.name)));
        browser.forget_emulation();
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}
