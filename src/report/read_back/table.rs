//! A table of a result, row by row and field by field, and what is wrong with it.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use csv::StringRecord;
use rust_decimal::Decimal;

use super::codes;
use crate::measure::metric::{METRICS, Metric};
use crate::money::Cents;
use crate::scenario::diagnose::{self, Diagnostic, Diagnostics, Origin};
use crate::study::accumulate::NETWORK;
use crate::study::results::{Estimate, Subject, Unit};

/// As many faults are shown as someone could want to read.
const MOST_FAULTS: usize = 100;

/// The tables of a result as they stand in its files.
#[derive(Clone, Debug, Default)]
pub struct Tables {
    /// The folder they are in, to name a file by.
    pub folder: PathBuf,
    /// The bytes of each CSV file, by its name without `.csv`. A table that the result does
    /// not have is not among them.
    pub files: BTreeMap<&'static str, Vec<u8>>,
}

/// What is wrong with a field.
pub(super) type Fault = Box<Diagnostic>;

/// Reads tables and gathers their faults.
pub(super) struct Reader<'a> {
    tables: &'a Tables,
    subject: &'a Subject,
    faults: Vec<Diagnostic>,
}

impl<'a> Reader<'a> {
    pub(super) fn new(tables: &'a Tables, subject: &'a Subject) -> Reader<'a> {
        Reader {
            tables,
            subject,
            faults: Vec::new(),
        }
    }

    /// What `read` makes of every row of a table; nothing of a table that is not there.
    pub(super) fn rows<T>(
        &mut self,
        name: &str,
        mut read: impl FnMut(&Row<'_>) -> Result<T, Fault>,
    ) -> Vec<T> {
        let mut rows = Vec::new();
        let Some(bytes) = self.tables.files.get(name) else {
            return rows;
        };
        let path = self.tables.folder.join(format!("{name}.csv"));
        let mut file = csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .from_reader(&bytes[..]);
        let (mut header, mut record) = (None, StringRecord::new());
        loop {
            match file.read_record(&mut record) {
                Ok(true) => {}
                Ok(false) => break,
                Err(error) => {
                    // Bytes in memory are always there: they can only be no text.
                    let line = error.position().map_or(1, csv::Position::line);
                    let origin = place(&path, bytes, line, 0);
                    let message = format!("`{}` is not UTF-8 text", path.display());
                    self.faults
                        .push(Diagnostic::error(codes::NOT_UTF8, &origin, message));
                    return rows;
                }
            }
            let Some(header) = &header else {
                header = Some(record.clone());
                continue;
            };
            let row = Row {
                path: &path,
                bytes,
                header,
                record: &record,
                subject: self.subject,
            };
            match row.is_whole().and_then(|()| read(&row)) {
                Ok(row) => rows.push(row),
                // A column that is missing is missing in every row.
                Err(fault) if self.faults.contains(&fault) => {}
                Err(fault) => self.faults.push(*fault),
            }
            if self.faults.len() > MOST_FAULTS {
                return rows;
            }
        }
        if header.is_none() {
            let message = format!("`{}` has no header", path.display());
            let origin = place(&path, bytes, 1, 0);
            self.faults
                .push(Diagnostic::error(codes::NO_HEADER, &origin, message));
        }
        rows
    }

    /// Refuses a table for what is wrong with all its rows together.
    pub(super) fn refuse(&mut self, name: &str, code: &'static str, what: &str) {
        let path = self.tables.folder.join(format!("{name}.csv"));
        let message = format!("`{}`: {what}", path.display());
        self.faults
            .push(Diagnostic::error(code, &Origin::Default, message));
    }

    /// Nothing, if no table has a fault.
    pub(super) fn finish(self) -> Result<(), Diagnostics> {
        let mut faults = self.faults;
        if faults.is_empty() {
            return Ok(());
        }
        if faults.len() > MOST_FAULTS {
            faults.truncate(MOST_FAULTS);
            let message = "further faults are not shown";
            faults.push(
                Diagnostic::error(codes::MORE_FAULTS, &Origin::Default, message)
                    .help("are these the files of one result?"),
            );
        }
        Err(Diagnostics(faults))
    }
}

/// A field of a file, with the line it stands on.
fn place(path: &Path, bytes: &[u8], line: u64, field: usize) -> Origin {
    let index = usize::try_from(line.saturating_sub(1)).unwrap_or(usize::MAX);
    let text = bytes.split(|byte| *byte == b'\n').nth(index);
    let text = String::from_utf8_lossy(text.unwrap_or_default());
    let text = text.trim_end_matches('\r').to_owned();
    let row = diagnose::Row::of_field(path, line, text, field);
    Origin::Row(Box::new(row))
}

/// One row of a table.
pub(super) struct Row<'a> {
    path: &'a Path,
    bytes: &'a [u8],
    header: &'a StringRecord,
    record: &'a StringRecord,
    subject: &'a Subject,
}

