//! The sources of the money that participants receive: of what the company pays, from
//! `funding.csv`, and of retail margin.

use crate::study::results::{Estimate, FundingRow, PlanLabel, Results};

/// The sources as people read them: retail margin, then those of [`PAID_BY`].
pub(super) const SOURCE_WORDS: [&str; 4] = [
    "outside customers, as retail margin",
    "outside customers",
    "own purchases",
    "joining fees and kits",
];

/// The sources of what the company pays, as in `funding.csv`.
const PAID_BY: [&str; 3] = ["customers", "own_use", "joining"];

/// A plan and the money under it.
pub(super) struct Funding<'a> {
    /// Its names.
    pub label: &'a PlanLabel,
    /// Retail margin of participants in a replication, minor units; `None` where no plan
    /// pays any.
    pub margin: Option<f64>,
    /// What the company pays, in the order of [`PAID_BY`].
    paid: [Option<&'a FundingRow>; 3],
}

impl Funding<'_> {
    /// Mean amount the company pays in a replication, minor units.
    fn payout(&self) -> f64 {
        self.paid.iter().flatten().map(|row| row.amount_mean).sum()
    }

    /// Mean amount received in a replication, minor units.
    pub fn total(&self) -> f64 {
        self.payout() + self.margin.unwrap_or(0.0)
    }

    /// The places in [`SOURCE_WORDS`] and the shares of what the company pays, where they
    /// are defined.
    pub fn paid_by(&self) -> impl Iterator<Item = (usize, Estimate)> {
        let shares = self.paid.iter().enumerate();
        shares.filter_map(|(source, row)| {
            let share = (*row)?.share;
            share.mean.map(|_| (source + 1, share))
        })
    }

    /// The places in [`SOURCE_WORDS`] and the shares of all that is received, where they
    /// are not nothing. Intervals are of the company's payments alone and do not carry
    /// over to sums with margin.
    pub fn parts(&self) -> impl Iterator<Item = (usize, Estimate)> {
        let total = self.total();
        let part = move |amount: f64| Estimate {
            mean: (total > 0.0).then(|| amount / total),
            ..Estimate::default()
        };
        let margin = self.margin.map(|margin| (0, part(margin)));
        let alone = self.margin.is_none();
        let paid = self.paid_by().map(move |(source, share)| {
            let row = self.paid[source - 1];
            if alone {
                (source, share)
            } else {
                (source, part(row.map_or(0.0, |row| row.amount_mean)))
            }
        });
        margin
            .into_iter()
            .chain(paid)
            .filter(|(_, share)| share.mean.is_some_and(|mean| mean > 0.0))
    }
}

/// The plans' sources in the order of the scenario; empty if no plan's are known.
pub(super) fn of(results: &Results) -> Vec<Funding<'_>> {
    let subject = &results.subject;
    let total = |plan: &str, source: &str| {
        results
            .funding
            .iter()
            .find(|row| row.plan == plan && row.component == "total" && row.source == source)
    };
    if results.funding.is_empty() {
        return Vec::new();
    }
    subject
        .plans
        .iter()
        .map(|label| Funding {
            label,
            margin: subject
                .pays_margin
                .then(|| retail_margin(results, &label.name))
                .flatten(),
            paid: PAID_BY.map(|source| total(&label.name, source)),
        })
        .collect()
}

/// Mean retail margin that participants keep in a replication, minor units: their gross
/// less their commissions. No table has it, but `replications.csv` has both: mean gross to a
/// ten-thousandth of a minor unit, so that of ten thousand people is exact.
fn retail_margin(results: &Results, plan: &str) -> Option<f64> {
    let columns = &results.replications.metrics;
    let column = |name: &str| columns.iter().position(|(metric, _)| *metric == name);
    let (participants, mean_gross) = (column("participants")?, column("mean_gross")?);
    let (payout, founders_payout) = (column("payout")?, column("founders_payout")?);
    let rows = results.replications.rows.iter();
    let margins: Vec<f64> = rows
        .filter(|row| row.plan == plan)
        .filter_map(|row| {
            let founders = if results.subject.count_founders {
                0.0
            } else {
                row.values[founders_payout]?
            };
            let commissions = row.values[payout]? - founders;
            let people = row.values[participants]?;
            let gross = row.values[mean_gross].unwrap_or(0.0) * people;
            // Amounts are whole minor units; only their mean is not.
            Some(libm::round(gross - commissions))
        })
        .collect();
    (!margins.is_empty()).then(|| margins.iter().sum::<f64>() / margins.len() as f64)
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{Shape, TYPICAL};
    use super::*;

    #[test]
    fn margin_is_what_commissions_leave_of_gross() {
        let shape = Shape {
            margin: true,
            ..TYPICAL
        };
        let results = shape.results();
        let plans = of(&results);
        for plan in &plans {
            assert_eq!(plan.margin, Some(shape.retail_margin()));
            let whole: f64 = plan.parts().filter_map(|(_, share)| share.mean).sum();
            assert!((whole - 1.0).abs() < 1e-12);
        }
        // The first plan pays nothing: its participants live on margin alone.
        assert_eq!(plans[0].parts().count(), 1);
        assert_eq!(plans[0].total(), shape.retail_margin());
    }

    #[test]
    fn founders_who_count_are_among_those_who_keep_margin() {
        let mut results = Shape {
            margin: true,
            ..TYPICAL
        }
        .results();
        let apart = of(&results)[1].margin.unwrap();
        results.subject.count_founders = true;
        let founders = results.replications.rows[1].values[3].unwrap();
        assert_eq!(of(&results)[1].margin, Some(apart - founders));
    }

    #[test]
    fn without_margin_the_shares_are_those_of_the_table() {
        let results = TYPICAL.results();
        let plans = of(&results);
        assert_eq!(plans[1].margin, None);
        let shares: Vec<_> = plans[1].parts().map(|(_, share)| share).collect();
        assert_eq!(shares[0], results.funding[3].share);
    }
}
