//! `downline grow` as a user runs it, and its file read again by `pay` and `run`.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use assert_cmd::Command;
use tempfile::TempDir;

const SCENARIO: &str = "[scenario]\nname = \"town\"\n[horizon]\nperiods = 3\n\
     [growth]\nlaw = \"fixed\"\nparticipants = 14\nfounders = 2\nattachment = \"reach\"\n\
     [people]\nskill = { law = \"lognormal\", sigma = 0.8 }\n\
     reach = { law = \"lognormal\", sigma = 0.5 }\n\
     [sales]\nlaw = \"rate\"\nmean = 1\n[product]\nprice = 10\n\
     [[plans]]\nname = \"levels\"\n[[plans.component]]\ntype = \"level_commission\"\nrates = [0.1]\n";

const PLAN: &str = "[[component]]\ntype = \"level_commission\"\nrates = [0.1]\n";

fn case(files: &[(&str, &str)]) -> TempDir {
    let folder = TempDir::new().unwrap();
    for (name, text) in files {
        fs::write(folder.path().join(name), text).unwrap();
    }
    folder
}

fn downline(folder: &TempDir, arguments: &[&str]) -> assert_cmd::assert::Assert {
    Command::new(assert_cmd::cargo::cargo_bin!("downline"))
        .current_dir(folder)
        .args(arguments)
        .assert()
}

fn printed(folder: &TempDir, arguments: &[&str]) -> String {
    let output = downline(folder, arguments).success().get_output().clone();
    String::from_utf8(output.stdout).unwrap()
}

fn error(folder: &TempDir, arguments: &[&str]) -> String {
    let output = downline(folder, arguments).code(2).get_output().clone();
    String::from_utf8(output.stderr).unwrap()
}

#[test]
fn a_network_is_written_as_csv() {
    let folder = case(&[("town.toml", SCENARIO)]);
    let csv = printed(&folder, &["grow", "town.toml"]);
    insta::assert_snapshot!("town", csv);
    downline(&folder, &["grow", "town.toml", "-o", "tree.csv"]).success();
    assert_eq!(
        fs::read_to_string(folder.path().join("tree.csv")).unwrap(),
        csv
    );
    assert_ne!(
        printed(&folder, &["grow", "town.toml", "--replication", "2"]),
        csv
    );
    assert_ne!(printed(&folder, &["grow", "town.toml", "--seed", "9"]), csv);
}

#[test]
fn an_ability_nobody_asks_for_is_empty() {
    let folder = case(&[("town.toml", SCENARIO)]);
    let uniform = ["grow", "town.toml", "--set", "growth.attachment=uniform"];
    let csv = printed(&folder, &uniform);
    assert!(csv.lines().skip(1).all(|line| line.ends_with(',')), "{csv}");
    let alike = [&uniform[..], &["--set", "people.reach={}"]].concat();
    let csv = printed(&folder, &alike);
    assert!(
        csv.lines()
            .skip(1)
            .all(|line| line.ends_with(",1.000000000")),
        "{csv}"
    );
}

#[test]
fn a_file_is_replaced_only_by_force_and_a_replication_must_be_there() {
    let folder = case(&[("town.toml", SCENARIO), ("tree.csv", "precious")]);
    let refused = error(&folder, &["grow", "town.toml", "-o", "tree.csv"]);
    assert!(refused.contains("is there already"), "{refused}");
    assert_eq!(
        fs::read_to_string(folder.path().join("tree.csv")).unwrap(),
        "precious"
    );
    downline(&folder, &["grow", "town.toml", "-o", "tree.csv", "--force"]).success();
    let refused = error(&folder, &["grow", "town.toml", "--replication", "1001"]);
    assert!(refused.contains("the scenario has 1000"), "{refused}");
}

/// Sponsor, period and team of each id.
fn tree(csv: &str) -> BTreeMap<String, [String; 5]> {
    let mut rows = csv.lines();
    let header: Vec<&str> = rows.next().unwrap().split(',').collect();
    let columns = ["sponsor", "joined_period", "depth", "recruits", "downline"]
        .map(|name| header.iter().position(|own| *own == name).unwrap());
    let id = header.iter().position(|own| *own == "id").unwrap();
    rows.map(|row| {
        let fields: Vec<&str> = row.split(',').collect();
        let of = columns.map(|column| fields[column].to_owned());
        (fields[id].to_owned(), of)
    })
    .collect()
}

#[test]
fn pay_reads_the_tree_that_was_grown() {
    let folder = case(&[("town.toml", SCENARIO), ("plan.toml", PLAN)]);
    downline(&folder, &["grow", "town.toml", "-o", "tree.csv"]).success();
    downline(
        &folder,
        &[
            "pay",
            "--plan",
            "plan.toml",
            "--network",
            "tree.csv",
            "-o",
            "paid",
            "--no-charts",
            "--quiet",
            "--participants",
        ],
    )
    .success();
    let grown = tree(&fs::read_to_string(folder.path().join("tree.csv")).unwrap());
    let paid = tree(&fs::read_to_string(folder.path().join("paid/participants.csv")).unwrap());
    assert_eq!(grown.len(), 16);
    assert_eq!(grown, paid);
}

