//! The headline figures in the order they are read, each group under what its figures
//! are shares of. What is nothing under every plan takes no line.

use super::{
    AFTER_TIME, AT_ZERO, BEST_PAID, EARLIEST, FIRST_TENTH, FOUNDERS_PAYOUT, FOUNDERS_SHARE,
    FROM_CUSTOMERS, FROM_JOINING, FROM_OWN_USE, IN_LOSS, IN_PROFIT, KeyFigure, LAST_TENTH,
    MEAN_NET, MEDIAN_NET, PAYOUT_OF_REVENUE, PAYOUT_OF_VOLUME, RETAIL_MARGIN, TIME_COST, UNPAID,
};
use crate::study::results::{Results, Subject};

/// Amounts and shares nearer to zero than the files tell are zero.
const FILE_PRECISION: f64 = 1e-9;

/// How much is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Detail {
    /// Every headline figure.
    Whole,
    /// Without those that a reader short of room misses least.
    Brief,
}

/// Figures that are shares of the same thing.
#[derive(Clone, Debug)]
pub struct Group {
    /// What the figures say.
    pub title: &'static str,
    /// What the figures are shares of, or amounts in and per.
    pub of: String,
    /// The figures.
    pub figures: Vec<KeyFigure>,
}

/// The headline figures of a study.
#[must_use]
pub fn groups(results: &Results, detail: Detail) -> Vec<Group> {
    vec![
        who_profits(results, detail),
        net(&results.subject),
        who_gets_the_money(&results.subject),
        what_the_company_pays(results, detail),
    ]
}

fn who_profits(results: &Results, detail: Detail) -> Group {
    let mut figures = vec![IN_PROFIT];
    if results.subject.joining_known {
        figures.extend([FIRST_TENTH, LAST_TENTH]);
    }
    if is_anything(&TIME_COST, results) {
        figures.push(AFTER_TIME);
    }
    figures.push(IN_LOSS);
    if detail == Detail::Whole && is_anything(&AT_ZERO, results) {
        figures.push(AT_ZERO);
    }
    figures.push(UNPAID);
    Group {
        title: "Who profits",
        of: format!(
            "share of participants, {}; after costs, before time",
            founders(&results.subject)
        ),
        figures,
    }
}

fn net(subject: &Subject) -> Group {
    Group {
        title: "Net per participant",
        of: format!(
            "{}, {}; received less costs, before time",
            subject.currency.code,
            founders(subject)
        ),
        figures: vec![MEDIAN_NET, MEAN_NET],
    }
}

fn who_gets_the_money(subject: &Subject) -> Group {
    Group {
        title: "Who gets the money",
        of: format!("share of {}, before costs", received(subject)),
        figures: match subject.joining_known {
            true => vec![EARLIEST, BEST_PAID],
            false => vec![BEST_PAID],
        },
    }
}

fn what_the_company_pays(results: &Results, detail: Detail) -> Group {
    let subject = &results.subject;
    let of = match (subject.pays_margin, subject.founders) {
        (true, 0) => "share of it without retail margin",
        (true, _) => "share of it, founders included, retail margin not",
        (false, 0) => "share of all commissions",
        (false, _) => "share of all commissions, founders included",
    };
    let mut figures = sources(results);
    if subject.pays_margin && is_anything(&RETAIL_MARGIN, results) {
        figures.push(RETAIL_MARGIN);
    }
    if are_apart(subject) {
        figures.push(to_founders(subject));
        if is_anything(&FOUNDERS_PAYOUT, results) {
            figures.push(amount_to_founders(subject));
        }
    }
    figures.extend(payouts(results, detail));
    Group {
        title: "What the company pays",
        of: format!("{of}; {}", subject.currency.code),
        figures,
    }
}

/// Where commissions come from; a single source says so in its label.
fn sources(results: &Results) -> Vec<KeyFigure> {
    let labelled = [
        (FROM_CUSTOMERS, "all from outside customers"),
        (FROM_OWN_USE, "all from own purchases"),
        (FROM_JOINING, "all from joining fees and kits"),
    ];
    let found = labelled.into_iter();
    let found: Vec<_> = found
        .filter(|(figure, _)| is_anything(figure, results))
        .collect();
    match found[..] {
        [(figure, label)] => vec![KeyFigure { label, ..figure }],
        _ => found.into_iter().map(|(figure, _)| figure).collect(),
    }
}

/// How much is paid out. Where joining fees fund commissions, or commissions exceed the
/// volume, a share of the volume alone would mislead.
fn payouts(results: &Results, detail: Detail) -> Vec<KeyFigure> {
    let beside_volume = is_anything(&FROM_JOINING, results);
    match (beside_volume, exceeds_volume(results), detail) {
        (_, true, _) | (true, _, Detail::Brief) => vec![PAYOUT_OF_REVENUE],
        (true, false, Detail::Whole) => vec![PAYOUT_OF_VOLUME, PAYOUT_OF_REVENUE],
        (false, false, _) => vec![PAYOUT_OF_VOLUME],
    }
}

