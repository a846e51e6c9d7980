//! The report on paper: no navigation, the tables a reader needs, nothing cut.

use serde_json::json;

use crate::browser::Browser;
use crate::hold_every_report;

/// What is left of A4 between margins of 12 mm, in CSS pixels.
const SHEET: u32 = 703;

#[test]
fn paper_shows_what_it_must_and_cuts_nothing() {
    hold_every_report(|browser, _| {
        browser.medium("print", "light");
        browser.width(SHEET);
        let mut found = browser.faults(include_str!("paper.js"));
        browser.forget_emulation();
        let pages = pages(browser);
        // The shortest report fills a page or two, the longest is no book.
        if !(1..=60).contains(&pages) {
            found.push(format!("{pages} pages"));
        }
        found
    });
}

/// Prints the page and counts the sheets.
fn pages(browser: &Browser) -> usize {
    let printed = browser.command(
        "print",
        &json!({"page": {"width": 21.0, "height": 29.7}, "background": true}),
    );
    let file = decoded(printed.as_str().expect("a print is base64"));
    assert!(file.starts_with(b"%PDF-"), "a print is a PDF");
    let page = b"/Type /Page\n";
    file.windows(page.len()).filter(|part| part == page).count()
}

/// The bytes behind base64.
fn decoded(text: &str) -> Vec<u8> {
    let value = |letter: u8| match letter {
        b'A'..=b'Z' => letter - b'A',
        b'a'..=b'z' => letter - b'a' + 26,
        b'0'..=b'9' => letter - b'0' + 52,
        b'+' => 62,
        _ => 63,
    };
    let letters: Vec<u8> = text.bytes().filter(|letter| *letter != b'=').collect();
    letters
        .chunks(4)
        .flat_map(|four| {
            let bits = four
                .iter()
                .enumerate()
                .fold(0_u32, |bits, (place, letter)| {
                    bits | u32::from(value(*letter)) << (18 - 6 * place)
                });
            bits.to_be_bytes()[1..four.len()].to_vec()
        })
        .collect()
}
