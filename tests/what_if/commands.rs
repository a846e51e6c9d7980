//! The commands as a user runs them.

use std::fs;
use std::path::{Path, PathBuf};
#[cfg(unix)]
use std::process::{Command as Process, Stdio};

use assert_cmd::Command;
use tempfile::TempDir;

use crate::support::files;
#[cfg(unix)]
use crate::waiting::within_a_minute;

/// A small e-book.
const SMALL: [&str; 4] = ["--set", "growth.participants=60", "--replications", "12"];

fn downline(folder: &Path) -> Command {
    let mut command = Command::new(assert_cmd::cargo::cargo_bin!("downline"));
    command.current_dir(folder);
    command
}

/// Asks into `folder/name`; returns the folder and what was printed.
fn ask(folder: &TempDir, name: &str, arguments: &[&str]) -> (PathBuf, String) {
    let assert = downline(folder.path())
        .args(arguments)
        .args(SMALL)
        .args(["--output", name])
        .assert()
        .success();
    let printed = String::from_utf8(assert.get_output().stdout.clone()).unwrap();
    (folder.path().join(name), printed)
}

/// Is refused with exit code 2 and leaves nothing behind; returns what was said.
fn refused(arguments: &[&str]) -> String {
    let folder = tempfile::tempdir().unwrap();
    let assert = downline(folder.path())
        .args(arguments)
        .args(SMALL)
        .assert()
        .code(2);
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
    String::from_utf8(assert.get_output().stderr.clone()).unwrap()
}

const QUESTIONS: [&[&str]; 8] = [
    &[
        "sweep",
        "--vary",
        "sales.conversion=0.01..0.05:3",
        "--vary",
        "costs.expenses=0..20:3",
    ],
    &[
        "sweep",
        "--vary",
        "sales.conversion=0.01..0.05",
        "--design",
        "sobol",
        "--points",
        "6",
    ],
    &[
        "tornado",
        "--vary",
        "sales.conversion=0.02..0.04",
        "--vary",
        "costs.expenses=5..15",
    ],
    &[
        "sensitivity",
        "--vary",
        "sales.conversion=0.02..0.04",
        "--vary",
        "costs.expenses=5..15",
        "--samples",
        "4",
    ],
    &[
        "sensitivity",
        "--method",
        "sobol",
        "--second-order",
        "--vary",
        "sales.conversion=0.02..0.04",
        "--vary",
        "costs.expenses=5..15",
        "--samples",
        "8",
    ],
    &[
        "solve",
        "--metric",
        "mlm.share_profit",
        "--target",
        "0.5",
        "--vary",
        "costs.expenses=0..40",
    ],
    &["explain-variance"],
    &["attribute"],
];

#[test]
fn every_question_is_answered_whole_and_in_the_same_bytes_by_any_number_of_threads() {
    let folder = tempfile::tempdir().unwrap();
    for (number, question) in QUESTIONS.iter().enumerate() {
        let [one, two] = [1, 3].map(|threads| {
            let name = format!("{number}-{threads}");
            let threads = threads.to_string();
            let arguments = [*question, &["--threads", &threads]].concat();
            ask(&folder, &name, &arguments)
        });
        let (first, second) = (files(&one.0), files(&two.0));
        assert_eq!(
            first.keys().collect::<Vec<_>>(),
            second.keys().collect::<Vec<_>>()
        );
        for (file, bytes) in &first {
            assert!(
                bytes == &second[file],
                "{question:?}: {} differs",
                file.display()
            );
        }
        assert!(first.contains_key(Path::new("manifest.json")));
        assert!(first.contains_key(Path::new("report.html")));
        assert!(
            first.keys().any(|file| file.starts_with("charts")),
            "{question:?}"
        );
        assert!(!one.0.with_extension("partial").exists());
        // Everything fits the screen.
        assert!(
            one.1.lines().all(|line| line.chars().count() <= 80),
            "{}",
            one.1
        );
    }
}

