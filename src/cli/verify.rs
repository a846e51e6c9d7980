//! `downline verify`: pays worked examples and says where the engine agrees.

use std::fs;
use std::io::{self, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use super::exit::Exit;
use crate::examples::{self, Verdict};

/// Why examples could not be read.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum VerifyError {
    /// The file cannot be opened.
    #[error("cannot read `{}`: {source}", .path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// The file is no JSON.
    #[error("{}:{}:{}: this is not JSON: {source}", .path.display(), .source.line(), .source.column())]
    NotJson {
        /// The file.
        path: PathBuf,
        /// Where and why.
        source: serde_json::Error,
    },
    /// The file is JSON but no list of examples.
    #[error("{}: worked examples are a list of tables; see `docs/plans/verify.md`", .path.display())]
    NoList {
        /// The file.
        path: PathBuf,
    },
    /// The report cannot be printed.
    #[error("cannot print: {0}")]
    Print(#[from] io::Error),
}

impl VerifyError {
    /// How the program ends.
    #[must_use]
    pub fn exit(&self) -> Exit {
        match self {
            VerifyError::Print(_) => Exit::OutputFailed,
            _ => Exit::BadInput,
        }
    }
}

/// Pays every example of the files and writes a line each, then how many agree; as data
/// with `as_json`. Returns whether all agree.
///
/// # Errors
///
/// A file that cannot be read or holds no examples, and `out` that cannot be written.
pub fn verify(files: &[PathBuf], as_json: bool, out: &mut dyn Write) -> Result<bool, VerifyError> {
    let mut read = Vec::new();
    for path in files {
        read.extend(examples_of(path)?);
    }
    let mut counts = [0_usize; 3];
    let mut rows = Vec::new();
    for example in &read {
        let id = example["id"].as_str().unwrap_or("(no id)");
        // One example the program stumbles over must not lose the others.
        let verdict = catch_unwind(AssertUnwindSafe(|| examples::verify(example)))
            .unwrap_or_else(|_| Verdict::Unsupported("a fault of the program".to_owned()));
        counts[place(&verdict)] += 1;
        if as_json {
            rows.push(row(id, &verdict));
        } else {
            writeln!(out, "{}", line(id, &verdict))?;
        }
    }
    let [agree, differ, unsupported] = counts;
    if as_json {
        let report = json!({
            "examples": rows, "agree": agree, "differ": differ, "unsupported": unsupported,
        });
        writeln!(out, "{report:#}")?;
    } else {
        writeln!(
            out,
            "{agree} agree, {differ} differ, {unsupported} unsupported"
        )?;
    }
    Ok(differ + unsupported == 0)
}

fn examples_of(path: &Path) -> Result<Vec<Value>, VerifyError> {
    let text = fs::read_to_string(path).map_err(|source| VerifyError::Unreadable {
        path: path.to_owned(),
        source,
    })?;
    let value: Value =
        serde_json::from_str(text.trim_start_matches('\u{feff}')).map_err(|source| {
            VerifyError::NotJson {
                path: path.to_owned(),
                source,
            }
        })?;
    match value {
        Value::Array(mut examples) => {
            for example in &mut examples {
                find_plan_file(path, example);
            }
            Ok(examples)
        }
        _ => Err(VerifyError::NoList {
            path: path.to_owned(),
        }),
    }
}

/// A plan file is named as seen from the file of examples.
fn find_plan_file(examples: &Path, example: &mut Value) {
    if example["component"] == "plan"
        && let Some(Value::String(file)) = example.pointer_mut("/params/file")
    {
        let folder = examples.parent().unwrap_or(Path::new(""));
        *file = folder.join(&*file).display().to_string();
    }
}

fn place(verdict: &Verdict) -> usize {
    match verdict {
        Verdict::Agrees => 0,
        Verdict::Differs(_) => 1,
        Verdict::Unsupported(_) => 2,
    }
}

fn line(id: &str, verdict: &Verdict) -> String {
    match verdict {
        Verdict::Agrees => format!("{id} agrees"),
        Verdict::Unsupported(why) => format!("{id} unsupported {why}"),
        Verdict::Differs(differences) => {
            let all: Vec<String> = differences.iter().map(ToString::to_string).collect();
            format!("{id} differs {}", all.join("; "))
        }
    }
}

fn row(id: &str, verdict: &Verdict) -> Value {
    match verdict {
        Verdict::Agrees => json!({ "id": id, "verdict": "agrees" }),
        Verdict::Unsupported(why) => {
            json!({ "id": id, "verdict": "unsupported", "why": why })
        }
        Verdict::Differs(differences) => json!({
            "id": id,
            "verdict": "differs",
            "differences": differences
                .iter()
                .map(|difference| json!({
                    "of": difference.of,
                    "expected": difference.expected,
                    "found": difference.found,
                }))
                .collect::<Vec<_>>(),
        }),
    }
}
