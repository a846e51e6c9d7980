//! The commands of the README, run as they stand, in their order, in an empty folder.

use std::fs;

use assert_cmd::Command;
use tempfile::TempDir;

#[test]
fn the_commands_of_the_readme_run() {
    let readme = fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/README.md")).unwrap();
    let folder = TempDir::new().unwrap();
    let mut count = 0;
    for line in readme
        .lines()
        .filter_map(|line| line.strip_prefix("$ downline "))
    {
        let command = line.split('#').next().unwrap();
        let mut words: Vec<&str> = command.split_whitespace().collect();
        // The same, with fewer histories.
        match words.iter().position(|word| *word == "--replications") {
            Some(at) => words[at + 1] = "4",
            None if words[0] == "run" => words.extend(["--replications", "4"]),
            None => {}
        }
        // Some write to the same folder, which a reader would name or force.
        if words[0] == "run" && !words.contains(&"-o") {
            words.push("--force");
        }
        Command::new(assert_cmd::cargo::cargo_bin!("downline"))
            .args(&words)
            .current_dir(&folder)
            .assert()
            .success();
        count += 1;
    }
    assert!(count >= 6, "{count} commands");
    assert!(folder.path().join("output/supplement/report.html").exists());
    assert!(folder.path().join("output/dearer/manifest.json").exists());
}