/// A sweep that takes a while.
const LONG: [&str; 8] = [
    "sweep",
    "--vary",
    "sales.conversion=0.01..0.05:8",
    "--vary",
    "costs.expenses=0..20:6",
    "--no-charts",
    "--replications",
    "60",
];

/// Starts the sweep, sends it a signal once some points are there, and returns how it ended.
#[cfg(unix)]
fn stopped(folder: &Path, name: &str, signal: &str) -> Option<i32> {
    let mut child = Process::new(assert_cmd::cargo::cargo_bin!("downline"))
        .current_dir(folder)
        .args(LONG)
        .args(["--output", name, "--quiet"])
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    within_a_minute(|| (kept(folder, name) >= 5).then_some(())).expect("points come");
    Process::new("kill")
        .args([signal, &child.id().to_string()])
        .status()
        .unwrap();
    let Some(status) = within_a_minute(|| child.try_wait().unwrap()) else {
        child.kill().unwrap();
        panic!("the sweep goes on: were these tests started with interrupts ignored?");
    };
    assert!(kept(folder, name) < 48, "it was over before it was stopped");
    status.code()
}

/// How many points are kept of a sweep.
#[cfg(unix)]
fn kept(folder: &Path, name: &str) -> usize {
    let partial = folder.join(format!("{name}.partial"));
    let found = downline::campaign::store::found_in(&partial);
    found.map_or(0, |found| {
        found.parts.iter().map(|part| part.units.len()).sum()
    })
}

#[cfg(unix)]
#[test]
fn a_sweep_that_was_stopped_goes_on_to_the_same_bytes() {
    let folder = tempfile::tempdir().unwrap();
    let run = |name: &str, more: &[&str]| {
        let mut command = downline(folder.path());
        command
            .args(LONG)
            .args(more)
            .args(["--output", name])
            .assert()
    };
    run("whole", &[]).success();
    let whole = files(&folder.path().join("whole"));
    for (name, signal, code) in [("killed", "-KILL", None), ("interrupted", "-INT", Some(3))] {
        assert_eq!(stopped(folder.path(), name, signal), code);
        // An interrupt leaves tables of what is there.
        let so_far = folder
            .path()
            .join(format!("{name}.partial/so-far/sweep.csv"));
        if code.is_some() {
            let table = fs::read_to_string(so_far).unwrap();
            let points = table
                .lines()
                .skip(1)
                .map(|line| line.split(',').next().unwrap());
            let points: std::collections::BTreeSet<&str> = points.collect();
            assert!((5..48).contains(&points.len()), "{points:?}");
        }
        // Without --resume what is there is told of; another question does not take it over.
        let said = |more: &[&str]| {
            let told = run(name, more).code(2);
            String::from_utf8_lossy(&told.get_output().stderr).into_owned()
        };
        assert!(said(&[]).contains("--resume"));
        assert!(said(&["--resume", "--seed", "9"]).contains("other work"));
        // A record that was cut short is answered again.
        let partial = folder.path().join(format!("{name}.partial"));
        let found = downline::campaign::store::found_in(&partial).unwrap();
        let part = &found.parts[0].path;
        let records = fs::read(part).unwrap();
        fs::write(part, &records[..records.len() - 99]).unwrap();
        run(name, &["--resume"]).success();
        let resumed = files(&folder.path().join(name));
        assert!(whole.keys().eq(resumed.keys()));
        for (file, bytes) in &whole {
            assert!(
                bytes == &resumed[file],
                "{name}: {} differs",
                file.display()
            );
        }
    }
}

#[test]
fn a_point_that_fails_is_told_and_loses_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let (target, printed) = ask(
        &folder,
        "sweep",
        &[
            "sweep",
            "--vary",
            "company.payout_budget=[0.1, 0.5]",
            "--no-charts",
        ],
    );
    assert!(printed.contains("1 of 2 points failed"), "{printed}");
    let failures = fs::read_to_string(target.join("failures.csv")).unwrap();
    assert_eq!(failures.lines().count(), 2, "{failures}");
    assert!(failures.contains("payout_budget"), "{failures}");
    let points = fs::read_to_string(target.join("sweep.csv")).unwrap();
    assert!(points.lines().skip(1).all(|line| line.starts_with("2,")));
}

