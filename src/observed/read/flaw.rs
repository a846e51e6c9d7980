//! What is wrong with a row, noted where it is found and told with the text of its line
//! when the file has been read.

use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::Path;

use super::codes;
use super::table::Header;
use crate::scenario::diagnose::{Diagnostic, Diagnostics, Origin, Row};

/// As many faults of a file are shown as someone could want to read.
const MOST_FAULTS: usize = 100;
/// A longer line is cut in its picture.
const LONGEST_LINE: usize = 2_000;

/// A fault of one field.
#[derive(Clone, Debug)]
pub(super) struct Flaw {
    pub(super) line: u64,
    /// 0-based; of a fault found later, [`Flaws::place`] finds it by the key.
    pub(super) field: usize,
    pub(super) code: &'static str,
    /// The column's name.
    pub(super) key: String,
    pub(super) message: String,
    /// The words under the field.
    pub(super) label: String,
    pub(super) help: String,
}

/// The faults of one file: the first ones, and how many there are.
#[derive(Clone, Debug, Default)]
pub(super) struct Flaws {
    found: Vec<Flaw>,
    count: u64,
}

impl Flaws {
    pub(super) fn push(&mut self, flaw: Flaw) {
        self.count += 1;
        self.found.push(flaw);
        // A file that is no such file at all has one on every line.
        if self.found.len() >= 4 * MOST_FAULTS {
            self.trim();
        }
    }

    pub(super) fn extend(&mut self, other: Flaws) {
        self.count += other.count;
        self.found.extend(other.found);
        self.trim();
    }

    pub(super) fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// Finds the field of every fault of a column.
    pub(super) fn place(&mut self, header: &Header) {
        for flaw in &mut self.found {
            if let Some(field) = header.field_of(&flaw.key) {
                flaw.field = field;
            }
        }
    }

    fn trim(&mut self) {
        self.found.sort_by_key(|flaw| (flaw.line, flaw.field));
        self.found.truncate(MOST_FAULTS);
    }

    /// The faults in the order of the file, with the lines they stand on.
    pub(super) fn told(mut self, path: &Path) -> Diagnostics {
        self.trim();
        let lines = lines_of(path, self.found.iter().map(|flaw| flaw.line));
        let more = self.count - self.found.len() as u64;
        let mut told: Vec<Diagnostic> = self
            .found
            .into_iter()
            .zip(lines)
            .map(|(flaw, text)| {
                let row = Row::of_field(path, flaw.line, text, flaw.field);
                let origin = Origin::Row(Box::new(row));
                Diagnostic::error(flaw.code, &origin, flaw.message)
                    .of(flaw.key)
                    .label(flaw.label)
                    .help(flaw.help)
            })
            .collect();
        if more > 0 {
            let message = format!("{more} more faults of `{}` are not shown", path.display());
            told.push(
                Diagnostic::error(codes::MORE_FAULTS, &Origin::Default, message)
                    .help("is this the right file?"),
            );
        }
        Diagnostics(told)
    }
}

/// The text of lines asked for in ascending order. What cannot be read again (a pipe) is
/// told without.
fn lines_of(path: &Path, wanted: impl Iterator<Item = u64>) -> Vec<String> {
    let mut reader = File::open(path).ok().map(BufReader::new);
    let (mut at, mut line) = (0, Vec::new());
    wanted
        .map(|number| {
            while at < number
                && let Some(file) = &mut reader
            {
                line.clear();
                at += 1;
                if !matches!(file.read_until(b'\n', &mut line), Ok(1..)) {
                    reader = None;
                    line.clear();
                }
            }
            let text = line.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&line);
            let shown = &text[..text.len().min(LONGEST_LINE)];
            let text = String::from_utf8_lossy(shown);
            text.trim_end_matches(['\r', '\n']).to_owned()
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_first_faults_are_told_and_the_others_counted() {
        let mut flaws = Flaws::default();
        for line in (1..=1000).rev() {
            flaws.push(Flaw {
                line,
                field: 0,
                code: codes::NEGATIVE,
                key: "price".to_owned(),
                message: String::new(),
                label: String::new(),
                help: String::new(),
            });
        }
        let told = flaws.told(Path::new("no such file")).0;
        assert_eq!(told.len(), 101);
        let Origin::Row(last) = &told[99].origin else {
            panic!("a row's fault")
        };
        assert_eq!(last.line, 100);
        assert!(told[100].message.starts_with("900 more faults"));
    }
}
