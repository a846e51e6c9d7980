//! The averages an income disclosure may choose from, and how much better than the average
//! of all who joined each of them sounds.

use super::group::{Group, is_anything};
use super::{KeyFigure, Source, figure, part};
use crate::study::results::{Results, Unit};

const fn average(label: &'static str, metric: &'static str) -> KeyFigure {
    figure(label, label, Unit::Amount, Source::Metric(metric))
}

const fn to_all(metric: &'static str) -> KeyFigure {
    let label = "times that of all who joined";
    part(label, label, Unit::Coefficient, Source::Metric(metric))
}

const ALL: KeyFigure = average("all who joined", "mean_gross");

/// Each with its ratio to that of all.
const OTHERS: [[KeyFigure; 2]; 3] = [
    [
        average("those enrolled at the end", "mean_gross_active"),
        to_all("active_to_all"),
    ],
    [
        average("those who received anything", "mean_gross_earners"),
        to_all("earners_to_all"),
    ],
    [
        average("those at the top rank", "mean_gross_top_rank"),
        to_all("top_rank_to_all"),
    ],
];

/// Mean gross of all participants, of those still enrolled, of those who received anything
/// and of the top rank, with their ratios.
#[must_use]
pub fn averages(results: &Results) -> Group {
    // Where nobody has quit, all are still enrolled.
    let is_of_all = |ratio: &KeyFigure| {
        let ratios = ratio.estimates(results).into_iter();
        ratios
            .filter_map(|ratio| ratio.mean)
            .all(|mean| mean == 1.0)
    };
    let others = OTHERS
        .iter()
        .filter(|[average, ratio]| is_anything(average, results) && !is_of_all(ratio))
        .flatten();
    Group {
        title: "Which average is told",
        of: format!(
            "mean received, gross of all costs, per participant of each sort; {}",
            results.subject.currency.code
        ),
        figures: [&ALL].into_iter().chain(others).copied().collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::fixture;

    #[test]
    fn an_average_of_nobody_takes_no_line() {
        let mut results = fixture::results(1);
        let mut row = results.summary[0].clone();
        (row.metric, row.unit) = ("mean_gross_earners", Unit::Amount);
        row.estimate = fixture::estimate(4_000.0, 10.0);
        let mut ratio = row.clone();
        results.summary.push(row);
        (ratio.metric, ratio.unit) = ("earners_to_all", Unit::Coefficient);
        ratio.estimate = fixture::estimate(1.7, 0.1);
        results.summary.push(ratio);
        let labels: Vec<&str> = averages(&results)
            .figures
            .iter()
            .map(|figure| figure.label)
            .collect();
        assert_eq!(
            labels,
            [
                "all who joined",
                "those who received anything",
                "times that of all who joined"
            ]
        );
        let ratio = results.summary.last_mut().unwrap();
        ratio.estimate = fixture::estimate(1.0, 0.0);
        assert_eq!(averages(&results).figures.len(), 1, "everyone earns");
    }
}