#[test]
fn a_component_is_switched_off_and_on() {
    let folder = tempfile::tempdir().unwrap();
    let key = "plans.mlm.component.level_commission.enabled=[true,false]";
    let (target, _) = ask(
        &folder,
        "switch",
        &[
            "sweep",
            "--vary",
            key,
            "--metric",
            "mlm.payout",
            "--no-charts",
        ],
    );
    let effects = fs::read_to_string(target.join("effects.csv")).unwrap();
    let payout = |value: &str| -> f64 {
        let line = effects
            .lines()
            .find(|line| line.contains(&format!(",{value},mlm,")));
        line.unwrap().split(',').nth(4).unwrap().parse().unwrap()
    };
    assert!(payout("true") > 1.2 * payout("false"), "{effects}");
}

#[test]
fn runs_of_one_seed_are_compared_in_pairs_and_others_as_strangers() {
    let folder = tempfile::tempdir().unwrap();
    let run = |name: &str, more: &[&str]| {
        downline(folder.path())
            .args(["run", "--no-charts", "--quiet", "--output", name])
            .args(SMALL)
            .args(more)
            .assert()
            .success();
    };
    run("base", &[]);
    run("dearer", &["--set", "costs.expenses=12"]);
    run("other-luck", &["--seed", "7", "--set", "costs.expenses=12"]);
    run("other-people", &["--set", "growth.attachment=preferential"]);
    let assert = downline(folder.path())
        .args([
            "compare",
            "base",
            "dearer",
            "other-luck",
            "other-people",
            "-o",
            "all.csv",
            "--charts",
            "drawn",
        ])
        .assert()
        .success();
    let printed = String::from_utf8(assert.get_output().stdout.clone()).unwrap();
    for words in [
        "the same people with the same",
        "do not share their luck",
        "is not the same",
    ] {
        assert!(printed.contains(words), "{words}: {printed}");
    }
    // Two plans, four metrics told of each.
    assert_eq!(
        fs::read_dir(folder.path().join("drawn")).unwrap().count(),
        2 * 2 * 4
    );
    let table = fs::read_to_string(folder.path().join("all.csv")).unwrap();
    let find = |run: &str, metric: &str| -> Vec<String> {
        let head = format!("{run},base,");
        let line = table
            .lines()
            .find(|line| line.starts_with(&head) && line.contains(&format!(",mlm,{metric},")));
        line.unwrap_or_else(|| panic!("{run} {metric}"))
            .split(',')
            .map(str::to_owned)
            .collect()
    };
    let number = |text: &String| text.parse::<f64>().unwrap();
    let width = |row: &[String]| number(&row[9]) - number(&row[8]);
    // Two dollars more for everyone are two dollars less, exactly, in pairs; and pooled shares
    // are compared too.
    let paired = find("dearer", "mean_net");
    assert_eq!(paired[2], "same_people");
    assert_eq!(paired[7], "-2.000000");
    assert!(width(&paired) < 1e-4 && number(&paired[11]) - number(&paired[10]) > 0.5);
    assert_eq!(find("other-luck", "mean_net")[2], "strangers");
    assert_eq!(find("other-people", "mean_net")[2], "same_luck");
    assert_eq!(find("dearer", "early10_share")[7], "0.000000000");
    assert!(width(&find("other-luck", "mean_net")) > 0.5);
}

