//! What pages that show findings of the program share: the marks between which a finding
//! stands, figures as pages write them, and whether to run in full.

use std::env;

/// Where a finding begins and ends on a page.
const FROM: &str = "<!-- finding -->\n";
const TO: &str = "<!-- /finding -->";

/// Whether pages are to be written anew.
pub fn is_update() -> bool {
    env::var_os("UPDATE_GALLERY").is_some()
}

/// Whether everything runs in full rather than at a small size.
pub fn is_full() -> bool {
    is_update() || env::var("DOWNLINE_GALLERY").is_ok_and(|size| size == "full")
}

/// The page with this finding in place of its own.
pub fn with_finding(name: &str, page: &str, finding: &str) -> String {
    let (before, rest) = page
        .split_once(FROM)
        .unwrap_or_else(|| panic!("{name}: no finding"));
    let (_, after) = rest
        .split_once(TO)
        .unwrap_or_else(|| panic!("{name}: no end of finding"));
    format!("{before}{FROM}{finding}{TO}{after}")
}

/// `41.9 % (41.7 to 42.1)` of a mean and its interval.
pub fn share(mean: &str, low: &str, high: &str) -> String {
    let percent = |text: &str| -> String {
        text.parse().map_or_else(
            |_| String::new(),
            |share: f64| signed(format!("{:.1}", 100.0 * share)),
        )
    };
    match (percent(mean), percent(low), percent(high)) {
        (mean, ..) if mean.is_empty() => "–".to_owned(),
        (mean, low, high) if low == high => format!("{mean} %"),
        (mean, low, high) => format!("{mean} % ({low} to {high})"),
    }
}

/// `−18.18 (−18.50 to −17.86)` of a mean and its interval.
pub fn amount(mean: &str, low: &str, high: &str) -> String {
    let plain = |text: &str| {
        let number = text.parse::<f64>().unwrap_or(0.0);
        signed(format!("{number:.2}"))
    };
    match (plain(mean), plain(low), plain(high)) {
        (mean, low, high) if low == high => mean,
        (mean, low, high) => format!("{mean} ({low} to {high})"),
    }
}

/// With a proper minus sign, and none before nothing.
pub fn signed(number: String) -> String {
    match number.strip_prefix('-') {
        Some(size) if size.chars().all(|digit| matches!(digit, '0' | '.')) => size.to_owned(),
        Some(size) => format!("−{size}"),
        None => number,
    }
}
