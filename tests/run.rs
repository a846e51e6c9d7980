//! `downline run` as a user runs it: the same bytes however it is run, plans that do not
//! disturb each other, exit codes, and refusals that leave nothing behind.

mod support;
#[cfg(unix)]
#[path = "support/waiting.rs"]
mod waiting;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use assert_cmd::Command;
use support::files;
use tempfile::TempDir;
#[cfg(unix)]
use waiting::within_a_minute;

fn downline() -> Command {
    Command::new(assert_cmd::cargo::cargo_bin!("downline"))
}

/// Runs into `folder/name` and returns the path.
fn run(folder: &TempDir, name: &str, arguments: &[&str]) -> PathBuf {
    let target = folder.path().join(name);
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

fn lines(folder: &Path, file: &str) -> Vec<String> {
    let text = fs::read_to_string(folder.join(file)).unwrap();
    text.lines().map(str::to_owned).collect()
}

/// Lines whose first or second field is one of the plans.
fn rows_of(folder: &Path, file: &str, plans: &[&str]) -> Vec<String> {
    lines(folder, file)
        .into_iter()
        .filter(|line| line.split(',').take(2).any(|field| plans.contains(&field)))
        .collect()
}

#[test]
fn any_number_of_threads_gives_the_same_bytes() {
    let folder = TempDir::new().unwrap();
    for scenario in ["ebook", "supplement"] {
        let one = run(
            &folder,
            &format!("{scenario}-1"),
            &[scenario, "--replications", "30", "--threads", "1"],
        );
        let expected = files(&one);
        assert!(expected.contains_key(Path::new("report.html")));
        assert!(expected.contains_key(Path::new("charts/lorenz.png")));
        for threads in ["2", "3", "8"] {
            let many = run(
                &folder,
                &format!("{scenario}-{threads}"),
                &[scenario, "--replications", "30", "--threads", threads],
            );
            for (name, bytes) in files(&many) {
                assert_eq!(
                    bytes,
                    expected[&name],
                    "{scenario}, {threads} threads: {}",
                    name.display()
                );
            }
        }
    }
}

/// The files in which a plan's rows depend on that plan alone (rulings.md 35).
const OWN_ROWS: [&str; 15] = [
    "convergence.csv",
    "cumulative.csv",
    "replications.csv",
    "summary.csv",
    "quantiles.csv",
    "histogram.csv",
    "lorenz.csv",
    "depth.csv",
    "joining_decile.csv",
    "joining_period.csv",
    "joining_curve.csv",
    "cohorts.csv",
    "funding.csv",
    "periods.csv",
    "disclosure.csv",
];

#[test]
fn a_third_plan_leaves_the_rows_of_the_first_two_as_they_were() {
    let folder = TempDir::new().unwrap();
    let base = "extends = \"supplement\"\n[scenario]\nname = \"more\"\nreplications = 10\n";
    let text = fs::read_to_string(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/scenarios/supplement.toml"
    ))
    .unwrap();
    let plans = &text[text.find("[[plans]]").unwrap()..];
    let third = "\n[[plans]]\nname = \"third\"\n[[plans.component]]\ntype = \"level_commission\"\nrates = [0.123456789]\n\
                 [[plans.component]]\ntype = \"retail_margin\"\n[[plans.component]]\ntype = \"charge\"\njoin_fee = 7.77\n";
    let (two, three) = (
        folder.path().join("two.toml"),
        folder.path().join("three.toml"),
    );
    fs::write(&two, format!("{base}{plans}")).unwrap();
    fs::write(&three, format!("{base}{plans}{third}")).unwrap();
    let two = run(
        &folder,
        "two",
        &[two.to_str().unwrap(), "--participants", "--no-charts"],
    );
    let three = run(
        &folder,
        "three",
        &[three.to_str().unwrap(), "--participants", "--no-charts"],
    );
    for file in OWN_ROWS
        .into_iter()
        .chain(["participants.csv", "participant_payments.csv"])
    {
        let plans = ["referral", "mlm", "network"];
        let rows = rows_of(&two, file, &plans);
        assert!(!rows.is_empty(), "{file}");
        assert_eq!(rows, rows_of(&three, file, &plans), "{file}");
    }
    assert!(!rows_of(&three, "summary.csv", &["third"]).is_empty());
}

#[test]
fn more_replications_leave_the_earlier_ones_as_they_were() {
    let folder = TempDir::new().unwrap();
    let few = run(
        &folder,
        "few",
        &["ebook", "--replications", "20", "--no-charts"],
    );
    let many = run(
        &folder,
        "many",
        &["ebook", "--replications", "150", "--no-charts"],
    );
    let few = lines(&few, "replications.csv");
    let many = lines(&many, "replications.csv");
    assert_eq!(few[..], many[..few.len()]);
    assert_eq!(many.len(), 1 + 150 * 3);
}

