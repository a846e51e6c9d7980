//! `downline scenarios`: lists the built-in scenarios with the question each asks.

use std::io::{self, Write};

use crate::plan::LANGUAGE;
use crate::scenario::{self, builtin};

/// Writes one line a scenario: its name and its question.
///
/// # Errors
///
/// If `out` cannot be written.
///
/// # Panics
///
/// If a built-in scenario does not load, which a test rules out.
pub fn scenarios(out: &mut dyn Write) -> io::Result<()> {
    let width = builtin::ALL
        .iter()
        .map(|known| known.name.len())
        .max()
        .unwrap_or(0);
    for known in builtin::ALL {
        let loaded = scenario::load(known.name, &[], LANGUAGE)
            .unwrap_or_else(|faults| panic!("built-in {}: {faults}", known.name));
        writeln!(out, "{:width$}  {}", known.name, loaded.scenario.title)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_scenario_has_its_line_and_the_default_comes_first() {
        let mut out = Vec::new();
        scenarios(&mut out).unwrap();
        let out = String::from_utf8(out).unwrap();
        assert_eq!(out.lines().count(), builtin::ALL.len());
        let first = out.lines().next().unwrap();
        assert!(
            first.starts_with("ebook  ") && first.contains("  Who earns from promoting an e-book"),
            "{out}"
        );
        assert!(out.lines().all(|line| line.chars().count() <= 100), "{out}");
    }
}
