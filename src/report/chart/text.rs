//! How wide a text is, where it breaks, and how it is escaped. Widths come from the
//! embedded font, so that layout needs no system font and is the same everywhere.

use skrifa::instance::{LocationRef, Size};
use skrifa::{FontRef, MetadataProvider};

/// A font face of the charts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Face {
    /// Noto Sans Regular.
    Regular,
    /// Noto Sans Bold.
    Bold,
}

impl Face {
    fn font(self) -> FontRef<'static> {
        let bytes = match self {
            Face::Regular => notosans::REGULAR_TTF,
            Face::Bold => notosans::BOLD_TTF,
        };
        FontRef::new(bytes).expect("the embedded font is a font")
    }
}

/// The width of a line of text in pixels, without kerning.
pub(super) fn width(text: &str, size: f64, face: Face) -> f64 {
    let font = face.font();
    let glyphs = font.charmap();
    let metrics = font.glyph_metrics(Size::unscaled(), LocationRef::default());
    let units_per_em = f64::from(
        font.metrics(Size::unscaled(), LocationRef::default())
            .units_per_em,
    );
    let units: f64 = text
        .chars()
        .map(|letter| glyphs.map(letter).unwrap_or_default())
        .map(|glyph| f64::from(metrics.advance_width(glyph).unwrap_or_default()))
        .sum();
    units * size / units_per_em
}

/// Breaks a text at spaces into at most `lines` lines no wider than `limit` pixels.
/// What does not fit ends in an ellipsis. No-break spaces do not break.
pub(super) fn wrap(text: &str, size: f64, face: Face, limit: f64, lines: usize) -> Vec<String> {
    let mut broken: Vec<String> = Vec::new();
    for word in text.split(' ').filter(|word| !word.is_empty()) {
        let extended = match broken.last() {
            Some(line) => format!("{line} {word}"),
            None => word.to_owned(),
        };
        if broken.is_empty() {
            broken.push(extended);
        } else if width(&extended, size, face) <= limit {
            *broken.last_mut().expect("there is a line to extend") = extended;
        } else {
            broken.push(word.to_owned());
        }
    }
    let overflow = broken.len() > lines;
    broken.truncate(lines);
    if let Some(last) = broken.last_mut()
        && overflow
    {
        last.push('…');
    }
    broken
        .into_iter()
        .map(|line| shorten(line, size, face, limit))
        .collect()
}

/// Takes letters off the end until the line fits, and says so with an ellipsis.
fn shorten(line: String, size: f64, face: Face, limit: f64) -> String {
    if width(&line, size, face) <= limit {
        return line;
    }
    let mut kept = line.trim_end_matches('…').to_owned();
    while kept.pop().is_some() {
        let shortened = format!("{}…", kept.trim_end());
        if width(&shortened, size, face) <= limit {
            return shortened;
        }
    }
    String::new()
}

/// The text as XML content or attribute value. Characters that XML forbids are
/// replaced, since a scenario may hold any text.
pub(super) fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\n' | '\t' => escaped.push(' '),
            letter if letter.is_control() || matches!(letter, '\u{fffe}' | '\u{ffff}') => {
                escaped.push('\u{fffd}');
            }
            letter => escaped.push(letter),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn digits_are_equally_wide_and_bold_is_wider() {
        let ones = width("111", 16.0, Face::Regular);
        assert_eq!(ones, width("908", 16.0, Face::Regular));
        // A digit of Noto Sans is 0.572 of the font size wide.
        assert_eq!(libm::round(ones / 48.0 * 1000.0), 572.0);
        assert!(width("Referral", 16.0, Face::Bold) > width("Referral", 16.0, Face::Regular));
    }

    #[test]
    fn every_sign_the_charts_use_is_in_the_font() {
        let glyphs = Face::Regular.font().charmap();
        for sign in "−–…%<>=“”\u{a0}".chars() {
            assert!(glyphs.map(sign).is_some(), "{sign} has no glyph");
        }
    }

    #[test]
    fn long_text_ends_in_an_ellipsis() {
        let lines = wrap("one two three four five", 16.0, Face::Regular, 70.0, 2);
        assert_eq!(lines, ["one two", "three…"]);
        assert_eq!(wrap("", 16.0, Face::Regular, 70.0, 2), Vec::<String>::new());
    }

    #[test]
    fn markup_is_text() {
        assert_eq!(
            escape("a<b & \"c\"\u{1}"),
            "a&lt;b &amp; &quot;c&quot;\u{fffd}"
        );
    }

    proptest! {
        #[test]
        fn lines_fit_and_lose_nothing_without_saying_so(text in "[a-z ]{0,80}", limit in 40.0..400.0f64) {
            let lines = wrap(&text, 16.0, Face::Regular, limit, 3);
            prop_assert!(lines.len() <= 3);
            prop_assert!(lines.iter().all(|line| width(line, 16.0, Face::Regular) <= limit));
            let whole = text.split_whitespace().collect::<Vec<_>>().join(" ");
            prop_assert!(lines.join(" ") == whole || lines.iter().any(|line| line.ends_with('…')));
        }
    }
}
