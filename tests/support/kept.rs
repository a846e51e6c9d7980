//! What the program has written and reads again: tables, manifests and parts, handed to it
//! among those of a small result that is made once.

use std::fs;
use std::path::Path;
use std::sync::{Mutex, OnceLock};

use downline::campaign;
use downline::campaign::part::{Header, PartWriter, Sealed};
use downline::cli::exit::Exit;
use downline::plan::{LANGUAGE, Plan};
use downline::report::chart;
use downline::report::read_back::{self, Tables};
use downline::scenario;
use downline::scenario::types::Scenario;
use tempfile::TempDir;

use super::{downline, folder, made_small, write};

/// A table of a result, its name in the first line and its CSV below, among the other tables
/// of a small run: read back, and drawn if it is good.
pub fn table(bytes: &[u8]) {
    let Some(end) = bytes.iter().position(|&byte| byte == b'\n') else {
        return;
    };
    let (name, csv) = (&bytes[..end], &bytes[end + 1..]);
    let (subject, mut tables) = with_result(|folder| {
        let (subject, ..) = read_back::finished(folder).expect("the result is good");
        let mut tables = Tables::default();
        for name in read_back::read_for_charts(&subject) {
            if let Ok(bytes) = fs::read(folder.join(format!("{name}.csv"))) {
                tables.files.insert(name, bytes);
            }
        }
        (subject, tables)
    });
    let known = read_back::read_for_charts(&subject)
        .into_iter()
        .find(|known| known.as_bytes() == name);
    let Some(name) = known else {
        return;
    };
    tables.files.insert(name, csv.to_vec());
    match read_back::results(subject, &tables) {
        Ok(results) => drop(chart::all(&results)),
        Err(faults) => assert!(!faults.to_string().is_empty()),
    }
}

/// A manifest, in the folder of a small run: what `charts` and `compare` make of it, and
/// `rerun`, if the work it tells of is small.
pub fn manifest(bytes: &[u8]) {
    with_result(|folder| {
        let file = folder.join("manifest.json");
        let good = fs::read(&file).expect("the result has a manifest");
        write(&file, bytes);
        let read = (read_back::finished(folder), read_back::charts(folder));
        if tells_of_little(bytes) {
            let named = file.display().to_string();
            assert_ne!(downline(&["rerun", &named, "--quiet"]), Exit::Internal);
        }
        write(&file, &good);
        if let (Err(faults), _) | (_, Err(faults)) = read {
            assert!(!faults.to_string().is_empty());
        }
    });
}

/// Whether doing again what a manifest tells is done in milliseconds, or refused.
fn tells_of_little(manifest: &[u8]) -> bool {
    let Ok(value) = serde_json::from_slice::<serde_json::Value>(manifest) else {
        return true;
    };
    // Questions and several worlds are as many runs as they like.
    if ["command", "worlds", "precision"]
        .iter()
        .any(|key| !value[key].is_null())
    {
        return false;
    }
    let scenario = value["scenario"].as_str().unwrap_or_default();
    let Ok(loaded) = scenario::load_text("scenario.toml", scenario, &[], LANGUAGE) else {
        return true;
    };
    let asked = &loaded.scenario;
    let Ok(plans) = Plan::build_all(asked) else {
        return true;
    };
    let mut small = asked.clone();
    made_small(&mut small, &plans)
        && asked.replications <= 20
        && value["replications"].as_u64().unwrap_or(0) <= 20
        && Scenario {
            replications: asked.replications,
            ..small
        } == *asked
}

/// The scenario of the result that tables, manifests and parts are read among.
const SCENARIO_OF_A_RESULT: &str = include_str!("result.toml");

/// A small result, made once.
struct Sample {
    place: TempDir,
    /// The records of its only part, in their order.
    header: Header,
    records: Vec<Vec<u8>>,
}

impl Sample {
    fn make() -> Sample {
        let place = folder();
        let file = place.path().join("result.toml");
        write(&file, SCENARIO_OF_A_RESULT.as_bytes());
        let file = file.display().to_string();
        let target = place.path().join("result").display().to_string();
        let options = ["run", &file, "--output", &target, "--no-charts", "--quiet"];
        assert_eq!(downline(&options), Exit::Done);
        let parts = place.path().join("parts").display().to_string();
        let options = [
            "run", &file, "--output", &parts, "--shard", "1/1", "--quiet",
        ];
        assert_eq!(downline(&options), Exit::Done);
        let part = place.path().join("parts.partial/shard-1-of-1.part");
        let bytes = fs::read(part).expect("the part was just written");
        let scan = campaign::part::scan(&bytes[..]).expect("the part was just written");
        let records = scan.records.iter().map(|record| {
            let start = record.start as usize;
            bytes[start..start + record.length as usize].to_vec()
        });
        Sample {
            records: records.collect(),
            header: scan.header,
            place,
        }
    }
}

/// Does something with a small result. One at a time.
fn with_sample<R>(work: impl FnOnce(&Sample) -> R) -> R {
    static SAMPLE: OnceLock<Mutex<Sample>> = OnceLock::new();
    let sample = SAMPLE.get_or_init(|| Mutex::new(Sample::make()));
    // A test that panicked inside has said so itself; the sample is as good as before.
    let sample = sample
        .lock()
        .unwrap_or_else(std::sync::PoisonError::into_inner);
    work(&sample)
}

/// The same with its folder.
fn with_result<R>(work: impl FnOnce(&Path) -> R) -> R {
    with_sample(|sample| work(&sample.place.path().join("result")))
}

/// A partial file: what `status` and `merge` make of it.
pub fn part(bytes: &[u8]) {
    let folder = folder();
    let partial = folder.path().join("out.partial");
    fs::create_dir(&partial).expect("there is room for a folder");
    write(&partial.join("shard-1-of-1.part"), bytes);
    let target = folder.path().join("out").display().to_string();
    for command in [
        &["status", &target][..],
        &["merge", &target, "--no-charts", "--quiet"],
    ] {
        assert_ne!(downline(command), Exit::Internal);
    }
}

/// A record of a part whose hashes are right, the replication's number before it: merged
/// among those of a small run.
pub fn record(bytes: &[u8]) {
    let Some((&number, record)) = bytes.split_first() else {
        return;
    };
    let part = with_sample(|sample| {
        let mut part = PartWriter::new(Vec::new(), &sample.header).expect("memory takes it");
        for (unit, known) in (1..).zip(&sample.records) {
            let is_it = unit == 1 + u32::from(number) % sample.header.units;
            let bytes = if is_it { record } else { known };
            part.append(unit, &Sealed::of(bytes))
                .expect("memory takes it");
        }
        part.finish().expect("memory takes it")
    });
    self::part(&part);
}
