//! Work that is kept, gone on with, dealt out and put together: whatever happens on the way, the
//! bytes are those of a single run.

#[path = "../support/mod.rs"]
mod support;
#[path = "../support/waiting.rs"]
mod waiting;

mod again;
mod faults;
mod resume;
mod shards;

use std::path::Path;
use std::process::Command;

use support::files;

/// The e-book in two small worlds.
const WORLDS: &str = "extends = 'ebook'\n\
                      [scenario]\nname = 'two-worlds'\nreplications = 4\n\
                      [growth]\nparticipants = 300\n\
                      [[worlds]]\nname = 'uniform'\n\
                      [[worlds]]\nname = 'slots'\n\
                      growth = { attachment = 'slots', width = 3 }\n";

/// The program as a process that is run in a folder.
fn plain(folder: &Path) -> Command {
    let mut command = Command::new(assert_cmd::cargo::cargo_bin!("downline"));
    command.current_dir(folder);
    command
}

/// Runs a command line that must end well.
fn done(folder: &Path, words: &[&str]) {
    assert_cmd::Command::from(plain(folder))
        .args(words)
        .arg("--quiet")
        .assert()
        .success();
}

/// Runs a command line that must end in this code, and returns what it says, complaints last.
fn ended(folder: &Path, code: i32, words: &[&str]) -> String {
    let assert = assert_cmd::Command::from(plain(folder))
        .args(words)
        .assert()
        .code(code);
    let output = assert.get_output();
    String::from_utf8_lossy(&[&output.stdout[..], &output.stderr].concat()).into_owned()
}

/// Asserts that two folders hold the same bytes; else says which is the first that differs.
fn assert_same(one: &Path, other: &Path, what: &str) {
    let (one, other) = (files(one), files(other));
    assert!(!one.is_empty(), "{what}: there are files");
    assert!(
        one.keys().eq(other.keys()),
        "{what}: {:?} and not {:?}",
        other.keys(),
        one.keys()
    );
    for (name, bytes) in &one {
        let others = &other[name];
        let first = bytes
            .iter()
            .zip(others)
            .position(|(own, other)| own != other);
        let first = first.or((bytes.len() != others.len()).then(|| bytes.len().min(others.len())));
        if let Some(first) = first {
            panic!("{what}: {} differs at byte {first}", name.display());
        }
    }
}
