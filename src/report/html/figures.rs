//! The table of key figures, plans side by side.

use crate::report::key_figure::{self, Change, Detail, KeyFigure};
use crate::report::words::Reading;
use crate::study::results::{Estimate, Results, Unit};

/// Key figures that are shares of the same thing.
#[derive(Clone)]
pub(super) struct FigureGroup {
    pub(super) title: String,
    pub(super) of: String,
    pub(super) rows: Vec<FigureRow>,
}

/// A key figure under every plan.
#[derive(Clone)]
pub(super) struct FigureRow {
    pub(super) label: &'static str,
    /// Whether it is told of the row above.
    pub(super) part: bool,
    pub(super) readings: Vec<Reading>,
}

/// The headline figures, group by group.
pub(super) fn key_figures(results: &Results) -> Vec<FigureGroup> {
    let currency = &results.subject.currency;
    let readings = |figure: &KeyFigure| {
        let estimates = figure.estimates(results).into_iter();
        estimates
            .map(|estimate| Reading::of(estimate, figure.unit, currency))
            .collect()
    };
    key_figure::groups(results, Detail::Whole)
        .into_iter()
        .chain([key_figure::averages(results)])
        .map(|group| FigureGroup {
            title: group.title.to_owned(),
            of: group.of,
            rows: group
                .figures
                .iter()
                .map(|figure| FigureRow {
                    label: figure.label,
                    part: figure.part,
                    readings: readings(figure),
                })
                .collect(),
        })
        .collect()
}

/// In how many histories a plan's distribution of net is better than the baseline's whatever
/// one's taste (measures.md §3); nothing where no plan was compared.
pub(super) fn dominance(results: &Results) -> Option<FigureGroup> {
    let subject = &results.subject;
    let row = |label, metric: &str| {
        let found = |plan: &str| {
            let mut rows = results.comparison.iter();
            rows.find(|row| row.plan == plan && row.metric == metric)
                .map(|row| row.difference)
        };
        let estimates: Vec<Option<Estimate>> =
            subject.plans.iter().map(|plan| found(&plan.name)).collect();
        estimates.iter().any(Option::is_some).then(|| FigureRow {
            label,
            part: false,
            readings: estimates
                .into_iter()
                .map(|estimate| {
                    Reading::of(estimate.unwrap_or_default(), Unit::Share, &subject.currency)
                })
                .collect(),
        })
    };
    Some(FigureGroup {
        title: format!(
            "Better than {} as a whole",
            subject.plans[subject.baseline].name
        ),
        of: "share of histories in which the distribution of net dominates the baseline's"
            .to_owned(),
        rows: vec![
            row("for all who prefer more (first order)", "dominance_1")?,
            row(
                "for those who also dislike risk (second order)",
                "dominance_2",
            )?,
        ],
    })
}

/// How people fare against the baseline, as the plans are and at equal payout.
pub(super) fn changes(results: &Results) -> Vec<FigureGroup> {
    let subject = &results.subject;
    let baseline = &subject.plans[subject.baseline].name;
    let group = |title: String, name: &dyn Fn(&str) -> String| {
        let plans = subject.plans.iter();
        let found: Vec<Option<Change>> = plans
            .map(|plan| key_figure::change(results, &name(&plan.name)))
            .collect();
        let row = |label, unit, figure: fn(&Change) -> Estimate| FigureRow {
            label,
            part: false,
            readings: found
                .iter()
                .map(|change| change.as_ref().map(figure).unwrap_or_default())
                .map(|estimate| Reading::of(estimate, unit, &subject.currency))
                .collect(),
        };
        found.iter().any(Option::is_some).then(|| FigureGroup {
            title,
            of: format!(
                "share of participants; change of net in {}",
                subject.currency.code
            ),
            rows: vec![
                row("better off", Unit::Share, |change| change.better),
                row("worse off", Unit::Share, |change| change.worse),
                row("unchanged", Unit::Share, |change| change.unchanged),
                row("mean change", Unit::Amount, |change| change.mean),
            ],
        })
    };
    [
        group(
            format!("Against {baseline}, person by person"),
            &str::to_owned,
        ),
        group(
            format!("The same, scaled to pay out as much as {baseline}"),
            &key_figure::at_equal_payout,
        ),
    ]
    .into_iter()
    .flatten()
    .collect()
}
