//! What a user sees, for one plan, two, eight and far too many.

use super::*;
use crate::report::fixture;
use crate::study::results::Unit;

fn files() -> SummaryFiles {
    SummaryFiles {
        folder: "output/ebook".to_owned(),
        charts: true,
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
    assert!(text.contains("share of commissions and retail margin"));
    assert!(text.contains("10.9 %"), "early10_share_gross\n{text}");
}

#[test]
fn what_was_not_measured_is_a_dash() {
    let mut results = fixture::results(2);
    results.summary.clear();
    assert!(plain(&results).contains('–'));
}
