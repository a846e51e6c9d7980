//! An installed program held against what is known: draws, rounding, worked examples, closed
//! forms, published statistics, and the bytes of stored results. It needs no file but itself.

mod amounts;
mod closed_forms;
mod draws;
mod examples;
mod statistics;
mod stored;

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

/// Looks at everything, handing each check on as it is made.
pub fn run(mut hand_on: impl FnMut(Check)) {
    for part in [
        draws::checks as fn() -> Vec<Check>,
        amounts::checks,
        statistics::checks,
        examples::checks,
        closed_forms::checks,
        stored::checks,
    ] {
        part().into_iter().for_each(&mut hand_on);
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