#[test]
fn precision_adds_replications_until_it_is_enough_and_stops_alike_everywhere() {
    let folder = tempfile::tempdir().unwrap();
    let run = |name: &str, more: &[&str]| -> serde_json::Value {
        downline(folder.path())
            .args(["run", "--no-charts", "--quiet", "--output", name])
            .args(["--set", "growth.participants=60"])
            .args(more)
            .assert()
            .success();
        let manifest = fs::read_to_string(folder.path().join(name).join("manifest.json")).unwrap();
        serde_json::from_str(&manifest).unwrap()
    };
    let narrow = ["--precision", "mlm.share_profit=0.008"];
    let one = run("one", &[&narrow[..], &["--threads", "1"]].concat());
    let two = run("two", &[&narrow[..], &["--threads", "3"]].concat());
    assert_eq!(one, two);
    let replications = one["replications"].as_u64().unwrap();
    assert!(
        replications > 100 && replications.is_multiple_of(50),
        "{replications}"
    );
    // The same as so many asked for, but for the words about it.
    run("plain", &["--replications", &replications.to_string()]);
    let summary = |name: &str| fs::read(folder.path().join(name).join("summary.csv")).unwrap();
    assert_eq!(summary("one"), summary("plain"));
    let report = fs::read_to_string(folder.path().join("one/report.html")).unwrap();
    assert!(report.contains("sequential rule"));
    // Wide enough at once: a hundred. Never enough: the limit, and that is said.
    let wide = run("wide", &["--precision", "mlm.share_profit=0.5"]);
    assert_eq!(wide["replications"], 100);
    let capped = run(
        "capped",
        &[
            "--precision",
            "mlm.mean_net=0.0001",
            "--replications",
            "130",
        ],
    );
    assert_eq!(capped["replications"], 130);
    let report = fs::read_to_string(folder.path().join("capped/report.html")).unwrap();
    assert!(report.contains("was not reached by the limit of 130"));
}

#[test]
fn what_cannot_be_asked_is_refused_with_the_way_out() {
    for (arguments, words) in [
        (&["sweep", "--vary", "product.prize=1..2"][..], "W002"),
        (&["sweep", "--vary", "product.price"], "W001"),
        (&["sweep", "--vary", "growth.law=1..2"], "W003"),
        (
            &[
                "sweep",
                "--vary",
                "product.price=1..2",
                "--metric",
                "shareprofit",
            ],
            "did you mean `share_profit`",
        ),
        (
            &[
                "sweep",
                "--vary",
                "product.price=1..2",
                "--vary",
                "product.price=3..4",
            ],
            "W006",
        ),
        (
            &[
                "solve",
                "--metric",
                "mlm.share_profit",
                "--target",
                "half",
                "--vary",
                "costs.expenses=0..4",
            ],
            "W011",
        ),
        (
            &[
                "solve",
                "--metric",
                "mlmm.share_profit",
                "--target",
                "0.5",
                "--vary",
                "costs.expenses=0..4",
            ],
            "did you mean `mlm`",
        ),
        (
            &[
                "solve",
                "--metric",
                "mlm.share_profit",
                "--target",
                "0.5",
                "--vary",
                "growth.attachment=[uniform]",
            ],
            "W003",
        ),
        (&["attribute", "--plan", "referral"], "W010"),
        (
            &[
                "solve",
                "--metric",
                "mlm.share_better",
                "--against",
                "referral",
                "--target",
                "0",
                "--vary",
                "costs.expenses=0..4",
            ],
            "W005",
        ),
        (
            &[
                "solve",
                "--metric",
                "mlm.mean_net",
                "--target",
                "0",
                "--vary",
                "growth.participants=10..90",
                "--tolerance",
                "0.5",
            ],
            "W011",
        ),
        (
            &[
                "sensitivity",
                "--vary",
                "costs.expenses=0..4",
                "--group",
                "a=no.key",
            ],
            "W012",
        ),
        (&["run", "--precision", "mlm.share_profit=-1"], "W011"),
        (&["compare", "nowhere", "neither"], "R001"),
    ] {
        let said = if arguments[0] == "compare" {
            let folder = tempfile::tempdir().unwrap();
            let assert = downline(folder.path()).args(arguments).assert().code(2);
            String::from_utf8(assert.get_output().stderr.clone()).unwrap()
        } else {
            refused(arguments)
        };
        assert!(said.contains(words), "{arguments:?}: {said}");
    }
}

#[test]
fn answers_for_machines_have_the_rows() {
    let folder = tempfile::tempdir().unwrap();
    let (_, printed) = ask(&folder, "json", &["attribute", "--json", "--no-charts"]);
    let json: serde_json::Value = serde_json::from_str(&printed).unwrap();
    let rows = json["rows"].as_array().unwrap();
    assert_eq!(rows.len(), 4 * 3);
    assert_eq!(rows[0]["metric"], "share_profit");
    assert!(rows[0]["part"].is_number());
}

