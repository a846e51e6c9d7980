//! The commission statements of one person: one replication once more, by the same
//! engine, with every line of his written down.

use super::history::History;
use super::memory;
use super::run::{Seen, StudyError, terms};
use crate::luck::Luck;
use crate::observed::Recorded;
use crate::plan::accounts::Accounts;
use crate::plan::statement::{Credited, Entry};
use crate::plan::{Desk, Plan};
use crate::scenario::types::Scenario;

/// Whose statements are wanted, and of when.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Question {
    /// The replication, 1-based; 1 where the network was observed.
    pub replication: u32,
    /// The member's number, from 0 in joining order.
    pub payee: u32,
    /// One period, 1-based; all if `None`.
    pub period: Option<u32>,
}

/// One person's statement under one plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Statement {
    /// The plan.
    pub plan: String,
    /// Exact amounts stand over 10 to it of minor units.
    pub decimals: u32,
    /// The lines, period by period; they add up to `paid`.
    pub entries: Vec<Entry>,
    /// Commissions and margin of the periods asked for, minor units.
    pub paid: i64,
    /// What taking part cost in them, use value taken off, minor units.
    pub costs: i64,
}

/// Statements by plan, and how many members there were by the end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Explained {
    /// In the order of the plans.
    pub statements: Vec<Statement>,
    /// Members, founders included.
    pub members: usize,
}

/// Pays a replication again and writes down the lines of one person.
///
/// # Errors
///
/// [`StudyError`], as a run of the same replication.
pub fn explain(
    scenario: &Scenario,
    recorded: Option<&Recorded>,
    plans: &[Plan],
    question: Question,
) -> Result<Explained, StudyError> {
    let limit = memory::allot(scenario, plans, 1, Seen::Accounts)?.members_limit;
    let replication = question.replication;
    let mut history = History::new(scenario, plans, recorded, limit);
    history.begin(Luck::new(scenario.seed, replication));
    let mut papers: Vec<Paper> = plans
        .iter()
        .map(|plan| Paper::new(plan, scenario, question))
        .collect();
    for number in 1..=scenario.horizon.periods {
        history
            .live_next_period()
            .map_err(|error| StudyError::World { replication, error })?;
        for (index, paper) in papers.iter_mut().enumerate() {
            let before = paper.so_far();
            let period = history.period(index.min(history.worlds() - 1));
            paper
                .plan
                .pay(&period, &mut paper.accounts, &mut paper.desk)
                .map_err(|error| StudyError::Plan { replication, error })?;
            if question.period.is_none_or(|wanted| wanted == number) {
                paper.note(number, &before);
            }
        }
        history.quit_in_loss(papers.iter().map(|paper| &paper.accounts));
    }
    let members = (0..history.worlds()).map(|world| history.period(world).members());
    Ok(Explained {
        members: members.max().unwrap_or(0),
        statements: papers.into_iter().map(|paper| paper.statement).collect(),
    })
}

/// One plan being paid.
struct Paper<'a> {
    plan: &'a Plan,
    payee: u32,
    desk: Desk,
    accounts: Accounts,
    statement: Statement,
}

/// A person's accounts at one moment.
struct Moment {
    credited: Credited,
    gross: i64,
    costs: i64,
}

impl<'a> Paper<'a> {
    fn new(plan: &'a Plan, scenario: &Scenario, question: Question) -> Paper<'a> {
        let mut accounts = Accounts::new(plan, terms(scenario, true));
        accounts.begin(plan);
        Paper {
            plan,
            payee: question.payee,
            desk: Desk::watching(question.payee),
            accounts,
            statement: Statement {
                plan: plan.name().to_owned(),
                decimals: plan.denominator().ilog10(),
                entries: Vec::new(),
                paid: 0,
                costs: 0,
            },
        }
    }

    fn so_far(&self) -> Moment {
        let payee = self.payee as usize;
        let of = |column: &Vec<i64>| column.get(payee).copied().unwrap_or(0);
        Moment {
            credited: Credited::so_far(&self.accounts, payee),
            gross: of(&self.accounts.commissions) + of(&self.accounts.margin),
            costs: of(&self.accounts.costs),
        }
    }

    fn note(&mut self, number: u32, before: &Moment) {
        let now = self.so_far();
        let statement = &mut self.statement;
        statement.entries.extend(self.plan.statement(
            number,
            &self.desk,
            &self.accounts,
            &before.credited,
        ));
        statement.paid += now.gross - before.gross;
        statement.costs += now.costs - before.costs;
    }
}
