//! The page is whole, holds no foreign matter, and can be found one's way around in.

use std::collections::BTreeSet;

use super::*;
use crate::report::manifest::Hashes;
use crate::report::{fixture, tables};

fn manifest() -> Manifest {
    Manifest {
        inputs: Hashes::new(),
        overrides: vec![],
        precision: None,
        records: None,
        replications: 500,
        scenario: "[scenario]\nname = \"<ebook>\"\n".to_owned(),
        seed: 1,
        subject: fixture::results(2).subject,
        version: "0.1.0".to_owned(),
    }
}

fn chart(file_stem: &str, source_table: &'static str) -> Chart {
    Chart {
        file_stem: file_stem.to_owned(),
        title: format!("About {file_stem}"),
        caption: String::new(),
        source_table,
        alternative_text: format!("In words: {file_stem}"),
        svg: "<?xml version=\"1.0\"?>\n<svg class=\"chart\" role=\"img\"></svg>".to_owned(),
    }
}

fn rendered(results: &Results, charts: &[Chart]) -> String {
    page(&Report {
        results,
        tables: &tables::all(results),
        charts,
        format: Format::Csv,
        manifest: &manifest(),
    })
}

/// The values of an attribute, in the order of the page.
fn values<'a>(page: &'a str, attribute: &str) -> Vec<&'a str> {
    let start = format!(" {attribute}=\"");
    page.split(&start)
        .skip(1)
        .map(|rest| rest.split('"').next().unwrap())
        .collect()
}

#[test]
fn the_page_needs_nothing_from_anywhere() {
    let page = rendered(&fixture::results(2), &[chart("lorenz", "lorenz")]);
    for foreign in ["http://", "https://", "<link", "<img", "@import", "url("] {
        assert!(!page.contains(foreign), "{foreign}");
    }
    assert!(page.contains("default-src 'none'"));
}

#[test]
fn every_reference_leads_somewhere_and_every_place_is_unique() {
    let charts = [
        chart("lorenz", "lorenz"),
        chart("net_earnings", "quantiles"),
        chart("who_gets", "lorenz"),
    ];
    for plans in [1, 2, 8] {
        let page = rendered(&fixture::results(plans), &charts);
        let ids = values(&page, "id");
        let places: BTreeSet<&str> = ids.iter().copied().collect();
        assert_eq!(ids.len(), places.len(), "an id stands twice");
        let links = values(&page, "href");
        let targets = links.iter().filter_map(|link| link.strip_prefix('#'));
        for target in targets.chain(values(&page, "aria-labelledby")) {
            assert!(places.contains(target), "{target} leads nowhere");
        }
    }
}

#[test]
fn each_table_stands_once_under_its_chart_or_among_the_tables() {
    let results = fixture::results(2);
    let charts = [chart("lorenz", "lorenz"), chart("again", "lorenz")];
    let page = rendered(&results, &charts);
    for table in tables::all(&results) {
        let place = format!("id=\"table-{}\"", table.name);
        assert_eq!(page.matches(&place).count(), 1, "{}", table.name);
    }
    let charts_end = page.find("<section id=\"tables\"").unwrap();
    assert!(page.find("id=\"table-lorenz\"").unwrap() < charts_end);
    assert!(page.find("id=\"table-funding\"").unwrap() > charts_end);
    assert!(page.contains("<a href=\"#table-lorenz\">lorenz.csv</a>"));
    assert!(!page.contains("<?xml"), "a prologue inside the page");
}

#[test]
fn the_first_page_answers_says_how_sure_and_what_is_left_out() {
    let results = fixture::results(2);
    let page = rendered(&results, &[]).replace('\u{a0}', " ");
    let first = &page[..page.find("<section id=\"tables\"").unwrap()];
    for told in [
        "58.0 % ± 0.2 of all participants have positive net",
        "Five levels, 10-4-3-2-1 % against Pure referral, 20 % of own sales, person by person",
        "An interval is not a spread",
        "it does not predict what people would do under it",
        "Founders&#39; positions are reported apart",
    ] {
        assert!(first.contains(told), "{told}");
    }
    assert!(
        !page.contains("id=\"charts\""),
        "no charts, no section of them"
    );
}

#[test]
fn every_metric_is_defined_with_when_it_is_empty() {
    let page = rendered(&fixture::results(1), &[]);
    for metric in METRICS.iter() {
        let entry = format!("<dt><code>{}</code></dt>", metric.name);
        assert_eq!(page.matches(&entry).count(), 1, "{}", metric.name);
    }
    assert!(
        page.contains(
            "<dd>Share of participants with net above 0. Empty if nobody takes part.</dd>"
        )
    );
}

#[test]
fn a_single_plan_is_compared_with_nothing() {
    let page = rendered(&fixture::results(1), &[]);
    for absent in ["against", "table-comparison", "table-winners_losers"] {
        let body = &page[page.find("<main>").unwrap()..page.find("id=\"definitions\"").unwrap()];
        assert!(!body.contains(absent), "{absent}");
    }
}

#[test]
fn names_are_text_whatever_they_hold() {
    let mut results = fixture::results(2);
    let hostile = "<script>alert(1)</script>\"&";
    results.subject.title = hostile.to_owned();
    results.subject.plans[1].title = hostile.to_owned();
    results.subject.plans[1].name = hostile.to_owned();
    for row in &mut results.summary {
        row.plan = hostile.to_owned();
    }
    let page = rendered(&results, &[]);
    assert!(!page.contains("<script>alert"));
    assert!(
        page.contains("name = &#34;&#60;ebook&#62;&#34;"),
        "the scenario"
    );
}

#[test]
fn long_tables_are_linked_and_the_page_stays_small() {
    let mut results = fixture::results(8);
    let row = results.replications.rows[0].clone();
    results.replications.rows = vec![row; 30_000];
    let page = rendered(&results, &[]);
    assert!(page.len() < 3_000_000, "{} bytes", page.len());
    let after = &page[page.find("id=\"table-replications\"").unwrap()..];
    assert!(after.contains("Too long for a page: <a href=\"replications.csv\">"));
}