#[test]
fn like_is_compared_with_like_where_points_fail() {
    let folder = tempfile::tempdir().unwrap();
    // With a level of 0.3 the plan pays more than its budget: both points fail.
    let (target, printed) = ask(
        &folder,
        "failing",
        &[
            "sweep",
            "--vary",
            "plans.mlm.component.sale_commission.rate=[0.1,0.25]",
            "--vary",
            "plans.mlm.component.level_commission.rates.0=[0.01,0.3]",
            "--metric",
            "mlm.mean_net",
            "--no-charts",
        ],
    );
    assert!(
        printed
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ")
            .contains("is not known"),
        "{printed}"
    );
    let effects = fs::read_to_string(target.join("effects.csv")).unwrap();
    let points: Vec<&str> = effects
        .lines()
        .skip(1)
        .map(|line| line.rsplit(',').next().unwrap())
        .collect();
    assert_eq!(points, ["1", "1", "0", "0"], "{effects}");
}

#[test]
fn the_effect_of_the_only_key_is_what_its_point_says() {
    let folder = tempfile::tempdir().unwrap();
    let arguments = [
        "sweep",
        "--vary",
        "sales.conversion=[0.02,0.04]",
        "--metric",
        "mlm.early10_share",
    ];
    let (target, _) = ask(&folder, "one", &[&arguments[..], &["--no-charts"]].concat());
    let figures = |file: &str, head: &str| -> Vec<String> {
        let text = fs::read_to_string(target.join(file)).unwrap();
        let line = text
            .lines()
            .find(|line| line.starts_with(head))
            .unwrap()
            .to_owned();
        line.split(',').map(str::to_owned).collect()
    };
    let effect = figures("effects.csv", "sales.conversion,0.04,mlm,early10_share");
    let point = figures("sweep.csv", "2,0.04,mlm,early10_share");
    assert_eq!(effect[4..7], point[4..7]);
}

#[test]
fn there_are_no_parts_of_people_and_no_metric_that_a_run_would_withhold() {
    let folder = tempfile::tempdir().unwrap();
    let (target, printed) = ask(
        &folder,
        "people",
        &[
            "solve",
            "--metric",
            "mlm.mean_net",
            "--target",
            "12.9",
            "--vary",
            "growth.participants=20..400",
            "--no-charts",
        ],
    );
    for line in fs::read_to_string(target.join("crossings.csv"))
        .unwrap()
        .lines()
        .skip(1)
    {
        let value = line.split(',').nth(1).unwrap();
        assert!(value.is_empty() || value.ends_with(".000000000"), "{line}");
    }
    assert!(printed.contains("growth.participants"), "{printed}");
    // Whoever joined first is not known of a network without that column.
    fs::write(
        folder.path().join("net.csv"),
        "id,sponsor\nA,\nB,A\nC,A\nD,B\n",
    )
    .unwrap();
    fs::write(
        folder.path().join("observed.toml"),
        "extends = \"ebook\"\n[scenario]\nname = \"observed\"\nreplications = 3\n\
         [growth]\nlaw = \"observed\"\nfile = \"net.csv\"\n",
    )
    .unwrap();
    downline(folder.path())
        .args([
            "sweep",
            "observed.toml",
            "--vary",
            "sales.conversion=0.02..0.04:2",
        ])
        .args([
            "--metric",
            "mlm.early10_share",
            "--no-charts",
            "--output",
            "withheld",
        ])
        .assert()
        .success();
    let effects = fs::read_to_string(folder.path().join("withheld/effects.csv")).unwrap();
    assert!(
        effects
            .lines()
            .skip(1)
            .all(|line| line.ends_with("early10_share,,,,0")),
        "{effects}"
    );
    let manifest = fs::read_to_string(folder.path().join("withheld/manifest.json")).unwrap();
    assert!(
        manifest.contains("net.csv"),
        "the network is among the inputs"
    );
}
