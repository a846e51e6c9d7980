//! Inputs that nobody writes by accident, as a user hands them in: each is refused with a
//! reason or runs, in seconds and without taking memory first.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::Output;
use std::time::{Duration, Instant};

use assert_cmd::Command;
use tempfile::TempDir;

/// The longest that one may take. It takes a second or two; this is for a busy machine and
/// for a program that is not optimised.
const LIMIT: Duration = Duration::from_secs(60);

/// The most that it may address, KiB, where a shell can say so.
const MEMORY: &str = "3000000";

/// Bad input or usage.
const REFUSED: i32 = 2;

const HEAD: &str = "[scenario]\nname = 'hostile'\nreplications = 2\n";
const GROWTH: &str = "[growth]\nlaw = 'fixed'\nparticipants = 5\n";
const SALES: &str = "[sales]\nlaw = 'fixed'\nunits = 1\n";
const PRODUCT: &str = "[product]\nprice = 20\n";
const PLAN: &str =
    "[[plans]]\nname = 'plan'\n[[plans.component]]\ntype = 'sale_commission'\nrate = 0.1\n";

fn scenario() -> String {
    [HEAD, GROWTH, SALES, PRODUCT, PLAN].concat()
}

/// Runs the program in `folder`, held to the limits.
fn downline(folder: &Path, arguments: &[&str]) -> Output {
    let program = assert_cmd::cargo::cargo_bin!("downline");
    let mut command = if cfg!(target_os = "linux") {
        let mut shell = Command::new("sh");
        let held = format!("ulimit -v {MEMORY} && exec \"$0\" \"$@\"");
        shell.args(["-c", &held]).arg(program);
        shell
    } else {
        Command::new(program)
    };
    let started = Instant::now();
    let output = command
        .current_dir(folder)
        .args(arguments)
        // Each thread is given room to address: as many as on a small machine.
        .envs([("RAYON_NUM_THREADS", "2"), ("MALLOC_ARENA_MAX", "2")])
        .timeout(LIMIT)
        .output()
        .unwrap();
    let took = started.elapsed();
    assert!(took < LIMIT, "{arguments:?} took {took:?}");
    output
}

fn said(output: &Output) -> String {
    let [out, err] = [&output.stdout, &output.stderr].map(|bytes| String::from_utf8_lossy(bytes));
    format!("{out}{err}")
}

/// Checks a scenario and returns what was said of it, which is a fault with this code.
fn refused(text: impl AsRef<[u8]>, code: &str) -> String {
    let folder = TempDir::new().unwrap();
    fs::write(folder.path().join("input.toml"), text).unwrap();
    refused_file(&folder, code)
}

fn refused_file(folder: &TempDir, code: &str) -> String {
    let output = downline(folder.path(), &["check", "input.toml"]);
    let words = said(&output);
    let shown: String = words.chars().take(2_000).collect();
    assert_eq!(output.status.code(), Some(REFUSED), "{shown}");
    assert!(words.contains(code), "{code}: {shown}");
    words
}

/// Runs a scenario.
fn run(text: impl AsRef<[u8]>, threads: &str) -> (TempDir, Output) {
    let folder = TempDir::new().unwrap();
    fs::write(folder.path().join("input.toml"), text).unwrap();
    let asked = "run input.toml -o out --quiet --no-charts --threads";
    let words: Vec<&str> = asked.split(' ').chain([threads]).collect();
    let output = downline(folder.path(), &words);
    (folder, output)
}

/// Runs a scenario: it is done.
fn runs(text: impl AsRef<[u8]>) {
    let (_, output) = run(text, "2");
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
}

/// Runs a scenario that is good and cannot be gone on with: it says why.
fn gives_up(text: impl AsRef<[u8]>, words: &str) {
    let (folder, output) = run(text, "1");
    assert_eq!(output.status.code(), Some(REFUSED), "{}", said(&output));
    assert!(said(&output).contains(words), "{}", said(&output));
    assert!(!folder.path().join("out").exists());
}

#[test]
fn depth_is_refused_before_it_is_gone_into() {
    let deep = 200_000;
    for value in [
        "[".repeat(deep),
        "[".repeat(deep) + &"]".repeat(deep),
        "{ a = ".repeat(deep) + "1" + &" }".repeat(deep),
    ] {
        refused(format!("{}x = {value}\n", scenario()), "S004");
    }
    let path = "a.".repeat(deep) + "a";
    refused(format!("{}{path} = 1\n", scenario()), "S004");
    refused(format!("{}[{path}]\nx = 1\n", scenario()), "S004");
    refused(format!("{}[[{path}]]\nx = 1\n", scenario()), "S004");
    let path = "a.".repeat(20_000) + "a";
    let folder = TempDir::new().unwrap();
    fs::write(folder.path().join("input.toml"), scenario()).unwrap();
    for set in [
        format!("{path}=1"),
        format!("product.price={}", "[".repeat(20_000)),
    ] {
        let output = downline(folder.path(), &["check", "input.toml", "--set", &set]);
        assert_eq!(output.status.code(), Some(REFUSED));
    }
}

