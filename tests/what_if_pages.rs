//! The pages of what-if questions (`docs/what-if/`): every command that answers one has a
//! page, the commands on it run, and what it says was found is what a full run finds.
//!
//! `cargo test` runs the commands at a small size. `UPDATE_GALLERY=1 cargo test --release
//! --test what_if_pages` runs them in full and writes findings and pictures anew;
//! `DOWNLINE_GALLERY=full` runs them in full and compares.

#[path = "support/pages.rs"]
mod pages;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use assert_cmd::Command;
use clap::CommandFactory;
use downline::cli::arguments::Arguments;
use tempfile::TempDir;

use pages::{amount, is_full, is_update, share, signed, with_finding};

/// Commands that answer no what-if question.
const OTHERS: [&str; 17] = [
    "merge",
    "status",
    "rerun",
    "selftest",
    "run",
    "pay",
    "explain",
    "charts",
    "grow",
    "check",
    "verify",
    "init",
    "scenarios",
    "schema",
    "completions",
    "man",
    "help",
];

/// A page, what it shows of the answers to its first commands, and its pictures.
struct Page {
    name: &'static str,
    /// As a table, from the folders of the answers in the order of the commands.
    finding: fn(&[PathBuf]) -> String,
    /// Which chart of which answer is which picture.
    pictures: &'static [(usize, &'static str, &'static str)],
}

const PAGES: [Page; 9] = [
    Page {
        name: "README",
        finding: narrowing,
        pictures: &[],
    },
    Page {
        name: "sweep",
        finding: sweep,
        pictures: &[(0, "map_share_profit_mlm_difference", "sweep")],
    },
    Page {
        name: "tornado",
        finding: tornado,
        pictures: &[
            (0, "tornado_mlm_median_net", "tornado"),
            (0, "tornado_mlm_share_profit", "tornado-share-in-profit"),
        ],
    },
    Page {
        name: "sensitivity",
        finding: sensitivity,
        pictures: &[
            (0, "indices_mlm_share_profit", "sensitivity"),
            (0, "indices_mlm_share_better", "sensitivity-better-off"),
            (
                0,
                "indices_convergence_mlm_share_profit",
                "sensitivity-convergence",
            ),
        ],
    },
    Page {
        name: "solve",
        finding: solve,
        pictures: &[
            (0, "solve_share_profit", "solve"),
            (1, "solve_share_profit", "solve-fee-shared"),
        ],
    },
    Page {
        name: "attribute",
        finding: attribute,
        pictures: &[
            (0, "attribution_share_profit", "attribute"),
            (0, "attribution_median_net", "attribute-median-net"),
        ],
    },
    Page {
        name: "explain-variance",
        finding: explain_variance,
        pictures: &[
            (0, "variance", "explain-variance"),
            (1, "variance", "explain-variance-supplement"),
        ],
    },
    Page {
        name: "compare",
        finding: compare,
        pictures: &[(4, "compared_mlm_median_net", "compare")],
    },
    Page {
        name: "precision",
        finding: precision,
        pictures: &[(0, "convergence", "precision")],
    },
];

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/what-if")
}

/// The commands of every console block, block by block, without `$ downline`.
fn commands(page: &str) -> Vec<Vec<Vec<String>>> {
    let blocks = page.split("```console\n").skip(1);
    blocks
        .map(|block| {
            let block = block.split("```").next().unwrap().replace("\\\n", " ");
            let lines = block
                .lines()
                .filter_map(|line| line.strip_prefix("$ downline "));
            lines
                .map(|line| {
                    let command = line.split('#').next().unwrap();
                    command.split_whitespace().map(str::to_owned).collect()
                })
                .collect()
        })
        .collect()
}

/// The same question of fewer histories, points and people.
fn small(words: &mut Vec<String>) {
    for index in 1..words.len() {
        let is_of = |option: &str| words[index - 1] == option;
        if is_of("--replications") || is_of("--samples") || is_of("--points") {
            words[index] = "4".to_owned();
        } else if is_of("--vary")
            && let Some((range, count)) = words[index].rsplit_once(':')
            && count.parse::<u32>().is_ok()
        {
            words[index] = format!("{range}:2");
        }
    }
    if words[0] != "compare" && !words.iter().any(|word| word == "--replications") {
        words.extend(["--replications", "4"].map(str::to_owned));
    }
}

