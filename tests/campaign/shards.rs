//! Any number of threads, any number of shards in any order: the same bytes.

use std::fs;
use std::path::Path;

use crate::{WORLDS, assert_same, done, ended};

/// What is dealt out, small: a plain run, one of many months with everyone's result, several
/// worlds, and one of each kind of question.
const WORK: [(&str, &str); 8] = [
    ("ebook", "run ebook --replications 9"),
    (
        "supplement",
        "run supplement --replications 5 --participants --no-charts",
    ),
    (
        "parquet",
        "run ebook --replications 5 --participants --format parquet --no-charts",
    ),
    ("worlds", "run worlds.toml --no-charts"),
    (
        "sweep",
        "sweep --vary product.price=10..40:4 --vary costs.expenses=0..20:3 --replications 6",
    ),
    (
        "sensitivity",
        "sensitivity --vary product.price=20..40 --vary costs.expenses=0..20 --samples 3 \
         --replications 4 --no-charts",
    ),
    ("attribute", "attribute --replications 7 --no-charts"),
    (
        "explain-variance",
        "explain-variance --replications 7 --no-charts",
    ),
];

#[test]
fn threads_and_shards_change_no_byte() {
    let place = tempfile::tempdir().unwrap();
    let folder = place.path();
    fs::write(folder.join("worlds.toml"), WORLDS).unwrap();
    for (name, work) in WORK {
        let work: Vec<&str> = work.split_whitespace().collect();
        let run = |target: &str, more: &[&str]| {
            done(folder, &[&work[..], &["--output", target], more].concat());
        };
        let whole = format!("{name}-whole");
        run(&whole, &["--threads", "1"]);
        for threads in ["2", "8"] {
            let target = format!("{name}-{threads}-threads");
            run(&target, &["--threads", threads]);
            assert_same(&folder.join(&whole), &folder.join(&target), &target);
        }
        for order in [&[1][..], &[3, 1, 4, 2], &[7, 2, 5, 1, 6, 3, 4]] {
            let of = order.len();
            let target = format!("{name}-{of}-shards");
            for (turn, number) in order.iter().enumerate() {
                let shard = format!("{number}/{of}");
                run(&target, &["--shard", &shard, "--threads", "2"]);
                // One is run twice, and comes out the same.
                if turn == 1 {
                    let part = folder.join(format!("{target}.partial/shard-{number}-of-{of}.part"));
                    let before = fs::read(&part).unwrap();
                    run(&target, &["--shard", &shard]);
                    assert!(before == fs::read(&part).unwrap(), "{target}: {shard}");
                }
            }
            let no_charts = work.contains(&"--no-charts");
            let more = if no_charts { &["--no-charts"][..] } else { &[] };
            done(folder, &[&["merge", &target], more].concat());
            assert_same(&folder.join(&whole), &folder.join(&target), &target);
            assert!(!folder.join(format!("{target}.partial")).exists());
        }
    }
}

/// Parts of the e-book, dealt out so many ways, carried together from folders of their own.
fn parts(folder: &Path, of: u32, more: &[&str]) -> Vec<String> {
    let parts = (1..=of).map(|number| {
        let target = format!("of-{of}-{number}");
        let shard = format!("{number}/{of}");
        let own = [
            "run",
            "--replications",
            "8",
            "--shard",
            &shard,
            "-o",
            &target,
        ];
        done(folder, &[&own, more].concat());
        format!("{target}.partial/shard-{number}-of-{of}.part")
    });
    parts.collect()
}

#[test]
fn parts_are_carried_together_in_any_order_twice_and_from_different_deals() {
    let place = tempfile::tempdir().unwrap();
    let folder = place.path();
    done(folder, &["run", "--replications", "8", "-o", "whole"]);
    let (two, three) = (parts(folder, 2, &[]), parts(folder, 3, &[]));
    let merge = |parts: &[&String], target: &str| {
        let parts = parts.iter().map(|part| part.as_str());
        let words: Vec<&str> = ["merge", "-o", target].into_iter().chain(parts).collect();
        done(folder, &words);
        assert_same(&folder.join("whole"), &folder.join(target), target);
    };
    merge(&[&three[2], &three[0], &three[1], &three[0]], "twice");
    // 2/2 has the even ones; 1/3 and 3/3 have 1, 3, 4, 6, 7; only 5 is then in 2/3 alone.
    merge(&[&two[1], &three[0], &three[2], &three[1]], "mixed");
}

