//! Names, titles and ids are text wherever they end up: never markup in a page or a chart,
//! never a formula in a table.

mod support;

use std::fs;
use std::path::{Path, PathBuf};

use assert_cmd::Command;
use support::files;
use tempfile::TempDir;

/// What a page would run or show as something else, and a spreadsheet would reckon.
const HOSTILE: &str = r#"=1+1<script>alert(1)</script><img src=x onerror=alert(2)>"'&amp;</title></svg>]]>--><!--{{ x }}"#;

/// The same as a TOML text.
fn quoted() -> String {
    toml::Value::from(HOSTILE).to_string()
}

/// Two plans with hostile titles under a hostile title.
fn scenario() -> String {
    let title = quoted();
    format!(
        "[scenario]\nname = 'safe'\ntitle = {title}\ndescription = {title}\nreplications = 8\n\
         [horizon]\nperiods = 3\n[growth]\nlaw = 'fixed'\nparticipants = 30\n\
         [sales]\nlaw = 'rate'\nmean = 2\n\
         [[products]]\nname = 'one'\nprice = 20\n[[products]]\nname = 'two'\nprice = 7\n\
         [[plans]]\nname = 'direct'\ntitle = {title}\n\
         [[plans.component]]\ntype = 'sale_commission'\nrate = 0.3\n\
         [[plans]]\nname = 'levels'\ntitle = {title}\n\
         [[plans.component]]\ntype = 'level_commission'\nrates = [0.1, 0.05]\n"
    )
}

fn done(folder: &TempDir, arguments: &[&str]) -> PathBuf {
    Command::new(assert_cmd::cargo::cargo_bin!("downline"))
        .current_dir(folder)
        .args(arguments)
        .args(["-o", "out", "--quiet"])
        .assert()
        .success();
    folder.path().join("out")
}

/// Every page and picture holds the words as text, and no table a formula. Returns how many
/// pages and pictures hold them at all.
fn is_safe(result: &Path) -> usize {
    let mut with_words = 0;
    for (name, bytes) in files(result) {
        match name.extension().and_then(|ending| ending.to_str()) {
            Some("html" | "svg") => {
                let page = String::from_utf8(bytes).unwrap();
                for raw in ["<script>alert", "<img src=x", "</title></svg>", "<!--{{"] {
                    assert!(!page.contains(raw), "{} holds {raw}", name.display());
                }
                with_words += usize::from(page.contains("alert(1)"));
            }
            Some("csv") if !has_ids_as_they_are(&name) => has_no_formula(&name, &bytes),
            _ => {}
        }
    }
    with_words
}

/// The files whose ids must be found again (docs/data.md).
fn has_ids_as_they_are(name: &Path) -> bool {
    let name = name.file_name().unwrap_or_default();
    ["participants.csv", "participant_payments.csv"]
        .iter()
        .any(|file| name == *file)
}

fn has_no_formula(name: &Path, bytes: &[u8]) {
    let mut table = csv::ReaderBuilder::new()
        .has_headers(false)
        .from_reader(bytes);
    for record in table.records() {
        for field in &record.unwrap() {
            let is_number = field.parse::<f64>().is_ok();
            let runs = field.starts_with(['=', '+', '-', '@', '\t', '\r']);
            assert!(is_number || !runs, "{}: {field}", name.display());
        }
    }
}

#[test]
fn titles_of_a_run() {
    let folder = TempDir::new().unwrap();
    fs::write(folder.path().join("safe.toml"), scenario()).unwrap();
    let result = done(&folder, &["run", "safe.toml", "--participants"]);
    assert!(is_safe(&result) > 1, "the titles are shown");
    let manifest = fs::read(result.join("manifest.json")).unwrap();
    let manifest: serde_json::Value = serde_json::from_slice(&manifest).unwrap();
    assert_eq!(manifest["subject"]["title"], HOSTILE);
}

#[test]
fn titles_of_several_worlds() {
    let folder = TempDir::new().unwrap();
    let title = quoted();
    let worlds = format!(
        "[[worlds]]\nname = 'w1'\ntitle = {title}\n[[worlds]]\nname = 'w2'\ntitle = {title}\n\
         growth = {{ participants = 20 }}\n"
    );
    fs::write(folder.path().join("safe.toml"), scenario() + &worlds).unwrap();
    assert!(is_safe(&done(&folder, &["run", "safe.toml"])) > 2);
}

