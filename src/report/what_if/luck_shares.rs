//! The answer of `explain-variance`: when and where one joined, what one can do, or luck?

use super::{Answer, QuestionManifest};
use crate::luck::Cause;
use crate::report::chart::{Chart, what_if as chart};
use crate::report::column::Column;
use crate::report::definitions;
use crate::report::table::{Cell, Population, Table};
use crate::report::words::{Reading, count, value};
use crate::study::results::{Estimate, PlanLabel, Subject, Unit};
use crate::what_if::case::{Case, VariantError};
use crate::what_if::luck_shares::{Part, Split};

/// What is left when position and a person's own causes are taken off.
const REST: &str = "the people around them, and what causes do together";

/// The whole answer. `splits` are the plans' in their order.
///
/// # Errors
///
/// If the scenario as it stands cannot be read again.
pub fn answer<'a>(
    case: &Case,
    splits: &'a [Split],
    plans: &'a [String],
    draws: bool,
    manifest: QuestionManifest,
) -> Result<Answer<'a>, VariantError> {
    let findings = splits
        .iter()
        .zip(plans)
        .map(|(split, plan)| finding(case, split, plan));
    let subject = case.subject()?;
    let charts = if draws {
        chart(splits, &subject).into_iter().collect()
    } else {
        Vec::new()
    };
    Ok(Answer {
        title: "When and where they joined, what they can do, or luck?".to_owned(),
        findings: findings.collect(),
        notes: super::notes_on(case),
        reading: vec![
            "The shares are of the variance of net, over all participants of all histories. Where \
             they come from is found by living each history again with one part of its luck held \
             and the rest drawn anew."
                .to_owned(),
            "Position is the luck of who recruits whom and when: when a person joined, where he \
             stands, how many stand below him. Own ability is what he can sell and how well he can \
             recruit, luck in his own sales how these come out: both are held while he is put to \
             another place among other people. What own causes do together is shared between them by \
             what each adds on average over all orders (Shapley effects); alone is what a cause \
             explains without the others."
                .to_owned(),
            "The rest is what the people around him can do and how they fare, mostly those below \
             him, and what causes do only together. Where the scenario lets recruiting hang on \
             ability or on the market, who joins when is in part their doing too. The shares of a \
             plan sum to one."
                .to_owned(),
            format!(
                "Intervals are 95 %, by leaving out one of {} histories at a time; a share near \
                 nothing can come out slightly below it.",
                count(case.scenario().replications.into())
            ),
        ],
        tables: vec![table(splits, plans)],
        charts,
        subject,
        manifest,
    })
}

fn finding(case: &Case, split: &Split, plan: &str) -> String {
    let read = |estimate: Estimate| Reading::of(estimate, Unit::Share, case.currency());
    if split.deviation.is_none() {
        return format!("Under {plan} there is nobody whose net could be explained.");
    }
    if split.parts.iter().all(|part| part.share.mean.is_none()) {
        return format!(
            "Under {plan} everyone ends with the same, or no two people could be compared: there \
             is nothing to explain."
        );
    }
    let parts = split.parts.iter();
    let parts: Vec<String> = parts
        .map(|part| match part.cause {
            Some(cause) => format!("{} is due to {}", read(part.share), cause.title()),
            None => format!("{} to {REST}", read(part.share)),
        })
        .collect();
    format!(
        "Under {plan} the standard deviation of net is {} {}. Of its variance {}.",
        value(split.deviation, Unit::Amount, case.currency()),
        case.currency().code,
        parts.join(", "),
    )
}

/// The shares of every plan, stacked.
fn chart(splits: &[Split], subject: &Subject) -> Option<Chart> {
    let part = |part: &Part| chart::Part {
        name: part.cause.map_or(REST, Cause::title).to_owned(),
        short: part.cause.map_or("others", Cause::short).to_owned(),
    };
    let stack = |(split, label): (&Split, &PlanLabel)| chart::Stack {
        name: label.name.clone(),
        title: label.title.clone(),
        shares: split.parts.iter().map(|part| part.share).collect(),
    };
    chart::stacked(&chart::Stacked {
        words: chart::Words {
            file_stem: "variance".to_owned(),
            source_table: "variance",
            title: "What people end with: when and where they joined, ability, or luck?".to_owned(),
            caption: format!(
                "{} Shares of the variance of net over people and histories, with 95\u{a0}% intervals. {} \
                 histories, each lived again with parts of its luck held and the rest drawn anew.",
                definitions::scope(subject, Population::Participants),
                count(subject.replications.into()),
            ),
            alternative_text: None,
        },
        whole: "Share of the variance of net".to_owned(),
        parts: splits.first()?.parts.iter().map(part).collect(),
        stacks: splits.iter().zip(&subject.plans).map(stack).collect(),
    })
}

/// `variance.csv`: plan × cause.
fn table<'a>(splits: &'a [Split], plans: &'a [String]) -> Table<'a> {
    let mut table = Table::new(
        "variance",
        "What the variance of net is due to",
        "share sums to one over the causes of a plan; others is what the people around do and how \
         they fare, and what causes do only together. alone: what the cause explains by itself. \
         difference is the share less the one under the baseline. sd_net is the standard deviation of net over participants and histories.",
        Population::Participants,
        vec![
            Column::text("plan"),
            Column::text("cause"),
            Column::statistic("share"),
            Column::statistic("ci_low"),
            Column::statistic("ci_high"),
            Column::statistic("alone"),
            Column::statistic("alone_ci_low"),
            Column::statistic("alone_ci_high"),
            Column::statistic("difference"),
            Column::statistic("difference_ci_low"),
            Column::statistic("difference_ci_high"),
            Column::statistic("sd_net"),
        ],
    );
    for (split, plan) in splits.iter().zip(plans) {
        for part in &split.parts {
            let figures = [part.share, part.alone, part.difference];
            table.push(
                [
                    Cell::Text(plan),
                    Cell::Text(part.cause.map_or("others", Cause::word)),
                ]
                .into_iter()
                .chain(
                    figures
                        .into_iter()
                        .flat_map(|known| Cell::estimate(Unit::Share, known)),
                )
                .chain([Cell::amount(split.deviation)]),
            );
        }
    }
    table
}