/// Runs the commands of a block in a folder; returns where their answers are.
fn run(commands: &[Vec<String>], number: usize, folder: &Path, is_small: bool) -> Vec<PathBuf> {
    let mut answers = Vec::new();
    for (index, words) in commands.iter().enumerate() {
        let mut words = words.clone();
        if is_small {
            small(&mut words);
        }
        let named = words.iter().position(|word| word == "-o");
        let answer = named.map_or_else(
            || format!("answer-{number}-{index}"),
            |at| words[at + 1].clone(),
        );
        if named.is_none() {
            words.extend(["-o".to_owned(), answer.clone()]);
        }
        if words[0] != "compare" {
            words.push("--quiet".to_owned());
            if is_small {
                words.push("--no-charts".to_owned());
            }
        }
        Command::new(assert_cmd::cargo::cargo_bin!("downline"))
            .args(&words)
            .current_dir(folder)
            .assert()
            .success();
        answers.push(folder.join(answer));
    }
    answers
}

#[test]
fn every_command_that_answers_a_what_if_question_has_its_page() {
    let index = fs::read_to_string(folder().join("README.md")).unwrap();
    let command = Arguments::command();
    for name in command.get_subcommands().map(clap::Command::get_name) {
        if OTHERS.contains(&name) {
            continue;
        }
        assert!(
            PAGES.iter().any(|page| page.name == name),
            "`{name}` has no page in docs/what-if/"
        );
    }
    for page in PAGES.iter().filter(|page| page.name != "README") {
        let link = format!("({}.md)", page.name);
        assert!(
            index.contains(&link),
            "README.md does not list {}",
            page.name
        );
    }
    let written = fs::read_dir(folder()).unwrap().filter(|entry| {
        let path = entry.as_ref().unwrap().path();
        path.extension().is_some_and(|ending| ending == "md")
    });
    assert_eq!(written.count(), PAGES.len(), "pages that nothing tests");
}

#[test]
fn every_page_runs_and_shows_what_is_found() {
    let (update, full) = (is_update(), is_full());
    fs::create_dir_all(folder().join("images")).unwrap();
    for Page {
        name,
        finding,
        pictures,
    } in &PAGES
    {
        let path = folder().join(format!("{name}.md"));
        let page = fs::read_to_string(&path).unwrap();
        with_finding(name, &page, "");
        if *name != "README" {
            for part in [
                "## How to read it",
                "## What it says",
                "## What it does not say",
                "## Method",
            ] {
                assert!(page.contains(part), "{name}: the page has no `{part}`");
            }
        }
        let image = |picture: &str| folder().join(format!("images/{picture}.svg"));
        for (_, _, picture) in *pictures {
            let link = format!("(images/{picture}.svg)");
            assert!(page.contains(&link), "{name}: no picture {picture}");
            assert!(update || image(picture).exists(), "{name}: no {picture}");
        }
        let temporary = TempDir::new().unwrap();
        let blocks = commands(&page);
        let answers = run(&blocks[0], 0, temporary.path(), !full);
        for (number, block) in blocks.iter().enumerate().skip(1) {
            run(block, number, temporary.path(), true);
        }
        let found = finding(&answers);
        if !full {
            continue;
        }
        let wanted = with_finding(name, &page, &found);
        if update {
            fs::write(&path, wanted).unwrap();
        } else {
            assert_eq!(page, wanted, "{name}: the page is out of date");
        }
        for (answer, chart, picture) in *pictures {
            // The answer of `compare` is a file, with its charts beside it.
            let answer = &answers[*answer];
            let charts = match answer.is_dir() {
                true => answer.join("charts"),
                false => answer.with_file_name("charts"),
            };
            let drawn = charts.join(format!("{chart}.svg"));
            if update {
                fs::copy(&drawn, image(picture)).unwrap();
            } else {
                assert!(
                    fs::read(&drawn).unwrap() == fs::read(image(picture)).unwrap(),
                    "{name}: the picture {picture} is out of date"
                );
            }
        }
    }
}

/// A row of a table, by its columns.
type Row = BTreeMap<String, String>;

