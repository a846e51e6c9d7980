//! How it is told which world the plans pay (model.md §7).

use crate::report::words;
use crate::study::results::{Subject, Worlds};

/// Both, or all of them.
fn plans(subject: &Subject) -> String {
    match subject.plans.len() {
        2 => "both".to_owned(),
        many => format!("all {many}"),
    }
}

/// What is the same under the plans and what is not.
pub(super) fn paid(subject: &Subject) -> String {
    if subject.plans.len() == 1 {
        return "paid under one plan".to_owned();
    }
    let plans = plans(subject);
    match subject.worlds {
        Worlds::Own { .. } => format!(
            "lived under {plans} plans, each in a world of its own: not the same tree, same luck; \
             what people lose can change who stays"
        ),
        Worlds::Shared => format!(
            "the same people{} paid under {plans} plans; how a plan would change what people do \
             is not modelled",
            if subject.observed {
                " and orders"
            } else {
                ", sales and luck"
            },
        ),
    }
}

/// `1,204 participants`, or from the fewest to the most where worlds differ.
pub(super) fn participants(means: &[f64]) -> String {
    let least = means.iter().copied().fold(f64::INFINITY, f64::min);
    let most = means.iter().copied().fold(0.0, f64::max);
    let [least, most] = [least, most].map(words::count);
    if least == most {
        format!("{most} participants")
    } else {
        format!("{least} to {most} participants")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::fixture;
    use crate::report::story::simulated;

    #[test]
    fn own_worlds_are_told_as_such_and_by_their_sizes() {
        let mut results = fixture::results(2);
        results.subject.worlds = Worlds::Own { paired: false };
        let rows = results.summary.iter_mut();
        let mut sizes = rows.filter(|row| row.metric == "participants");
        sizes.next().unwrap().estimate.mean = Some(1000.0);
        let other = sizes.next().unwrap();
        (other.estimate.mean, other.min) = (Some(1240.4), Some(900.0));
        let told = simulated(&results);
        assert!(
            told.contains("of 1,000 to 1,240 participants on average, the founder apart"),
            "{told}"
        );
        assert!(told.contains("not the same tree, same luck"), "{told}");
        assert!(!told.contains("is not modelled"), "{told}");
    }
}
