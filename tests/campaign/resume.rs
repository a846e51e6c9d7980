//! A run that was ended at any moment goes on to the same bytes.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use crate::waiting::within_a_minute;
use crate::{WORLDS, assert_same, done, ended, plain};

/// Runs that take a while: a plain one, one with everyone's result, one that is stopped by how
/// much is known, and several worlds.
const LONG: [(&str, &str); 4] = [
    (
        "ebook",
        "run ebook --replications 1000 --set growth.participants=4000",
    ),
    (
        "participants",
        "run ebook --replications 200 --participants --no-charts",
    ),
    (
        "precision",
        "run ebook --precision mlm.mean_net=0.001 --replications 1000 --no-charts \
         --set growth.participants=4000",
    ),
    ("worlds", "run worlds.toml --replications 800 --no-charts"),
];

/// Starts a run, sends it a signal once something is kept, and returns how it ended.
#[cfg(unix)]
fn stopped(folder: &Path, work: &[&str], target: &str, signal: &str) -> Option<i32> {
    stopped_as(plain(folder), folder, work, target, signal)
}

#[cfg(unix)]
fn stopped_as(
    mut program: Command,
    folder: &Path,
    work: &[&str],
    target: &str,
    signal: &str,
) -> Option<i32> {
    let mut child = program
        .args(work)
        .args(["--output", target, "--quiet"])
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let partial = folder.join(format!("{target}.partial"));
    let is_kept = || {
        let entries = fs::read_dir(&partial).ok()?;
        let mut sizes = entries.map(|entry| entry.unwrap().metadata().map_or(0, |file| file.len()));
        // More than what it is part of.
        sizes.find(|size| *size > 50_000)
    };
    within_a_minute(is_kept).expect("something is kept");
    Command::new("kill")
        .args([signal, &child.id().to_string()])
        .status()
        .unwrap();
    let Some(status) = within_a_minute(|| child.try_wait().unwrap()) else {
        child.kill().unwrap();
        panic!("the run goes on: were these tests started with interrupts ignored?");
    };
    assert!(
        !folder.join(target).exists(),
        "it was over before it was stopped"
    );
    status.code()
}

#[cfg(unix)]
#[test]
fn a_run_that_was_stopped_goes_on_to_the_same_bytes() {
    let place = tempfile::tempdir().unwrap();
    let folder = place.path();
    fs::write(folder.join("worlds.toml"), WORLDS).unwrap();
    for (name, work) in LONG {
        let work = &work.split_whitespace().collect::<Vec<_>>()[..];
        let whole = format!("{name}-whole");
        done(folder, &[work, &["--output", &whole]].concat());
        for (how, signal, code) in [
            ("killed", "-KILL", None),
            ("interrupted", "-INT", Some(3)),
            ("ended", "-TERM", Some(3)),
        ] {
            let target = format!("{name}-{how}");
            let again = [work, &["--output", &target]].concat();
            assert_eq!(stopped(folder, work, &target, signal), code, "{target}");
            // Without --resume what is there is told of, and other work does not take it over.
            assert!(ended(folder, 2, &again).contains("--resume"));
            let other = [&again[..], &["--resume", "--seed", "9"]].concat();
            assert!(ended(folder, 2, &other).contains("other work"));
            done(folder, &[&again[..], &["--resume"]].concat());
            assert_same(&folder.join(&whole), &folder.join(&target), &target);
            assert!(!folder.join(format!("{target}.partial")).exists());
        }
    }
}

/// `nohup` has SIGHUP ignored: it stays so, and the other signals are minded all the same.
#[cfg(unix)]
#[test]
fn a_run_that_outlives_its_terminal_still_minds_its_scheduler() {
    let place = tempfile::tempdir().unwrap();
    let folder = place.path();
    let work = &LONG[0].1.split_whitespace().collect::<Vec<_>>()[..];
    let mut program = Command::new("nohup");
    program
        .arg(assert_cmd::cargo::cargo_bin!("downline"))
        .current_dir(folder);
    let code = stopped_as(program, folder, work, "out", "-TERM");
    assert_eq!(code, Some(3));
}

#[cfg(unix)]
#[test]
fn what_was_cut_short_or_altered_is_done_again() {
    let place = tempfile::tempdir().unwrap();
    let folder = place.path();
    let work = &LONG[0].1.split_whitespace().collect::<Vec<_>>()[..];
    done(folder, &[work, &["--output", "whole"]].concat());
    for (how, break_it) in [
        (
            "cut",
            (|bytes: &mut Vec<u8>| bytes.truncate(bytes.len() / 2)) as fn(&mut Vec<u8>),
        ),
        ("altered", |bytes| {
            let middle = bytes.len() / 2;
            bytes[middle] ^= 1;
        }),
        ("empty", Vec::clear),
    ] {
        stopped(folder, work, how, "-KILL");
        let partial = folder.join(format!("{how}.partial"));
        for entry in fs::read_dir(&partial).unwrap() {
            let path = entry.unwrap().path();
            if path.is_file() {
                let mut bytes = fs::read(&path).unwrap();
                break_it(&mut bytes);
                fs::write(&path, bytes).unwrap();
            }
        }
        done(folder, &[work, &["--output", how, "--resume"]].concat());
        assert_same(&folder.join("whole"), &folder.join(how), how);
    }
}

#[test]
fn a_run_goes_on_with_shards_and_a_shard_with_its_own() {
    let place = tempfile::tempdir().unwrap();
    let folder = place.path();
    let work = ["run", "--replications", "12"];
    done(folder, &[&work[..], &["-o", "whole"]].concat());
    for shard in ["1/3", "3/3"] {
        done(
            folder,
            &[&work[..], &["-o", "out", "--shard", shard]].concat(),
        );
    }
    let part = folder.join("out.partial/shard-3-of-3.part");
    let whole = fs::read(&part).unwrap();
    fs::write(&part, &whole[..whole.len() / 2]).unwrap();
    done(
        folder,
        &[&work[..], &["-o", "out", "--shard", "3/3", "--resume"]].concat(),
    );
    assert!(whole == fs::read(&part).unwrap(), "the part is as it was");
    done(folder, &[&work[..], &["-o", "out", "--resume"]].concat());
    assert_same(
        &folder.join("whole"),
        &folder.join("out"),
        "shards gone on with",
    );
}

#[test]
fn to_go_on_with_what_is_whole_is_nothing_to_do() {
    let place = tempfile::tempdir().unwrap();
    let folder = place.path();
    for (name, work) in [
        ("run", &["run", "--replications", "4"][..]),
        ("precise", &["run", "--precision", "mlm.share_profit=0.4"]),
        (
            "sweep",
            &[
                "sweep",
                "--vary",
                "product.price=20..30:2",
                "--replications",
                "4",
            ],
        ),
    ] {
        let work = [work, &["-o", name, "--resume"]].concat();
        done(folder, &work);
        let before = crate::files(&folder.join(name));
        // As a program leaves it that is ended just after it has put the folder into place.
        let partial = folder.join(format!("{name}.partial"));
        fs::create_dir(&partial).unwrap();
        fs::write(partial.join("shard-1-of-1.1-a.unfinished"), "").unwrap();
        done(folder, &work);
        assert!(before == crate::files(&folder.join(name)));
        assert!(!partial.exists());
        // Another seed, or another format, is not there.
        for more in [&["--seed", "9"][..], &["--format", "parquet"]] {
            let other = [&work[..], more].concat();
            assert!(ended(folder, 2, &other).contains("exists already"));
        }
    }
}
