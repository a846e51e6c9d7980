//! `--format parquet` as a user asks for it: every table and both files of the participants
//! hold exactly what they hold in CSV, and the same bytes however the run was made.

mod support;

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::path::{Path, PathBuf};

use assert_cmd::Command;
use parquet::data_type::Decimal;
use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::record::Field;
use support::files;
use tempfile::TempDir;

/// Runs into `folder/name` and returns the path.
fn downline(folder: &TempDir, name: &str, arguments: &[&str]) -> PathBuf {
    let target = folder.path().join(name);
    Command::new(assert_cmd::cargo::cargo_bin!("downline"))
        .current_dir(folder)
        .args(arguments)
        .arg("--output")
        .arg(&target)
        .args(["--no-charts", "--quiet"])
        .assert()
        .success();
    target
}

/// Runs the same in both formats, compares every table, and returns how many there were.
fn compare(arguments: &[&str]) -> usize {
    let folder = TempDir::new().unwrap();
    compare_in(&folder, arguments)
}

fn compare_in(folder: &TempDir, arguments: &[&str]) -> usize {
    let csv = downline(folder, "in-csv", arguments);
    let asked = [arguments, &["--format", "parquet"]].concat();
    let parquet = downline(folder, "in-parquet", &asked);
    let (csv_files, parquet_files) = (files(&csv), files(&parquet));
    let renamed = |name: &PathBuf| match name.extension() {
        Some(ending) if ending == "csv" => name.with_extension("parquet"),
        _ => name.clone(),
    };
    assert_eq!(
        csv_files.keys().map(renamed).collect::<Vec<_>>(),
        parquet_files.keys().cloned().collect::<Vec<_>>()
    );
    let mut tables = 0;
    for name in csv_files.keys() {
        if name.extension().is_some_and(|ending| ending == "csv") {
            compare_tables(&csv.join(name), &parquet.join(renamed(name)));
            tables += 1;
        }
    }
    tables
}

fn compare_tables(csv: &Path, parquet: &Path) {
    let name = parquet.display();
    let mut csv = csv::Reader::from_path(csv).unwrap();
    let reader = SerializedFileReader::new(File::open(parquet).unwrap()).unwrap();
    let columns = reader.metadata().file_metadata().schema_descr_ptr();
    let columns: Vec<&str> = columns
        .columns()
        .iter()
        .map(|column| column.name())
        .collect();
    assert_eq!(csv.headers().unwrap().iter().collect::<Vec<_>>(), columns);
    let mut rows = reader.get_row_iter(None).unwrap();
    for (number, record) in csv.records().enumerate() {
        let record = record.unwrap();
        let row = rows.next().expect("as many rows as in CSV").unwrap();
        for (text, (column, field)) in record.iter().zip(row.get_column_iter()) {
            assert!(
                is_same(field, text),
                "{name}, row {number}, {column}: `{text}` is {field:?}"
            );
        }
    }
    assert!(rows.next().is_none(), "{name} has more rows than in CSV");
}

/// Whether the value is the very one that the text is.
fn is_same(field: &Field, text: &str) -> bool {
    match field {
        Field::Null => text.is_empty(),
        // In CSV an apostrophe keeps a spreadsheet from running words as a formula.
        Field::Str(words) => {
            !words.is_empty() && (words == text || text.strip_prefix('\'') == Some(words))
        }
        Field::Bool(flag) => flag.to_string() == text,
        Field::Long(number) => number.to_string() == text,
        Field::Decimal(amount) => exact(amount) == text,
        Field::Double(number) => text.parse() == Ok(*number),
        _ => false,
    }
}

/// An amount in the decimals of its column.
fn exact(amount: &Decimal) -> String {
    let minor = i64::from_be_bytes(amount.data().try_into().unwrap());
    assert_eq!(amount.precision(), 18);
    rust_decimal::Decimal::new(minor, amount.scale() as u32).to_string()
}