#[test]
fn a_hundred_thousand_keys_are_told_of_in_a_hundred_faults() {
    let many = 100_000;
    let keys: String = (0..many).fold(String::new(), |mut text, key| {
        writeln!(text, "key{key} = 1").unwrap();
        text
    });
    let words = refused(format!("{}[people]\n{keys}", scenario()), "S010");
    assert!(words.contains("99900 more faults are not shown"), "{words}");
    let tables: String = (0..many).fold(scenario(), |mut text, key| {
        writeln!(text, "[table{key}]").unwrap();
        text
    });
    refused(tables, "S010");
    refused(
        format!("{}{} = 1\n", scenario(), "k".repeat(1 << 20)),
        "S010",
    );
}

#[test]
fn lists_longer_than_anyone_writes_are_refused() {
    let many = |table: &str| table.repeat(50_000);
    let component = "[[plans.component]]\ntype = 'sale_commission'\n";
    refused(scenario() + &many(component), "S048");
    refused(scenario() + &many("[[plans]]\nname = 'again'\n"), "S048");
    let products = many("[[products]]\nname = 'p'\nprice = 1\n");
    refused([HEAD, GROWTH, SALES, PLAN, &products].concat(), "S048");
    refused(scenario() + &many("[[worlds]]\nname = 'w'\n"), "S048");
    let levels = "[[plans.component]]\ntype = 'level_commission'\nrates = [";
    refused(scenario() + levels + &many("0.000001, ") + "]\n", "P001");
    let rungs = many("{ rank = 'r' }, ");
    refused(
        scenario() + "[plans.ranks]\nladder = [" + &rungs + "]\n",
        "S048",
    );
    // Large worlds, each the whole of a large scenario.
    let large = format!("# {}\n", "x".repeat(8 << 20));
    refused(
        large + &scenario() + &"[[worlds]]\nname = 'w'\n".repeat(100),
        "S048",
    );
}

#[test]
fn numbers_at_the_edge_of_numbers_are_told_where_they_stand() {
    let digits = "9".repeat(100_000);
    let decimals = format!("0.{}1", "0".repeat(100_000));
    for number in [
        "1e308",
        "-1e308",
        "1e-400",
        "1e400",
        "1e999999999",
        "nan",
        "inf",
        "-inf",
        "\"NaN\"",
        "\"1e400\"",
        "-1",
        "-0.1",
        "0x7fffffffffffffffffffffff",
        &digits,
        &decimals,
    ] {
        for (key, line) in [
            ("`plans.plan.component.sale_commission.rate`", "rate = 0.1"),
            ("`product.price`", "price = 20"),
            ("`growth.participants`", "participants = 5"),
        ] {
            let name = line.split(' ').next().unwrap();
            let text = scenario().replace(line, &format!("{name} = {number}"));
            let words = refused(text, "error[S01");
            assert!(words.contains(key), "{name} = {number}: {words}");
        }
    }
}

#[test]
fn sizes_are_refused_before_memory_is_taken() {
    // Under so many plans no machine has the memory.
    let plans: String = (0..100)
        .map(|plan| PLAN.replace("'plan'", &format!("'p{plan}'")))
        .collect();
    let of = |participants: u64| {
        let wanted = format!("participants = {participants}");
        scenario().replace("participants = 5", &wanted) + &plans
    };
    refused(of(4_294_967_295), "S014");
    refused(of(4_000_000_000), "S034");
    gives_up(of(3_900_000_000), "GiB of memory");
    gives_up(
        of(3_900_000_000) + "[horizon]\nperiods = 10000\n",
        "GiB of memory",
    );
    runs(scenario() + "[horizon]\nperiods = 10000\n");
}

#[test]
fn what_cannot_be_added_up_is_refused_and_no_fault_of_the_program() {
    let expensive = scenario().replace("price = 20", "price = 1000000000");
    let many = expensive
        .replace("units = 1", "units = 1000000")
        .replace("participants = 5", "participants = 1000");
    gives_up(
        many,
        "what is sold up to period 1 is more than can be kept exactly",
    );
    let spread = scenario().replace(
        "units = 1",
        "units = 1000000\norder_value = { law = 'lognormal', median = 1000000000, sigma = 3 }",
    );
    gives_up(spread, "what is sold up to period 1");
    let bought =
        expensive + "[costs]\nown_purchase = { units = 1000000 }\n[horizon]\nperiods = 100\n";
    gives_up(bought, "is more than can be kept exactly");
}

