//! What is wrong with an input, as data: where, which key, which value, what is
//! allowed, and the way out. Drawing it is the command line's business.

use std::fmt;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Where a value was written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Origin {
    /// Nowhere: a default, or the whole input.
    #[default]
    Default,
    /// A stretch of a file.
    File {
        /// The file, with its text for showing the line.
        source: Arc<Source>,
        /// Byte range in the text.
        span: Range<usize>,
    },
    /// A row of a data file, which is too large to be kept.
    Row(Box<Row>),
    /// A `--set` on the command line, as typed.
    CommandLine(String),
    /// Another option of the command line.
    Option {
        /// Its name, with its dashes.
        name: &'static str,
        /// Its value as typed.
        text: String,
    },
}

/// A place in a data file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Row {
    /// The path as the user gave it.
    pub path: PathBuf,
    /// The line, 1-based.
    pub line: u64,
    /// The text of that line, without its end.
    pub text: String,
    /// Byte range of the field in the text.
    pub span: Range<usize>,
}

impl Row {
    /// The place of a field, counted from 0, in a line of a CSV file; the end of the line if
    /// it has not so many.
    #[must_use]
    pub fn of_field(path: &Path, line: u64, text: String, field: usize) -> Row {
        Row {
            path: path.to_owned(),
            line,
            span: field_span(&text, field),
            text,
        }
    }

    /// The one-based column of the field, in characters.
    #[must_use]
    pub fn column(&self) -> usize {
        let at = self.text.floor_char_boundary(self.span.start);
        self.text[..at].chars().count() + 1
    }
}

/// Where a field stands in the text of a record; at its end if there are not so many.
fn field_span(text: &str, field: usize) -> std::ops::Range<usize> {
    let (mut start, mut at, mut quoted) = (0, 0, false);
    for (index, byte) in text.bytes().enumerate() {
        match byte {
            b'"' if quoted || index == start => quoted = !quoted,
            b',' if !quoted => {
                if at == field {
                    return start..index;
                }
                (at, start) = (at + 1, index + 1);
            }
            _ => {}
        }
    }
    if at == field {
        start..text.len()
    } else {
        text.len()..text.len()
    }
}

/// A file that was read.
#[derive(Debug, PartialEq, Eq)]
pub struct Source {
    /// The path as the user gave it, or `built-in NAME`.
    pub path: PathBuf,
    /// Its text, without a byte order mark.
    pub text: String,
    /// The SHA-256 of its bytes, in lower-case hexadecimal, as `sha256sum` prints it.
    pub sha256: String,
}

impl Source {
    /// One-based line and column (in characters) of a byte offset.
    #[must_use]
    pub fn position(&self, offset: usize) -> (usize, usize) {
        let before = &self.text[..self.text.floor_char_boundary(offset)];
        let line = before.matches('\n').count() + 1;
        let column = before
            .rsplit('\n')
            .next()
            .map_or(0, |line| line.chars().count())
            + 1;
        (line, column)
    }
}

/// How bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Severity {
    /// The input is refused.
    Error,
    /// The input is accepted, and this should be known.
    Warning,
}

/// One fault of an input.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// How bad.
    pub severity: Severity,
    /// A stable code such as `S014`, listed in the documentation.
    pub code: &'static str,
    /// The key's full path, such as `plans.mlm.component.level_commission.rates`;
    /// empty where the fault is not of one key.
    pub key: String,
    /// What is wrong, with what is allowed.
    pub message: String,
    /// The words under the marked value: what was found there.
    pub label: String,
    /// The way out.
    pub help: Option<String>,
    /// Where.
    pub origin: Origin,
}

impl Diagnostic {
    /// A fault that refuses the input.
    pub fn error(code: &'static str, origin: &Origin, message: impl Into<String>) -> Diagnostic {
        Diagnostic {
            severity: Severity::Error,
            code,
            key: String::new(),
            message: message.into(),
            label: String::new(),
            help: None,
            origin: origin.clone(),
        }
    }

    /// Something that should be known and refuses nothing.
    pub fn warning(code: &'static str, origin: &Origin, message: impl Into<String>) -> Diagnostic {
        Diagnostic {
            severity: Severity::Warning,
            ..Diagnostic::error(code, origin, message)
        }
    }

    /// The same, of this key.
    #[must_use]
    pub fn of(mut self, key: impl Into<String>) -> Diagnostic {
        self.key = key.into();
        self
    }

    /// The same, with these words under the marked value.
    #[must_use]
    pub fn label(mut self, label: impl Into<String>) -> Diagnostic {
        self.label = label.into();
        self
    }

    /// The same, with this way out.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Diagnostic {
        self.help = Some(help.into());
        self
    }
}

impl fmt::Display for Diagnostic {
    /// One line: `file:line:column: error[S014]: message (key = value); help`.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.origin {
            Origin::Default => {}
            Origin::File { source, span } => {
                let (line, column) = source.position(span.start);
                write!(formatter, "{}:{line}:{column}: ", source.path.display())?;
            }
            Origin::Row(row) => {
                let (path, line) = (row.path.display(), row.line);
                write!(formatter, "{path}:{line}:{}: ", row.column())?;
            }
            Origin::CommandLine(text) => write!(formatter, "--set {text}: ")?,
            Origin::Option { name, text } => write!(formatter, "{name} {text}: ")?,
        }
        let severity = match self.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
        };
        write!(formatter, "{severity}[{}]: {}", self.code, self.message)?;
        match (self.key.as_str(), self.label.as_str()) {
            ("", "") => {}
            (only, "") | ("", only) => write!(formatter, " ({only})")?,
            (key, label) => write!(formatter, " ({key}: {label})")?,
        }
        if let Some(help) = &self.help {
            write!(formatter, "; {help}")?;
        }
        Ok(())
    }
}

/// All that is wrong with an input; never empty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostics(pub Vec<Diagnostic>);

impl fmt::Display for Diagnostics {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, diagnostic) in self.0.iter().enumerate() {
            if index > 0 {
                writeln!(formatter)?;
            }
            diagnostic.fmt(formatter)?;
        }
        Ok(())
    }
}

impl std::error::Error for Diagnostics {}

impl From<Box<Diagnostic>> for Diagnostics {
    fn from(fault: Box<Diagnostic>) -> Diagnostics {
        Diagnostics(vec![*fault])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_is_found_in_its_line() {
        let text = "A,\"B, \"\"the\"\" boss\",é,";
        assert_eq!(&text[field_span(text, 1)], "\"B, \"\"the\"\" boss\"");
        assert_eq!(&text[field_span(text, 2)], "é");
        assert_eq!(field_span(text, 3), text.len()..text.len());
        assert_eq!(field_span(text, 9), text.len()..text.len());
    }
}
