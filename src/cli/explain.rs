//! `downline explain`: the commission statement of one person, line by line.

use std::fs::OpenOptions;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::arguments::Explain;
use super::live::threads;
use super::open::open;
use super::pay::Case;
use super::run::{DEFAULT_SCENARIO, RunError};
use crate::money::Currency;
use crate::observed::Recorded;
use crate::observed::read::codes;
use crate::plan::Plan;
use crate::report::folder::FolderError;
use crate::report::statement::StatementText;
use crate::report::words::harmless;
use crate::scenario::diagnose::{Diagnostic, Diagnostics, Origin};
use crate::scenario::suggest::nearest;
use crate::scenario::types::Scenario;
use crate::study::explain::{Explained, Question, Statement, explain as explain_study};

/// So many lines of a plan's statement are shown; a file takes all.
const SHOWN: usize = 60;
/// A longer text is cut in the table; the file has it whole.
const WIDEST: usize = 24;
const HEADINGS: [&str; 10] = [
    "source",
    "period",
    "component",
    "level",
    "volume",
    "rate",
    "amount",
    "funded by",
    "cut",
    "reason",
];
/// Columns of numbers, set flush right.
const NUMBERS: [usize; 6] = [1, 3, 4, 5, 6, 8];

/// Prints the statement, and writes it to a file if one is named.
///
/// # Errors
///
/// See [`RunError`].
pub fn explain(arguments: &Explain, out: &mut dyn Write) -> Result<(), RunError> {
    if arguments.records.network.is_some() {
        let files: Vec<PathBuf> = arguments.plans.iter().map(PathBuf::from).collect();
        if files.is_empty() {
            return Err(refused(
                codes::NO_SUCH_PLAN,
                "a network is paid under a plan",
                "give its file with `--plan`",
            ));
        }
        let case = Case::read(
            &arguments.records,
            &files,
            &arguments.overrides,
            threads(None),
        )?;
        let payee = member(&case.recorded, &arguments.participant)?;
        let scenario = &case.loaded.scenario;
        return answer(
            arguments,
            scenario,
            Some(&case.recorded),
            &case.plans,
            payee,
            out,
        );
    }
    let mut overrides = arguments.overrides.clone();
    overrides.extend(arguments.seed.map(|seed| format!("scenario.seed={seed}")));
    let source = arguments.scenario.as_deref().unwrap_or(DEFAULT_SCENARIO);
    let loaded = open(source, &overrides)?;
    let scenario = &loaded.scenario;
    let plans = named(Plan::build_all(scenario)?, &arguments.plans)?;
    if arguments.replication > scenario.replications {
        let message = format!(
            "there is no replication {}: the scenario has {}",
            arguments.replication, scenario.replications
        );
        return Err(refused(
            codes::NO_SUCH_TIME,
            &message,
            "give another with `--replication`",
        ));
    }
    let number: Option<u32> = arguments.participant.parse().ok();
    let Some(payee) = number.and_then(|number| number.checked_sub(1)) else {
        let message = format!("`{}` is no participant", arguments.participant);
        return Err(refused(
            codes::NO_SUCH_PARTICIPANT,
            &message,
            "participants are numbered from 1 in joining order, founders first",
        ));
    };
    answer(arguments, scenario, None, &plans, payee, out)
}

fn answer(
    arguments: &Explain,
    scenario: &Scenario,
    recorded: Option<&Recorded>,
    plans: &[Plan],
    payee: u32,
    out: &mut dyn Write,
) -> Result<(), RunError> {
    if let Some(path) = &arguments.output {
        check_file(path, arguments.force, plans.len())?;
    }
    let periods = scenario.horizon.periods;
    if let Some(period) = arguments.period.filter(|&period| period > periods) {
        let message = format!("there is no period {period}: there are {periods}");
        return Err(refused(
            codes::NO_SUCH_TIME,
            &message,
            "give another with `--period`",
        ));
    }
    let question = Question {
        replication: arguments.replication,
        payee,
        period: arguments.period,
    };
    let Explained {
        statements,
        members,
    } = explain_study(scenario, recorded, plans, question)?;
    if payee as usize >= members {
        let message = format!("there is no participant {}: there are {members}", payee + 1);
        return Err(refused(
            codes::NO_SUCH_PARTICIPANT,
            &message,
            "give another with `--participant`",
        ));
    }
    let ids = recorded.map_or(&[][..], |recorded| &recorded.network.ids);
    let mut shown = String::new();
    for statement in &statements {
        let text = StatementText {
            currency: &scenario.currency,
            decimals: statement.decimals,
            ids,
        };
        if let Some(path) = &arguments.output {
            write_file(path, arguments.force, &text.csv(payee, statement))?;
        }
        if !shown.is_empty() {
            shown.push('\n');
        }
        shown.push_str(&table(
            &text,
            payee,
            statement,
            &when(arguments, recorded.is_some()),
        ));
    }
    out.write_all(shown.as_bytes())?;
    Ok(())
}