#[test]
fn participants_sum_to_what_the_tables_say() {
    let folder = TempDir::new().unwrap();
    let target = run(
        &folder,
        "people",
        &[
            "supplement",
            "--replications",
            "3",
            "--participants",
            "--no-charts",
        ],
    );
    let cents = |text: &str| text.replace('.', "").parse::<i64>().unwrap();
    let mut paid = BTreeMap::<(String, String), i64>::new();
    let mut net = BTreeMap::<(String, String), i64>::new();
    for line in &lines(&target, "participant_payments.csv")[1..] {
        let fields: Vec<&str> = line.split(',').collect();
        *paid
            .entry((fields[0].into(), fields[1].into()))
            .or_default() += cents(fields[4]);
    }
    for line in &lines(&target, "participants.csv")[1..] {
        let fields: Vec<&str> = line.split(',').collect();
        let [gross, costs, _, own] = fields[9..] else {
            panic!("{line}")
        };
        assert_eq!(cents(own), cents(gross) - cents(costs), "{line}");
        *net.entry((fields[0].into(), fields[1].into())).or_default() += cents(gross);
    }
    assert_eq!(paid, net, "payments by component sum to gross");
    let rows = lines(&target, "replications.csv");
    let payout = rows[0]
        .split(',')
        .position(|name| name == "payout")
        .unwrap();
    for line in &rows[1..] {
        let fields: Vec<&str> = line.split(',').collect();
        if fields[1] != "network" {
            let payout: f64 = fields[payout].parse().unwrap();
            let expected = paid[&(fields[0].to_owned(), fields[1].to_owned())];
            assert_eq!((payout * 100.0).round() as i64, expected, "{}", fields[1]);
        }
    }
}

#[test]
fn the_cumulative_distribution_meets_the_shares_at_zero() {
    let folder = TempDir::new().unwrap();
    let target = run(
        &folder,
        "out",
        &["ebook", "--replications", "20", "--no-charts"],
    );
    let value = |file: &str, start: &str, field: usize| {
        let row = lines(&target, file)
            .into_iter()
            .find(|line| line.starts_with(start))
            .unwrap_or_else(|| panic!("{file} has no {start}"));
        row.split(',').nth(field).unwrap().parse::<f64>().unwrap()
    };
    for plan in ["referral", "mlm"] {
        let loss = value("summary.csv", &format!("{plan},share_loss,"), 2);
        let profit = value("summary.csv", &format!("{plan},share_profit,"), 2);
        let below = value("cumulative.csv", &format!("{plan},net,-0.01,"), 3);
        let up_to = value("cumulative.csv", &format!("{plan},net,0.00,"), 3);
        assert!((below - loss).abs() < 1e-8, "{below} {loss}");
        assert!((up_to + profit - 1.0).abs() < 1e-8, "{up_to} {profit}");
    }
}

#[test]
fn the_manifest_holds_the_hash_of_every_other_file() {
    use sha2::{Digest, Sha256};

    let folder = TempDir::new().unwrap();
    let target = run(&folder, "out", &["ebook", "--replications", "5"]);
    let mut found = files(&target);
    let manifest = found.remove(Path::new("manifest.json")).unwrap();
    let manifest: serde_json::Value = serde_json::from_slice(&manifest).unwrap();
    let outputs = manifest["outputs"].as_object().unwrap();
    assert_eq!(outputs.len(), found.len());
    for (name, bytes) in found {
        let hash: String = Sha256::digest(&bytes)
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect();
        assert_eq!(outputs[name.to_str().unwrap()], hash, "{}", name.display());
    }
    assert_eq!(manifest["replications"], 5);
}

#[test]
fn the_manifests_scenario_runs_to_the_same_tables() {
    let folder = TempDir::new().unwrap();
    let first = run(
        &folder,
        "first",
        &[
            "supplement",
            "--replications",
            "4",
            "--seed",
            "9",
            "--set",
            "product.price=61.50",
            "--no-charts",
        ],
    );
    let manifest: serde_json::Value =
        serde_json::from_slice(&fs::read(first.join("manifest.json")).unwrap()).unwrap();
    let scenario = folder.path().join("again.toml");
    fs::write(&scenario, manifest["scenario"].as_str().unwrap()).unwrap();
    let second = run(
        &folder,
        "second",
        &[scenario.to_str().unwrap(), "--no-charts"],
    );
    let (mut first, mut second) = (files(&first), files(&second));
    // The manifest, which the report embeds, says what was typed and read.
    for told in ["manifest.json", "report.html"] {
        first.remove(Path::new(told));
        second.remove(Path::new(told));
    }
    assert_eq!(first, second);
}

