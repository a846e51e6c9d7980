//! `downline check` as a user runs it on plans by themselves: what it prints, and how it
//! ends.

use std::fs;
use std::path::Path;

use assert_cmd::Command;
use downline::scenario::builtin;
use tempfile::TempDir;

/// The program in the folder of the repository.
fn check(arguments: &[&str]) -> Command {
    let mut command = Command::new(assert_cmd::cargo::cargo_bin!("downline"));
    command
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .arg("check")
        .args(arguments);
    command
}

fn printed(command: &mut Command, code: i32) -> String {
    let output = command.assert().code(code).get_output().clone();
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
    String::from_utf8(output.stdout).unwrap()
}

/// A plan file with this text, and what is said of it.
fn said_of(text: &str, code: i32) -> String {
    let folder = TempDir::new().unwrap();
    fs::write(folder.path().join("plan.toml"), text).unwrap();
    printed(check(&["plan.toml"]).current_dir(&folder), code)
}

#[test]
fn plans_of_the_library_as_the_user_sees_them() {
    for name in [
        "binary",
        "cycler",
        "stairstep-breakaway",
        "modelled-on-avon-us",
    ] {
        let file = format!("scenarios/plans/{name}.toml");
        insta::assert_snapshot!(name, printed(&mut check(&[&file]), 0));
    }
}

/// Warnings are for plans in which something is amiss: of the library, those with
/// brackets of the whole volume.
#[test]
fn every_plan_of_the_library_is_in_order_and_few_are_warned_of() {
    let mut warned = Vec::new();
    for plan in builtin::PLANS {
        let file = format!("scenarios/plans/{}.toml", plan.name);
        assert!(Path::new(env!("CARGO_MANIFEST_DIR")).join(&file).is_file());
        let out = printed(&mut check(&[&file]), 0);
        assert!(out.contains(&format!("{file}: ok")), "{out}");
        if out.contains("warning[") {
            warned.push(plan.name);
        }
    }
    assert_eq!(
        warned,
        [
            "modelled-on-avon-us",
            "modelled-on-kitchen-fair",
            "party-plan"
        ]
    );
}

#[test]
fn a_plan_of_the_library_goes_by_its_name_and_takes_settings() {
    let folder = TempDir::new().unwrap();
    let more = "plans.single-level-affiliate.component.sale_commission.rate=0.3";
    let mut command = check(&["single-level-affiliate", "--set", more]);
    let out = printed(command.current_dir(&folder), 0);
    assert!(out.contains("30 %  of customers' volume"), "{out}");
}

#[test]
fn a_faulty_plan_file_is_refused_with_line_and_column() {
    let out = said_of("[[component]]\ntype = \"sale_commission\"\nrate = 40\n", 2);
    assert!(out.contains("error[S014]"), "{out}");
    assert!(out.contains("--> plan.toml:3:8"), "{out}");
    assert!(out.ends_with("plan.toml: 1 fault\n"), "{out}");
    let out = said_of("[plan]\nname = \"x\"\n[[component]\n", 2);
    assert!(out.contains("error[S004]"), "{out}");
}

#[test]
fn a_file_that_is_a_scenario_is_read_as_one() {
    let out = said_of("[plan]\nname = \"x\"\n[scenario]\nname = \"y\"\n", 2);
    assert!(out.contains("there is no key `plan`"), "{out}");
}

const LEVELS: &str = "[[component]]\ntype = \"level_commission\"\nrates = [0.1]\n";

#[test]
fn matches_of_matches_and_circles_are_refused() {
    let matching = |id: &str, of: &str| {
        format!(
            "[[component]]\nid = \"{id}\"\ntype = \"matching\"\nof = [\"{of}\"]\nrates = [0.1]\n"
        )
    };
    let circle = format!("{}{}", matching("a", "b"), matching("b", "a"));
    let out = said_of(&circle, 2);
    assert!(out.contains("error[P181]"), "{out}");
    assert!(out.contains("a → b → a"), "{out}");
    assert!(out.contains("--> plan.toml:4:6"), "{out}");
    let twice = format!(
        "{LEVELS}{}{}",
        matching("a", "level_commission"),
        matching("b", "a")
    );
    let out = said_of(&twice, 2);
    assert!(out.contains("error[P182]"), "{out}");
}

#[test]
fn warnings_are_of_check_alone() {
    let folder = TempDir::new().unwrap();
    let plan = format!("{LEVELS}[[component]]\ntype = \"cycle\"\npayout = 75\n");
    fs::write(folder.path().join("plan.toml"), plan).unwrap();
    fs::write(folder.path().join("net.csv"), "id,sponsor\nA,\nB,A\n").unwrap();
    let out = printed(check(&["plan.toml"]).current_dir(&folder), 0);
    assert!(out.contains("warning[P201]"), "{out}");
    assert!(out.contains("plan.toml: ok, 1 warning"), "{out}");
    let pay = Command::new(assert_cmd::cargo::cargo_bin!("downline"))
        .args(["pay", "--plan", "plan.toml", "--network", "net.csv"])
        .current_dir(&folder)
        .assert()
        .success();
    let told = String::from_utf8_lossy(&pay.get_output().stderr).into_owned();
    assert!(!told.contains("warning["), "{told}");
}