#[test]
fn what_is_missing_broken_or_of_other_work_is_named() {
    let place = tempfile::tempdir().unwrap();
    let folder = place.path();
    let parts = parts(folder, 3, &[]);
    let merge = |code: i32, parts: &[&str]| {
        let words: Vec<&str> = ["merge", "-o", "out"]
            .iter()
            .chain(parts)
            .copied()
            .collect();
        let complaint = ended(folder, code, &words);
        assert!(!folder.join("out").exists() && !folder.join("out.partial").exists());
        complaint
    };
    let names: Vec<&str> = parts.iter().map(String::as_str).collect();
    let complaint = merge(3, &names[..1]);
    assert!(
        complaint.contains("shards 2/3, 3/3 are missing"),
        "{complaint}"
    );
    let other = crate::shards::parts(folder, 1, &["--seed", "9"]);
    let complaint = merge(2, &[names[0], names[1], &other[0]]);
    assert!(
        complaint.contains("other work") && complaint.contains("seed"),
        "{complaint}"
    );
    let bytes = fs::read(folder.join(names[1])).unwrap();
    for (broken, how) in [
        (bytes[..bytes.len() - 9].to_vec(), "cut short"),
        (bytes[..bytes.len() / 2].to_vec(), "cut short"),
        ([&bytes[..], b"x"].concat(), "altered"),
        (
            bytes
                .iter()
                .enumerate()
                .map(|(at, byte)| byte ^ u8::from(at == bytes.len() / 2))
                .collect(),
            "altered",
        ),
    ] {
        fs::write(folder.join(names[1]), broken).unwrap();
        let complaint = merge(3, &names);
        assert!(complaint.contains(how), "{complaint}");
        assert!(complaint.contains("run shard 2/3 again"), "{complaint}");
    }
    fs::write(folder.join(names[1]), "price,10\n").unwrap();
    let complaint = merge(2, &names);
    assert!(complaint.contains("is no part"), "{complaint}");
    let complaint = ended(folder, 2, &["merge", "nothing"]);
    assert!(complaint.contains("nothing"), "{complaint}");
}

#[test]
fn other_work_is_not_put_where_shards_of_this_one_stand() {
    let place = tempfile::tempdir().unwrap();
    let folder = place.path();
    let run = ["run", "--replications", "4", "-o", "out", "--shard", "1/2"];
    done(folder, &run);
    let other = [&run[..], &["--seed", "9"]].concat();
    let complaint = ended(folder, 2, &other);
    assert!(complaint.contains("seed"), "{complaint}");
    done(folder, &[&other[..], &["--force"]].concat());
    let complaint = ended(folder, 3, &["merge", "out"]);
    assert!(complaint.contains("shard 2/2 is missing"), "{complaint}");
}

#[test]
fn status_tells_what_is_there_and_what_is_missing() {
    let place = tempfile::tempdir().unwrap();
    let folder = place.path();
    let shard = |number: &str| {
        done(
            folder,
            &["run", "--replications", "7", "-o", "out", "--shard", number],
        );
    };
    shard("2/3");
    fs::write(folder.join("out.partial/shard-1-of-3.1-a.unfinished"), {
        let bytes = fs::read(folder.join("out.partial/shard-2-of-3.part")).unwrap();
        bytes[..bytes.len() - 100].to_vec()
    })
    .unwrap();
    let told = |code: i32| ended(folder, code, &["status", "out"]);
    let expected = [
        "out.partial: 7 units of work",
        "  shard-1-of-3.1-a.unfinished  shard 2/3, 1 of 2 units, being written, or left by a run that was ended",
        "  shard-2-of-3.part  shard 2/3, 2 of 2 units, whole",
        "error: shards 1/3, 3/3 are missing: run what is missing and merge again",
    ];
    assert_eq!(told(3).lines().collect::<Vec<_>>(), expected);
    shard("1/3");
    shard("3/3");
    assert!(told(0).ends_with("nothing is missing: `downline merge out`\n"));
    done(folder, &["merge", "out"]);
    assert_eq!(told(0), "out: whole\n");
}

#[test]
fn what_cannot_be_dealt_out_is_refused_with_the_reason() {
    let place = tempfile::tempdir().unwrap();
    let folder = place.path();
    let precision = "mlm.share_profit=0.1";
    let complaint = ended(
        folder,
        2,
        &["run", "--shard", "1/2", "--precision", precision],
    );
    assert!(complaint.contains("cannot be used with"), "{complaint}");
    let solve = [
        "solve",
        "--metric",
        "mlm.mean_net",
        "--target",
        "0",
        "--vary",
    ];
    let solve = [&solve[..], &["costs.expenses=0..9", "--shard", "1/2"]].concat();
    let complaint = ended(folder, 2, &solve);
    assert!(complaint.contains("nothing to deal out"), "{complaint}");
    for shard in ["0/2", "3/2", "1", "x/2"] {
        let complaint = ended(folder, 2, &["run", "--shard", shard]);
        assert!(complaint.contains("shard"), "{complaint}");
    }
    assert_eq!(
        fs::read_dir(folder).unwrap().count(),
        0,
        "nothing was begun"
    );
}
