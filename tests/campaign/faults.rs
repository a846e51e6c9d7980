//! A disk that is full, a folder that may not be written, two runs into one: a clear message,
//! never half a result.

use std::fs;
use std::process::Stdio;

use crate::waiting::within_a_minute;
use crate::{assert_same, done, ended, plain};

const LONG: [&str; 5] = ["run", "ebook", "--replications", "3000", "--no-charts"];

#[cfg(unix)]
#[test]
fn two_runs_into_one_folder_do_not_meet() {
    let place = tempfile::tempdir().unwrap();
    let folder = place.path();
    let mut first = plain(folder)
        .args(LONG)
        .args(["-o", "out", "--quiet"])
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let partial = folder.join("out.partial");
    within_a_minute(|| partial.exists().then_some(())).expect("it begins");
    for more in [&[][..], &["--force"], &["--resume"], &["--shard", "1/2"]] {
        let complaint = ended(folder, 2, &[&LONG[..], &["-o", "out"], more].concat());
        assert!(
            complaint.contains("is being written by another run"),
            "{complaint}"
        );
    }
    let status = within_a_minute(|| first.try_wait().unwrap()).expect("it ends");
    assert!(status.success(), "the first is not disturbed");
    done(folder, &[&LONG[..], &["-o", "alone"]].concat());
    assert_same(
        &folder.join("alone"),
        &folder.join("out"),
        "the first of two",
    );
}

#[cfg(unix)]
#[test]
fn a_shard_may_run_twice_at_once() {
    let place = tempfile::tempdir().unwrap();
    let folder = place.path();
    let shard = |number: &str| {
        plain(folder)
            .args([
                "run",
                "--replications",
                "60",
                "--quiet",
                "-o",
                "out",
                "--shard",
                number,
            ])
            .spawn()
            .unwrap()
    };
    let started: Vec<_> = ["1/2", "2/2", "1/2", "1/2"].map(shard).into();
    for mut child in started {
        assert!(child.wait().unwrap().success());
    }
    let mut names: Vec<String> = fs::read_dir(folder.join("out.partial"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    assert_eq!(names, ["shard-1-of-2.part", "shard-2-of-2.part"]);
    done(folder, &["merge", "out"]);
    done(folder, &["run", "--replications", "60", "-o", "whole"]);
    assert_same(&folder.join("whole"), &folder.join("out"), "twice at once");
}

/// `/sys` lets nobody make a folder, not even the superuser tests may run as.
#[cfg(target_os = "linux")]
#[test]
fn a_folder_that_may_not_be_written_is_told_before_anything_is_lived() {
    let place = tempfile::tempdir().unwrap();
    for more in [&[][..], &["--resume"], &["--shard", "1/2"]] {
        let words = [&LONG[..], &["-o", "/sys/out"], more].concat();
        let complaint = ended(place.path(), 4, &words);
        assert!(complaint.contains("not permitted"), "{complaint}");
    }
}
