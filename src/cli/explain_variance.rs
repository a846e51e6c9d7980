//! `downline explain-variance`: how much of what people end with is position, ability or luck.

use std::io::Write;

use super::arguments::ExplainVariance;
use super::job::stopped;
use super::question::{Question, asked_for, open};
use super::run::RunError;
use crate::report::what_if::luck_shares as told;
use crate::study::causes::{Redrawn, live};
use crate::study::trial::Work;
use crate::what_if::luck_shares::split;

/// Lives every history again with parts of its luck drawn anew, and splits the variance.
///
/// # Errors
///
/// See [`RunError`]; what was lived before an interruption is kept for `--resume`.
pub fn explain_variance(arguments: &ExplainVariance, out: &mut dyn Write) -> Result<(), RunError> {
    let case = open(&arguments.asking)?;
    let names = case.plans();
    let units = case.scenario().replications;
    let asking = &arguments.asking;
    let question = Question::start(case, asking, "explain-variance", asked_for([]), units)?;
    let Some(question) = question else {
        return Ok(());
    };
    let case = &question.case;
    let (scenario, plans) = case.variant(&[])?;
    let own = question.units();
    let work = Work {
        replications: &own,
        place: question.place(),
        threads: case.threads(),
    };
    let histories = own.len() as u64;
    let failed = |error| stopped(RunError::from(error));
    if question.share().is_some() {
        question
            .watch(histories, |progress| {
                live(&scenario, &plans, work, progress)
            })
            .map_err(failed)?;
        return question.leave_part(out);
    }
    let redrawn = question
        .watch(histories, |progress| {
            Redrawn::run(&scenario, &plans, work, progress)
        })
        .map_err(failed)?;
    let splits = split(&redrawn, plans.len(), case.baseline());
    let answer = told::answer(case, &splits, &names, question.draws(), question.manifest())?;
    question.finish(&answer, out)
}
