//! Worlds that the plans do not share: the same bytes where earnings change nothing, and
//! what is left of comparing people where they do.

use std::fs;
use std::path::{Path, PathBuf};

use assert_cmd::Command;
use tempfile::TempDir;

use super::{referral, scenario, simulate};
use downline::study::results::Worlds;

fn run(folder: &TempDir, name: &str, arguments: &[&str]) -> PathBuf {
    let target = folder.path().join(name);
    Command::new(assert_cmd::cargo::cargo_bin!("downline"))
        .arg("run")
        .args(arguments)
        .arg("--output")
        .arg(&target)
        .args(["--quiet", "--participants", "--no-charts"])
        .assert()
        .success();
    target
}

/// The tables of a folder by name.
fn tables(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut found: Vec<(String, Vec<u8>)> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|kind| kind == "csv"))
        .map(|path| {
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            (name, fs::read(&path).unwrap())
        })
        .collect();
    found.sort();
    found
}

#[test]
fn where_earnings_change_nothing_own_worlds_are_the_shared_one_byte_for_byte() {
    let folder = TempDir::new().unwrap();
    for (scenario, more) in [
        ("supplement", "quitting.social=0.3"),
        ("ebook", "quitting.max_tenure=5"),
        ("all-plans", "quitting.hazard=0.02"),
    ] {
        let arguments = [scenario, "--replications", "6", "--set", more];
        let shared = tables(&run(&folder, &format!("{scenario}-shared"), &arguments));
        let own = [&arguments[..], &["--set", "scenario.world=own"]].concat();
        let own = tables(&run(&folder, &format!("{scenario}-own"), &own));
        assert!(shared.len() > 15);
        for (shared, own) in shared.iter().zip(&own) {
            assert!(shared == own, "{scenario}: {}", shared.0);
        }
        assert_eq!(shared.len(), own.len());
    }
}

#[test]
fn threads_change_nothing_in_own_worlds() {
    let folder = TempDir::new().unwrap();
    let losses = [
        "supplement",
        "--replications",
        "8",
        "--set",
        "scenario.world=own",
        "--set",
        "quitting.hazard_in_loss=0.2",
        "--set",
        "quitting.loss_tolerance=50.00",
    ];
    let [one, two] = ["1", "2"].map(|threads| {
        let arguments = [&losses[..], &["--threads", threads]].concat();
        tables(&run(&folder, threads, &arguments))
    });
    assert!(one == two);
}

/// Two plans in a network of known size, or one that grows by itself.
fn town(growth: &str) -> String {
    format!(
        "[scenario]\nname = \"town\"\nworld = \"own\"\nreplications = 12\n[horizon]\nperiods = 6\n\
         [growth]\n{growth}\n[market]\npopulation = 3000\n\
         [sales]\nlaw = \"rate\"\nmean = 1\n[costs]\nperiod_fee = 2.00\n\
         [comparison]\nequal_payout = true\n[quitting]\nhazard_in_loss = 0.5\n"
    )
}

fn plans() -> String {
    [referral("low", "0.1"), referral("high", "0.3")].concat()
}

#[test]
fn people_are_paired_by_number_where_the_law_knows_who_joins() {
    let scenario = scenario(&town("law = \"fixed\"\nparticipants = 60"), &plans());
    let (results, _) = simulate(&scenario, 2, |_| ()).unwrap();
    assert_eq!(results.subject.worlds, Worlds::Own { paired: true });
    assert_eq!(results.subject.notes.len(), 1);
    assert!(!results.winners_losers.is_empty());
    let better = results
        .comparison
        .iter()
        .find(|row| row.metric == "share_better");
    assert!(better.unwrap().difference.mean.unwrap() > 0.5);
}

#[test]
fn where_others_join_nobody_is_compared_but_the_metrics_are() {
    let growth = "law = \"recruiting\"\napproaches = 2\nconversion = 0.3\nfounders = 5";
    let scenario = scenario(&town(growth), &plans());
    let (results, sizes) = simulate(&scenario, 2, |view| {
        [0, 1].map(|plan| view.world_of(plan).sponsor.len())
    })
    .unwrap();
    assert!(sizes.iter().any(|[low, high]| low < high));
    assert_eq!(results.subject.worlds, Worlds::Own { paired: false });
    assert!(results.subject.notes[1].contains("not compared one by one"));
    assert!(results.winners_losers.is_empty());
    for plan in ["high", "high@equal"] {
        let rows = || results.comparison.iter().filter(|row| row.plan == plan);
        for metric in ["share_better", "mean_change", "total_moved", "dominance_2"] {
            let row = rows().find(|row| row.metric == metric).unwrap();
            assert_eq!(
                (row.difference.mean, row.replications),
                (None, 0),
                "{metric}"
            );
        }
        let paired = rows().find(|row| row.metric == "mean_net").unwrap();
        assert!(paired.difference.low.is_some() && paired.replications == 12);
    }
    // The network's figures are those of the baseline's world.
    let network = results
        .summary
        .iter()
        .find(|row| row.plan == "network" && row.metric == "mean_depth");
    assert!(network.unwrap().estimate.mean.is_some());
}

#[test]
fn the_report_and_the_summary_say_it_is_not_the_same_tree() {
    let folder = TempDir::new().unwrap();
    let target = folder.path().join("told");
    let output = Command::new(assert_cmd::cargo::cargo_bin!("downline"))
        .args([
            "run",
            "supplement",
            "--replications",
            "4",
            "--set",
            "scenario.world=own",
        ])
        .args(["--set", "quitting.hazard_in_loss=0.3", "--output"])
        .arg(&target)
        .assert()
        .success();
    let printed = String::from_utf8(output.get_output().stdout.clone()).unwrap();
    let printed = printed.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(
        printed.contains("not the same tree, same luck"),
        "{printed}"
    );
    assert!(printed.contains("not compared one by one"), "{printed}");
    let report = fs::read_to_string(target.join("report.html")).unwrap();
    assert!(report.contains("not the same tree"));
    assert!(!report.contains("The plan does not change behaviour"));
}

/// A statement is of the same world as the run.
#[test]
fn a_statement_adds_up_to_what_the_run_paid() {
    use downline::plan::Plan;
    use downline::study::explain::{Question, explain};

    let growth = "law = \"recruiting\"\napproaches = 2\nconversion = 0.3\nfounders = 5";
    let scenario = scenario(&town(growth), &plans());
    let (_, nets) = simulate(&scenario, 1, |view| {
        [0, 1].map(|plan: usize| view.accounts[plan].net().to_vec())
    })
    .unwrap();
    let compiled = Plan::build_all(&scenario).unwrap();
    for payee in [0, 7, 11] {
        let question = Question {
            replication: 3,
            payee,
            period: None,
        };
        let explained = explain(&scenario, None, &compiled, question).unwrap();
        assert_eq!(
            explained.members,
            nets[2].iter().map(Vec::len).max().unwrap()
        );
        for (plan, statement) in explained.statements.iter().enumerate() {
            let net = nets[2][plan].get(payee as usize).copied().unwrap_or(0);
            assert_eq!(statement.paid - statement.costs, net);
        }
    }
}
