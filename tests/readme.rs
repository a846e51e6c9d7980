//! The commands of the README, run as they stand, in their order, in a folder with what a
//! reader has: the repository's scenarios, a network and its orders.

use std::fs;
use std::path::Path;

use assert_cmd::Command;
use tempfile::TempDir;

#[test]
fn the_commands_of_the_readme_run() {
    let readme = fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/README.md")).unwrap();
    let folder = TempDir::new().unwrap();
    let library = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios");
    let plans = folder.path().join("scenarios/plans");
    fs::create_dir_all(&plans).unwrap();
    for (from, to) in [
        (library.as_path(), folder.path().join("scenarios").as_path()),
        (&library.join("plans"), &plans),
    ] {
        for entry in fs::read_dir(from).unwrap() {
            let file = entry.unwrap().path();
            if file.is_file() {
                fs::copy(&file, to.join(file.file_name().unwrap())).unwrap();
            }
        }
    }
    let network = "id,sponsor\nAnn,\nBob,Ann\nCem,Ann\nDee,Bob\n";
    let orders = "order,period,participant,kind,price,commissionable,points\n\
                  1,1,Bob,customer,100.00,100.00,100\n2,1,Cem,own,80.00,80.00,80\n";
    fs::write(folder.path().join("network.csv"), network).unwrap();
    fs::write(folder.path().join("orders.csv"), orders).unwrap();
    let mut count = 0;
    for line in readme
        .lines()
        .filter_map(|line| line.strip_prefix("$ downline "))
    {
        let command = line.split('#').next().unwrap();
        let mut words: Vec<String> = Vec::new();
        for word in command.split_whitespace() {
            match word.split_once('*') {
                // As the shell would.
                Some((before, end)) => {
                    let folder = folder.path().join(before);
                    let mut files: Vec<String> = fs::read_dir(&folder)
                        .unwrap()
                        .map(|entry| entry.unwrap().path().to_str().unwrap().to_owned())
                        .filter(|file| file.ends_with(end))
                        .collect();
                    files.sort();
                    words.extend(files);
                }
                None => words.push(word.to_owned()),
            }
        }
        // The same, with fewer histories.
        match words.iter().position(|word| *word == "--replications") {
            Some(at) => words[at + 1] = "4".to_owned(),
            None if words[0] == "run" => words.extend(["--replications", "4"].map(str::to_owned)),
            None => {}
        }
        // Some write to the same folder, which a reader would name or force.
        if words[0] == "run" && !words.iter().any(|word| word == "-o") {
            words.push("--force".to_owned());
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
