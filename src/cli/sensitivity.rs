//! `downline sensitivity`: which keys matter, alone and together.

use std::io::Write;

use super::arguments::{MethodName, Sensitivity as Arguments};
use super::question::{Question, asked_for, metrics, names_of, open, varied};
use super::run::RunError;
use crate::report::what_if::sensitivity as told;
use crate::scenario::diagnose::Diagnostics;
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
    let (method, name) = match arguments.method {
        MethodName::Morris => {
            let times = arguments.samples.unwrap_or(TRAJECTORIES);
            (
                Method::Morris(times),
                format!("morris, {times} trajectories"),
            )
        }
        MethodName::Sobol => {
            let rows = arguments.samples.unwrap_or(ROWS);
            let second_order = arguments.second_order;
            let order = if second_order { ", second order" } else { "" };
            let method = Method::Sobol { rows, second_order };
            (method, format!("sobol, {rows} rows{order}"))
        }
    };
    let question = Sensitivity::new(varied, &arguments.groups, method, case.scenario().seed)
        .map_err(Diagnostics::from)?;
    let names = case.plans();
    let asked = asked_for([
        ("vary", arguments.vary.clone()),
        ("group", arguments.groups.clone()),
        ("metric", names_of(&outcomes, &names)),
        ("method", vec![name]),
    ]);
    let started = Question::start(case, &arguments.asking, "sensitivity", asked)?;
    let sets = question.sets();
    let answers = started.answer(&outcomes, &sets, 0..sets.len())?;
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