/// When the lines are of, after the payee's name.
fn when(arguments: &Explain, observed: bool) -> String {
    let mut when = String::new();
    if !observed {
        when.push_str(&format!(", replication {}", arguments.replication));
    }
    if let Some(period) = arguments.period {
        when.push_str(&format!(", period {period}"));
    }
    when
}

/// The statement as a table, with what it comes to.
#[must_use]
fn table(text: &StatementText, payee: u32, statement: &Statement, when: &str) -> String {
    let currency: &Currency = text.currency;
    let mut out = format!(
        "Participant {} under plan {}{when}, amounts in {}\n\n",
        harmless(&text.id(payee)),
        statement.plan,
        currency.code
    );
    let rows: Vec<[String; 10]> = statement
        .entries
        .iter()
        .take(SHOWN)
        .map(|entry| text.fields(entry).map(|field| shortened(&harmless(&field))))
        .collect();
    if rows.is_empty() {
        out.push_str("Nothing was earned, cut or paid.\n");
    } else {
        let headings = HEADINGS.map(str::to_owned);
        let widths: [usize; 10] = std::array::from_fn(|column| {
            let cells = rows
                .iter()
                .chain([&headings])
                .map(|row| row[column].chars().count());
            cells.max().unwrap_or(0)
        });
        // A column that says nothing is left out.
        let used: Vec<usize> = (0..HEADINGS.len())
            .filter(|&column| rows.iter().any(|row| !row[column].is_empty()))
            .collect();
        for row in [&headings].into_iter().chain(&rows) {
            let cells: Vec<String> = used
                .iter()
                .map(|&column| match NUMBERS.contains(&column) {
                    true => format!("{:>1$}", row[column], widths[column]),
                    false => format!("{:<1$}", row[column], widths[column]),
                })
                .collect();
            out.push_str(cells.join("  ").trim_end());
            out.push('\n');
        }
    }
    let left = statement.entries.len().saturating_sub(SHOWN);
    if left > 0 {
        out.push_str(&format!(
            "… and {left} more lines: -o FILE.csv writes all of them\n"
        ));
    }
    out.push_str(&format!(
        "\nPaid {}, costs {}, net {}\n",
        currency.plain(statement.paid),
        currency.plain(statement.costs),
        currency.plain(statement.paid - statement.costs)
    ));
    out
}

fn shortened(text: &str) -> String {
    if text.chars().count() <= WIDEST {
        return text.to_owned();
    }
    let kept: String = text.chars().take(WIDEST - 1).collect();
    kept + "…"
}

/// The plans of these names, in the order of the scenario; all if there are no names.
fn named(plans: Vec<Plan>, names: &[String]) -> Result<Vec<Plan>, RunError> {
    for name in names {
        if !plans.iter().any(|plan| plan.name() == name) {
            let known: Vec<&str> = plans.iter().map(Plan::name).collect();
            let help = match nearest(name, known.iter().copied()) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("the plans are {}", known.join(", ")),
            };
            return Err(refused(
                codes::NO_SUCH_PLAN,
                &format!("there is no plan `{name}`"),
                &help,
            ));
        }
    }
    let wanted = |plan: &Plan| names.is_empty() || names.iter().any(|name| name == plan.name());
    Ok(plans.into_iter().filter(wanted).collect())
}

/// The member of an id.
fn member(recorded: &Recorded, id: &str) -> Result<u32, RunError> {
    let ids = &recorded.network.ids;
    if let Some(member) = ids.iter().position(|known| known == id) {
        return Ok(member as u32);
    }
    let help = match nearest(id, ids.iter().map(String::as_str)) {
        Some(near) => format!("did you mean `{near}`?"),
        None => "give an id of the network file".to_owned(),
    };
    Err(refused(
        codes::NO_SUCH_PARTICIPANT,
        &format!("there is no member `{id}`"),
        &help,
    ))
}

pub(super) fn refused(code: &'static str, message: &str, help: &str) -> RunError {
    let fault = Diagnostic::error(code, &Origin::Default, message).help(help);
    RunError::Input(Diagnostics(vec![fault]))
}

fn check_file(path: &Path, force: bool, plans: usize) -> Result<(), RunError> {
    if plans > 1 {
        return Err(refused(
            codes::NO_SUCH_PLAN,
            "a file takes the statement of one plan",
            "name it with `--plan`",
        ));
    }
    check_new(path, force)
}

/// Refuses a file that is there already, unless it may be replaced.
pub(super) fn check_new(path: &Path, force: bool) -> Result<(), RunError> {
    if path.exists() && !force {
        return Err(refused(
            codes::UNREADABLE,
            &format!("`{}` is there already", path.display()),
            "give another name, or replace it with `--force`",
        ));
    }
    Ok(())
}

fn write_file(path: &Path, force: bool, text: &str) -> Result<(), RunError> {
    let written = OpenOptions::new()
        .write(true)
        .create(true)
        .create_new(!force)
        .truncate(true)
        .open(path)
        .and_then(|mut file| file.write_all(text.as_bytes()));
    written.map_err(|cause: io::Error| {
        RunError::Folder(FolderError::Write {
            path: path.to_owned(),
            cause,
        })
    })
}
