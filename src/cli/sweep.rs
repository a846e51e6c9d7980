//! `downline sweep`: a scenario at every point of a design.

use std::io::Write;

use super::arguments::{DesignName, Sweep as Arguments};
use super::question::{Question, asked_for, metrics, names_of, open, varied};
use super::run::RunError;
use crate::report::what_if::sweep as answer;
use crate::scenario::diagnose::Diagnostics;
use crate::what_if::sweep::{Design, Sweep};

/// Points of a design that is no grid, if it is not said how many.
const POINTS: u32 = 100;
/// What is shown if nothing is asked for.
const METRICS: [&str; 6] = [
    "share_profit",
    "median_net",
    "mean_net",
    "share_better",
    "early10_share",
    "payout_ratio",
];

/// Lays out the points, answers them, and writes what each key does.
///
/// # Errors
///
/// See [`RunError`]; what was found before an interruption is kept for `--resume`.
pub fn sweep(arguments: &Arguments, out: &mut dyn Write) -> Result<(), RunError> {
    let case = open(&arguments.asking)?;
    let varied = varied(&arguments.vary, &case)?;
    let outcomes = metrics(&arguments.metrics, &METRICS, &case)?;
    let points = arguments.points.unwrap_or(POINTS) as usize;
    let (design, name) = match arguments.design {
        DesignName::Grid => (Design::Grid, "grid".to_owned()),
        DesignName::Lhs => (Design::LatinHypercube(points), format!("lhs of {points}")),
        DesignName::Sobol => (Design::Sobol(points), format!("sobol of {points}")),
    };
    let sweep = Sweep::new(varied, design, case.scenario().seed).map_err(Diagnostics::from)?;
    let names = case.plans();
    let asked = asked_for([
        ("vary", arguments.vary.clone()),
        ("metric", names_of(&outcomes, &names)),
        ("design", vec![name]),
    ]);
    let question = Question::start(case, &arguments.asking, "sweep", asked)?;
    let answers = question.answer(&outcomes, &sweep.sets(), &sweep.order)?;
    let effects = answer::Effects::of(&sweep, &outcomes, &answers);
    let told = answer::answer(
        &question.case,
        &sweep,
        &effects,
        &answers,
        &names,
        question.draws(),
        question.manifest(),
    );
    question.finish(&told?, out)
}