#[test]
fn a_run_holds_the_same_values_in_both_formats() {
    let tables = compare(&["run", "ebook", "--replications", "20", "--participants"]);
    assert!(tables >= 19, "{tables} tables");
}

#[test]
fn several_periods_and_plans_hold_the_same_values() {
    compare(&["run", "all-plans", "--replications", "2", "--participants"]);
}

/// One history, larger than a piece of rows.
#[test]
fn a_large_network_is_written_in_pieces_and_whole() {
    let members = "growth.participants=40000";
    compare(&[
        "run",
        "gastwirth",
        "--replications",
        "1",
        "--set",
        members,
        "--participants",
    ]);
}

#[test]
fn one_plan_has_the_tables_of_a_comparison_without_rows() {
    let folder = TempDir::new().unwrap();
    let scenario = "[scenario]\nname = 's'\nreplications = 3\ncurrency = 'JPY'\n[product]\nprice = 100\n\
                    [growth]\nlaw = 'fixed'\nparticipants = 9\n[sales]\nlaw = 'fixed'\nunits = 4\n\
                    [[plans]]\nname = 'p'\n[[plans.component]]\ntype = 'sale_commission'\nrate = 0.1\n";
    fs::write(folder.path().join("s.toml"), scenario).unwrap();
    compare_in(&folder, &["run", "s.toml", "--participants"]);
}

#[test]
fn a_real_network_holds_the_same_values_and_the_ids_of_its_file() {
    let folder = TempDir::new().unwrap();
    for (name, text) in [
        (
            "plan.toml",
            "[[component]]\ntype = \"sale_commission\"\nrate = 0.3\n",
        ),
        (
            "net.csv",
            "id,sponsor,joined\n007,,1\nB,007,1\n\"C, Ltd\",B,2\n-x,B,2\n",
        ),
        (
            "orders.csv",
            "order,period,participant,kind,price,commissionable,points\n\
             1,1,B,customer,100.00,80.00,80\n2,2,\"C, Ltd\",customer,64.01,64.01,64\n\
             3,2,-x,customer,9.99,9.99,9\n",
        ),
    ] {
        fs::write(folder.path().join(name), text).unwrap();
    }
    compare_in(
        &folder,
        &[
            "pay",
            "--plan",
            "plan.toml",
            "--network",
            "net.csv",
            "--orders",
            "orders.csv",
            "--participants",
        ],
    );
    let people = folder.path().join("in-parquet/participants.parquet");
    let reader = SerializedFileReader::new(File::open(people).unwrap()).unwrap();
    let ids: Vec<Field> = reader
        .get_row_iter(None)
        .unwrap()
        .map(|row| row.unwrap().get_column_iter().nth(2).unwrap().1.clone())
        .collect();
    assert_eq!(
        ids,
        ["007", "B", "-x", "C, Ltd"].map(|id| Field::Str(id.to_owned()))
    );
}

#[test]
fn several_worlds_hold_the_same_values() {
    let tables = compare(&["run", "ebook", "supplement", "--replications", "3"]);
    assert!(tables > 2 * 16, "{tables} tables");
}

#[test]
fn any_number_of_threads_and_every_repetition_gives_the_same_bytes() {
    let folder = TempDir::new().unwrap();
    let run = |name: &str, threads: &str| -> BTreeMap<PathBuf, Vec<u8>> {
        let arguments = [
            "run",
            "ebook",
            "--replications",
            "40",
            "--participants",
            "--format",
            "parquet",
            "--threads",
            threads,
        ];
        files(&downline(&folder, name, &arguments))
    };
    let one = run("one", "1");
    assert!(one.contains_key(Path::new("participant_payments.parquet")));
    assert!(
        !one.keys()
            .any(|name| name.extension().is_some_and(|ending| ending == "csv"))
    );
    for (name, threads) in [("again", "1"), ("three", "3"), ("eight", "8")] {
        for (file, bytes) in run(name, threads) {
            assert!(bytes == one[&file], "{name}: {}", file.display());
        }
    }
}
