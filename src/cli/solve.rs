//! `downline solve`: the value of a key at which an outcome crosses a target.

use std::io::Write;

use super::arguments::Solve as Arguments;
use super::question::{Question, asked_for, open};
use super::run::RunError;
use crate::report::what_if::solved as told;
use crate::scenario::base::exact;
use crate::scenario::diagnose::{Diagnostic, Diagnostics, Origin};
use crate::study::outcome::{Of, Outcome};
use crate::what_if::solve::Solve;
use crate::what_if::vary::Vary;
use crate::what_if::{asked, codes};

/// Values that a search is expected to try, for the progress bar alone.
const EXPECTED: u64 = 30;
/// More than a search ever tries: its values are numbered as they come.
const MOST_TRIED: u32 = 1_000_000;

/// Looks for every crossing in the range.
///
/// # Errors
///
/// See [`RunError`]; what was tried before an interruption is kept for `--resume`.
pub fn solve(arguments: &Arguments, out: &mut dyn Write) -> Result<(), RunError> {
    let case = open(&arguments.asking)?;
    let scenario = case.scenario();
    let vary = Vary::parse(&arguments.vary, case.base()).map_err(Diagnostics::from)?;
    let outcome =
        asked::outcome("--metric", &arguments.metric, scenario).map_err(Diagnostics::from)?;
    let against = arguments
        .against
        .as_deref()
        .map(|plan| asked::plan("--against", Some(plan), plan, scenario))
        .transpose()
        .map_err(Diagnostics::from)?
        .map(|plan| Outcome { plan, ..outcome });
    if let Some(other) = &against
        && (other.plan == outcome.plan || !matches!(outcome.measure.of, Of::Plan(_)))
    {
        let message = "a metric of a plan is held against the same of another plan";
        let fault = Diagnostic::error(codes::WHICH_PLAN, &Origin::Default, message);
        return Err(Diagnostics(vec![
            fault.help("leave `--against` out, or name another plan"),
        ])
        .into());
    }
    let number = |option: &'static str, text: &str| {
        asked::number(text, &outcome, scenario).ok_or_else(|| no_number(option, text))
    };
    let target = number("--target", &arguments.target)?;
    let finest = match &arguments.tolerance {
        None => None,
        Some(text) => Some(exact(text).ok_or_else(|| no_number("--tolerance", text))?),
    };
    let names = case.plans();
    let mut name = outcome.name(&names);
    if let Some(other) = against {
        name = format!("{name} less {}", other.name(&names));
    }
    let solve = Solve::new(vary, outcome, against, target, finest).map_err(Diagnostics::from)?;
    let asked = asked_for([
        ("metric", vec![outcome.name(&names)]),
        ("against", arguments.against.clone().into_iter().collect()),
        ("target", vec![arguments.target.clone()]),
        ("vary", vec![arguments.vary.clone()]),
        ("tolerance", vec![solve.finest().normalize().to_string()]),
    ]);
    if arguments.asking.dealing.shard.is_some() {
        return Err(RunError::NotDealt(
            "`solve` tries each value after it knows what came of the last one, so there is nothing \
             to deal out: run it whole, with --resume if it is interrupted, or deal out a `sweep` \
             over the range",
        ));
    }
    let question = Question::start(case, &arguments.asking, "solve", asked, MOST_TRIED)?;
    let Some(question) = question else {
        return Ok(());
    };
    let case = &question.case;
    let histories = u64::from(case.scenario().replications) * EXPECTED;
    let place = question.place();
    let solved = question.watch(histories, |progress| solve.run(case, place, progress))?;
    let answer = told::answer(
        case,
        &solve,
        &solved,
        &name,
        question.draws(),
        question.manifest(),
    )?;
    question.finish(&answer, out)
}

fn no_number(option: &'static str, text: &str) -> Diagnostics {
    let origin = Origin::Option {
        name: option,
        text: text.to_owned(),
    };
    let message = format!("`{option}` needs a number");
    let fault = Diagnostic::error(codes::BAD_TARGET, &origin, message);
    Diagnostics(vec![
        fault.help("shares are fractions, as 0.5; amounts are in the currency"),
    ])
}
