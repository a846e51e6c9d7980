//! What the what-if commands share: the scenario asked about, the folder of the answer, and
//! how it is told.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::arguments::{Asking, Outcome as Output};
use super::error::RunError;
use super::job::{ALONE, default_target, go_on, is_done, leave_part, shard, share};
use super::live::{threads, watch};
use super::recipe::check_network;
use super::run::{DEFAULT_SCENARIO, shown};
use super::summary::lines::{Lines, wrapped};
use super::summary::{Ink, WIDTH};
use crate::campaign::part::Header;
use crate::campaign::shard::Shard;
use crate::campaign::store::{GoOn, Store};
use crate::report::folder::{Folder, SharedPlace};
use crate::report::recipe::Recipe;
use crate::report::table::{Cell, Precision, Table};
use crate::report::what_if::{self, Answer, QuestionManifest};
use crate::report::words::harmless;
use crate::scenario::diagnose::{Diagnostic, Diagnostics};
use crate::study::outcome::{Measure, Outcome};
use crate::study::run::Progress;
use crate::study::shelf::{Place, Unit};
use crate::what_if::asked;
use crate::what_if::case::Case;
use crate::what_if::points::{self, AskError};
use crate::what_if::vary::Vary;

/// So many rows of the first table are shown.
const SHOWN: usize = 24;
/// A longer cell is cut on the screen; the file has it whole.
const WIDEST: usize = 44;

/// A question being worked on.
pub(super) struct Question<'a> {
    pub(super) case: Case,
    asking: &'a Asking,
    target: PathBuf,
    ground: Ground,
    /// What is known of the answer.
    store: Arc<Store>,
    manifest: QuestionManifest,
}

/// Where it is worked on.
enum Ground {
    /// In the folder of the answer.
    Whole(Folder),
    /// Beside it, on a share.
    Share {
        /// Held as long as it is worked on.
        _held: SharedPlace,
        shard: Shard,
    },
}

/// Opens the scenario.
pub(super) fn open(asking: &Asking) -> Result<Case, RunError> {
    let simulation = &asking.simulation;
    let threads = threads(simulation.threads);
    let Some(again) = &asking.again else {
        let source = asking.scenario.as_deref().unwrap_or(DEFAULT_SCENARIO);
        let case = Case::open(source, &simulation.all_overrides(), threads)?;
        if !simulation.results.quiet {
            super::warn(case.warnings());
        }
        return Ok(case);
    };
    let place = again.inputs.join("scenario.toml");
    let recipe = &again.recipe;
    let case = Case::open_again(&recipe.written, &place, &recipe.overrides, threads)?;
    check_network(case.network(), &recipe.inputs)?;
    Ok(case)
}

/// Reads every `--vary`; all faults are told at once.
pub(super) fn varied(texts: &[String], case: &Case) -> Result<Vec<Vary>, Diagnostics> {
    all(texts.iter().map(|text| Vary::parse(text, case.base())))
}

/// Reads every `--metric`, or these where there is none, as outcomes of every plan.
pub(super) fn metrics(
    texts: &[String],
    otherwise: &[&str],
    case: &Case,
) -> Result<Vec<Outcome>, Diagnostics> {
    let texts = or_these(texts, otherwise);
    let found = all(texts
        .into_iter()
        .map(|text| asked::outcomes("--metric", text, case.scenario())))?;
    Ok(found.concat())
}

/// Reads every `--metric`, or these where there is none, as measures of plans.
pub(super) fn measures(
    texts: &[String],
    otherwise: &[&str],
) -> Result<Vec<&'static Measure>, Diagnostics> {
    let texts = or_these(texts, otherwise);
    all(texts
        .into_iter()
        .map(|text| asked::of_a_plan("--metric", text)))
}

