//! What a study leaves behind: tables, charts, the HTML report, the manifest.

pub mod chart;
pub mod column;
pub mod decimal;
pub mod definitions;
mod entry;
#[cfg(test)]
pub(crate) mod fixture;
pub mod folder;
pub mod format;
pub mod grown;
pub mod html;
pub mod key_figure;
pub mod manifest;
pub mod parquet;
pub mod participants;
pub mod read_back;
pub mod recipe;
pub mod statement;
pub mod story;
pub mod table;
pub mod table_file;
pub mod tables;
pub mod what_if;
pub mod words;
pub mod worlds;
pub mod yardsticks;

use std::path::Path;

use rayon::prelude::*;

use crate::study::results::Results;
use chart::Chart;
use folder::{Folder, FolderError};
use format::Format;
use html::Report;
use manifest::Manifest;
use read_back::Tables;

/// Whether charts are drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Charts {
    /// As SVG and PNG, and in the report.
    Drawn,
    /// Not at all: `--no-charts`.
    LeftOut,
}

/// Writes everything a study leaves behind and puts the folder into place.
///
/// # Errors
///
/// [`FolderError::Write`]; nothing is left behind then.
///
/// # Panics
///
/// As [`table::Cell::write`], on a value that is not finite.
pub fn write(
    mut folder: Folder,
    results: &Results,
    charts: Charts,
    format: Format,
    manifest: &Manifest,
) -> Result<(), FolderError> {
    let tables = tables::all(results);
    let read = match charts {
        Charts::Drawn => read_back::read_for_charts(&results.subject),
        Charts::LeftOut => Vec::new(),
    };
    let mut files = Tables::default();
    for table in &tables {
        folder.write(
            &format.file(table.name),
            &format.bytes(table, &results.subject.currency),
        )?;
        // Charts are drawn from what CSV holds, which is the same in every format.
        if read.contains(&table.name) {
            files
                .files
                .insert(table.name, table.csv(&results.subject.currency));
        }
    }
    let charts = match charts {
        Charts::Drawn => {
            let read = read_back::results(results.subject.clone(), &files);
            chart::all(&read.expect(READABLE))
        }
        Charts::LeftOut => Vec::new(),
    };
    draw(&mut folder, "charts/", &charts)?;
    let page = html::page(&Report {
        results,
        tables: &tables,
        charts: &charts,
        format,
        manifest,
    });
    folder.write("report.html", page.as_bytes())?;
    folder.finish(manifest)
}

/// Why tables that were just written can be read: they hold the program's own words and
/// finite numbers.
const READABLE: &str = "the tables are as they were written";

/// Writes charts, and nothing else, into the folder `target`; with `force` over earlier ones.
/// Returns the names of the files.
///
/// # Errors
///
/// Every [`FolderError`]; nothing is left behind then.
pub fn write_charts(
    target: &Path,
    force: bool,
    charts: &[Chart],
) -> Result<Vec<String>, FolderError> {
    let mut folder = Folder::of_charts(target, force)?;
    let names = draw(&mut folder, "", charts)?;
    folder.finish_bare()?;
    Ok(names)
}

/// Every chart as SVG and PNG, by names that start with `place`. Pixels take the most time
/// of a report, so they are painted side by side. Returns the names.
fn draw(folder: &mut Folder, place: &str, charts: &[Chart]) -> Result<Vec<String>, FolderError> {
    let painted: Vec<Vec<u8>> = charts
        .par_iter()
        .map(|chart| chart::png(&chart.svg))
        .collect();
    let mut names = Vec::with_capacity(2 * charts.len());
    for (chart, pixels) in charts.iter().zip(painted) {
        for (ending, bytes) in [("svg", chart.svg.as_bytes()), ("png", &pixels)] {
            let name = format!("{place}{}.{ending}", chart.file_stem);
            folder.write(&name, bytes)?;
            names.push(name);
        }
    }
    Ok(names)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::manifest::Hashes;
    use std::collections::{BTreeMap, BTreeSet};
    use std::fs;
    use std::path::Path;

    fn written(target: &Path, charts: Charts, format: Format) -> BTreeMap<String, String> {
        let manifest = Manifest {
            inputs: Hashes::new(),
            overrides: vec![],
            precision: None,
            records: None,
            replications: 500,
            scenario: String::new(),
            seed: 1,
            subject: fixture::results(2).subject,
            version: "0.1.0".to_owned(),
        };
        let folder = Folder::create(target, false).unwrap();
        write(folder, &fixture::results(2), charts, format, &manifest).unwrap();
        let manifest = fs::read_to_string(target.join("manifest.json")).unwrap();
        let manifest: serde_json::Value = serde_json::from_str(&manifest).unwrap();
        serde_json::from_value(manifest["outputs"].clone()).unwrap()
    }

    #[test]
    fn two_folders_of_one_study_hold_the_same_bytes() {
        let place = tempfile::tempdir().unwrap();
        let one = written(&place.path().join("one"), Charts::Drawn, Format::Csv);
        assert_eq!(
            one,
            written(&place.path().join("other"), Charts::Drawn, Format::Csv)
        );
        for name in ["summary.csv", "charts/lorenz.png", "report.html"] {
            assert!(one.contains_key(name), "{name}");
        }
    }

    #[test]
    fn without_charts_the_tables_are_the_same_and_the_report_links_none() {
        let place = tempfile::tempdir().unwrap();
        let with = written(&place.path().join("with"), Charts::Drawn, Format::Csv);
        let target = place.path().join("without");
        let without = written(&target, Charts::LeftOut, Format::Csv);
        let tables = |outputs: &BTreeMap<String, String>| {
            let mut tables = outputs.clone();
            tables.retain(|name, _| name.ends_with(".csv"));
            tables
        };
        assert_eq!(tables(&with), tables(&without));
        assert!(!without.keys().any(|name| name.starts_with("charts/")));
        let page = fs::read_to_string(target.join("report.html")).unwrap();
        assert!(!page.contains("charts/"));
    }

    #[test]
    fn tables_in_parquet_take_the_place_of_those_in_csv_and_the_report_names_them() {
        let place = tempfile::tempdir().unwrap();
        let csv = written(&place.path().join("csv"), Charts::Drawn, Format::Csv);
        let target = place.path().join("parquet");
        let parquet = written(&target, Charts::Drawn, Format::Parquet);
        let renamed: BTreeSet<String> = csv
            .keys()
            .map(|name| name.replace(".csv", ".parquet"))
            .collect();
        assert_eq!(renamed, parquet.keys().cloned().collect());
        for (name, hash) in &csv {
            if name.starts_with("charts/") {
                assert_eq!(parquet.get(name), Some(hash), "{name}");
            }
        }
        let page = fs::read_to_string(target.join("report.html")).unwrap();
        assert!(!page.contains(".csv"));
        let links = page.split("href=\"").skip(1);
        let files =
            links.filter_map(|rest| rest.split('"').next().filter(|to| !to.starts_with('#')));
        for file in files {
            assert!(target.join(file).is_file(), "{file}");
        }
    }
}
