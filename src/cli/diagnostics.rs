//! Faults of an input drawn for people, in the look of the Rust compiler.

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};

use crate::scenario::diagnose::{Diagnostic, Diagnostics, Origin, Row, Severity, Source};

/// Draws every fault: code and message, the place with its line, what was found there,
/// the way out. With `color`, terminal colours.
#[must_use]
pub fn render(diagnostics: &Diagnostics, color: bool) -> String {
    render_all(&diagnostics.0, color)
}

/// The same for a list that may be empty, such as the warnings of a good scenario.
#[must_use]
pub fn render_all(diagnostics: &[Diagnostic], color: bool) -> String {
    let renderer = if color {
        Renderer::styled()
    } else {
        Renderer::plain()
    };
    let mut text = String::new();
    for diagnostic in diagnostics {
        text.push_str(&renderer.render(&[group(diagnostic)]));
        text.push_str("\n\n");
    }
    text.replace(steers_quietly, "�")
}

/// Whether a terminal may obey the character, and the renderer draws no picture of it: the
/// controls beyond ASCII, and those that turn the direction of writing.
fn steers_quietly(letter: char) -> bool {
    matches!(letter, '\u{80}'..='\u{9f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

fn group(diagnostic: &Diagnostic) -> Group<'_> {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let title = level
        .primary_title(diagnostic.message.as_str())
        .id(diagnostic.code);
    let group = match &diagnostic.origin {
        Origin::Default => Group::with_title(title),
        Origin::File { source, span } => {
            title.element(snippet(source, span.clone(), &diagnostic.label))
        }
        Origin::Row(row) => title.element(row_snippet(row, &diagnostic.label)),
        Origin::CommandLine(text) => title.element(option("--set", text, &diagnostic.label)),
        Origin::Option { name, text } => title.element(option(name, text, &diagnostic.label)),
    };
    match &diagnostic.help {
        Some(help) => group.element(Level::HELP.message(printable(help))),
        None => group,
    }
}

/// An option of the command line as it was typed, and what is wrong with it.
fn option<'a>(name: &str, text: &str, label: &str) -> annotate_snippets::Message<'a> {
    let label = match label {
        "" => String::new(),
        label => format!(": {label}"),
    };
    Level::NOTE.message(printable(&format!("{name} {text}{label}")))
}

/// The line a fault stands on, marked. Only that line is handed over: a file may be long
/// and have many faults.
fn snippet<'a>(
    source: &'a Source,
    span: std::ops::Range<usize>,
    label: &'a str,
) -> Snippet<'a, annotate_snippets::Annotation<'a>> {
    let text = source.text.as_str();
    let at = text.floor_char_boundary(span.start);
    let start = text[..at].rfind('\n').map_or(0, |newline| newline + 1);
    let end = text[at..]
        .find('\n')
        .map_or(text.len(), |newline| at + newline);
    let line = text[start..end].trim_end_matches('\r');
    let first = (at - start).min(line.len());
    let last = span.end.saturating_sub(start).clamp(first, line.len());
    let marked = AnnotationKind::Primary.span(first..line.ceil_char_boundary(last));
    let (number, _) = source.position(at);
    Snippet::source(line)
        .path(source.path.display().to_string())
        .line_start(number)
        .annotation(if label.is_empty() {
            marked
        } else {
            marked.label(printable(label))
        })
}

/// A text with pictures of the control characters in it, as the renderer draws titles and lines
/// itself: a file of data must not steer the terminal.
fn printable(text: &str) -> String {
    let picture = |letter: char| match letter {
        '\0'..='\x1f' => char::from_u32('␀' as u32 + letter as u32).unwrap_or('�'),
        '\x7f' => '␡',
        letter => letter,
    };
    text.chars().map(picture).collect()
}

/// A row of a data file with the field marked.
fn row_snippet<'a>(row: &'a Row, label: &'a str) -> Snippet<'a, annotate_snippets::Annotation<'a>> {
    let marked = AnnotationKind::Primary.span(row.span.clone());
    Snippet::source(row.text.as_str())
        .path(row.path.display().to_string())
        .line_start(row.line as usize)
        .annotation(if label.is_empty() {
            marked
        } else {
            marked.label(printable(label))
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::LANGUAGE;
    use crate::scenario::load_text;

    fn drawn(text: &str, overrides: &[&str]) -> String {
        let overrides: Vec<String> = overrides.iter().map(|text| (*text).to_owned()).collect();
        let faults = load_text("plan.toml", text, &overrides, LANGUAGE).unwrap_err();
        render(&faults, false)
    }

    const GOOD: &str = "\
[scenario]
name = 'x'
[growth]
law = 'fixed'
participants = 5
[sales]
law = 'fixed'
units = 1
[product]
price = 1
[[plans]]
name = 'a'
[[plans.component]]
type = 'sale_commission'
";

    #[test]
    fn a_fault_shows_its_line_and_the_way_out() {
        let text = format!("{GOOD}rate = 40\r\n");
        assert_eq!(
            drawn(&text, &[]),
            "\
error[S014]: `plans.a.component.sale_commission.rate` must be a share between 0 and 1
  --> plan.toml:15:8
   |
15 | rate = 40
   |        ^^ 40 is above 1
   |
   = help: write 40 % as 0.4

"
        );
    }

    #[test]
    fn a_fault_of_the_command_line_shows_what_was_typed() {
        assert_eq!(
            drawn(GOOD, &["product.prize=2"]),
            "\
error[S010]: there is no key `product.prize`
 |
 = note: --set product.prize=2: unknown key
 = help: did you mean `product.price`?

"
        );
    }

    #[test]
    fn letters_of_more_than_one_byte_are_not_torn() {
        let drawn = drawn("[scenario]\nname = 'é'\n", &[]);
        assert!(drawn.contains("2 | name = 'é'\n  |        ^^^"), "{drawn}");
    }
}