/// What was typed, or these if nothing was.
fn or_these<'t>(typed: &'t [String], otherwise: &[&'t str]) -> Vec<&'t str> {
    match typed {
        [] => otherwise.to_vec(),
        typed => typed.iter().map(String::as_str).collect(),
    }
}

/// Everything that was read, or everything that is wrong.
pub(super) fn all<T>(
    read: impl Iterator<Item = Result<T, Box<Diagnostic>>>,
) -> Result<Vec<T>, Diagnostics> {
    let (mut found, mut faults) = (Vec::new(), Vec::new());
    for read in read {
        match read {
            Ok(read) => found.push(read),
            Err(fault) => faults.push(*fault),
        }
    }
    if faults.is_empty() {
        Ok(found)
    } else {
        Err(Diagnostics(faults))
    }
}

impl<'a> Question<'a> {
    /// Starts the folder of the answer, before anything is computed, or goes on with it; nothing
    /// if it is there already. The work has so many `units`.
    pub(super) fn start(
        case: Case,
        asking: &'a Asking,
        command: &str,
        asked: BTreeMap<String, Vec<String>>,
        units: Unit,
    ) -> Result<Option<Question<'a>>, RunError> {
        let output = asking.output();
        let target = output
            .output
            .clone()
            .unwrap_or_else(|| default_target(&format!("{}-{command}", case.scenario().name)));
        let mut manifest = QuestionManifest::of(command, &case, asked);
        if let Some(again) = &asking.again {
            // The files are not read again.
            manifest.inputs.clone_from(&again.recipe.inputs);
        }
        let recipe = Recipe::Question(manifest.clone());
        let dealing = &asking.dealing;
        let header = |shard| Header {
            recipe: recipe.write(),
            shard,
            units,
        };
        let (ground, store) = if let Some(shard) = shard(dealing, output)? {
            let place = SharedPlace::of(&target, output.force)?;
            let store = self::share(&place, header(shard), dealing, output)?;
            (
                Ground::Share {
                    _held: place,
                    shard,
                },
                Arc::new(store),
            )
        } else {
            if dealing.resume && is_done(&target, &recipe, output) {
                return Ok(None);
            }
            let folder = Folder::keeping(&target, output.force, dealing.resume)?;
            let parts = asking.again.as_ref().and_then(|again| again.parts.clone());
            let store = match parts {
                Some(parts) => parts,
                None => {
                    let go_on = go_on(dealing, GoOn::WithAll);
                    Arc::new(Store::open(folder.partial(), header(ALONE), go_on)?)
                }
            };
            (Ground::Whole(folder), store)
        };
        Ok(Some(Question {
            case,
            asking,
            target,
            ground,
            store,
            manifest,
        }))
    }

    /// Answers points while progress is shown and an interrupt can stop it; what was found is
    /// kept as it comes. Nothing comes of a share of the points alone.
    pub(super) fn answer(
        &self,
        asked: &[Outcome],
        sets: &[Vec<String>],
        order: impl ExactSizeIterator<Item = usize> + Send,
    ) -> Result<Option<Vec<points::Answer>>, AskError> {
        let histories =
            |points: usize| u64::from(self.case.scenario().replications) * points as u64;
        let place = self.place();
        let Some(shard) = self.share() else {
            return self.watch(histories(sets.len()), |progress| {
                points::answer(&self.case, asked, sets, order, place, progress).map(Some)
            });
        };
        let own: Vec<usize> = order
            .filter(|&point| shard.holds(points::unit(point)))
            .collect();
        let drop = |_, _| ();
        self.watch(histories(own.len()), |progress| {
            let own = own.into_iter();
            points::each(&self.case, asked, sets, own, place, progress, drop).map(|()| None)
        })
    }

    /// Where what was found is kept.
    pub(super) fn place(&self) -> Place<'_> {
        Place::on(&*self.store, 0)
    }

    /// The share that is worked on, if it is not the whole.
    pub(super) fn share(&self) -> Option<Shard> {
        match self.ground {
            Ground::Whole(_) => None,
            Ground::Share { shard, .. } => Some(shard),
        }
    }

    /// The units that are worked on.
    pub(super) fn units(&self) -> Vec<Unit> {
        let units = self.store.header().units;
        self.share().unwrap_or(ALONE).units(units).collect()
    }

    /// Works while progress towards so many histories is shown and an interrupt can stop it.
    pub(super) fn watch<T: Send>(
        &self,
        histories: u64,
        work: impl FnOnce(&Progress) -> T + Send,
    ) -> T {
        let histories = u32::try_from(histories).unwrap_or(u32::MAX);
        watch(histories, self.asking.output().quiet, work)
    }

    /// Whether charts are wanted.
    pub(super) fn draws(&self) -> bool {
        !self.asking.output().no_charts
    }

    /// What is written in the manifest.
    pub(super) fn manifest(&self) -> QuestionManifest {
        self.manifest.clone()
    }

    /// Writes the tables of what was answered before an interruption, and says where.
    pub(super) fn leave_so_far(&self, answer: &Answer<'_>) -> Result<(), RunError> {
        if let Ground::Whole(folder) = &self.ground {
            let place = what_if::write_so_far(folder, answer, self.asking.output().format)?;
            eprintln!("tables of the points answered so far: {}", shown(&place));
        }
        Ok(())
    }

    /// Writes the part of the share that was worked on.
    pub(super) fn leave_part(self, out: &mut dyn Write) -> Result<(), RunError> {
        let store = Arc::into_inner(self.store).expect("nobody else works on a share");
        leave_part(store, self.asking.output(), out)
    }

    /// Writes the answer and tells of it.
    ///
    /// # Panics
    ///
    /// If only a share of it was worked on.
    pub(super) fn finish(self, answer: &Answer<'_>, out: &mut dyn Write) -> Result<(), RunError> {
        let output = self.asking.output();
        let Ground::Whole(folder) = self.ground else {
            panic!("a share is no answer");
        };
        what_if::write(folder, answer, output.format)?;
        tell(answer, &self.target, output, out)?;
        Ok(())
    }
}

impl Asking {
    fn output(&self) -> &Output {
        &self.simulation.results
    }
}

