//! The sentences that answer the question, the same on the terminal and on the first
//! page of the report. Neutral words (measures.md §6), and no number without what it is
//! a share of.

use super::key_figure::{self, Change, EARLIEST, IN_LOSS, IN_PROFIT, MEDIAN_NET};
use super::words::{self, Reading};
use crate::study::results::{PlanLabel, Results, Unit};

/// The most plans told one by one in sentences.
pub const PLANS_TOLD: usize = 3;

/// What was simulated.
#[must_use]
pub fn simulated(results: &Results) -> String {
    let subject = &results.subject;
    let histories = match subject.replications {
        1 => "One simulated history".to_owned(),
        many => format!("{} simulated histories", words::count(many.into())),
    };
    let shared = match subject.plans.len() {
        1 => "paid under one plan".to_owned(),
        plans => format!(
            "the same people, sales and luck paid under {} plans; how a plan would change what \
             people do is not modelled",
            match plans {
                2 => "both".to_owned(),
                many => format!("all {many}"),
            }
        ),
    };
    format!(
        "{histories} of {} over {}: {shared}.",
        participants(results),
        words::horizon(subject),
    )
}

/// How many took part: the mean where histories differ.
fn participants(results: &Results) -> String {
    let mut plans = results.subject.plans.iter();
    let found = plans.find_map(|plan| key_figure::find(results, &plan.name, "participants"));
    let Some((row, mean)) = found.and_then(|row| Some((row, row.estimate.mean?))) else {
        return "participants".to_owned();
    };
    if row.min == row.max {
        format!("{} participants", words::count(mean))
    } else {
        format!("{} participants on average", words::count(mean))
    }
}

/// Who profits under a plan, how many lose, who gets the money.
#[must_use]
pub fn answer(results: &Results, plan: &PlanLabel) -> String {
    let subject = &results.subject;
    let read = |figure: key_figure::KeyFigure| {
        let estimate = figure.estimate(results, &plan.name);
        Reading::of(estimate, figure.unit, &subject.currency)
    };
    format!(
        "After {} and after costs, {} of all participants have positive net and {} negative net. \
         The median participant's net is {} {}. The earliest 10 % to join received {} of all {}.",
        words::horizon(subject),
        read(IN_PROFIT),
        read(IN_LOSS),
        read(MEDIAN_NET),
        subject.currency.code,
        read(EARLIEST),
        received(results),
    )
}

/// What [`EARLIEST`] is a share of in this study.
fn received(results: &Results) -> &'static str {
    if results.subject.pays_margin {
        "commissions and retail margin"
    } else {
        "commissions"
    }
}

/// The plans compared with the baseline, in their order.
#[must_use]
pub fn compared(results: &Results) -> Vec<&str> {
    let baseline = results.subject.baseline;
    let plans = results.subject.plans.iter().enumerate();
    plans
        .filter(|&(index, _)| index != baseline)
        .map(|(_, plan)| plan.name.as_str())
        .collect()
}

/// A plan against the baseline, and once more scaled to pay out as much: what is
/// compared, and how people fare.
#[must_use]
pub fn changes(results: &Results, plan: &str) -> Vec<(String, String)> {
    let baseline = &results.subject.plans[results.subject.baseline].name;
    let equal = key_figure::at_equal_payout(plan);
    [
        (
            key_figure::change(results, plan),
            format!("{plan} against {baseline}, person by person"),
        ),
        (
            key_figure::change(results, &equal),
            format!("Scaled to pay out as much as {baseline} ({equal})"),
        ),
    ]
    .into_iter()
    .filter_map(|(change, against)| Some((against, fared(results, &change?))))
    .collect()
}

fn fared(results: &Results, change: &Change) -> String {
    let currency = &results.subject.currency;
    let share = |estimate| Reading::of(estimate, Unit::Share, currency);
    format!(
        "{} of participants better off, {} worse off, {} unchanged; mean change of net {} {}.",
        share(change.better),
        share(change.worse),
        share(change.unchanged),
        Reading::of(change.mean, Unit::Amount, currency),
        currency.code,
    )
}

/// What the intervals mean, and how much one history differs from another: under every
/// plan, or if there are many under the one where they differ most.
#[must_use]
pub fn how_sure(results: &Results) -> String {
    let subject = &results.subject;
    if subject.replications == 1 {
        return "not known from one history: intervals need at least two (--replications).".into();
    }
    let mut text = format!(
        "± is the 95 % interval of the average over {} histories: how well the average is known.",
        words::count(subject.replications.into())
    );
    let spreads = spreads(results);
    if !spreads.is_empty() {
        text.push_str(
            " Single histories differ more: the middle 90 % of them have a share in profit of ",
        );
        text.push_str(&spreads.join(", "));
        text.push('.');
    }
    text
}

/// The spread of the share in profit, `58.7 to 65.5 % (referral)`, plan by plan.
fn spreads(results: &Results) -> Vec<String> {
    let subject = &results.subject;
    let mut found: Vec<(&str, f64, f64)> = subject
        .plans
        .iter()
        .filter_map(|plan| {
            let row = key_figure::find(results, &plan.name, "share_profit")?;
            Some((plan.name.as_str(), row.p05?, row.p95?))
        })
        .collect();
    if found.len() > PLANS_TOLD {
        let widest = |one: &(&str, f64, f64), other: &(&str, f64, f64)| {
            (one.2 - one.1).total_cmp(&(other.2 - other.1))
        };
        found = found.into_iter().max_by(widest).into_iter().collect();
    }
    found
        .into_iter()
        .map(|(plan, low, high)| {
            let range = words::range(low, high, Unit::Share, &subject.currency);
            format!("{range} ({plan})")
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::fixture;

    #[test]
    fn the_answer_says_of_whom_over_how_long_and_after_what() {
        let results = fixture::results(2);
        assert_eq!(
            answer(&results, &results.subject.plans[1]),
            "After 12 months and after costs, 58.0 % ± 0.2 of all participants have positive net \
             and 42.0 % ± 0.2 negative net. The median participant's net is 9.80 ± 0.21 USD. The \
             earliest 10 % to join received 19.9 % ± 0.2 of all commissions."
        );
    }

    #[test]
    fn the_baseline_is_not_compared_with_itself() {
        let mut results = fixture::results(3);
        results.subject.baseline = 1;
        assert_eq!(compared(&results), ["level-0", "level-2"]);
        assert_eq!(changes(&results, "level-2").len(), 2);
        assert!(changes(&results, "level-0").is_empty(), "not measured");
    }

    #[test]
    fn of_many_plans_the_widest_spread_is_told() {
        let mut results = fixture::results(8);
        for row in &mut results.summary {
            if row.metric == "share_profit" && row.plan == "level-5" {
                (row.p05, row.p95) = (Some(0.1), Some(0.9));
            }
        }
        assert!(how_sure(&results).ends_with("share in profit of 10.0 to 90.0 % (level-5)."));
    }

    #[test]
    fn histories_of_different_size_are_told_by_their_mean() {
        let mut results = fixture::results(1);
        let row = &mut results.summary[0];
        (row.min, row.max) = (Some(812.0), Some(1204.0));
        assert!(simulated(&results).contains("of 1,000 participants on average over"));
    }
}
