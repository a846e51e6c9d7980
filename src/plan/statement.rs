//! The lines of one person's statement, written down while the plan is paid.

use super::earnings::Line;

/// What became of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It was earned.
    Paid,
    /// An upline exists but is not paid, and why.
    Breakage(&'static str),
}

/// A line with what became of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StatementLine {
    /// The line.
    pub line: Line,
    /// What became of it.
    pub outcome: Outcome,
}

/// Writes down the lines of one payee.
#[derive(Clone, Debug)]
pub struct Watch {
    payee: usize,
    /// His lines of the period, in the order they were reckoned.
    pub lines: Vec<StatementLine>,
}

impl Watch {
    /// Watches one member.
    #[must_use]
    pub fn new(payee: usize) -> Watch {
        Watch {
            payee,
            lines: Vec::new(),
        }
    }

    pub(super) fn note(&mut self, payee: usize, line: Line, outcome: Outcome) {
        if payee == self.payee {
            self.lines.push(StatementLine { line, outcome });
        }
    }

    pub(super) fn forfeit(&mut self, payee: usize, why: &'static str) {
        if payee == self.payee {
            let earned = |line: &&mut StatementLine| line.outcome == Outcome::Paid;
            for line in self.lines.iter_mut().filter(earned) {
                line.outcome = Outcome::Breakage(why);
            }
        }
    }
}
