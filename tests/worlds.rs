//! `downline run` of several worlds, as a user runs it: every world the very run it is
//! alone, one table over all, the same bytes on any number of threads, and refusals that
//! say what differs and leave nothing behind.

mod support;

use std::fs;
use std::path::{Path, PathBuf};

use assert_cmd::Command;
use support::files;
use tempfile::TempDir;

fn downline() -> Command {
    Command::new(assert_cmd::cargo::cargo_bin!("downline"))
}

/// Runs into `folder/name` and returns the path and what was printed.
fn run(folder: &TempDir, name: &str, arguments: &[&str]) -> (PathBuf, String) {
    let target = folder.path().join(name);
    let assert = downline()
        .current_dir(folder.path())
        .arg("run")
        .args(arguments)
        .args(["--output", name])
        .assert()
        .success();
    let printed = String::from_utf8(assert.get_output().stdout.clone()).unwrap();
    (target, printed)
}

/// Runs, is refused with exit code 2, and returns what was said; nothing is left behind.
fn refused(folder: &TempDir, arguments: &[&str]) -> String {
    let before = fs::read_dir(folder.path()).unwrap().count();
    let assert = downline()
        .current_dir(folder.path())
        .arg("run")
        .args(arguments)
        .args(["--output", "refused"])
        .assert()
        .code(2);
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), before);
    String::from_utf8(assert.get_output().stderr.clone()).unwrap()
}

fn write(folder: &TempDir, name: &str, text: &str) {
    fs::write(folder.path().join(name), text).unwrap();
}

/// Three small worlds of the e-book.
const WORLDS: &str = "\
extends = 'ebook'
[scenario]
name = 'places'
title = 'Does it hold?'
replications = 12
[growth]
participants = 150

[[worlds]]
name = 'uniform'

[[worlds]]
name = 'three'
title = 'nobody recruits more than three'
growth = { attachment = 'slots', width = 3 }

[[worlds]]
name = 'town'
title = 'a town of 400'
horizon = { periods = 4 }
growth = { law = 'recruiting', founders = 5, approaches = 2, conversion = 0.3 }
market = { population = 400 }
sales = { contacts_per_period = 20 }
";

#[test]
fn the_finding_stands_by_world_and_the_folder_is_whole() {
    let folder = TempDir::new().unwrap();
    write(&folder, "places.toml", WORLDS);
    let (target, printed) = run(&folder, "out", &["places.toml"]);
    insta::assert_snapshot!("finding_by_world", printed);
    assert!(printed.lines().all(|line| line.chars().count() <= 80));
    let csv = fs::read_to_string(target.join("worlds.csv")).unwrap();
    insta::assert_snapshot!("worlds_csv", csv);
    let page = fs::read_to_string(target.join("report.html")).unwrap();
    for world in ["uniform", "three", "town"] {
        assert!(page.contains(&format!("href=\"{world}/report.html\"")));
        for file in [
            "report.html",
            "manifest.json",
            "summary.csv",
            "sample_tree.csv",
        ] {
            assert!(target.join(world).join(file).is_file(), "{world}/{file}");
        }
        assert!(target.join(world).join("charts/sample_tree.png").is_file());
    }
    assert!(!page.contains("<script"), "the page needs no scripts");
    assert!(page.contains("<svg") && target.join("charts/worlds.png").is_file());
    assert_eq!(
        fs::read_dir(folder.path()).unwrap().count(),
        2,
        "nothing but the scenario and the result"
    );
}

#[test]
fn the_manifest_over_the_worlds_holds_the_hash_of_each_manifest() {
    use sha2::{Digest, Sha256};

    let folder = TempDir::new().unwrap();
    write(&folder, "places.toml", WORLDS);
    let (target, _) = run(&folder, "out", &["places.toml", "--no-charts", "--quiet"]);
    let manifest = fs::read(target.join("manifest.json")).unwrap();
    let manifest: serde_json::Value = serde_json::from_slice(&manifest).unwrap();
    let outputs = manifest["outputs"].as_object().unwrap();
    let names: Vec<&str> = outputs.keys().map(String::as_str).collect();
    assert_eq!(
        names,
        [
            "report.html",
            "three/manifest.json",
            "town/manifest.json",
            "uniform/manifest.json",
            "worlds.csv"
        ]
    );
    for (name, hash) in outputs {
        let bytes = fs::read(target.join(name)).unwrap();
        let found = Sha256::digest(&bytes);
        let found: String = found.iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(*hash, found, "{name}");
    }
    assert_eq!(manifest["worlds"][1], "three");
}

#[test]
fn any_number_of_threads_gives_the_same_bytes() {
    let folder = TempDir::new().unwrap();
    write(&folder, "places.toml", WORLDS);
    let (one, printed) = run(&folder, "out", &["places.toml", "--threads", "1"]);
    let one = files(&one);
    let (two, again) = run(
        &folder,
        "out",
        &["places.toml", "--threads", "2", "--force"],
    );
    assert_eq!(printed, again);
    let two = files(&two);
    assert_eq!(one.len(), two.len());
    for (name, bytes) in one {
        assert_eq!(bytes, two[&name], "{}", name.display());
    }
}