impl Row<'_> {
    /// Whether it has as many fields as the header.
    fn is_whole(&self) -> Result<(), Fault> {
        if self.record.len() == self.header.len() {
            return Ok(());
        }
        let message = format!(
            "the row has {} fields, the header {}",
            self.record.len(),
            self.header.len()
        );
        let last = self.header.get(self.header.len() - 1);
        Err(self.fault(codes::FIELDS, last.unwrap_or_default(), message))
    }

    /// The text of a field; empty where a value is undefined.
    pub(super) fn text(&self, column: &str) -> Result<&str, Fault> {
        match self.header.iter().position(|name| name == column) {
            Some(field) => Ok(self.record.get(field).unwrap_or_default()),
            None => {
                let message = format!("the column `{column}` is missing");
                let origin = place(self.path, self.bytes, 1, self.header.len());
                let fault = Diagnostic::error(codes::MISSING_COLUMN, &origin, message);
                Err(Box::new(fault.of(column)))
            }
        }
    }

    /// What is wrong with a field of this row.
    pub(super) fn fault(&self, code: &'static str, column: &str, message: String) -> Fault {
        let field = self.header.iter().position(|name| name == column);
        let field = field.unwrap_or(self.header.len());
        let line = self.record.position().map_or(1, csv::Position::line);
        let origin = place(self.path, self.bytes, line, field);
        let found = self.record.get(field).unwrap_or_default();
        let label = if found.is_empty() {
            "nothing here".to_owned()
        } else {
            format!("found `{found}`")
        };
        Box::new(
            Diagnostic::error(code, &origin, message)
                .of(column)
                .label(label),
        )
    }

    /// A plan of the manifest, one of them at equal payout, or the network.
    pub(super) fn plan(&self) -> Result<String, Fault> {
        let name = self.text("plan")?;
        let own = name.strip_suffix("@equal").unwrap_or(name);
        let mut plans = self.subject.plans.iter();
        if own == NETWORK || plans.any(|plan| plan.name == own) {
            return Ok(name.to_owned());
        }
        let message = format!("the manifest has no plan `{name}`");
        Err(self.fault(codes::NO_SUCH_PLAN, "plan", message))
    }

    /// A metric by its name.
    pub(super) fn metric(&self) -> Result<&'static Metric, Fault> {
        let name = self.text("metric")?;
        let metric = METRICS.iter().find(|metric| metric.name == name);
        metric.ok_or_else(|| {
            let message = format!("there is no metric `{name}`");
            self.fault(codes::UNKNOWN_WORD, "metric", message)
        })
    }

    /// One of several values by its word.
    pub(super) fn word<T: Copy>(
        &self,
        column: &str,
        all: &[T],
        word: impl Fn(T) -> &'static str,
    ) -> Result<T, Fault> {
        let found = self.text(column)?;
        let value = all.iter().copied().find(|value| word(*value) == found);
        value.ok_or_else(|| {
            let words: Vec<String> = all
                .iter()
                .map(|value| format!("`{}`", word(*value)))
                .collect();
            let message = format!("`{column}` is one of {}", words.join(", "));
            self.fault(codes::UNKNOWN_WORD, column, message)
        })
    }

    fn decimal(&self, column: &str) -> Result<Option<Decimal>, Fault> {
        let text = self.text(column)?;
        if text.is_empty() {
            return Ok(None);
        }
        Decimal::from_str_exact(text).map(Some).map_err(|_| {
            let message = format!("`{column}` is a plain decimal number, or empty");
            self.fault(codes::NOT_A_NUMBER, column, message)
        })
    }

    /// A statistic in its unit, if it is defined: amounts in minor units.
    pub(super) fn measured(&self, unit: Unit, column: &str) -> Result<Option<f64>, Fault> {
        let digits = match unit {
            Unit::Amount => self.subject.currency.digits,
            Unit::Share | Unit::Count | Unit::Coefficient => 0,
        };
        let value = self.decimal(column)?;
        // One division of whole numbers: what was written as a half is read as a half.
        Ok(value.map(|value| match value.scale().checked_sub(digits) {
            Some(finer) => value.mantissa() as f64 / libm::exp10(f64::from(finer)),
            None => value.mantissa() as f64 * libm::exp10(f64::from(digits - value.scale())),
        }))
    }

    /// A statistic that must be defined.
    pub(super) fn known(&self, unit: Unit, column: &str) -> Result<f64, Fault> {
        self.measured(unit, column)?
            .ok_or_else(|| self.missing(column))
    }

    fn missing(&self, column: &str) -> Fault {
        let message = format!("`{column}` must not be empty");
        self.fault(codes::MISSING_VALUE, column, message)
    }

    /// Mean, lower and upper end of an interval.
    pub(super) fn estimate(&self, unit: Unit, mean: &str) -> Result<Estimate, Fault> {
        Ok(Estimate {
            mean: self.measured(unit, mean)?,
            low: self.measured(unit, "ci_low")?,
            high: self.measured(unit, "ci_high")?,
        })
    }

    /// An exact amount in minor units.
    pub(super) fn money(&self, column: &str) -> Result<i64, Fault> {
        let currency = &self.subject.currency;
        let amount = self.decimal(column)?.ok_or_else(|| self.missing(column))?;
        Cents::from_decimal(amount, currency)
            .map(|cents| cents.0)
            .map_err(|error| self.fault(codes::OUT_OF_RANGE, column, error.to_string()))
    }

    /// A whole number of this range.
    pub(super) fn whole(
        &self,
        column: &str,
        range: std::ops::RangeInclusive<u32>,
    ) -> Result<u32, Fault> {
        let text = self.text(column)?;
        match text.parse() {
            Ok(number) if range.contains(&number) => Ok(number),
            _ => {
                let (first, last) = range.into_inner();
                let message = format!("`{column}` is a whole number from {first} to {last}");
                Err(self.fault(codes::OUT_OF_RANGE, column, message))
            }
        }
    }
}
