//! `downline pay` as a user runs it: a real network in, the folder of a run out.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use assert_cmd::Command;
use tempfile::TempDir;

const LEVELS: &str = "[plan]\ntitle = \"Two levels\"\n\
                      [[component]]\ntype = \"sale_commission\"\nrate = 0.2\n\
                      [[component]]\ntype = \"level_commission\"\nrates = [0.10, 0.05]\n";
const REFERRAL: &str = "[[component]]\ntype = \"sale_commission\"\nrate = 0.3\n";
const NETWORK: &str = "id,sponsor,joined\nA,,1\nB,A,1\n\"C, Ltd\",B,2\n";
const ORDERS: &str = "order,period,participant,kind,price,commissionable,points\n\
                      1,1,B,customer,100.00,80.00,80\n\
                      2,1,A,own,50.00,40.00,40\n\
                      3,2,\"C, Ltd\",customer,64.01,64.01,64\n\
                      4,2,\"C, Ltd\",kit,30,0,0\n\
                      5,2,B,fee,5,,\n";

fn case(files: &[(&str, &str)]) -> TempDir {
    let folder = TempDir::new().unwrap();
    for (name, text) in files {
        fs::write(folder.path().join(name), text).unwrap();
    }
    folder
}

fn usual() -> TempDir {
    case(&[
        ("referral.toml", REFERRAL),
        ("levels.toml", LEVELS),
        ("net.csv", NETWORK),
        ("orders.csv", ORDERS),
    ])
}

fn pay(folder: &TempDir, arguments: &[&str]) -> Command {
    let mut command = Command::new(assert_cmd::cargo::cargo_bin!("downline"));
    command
        .current_dir(folder)
        .arg("pay")
        .args(["--plan", "referral.toml", "--plan", "levels.toml"])
        .args(arguments);
    command
}

fn read(folder: &TempDir, name: &str) -> String {
    fs::read_to_string(folder.path().join(name)).unwrap()
}

const FILES: [&str; 4] = ["--network", "net.csv", "--orders", "orders.csv"];

#[test]
fn people_are_paid_to_the_cent_under_their_own_ids() {
    let folder = usual();
    pay(&folder, &FILES)
        .args(["-o", "out", "--participants", "--no-charts", "--quiet"])
        .assert()
        .success()
        .stdout("");
    // Levels: B has 20 % of 80.00 and 10 % of 64.01; A has 10 % of 80.00 and 5 % of 64.01.
    assert_eq!(
        read(&folder, "out/participants.csv"),
        "replication,plan,id,sponsor,founder,joined_period,depth,recruits,downline,gross,costs,use_value,net\n\
         1,referral,A,,false,1,0,1,2,0.00,50.00,0.00,-50.00\n\
         1,referral,B,A,false,1,1,1,1,24.00,5.00,0.00,19.00\n\
         1,referral,\"C, Ltd\",B,false,2,2,0,0,19.20,30.00,0.00,-10.80\n\
         1,levels,A,,false,1,0,1,2,11.20,50.00,0.00,-38.80\n\
         1,levels,B,A,false,1,1,1,1,22.40,5.00,0.00,17.40\n\
         1,levels,\"C, Ltd\",B,false,2,2,0,0,12.80,30.00,0.00,-17.20\n"
    );
    let payments = read(&folder, "out/participant_payments.csv");
    assert!(payments.contains("1,levels,\"C, Ltd\",sale_commission,12.80\n"));
    // Revenue: what customers, buyers and joiners paid. Nothing is drawn: no intervals.
    let summary = read(&folder, "out/summary.csv");
    assert!(
        summary.contains("\nlevels,payout,46.400000,,,"),
        "{summary}"
    );
    assert!(
        summary.contains("\nlevels,revenue,249.010000,,,"),
        "{summary}"
    );
    let periods = read(&folder, "out/periods.csv");
    assert!(
        periods.lines().any(|line| line.starts_with("levels,1,2.")),
        "{periods}"
    );
}

#[test]
fn the_folder_is_that_of_a_run_and_its_manifest_names_every_input() {
    let folder = usual();
    let told = pay(&folder, &FILES).args(["-o", "out"]).assert().success();
    let told = String::from_utf8(told.get_output().stdout.clone()).unwrap();
    assert!(
        told.contains("One observed network of 3 participants"),
        "{told}"
    );
    for name in [
        "summary.csv",
        "report.html",
        "joining_decile.csv",
        "charts/lorenz.svg",
    ] {
        assert!(folder.path().join("out").join(name).exists(), "{name}");
    }
    let manifest: serde_json::Value =
        serde_json::from_str(&read(&folder, "out/manifest.json")).unwrap();
    let inputs: BTreeMap<String, String> =
        serde_json::from_value(manifest["inputs"].clone()).unwrap();
    let names: Vec<&str> = inputs.keys().map(String::as_str).collect();
    assert_eq!(
        names,
        ["levels.toml", "net.csv", "orders.csv", "referral.toml"]
    );
    assert_eq!(
        inputs["net.csv"],
        downline::hash::sha256(NETWORK.as_bytes())
    );
    let scenario = manifest["scenario"].as_str().unwrap();
    assert!(
        scenario.contains("periods = 2") && !scenario.contains("[growth]"),
        "{scenario}"
    );
    // The folder is not replaced unasked.
    pay(&folder, &FILES).args(["-o", "out"]).assert().code(2);
}

