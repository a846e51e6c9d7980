//! The sentences that answer the question, the same on the terminal and on the first
//! page of the report. Neutral words (measures.md §6), and no number without what it is
//! a share of.

use super::key_figure::{
    self, AFTER_TIME, Change, EARLIEST, FIRST_TENTH, FOUNDERS_PAYOUT, FOUNDERS_SHARE, IN_LOSS,
    IN_PROFIT, KeyFigure, LAST_TENTH, MEDIAN_NET, TIME_COST,
};
use super::words::{self, Reading};
use crate::study::results::{PlanLabel, Results, SummaryRow, Unit};

mod sureness;
mod use_value;
mod worlds;

pub use sureness::{how_sure, is_without_chance, what_intervals_leave_open};
pub use use_value::depends_on_use_value;

/// What founders receive is told in a sentence from this share of all commissions.
const FOUNDERS_TOLD: f64 = 0.01;

/// The most plans told one by one in sentences.
pub const PLANS_TOLD: usize = 3;

/// What was simulated.
#[must_use]
pub fn simulated(results: &Results) -> String {
    let subject = &results.subject;
    let histories = match subject.replications {
        _ if subject.observed => "One observed network".to_owned(),
        1 => "One simulated history".to_owned(),
        many => format!("{} simulated histories", words::count(many.into())),
    };
    format!(
        "{histories} of {}{}, over {}: {}.",
        participants(results),
        words::founders(subject),
        words::horizon(subject),
        worlds::paid(subject),
    )
}

/// How many took part: the mean where histories differ.
fn participants(results: &Results) -> String {
    let plans = results.subject.plans.iter();
    let found: Vec<&SummaryRow> = plans
        .filter_map(|plan| key_figure::find(results, &plan.name, "participants"))
        .collect();
    let means: Vec<f64> = found.iter().filter_map(|row| row.estimate.mean).collect();
    if means.is_empty() {
        return "participants".to_owned();
    }
    let participants = worlds::participants(&means);
    if found.iter().all(|row| row.min == row.max) {
        participants
    } else {
        format!("{participants} on average")
    }
}

/// Who profits under a plan and when they joined, how many lose, who gets the money.
#[must_use]
pub fn answer(results: &Results, plan: &PlanLabel) -> String {
    let subject = &results.subject;
    let read = |figure: KeyFigure| reading(results, plan, figure);
    let mut text = format!(
        "After {} and after costs, but before the value of their time, {} of all participants \
         have positive net and {} negative net.",
        words::horizon(subject),
        read(IN_PROFIT),
        read(IN_LOSS),
    );
    if subject.joining_known {
        text.push_str(&format!(
            " In profit are {} of the first tenth to join and {} of the last.",
            read(FIRST_TENTH),
            read(LAST_TENTH),
        ));
    }
    if key_figure::is_anything(&TIME_COST, results) {
        text.push_str(&format!(
            " After paying their own time too, {} are in profit.",
            read(AFTER_TIME)
        ));
    }
    text.push_str(&format!(
        " The median participant's net is {} {}.",
        read(MEDIAN_NET),
        subject.currency.code,
    ));
    if subject.joining_known {
        text.push_str(&format!(
            " The earliest 10 % to join received {} of {}.",
            read(EARLIEST),
            key_figure::received(subject),
        ));
    }
    if let Some(founders) = founders_received(results, plan) {
        text.push_str(&founders);
    }
    text
}

/// What founders who are no participants received, where it is worth a sentence.
fn founders_received(results: &Results, plan: &PlanLabel) -> Option<String> {
    let subject = &results.subject;
    let share = FOUNDERS_SHARE.estimate(results, &plan.name).mean?;
    let told = key_figure::are_apart(subject) && share > FOUNDERS_TOLD;
    told.then(|| {
        let who = match subject.founders {
            1 => "The founder, who is".to_owned(),
            many => format!("The {many} founders, who are"),
        };
        format!(
            " {who} in none of these figures, received {} of all commissions, {} {} a history.",
            reading(results, plan, FOUNDERS_SHARE),
            reading(results, plan, FOUNDERS_PAYOUT),
            subject.currency.code,
        )
    })
}

