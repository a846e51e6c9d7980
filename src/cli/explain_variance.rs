//! `downline explain-variance`: how much of what people end with is position, ability or luck.

use std::io::Write;

use super::arguments::ExplainVariance;
use super::question::{Question, asked_for, open};
use super::run::RunError;
use crate::report::what_if::luck_shares as told;
use crate::study::causes::Redrawn;
use crate::what_if::case::VariantError;
use crate::what_if::luck_shares::split;

/// Lives every history again with parts of its luck drawn anew, and splits the variance.
///
/// # Errors
///
/// See [`RunError`].
pub fn explain_variance(arguments: &ExplainVariance, out: &mut dyn Write) -> Result<(), RunError> {
    let case = open(&arguments.asking)?;
    let names = case.plans();
    let question = Question::start(case, &arguments.asking, "explain-variance", asked_for([]))?;
    let case = &question.case;
    let (scenario, plans) = case.variant(&[])?;
    let redrawn = question
        .watch(scenario.replications.into(), |progress| {
            Redrawn::run(&scenario, &plans, case.threads(), progress)
        })
        .map_err(VariantError::from)?;
    let splits = split(&redrawn, plans.len(), case.baseline());
    let answer = told::answer(case, &splits, &names, question.draws(), question.manifest())?;
    question.finish(&answer, out)
}
