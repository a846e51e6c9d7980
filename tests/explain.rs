//! `downline explain` as a user runs it: statements that add up to what was paid, of a
//! real network and of a replication.

use std::fs;
use std::path::{Path, PathBuf};

use assert_cmd::Command;
use rust_decimal::Decimal;
use tempfile::TempDir;

const PLAN: &str = "[[component]]\ntype = \"sale_commission\"\nrate = 0.2\n\
                    [[component]]\ntype = \"level_commission\"\nrates = [0.105, 0.05]\n";
const NETWORK: &str =
    "id,sponsor,joined,active\nA,,1,true\nB,A,1,true\n\"C, Ltd\",B,2,true\nD,B,1,false\n";
const ORDERS: &str = "order,period,participant,kind,price,commissionable,points\n\
                      1,1,B,customer,100.00,80.00,80\n\
                      2,1,D,own,50.03,40.03,40\n\
                      3,2,\"C, Ltd\",customer,64.01,64.01,64\n\
                      4,2,D,customer,10,10,10\n";

fn downline() -> Command {
    Command::new(assert_cmd::cargo::cargo_bin!("downline"))
}

struct Case {
    folder: TempDir,
}

impl Case {
    fn new() -> Case {
        let folder = TempDir::new().unwrap();
        for (name, text) in [
            ("levels.toml", PLAN),
            ("net.csv", NETWORK),
            ("orders.csv", ORDERS),
        ] {
            fs::write(folder.path().join(name), text).unwrap();
        }
        Case { folder }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn command(&self, command: &str) -> Command {
        let mut process = downline();
        process
            .current_dir(&self.folder)
            .args([command, "--plan", "levels.toml"])
            .args(["--network", "net.csv", "--orders", "orders.csv"]);
        process
    }

    fn explain(&self, arguments: &[&str]) -> String {
        let output = self.command("explain").args(arguments).assert().success();
        String::from_utf8(output.get_output().stdout.clone()).unwrap()
    }
}

/// The fields of each row by a reader that knows nothing of us.
fn rows(path: &Path) -> Vec<Vec<String>> {
    let mut reader = csv::Reader::from_path(path).unwrap();
    reader
        .records()
        .map(|row| row.unwrap().iter().map(str::to_owned).collect())
        .collect()
}

fn sum(rows: &[Vec<String>], column: usize) -> Decimal {
    rows.iter()
        .filter(|row| !row[column].is_empty())
        .map(|row| row[column].parse::<Decimal>().unwrap())
        .sum()
}

/// What the statement says was paid.
fn paid(statement: &str) -> Decimal {
    let line = statement
        .lines()
        .find(|line| line.starts_with("Paid "))
        .unwrap();
    line["Paid ".len()..]
        .split(',')
        .next()
        .unwrap()
        .parse()
        .unwrap()
}

#[test]
fn lines_of_everyone_add_up_to_what_pay_pays() {
    let case = Case::new();
    case.command("pay")
        .args(["-o", "out", "--participants", "--quiet", "--no-charts"])
        .assert()
        .success();
    for row in rows(&case.path("out/participants.csv")) {
        let (id, gross) = (&row[2], row[9].parse::<Decimal>().unwrap());
        let shown = case.explain(&["--participant", id, "-o", "lines.csv", "--force"]);
        let lines = rows(&case.path("lines.csv"));
        assert_eq!(sum(&lines, 7), gross, "{id}\n{shown}");
        assert_eq!(paid(&shown), gross, "{id}");
        assert!(lines.iter().all(|line| line[0] == *id));
    }
}

#[test]
fn every_cut_says_which_rule_made_it() {
    let case = Case::new();
    let plan = "[[component]]\ntype = \"sale_commission\"\nid = \"sales\"\nrate = 0.2\n\
                [[component]]\ntype = \"level_commission\"\nid = \"levels\"\nrates = [0.5]\n\
                [[settlement]]\ntype = \"individual_cap\"\ncap = 10\ncomponents = [\"sales\"]\n\
                [[settlement]]\ntype = \"customer_volume_rule\"\nmode = \"pro_rata\"\n\
                min_customer_share = 0.8\n\
                [[settlement]]\ntype = \"prorate_to_cap\"\ncap_rate = 0.1\n";
    fs::write(case.path("levels.toml"), plan).unwrap();
    let shown = case.explain(&["--participant", "B", "--period", "1", "-o", "b.csv"]);
    let lines = rows(&case.path("b.csv"));
    let cut = |component: &str, reason: &str| {
        let line = lines
            .iter()
            .find(|line| line[3] == component && line[10] == reason);
        line.unwrap_or_else(|| panic!("no `{reason}` of {component}: {shown}"))[9].clone()
    };
    // 20 % of 80.00 is 16.00, of which 10.00 are left; half of D's 40.03 is 20.015, and of
    // B's 120.03 in all customers bought 80.00: 83.3 % of the 80 % asked for.
    assert_eq!(cut("sales", "individual cap"), "6.00");
    assert!(cut("levels", "customer-volume rule").starts_with("3.34"));
    assert!(!cut("levels", "company cap").is_empty());
    assert_eq!(sum(&lines, 7), paid(&shown));
}

#[test]
fn one_period_is_told_alone() {
    let case = Case::new();
    let whole = paid(&case.explain(&["--participant", "B"]));
    let periods: Decimal = ["1", "2"]
        .map(|period| paid(&case.explain(&["--participant", "B", "--period", period])))
        .into_iter()
        .sum();
    assert_eq!(whole, periods);
    // 20 % of 80.00, 10.5 % of 40.03 and of 64.01 and 10.00 in the next period.
    assert_eq!(whole.to_string(), "27.97");
}

#[test]
fn what_an_inactive_member_would_have_had_is_not_paid() {
    let case = Case::new();
    let shown = case.explain(&["--participant", "D"]);
    assert_eq!(paid(&shown).to_string(), "0.00", "{shown}");
}

#[test]
fn a_replication_is_explained_as_it_was_run() {
    let case = Case::new();
    let scenario = ["supplement", "--set", "horizon.periods=5"];
    downline()
        .current_dir(&case.folder)
        .arg("run")
        .args(scenario)
        .args([
            "--replications",
            "3",
            "-o",
            "run",
            "--participants",
            "--quiet",
            "--no-charts",
        ])
        .assert()
        .success();
    let mut looked_at = 0;
    for row in rows(&case.path("run/participants.csv")) {
        let (replication, plan, id) = (&row[0], &row[1], &row[2]);
        let number: usize = id.parse().unwrap();
        if replication != "3" || number % 7 != 2 || looked_at > 20 {
            continue;
        }
        let output = downline()
            .current_dir(&case.folder)
            .arg("explain")
            .args(scenario)
            .args([
                "--replication",
                replication,
                "--plan",
                plan,
                "--participant",
                id,
            ])
            .args(["-o", "lines.csv", "--force"])
            .assert()
            .success();
        let shown = String::from_utf8(output.get_output().stdout.clone()).unwrap();
        let gross: Decimal = row[9].parse().unwrap();
        assert_eq!(sum(&rows(&case.path("lines.csv")), 7), gross, "{shown}");
        let net: Decimal = row[12].parse().unwrap();
        assert!(shown.trim_end().ends_with(&format!("net {net}")), "{shown}");
        looked_at += 1;
    }
    assert!(looked_at > 10, "{looked_at}");
}

#[test]
fn what_is_not_there_is_refused_with_the_nearest_that_is() {
    let case = Case::new();
    let refused = |arguments: &[&str]| {
        let output = downline()
            .current_dir(&case.folder)
            .arg("explain")
            .args(arguments)
            .assert();
        let output = output.code(2).get_output().clone();
        assert!(output.stdout.is_empty());
        String::from_utf8(output.stderr).unwrap()
    };
    let of_files = |arguments: &[&str]| {
        let files = ["--plan", "levels.toml", "--network", "net.csv"];
        refused(&[&files[..], arguments].concat())
    };
    assert!(of_files(&["--participant", "C, Ltt"]).contains("did you mean `C, Ltd`?"));
    assert!(of_files(&["--participant", "A", "--period", "9"]).contains("there is no period 9"));
    assert!(refused(&["ebook", "--participant", "0"]).contains("numbered from 1"));
    assert!(refused(&["ebook", "--participant", "4000000"]).contains("no participant 4000000"));
    assert!(
        refused(&["ebook", "--participant", "1", "--plan", "mlmm"]).contains("did you mean `mlm`?")
    );
    assert!(
        refused(&["ebook", "--participant", "1", "--replication", "1001"])
            .contains("there is no replication 1001")
    );
    fs::write(case.path("there.csv"), "mine").unwrap();
    let there = of_files(&["--participant", "A", "-o", "there.csv"]);
    assert!(there.contains("is there already"), "{there}");
    assert_eq!(fs::read_to_string(case.path("there.csv")).unwrap(), "mine");
}
