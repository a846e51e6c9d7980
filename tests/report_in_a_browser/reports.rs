//! The reports that are opened: made once, by the program as a user runs it.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use assert_cmd::Command;

/// A made report.
pub struct Report {
    /// What it is of.
    pub name: &'static str,
    /// The folder it stands in, with all it links to.
    pub folder: PathBuf,
}

impl Report {
    /// The page itself.
    pub fn page(&self) -> PathBuf {
        self.folder.join("report.html")
    }
}

/// Two plans of one period, two of many, many plans, several worlds, a real network, and
/// answers to what-if questions.
pub static REPORTS: LazyLock<Vec<Report>> = LazyLock::new(|| {
    let all = Path::new(env!("CARGO_TARGET_TMPDIR")).join("report_in_a_browser");
    fs::create_dir_all(&all).unwrap();
    fs::write(
        all.join("network.csv"),
        "id,sponsor,joined\nA,,1\nB,A,1\n\"C, Ltd\",B,2\nD,A,2\n",
    )
    .unwrap();
    fs::write(
        all.join("orders.csv"),
        "order,period,participant,kind,price,commissionable,points\n\
         1,1,B,customer,100.00,80.00,80\n\
         2,2,\"C, Ltd\",customer,64.01,64.01,64\n\
         3,2,D,own,30,30,30\n",
    )
    .unwrap();
    let made = |name: &'static str, arguments: &[&str]| {
        let folder = all.join(name);
        Command::new(assert_cmd::cargo::cargo_bin!("downline"))
            .current_dir(&all)
            .args(arguments)
            .args(["--force", "--quiet", "--output"])
            .arg(&folder)
            .assert()
            .success();
        Report { name, folder }
    };
    vec![
        made("ebook", &["run", "ebook", "--replications", "20"]),
        made("supplement", &["run", "supplement", "--replications", "5"]),
        made("all-plans", &["run", "all-plans", "--replications", "3"]),
        made("robustness", &["run", "robustness", "--replications", "3"]),
        made(
            "pay",
            &[
                "pay",
                "--plan",
                "unilevel",
                "--plan",
                "binary",
                "--network",
                "network.csv",
                "--orders",
                "orders.csv",
            ],
        ),
        made(
            "sweep",
            &[
                "sweep",
                "--vary",
                "sales.conversion=0.01..0.05:4",
                "--vary",
                "company.payout_budget=[0.2,0.5,0.8]",
                "--replications",
                "4",
            ],
        ),
        made(
            "sensitivity",
            &[
                "sensitivity",
                "--vary",
                "sales.conversion=0.01..0.05",
                "--vary",
                "plans.mlm.component.level_commission.rates.0=0.02..0.1",
                "--samples",
                "4",
                "--replications",
                "4",
            ],
        ),
        made("attribute", &["attribute", "--replications", "4"]),
        made("variance", &["explain-variance", "--replications", "4"]),
    ]
});