/// Tells the findings and the first table, which is the answer in figures.
fn tell(
    answer: &Answer<'_>,
    target: &Path,
    output: &Output,
    out: &mut dyn Write,
) -> io::Result<()> {
    let digits = answer.subject.currency.digits;
    if output.json {
        let json = serde_json::json!({
            "title": answer.title,
            "findings": answer.findings,
            "notes": answer.notes,
            "rows": answer.tables.first().map(|table| rows(table, digits)),
        });
        serde_json::to_writer_pretty(&mut *out, &json)?;
        return writeln!(out);
    }
    if output.quiet {
        return Ok(());
    }
    let mut lines = Lines::new(Ink::Plain);
    lines.heading(&answer.title);
    lines.gap();
    for finding in &answer.findings {
        lines.paragraph(&harmless(finding));
    }
    for note in &answer.notes {
        lines.lead("Note: ", &harmless(note));
    }
    if let Some(table) = answer.tables.first().filter(|table| !table.is_empty()) {
        lines.gap();
        for line in shown_table(table, digits) {
            lines.line(&line);
        }
    }
    lines.gap();
    let report = Path::new(&shown(target)).join("report.html");
    for line in wrapped(&format!("Report: {}", report.display()), "") {
        lines.line(&line);
    }
    out.write_all(lines.finish().as_bytes())
}

/// The rows of a table, each an object by column.
pub(super) fn rows(table: &Table<'_>, digits: u32) -> Vec<serde_json::Value> {
    let row = |cells: &[Cell<'_>]| {
        let pairs = table.columns().iter().zip(cells).map(|(column, cell)| {
            let mut text = String::new();
            cell.write(&mut text, digits, Precision::File);
            let value = match cell {
                Cell::Missing => serde_json::Value::Null,
                Cell::Flag(flag) => (*flag).into(),
                Cell::Text(text) => (*text).into(),
                _ => text
                    .parse::<f64>()
                    .map_or(serde_json::Value::Null, Into::into),
            };
            (column.name.to_owned(), value)
        });
        serde_json::Value::Object(pairs.collect())
    };
    table.rows().map(row).collect()
}

/// A table in columns, as much of it as fits.
pub(super) fn shown_table(table: &Table<'_>, digits: u32) -> Vec<String> {
    let cut = |text: String| -> String {
        if text.chars().count() <= WIDEST {
            return text;
        }
        let end: Vec<char> = text.chars().rev().take(WIDEST - 1).collect();
        // The end of a key tells more than its beginning.
        ['…'].into_iter().chain(end.into_iter().rev()).collect()
    };
    let texts: Vec<Vec<String>> = table
        .rows()
        .take(SHOWN)
        .map(|cells| {
            let text = |cell: &Cell<'_>| {
                let mut text = String::new();
                cell.write(&mut text, digits, Precision::Page);
                cut(harmless(&text))
            };
            cells.iter().map(text).collect()
        })
        .collect();
    let columns = table.columns();
    let mut widths: Vec<usize> = columns
        .iter()
        .map(|column| column.name.chars().count())
        .collect();
    for row in &texts {
        for (width, text) in widths.iter_mut().zip(row) {
            *width = (*width).max(text.chars().count());
        }
    }
    // Columns that say nothing, and those beyond the edge of the screen, are left out.
    let mut used = Vec::new();
    let mut room = WIDTH;
    for (column, width) in widths.iter().enumerate() {
        let says = texts.iter().any(|row| !row[column].is_empty());
        if says && width + 2 <= room + 2 * usize::from(used.is_empty()) {
            room = room.saturating_sub(width + 2);
            used.push(column);
        }
    }
    let line = |cells: &dyn Fn(usize) -> String| {
        let cells: Vec<String> = used
            .iter()
            .map(|&column| {
                let (text, width) = (cells(column), widths[column]);
                if columns[column].kind.is_number() {
                    format!("{text:>width$}")
                } else {
                    format!("{text:<width$}")
                }
            })
            .collect();
        cells.join("  ").trim_end().to_owned()
    };
    let mut lines = vec![line(&|column| columns[column].name.to_owned())];
    lines.extend(texts.iter().map(|row| line(&|column| row[column].clone())));
    let left = table.rows().len().saturating_sub(SHOWN);
    if left > 0 {
        lines.push(format!("… and {left} more rows in the file"));
    }
    lines
}

/// The names of outcomes, as they are asked for.
pub(super) fn names_of(outcomes: &[Outcome], plans: &[String]) -> Vec<String> {
    outcomes.iter().map(|outcome| outcome.name(plans)).collect()
}

/// The options of a command that say what is asked, by name and as they are typed, without
/// those that are empty: a recipe is asked again by them.
pub(super) fn asked_for(
    options: impl IntoIterator<Item = (&'static str, Vec<String>)>,
) -> BTreeMap<String, Vec<String>> {
    options
        .into_iter()
        .filter(|(_, values)| !values.is_empty())
        .map(|(option, values)| (option.to_owned(), values))
        .collect()
}
