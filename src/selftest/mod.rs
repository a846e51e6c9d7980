//! An installed program held against what is known: draws, rounding, worked examples, closed
//! forms, published statistics, and the bytes of stored results. It needs no file but itself.

mod amounts;
mod closed_forms;
mod draws;
mod examples;
mod statistics;
mod stored;

use std::panic::catch_unwind;

/// One thing that was looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Check {
    /// What kind of evidence it is.
    pub kind: &'static str,
    /// What was looked at, and whose word the expected value is.
    pub what: String,
    /// What was expected.
    pub expected: String,
    /// What was found.
    pub found: String,
    /// Whether that is what was expected.
    pub agrees: bool,
}

impl Check {
    /// Two texts that must be the same.
    fn same(kind: &'static str, what: &str, expected: &str, found: &str) -> Check {
        Check {
            kind,
            what: what.to_owned(),
            expected: expected.to_owned(),
            found: found.to_owned(),
            agrees: expected == found,
        }
    }

    /// A number that must be within so much of another.
    fn near(kind: &'static str, what: &str, expected: f64, found: f64, tolerance: f64) -> Check {
        Check {
            kind,
            what: what.to_owned(),
            expected: format!("{expected:.6} ± {tolerance:.1e}"),
            found: format!("{found:.6}"),
            agrees: (found - expected).abs() <= tolerance,
        }
    }
}

/// One kind of evidence.
type Part = fn() -> Vec<Check>;

/// Looks at everything, handing each check on as it is made. A part that the program stumbles over
/// is one check that does not agree, and does not lose the others.
pub fn run(mut hand_on: impl FnMut(Check)) {
    let parts: [(&str, Part); 6] = [
        ("draws", draws::checks),
        ("amounts", amounts::checks),
        ("statistics", statistics::checks),
        ("worked examples", examples::checks),
        ("closed forms", closed_forms::checks),
        ("stored results", stored::checks),
    ];
    for (name, checks) in parts {
        let checks = catch_unwind(checks).unwrap_or_else(|_| {
            let what = format!("all {name}");
            vec![Check::same(
                "fault",
                &what,
                "an end",
                "a fault of the program",
            )]
        });
        checks.into_iter().for_each(&mut hand_on);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_agrees() {
        let mut kinds = std::collections::BTreeSet::new();
        run(|check| {
            assert!(check.agrees, "{check:?}");
            kinds.insert(check.kind);
        });
        assert_eq!(kinds.len(), 6, "{kinds:?}");
    }
}
