//! `downline sensitivity`: which keys matter, alone and together.

use std::io::Write;

use super::arguments::{MethodName, Sensitivity as Arguments};
use super::question::{Question, asked_for, metrics, names_of, open, varied};
use super::run::RunError;
use crate::report::what_if::sensitivity as told;
use crate::scenario::diagnose::Diagnostics;
use crate::what_if::points;
use crate::what_if::sensitivity::question::{Analysed, Method, Sensitivity};

/// What is shown if nothing is asked for.
const METRICS: [&str; 3] = ["share_profit", "median_net", "share_better"];
/// Trajectories of a screening, and rows of a variance design, if it is not said how many.
const TRAJECTORIES: u32 = 20;
const ROWS: u32 = 128;

/// Tries the scenario at the points of a design and says which keys matter.
///
/// # Errors
///
/// See [`RunError`]; what was found before an interruption is kept for `--resume`.
pub fn sensitivity(arguments: &Arguments, out: &mut dyn Write) -> Result<(), RunError> {
    let case = open(&arguments.asking)?;
    let varied = varied(&arguments.vary, &case)?;
    let outcomes = metrics(&arguments.metrics, &METRICS, &case)?;
    let (samples, second_order) = (arguments.samples, arguments.second_order);
    let (method, samples, second_order) = match arguments.method {
        MethodName::Morris => {
            let times = samples.unwrap_or(TRAJECTORIES);
            (Method::Morris(times), times, false)
        }
        MethodName::Sobol => {
            let rows = samples.unwrap_or(ROWS);
            let method = Method::Sobol { rows, second_order };
            (method, rows, second_order)
        }
    };
    let question = Sensitivity::new(varied, &arguments.groups, method, case.scenario().seed)
        .map_err(Diagnostics::from)?;
    let names = case.plans();
    let asked = asked_for([
        ("vary", arguments.vary.clone()),
        ("group", arguments.groups.clone()),
        ("metric", names_of(&outcomes, &names)),
        ("method", vec![arguments.method.to_string()]),
        ("samples", vec![samples.to_string()]),
        (
            "second-order",
            second_order
                .then(|| "true".to_owned())
                .into_iter()
                .collect(),
        ),
    ]);
    let sets = question.sets();
    let units = points::unit(sets.len() - 1);
    let started = Question::start(case, &arguments.asking, "sensitivity", asked, units)?;
    let Some(started) = started else {
        return Ok(());
    };
    let Some(answers) = started.answer(&outcomes, &sets, 0..sets.len())? else {
        return started.leave_part(out);
    };
    let found: Vec<Analysed> = outcomes
        .iter()
        .enumerate()
        .map(|(asked, outcome)| question.analyse(outcome, asked, &answers))
        .collect();
    let answer = told::answer(
        &started.case,
        &question,
        &found,
        &names,
        started.draws(),
        started.manifest(),
    )?;
    started.finish(&answer, out)
}
