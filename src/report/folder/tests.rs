//! The folder is whole or absent, whatever is in its way.

use std::collections::BTreeSet;

use super::*;
use crate::report::fixture;

fn manifest() -> Manifest {
    Manifest {
        inputs: Hashes::new(),
        overrides: vec![],
        precision: None,
        records: None,
        replications: 1,
        scenario: String::new(),
        seed: 1,
        subject: fixture::results(1).subject,
        version: "0.1.0".to_owned(),
    }
}

fn names(directory: &Path) -> BTreeSet<String> {
    fs::read_dir(directory)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect()
}

fn write_result(target: &Path, force: bool, text: &[u8]) -> Result<(), FolderError> {
    let mut folder = Folder::create(target, force)?;
    folder.write("summary.csv", text)?;
    folder.write("charts/lorenz.svg", b"<svg/>")?;
    folder.finish(&manifest())
}

#[test]
fn a_finished_folder_holds_its_files_and_their_hashes() {
    let place = tempfile::tempdir().unwrap();
    let target = place.path().join("output/ebook");
    write_result(&target, false, b"a\n").unwrap();
    assert_eq!(names(target.parent().unwrap()), ["ebook".into()].into());
    assert_eq!(
        names(&target),
        ["charts", "manifest.json", "summary.csv"]
            .map(String::from)
            .into()
    );
    let manifest: serde_json::Value =
        serde_json::from_slice(&fs::read(target.join("manifest.json")).unwrap()).unwrap();
    let outputs = manifest["outputs"].as_object().unwrap();
    assert_eq!(outputs.len(), 2);
    for (name, hash) in outputs {
        let bytes = fs::read(target.join(name)).unwrap();
        assert_eq!(hash, &sha256(&bytes));
    }
}

#[test]
fn nothing_stands_under_the_name_before_the_end_and_nothing_stays_if_dropped() {
    let place = tempfile::tempdir().unwrap();
    let target = place.path().join("ebook");
    let mut folder = Folder::create(&target, false).unwrap();
    folder.write("summary.csv", b"a\n").unwrap();
    assert_eq!(names(place.path()), ["ebook.partial".into()].into());
    drop(folder);
    assert!(names(place.path()).is_empty());
}

#[test]
fn an_existing_result_is_replaced_only_by_force_and_only_when_the_new_is_whole() {
    let place = tempfile::tempdir().unwrap();
    let target = place.path().join("ebook");
    write_result(&target, false, b"old").unwrap();

    let refused = write_result(&target, false, b"new").unwrap_err();
    assert!(matches!(refused, FolderError::Exists(_)) && refused.is_refusal());
    assert!(refused.to_string().contains("--force"));

    let mut folder = Folder::create(&target, true).unwrap();
    folder.write("summary.csv", b"new").unwrap();
    drop(folder);
    assert_eq!(fs::read(target.join("summary.csv")).unwrap(), b"old");

    let mut folder = Folder::create(&target, true).unwrap();
    folder.write("summary.csv", b"new").unwrap();
    folder.finish(&manifest()).unwrap();
    assert_eq!(fs::read(target.join("summary.csv")).unwrap(), b"new");
    assert!(
        !target.join("charts").exists(),
        "nothing of the old is left"
    );
    assert_eq!(names(place.path()), ["ebook".into()].into());
}

#[test]
fn force_replaces_no_folder_that_is_not_a_result() {
    let place = tempfile::tempdir().unwrap();
    fs::write(place.path().join("thesis.doc"), "years of work").unwrap();
    let refused = Folder::create(place.path(), true).unwrap_err();
    assert!(matches!(refused, FolderError::NotAResult(_)));
    let empty = place.path().join("empty");
    fs::create_dir(&empty).unwrap();
    write_result(&empty, true, b"a\n").unwrap();
    assert!(place.path().join("thesis.doc").exists());
}

#[test]
fn an_unfinished_folder_is_discarded_only_by_force() {
    let place = tempfile::tempdir().unwrap();
    let target = place.path().join("ebook");
    fs::create_dir(place.path().join("ebook.partial")).unwrap();
    fs::write(place.path().join("ebook.partial/half.csv"), "a").unwrap();
    let refused = write_result(&target, false, b"a\n").unwrap_err();
    assert!(matches!(refused, FolderError::Unfinished(_)));
    write_result(&target, true, b"a\n").unwrap();
    assert!(!target.join("half.csv").exists());
}

#[test]
fn what_is_not_a_folder_is_named_and_left_alone() {
    let place = tempfile::tempdir().unwrap();
    for name in ["ebook", "ebook.partial"] {
        let file = place.path().join(name);
        fs::write(&file, "precious").unwrap();
        let refused = Folder::create(&place.path().join("ebook"), true).unwrap_err();
        assert!(matches!(&refused, FolderError::FileInTheWay(path) if *path == file));
        assert_eq!(fs::read(&file).unwrap(), b"precious");
        fs::remove_file(&file).unwrap();
    }
    for unnamed in [".", "/", "a/.."] {
        let refused = Folder::create(Path::new(unnamed), true).unwrap_err();
        assert!(matches!(refused, FolderError::Unnamed(_)), "{unnamed}");
    }
}

#[test]
fn a_file_among_the_parents_is_told_before_anything_is_computed() {
    let place = tempfile::tempdir().unwrap();
    fs::write(place.path().join("file"), "").unwrap();
    let refused = Folder::create(&place.path().join("file/ebook"), false).unwrap_err();
    assert!(matches!(refused, FolderError::Write { .. }) && !refused.is_refusal());
    assert!(refused.to_string().contains("file"));
}

/// `/sys` lets nobody make a folder, not even the superuser tests may run as.
#[cfg(target_os = "linux")]
#[test]
fn a_parent_that_cannot_be_written_is_told_before_anything_is_computed() {
    let refused = Folder::create(Path::new("/sys/ebook"), false).unwrap_err();
    assert!(!refused.is_refusal());
    assert_eq!(
        refused.to_string(),
        "cannot write /sys/ebook.partial: writing there is not permitted: choose another folder with --output"
    );
}

/// `/dev/full` answers every write with "no space left".
#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_called_one_and_leaves_nothing_behind() {
    let place = tempfile::tempdir().unwrap();
    let target = place.path().join("ebook");
    let mut folder = Folder::create(&target, false).unwrap();
    std::os::unix::fs::symlink("/dev/full", folder.place.join("summary.csv")).unwrap();
    let failed = folder.write("summary.csv", b"a\n").unwrap_err();
    assert!(!failed.is_refusal());
    assert!(failed.to_string().contains("summary.csv: the disk is full"));
    drop(folder);
    assert!(names(place.path()).is_empty());
}

#[test]
fn an_unfinished_folder_takes_the_folders_made_for_it_along() {
    let place = tempfile::tempdir().unwrap();
    drop(Folder::create(&place.path().join("output/deep/ebook"), false).unwrap());
    assert_eq!(names(place.path()), BTreeSet::new());
    // What was there before, or has something in it, stays.
    fs::create_dir(place.path().join("output")).unwrap();
    let folder = Folder::create(&place.path().join("output/deep/ebook"), false).unwrap();
    fs::write(place.path().join("output/deep/other"), "mine").unwrap();
    drop(folder);
    assert_eq!(names(&place.path().join("output")), ["deep".into()].into());
}
