//! The gallery of questions (`docs/gallery/`): every page's scenario comes with the program
//! and runs, and the table on the page is what a full run says.
//!
//! `cargo test` runs each scenario at a small size. `UPDATE_GALLERY=1 cargo test --release
//! --test gallery` runs them in full and writes tables and charts anew;
//! `DOWNLINE_GALLERY=full` runs them in full and compares.

#[path = "support/pages.rs"]
mod pages;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use assert_cmd::Command;
use downline::scenario::builtin;
use tempfile::TempDir;

use pages::{amount, is_full, is_update, share, with_finding};

const CHART: &str = "profit_by_joining_decile.svg";

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/gallery")
}

/// The names of the pages, in order.
fn pages() -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(folder())
        .unwrap()
        .filter_map(|entry| {
            let name = entry.unwrap().file_name().into_string().unwrap();
            name.strip_suffix(".md").map(str::to_owned)
        })
        .filter(|name| name != "README")
        .collect();
    names.sort();
    names
}

fn run(name: &str, more: &[&str]) -> (TempDir, PathBuf) {
    let temporary = TempDir::new().unwrap();
    let output = temporary.path().join("result");
    Command::new(assert_cmd::cargo::cargo_bin!("downline"))
        .args(["run", name, "--quiet", "-o"])
        .arg(&output)
        .args(more)
        .assert()
        .success();
    (temporary, output)
}

/// The rows of a table, by the columns that name them.
fn table(path: &Path, keys: usize) -> BTreeMap<String, Vec<String>> {
    let mut reader = csv::Reader::from_path(path).unwrap();
    reader
        .records()
        .map(|row| {
            let fields: Vec<String> = row.unwrap().iter().map(str::to_owned).collect();
            (fields[..keys].join(" "), fields[keys..].to_vec())
        })
        .collect()
}

/// The finding as a Markdown table, a row a plan.
fn finding(output: &Path) -> String {
    let summary = table(&output.join("summary.csv"), 2);
    let deciles = table(&output.join("joining_decile.csv"), 2);
    let comparison = table(&output.join("comparison.csv"), 3);
    let mut reader = csv::Reader::from_path(output.join("summary.csv")).unwrap();
    let mut plans: Vec<String> = Vec::new();
    for row in reader.records() {
        let plan = row.unwrap()[0].to_owned();
        if plan != "network" && !plan.contains('@') && !plans.contains(&plan) {
            plans.push(plan);
        }
    }
    let replications = &summary[&format!("{} share_profit", plans[0])][8];
    let mut text = String::from(
        "| plan | in profit | first tenth to join | last tenth | median net | commissions to the first tenth | better off than the first plan |\n\
         |---|---|---|---|---|---|---|\n",
    );
    for plan in &plans {
        let of = |metric: &str| summary.get(&format!("{plan} {metric}"));
        let shown = |row: Option<&Vec<String>>, show: fn(&str, &str, &str) -> String| {
            row.map_or("–".to_owned(), |row| show(&row[0], &row[1], &row[2]))
        };
        let decile = |group: u32| {
            let row = deciles.get(&format!("{plan} {group}"));
            row.map_or("–".to_owned(), |row| share(&row[1], &row[2], &row[3]))
        };
        let better = comparison.get(&format!("{plan} {} share_better", plans[0]));
        let cells = [
            format!("`{plan}`"),
            shown(of("share_profit"), share),
            decile(1),
            decile(10),
            shown(of("median_net"), amount),
            shown(of("early10_share"), share),
            shown(better, share),
        ];
        text.push_str(&format!("| {} |\n", cells.join(" | ")));
    }
    text.push_str(&format!(
        "\nMeans over {replications} simulated histories with 95 % intervals in brackets. Of all participants, quitters and \
         the unpaid included, founders apart; net = commissions and retail margin less costs, before time.\n",
    ));
    text
}

#[test]
fn every_scenario_of_the_gallery_runs_and_has_its_page() {
    let pages = pages();
    assert!(pages.len() >= 12, "{} pages", pages.len());
    let index = fs::read_to_string(folder().join("README.md")).unwrap();
    let (update, full) = (is_update(), is_full());
    for name in &pages {
        assert!(
            builtin::find(name).is_some(),
            "there is no scenario `{name}`"
        );
        assert!(
            index.contains(&format!("({name}.md)")),
            "docs/gallery/README.md does not list `{name}`"
        );
        let path = folder().join(format!("{name}.md"));
        let page = fs::read_to_string(&path).unwrap();
        with_finding(name, &page, "");
        for part in [
            &format!("downline run {name}"),
            "## What it says",
            "## What it leaves out",
        ] {
            assert!(page.contains(part), "{name}: the page has no `{part}`");
        }
        assert!(
            folder().join(format!("images/{name}.svg")).exists() || update,
            "{name}: no chart"
        );
        if !full {
            run(name, &["--replications", "3", "--no-charts"]);
            continue;
        }
        let (_kept, output) = run(name, &[]);
        let wanted = with_finding(name, &page, &finding(&output));
        if update {
            fs::create_dir_all(folder().join("images")).unwrap();
            fs::copy(
                output.join("charts").join(CHART),
                folder().join(format!("images/{name}.svg")),
            )
            .unwrap();
            fs::write(&path, wanted).unwrap();
        } else {
            assert_eq!(page, wanted, "{name}: the page is out of date");
        }
    }
}
