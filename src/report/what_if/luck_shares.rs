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
use crate::what_if::luck_shares::Split;

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
        notes: Vec::new(),
        reading: vec![
            "The shares are of the variance of net, over all participants of all histories. Where \
             they come from is found by living each history again with one part of its luck drawn \
             anew and the rest held."
                .to_owned(),
            "Position is when a person joined and where in the network he stands, who is below him \
             included. Ability is what he can sell and how well he can recruit. Luck in sales is how \
             sales come out, given ability."
                .to_owned(),
            "What two causes do only together is shared between them: a share is what a cause \
             explains on average over all orders in which causes can be added (Shapley effects), \
             so the shares of a plan sum to one. Draws are held or made anew for everyone at once: \
             the ability and the luck of the people below a person reach him through his position, \
             and are shared in this way. alone is what a cause of his own explains by itself, last \
             what it adds when all others are known."
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
    if split.parts.iter().all(|part| part.share.mean.is_none()) {
        return format!("Under {plan} everyone ends with the same: there is nothing to explain.");
    }
    let parts: Vec<String> = split
        .parts
        .iter()
        .map(|part| format!("{} to {}", read(part.share), part.cause.title()))
        .collect();
    format!(
        "Under {plan} people end {} {} apart (standard deviation of net); of that variance {} is due {}.",
        value(split.deviation, Unit::Amount, case.currency()),
        case.currency().code,
        if parts.len() == 1 { "all" } else { "this much" },
        parts.join(", "),
    )
}

/// The shares of every plan, stacked.
fn chart(splits: &[Split], subject: &Subject) -> Option<Chart> {
    let causes: Vec<Cause> = splits
        .first()?
        .parts
        .iter()
        .map(|part| part.cause)
        .collect();
    let part = |cause: &Cause| chart::Part {
        name: cause.title().to_owned(),
        short: cause.short().to_owned(),
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
                "{} Shares of the variance of net over people and histories, with 95\u{a0}% intervals; \
                 what causes do only together is shared between them. {} histories, each lived again \
                 with parts of its luck drawn anew.",
                definitions::scope(subject, Population::Participants),
                count(subject.replications.into()),
            ),
            alternative_text: None,
        },
        whole: "Share of the variance of net".to_owned(),
        parts: causes.iter().map(part).collect(),
        stacks: splits.iter().zip(&subject.plans).map(stack).collect(),
    })
}

/// `variance.csv`: plan × cause.
fn table<'a>(splits: &'a [Split], plans: &'a [String]) -> Table<'a> {
    let mut table = Table::new(
        "variance",
        "What the variance of net is due to",
        "share sums to one over the causes of a plan. alone: what the cause explains by itself; \
         last: what it adds when all others are known. difference is the share less the one under \
         the baseline. sd_net is the standard deviation of net over participants and histories.",
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
            Column::statistic("last"),
            Column::statistic("last_ci_low"),
            Column::statistic("last_ci_high"),
            Column::statistic("difference"),
            Column::statistic("difference_ci_low"),
            Column::statistic("difference_ci_high"),
            Column::statistic("sd_net"),
        ],
    );
    for (split, plan) in splits.iter().zip(plans) {
        for part in &split.parts {
            let figures = [part.share, part.alone, part.last, part.difference];
            table.push(
                [Cell::Text(plan), Cell::Text(part.cause.word())]
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
