//! `downline charts` as a user runs it: the charts of a result, byte for byte, from its CSV
//! files alone.

mod support;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use assert_cmd::Command;
use support::files;
use tempfile::TempDir;

fn downline() -> Command {
    Command::new(assert_cmd::cargo::cargo_bin!("downline"))
}

/// Runs a scenario into `folder/result` and returns the path.
fn run(folder: &TempDir, arguments: &[&str]) -> PathBuf {
    let target = folder.path().join("result");
    downline()
        .arg("run")
        .args(arguments)
        .arg("--output")
        .arg(&target)
        .arg("--quiet")
        .assert()
        .success();
    target
}

/// Draws the charts of a result into `folder/again` and returns them.
fn again(folder: &TempDir, result: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let target = folder.path().join("again");
    downline()
        .arg("charts")
        .arg(result)
        .arg("--output")
        .arg(&target)
        .arg("--force")
        .assert()
        .success();
    files(&target)
}

/// Whether the charts drawn anew are those of the result.
fn assert_same(folder: &TempDir, result: &Path, least: usize) {
    let first = files(&result.join("charts"));
    let second = again(folder, result);
    let names =
        |charts: &BTreeMap<PathBuf, Vec<u8>>| -> Vec<PathBuf> { charts.keys().cloned().collect() };
    assert_eq!(names(&first), names(&second));
    assert!(first.len() >= least, "{}", first.len());
    for (name, bytes) in first {
        assert!(bytes == second[&name], "{}", name.display());
    }
}

/// What is told of a refusal; nothing is written then.
fn refused(folder: &TempDir, result: &Path) -> String {
    let target = folder.path().join("never");
    let refusal = downline()
        .arg("charts")
        .arg(result)
        .arg("--output")
        .arg(&target)
        .assert()
        .code(2);
    assert!(!target.exists());
    String::from_utf8(refusal.get_output().stderr.clone()).unwrap()
}

/// Changes the first such text of a file.
fn change(result: &Path, file: &str, from: &str, to: &str) {
    let path = result.join(file);
    let text = fs::read_to_string(&path).unwrap();
    assert!(text.contains(from), "{text}");
    fs::write(&path, text.replacen(from, to, 1)).unwrap();
}

#[test]
fn the_charts_of_a_run_are_drawn_again_byte_for_byte() {
    for scenario in ["ebook", "supplement"] {
        let folder = TempDir::new().unwrap();
        let result = run(&folder, &[scenario, "--replications", "12"]);
        assert_same(&folder, &result, 16);
    }
}

#[test]
fn the_charts_of_a_real_network_are_drawn_again_byte_for_byte() {
    let folder = TempDir::new().unwrap();
    for (name, text) in [
        (
            "referral.toml",
            "[[component]]\ntype = \"sale_commission\"\nrate = 0.3\n",
        ),
        (
            "margin.toml",
            "[[component]]\ntype = \"retail_margin\"\nmargin_rate = 0.25\n\
             [[component]]\ntype = \"level_commission\"\nrates = [0.10, 0.05]\n",
        ),
        ("net.csv", "id,sponsor\n=A,\nB,=A\n\"C, Ltd\",B\nD,\n"),
        (
            "orders.csv",
            "order,period,participant,kind,price,commissionable,points\n\
             1,1,B,customer,100.00,80.00,80\n2,1,=A,own,50.00,40.00,40\n\
             3,2,\"C, Ltd\",customer,64.01,64.01,64\n",
        ),
    ] {
        fs::write(folder.path().join(name), text).unwrap();
    }
    downline()
        .current_dir(&folder)
        .args(["pay", "--plan", "referral.toml", "--plan", "margin.toml"])
        .args([
            "--network",
            "net.csv",
            "--orders",
            "orders.csv",
            "-o",
            "result",
            "--quiet",
        ])
        .assert()
        .success();
    assert_same(&folder, &folder.path().join("result"), 8);
}

#[test]
fn the_chart_over_several_worlds_is_drawn_again_and_that_of_each() {
    let folder = TempDir::new().unwrap();
    let result = run(&folder, &["robustness", "--replications", "3"]);
    assert_same(&folder, &result, 2);
    let world = fs::read_dir(&result)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .find(|path| path.join("manifest.json").exists())
        .unwrap();
    assert_same(&folder, &world, 14);
}

