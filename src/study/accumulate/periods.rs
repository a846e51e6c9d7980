//! Pay period by pay period: `periods.csv`.

use crate::measure::facts::PeriodFacts;
use crate::study::interval::{Estimator, Moments, SHARE};
use crate::study::results::PeriodRow;

/// The pay periods of one plan, summed over replications.
#[derive(Clone, Debug, Default)]
pub(super) struct PeriodTable {
    periods: Vec<PeriodSums>,
}

#[derive(Clone, Debug, Default)]
struct PeriodSums {
    participants: u64,
    enrolled: u64,
    active: u64,
    customers: u64,
    revenue: i128,
    payout: i128,
    share_loss_so_far: Moments,
}

impl PeriodTable {
    pub(super) fn push(&mut self, periods: &[PeriodFacts]) {
        self.periods.resize_with(periods.len(), PeriodSums::default);
        for (sums, period) in self.periods.iter_mut().zip(periods) {
            sums.participants += period.participants;
            sums.enrolled += period.enrolled;
            sums.active += period.active;
            sums.customers += period.customers;
            sums.revenue += i128::from(period.revenue);
            sums.payout += i128::from(period.payout);
            if period.participants > 0 {
                let share = period.in_loss_so_far as f64 / period.participants as f64;
                sums.share_loss_so_far.push(share);
            }
        }
    }

    pub(super) fn rows(
        &self,
        plan: &str,
        replications: u32,
        estimator: &mut Estimator,
    ) -> Vec<PeriodRow> {
        let replications = f64::from(replications);
        (1..)
            .zip(&self.periods)
            .map(|(period, sums)| PeriodRow {
                plan: plan.to_owned(),
                period,
                participants: sums.participants as f64 / replications,
                enrolled: sums.enrolled as f64 / replications,
                active: sums.active as f64 / replications,
                customers: sums.customers as f64 / replications,
                revenue: sums.revenue as f64 / replications,
                payout: sums.payout as f64 / replications,
                share_loss_so_far: estimator.mean(&sums.share_loss_so_far, SHARE),
            })
            .collect()
    }
}