/// The payout of which something can be said in one column for every plan.
#[must_use]
pub fn payout(results: &Results) -> KeyFigure {
    payouts(results, Detail::Brief)[0]
}

fn exceeds_volume(results: &Results) -> bool {
    let shares = PAYOUT_OF_VOLUME.estimates(results).into_iter();
    shares
        .filter_map(|share| share.mean)
        .any(|share| share > 1.0 + FILE_PRECISION)
}

/// Whether the figure is anything but zero or undefined under some plan.
#[must_use]
pub fn is_anything(figure: &KeyFigure, results: &Results) -> bool {
    let estimates = figure.estimates(results).into_iter();
    estimates
        .filter_map(|estimate| estimate.mean)
        .any(|mean| mean.abs() > FILE_PRECISION)
}

/// Whether there are founders who are in no figure of participants (rulings.md 9).
#[must_use]
pub fn are_apart(subject: &Subject) -> bool {
    !subject.count_founders && subject.founders > 0
}

/// What [`EARLIEST`] and [`BEST_PAID`] are shares of in a study.
#[must_use]
pub fn received(subject: &Subject) -> &'static str {
    if subject.pays_margin {
        "participants' commissions and margin"
    } else {
        "participants' commissions"
    }
}

fn founders(subject: &Subject) -> &'static str {
    if subject.founders == 0 {
        "everyone in the network"
    } else if subject.count_founders {
        "founders included"
    } else {
        "founders apart"
    }
}

fn to_founders(subject: &Subject) -> KeyFigure {
    match subject.founders {
        1 => KeyFigure {
            label: "to the founder",
            ..FOUNDERS_SHARE
        },
        _ => FOUNDERS_SHARE,
    }
}

fn amount_to_founders(subject: &Subject) -> KeyFigure {
    match subject.founders {
        1 => KeyFigure {
            label: "mean amount",
            ..FOUNDERS_PAYOUT
        },
        _ => FOUNDERS_PAYOUT,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::fixture;

    fn labels(results: &Results, detail: Detail) -> Vec<&'static str> {
        let groups = groups(results, detail).into_iter();
        groups
            .flat_map(|group| group.figures)
            .map(|figure| figure.label)
            .collect()
    }

    fn set(results: &mut Results, metric: &str, value: f64) {
        for row in &mut results.summary {
            if row.metric == metric {
                row.estimate = fixture::estimate(value, 0.0);
            }
        }
    }

    #[test]
    fn what_is_nothing_under_every_plan_takes_no_line() {
        let mut results = fixture::results(2);
        let told = labels(&results, Detail::Whole);
        assert!(told.contains(&"at exactly 0"));
        assert!(told.contains(&"from own purchases"));
        set(&mut results, "share_zero", 0.0);
        set(&mut results, "funded_by_own_use", 0.0);
        set(&mut results, "funded_by_joining", 0.0);
        let told = labels(&results, Detail::Whole);
        assert!(!told.contains(&"at exactly 0"));
        assert!(!told.contains(&"from own purchases"));
        assert!(told.contains(&"all from outside customers"));
    }

    #[test]
    fn a_payout_that_volume_cannot_bear_is_a_share_of_revenue() {
        let mut results = fixture::results(2);
        set(&mut results, "funded_by_joining", 0.0);
        assert_eq!(payout(&results).label, "all, of commissionable volume");
        set(&mut results, "payout_of_cv", 1.5);
        assert_eq!(payout(&results).label, "all, of revenue with fees");
        set(&mut results, "payout_of_cv", 0.5);
        set(&mut results, "funded_by_joining", 0.1);
        assert_eq!(payout(&results).label, "all, of revenue with fees");
    }

    #[test]
    fn founders_have_a_line_unless_they_are_participants() {
        let mut results = fixture::results(2);
        assert!(labels(&results, Detail::Brief).contains(&"to the founder"));
        results.subject.founders = 3;
        assert!(labels(&results, Detail::Brief).contains(&"to the founders"));
        results.subject.count_founders = true;
        assert!(!labels(&results, Detail::Brief).contains(&"to the founders"));
    }

    #[test]
    fn time_has_a_line_where_it_costs_something() {
        let mut results = fixture::results(2);
        assert!(labels(&results, Detail::Brief).contains(&AFTER_TIME.label));
        set(&mut results, "mean_time_cost", 0.0);
        assert!(!labels(&results, Detail::Brief).contains(&AFTER_TIME.label));
    }
}
