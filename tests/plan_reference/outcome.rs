//! What a worked example comes to: payment lines, and the amounts they round to.

use crate::exact::{Exact, Mode};
use crate::example::{Example, Stage};
use rust_decimal::Decimal;
use std::collections::BTreeMap;

/// Amounts in cents by payee, and what `expected_extra` of the format can state besides.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outcome {
    /// What each person is paid.
    pub amounts: BTreeMap<String, Decimal>,
    /// The rest.
    pub extra: Extra,
}

/// The fields of `expected_extra`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Extra {
    /// Leg volumes carried into the next period.
    pub carry: BTreeMap<String, [Decimal; 2]>,
    /// Amounts of each period.
    pub by_period: BTreeMap<String, Vec<Decimal>>,
    /// Placement parent, `parent:L` or `parent:R` in a binary.
    pub placement: BTreeMap<String, String>,
    /// Money of a level at which somebody stands but nobody is paid.
    pub breakage: Option<Decimal>,
    /// Prorate factor.
    pub factor: Option<Decimal>,
    /// Rank of each person.
    pub rank: BTreeMap<String, String>,
    /// Activity of each person.
    pub active: BTreeMap<String, bool>,
}

/// One exact payment.
#[derive(Clone, Copy, Debug)]
pub struct Line {
    /// Who gets it.
    pub payee: usize,
    /// Period, from 0.
    pub period: usize,
    /// How much.
    pub amount: Exact,
}

/// Exact payments of one component before rounding.
#[derive(Clone, Debug, Default)]
pub struct Ledger {
    /// Payments in order.
    pub lines: Vec<Line>,
    /// Periods whose amounts the example shows one by one; 0 if it does not.
    pub shown_periods: usize,
    /// Money broken, where the component's rule defines it.
    pub breakage: Option<Exact>,
    /// Everything else the format can state.
    pub extra: Extra,
}

impl Ledger {
    /// A ledger of a component whose breakage is defined.
    pub fn with_breakage() -> Self {
        Self {
            breakage: Some(Exact::ZERO),
            ..Self::default()
        }
    }

    /// Books a payment.
    pub fn pay(&mut self, payee: usize, amount: Exact) {
        self.pay_in(payee, 0, amount);
    }

    /// Books a payment of a period.
    pub fn pay_in(&mut self, payee: usize, period: usize, amount: Exact) {
        self.lines.push(Line {
            payee,
            period,
            amount,
        });
    }

    /// Books money that nobody gets.
    pub fn lose(&mut self, amount: Exact) {
        self.breakage = Some(self.breakage.unwrap_or(Exact::ZERO) + amount);
    }

    /// Pays an active person; an inactive one's money is breakage (plans.md §3).
    pub fn pay_if_active(&mut self, example: &Example, payee: usize, amount: Exact) {
        if example.people[payee].active {
            self.pay(payee, amount);
        } else {
            self.lose(amount);
        }
    }

    /// Exact totals by person.
    pub fn totals(&self, people: usize) -> Vec<Exact> {
        let mut totals = vec![Exact::ZERO; people];
        for line in &self.lines {
            totals[line.payee] += line.amount;
        }
        totals
    }

    /// A person's amount of one period, rounded where the example says.
    fn of_period(&self, example: &Example, person: usize, period: usize) -> Exact {
        let lines = self.lines.iter();
        let his = lines.filter(|line| line.payee == person && line.period == period);
        let mode = example.mode();
        match example.stage() {
            Stage::Line => his.map(|line| line.amount.rounded(mode)).sum(),
            Stage::PayeeComponent | Stage::Cheque => {
                his.map(|line| line.amount).sum::<Exact>().rounded(mode)
            }
        }
    }

    /// A person's rounded total: the sum of his rounded periods.
    pub fn rounded(&self, example: &Example, person: usize) -> Exact {
        let last = self.lines.iter().map(|line| line.period).max();
        let periods = 0..=last.unwrap_or(0);
        periods
            .map(|period| self.of_period(example, person, period))
            .sum()
    }

    /// Rounds and names everything.
    pub fn outcome(self, example: &Example) -> Outcome {
        let named = |person: usize| example.people[person].id.clone();
        let cents = |amount: Exact| amount.round(Mode::HalfUp);
        let everybody = 0..example.people.len();
        let amounts = everybody
            .clone()
            .map(|person| (named(person), cents(self.rounded(example, person))))
            .collect();
        let mut extra = self.extra.clone();
        extra.breakage = self.breakage.map(cents);
        if self.shown_periods > 0 {
            let periods = |person| {
                (0..self.shown_periods)
                    .map(|period| cents(self.of_period(example, person, period)))
                    .collect()
            };
            extra.by_period = everybody
                .map(|person| (named(person), periods(person)))
                .collect();
        }
        Outcome { amounts, extra }
    }
}
