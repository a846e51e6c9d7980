//! The distributions of accounts over replications: `quantiles.csv`, `cumulative.csv`,
//! `histogram.csv`, `lorenz.csv`, `joining_curve.csv`.

use crate::measure::curve::{Curve, STEPS};
use crate::measure::distribution::{CumulativeGrid, HistogramBins};
use crate::measure::replication::{AccountMeasures, quantile_grid};
use crate::study::interval::{Estimator, Moments, Ratio, SHARE};
use crate::study::results::{Account, CumulativeRow, HistogramRow, LorenzRow, QuantileRow};

/// The accounts of one plan.
#[derive(Clone, Debug, Default)]
pub(super) struct AccountTables {
    commissions: AccountTable,
    /// Empty if there is no margin: then it is the same as commissions.
    gross: Option<AccountTable>,
    net: AccountTable,
}

/// The cumulative distribution of one plan's net.
#[derive(Clone, Debug, Default)]
pub(super) struct CumulativeTable {
    shares: Vec<Moments>,
}

impl CumulativeTable {
    pub(super) fn push(&mut self, participants: u64, people: &[u32]) {
        if participants == 0 {
            return;
        }
        self.shares.resize(people.len(), Moments::default());
        for (share, &people) in self.shares.iter_mut().zip(people) {
            share.push(f64::from(people) / participants as f64);
        }
    }

    /// The rows of `cumulative.csv`: from the last point below all amounts to the first
    /// that nobody is above.
    pub(super) fn rows(
        &self,
        plan: &str,
        grid: &CumulativeGrid,
        estimator: &mut Estimator,
    ) -> Vec<CumulativeRow> {
        let mean = |share: &Moments| share.mean().unwrap_or(0.0);
        let above_none = self.shares.partition_point(|share| mean(share) <= 0.0);
        let below_all = self.shares.partition_point(|share| mean(share) < 1.0);
        let shown = above_none.saturating_sub(1)..(below_all + 1).min(self.shares.len());
        shown
            .map(|point| CumulativeRow {
                plan: plan.to_owned(),
                account: Account::Net,
                value: grid.points()[point],
                share: estimator.mean(&self.shares[point], SHARE),
            })
            .collect()
    }
}

/// One account.
#[derive(Clone, Debug, Default)]
struct AccountTable {
    quantiles: Vec<Moments>,
    counts: Vec<Moments>,
    shares: Vec<Moments>,
    /// Replication by replication, for the jackknife.
    lorenz: Vec<Curve>,
    joining: Vec<Curve>,
}

impl AccountTables {
    pub(super) fn push(
        &mut self,
        participants: u64,
        commissions: AccountMeasures,
        gross: Option<AccountMeasures>,
        net: AccountMeasures,
    ) {
        self.commissions.push(participants, commissions);
        self.net.push(participants, net);
        if let Some(gross) = gross {
            self.gross.get_or_insert_default().push(participants, gross);
        }
    }

    fn each(&self) -> [(Account, &AccountTable); 3] {
        [
            (Account::Commissions, &self.commissions),
            (
                Account::Gross,
                self.gross.as_ref().unwrap_or(&self.commissions),
            ),
            (Account::Net, &self.net),
        ]
    }

    /// The rows of `quantiles.csv`.
    pub(super) fn quantiles(&self, plan: &str, estimator: &mut Estimator) -> Vec<QuantileRow> {
        let mut rows = Vec::new();
        for (account, table) in self.each() {
            for ((numerator, denominator), moments) in quantile_grid().zip(&table.quantiles) {
                rows.push(QuantileRow {
                    plan: plan.to_owned(),
                    account,
                    p: numerator as f64 / denominator as f64,
                    value: estimator.mean(moments, None),
                });
            }
        }
        rows
    }

    /// The rows of `histogram.csv`.
    pub(super) fn histogram(
        &self,
        plan: &str,
        bins: &HistogramBins,
        estimator: &mut Estimator,
    ) -> Vec<HistogramRow> {
        let mut rows = Vec::new();
        for (account, table) in self.each() {
            let moments = table.counts.iter().zip(&table.shares);
            for ((from, to), (count, share)) in bins.edges().zip(moments) {
                rows.push(HistogramRow {
                    plan: plan.to_owned(),
                    account,
                    from,
                    to,
                    count_mean: count.mean().unwrap_or(0.0),
                    share: estimator.mean(share, SHARE),
                });
            }
        }
        rows
    }

    /// The rows of `lorenz.csv`.
    pub(super) fn lorenz(&self, plan: &str, estimator: &mut Estimator) -> Vec<LorenzRow> {
        self.curves(plan, |table| &table.lorenz, estimator)
    }

    /// The rows of `joining_curve.csv`.
    pub(super) fn joining_curve(&self, plan: &str, estimator: &mut Estimator) -> Vec<LorenzRow> {
        self.curves(plan, |table| &table.joining, estimator)
    }

    fn curves(
        &self,
        plan: &str,
        of: fn(&AccountTable) -> &[Curve],
        estimator: &mut Estimator,
    ) -> Vec<LorenzRow> {
        let mut rows = Vec::new();
        for (account, table) in self.each() {
            let curves = of(table);
            // Net has none.
            if curves.is_empty() {
                continue;
            }
            for step in 0..=STEPS {
                // Pooled like the early and top shares, which are points of these curves.
                let ratios: Vec<Ratio> = curves.iter().map(|curve| curve.first(step)).collect();
                rows.push(LorenzRow {
                    plan: plan.to_owned(),
                    account,
                    people: step as f64 / STEPS as f64,
                    money: estimator.pooled(&ratios, SHARE),
                });
            }
        }
        rows
    }
}

impl AccountTable {
    fn push(&mut self, participants: u64, account: AccountMeasures) {
        self.quantiles
            .resize(quantile_grid().count(), Moments::default());
        for (moments, quantile) in self.quantiles.iter_mut().zip(account.quantiles) {
            moments.push(quantile as f64);
        }
        self.counts
            .resize(account.histogram.len(), Moments::default());
        self.shares
            .resize(account.histogram.len(), Moments::default());
        let moments = self.counts.iter_mut().zip(&mut self.shares);
        for ((count, share), people) in moments.zip(account.histogram) {
            count.push(people as f64);
            if participants > 0 {
                share.push(people as f64 / participants as f64);
            }
        }
        if let Some(curves) = account.curves {
            self.lorenz.push(curves.lorenz);
            self.joining.push(curves.joining);
        }
    }
}