/// Networks as sets of (joined, depth, recruits, downline), which do not hang on how members
/// are numbered.
fn shape(csv: &str) -> Vec<[String; 4]> {
    let mut rows: Vec<[String; 4]> = tree(csv)
        .into_values()
        .map(|[_, joined, depth, recruits, downline]| [joined, depth, recruits, downline])
        .collect();
    rows.sort();
    rows
}

#[test]
fn an_observed_network_is_the_world_of_a_run() {
    let observed = SCENARIO
        .replace(
            "law = \"fixed\"\nparticipants = 14\nfounders = 2\nattachment = \"reach\"",
            "law = \"observed\"\nfile = \"data/tree.csv\"\nfounders = 2",
        )
        .replace("name = \"town\"", "name = \"town\"\nreplications = 3");
    let folder = case(&[("town.toml", SCENARIO)]);
    let below = folder.path().join("below");
    fs::create_dir_all(below.join("data")).unwrap();
    fs::write(below.join("observed.toml"), observed).unwrap();
    downline(&folder, &["grow", "town.toml", "-o", "below/data/tree.csv"]).success();
    let grown = fs::read_to_string(below.join("data/tree.csv")).unwrap();
    for replication in ["1", "2"] {
        let again = printed(
            &folder,
            &["grow", "below/observed.toml", "--replication", replication],
        );
        assert_eq!(shape(&again), shape(&grown));
    }
    downline(
        &folder,
        &[
            "run",
            "below/observed.toml",
            "-o",
            "out",
            "--no-charts",
            "--quiet",
        ],
    )
    .success();
    let manifest: serde_json::Value =
        serde_json::from_str(&fs::read_to_string(folder.path().join("out/manifest.json")).unwrap())
            .unwrap();
    assert!(manifest["inputs"]["tree.csv"].is_string(), "{manifest}");
    let scenario = manifest["scenario"].as_str().unwrap();
    assert!(scenario.contains("file = \"data/tree.csv\""), "{scenario}");
}

fn observed(rows: &str, keys: &str) -> TempDir {
    let scenario = format!(
        "[scenario]\nname = \"o\"\nreplications = 2\n{keys}\n[sales]\nlaw = \"fixed\"\nunits = 1\n\
         [product]\nprice = 1\n[[plans]]\nname = \"p\"\n[[plans.component]]\ntype = \"sale_commission\"\nrate = 0.1\n\
         [growth]\nlaw = \"observed\"\nfile = \"net.csv\"\n"
    );
    case(&[("o.toml", &scenario), ("net.csv", rows)])
}

#[test]
fn what_does_not_fit_is_refused_where_it_stands() {
    let folder = observed("id,sponsor\nA,\nB,A\n", "");
    fs::remove_file(folder.path().join("net.csv")).unwrap();
    let text = error(&folder, &["run", "o.toml", "-o", "out"]);
    assert!(
        text.contains("S001") && text.contains("o.toml:17:8"),
        "{text}"
    );
    assert!(!Path::new(&folder.path().join("out")).exists());

    let folder = observed("id,sponsor\nA,\nB,A\nC,A\n", "[market]\npopulation = 2");
    let text = error(&folder, &["run", "o.toml", "-o", "out"]);
    assert!(text.contains("S030"), "{text}");

    let folder = observed("id,sponsor\nA,\nB,A\n", "");
    let two = ["run", "o.toml", "-o", "out", "--set", "growth.founders=2"];
    let text = error(&folder, &two);
    assert!(
        text.contains("S040") && text.contains("at most 1"),
        "{text}"
    );

    let folder = observed("id,sponsor\nA,\nB,Nobody\n", "");
    let text = error(&folder, &["run", "o.toml", "-o", "out"]);
    assert!(
        text.contains("N031") && text.contains("net.csv:3:3"),
        "{text}"
    );
}

#[test]
fn what_the_file_does_not_say_is_told() {
    let folder = observed("id,sponsor\nA,\nB,A\n", "");
    let checked = printed(&folder, &["check", "o.toml"]);
    assert!(checked.contains("S054"), "{checked}");
    let folder = observed("id,sponsor,joined\nA,,1\nB,A,1\nC,B,4\n", "");
    let checked = printed(&folder, &["check", "o.toml"]);
    assert!(checked.contains("S053"), "{checked}");
    let grown = printed(&folder, &["grow", "o.toml"]);
    assert_eq!(grown.lines().count(), 3, "{grown}");
    // Without a market, everyone observed is there from their period on.
    let longer = printed(&folder, &["grow", "o.toml", "--set", "horizon.periods=4"]);
    assert_eq!(
        longer.lines().nth(3),
        Some("3,2,4,2,0,0,1.000000000,1.000000000")
    );
}