#[test]
fn rows_in_another_order_and_other_threads_give_the_same_tables() {
    let folder = usual();
    let turned = |text: &str| {
        let mut lines: Vec<&str> = text.lines().collect();
        lines[1..].reverse();
        lines.join("\r\n")
    };
    fs::write(folder.path().join("net2.csv"), turned(NETWORK)).unwrap();
    fs::write(folder.path().join("orders2.csv"), turned(ORDERS)).unwrap();
    let run = |target: &str, arguments: &[&str]| {
        pay(&folder, arguments)
            .args(["-o", target, "--no-charts", "--quiet", "--participants"])
            .args([
                "--set",
                "scenario.title=\"t\"",
                "--set",
                "scenario.name=\"n\"",
            ])
            .assert()
            .success();
    };
    run("one", &FILES);
    run(
        "two",
        &[
            "--network",
            "net2.csv",
            "--orders",
            "orders2.csv",
            "--threads",
            "1",
        ],
    );
    for entry in fs::read_dir(folder.path().join("one")).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        if Path::new(&name)
            .extension()
            .is_some_and(|ending| ending == "csv")
        {
            let (one, two) = (format!("one/{name}"), format!("two/{name}"));
            assert_eq!(read(&folder, &one), read(&folder, &two), "{name}");
        }
    }
}

#[test]
fn without_joined_what_hangs_on_it_is_empty_with_the_reason() {
    let folder = usual();
    fs::write(
        folder.path().join("net.csv"),
        "id,sponsor,customer_volume\nA,,10\nB,A,20\nC,B,\n",
    )
    .unwrap();
    let told = pay(&folder, &["--network", "net.csv", "-o", "out"])
        .assert()
        .success();
    let told = String::from_utf8(told.get_output().stdout.clone()).unwrap();
    assert!(told.contains("the network gives no `joined`"), "{told}");
    assert!(!told.contains("first tenth"), "{told}");
    assert!(read(&folder, "out/summary.csv").contains("\nlevels,early10_share,,,,,,,,,0\n"));
    assert_eq!(read(&folder, "out/joining_decile.csv").lines().count(), 1);
    assert!(
        read(&folder, "out/report.html").contains("gives no <code>joined")
            || read(&folder, "out/report.html").contains("gives no `joined`")
    );
}

#[test]
fn faults_are_told_all_at_once_and_nothing_is_written() {
    let folder = usual();
    fs::write(
        folder.path().join("net.csv"),
        "id,sponsor,joined\nA,X,1\nA,,1\nB,A,0\n",
    )
    .unwrap();
    let output = pay(&folder, &FILES).args(["-o", "out"]).assert().code(2);
    let told = String::from_utf8(output.get_output().stderr.clone()).unwrap();
    assert!(
        told.starts_with(
            "error[N031]: there is no member `X` to be the sponsor of `A`\n --> net.csv:2:3\n  |\n2 | A,X,1\n  |   ^ X\n"
        ),
        "{told}"
    );
    assert!(
        told.contains("net.csv:3:1") && told.contains("net.csv:4:5"),
        "{told}"
    );
    assert!(!folder.path().join("out").exists());
    for (arguments, expected) in [
        (&["--set", "growth.founders=2"][..], "error[N050]"),
        (&["--set", "scenario.currency=EUR"], "use --currency"),
        (&["--currency", "EURO"], "error[S025]"),
    ] {
        let output = pay(&folder, &FILES)
            .args(arguments)
            .args(["-o", "out"])
            .assert()
            .code(2);
        let told = String::from_utf8(output.get_output().stderr.clone()).unwrap();
        assert!(told.contains(expected), "{told}");
    }
}

#[test]
fn the_machine_reads_the_same_summary() {
    let folder = usual();
    let output = pay(&folder, &FILES)
        .args(["-o", "out", "--json", "--quiet"])
        .assert()
        .success();
    let json: serde_json::Value = serde_json::from_slice(&output.get_output().stdout).unwrap();
    assert_eq!(json["baseline"], "referral");
    assert_eq!(json["replications"], 1);
    assert_eq!(json["summary"]["levels"]["payout"]["mean"], 46.4);
}
