//! Names of keys and rules broken into lines: `plans.mlm.rates` has no spaces to break at.

use super::super::text::{Face, width};

/// Breaks a name after spaces, dots, underscores and hyphens, and inside a piece that alone
/// is too wide, into lines no wider than `limit` pixels. Only what is beyond `lines` lines
/// is cut off, and ends in an ellipsis.
pub(super) fn broken(name: &str, size: f64, face: Face, limit: f64, lines: usize) -> Vec<String> {
    let fits = |line: &str| width(line.trim_end(), size, face) <= limit;
    let mut rows: Vec<String> = Vec::new();
    for piece in name.split_inclusive([' ', '.', '_', '-']) {
        match rows.last_mut() {
            Some(row) if fits(&format!("{row}{piece}")) => row.push_str(piece),
            _ if fits(piece) => rows.push(piece.to_owned()),
            _ => letters(piece, &fits, &mut rows),
        }
    }
    let overflow = rows.len() > lines;
    rows.truncate(lines);
    for row in &mut rows {
        row.truncate(row.trim_end().len());
    }
    if let Some(last) = rows.last_mut()
        && overflow
    {
        while !fits(&format!("{last}…")) && last.pop().is_some() {}
        last.push('…');
    }
    rows.retain(|row| !row.is_empty());
    rows
}

/// Breaks a piece between letters.
fn letters(piece: &str, fits: &impl Fn(&str) -> bool, rows: &mut Vec<String>) {
    for letter in piece.chars() {
        match rows.last_mut() {
            Some(row) if fits(&format!("{row}{letter}")) => row.push(letter),
            _ => rows.push(letter.to_string()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_key_breaks_after_its_dots_and_underscores() {
        let key = "plans.mlm.component.level_commission.rates";
        let lines = broken(key, 16.0, Face::Regular, 170.0, 4);
        assert_eq!(lines.concat(), key);
        assert_eq!(
            lines,
            ["plans.mlm.", "component.level_", "commission.rates"]
        );
        assert_eq!(
            broken("", 16.0, Face::Regular, 50.0, 2),
            Vec::<String>::new()
        );
    }

    proptest! {
        #[test]
        fn lines_fit_and_lose_nothing_without_saying_so(
            name in "[a-z_.]{0,60}", limit in 30.0..300.0f64,
        ) {
            let lines = broken(&name, 16.0, Face::Bold, limit, 3);
            prop_assert!(lines.len() <= 3);
            prop_assert!(lines.iter().all(|line| width(line, 16.0, Face::Bold) <= limit));
            prop_assert!(lines.concat() == name || lines.iter().any(|line| line.ends_with('…')));
        }
    }
}