/// The manifest, which the report embeds, names the files that were read; everything else
/// is the run of that world alone.
#[test]
fn every_world_is_the_very_run_it_is_alone() {
    let folder = TempDir::new().unwrap();
    write(&folder, "places.toml", WORLDS);
    let (target, _) = run(&folder, "out", &["places.toml", "--seed", "7"]);
    for world in ["uniform", "three", "town"] {
        let manifest = fs::read(target.join(world).join("manifest.json")).unwrap();
        let manifest: serde_json::Value = serde_json::from_slice(&manifest).unwrap();
        write(
            &folder,
            "alone.toml",
            manifest["scenario"].as_str().unwrap(),
        );
        let name = format!("alone-{world}");
        let (alone, _) = run(&folder, &name, &["alone.toml"]);
        let (mut alone, mut within) = (files(&alone), files(&target.join(world)));
        for told in ["manifest.json", "report.html"] {
            alone.remove(Path::new(told)).unwrap();
            within.remove(Path::new(told)).unwrap();
        }
        assert_eq!(alone, within, "{world}");
    }
}

#[test]
fn files_are_worlds_too_and_options_hold_in_all_of_them() {
    let folder = TempDir::new().unwrap();
    let base = "extends = 'ebook'\n[growth]\nparticipants = 100\n";
    write(
        &folder,
        "a.toml",
        &format!("{base}[scenario]\nname = 'a'\n"),
    );
    write(
        &folder,
        "b.toml",
        &format!("{base}attachment = 'preferential'\n[scenario]\nname = 'b'\n"),
    );
    let options = [
        "a.toml",
        "b.toml",
        "--replications",
        "5",
        "--set",
        "product.price=25",
        "--no-charts",
        "--json",
    ];
    let (target, printed) = run(&folder, "out", &options);
    let json: serde_json::Value = serde_json::from_str(&printed).unwrap();
    assert_eq!(json["worlds"][1]["scenario"], "b");
    assert_eq!(json["findings"][0]["plan"], "mlm");
    for world in ["a", "b"] {
        let manifest = fs::read_to_string(target.join(world).join("manifest.json")).unwrap();
        assert!(manifest.contains("price = 25.00") && manifest.contains("\"replications\": 5"));
        assert!(!target.join(world).join("charts").exists());
    }
}

#[test]
fn worlds_with_other_plans_are_refused_and_told_which() {
    let folder = TempDir::new().unwrap();
    let named = |name: &str| format!("extends = 'ebook'\n[scenario]\nname = '{name}'\n");
    write(&folder, "a.toml", &named("a"));
    let other = "[[plans]]\nname = 'referral'\n[[plans.component]]\ntype = 'sale_commission'\nrate = 0.5\n\
                 [[plans]]\nname = 'binary'\nfile = 'binary'\n";
    write(&folder, "b.toml", &format!("{}{other}", named("b")));
    let told = refused(&folder, &["a.toml", "b.toml"]);
    assert!(told.contains("error[S029]"), "{told}");
    assert!(told.contains("only `a` has `mlm`"), "{told}");
    assert!(told.contains("only `b` has `binary`"), "{told}");
    let told = refused(&folder, &["a.toml", "a.toml"]);
    assert!(
        told.contains("error[S028]") && told.contains("`a`"),
        "{told}"
    );
    write(
        &folder,
        "c.toml",
        &format!("{}[comparison]\nbaseline = 'mlm'\n", named("c")),
    );
    let told = refused(&folder, &["a.toml", "c.toml"]);
    assert!(
        told.contains("the baseline is `referral` in one and `mlm`"),
        "{told}"
    );
}

#[test]
fn what_is_wrong_in_a_world_is_told_with_its_place() {
    let folder = TempDir::new().unwrap();
    let start = "extends = 'ebook'\n[scenario]\nname = 'x'\n[[worlds]]\nname = 'one'\n";
    for (more, place, words) in [
        ("growth = { widht = 3 }\n", "bad.toml:6:12", "growth.widht"),
        (
            "grwoth = { width = 3 }\n",
            "bad.toml:6:1",
            "did you mean `growth`",
        ),
        ("[[worlds.plans]]\nname = 'p'\n", "bad.toml:6:10", "S027"),
        (
            "[[worlds]]\ntitle = 'no name'\n",
            "bad.toml:6:",
            "worlds.1.name",
        ),
        ("[[worlds]]\nname = 'a/b'\n", "bad.toml:7:8", "S018"),
    ] {
        write(&folder, "bad.toml", &format!("{start}{more}"));
        let told = refused(&folder, &["bad.toml"]);
        assert!(
            told.contains(place) && told.contains(words),
            "{more}\n{told}"
        );
    }
    write(&folder, "bad.toml", "extends = 'ebook'\nworlds = []\n");
    assert!(refused(&folder, &["bad.toml"]).contains("S019"));
    write(&folder, "bad.toml", start);
    let told = refused(&folder, &["bad.toml", "--set", "worlds.0.name=y"]);
    assert!(told.contains("S006"), "{told}");
}
