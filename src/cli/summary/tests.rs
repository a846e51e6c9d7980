//! What a user sees, for one plan, two, eight and far too many.

use super::*;
use crate::report::fixture;
use crate::study::results::Unit;

fn files() -> SummaryFiles {
    SummaryFiles {
        folder: "output/ebook".to_owned(),
        charts: true,
        format: Format::Csv,
    }
}

fn plain(results: &Results) -> String {
    let text = text(results, &files(), Ink::Plain);
    let lines: Vec<&str> = text.lines().collect();
    assert!(lines.len() <= HEIGHT, "{} lines\n{text}", lines.len());
    for line in lines {
        assert!(line.chars().count() <= WIDTH, "too wide: {line}");
    }
    text
}

#[test]
fn two_plans_stand_side_by_side() {
    insta::assert_snapshot!(plain(&fixture::results(2)));
}

#[test]
fn one_plan_is_compared_with_nothing() {
    insta::assert_snapshot!(plain(&fixture::results(1)));
}

#[test]
fn eight_plans_are_listed() {
    insta::assert_snapshot!(plain(&fixture::results(8)));
}

#[test]
fn every_number_of_plans_fits_the_screen() {
    for plans in 1..30 {
        plain(&fixture::results(plans));
    }
}

#[test]
fn one_history_has_no_intervals() {
    let mut results = fixture::results(2);
    results.subject.replications = 1;
    for row in &mut results.summary {
        (row.estimate.low, row.estimate.high) = (None, None);
    }
    let text = plain(&results);
    assert!(text.contains("One simulated history"));
    assert!(text.contains("intervals need at least two"));
    assert!(text.contains(" referral "), "names are not cut\n{text}");
}

#[test]
fn long_names_and_large_amounts_still_fit() {
    for plans in [2, 3, 8] {
        let mut results = fixture::results(plans);
        results.subject.title = "Who profits? ".repeat(9);
        for row in &mut results.summary {
            if row.unit == Unit::Amount {
                row.estimate = fixture::estimate(-98_765_432_109_876.0, 12_345_678_901.0);
            }
            row.plan = format!("a-very-long-name-of-a-plan-{}", row.plan);
        }
        for row in &mut results.comparison {
            row.plan = format!("a-very-long-name-of-a-plan-{}", row.plan);
        }
        for plan in &mut results.subject.plans {
            plan.name = format!("a-very-long-name-of-a-plan-{}", plan.name);
        }
        plain(&results);
    }
}

#[test]
fn with_retail_margin_the_shares_are_of_gross() {
    let mut results = fixture::results(2);
    results.subject.pays_margin = true;
    let text = plain(&results);
    assert!(text.contains("share of participants' commissions and margin"));
    assert!(text.contains("10.9 %"), "early10_share_gross\n{text}");
}

#[test]
fn what_was_not_measured_is_a_dash() {
    let mut results = fixture::results(2);
    results.summary.clear();
    assert!(plain(&results).contains('–'));
}

#[test]
fn a_long_path_is_whole_on_a_line_of_its_own() {
    let files = SummaryFiles {
        folder: format!("output/{}", "x".repeat(50)),
        charts: true,
        format: Format::Csv,
    };
    let text = text(&fixture::results(2), &files, Ink::Plain);
    let report = format!("Report: {}/report.html", files.folder);
    assert!(text.lines().any(|line| line == report), "{text}");
}

#[test]
fn notes_are_told_and_cannot_steer_the_terminal() {
    for plans in [1, 2, 3, 8] {
        let mut results = fixture::results(plans);
        results.subject.title = "\u{1b}[2JWho\u{202e}?".to_owned();
        results.subject.notes = (1..=4)
            .map(|number| format!("`mlm` {number}: {}\u{7}", "a level was dropped, ".repeat(9)))
            .collect();
        let text = plain(&results);
        assert!(text.contains("Note: `mlm` 1:"), "{text}");
        assert!(text.contains("more in the notes of the report"));
        let steers = |letter: char| letter.is_control() && letter != '\n' || letter == '\u{202e}';
        assert!(!text.contains(steers), "{text}");
    }
}

#[test]
fn an_order_that_depends_on_the_use_value_is_flagged() {
    let mut results = fixture::results(2);
    for row in &mut results.summary {
        if row.metric == "share_profit_use100" && row.plan == "mlm" {
            row.estimate.mean = Some(0.7);
        }
        if ["share_zero", "mean_time_cost"].contains(&row.metric) {
            row.estimate.mean = Some(0.0);
        }
    }
    results.subject.count_founders = true;
    let text = plain(&results);
    assert!(
        text.contains("Mind: Which plan leaves more participants in profit"),
        "{text}"
    );
}
