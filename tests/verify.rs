//! Worked examples through the program: all agree, and no expected amount can be off by a
//! cent without being told.

use assert_cmd::Command;
use downline::examples::{Verdict, verify};
use rust_decimal::Decimal;
use serde_json::Value;

const FILES: [&str; 2] = ["plans.json", "stated.json"];

fn path(file: &str) -> String {
    format!("{}/tests/conformance/{file}", env!("CARGO_MANIFEST_DIR"))
}

fn examples(file: &str) -> Vec<Value> {
    serde_json::from_str(&std::fs::read_to_string(path(file)).unwrap()).unwrap()
}

#[test]
fn every_worked_example_agrees() {
    for file in FILES {
        let count = examples(file).len();
        let tally = format!("\n{count} agree, 0 differ, 0 unsupported\n");
        let output = Command::new(assert_cmd::cargo::cargo_bin!("downline"))
            .args(["verify", &path(file)])
            .output()
            .unwrap();
        let printed = String::from_utf8(output.stdout).unwrap();
        assert!(
            output.status.success() && printed.ends_with(&tally),
            "{printed}"
        );
    }
}

/// Every number of every example, raised by a cent: the difference is told, and no other.
#[test]
fn every_amount_off_by_a_cent_is_reported() {
    let mut changed = 0;
    for example in FILES.into_iter().flat_map(examples) {
        for id in example["expected"].as_object().unwrap().keys() {
            let mut wrong = example.clone();
            let amount: Decimal = example["expected"][id].as_str().unwrap().parse().unwrap();
            wrong["expected"][id] = (amount + Decimal::new(1, 2)).to_string().into();
            let Verdict::Differs(differences) = verify(&wrong) else {
                panic!("{}: a cent more for {id} is not reported", example["id"]);
            };
            assert_eq!(differences.len(), 1, "{}: {differences:?}", example["id"]);
            assert_eq!(&differences[0].of, id);
            changed += 1;
        }
    }
    assert!(changed > 500, "{changed}");
}
