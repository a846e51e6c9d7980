//! `downline attribute`: the difference between two plans, rule by rule.

use std::io::Write;

use super::arguments::Attribute;
use super::job::stopped;
use super::question::{Question, asked_for, measures, open};
use super::run::RunError;
use crate::report::what_if::attribution as told;
use crate::scenario::diagnose::Diagnostics;
use crate::what_if::asked;
use crate::what_if::attribute::Attribution;

/// What is shared out if nothing is asked for.
const METRICS: [&str; 4] = ["share_profit", "mean_net", "median_net", "gini"];
/// Orders drawn where there are too many rules to go through all.
const ORDERS: u32 = 64;

/// Pays everyone under every plan on the way and shares out the difference.
///
/// # Errors
///
/// See [`RunError`]; what was lived before an interruption is kept for `--resume`.
pub fn attribute(arguments: &Attribute, out: &mut dyn Write) -> Result<(), RunError> {
    let case = open(&arguments.asking)?;
    let names = case.plans();
    let from = case.baseline();
    let to = asked::plan(
        "--plan",
        arguments.plan.as_deref(),
        arguments.plan.as_deref().unwrap_or(""),
        case.scenario(),
    )
    .map_err(Diagnostics::from)?;
    let measures = measures(&arguments.metrics, &METRICS)?;
    let metrics = measures.iter().map(|measure| measure.name.to_owned());
    let orders = arguments.orders.unwrap_or(ORDERS) as usize;
    let attribution = Attribution::new(&case, from, to, orders)?;
    let mut asked = vec![
        ("plan", vec![names[to].clone()]),
        ("metric", metrics.collect()),
    ];
    if let Some(orders) = attribution.orders() {
        asked.push(("orders", vec![orders.to_string()]));
    }
    let units = attribution.histories(&case)?;
    let asked = asked_for(asked);
    let question = Question::start(case, &arguments.asking, "attribute", asked, units)?;
    let Some(question) = question else {
        return Ok(());
    };
    let case = &question.case;
    let place = question.place();
    if question.share().is_some() {
        let own = question.units();
        question
            .watch(own.len() as u64, |progress| {
                attribution.walk_share(case, &measures, &own, place, progress)
            })
            .map_err(|error| stopped(error.into()))?;
        return question.leave_part(out);
    }
    let walked = question
        .watch(units.into(), |progress| {
            attribution.walk(case, &measures, place, progress)
        })
        .map_err(|error| stopped(error.into()))?;
    let found: Vec<told::Found> = measures
        .iter()
        .enumerate()
        .map(|(asked, &measure)| (measure, attribution.parts(measure, asked, &walked)))
        .collect();
    let ends = [names[from].as_str(), names[to].as_str()];
    let answer = told::answer(
        case,
        ends,
        &attribution,
        &found,
        question.draws(),
        question.manifest(),
    )?;
    question.finish(&answer, out)
}