#[test]
fn a_chart_follows_its_csv_file() {
    let folder = TempDir::new().unwrap();
    let result = run(&folder, &["ebook", "--replications", "4"]);
    let text = fs::read_to_string(result.join("joining_decile.csv")).unwrap();
    let row = text
        .lines()
        .find(|line| line.starts_with("mlm,1,"))
        .unwrap();
    let fields: Vec<&str> = row.split(',').collect();
    let changed = row.replacen(fields[3], "0.123000000", 1);
    change(&result, "joining_decile.csv", row, &changed);
    let before = files(&result.join("charts"));
    let after = again(&folder, &result);
    for (name, bytes) in before {
        let follows = name.starts_with("profit_by_joining_decile.svg")
            || name.starts_with("profit_by_joining_decile.png");
        assert_eq!(bytes != after[&name], follows, "{}", name.display());
    }
    let svg = &after[Path::new("profit_by_joining_decile.svg")];
    assert!(String::from_utf8_lossy(svg).contains("12.3"));
}

#[test]
fn charts_stand_in_the_result_unless_a_folder_is_named_and_are_never_lost() {
    let folder = TempDir::new().unwrap();
    let result = run(&folder, &["ebook", "--replications", "3", "--no-charts"]);
    let charts = |arguments: &[&str]| {
        let mut command = downline();
        command.arg("charts").arg(&result).args(arguments);
        command
    };
    let told = charts(&[]).assert().success();
    let told = String::from_utf8(told.get_output().stdout.clone()).unwrap();
    assert!(
        told.lines().any(|line| line.ends_with("charts/lorenz.svg")),
        "{told}"
    );
    let first = files(&result.join("charts"));
    assert_eq!(told.lines().count(), first.len());
    let told = charts(&[]).assert().code(2);
    let told = String::from_utf8(told.get_output().stderr.clone()).unwrap();
    assert!(
        told.contains("exists already") && told.contains("--force"),
        "{told}"
    );
    charts(&["--force", "--quiet"])
        .assert()
        .success()
        .stdout("");
    assert!(first == files(&result.join("charts")));
    // What is no folder of charts is not replaced by one.
    fs::write(result.join("charts/notes.txt"), "mine").unwrap();
    let told = charts(&["--force"]).assert().code(2);
    let told = String::from_utf8(told.get_output().stderr.clone()).unwrap();
    assert!(told.contains("other files than charts"), "{told}");
    assert!(result.join("charts/notes.txt").exists());
}

#[test]
fn faulty_files_are_refused_with_file_row_and_column() {
    let folder = TempDir::new().unwrap();
    let told = refused(&folder, folder.path());
    assert!(
        told.contains("R001") && told.contains("manifest.json"),
        "{told}"
    );
    let result = run(&folder, &["ebook", "--replications", "3", "--no-charts"]);
    change(
        &result,
        "lorenz.csv",
        "mlm,commissions,0.010000000,",
        "mlm,commissions,a hundredth,",
    );
    let told = refused(&folder, &result);
    for words in ["R015", "lorenz.csv:205:", "people", "a hundredth"] {
        assert!(told.contains(words), "{words}: {told}");
    }
    fs::remove_file(result.join("lorenz.csv")).unwrap();
    let told = refused(&folder, &result);
    assert!(
        told.contains("R003") && told.contains("lorenz.csv"),
        "{told}"
    );
    change(
        &result,
        "manifest.json",
        "\"subject\": {",
        "\"subject\": {{",
    );
    let told = refused(&folder, &result);
    assert!(
        told.contains("R002") && told.contains("manifest.json:"),
        "{told}"
    );
}

#[test]
fn a_result_in_parquet_is_refused_with_the_way_out() {
    let folder = TempDir::new().unwrap();
    let result = run(
        &folder,
        &["ebook", "--replications", "3", "--format", "parquet"],
    );
    let message = refused(&folder, &result);
    assert!(
        message.contains("R005") && message.contains("--format csv"),
        "{message}"
    );
}
