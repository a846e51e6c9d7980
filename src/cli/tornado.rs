//! `downline tornado`: one key at a time from low to high.

use std::io::Write;

use super::arguments::Tornado as Arguments;
use super::question::{Question, asked_for, metrics, names_of, open, varied};
use super::run::RunError;
use crate::report::what_if::tornado::{self as told, Bars};
use crate::scenario::diagnose::Diagnostics;
use crate::what_if::points;
use crate::what_if::tornado::Tornado;

/// What is shown if nothing is asked for.
const METRICS: [&str; 3] = ["share_profit", "median_net", "share_better"];

/// Moves each key by itself and writes how far the outcomes go.
///
/// # Errors
///
/// See [`RunError`]; what was found before an interruption is kept for `--resume`.
pub fn tornado(arguments: &Arguments, out: &mut dyn Write) -> Result<(), RunError> {
    let case = open(&arguments.asking)?;
    let varied = varied(&arguments.vary, &case)?;
    let outcomes = metrics(&arguments.metrics, &METRICS, &case)?;
    let tornado = Tornado::new(varied).map_err(Diagnostics::from)?;
    let names = case.plans();
    let asked = asked_for([
        ("vary", arguments.vary.clone()),
        ("metric", names_of(&outcomes, &names)),
    ]);
    let sets = tornado.sets();
    let units = points::unit(sets.len() - 1);
    let Some(question) = Question::start(case, &arguments.asking, "tornado", asked, units)? else {
        return Ok(());
    };
    let Some(answers) = question.answer(&outcomes, &sets, 0..sets.len())? else {
        return question.leave_part(out);
    };
    let bars = Bars::of(&tornado, &outcomes, &answers);
    let answer = told::answer(
        &question.case,
        &tornado,
        &bars,
        &names,
        question.draws(),
        question.manifest(),
    )?;
    question.finish(&answer, out)
}