#[test]
fn titles_of_what_if_answers() {
    let vary = ["--vary", "sales.mean=[1,2]"];
    let metric = ["--metric", "mean_net"];
    for command in [
        [&["sweep", "safe.toml"], &vary[..], &metric].concat(),
        [&["tornado", "safe.toml"], &vary[..], &metric].concat(),
    ] {
        let folder = TempDir::new().unwrap();
        fs::write(folder.path().join("safe.toml"), scenario()).unwrap();
        assert!(is_safe(&done(&folder, &command)) > 0, "{command:?}");
    }
}

/// Ids come from a file and may be anything.
#[test]
fn ids_of_a_network() {
    let folder = TempDir::new().unwrap();
    let ids = [
        HOSTILE,
        "@SUM(A1)",
        "-2+3",
        "+cmd|' /C calc'!A0",
        "=HYPERLINK(\"x\")",
        "-5",
    ];
    let mut network = csv::Writer::from_path(folder.path().join("net.csv")).unwrap();
    network
        .write_record(["id", "sponsor", "personal_volume", "rank"])
        .unwrap();
    for (index, id) in ids.iter().enumerate() {
        let sponsor = index.checked_sub(1).map_or("", |before| ids[before]);
        network
            .write_record([*id, sponsor, "100.00", HOSTILE])
            .unwrap();
    }
    network.flush().unwrap();
    let plan = format!(
        "[plan]\ntitle = {}\n[[component]]\ntype = 'sale_commission'\nrate = 0.2\n\
         [[component]]\ntype = 'level_commission'\nrates = [0.1]\n",
        quoted()
    );
    fs::write(folder.path().join("plan.toml"), plan).unwrap();
    let asked = [
        "pay",
        "--plan",
        "plan.toml",
        "--network",
        "net.csv",
        "--participants",
    ];
    let result = done(&folder, &asked);
    assert!(is_safe(&result) > 1);
    // Ids are found again as they were.
    let mut people = csv::Reader::from_path(result.join("participants.csv")).unwrap();
    let at = people
        .headers()
        .unwrap()
        .iter()
        .position(|name| name == "id")
        .unwrap();
    let found: Vec<String> = people
        .records()
        .map(|row| row.unwrap()[at].to_owned())
        .collect();
    for id in ids {
        assert!(found.iter().any(|found| found == id), "{id}");
    }
}

/// What is wrong with a file is told without its control characters: they steer a terminal.
#[test]
fn control_characters_do_not_reach_the_terminal() {
    let folder = TempDir::new().unwrap();
    let network = "id,sponsor\n\u{1b}]0;own\u{7}A,\nB,\u{1b}[7mZ\n\u{9b}7mC,\u{9b}7mD\n";
    fs::write(folder.path().join("net.csv"), network).unwrap();
    let title = "\\u001b]0;own\\u0007\\u009b7m";
    let text = scenario().replace(
        &format!("title = {}", quoted()),
        &format!("title = \"{title}\""),
    );
    fs::write(folder.path().join("safe.toml"), &text).unwrap();
    let bad = text.replace(
        "name = 'direct'",
        "name = \"\\u001b[7m\"\n\"\\u001b[7mkey\" = 1",
    );
    fs::write(folder.path().join("bad.toml"), bad).unwrap();
    for arguments in [
        &[
            "pay",
            "--plan",
            "unilevel",
            "--network",
            "net.csv",
            "-o",
            "paid",
        ][..],
        &["run", "safe.toml", "-o", "ran", "--no-charts"],
        &["check", "bad.toml"],
        &["check", "safe.toml", "--set", "product.price=\u{1b}[7m"],
    ] {
        let output = Command::new(assert_cmd::cargo::cargo_bin!("downline"))
            .current_dir(&folder)
            .args(arguments)
            .output()
            .unwrap();
        for printed in [output.stdout, output.stderr] {
            let printed = String::from_utf8(printed).unwrap();
            let steers = |letter: char| letter.is_control() && letter != '\n';
            assert!(!printed.contains(steers), "{arguments:?}: {printed:?}");
        }
    }
}
