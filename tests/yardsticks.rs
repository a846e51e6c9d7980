//! Yardsticks of regulators as a reader of the results meets them.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use assert_cmd::Command;
use tempfile::TempDir;

/// The fields of a table after its keys, by the keys.
fn table(path: &Path, keys: usize) -> BTreeMap<String, Vec<String>> {
    let mut reader = csv::Reader::from_path(path).unwrap();
    let rows = reader.records().map(|row| {
        let fields: Vec<String> = row.unwrap().iter().map(str::to_owned).collect();
        (fields[..keys].join(" "), fields[keys..].to_vec())
    });
    rows.collect()
}

#[test]
fn each_is_read_both_ways_and_a_verdict_that_turns_is_flagged() {
    let folder = TempDir::new().unwrap();
    let result = folder.path().join("result");
    Command::new(assert_cmd::cargo::cargo_bin!("downline"))
        .args([
            "run",
            "supplement",
            "--replications",
            "5",
            "--no-charts",
            "--quiet",
            "-o",
        ])
        .arg(&result)
        .assert()
        .success();

    let summary = table(&result.join("summary.csv"), 2);
    let mean = |metric: &str| summary[&format!("mlm {metric}")][0].parse::<f64>().unwrap();
    for (sum, parts) in [
        (
            "funded_by_sales",
            ["funded_by_customers", "funded_by_own_use"],
        ),
        (
            "paid_on_recruits",
            ["paid_on_joining", "paid_on_downline_own_use"],
        ),
    ] {
        let expected: f64 = parts.map(mean).iter().sum();
        assert!((mean(sum) - expected).abs() < 3e-9, "{sum}");
    }
    assert!(mean("retail_share") < mean("retail_share_with_own_use"));
    assert!(mean("mean_gross") < mean("mean_gross_earners"));

    let yardsticks = table(&result.join("yardsticks.csv"), 3);
    let verdict = |key: &str| yardsticks[key][5].as_str();
    assert_eq!(verdict("resale_70 not_retail mlm"), "not met");
    assert_eq!(verdict("resale_70 retail mlm"), "met");
    assert_eq!(verdict("one_level  mlm"), "not met");
    for (key, fields) in &yardsticks {
        let asked = !key.starts_with("ten_customers");
        if key.ends_with(" referral") {
            assert_eq!(fields[5], if asked { "met" } else { "undefined" }, "{key}");
        }
    }
    let report = fs::read_to_string(result.join("report.html")).unwrap();
    let flags = report.matches("Depends on a definition").count();
    assert_eq!(flags, 1, "one plan has verdicts that turn");
}
