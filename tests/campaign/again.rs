//! `rerun`: what a manifest tells comes out again, and what does not is named.

use std::fs;

use crate::{WORLDS, assert_same, done, ended};

#[test]
fn every_kind_of_result_comes_out_again() {
    let place = tempfile::tempdir().unwrap();
    let folder = place.path();
    let price = "product.price=20..40";
    fs::write(folder.join("worlds.toml"), WORLDS).unwrap();
    for (name, work) in [
        (
            "run",
            &["run", "--replications", "5", "--set", "product.price=25"][..],
        ),
        (
            "participants",
            &[
                "run",
                "supplement",
                "--replications",
                "2",
                "--participants",
                "--no-charts",
            ],
        ),
        (
            "parquet",
            &[
                "run",
                "--replications",
                "3",
                "--format",
                "parquet",
                "--no-charts",
            ],
        ),
        (
            "precise",
            &["run", "--precision", "mlm.share_profit=0.4", "--no-charts"],
        ),
        ("worlds", &["run", "worlds.toml", "--no-charts"]),
        (
            "sweep",
            &["sweep", "--vary", price, "--design", "lhs", "--points", "4"],
        ),
        (
            "tornado",
            &["tornado", "--vary", price, "--metric", "mlm.mean_net"],
        ),
        (
            "sensitivity",
            &[
                "sensitivity",
                "--vary",
                price,
                "--vary",
                "costs.expenses=0..9",
                "--method",
                "sobol",
                "--samples",
                "4",
                "--second-order",
                "--group",
                "all=product.price",
            ],
        ),
        (
            "solve",
            &[
                "solve",
                "--metric",
                "mlm.mean_net",
                "--target",
                "0",
                "--vary",
                "costs.expenses=0..9",
            ],
        ),
        ("attribute", &["attribute", "--metric", "gini"]),
        ("explain-variance", &["explain-variance"]),
    ] {
        let small = ["--replications", "4", "--set", "growth.participants=200"];
        let is_run = work[0] == "run";
        let more = if is_run { &[][..] } else { &small };
        done(folder, &[work, more, &["-o", name]].concat());
        let rerun = ["rerun", name, "-o", "again", "--threads", "1"];
        let told = ended(folder, 0, &rerun);
        assert!(told.contains("files have the same bytes"), "{told}");
        assert_same(&folder.join(name), &folder.join("again"), name);
        fs::remove_dir_all(folder.join("again")).unwrap();
    }
}

#[test]
fn what_was_altered_or_cannot_come_out_again_is_named() {
    let place = tempfile::tempdir().unwrap();
    let folder = place.path();
    done(
        folder,
        &["run", "--replications", "4", "--no-charts", "-o", "out"],
    );
    let summary = folder.join("out/summary.csv");
    let text = fs::read_to_string(&summary).unwrap();
    fs::write(&summary, text.replacen('1', "2", 1)).unwrap();
    let rerun = |code: i32| ended(folder, code, &["rerun", "out"]);
    let told = rerun(5);
    assert!(
        told.contains("summary.csv comes out as the manifest says, but was altered"),
        "{told}"
    );
    fs::write(&summary, text).unwrap();
    assert!(rerun(0).contains("have the same bytes"));
    // A manifest that tells of another seed than its files are of.
    let manifest = folder.join("out/manifest.json");
    let text = fs::read_to_string(&manifest).unwrap();
    fs::write(
        &manifest,
        text.replace("replications = 4", "replications = 5"),
    )
    .unwrap();
    let told = rerun(5);
    assert!(told.contains("summary.csv has other bytes"), "{told}");
    fs::write(
        &manifest,
        text.replace("\"version\": \"", "\"version\": \"9"),
    )
    .unwrap();
    assert!(rerun(2).contains("is of version 9"));
    fs::write(&manifest, "{}").unwrap();
    assert!(rerun(2).contains("holds no recipe"));
    assert!(ended(folder, 2, &["rerun", "nowhere"]).contains("cannot read"));
}

#[test]
fn a_network_that_a_scenario_names_must_be_the_one_it_was() {
    let place = tempfile::tempdir().unwrap();
    let folder = place.path();
    fs::create_dir(folder.join("files")).unwrap();
    fs::write(
        folder.join("files/net.csv"),
        "id,sponsor\na,\nb,a\nc,a\nd,b\n",
    )
    .unwrap();
    fs::write(
        folder.join("files/small.toml"),
        "[scenario]\nname = 'small'\nreplications = 3\n[product]\nprice = 10\n\
         [growth]\nlaw = 'observed'\nfile = 'net.csv'\n[sales]\nlaw = 'rate'\nmean = 2\n\
         [[plans]]\nname = 'p'\n[[plans.component]]\ntype = 'sale_commission'\nrate = 0.1\n",
    )
    .unwrap();
    done(
        folder,
        &["run", "files/small.toml", "--no-charts", "-o", "out"],
    );
    done(folder, &["rerun", "out", "--inputs", "files"]);
    assert!(ended(folder, 2, &["rerun", "out"]).contains("net.csv"));
    fs::write(
        folder.join("files/net.csv"),
        "id,sponsor\na,\nb,a\nc,a\nd,a\n",
    )
    .unwrap();
    let complaint = ended(folder, 2, &["rerun", "out", "--inputs", "files"]);
    assert!(complaint.contains("is not what it was"), "{complaint}");
}

#[test]
fn a_real_network_is_paid_again_if_its_files_are_what_they_were() {
    let place = tempfile::tempdir().unwrap();
    let folder = place.path();
    fs::create_dir(folder.join("files")).unwrap();
    fs::write(
        folder.join("files/net.csv"),
        "id,sponsor,customer_volume\na,,10\nb,a,20\nc,a,0\nd,b,5\n",
    )
    .unwrap();
    let pay = [
        "pay",
        "--plan",
        "unilevel",
        "--network",
        "files/net.csv",
        "--currency",
        "EUR",
    ];
    let more = ["--participants", "--no-charts", "-o", "out"];
    done(folder, &[&pay[..], &more].concat());
    done(folder, &["rerun", "out", "--inputs", "files"]);
    assert!(ended(folder, 2, &["rerun", "out"]).contains("net.csv"));
    fs::write(
        folder.join("files/net.csv"),
        "id,sponsor,customer_volume\na,,11\n",
    )
    .unwrap();
    let complaint = ended(folder, 2, &["rerun", "out", "--inputs", "files"]);
    assert!(complaint.contains("is not what it was"), "{complaint}");
}
