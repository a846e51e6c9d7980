//! `downline sweep`: a scenario at every point of a design.

use std::io::Write;

use super::arguments::{DesignName, Sweep as Arguments};
use super::question::{Question, asked_for, metrics, names_of, open, varied};
use super::run::RunError;
use crate::report::what_if::sweep as answer;
use crate::scenario::diagnose::Diagnostics;
use crate::what_if::points::{self, AskError};
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
    let design = match arguments.design {
        DesignName::Grid => Design::Grid,
        DesignName::Lhs => Design::LatinHypercube(points),
        DesignName::Sobol => Design::Sobol(points),
    };
    let points = match arguments.design {
        DesignName::Grid => Vec::new(),
        DesignName::Lhs | DesignName::Sobol => vec![points.to_string()],
    };
    let sweep = Sweep::new(varied, design, case.scenario().seed).map_err(Diagnostics::from)?;
    let names = case.plans();
    let asked = asked_for([
        ("vary", arguments.vary.clone()),
        ("metric", names_of(&outcomes, &names)),
        ("design", vec![arguments.design.to_string()]),
        ("points", points),
    ]);
    let sets = sweep.sets();
    let units = points::unit(sets.len() - 1);
    let Some(question) = Question::start(case, &arguments.asking, "sweep", asked, units)? else {
        return Ok(());
    };
    let asked = question.answer(&outcomes, &sets, sweep.order.iter().copied());
    let is_whole = asked.is_ok();
    let (answers, interrupted) = match asked {
        Ok(None) => return question.leave_part(out),
        Ok(Some(answers)) => (answers, None),
        Err(error @ AskError::Interrupted { .. }) => {
            let kept = points::kept(outcomes.len(), &sets, question.place());
            (kept.map_err(AskError::from)?, Some(error))
        }
        Err(error) => return Err(error.into()),
    };
    let effects = answer::Effects::of(&sweep, &outcomes, &answers);
    let told = answer::answer(
        &question.case,
        &sweep,
        &effects,
        &answers,
        &names,
        is_whole && question.draws(),
        question.manifest(),
    )?;
    if let Some(error) = interrupted {
        question.leave_so_far(&told)?;
        return Err(error.into());
    }
    question.finish(&told, out)
}
