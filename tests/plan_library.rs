//! The library of plans: every plan loads, can be paid, and passes the worked examples
//! that stand beside it.

use std::fs;
use std::path::Path;

use downline::examples::{Verdict, verify};
use downline::plan::{LANGUAGE, Plan};
use downline::scenario::{self, builtin};
use serde_json::Value;

fn folder() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios/plans"))
}

#[test]
fn every_plan_of_the_library_loads() {
    let mut files: Vec<String> = fs::read_dir(folder())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter_map(|file| file.strip_suffix(".toml").map(str::to_owned))
        .collect();
    files.sort();
    let known: Vec<&str> = builtin::PLANS.iter().map(|plan| plan.name).collect();
    assert_eq!(
        files, known,
        "the program and the folder hold the same plans"
    );
    for name in known {
        let text = format!(
            "[scenario]\nname = \"case\"\n[product]\nprice = 100\n\
             [growth]\nlaw = \"fixed\"\nparticipants = 1\n[sales]\nlaw = \"fixed\"\nunits = 1\n\
             [[plans]]\nfile = \"plans/{name}.toml\"\n"
        );
        let loaded = scenario::load_text("case.toml", &text, &[], LANGUAGE)
            .unwrap_or_else(|faults| panic!("{name}: {faults}"));
        Plan::build(&loaded.scenario, 0).unwrap_or_else(|faults| panic!("{name}: {faults}"));
    }
}

#[test]
fn every_plan_passes_the_examples_beside_it() {
    let mut faults = Vec::new();
    for plan in builtin::PLANS {
        let path = folder().join(format!("{}.examples.json", plan.name));
        let Ok(text) = fs::read_to_string(&path) else {
            faults.push(format!("{} has no worked examples", plan.name));
            continue;
        };
        let examples: Vec<Value> = serde_json::from_str(&text).unwrap();
        for mut example in examples {
            example["params"]["file"] = folder()
                .join(example["params"]["file"].as_str().unwrap())
                .display()
                .to_string()
                .into();
            match verify(&example) {
                Verdict::Agrees => {}
                Verdict::Unsupported(why) => faults.push(format!("{}: {why}", plan.name)),
                Verdict::Differs(differences) => {
                    let all: Vec<String> = differences.iter().map(ToString::to_string).collect();
                    faults.push(format!("{} differs: {}", example["id"], all.join("; ")));
                }
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}
