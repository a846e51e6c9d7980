//! The lines of one person's statement, written down while the plan is paid.

use super::accounts::Accounts;
use super::earnings::{Earnings, Line, NOBODY};
use super::{Desk, Plan};
use crate::books::Source;

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
    /// What was taken off what they add up to, over the plan's denominator, and why.
    pub cuts: Vec<(i64, &'static str)>,
}

impl Watch {
    /// Watches one member.
    #[must_use]
    pub fn new(payee: usize) -> Watch {
        Watch {
            payee,
            lines: Vec::new(),
            cuts: Vec::new(),
        }
    }

    pub(super) fn cut(&mut self, payee: usize, amount: i64, why: &'static str) {
        if payee == self.payee && amount != 0 {
            self.cuts.push((amount, why));
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

/// One line of the statement of one payee, as the files hold it. Exact amounts stand over
/// 10 to the plan's decimals of minor units.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The pay period.
    pub period: u32,
    /// The component's id; `settlement` for what the ledger moved.
    pub component: String,
    /// Whose volume it is; `None` where it is no single person's.
    pub source: Option<u32>,
    /// Level or generation; `None` on lines that are none of the component's own.
    pub level: Option<u16>,
    /// The volume it is computed on, minor units.
    pub volume: Option<i64>,
    /// The rate over the plan's denominator; `None` for an amount that is no rate.
    pub rate: Option<i64>,
    /// What it adds to the payment.
    pub amount: i128,
    /// Where the money came from; `None` where it is not told apart.
    pub funded_by: Option<Source>,
    /// What the payee would have had and does not get.
    pub cut: i128,
    /// Why it was cut, or what the line is.
    pub reason: &'static str,
}

impl Entry {
    fn beside(period: u32, component: &str, amount: i128, reason: &'static str) -> Entry {
        Entry {
            period,
            component: component.to_owned(),
            source: None,
            level: None,
            volume: None,
            rate: None,
            amount,
            funded_by: None,
            cut: (-amount).max(0),
            reason,
        }
    }
}

/// What was credited to a payee so far, to tell what a period added.
#[derive(Clone, Debug, Default)]
pub struct Credited {
    margin: i64,
    by_component: Vec<i64>,
    commissions: i64,
}

impl Credited {
    /// What the accounts say now. They must be kept by component.
    #[must_use]
    pub fn so_far(accounts: &Accounts, payee: usize) -> Credited {
        let of = |column: &Vec<i64>| column.get(payee).copied().unwrap_or(0);
        Credited {
            margin: of(&accounts.margin),
            by_component: accounts.by_component.iter().map(of).collect(),
            commissions: of(&accounts.commissions),
        }
    }
}

impl Desk {
    /// A desk that writes down every line of one payee. Components then reckon line by
    /// line, which changes nothing but the time it takes.
    #[must_use]
    pub fn watching(payee: u32) -> Desk {
        Desk {
            watched: Some(payee),
            ..Desk::default()
        }
    }
}

impl Plan {
    /// The statement of the watched payee for the period just paid at this desk: lines
    /// that add up exactly to what was credited since `before`. Cuts and rounding are
    /// lines of their own.
    #[must_use]
    pub fn statement(
        &self,
        period: u32,
        desk: &Desk,
        accounts: &Accounts,
        before: &Credited,
    ) -> Vec<Entry> {
        let mut entries = Vec::new();
        let Some(payee) = desk.watched.map(|payee| payee as usize) else {
            return entries;
        };
        let now = Credited::so_far(accounts, payee);
        let unit = i128::from(self.denominator());
        let beside = |component: &str, minor: i64, reason| {
            Entry::beside(period, component, i128::from(minor) * unit, reason)
        };
        if let Some(id) = self.margin_id()
            && now.margin != before.margin
        {
            let margin = beside(id, now.margin - before.margin, "retail margin");
            entries.push(Entry {
                funded_by: Some(Source::Customers),
                ..margin
            });
        }
        let mut credited = 0;
        for (index, component) in self.components.iter().enumerate() {
            let then = before.by_component.get(index).copied().unwrap_or(0);
            let paid = now.by_component[index] - then;
            credited += paid;
            let earnings = &desk.earnings[index];
            self.itemise(period, &component.id, earnings, payee, &mut entries);
            let exact = i128::from(earnings.exact.get(payee).copied().unwrap_or(0));
            let cut = desk
                .factors
                .get(index)
                .map_or(0, |factor| factor.taken_from(exact));
            let rounding = i128::from(paid) * unit - (exact - cut);
            for (amount, reason) in [(-cut, "company cap"), (rounding, "rounding")] {
                if amount != 0 {
                    let line = Entry::beside(period, &component.id, amount, reason);
                    entries.push(match reason {
                        "rounding" => Entry { cut: 0, ..line },
                        _ => line,
                    });
                }
            }
        }
        let moved = now.commissions - before.commissions - credited;
        if moved != 0 {
            entries.push(beside("settlement", moved, "ledger"));
        }
        entries
    }

    /// A component's lines, one for each source of money, what caps and rules took of
    /// them, and what the component did not itemise.
    fn itemise(
        &self,
        period: u32,
        id: &str,
        earnings: &Earnings,
        payee: usize,
        entries: &mut Vec<Entry>,
    ) {
        let lines = earnings
            .watch
            .as_ref()
            .map_or(&[][..], |watch| &watch.lines);
        let mut earned = 0;
        for StatementLine { line, outcome } in lines {
            for source in Source::ALL {
                let exact = i128::from(line.exact[source as usize]);
                if exact == 0 {
                    continue;
                }
                let (amount, cut, reason) = match *outcome {
                    Outcome::Paid => (exact, 0, ""),
                    Outcome::Breakage(why) => (0, exact, why),
                };
                earned += amount;
                entries.push(Entry {
                    source: (line.source != NOBODY).then_some(line.source),
                    level: Some(line.level),
                    volume: Some(volume_of(line, exact)),
                    rate: (line.rate != 0).then_some(line.rate),
                    funded_by: Some(source),
                    cut,
                    ..Entry::beside(period, id, amount, reason)
                });
            }
        }
        let cuts = earnings.watch.as_ref().map_or(&[][..], |watch| &watch.cuts);
        for &(amount, reason) in cuts {
            earned -= i128::from(amount);
            entries.push(Entry::beside(period, id, -i128::from(amount), reason));
        }
        let exact = i128::from(earnings.exact.get(payee).copied().unwrap_or(0));
        if exact != earned {
            entries.push(Entry::beside(period, id, exact - earned, "not itemised"));
        }
    }
}

/// The volume behind a part of a line: its own where the line is a rate of volume, else
/// the whole line's.
fn volume_of(line: &Line, part: i128) -> i64 {
    let rate = i128::from(line.rate);
    if rate != 0 && i128::from(line.volume) * rate == i128::from(line.total()) {
        (part / rate) as i64
    } else {
        line.volume
    }
}