fn rows(path: &Path) -> Vec<Row> {
    let mut reader =
        csv::Reader::from_path(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    reader.deserialize().map(Result::unwrap).collect()
}

/// An estimate as its unit is written: amounts, coefficients or shares.
fn known(metric: &str, row: &Row, [mean, low, high]: [&str; 3]) -> String {
    let [mean, low, high] = [mean, low, high].map(|column| row[column].as_str());
    if metric.ends_with("_net") {
        amount(mean, low, high)
    } else {
        share(mean, low, high)
    }
}

/// A difference of an estimate: of shares in percentage points.
fn moved(metric: &str, row: &Row, [mean, low, high]: [&str; 3]) -> String {
    if metric.ends_with("_net") {
        return known(metric, row, [mean, low, high]);
    }
    let points = |column: &str| {
        let share = row[column].parse::<f64>().unwrap_or(0.0);
        signed(format!("{:.2}", 100.0 * share))
    };
    match [mean, low, high].map(points) {
        [mean, low, high] if low == high => format!("{mean} points"),
        [mean, low, high] => format!("{mean} points ({low} to {high})"),
    }
}

/// A Markdown table.
fn table(head: &[&str], rows: impl IntoIterator<Item = Vec<String>>) -> String {
    let line = |cells: &[String]| format!("| {} |\n", cells.join(" | "));
    let mut text = line(&head.iter().map(|&name| name.to_owned()).collect::<Vec<_>>());
    text.push_str(&format!("|{}\n", "---|".repeat(head.len())));
    for row in rows {
        text.push_str(&line(&row));
    }
    text
}

/// How many histories an answer is of.
fn histories(rows: &[Row]) -> String {
    rows.first()
        .map_or_else(String::new, |row| row["replications"].clone())
}

const MEAN: [&str; 3] = ["mean", "ci_low", "ci_high"];

/// How much the same luck narrows a difference, by key and metric.
fn narrowing(answers: &[PathBuf]) -> String {
    let mut lines = Vec::new();
    for (answer, scenario) in answers.iter().zip(["ebook", "supplement"]) {
        let rows = rows(&answer.join("tornado.csv"));
        let number = |row: &Row, column: &str| row[column].parse::<f64>().unwrap_or(0.0);
        let half = |row: &Row, low: &str, high: &str| (number(row, high) - number(row, low)) / 2.0;
        let mut keys: Vec<&str> = Vec::new();
        for row in &rows {
            if !keys.contains(&row["key"].as_str()) {
                keys.push(&row["key"]);
            }
        }
        keys.sort_unstable();
        for key in keys {
            for metric in ["mean_net", "median_net", "share_profit"] {
                // The low value of each.
                let row = rows
                    .iter()
                    .find(|row| row["key"] == key && row["metric"] == metric)
                    .unwrap();
                let same = half(row, "change_ci_low", "change_ci_high");
                let other = half(row, "unpaired_ci_low", "unpaired_ci_high");
                let is_amount = metric.ends_with("_net");
                let size = |half: f64| {
                    if is_amount {
                        format!("± {half:.3}")
                    } else {
                        format!("± {:.3} points", 100.0 * half)
                    }
                };
                let change = number(row, "change");
                let change = if is_amount {
                    signed(format!("{change:.2}"))
                } else {
                    signed(format!("{:.2} points", 100.0 * change))
                };
                let (ratio, more) = if same > 0.0 {
                    let ratio = other / same;
                    (format!("{ratio:.1}"), format!("{:.1}", ratio * ratio))
                } else {
                    ("exact".to_owned(), "–".to_owned())
                };
                lines.push(vec![
                    format!("`{scenario}`"),
                    format!("`{key}` = {}", row["value"]),
                    format!("`{metric}`"),
                    change,
                    size(same),
                    size(other),
                    ratio,
                    more,
                ]);
            }
        }
    }
    let head = [
        "scenario",
        "what is changed",
        "metric of `mlm`",
        "change",
        "same luck",
        "other luck",
        "narrower, times",
        "histories saved, times",
    ];
    table(&head, lines)
}

/// Where costs turn the finding, at the conversion that the scenario has.
fn sweep(answers: &[PathBuf]) -> String {
    let rows = rows(&answers[0].join("sweep.csv"));
    let at = |row: &Row| row["sales.conversion"].parse() == Ok(0.03);
    let of = |plan: &str| {
        let own = rows
            .iter()
            .filter(|row| at(row) && row["metric"] == "share_profit" && row["plan"] == plan);
        own.collect::<Vec<_>>()
    };
    let lines = of("referral").into_iter().zip(of("mlm"));
    let lines = lines.map(|(base, own)| {
        let columns = ["difference", "difference_ci_low", "difference_ci_high"];
        vec![
            amount(&base["costs.expenses"], "", ""),
            known("share_profit", base, MEAN),
            known("share_profit", own, MEAN),
            moved("share_profit", own, columns),
        ]
    });
    let head = [
        "expenses",
        "in profit under `referral`",
        "in profit under `mlm`",
        "difference",
    ];
    let crossings = rows_of_crossings(&answers[1]).into_iter().map(|row| {
        let of = |column: &str| amount(&row[column], "", "");
        vec![
            format!("{} and {}", of("below"), of("above")),
            format!("{} to {}", of("ci_low"), of("ci_high")),
            row["direction"].clone(),
        ]
    });
    let turns = table(
        &["the difference turns between", "95 % interval", "which way"],
        crossings,
    );
    format!(
        "{}\nWith three of a hundred friends buying, as the scenario has it. Means over {} simulated histories with 95 % intervals in brackets.\n\n{turns}",
        table(&head, lines),
        histories(&rows),
    )
}

/// Where a metric crosses its target.
fn rows_of_crossings(answer: &Path) -> Vec<Row> {
    rows(&answer.join("crossings.csv"))
}

/// What each key does to the two metrics.
fn tornado(answers: &[PathBuf]) -> String {
    let rows = rows(&answers[0].join("tornado.csv"));
    let of =
        |metric: &str| -> Vec<&Row> { rows.iter().filter(|row| row["metric"] == metric).collect() };
    let change = ["change", "change_ci_low", "change_ci_high"];
    let shares = of("share_profit");
    let lines = of("median_net").into_iter().map(|row| {
        let other = shares
            .iter()
            .find(|other| (&other["key"], &other["value"]) == (&row["key"], &row["value"]))
            .unwrap();
        vec![
            format!("`{}`", row["key"]),
            row["value"].clone(),
            moved("median_net", row, change),
            moved("share_profit", other, change),
        ]
    });
    let head = [
        "key",
        "value",
        "median net under `mlm` changes by",
        "share in profit under `mlm` changes by",
    ];
    format!(
        "{}\nAgainst the scenario as it stands, the same luck at every value; 95 % intervals in brackets.\n",
        table(&head, lines)
    )
}

/// First and total index of every key, and how much of the variance was luck.
fn sensitivity(answers: &[PathBuf]) -> String {
    let indices = rows(&answers[0].join("indices.csv"));
    let lines = indices.iter().map(|row| {
        let of = |columns| known("share", row, columns);
        vec![
            format!("`{}.{}`", row["plan"], row["metric"]),
            format!("`{}`", row["key"]),
            of(["first", "first_ci_low", "first_ci_high"]),
            of(["total", "total_ci_low", "total_ci_high"]),
        ]
    });
    let parts = rows(&answers[0].join("variance_components.csv"));
    let of_luck = parts.iter().map(|row| {
        let of = |column: &str| share(&row[column], "", "");
        vec![
            format!("`{}.{}`", row["plan"], row["metric"]),
            of("inputs"),
            of("luck"),
            of("both"),
        ]
    });
    format!(
        "{}\nShares of the variance over these ranges with 95 % intervals in brackets. Of the variance of a single history:\n\n{}",
        table(&["metric", "key", "by itself", "with others too"], lines),
        table(
            &[
                "metric",
                "the keys",
                "luck, the same at all points",
                "luck that hangs on the keys"
            ],
            of_luck
        ),
    )
}

/// Where half are in profit, and how many are at some fees.
fn solve(answers: &[PathBuf]) -> String {
    let mut text = String::new();
    let crossings = answers.iter().flat_map(|answer| {
        rows_of_crossings(answer).into_iter().map(|row| {
            let of = |column: &str| amount(&row[column], "", "");
            let plan = row["key"].split('.').nth(1).unwrap().to_owned();
            vec![
                format!("`{plan}`"),
                format!("{} and {}", of("below"), of("above")),
                format!("{} to {}", of("ci_low"), of("ci_high")),
                row["kind"].clone(),
            ]
        })
    });
    text.push_str(&table(
        &[
            "plan",
            "half are in profit between fees of",
            "95 % interval",
            "how",
        ],
        crossings,
    ));
    let tried: Vec<Vec<Row>> = answers
        .iter()
        .map(|answer| rows(&answer.join("tried.csv")))
        .collect();
    let at = |tried: &[Row], fee: u32| {
        let found = tried
            .iter()
            .find(|row| row["value"].parse() == Ok(f64::from(fee)));
        found.map_or_else(|| "–".to_owned(), |row| known("share_profit", row, MEAN))
    };
    let lines = (0..=8).map(|step| {
        let fee = 15 * step;
        vec![format!("{fee}"), at(&tried[0], fee), at(&tried[1], fee)]
    });
    text.push('\n');
    text.push_str(&table(
        &[
            "fee",
            "in profit, fee kept by the company",
            "in profit, half of it to recruiters",
        ],
        lines,
    ));
    text
}

/// Each rule's part in each metric.
fn attribute(answers: &[PathBuf]) -> String {
    let rows = rows(&answers[0].join("attribution.csv"));
    let metrics = ["share_profit", "median_net", "mean_net"];
    let columns = ["part", "ci_low", "ci_high"];
    let rules = rows.iter().filter(|row| row["metric"] == metrics[0]);
    let lines = rules.map(|rule| {
        let of = |metric: &str| {
            let row = rows
                .iter()
                .find(|row| row["metric"] == metric && row["rule"] == rule["rule"])
                .unwrap();
            moved(metric, row, columns)
        };
        let name = match rule["rule"].as_str() {
            "difference" => "all of them".to_owned(),
            rule => format!("`{rule}`"),
        };
        vec![name, of(metrics[0]), of(metrics[1]), of(metrics[2])]
    });
    let head = ["rule", "share in profit", "median net", "mean net"];
    format!(
        "{}\nFrom `referral` to `mlm`; 95 % intervals in brackets.\n",
        table(&head, lines)
    )
}

/// What each cause explains, scenario by scenario and plan by plan.
fn explain_variance(answers: &[PathBuf]) -> String {
    let mut lines = Vec::new();
    let mut apart = Vec::new();
    for (answer, scenario) in answers.iter().zip(["ebook", "supplement"]) {
        let rows = rows(&answer.join("variance.csv"));
        for row in &rows {
            let of = |columns| known("share", row, columns);
            lines.push(vec![
                format!("`{scenario}`"),
                format!("`{}`", row["plan"]),
                row["cause"].replace('_', " "),
                of(["share", "ci_low", "ci_high"]),
                of(["alone", "alone_ci_low", "alone_ci_high"]),
            ]);
        }
        let [base, own] = ["referral", "mlm"].map(|plan| {
            let row = rows.iter().find(|row| row["plan"] == plan).unwrap();
            amount(&row["sd_net"], "", "")
        });
        apart.push(format!(
            "of `{scenario}` {base} under `referral` and {own} under `mlm`"
        ));
    }
    let head = ["scenario", "plan", "cause", "share", "alone"];
    format!(
        "{}\nShares of the variance of net over all participants of all histories, 95 % intervals in brackets. The standard deviation of net is {}.\n",
        table(&head, lines),
        apart.join(", "),
    )
}

/// The three kinds of pairs, with what the luck in common is worth.
fn compare(answers: &[PathBuf]) -> String {
    let rows = rows(answers.last().unwrap());
    let shown = rows.iter().filter(|row| {
        row["plan"] == "mlm" && ["share_profit", "median_net"].contains(&row["metric"].as_str())
    });
    let lines = shown.map(|row| {
        let metric = &row["metric"];
        vec![
            format!("`{}`", row["run"]),
            format!("`{}`", row["luck"]),
            format!("`{metric}`"),
            moved(metric, row, ["difference", "ci_low", "ci_high"]),
            moved(
                metric,
                row,
                ["difference", "unpaired_ci_low", "unpaired_ci_high"],
            ),
        ]
    });
    let head = [
        "run",
        "luck",
        "metric of `mlm`",
        "less `as-it-is`",
        "the same as independent samples",
    ];
    format!(
        "{}\n{} histories each; 95 % intervals in brackets.\n",
        table(&head, lines),
        histories(&rows),
    )
}

/// How many histories it took, and what is known after them.
fn precision(answers: &[PathBuf]) -> String {
    let rows = rows(&answers[0].join("summary.csv"));
    let of = |plan: &str| {
        let row = rows
            .iter()
            .find(|row| row["plan"] == plan && row["metric"] == "share_profit")
            .unwrap();
        let ends = ["ci_low", "ci_high"].map(|end| row[end].parse::<f64>().unwrap_or(0.0));
        vec![
            format!("`{plan}`"),
            known("share_profit", row, MEAN),
            format!("± {:.4} points", 50.0 * (ends[1] - ends[0])),
            row["replications"].clone(),
        ]
    };
    let head = ["plan", "in profit", "half of the interval", "histories"];
    table(&head, ["referral", "mlm"].map(of))
}