#[test]
fn an_existing_folder_is_kept_unless_forced() {
    let folder = TempDir::new().unwrap();
    let target = run(
        &folder,
        "out",
        &["ebook", "--replications", "3", "--no-charts"],
    );
    let before = files(&target);
    let again = |force: bool| {
        let mut command = downline();
        command.args([
            "run",
            "ebook",
            "--replications",
            "4",
            "--no-charts",
            "--quiet",
            "-o",
        ]);
        command.arg(&target);
        if force {
            command.arg("--force");
        }
        command.assert()
    };
    let refused = again(false).code(2);
    let message = String::from_utf8(refused.get_output().stderr.clone()).unwrap();
    assert!(message.contains("--force"), "{message}");
    assert_eq!(files(&target), before);
    again(true).success();
    assert_ne!(files(&target), before);
    assert_eq!(
        fs::read_dir(folder.path()).unwrap().count(),
        1,
        "nothing left beside it"
    );
}

/// Bad input is refused with exit code 2, says these words, and leaves nothing behind.
fn refuse(arguments: &[&str], words: &[&str]) {
    let folder = TempDir::new().unwrap();
    let target = folder.path().join("out");
    let assert = downline()
        .args(arguments)
        .arg("-o")
        .arg(&target)
        .assert()
        .code(2);
    let message = String::from_utf8(assert.get_output().stderr.clone()).unwrap();
    for word in words {
        assert!(message.contains(word), "`{word}` is not in: {message}");
    }
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
}

#[test]
fn bad_scenarios_are_refused_with_the_way_out() {
    refuse(&["run", "no-such"], &["no-such", "ebook"]);
    refuse(
        &["run", "ebook", "--format", "xls"],
        &["'xls' for '--format <FORMAT>'", "csv, parquet"],
    );
    refuse(&["run", "ebok"], &["did you mean", "ebook"]);
    refuse(
        &["run", "--set", "product.prize=1"],
        &["product.prize", "price"],
    );
    refuse(
        &["run", "--set", "product.price=-1"],
        &["product.price", "-1"],
    );
    refuse(
        &["run", "--set", "plans.referral.component.0.rate=1.4"],
        &["rate", "1.4"],
    );
    refuse(
        &["run", "--set", "growth.participants=1000000000000"],
        &["participants"],
    );
    refuse(&["run", "--set", "market.population=10"], &["population"]);
    refuse(&["run", "--set", "plans=[]"], &["plan"]);
    refuse(
        &["run", "five-by-five", "--set", "growth.depth=0"],
        &["depth"],
    );
    refuse(&["run", "--set", "plans.mlm.name=referral"], &["referral"]);
    refuse(
        &["run", "--set", "company.payout_budget=0.4"],
        &["payout budget", "0.5"],
    );
    refuse(&["run", "--replications", "0"], &["replications"]);
    refuse(
        &["run", "--set", "growth.participants=3999999999"],
        &["GiB", "at most"],
    );
}

#[test]
fn the_summary_as_json_can_be_read_by_a_program() {
    let folder = TempDir::new().unwrap();
    let assert = downline()
        .args([
            "run",
            "ebook",
            "--replications",
            "5",
            "--no-charts",
            "--json",
            "-o",
        ])
        .arg(folder.path().join("out"))
        .assert()
        .success();
    let summary: serde_json::Value = serde_json::from_slice(&assert.get_output().stdout).unwrap();
    assert!(summary.to_string().contains("share_profit"), "{summary}");
}

#[cfg(unix)]
#[test]
fn an_output_that_cannot_be_written_ends_with_code_4() {
    // A folder below a file cannot be made, whoever asks.
    downline()
        .args(["run", "ebook", "--replications", "2", "-o", "/dev/null/out"])
        .assert()
        .code(4);
}

#[cfg(unix)]
#[test]
fn an_interrupt_ends_with_code_3_and_leaves_what_can_be_gone_on_with() {
    let folder = TempDir::new().unwrap();
    let target = folder.path().join("out");
    let mut child = std::process::Command::new(assert_cmd::cargo::cargo_bin!("downline"))
        .args(["run", "speed", "--replications", "100000", "--quiet", "-o"])
        .arg(&target)
        .stderr(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    // The folder of unfinished work is made just before the run starts.
    let begun = || folder.path().join("out.partial").exists().then_some(());
    within_a_minute(begun).expect("the run starts");
    std::thread::sleep(Duration::from_millis(300));
    std::process::Command::new("kill")
        .args(["-INT", &child.id().to_string()])
        .status()
        .unwrap();
    let Some(status) = within_a_minute(|| child.try_wait().unwrap()) else {
        child.kill().unwrap();
        panic!("the run goes on: were these tests started with interrupts ignored?");
    };
    assert_eq!(status.code(), Some(3));
    assert!(!target.exists());
    let kept = downline::campaign::store::found_in(&folder.path().join("out.partial")).unwrap();
    assert!(!kept.parts[0].units.is_empty());
}
