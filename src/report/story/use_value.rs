//! Whether the order of plans depends on what own purchases are worth to those who make
//! them (rulings.md 26): the one assumption the figures cannot settle.

use crate::report::key_figure;
use crate::report::words;
use crate::study::results::{PlanLabel, Results, Unit};

/// The use values tried, as text, and the share in profit under each.
const USE_VALUES: [(&str, &str); 3] = [
    ("0", "share_profit_use0"),
    ("0.5", "share_profit_use50"),
    ("1", "share_profit_use100"),
];

/// Shares nearer to each other read the same.
const READ_ALIKE: f64 = 0.0005;

/// A sentence on the first two plans whose order by share in profit is not the same for
/// every use value; `None` if no two are.
#[must_use]
pub fn depends_on_use_value(results: &Results) -> Option<String> {
    let plans = &results.subject.plans;
    let pairs = plans.iter().enumerate().flat_map(|(index, one)| {
        let later = plans[index + 1..].iter();
        later.map(move |other| (one, other))
    });
    let mut flips = pairs.filter_map(|(one, other)| flip(results, one, other));
    let first = flips.next()?;
    let more = match flips.count() {
        0 => String::new(),
        1 => " One more pair of plans changes places in this way.".to_owned(),
        many => format!(" {many} more pairs of plans change places in this way."),
    };
    Some(format!(
        "Which plan leaves more participants in profit depends on what own purchases are worth to \
         those who make them: {first}.{more}"
    ))
}

/// Who is ahead at one use value and who at another, if it is not always the same plan.
fn flip(results: &Results, one: &PlanLabel, other: &PlanLabel) -> Option<String> {
    let ahead = |first_ahead: bool| {
        USE_VALUES.iter().find_map(|&(use_value, metric)| {
            let share =
                |plan: &PlanLabel| key_figure::find(results, &plan.name, metric)?.estimate.mean;
            let (first, second) = (share(one)?, share(other)?);
            let lead = if first_ahead {
                first - second
            } else {
                second - first
            };
            (lead >= READ_ALIKE).then(|| told(results, use_value, (one, first), (other, second)))
        })
    };
    Some(format!("{}, {}", ahead(true)?, ahead(false)?))
}

fn told(
    results: &Results,
    use_value: &str,
    (one, first): (&PlanLabel, f64),
    (other, second): (&PlanLabel, f64),
) -> String {
    let share = |share| words::value(Some(share), Unit::Share, &results.subject.currency);
    format!(
        "with a use value of {use_value} {} are in profit under {} and {} under {}",
        share(first),
        one.name,
        share(second),
        other.name,
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::fixture;

    #[test]
    fn an_order_that_turns_is_told_with_its_figures() {
        let mut results = fixture::results(2);
        assert_eq!(depends_on_use_value(&results), None);
        for row in &mut results.summary {
            if row.metric == "share_profit_use100" && row.plan == "mlm" {
                row.estimate.mean = Some(0.7);
            }
        }
        let told = depends_on_use_value(&results).unwrap();
        assert!(told.ends_with(
            "with a use value of 0 60.0 % are in profit under referral and 55.9 % under mlm, with \
             a use value of 1 64.0 % are in profit under referral and 70.0 % under mlm."
        ));
    }
}