#[test]
fn bytes_that_no_editor_writes() {
    refused(scenario().replace("hostile", "hos\0tile"), "S004");
    refused(vec![0; 1 << 20], "S004");
    refused(scenario().replace('\n', "\r"), "S004");
    refused(b"\xff\xfe[\0s\0", "S003");
    refused("", "S011");
    runs(format!("\u{feff}{}", scenario().replace('\n', "\r\n")));
    let title = "<b>&\u{e9}\u{6f22}\u{1F600}".repeat(50_000);
    runs(scenario().replace("replications", &format!("title = '{title}'\nreplications")));
    refused(scenario().replace("hostile", &"h".repeat(1 << 20)), "S018");
}

#[test]
fn files_that_name_each_other() {
    let folder = TempDir::new().unwrap();
    let write = |name: &str, text: &str| fs::write(folder.path().join(name), text).unwrap();
    write("input.toml", "extends = 'other.toml'\n");
    write("other.toml", "extends = './input.toml'\n");
    refused_file(&folder, "S005");
    for link in 0..1_000 {
        write(
            &format!("{link}.toml"),
            &format!("extends = '{}.toml'\n", link + 1),
        );
    }
    write("1000.toml", "extends = '0.toml'\n");
    write("input.toml", "extends = '0.toml'\n");
    refused_file(&folder, "S005");
}

/// Pays a network and returns what was said; it is refused.
fn unpaid(network: &[u8]) -> String {
    let folder = TempDir::new().unwrap();
    fs::write(folder.path().join("network.csv"), network).unwrap();
    let asked = [
        "pay",
        "--plan",
        "unilevel",
        "--network",
        "network.csv",
        "-o",
        "out",
        "--threads",
        "2",
    ];
    let output = downline(folder.path(), &asked);
    let words = said(&output);
    let shown: String = words.chars().take(2_000).collect();
    assert_eq!(output.status.code(), Some(REFUSED), "{shown}");
    words
}

#[test]
fn one_bad_line_among_a_million_is_found() {
    let mut network = String::from("id,sponsor\n0,\n");
    for member in 1..1_000_000 {
        match member {
            777_777 => network.push_str("777777,nobody\n"),
            _ => writeln!(network, "{member},{}", member / 2).unwrap(),
        }
    }
    let words = unpaid(network.as_bytes());
    assert!(
        words.contains("error[N031]") && words.contains("network.csv:777779"),
        "{words}"
    );
}

#[test]
fn networks_of_one_line_and_of_fields_of_a_megabyte() {
    let long = "x".repeat(1 << 20);
    let words = unpaid(format!("id,sponsor\n{long},\nA,{long}x\n").as_bytes());
    assert!(words.contains("error[N031]"));
    unpaid(format!("id,sponsor\n{}", ",".repeat(1 << 20)).as_bytes());
    unpaid(format!("id,sponsor\n\"{long}").as_bytes());
    unpaid(format!("id,sponsor{}\n", ",x".repeat(100_000)).as_bytes());
    unpaid(b"id,sponsor\nA\0,\n\xff,A\n");
    let large = "id,sponsor,personal_volume\nA,,9999999999999.99\n".to_owned();
    let words = unpaid((large + &"B,A,9999999999999.99\n".repeat(3)).as_bytes());
    assert!(words.contains("error[N030]"));
}

#[test]
fn amounts_that_cannot_be_added_up_are_refused() {
    let rows: String = (0..400_u32).fold(String::new(), |mut text, member| {
        writeln!(text, "m{member},,9999999999999.99").unwrap();
        text
    });
    let words = unpaid(format!("id,sponsor,personal_volume\n{rows}").as_bytes());
    assert!(words.contains("error[N046]"), "{words}");
}

#[test]
fn worked_examples_of_any_depth_and_size() {
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("examples.json");
    let verify = |text: &str| {
        fs::write(&file, text).unwrap();
        downline(folder.path(), &["verify", "examples.json"])
    };
    for text in [
        "[".repeat(1 << 20),
        "{\"a\":".repeat(1 << 18),
        "\"".repeat(99),
        "1".repeat(1 << 20),
    ] {
        assert_eq!(verify(&text).status.code(), Some(REFUSED));
    }
    let example = r#"{"id":"x","component":"charge","params":{"periods":PERIODS},"tree":[]}"#;
    for periods in [
        "4294967295",
        "1e9",
        "-1",
        "\"99999999999999999999999999999\"",
        "0.5",
    ] {
        let output = verify(&format!("[{}]", example.replace("PERIODS", periods)));
        assert_eq!(output.status.code(), Some(5), "{}", said(&output));
        assert!(said(&output).contains("unsupported"), "{}", said(&output));
    }
}