fn reading(results: &Results, plan: &PlanLabel, figure: KeyFigure) -> Reading {
    let estimate = figure.estimate(results, &plan.name);
    Reading::of(estimate, figure.unit, &results.subject.currency)
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
/// compared, plans as `called`, and how people fare.
#[must_use]
pub fn changes(
    results: &Results,
    plan: &str,
    called: fn(&PlanLabel) -> &str,
) -> Vec<(String, String)> {
    let subject = &results.subject;
    let baseline = called(&subject.plans[subject.baseline]);
    let label = subject.plans.iter().find(|label| label.name == plan);
    let this = label.map_or(plan, called);
    let equal = key_figure::at_equal_payout(plan);
    [
        (
            key_figure::change(results, plan),
            format!("{this} against {baseline}, person by person"),
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
        "{} of participants better off, {} worse off, {} unchanged; mean change {} {}.",
        share(change.better),
        share(change.worse),
        share(change.unchanged),
        Reading::of(change.mean, Unit::Amount, currency),
        currency.code,
    )
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
            "After 12 months and after costs, but before the value of their time, 58.0 % ± 0.2 of \
             all participants have positive net and 42.0 % ± 0.2 negative net. In profit are \
             67.0 % ± 0.4 of the first tenth to join and 40.0 % ± 0.4 of the last. After paying \
             their own time too, 3.7 % ± 0.1 are in profit. The median participant's net is 9.80 ± \
             0.21 USD. The earliest 10 % to join received 19.9 % ± 0.2 of participants' \
             commissions. The founder, who is in none of these figures, received 1.3 % ± 0.1 of \
             all commissions, 550.00 ± 7.00 USD a history."
        );
    }

    #[test]
    fn the_baseline_is_not_compared_with_itself() {
        let mut results = fixture::results(3);
        results.subject.baseline = 1;
        assert_eq!(compared(&results), ["level-0", "level-2"]);
        assert_eq!(changes(&results, "level-2", |plan| &plan.name).len(), 2);
        assert!(
            changes(&results, "level-0", |plan| &plan.name).is_empty(),
            "not measured"
        );
    }

    #[test]
    fn founders_are_told_only_where_they_matter_and_are_apart() {
        let mut results = fixture::results(2);
        let told = |results: &Results, plan: usize| {
            answer(results, &results.subject.plans[plan]).contains("in none of these figures")
        };
        assert!(!told(&results, 0), "0.2 % are no sentence");
        assert!(told(&results, 1));
        results.subject.count_founders = true;
        assert!(!told(&results, 1));
    }

    #[test]
    fn an_observed_network_is_not_called_simulated() {
        let mut results = fixture::results(2);
        let subject = &mut results.subject;
        (subject.observed, subject.joining_known) = (true, false);
        (subject.founders, subject.count_founders) = (0, true);
        (subject.replications, subject.notes) = (1, vec![]);
        let told = simulated(&results);
        assert!(
            told.starts_with("One observed network of 1,000 participants, over"),
            "{told}"
        );
        assert!(
            told.contains("the same people and orders paid under both"),
            "{told}"
        );
        let answer = answer(&results, &results.subject.plans[1]);
        assert!(!answer.contains("to join"), "{answer}");
        assert!(how_sure(&results).starts_with("no chance is in these figures"));
    }

    #[test]
    fn histories_of_different_size_are_told_by_their_mean() {
        let mut results = fixture::results(1);
        let row = &mut results.summary[0];
        (row.min, row.max) = (Some(812.0), Some(1204.0));
        assert!(
            simulated(&results)
                .contains("of 1,000 participants on average, the founder apart, over")
        );
    }
}
