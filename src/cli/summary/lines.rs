//! Lines of text no wider than the summary.

use super::{HEIGHT, Ink, WIDTH};
use crate::report::words::harmless;

/// How far the lines of a paragraph after a lead-in are set in.
const INDENT: &str = "  ";

/// Lines being written.
#[derive(Debug)]
pub(in crate::cli) struct Lines {
    ink: Ink,
    text: String,
}

impl Lines {
    pub(in crate::cli) fn new(ink: Ink) -> Lines {
        Lines {
            ink,
            text: String::new(),
        }
    }

    /// A line as it is.
    pub(in crate::cli) fn line(&mut self, line: &str) {
        self.text.push_str(line.trim_end());
        self.text.push('\n');
    }

    /// An empty line, unless there is one already.
    pub(in crate::cli) fn gap(&mut self) {
        if !self.text.ends_with("\n\n") {
            self.text.push('\n');
        }
    }

    /// Text that stands out, of no more than two lines.
    pub(in crate::cli) fn heading(&mut self, text: &str) {
        for line in wrapped(&cut(&harmless(text), 3 * WIDTH / 2), "") {
            let line = self.bold(&line);
            self.line(&line);
        }
    }

    /// Running text.
    pub(in crate::cli) fn paragraph(&mut self, text: &str) {
        self.lead("", text);
    }

    /// Running text whose first words stand out; the lines after the first are set in.
    pub(in crate::cli) fn lead(&mut self, lead: &str, text: &str) {
        let indent = if lead.is_empty() { "" } else { INDENT };
        let whole = wrapped(&format!("{lead}{text}"), indent).join("\n");
        let line = match whole.split_at_checked(lead.trim_end().len()) {
            Some((head, rest)) if !lead.is_empty() && head == lead.trim_end() => {
                self.bold(head) + rest
            }
            _ => whole,
        };
        self.line(&line);
    }

    /// Running text of a user's making, of no more than two lines.
    pub(in crate::cli) fn note(&mut self, lead: &str, text: &str) {
        let room = 3 * WIDTH / 2 - width(lead);
        self.lead(lead, &cut(&harmless(text), room));
    }

    /// Whether it fits the screen.
    pub(in crate::cli) fn is_within_height(&self) -> bool {
        self.text.lines().count() <= HEIGHT
    }

    /// The text without so many empty lines, from the last, as it is too high.
    pub(in crate::cli) fn without_gaps(mut self) -> Lines {
        while !self.is_within_height()
            && let Some(gap) = self.text.rfind("\n\n")
        {
            self.text.remove(gap);
        }
        self
    }

    /// The text in bold, where there is bold.
    pub(in crate::cli) fn bold(&self, text: &str) -> String {
        match self.ink {
            Ink::Plain => text.to_owned(),
            Ink::Bold => format!("\u{1b}[1m{text}\u{1b}[0m"),
        }
    }

    pub(in crate::cli) fn finish(self) -> String {
        self.text
    }
}

/// How many columns a text takes.
pub(in crate::cli) fn width(text: &str) -> usize {
    text.chars().count()
}

/// The text cut to `columns`, with an ellipsis for what is left out.
pub(in crate::cli) fn cut(text: &str, columns: usize) -> String {
    if width(text) <= columns {
        return text.to_owned();
    }
    let mut short: String = text.chars().take(columns.saturating_sub(1)).collect();
    short.push('…');
    short
}

/// Text broken into lines at spaces, but not inside a number with its unit or margin.
pub(in crate::cli) fn wrapped(text: &str, indent: &str) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = String::new();
    for word in unbreakable(text) {
        if !line.trim().is_empty() && width(&line) + 1 + width(&word) > WIDTH {
            lines.push(std::mem::replace(&mut line, indent.to_owned()));
        } else if !line.trim().is_empty() {
            line.push(' ');
        }
        line.push_str(&cut(&word, WIDTH - width(indent)));
    }
    lines.push(line);
    lines
}

/// Words, where `62.1 % ± 0.2` is one.
fn unbreakable(text: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        let follows_sign = words.last().is_some_and(|last| last.ends_with('±'));
        let is_sign = word.starts_with(['%', '±']);
        match words.last_mut() {
            Some(last) if is_sign || follows_sign => {
                last.push(' ');
                last.push_str(word);
            }
            _ => words.push(word.to_owned()),
        }
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_stay_with_their_units_and_margins() {
        assert_eq!(
            unbreakable("so 62.1 % ± 0.2 better, 1.00 ± 0.10 USD"),
            ["so", "62.1 % ± 0.2", "better,", "1.00 ± 0.10", "USD"]
        );
        assert_eq!(unbreakable("± is"), ["± is"]);
    }

    #[test]
    fn no_line_is_too_wide() {
        let words = format!("{} {}", "word ".repeat(60), "x".repeat(200));
        for line in wrapped(&words, "  ") {
            assert!(width(&line) <= WIDTH, "{line}");
        }
    }

    #[test]
    fn bold_is_only_where_it_is_asked_for() {
        for (ink, line) in [
            (Ink::Plain, "Lead: text\n"),
            (Ink::Bold, "\u{1b}[1mLead:\u{1b}[0m text\n"),
        ] {
            let mut lines = Lines::new(ink);
            lines.lead("Lead: ", "text");
            assert_eq!(lines.finish(), line);
        }
    }
}
