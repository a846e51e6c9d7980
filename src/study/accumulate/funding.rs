//! Where the money of each component comes from: `funding.csv`.

use crate::books::Source;
use crate::measure::replication::ComponentFunding;
use crate::study::interval::{Estimator, Moments, Ratio, SHARE};
use crate::study::results::FundingRow;

/// The components of one plan, replication by replication.
#[derive(Clone, Debug, Default)]
pub(super) struct FundingTable {
    components: Vec<(String, Vec<[i64; Source::ALL.len()]>)>,
}

impl FundingTable {
    /// A plan has the same components in every replication.
    pub(super) fn push(&mut self, funding: &[ComponentFunding]) {
        if self.components.is_empty() {
            let names = funding.iter().map(|component| component.component.clone());
            self.components = names.map(|name| (name, Vec::new())).collect();
        }
        for ((_, replications), component) in self.components.iter_mut().zip(funding) {
            replications.push(component.funded_by);
        }
    }

    pub(super) fn rows(&self, plan: &str, estimator: &mut Estimator) -> Vec<FundingRow> {
        let mut rows = Vec::new();
        for (component, replications) in &self.components {
            for source in Source::ALL {
                let amounts: Moments = replications
                    .iter()
                    .map(|amounts| amounts[source as usize] as f64)
                    .collect();
                let ratios: Vec<Ratio> = replications
                    .iter()
                    .map(|amounts| {
                        let paid: i64 = amounts.iter().sum();
                        (amounts[source as usize] as f64, paid as f64)
                    })
                    .collect();
                rows.push(FundingRow {
                    plan: plan.to_owned(),
                    component: component.clone(),
                    source: source.word(),
                    amount_mean: amounts.mean().unwrap_or(0.0),
                    share: estimator.pooled(&ratios, SHARE),
                });
            }
        }
        rows
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_replication_that_paid_nothing_is_pooled_too() {
        let mut table = FundingTable::default();
        for funded_by in [[1, 1, 0], [0, 0, 0], [4, 0, 0]] {
            let component = "bonus".to_owned();
            table.push(&[ComponentFunding {
                component,
                funded_by,
            }]);
        }
        let mut estimator = Estimator::default();
        let customers = &table.rows("plan", &mut estimator)[0];
        let all_three = estimator.pooled(&[(1.0, 2.0), (0.0, 0.0), (4.0, 4.0)], SHARE);
        assert_eq!(customers.share, all_three);
        assert_eq!(customers.amount_mean, 5.0 / 3.0);
    }
}
