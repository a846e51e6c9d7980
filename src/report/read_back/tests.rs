//! What is read is what was written, and what cannot have been written is refused with its
//! place.

use super::*;
use crate::report::{fixture, tables};
use crate::scenario::diagnose::Diagnostic;
use crate::study::results::PlanLabel;

/// The files of two plans.
fn written() -> (Results, Tables) {
    let results = fixture::results(2);
    let all = tables::all(&results);
    let files = all
        .iter()
        .filter(|table| READ.contains(&table.name))
        .map(|table| (table.name, table.csv(&results.subject.currency)));
    let tables = Tables {
        folder: "here".into(),
        files: files.collect(),
    };
    (results, tables)
}

/// The fault there is after changing the first such text of a table.
fn fault(table: &'static str, from: &str, to: &str) -> Diagnostic {
    let (found, mut tables) = written();
    let text = String::from_utf8(tables.files[table].clone()).unwrap();
    assert!(text.contains(from), "{text}");
    tables
        .files
        .insert(table, text.replacen(from, to, 1).into_bytes());
    let Diagnostics(mut faults) = results(found.subject, &tables).unwrap_err();
    assert_eq!(faults.len(), 1, "{faults:?}");
    faults.remove(0)
}

#[test]
fn what_is_read_is_what_was_written() {
    let (found, files) = written();
    let read = results(found.subject, &files).unwrap();
    for table in tables::all(&read) {
        // Of these two only what charts show is kept.
        if READ.contains(&table.name) && !["comparison", "replications"].contains(&table.name) {
            assert!(!table.is_empty(), "{}", table.name);
            let bytes = table.csv(&read.subject.currency);
            assert!(bytes == files.files[table.name], "{}", table.name);
        }
    }
    assert!(read.comparison.iter().any(|row| row.plan == "mlm@equal"));
    assert!(read.histogram.is_empty() && read.replications.rows.is_empty());
}

#[test]
fn amounts_are_read_to_the_last_digit() {
    let (mut found, mut files) = written();
    for (code, text, minor) in [
        ("USD", "1.100000", 110.0),
        ("USD", "-0.000001", -0.0001),
        ("USD", "7", 700.0),
        ("JPY", "7.5000", 7.5),
        ("KWD", "0.0010000", 1.0),
    ] {
        let csv = format!("plan,account,p,value,ci_low,ci_high\nmlm,net,0.5,{text},,\n");
        files.files.insert("quantiles", csv.into_bytes());
        found.subject.currency = crate::money::Currency::from_code(code);
        files.files.retain(|name, _| *name == "quantiles");
        let read = results(found.subject.clone(), &files).unwrap();
        assert_eq!(read.quantiles[0].value.mean, Some(minor), "{text} {code}");
        assert_eq!(read.quantiles[0].value.low, None);
    }
}

#[test]
fn retail_margin_is_found_from_the_replications() {
    let (mut found, mut files) = written();
    found.subject.pays_margin = true;
    let csv = "replication,plan,participants,share_paid,mean_gross,payout,founders_payout\n\
               1,mlm,10,0.5,1.25,2.00,0.50\n1,network,,,,,\n";
    files.files.insert("replications", csv.into());
    let read = results(found.subject, &files).unwrap().replications;
    let names: Vec<&str> = read.metrics.iter().map(|(name, _)| *name).collect();
    assert_eq!(names, OF_MARGIN);
    let values = [10.0, 125.0, 200.0, 50.0].map(Some);
    assert_eq!(read.rows[0].values, values);
    assert_eq!(read.rows[1].values, [None; 4]);
}

#[test]
fn a_fault_names_its_file_row_and_column() {
    let told = fault("lorenz", "mlm,commissions", "mlm,wages");
    assert_eq!(told.code, codes::UNKNOWN_WORD);
    let told = told.to_string();
    assert!(
        told.starts_with("here/lorenz.csv:") && told.contains("(account: found `wages`)"),
        "{told}"
    );
    let told = fault("summary", ",500\n", ",many\n").to_string();
    assert!(
        told.starts_with("here/summary.csv:2:")
            && told.contains("`replications` is a whole number from 0 to 4294967295"),
        "{told}"
    );
}

#[test]
fn what_cannot_have_been_written_is_refused() {
    for (table, from, to, code) in [
        ("summary", ",500\n", "\n", codes::FIELDS),
        ("summary", "share_paid", "share_payed", codes::UNKNOWN_WORD),
        ("quantiles", "value,", "amount,", codes::MISSING_COLUMN),
        ("joining_decile", "mlm,1,", "mlm,11,", codes::OUT_OF_RANGE),
        ("periods", "mlm,1,", "mlm,13,", codes::OUT_OF_RANGE),
        ("periods", "mlm,1,", "pyramid,1,", codes::NO_SUCH_PLAN),
        ("funding", "customers,", "customers,x", codes::NOT_A_NUMBER),
        ("sample_tree", ",0.00\n", ",0.001\n", codes::OUT_OF_RANGE),
        (
            "sample_tree",
            ",0,1,0,0.00",
            ",1,1,0,0.00",
            codes::DOES_NOT_ADD_UP,
        ),
        (
            "sample_tree",
            "1,referral,2,1,1,",
            "1,referral,2,9,1,",
            codes::DOES_NOT_ADD_UP,
        ),
        (
            "sample_tree",
            "1,referral,2,1,1,",
            "1,referral,2,1,2,",
            codes::DOES_NOT_ADD_UP,
        ),
    ] {
        let told = fault(table, from, to);
        assert_eq!(told.code, code, "{told}");
    }
}

#[test]
fn a_missing_column_is_told_once_and_a_garbled_file_not_without_end() {
    let (found, mut files) = written();
    let rows = "a\n".repeat(1000);
    files.files.insert("lorenz", format!("plan\n{rows}").into());
    let Diagnostics(faults) = results(found.subject.clone(), &files).unwrap_err();
    assert_eq!(faults.len(), 101);
    assert_eq!(faults[100].code, codes::MORE_FAULTS);
    for (bytes, code) in [
        (&b""[..], codes::NO_HEADER),
        (b"plan,account\n\xff,net\n", codes::NOT_UTF8),
    ] {
        files.files.insert("lorenz", bytes.to_vec());
        let Diagnostics(faults) = results(found.subject.clone(), &files).unwrap_err();
        let codes: Vec<&str> = faults.iter().map(|fault| fault.code).collect();
        assert_eq!(codes, [code]);
    }
}

#[test]
fn a_network_has_every_plan_of_the_manifest() {
    let (mut found, files) = written();
    found.subject.plans.push(PlanLabel {
        name: "third".to_owned(),
        title: "A third".to_owned(),
    });
    let Diagnostics(faults) = results(found.subject, &files).unwrap_err();
    assert_eq!(faults[0].code, codes::DOES_NOT_ADD_UP);
}
