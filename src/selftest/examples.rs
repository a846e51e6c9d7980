//! Plans paid on small networks, every amount worked out by hand.

use std::panic::{AssertUnwindSafe, catch_unwind};

use serde_json::Value;

use super::Check;
use crate::examples::{Difference, Verdict, verify};

const KIND: &str = "example";
const EXAMPLES: &str = include_str!("../../tests/conformance/plans.json");

pub(super) fn checks() -> Vec<Check> {
    let examples: Vec<Value> = serde_json::from_str(EXAMPLES).expect("it is the program's own");
    // All that agree are one line: who files the table wants to see what does not.
    let mut agree = 0;
    let mut checks = Vec::new();
    for example in &examples {
        let id = example["id"].as_str().unwrap_or("(no id)");
        // One example the program stumbles over must not lose the others.
        let verdict = catch_unwind(AssertUnwindSafe(|| verify(example)))
            .unwrap_or_else(|_| Verdict::Unsupported("a fault of the program".to_owned()));
        let found = match verdict {
            Verdict::Agrees => {
                agree += 1;
                continue;
            }
            Verdict::Differs(differences) => {
                let told = differences.iter().map(Difference::to_string);
                told.collect::<Vec<_>>().join("; ")
            }
            Verdict::Unsupported(reason) => reason,
        };
        checks.push(Check::same(KIND, id, "as worked out by hand", &found));
    }
    let all = examples.len();
    checks.push(Check::same(
        KIND,
        "payments worked out by hand",
        &format!("{all} of {all} agree"),
        &format!("{agree} of {all} agree"),
    ));
    checks
}
