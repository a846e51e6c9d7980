//! How well the figures are known, and how much one history differs from another.

use super::PLANS_TOLD;
use crate::report::key_figure;
use crate::report::words;
use crate::study::results::{Results, Unit};

/// What the intervals mean, and how much one history differs from another: under every
/// plan, or if there are many under the one where they differ most.
#[must_use]
pub fn how_sure(results: &Results) -> String {
    let subject = &results.subject;
    if subject.observed {
        return "no chance is in these figures: they are of one network as it was observed, and \
                of no other."
            .into();
    }
    if subject.replications == 1 {
        return "not known from one history: intervals need at least two (--replications).".into();
    }
    let histories = words::count(subject.replications.into());
    if is_without_chance(results) {
        return format!("no chance in this scenario: all {histories} histories are identical.");
    }
    let mut text = format!(
        "± is the 95 % interval of the average over {histories} histories: how well the average \
         is known; without ± a figure is the same in all, or too close to 0 or 100 % to tell."
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

/// Whether nothing differs between histories.
#[must_use]
pub fn is_without_chance(results: &Results) -> bool {
    let mut rows = results.summary.iter();
    results.subject.replications > 1 && rows.all(|row| row.min == row.max)
}

/// What an interval is not, and what neither it nor the spread says.
#[must_use]
pub fn what_intervals_leave_open(results: &Results) -> &'static str {
    if results.subject.observed {
        "They are as good as the files: what is not in them (costs, customers, time) is not counted."
    } else if results.subject.replications == 1 || is_without_chance(results) {
        "This says nothing of how well the scenario’s inputs describe a real company."
    } else {
        "An interval is not a spread. The interval says how well the average over all possible \
         histories is known, and narrows with more of them. The spread says how much one history \
         differs from another, and does not. Neither says how well the scenario’s inputs describe \
         a real company."
    }
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
    fn where_all_histories_are_identical_there_is_nothing_to_be_unsure_of() {
        let mut results = fixture::results(2);
        assert!(!is_without_chance(&results));
        for row in &mut results.summary {
            (row.min, row.max) = (row.estimate.mean, row.estimate.mean);
        }
        assert_eq!(
            how_sure(&results),
            "no chance in this scenario: all 500 histories are identical."
        );
        assert!(!what_intervals_leave_open(&results).contains("interval"));
        results.subject.replications = 1;
        assert!(how_sure(&results).starts_with("not known from one history"));
    }
}
