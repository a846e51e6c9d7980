//! Groups of participants over replications: `depth.csv`, `joining_decile.csv`,
//! `joining_period.csv`, `cohorts.csv`.
//!
//! A group need not occur in every replication: its size is averaged over all of them (0
//! where it does not), everything else over those in which it does.

use std::collections::BTreeMap;
use std::ops::RangeInclusive;

use crate::measure::facts::CohortFacts;
use crate::measure::group::Group;
use crate::study::interval::{Estimator, Moments, SHARE};
use crate::study::results::{CohortRow, GroupRow};

/// How many may be in a group.
const MEMBERS: RangeInclusive<u64> = 1..=u32::MAX as u64;

/// The groups of one division of the participants under one plan.
#[derive(Clone, Debug, Default)]
pub(super) struct GroupTable {
    groups: BTreeMap<u32, GroupSums>,
    /// Σ commissions of all groups.
    commissions: i128,
}

#[derive(Clone, Debug, Default)]
struct GroupSums {
    participants: u64,
    share_profit: Moments,
    mean_net: Moments,
    median_net: Moments,
    mean_gross: Moments,
    mean_periods_enrolled: Moments,
    commissions: i128,
}

impl GroupTable {
    pub(super) fn push(&mut self, groups: &[Group]) {
        // A record that was kept may hold anything: nobody has no mean.
        let counted = |group: &&Group| MEMBERS.contains(&group.participants);
        for group in groups.iter().filter(counted) {
            let people = group.participants as f64;
            let sums = self.groups.entry(group.number).or_default();
            sums.participants += group.participants;
            sums.share_profit.push(group.in_profit as f64 / people);
            sums.mean_net.push(group.net as f64 / people);
            sums.median_net.push(group.median_net as f64);
            sums.mean_gross.push(group.gross as f64 / people);
            sums.mean_periods_enrolled
                .push(group.periods_enrolled as f64 / people);
            sums.commissions += i128::from(group.commissions);
            self.commissions += i128::from(group.commissions);
        }
    }

    pub(super) fn rows(
        &self,
        plan: &str,
        replications: u32,
        estimator: &mut Estimator,
    ) -> Vec<GroupRow> {
        let groups = self.groups.iter();
        groups
            .map(|(&number, sums)| GroupRow {
                plan: plan.to_owned(),
                group: number,
                participants: sums.participants as f64 / f64::from(replications),
                share_profit: estimator.mean(&sums.share_profit, SHARE),
                mean_net: sums.mean_net.mean(),
                median_net: sums.median_net.mean(),
                mean_gross: sums.mean_gross.mean(),
                share_of_commissions: (self.commissions > 0)
                    .then(|| sums.commissions as f64 / self.commissions as f64),
                mean_periods_enrolled: sums.mean_periods_enrolled.mean(),
            })
            .collect()
    }
}

/// Joining cohorts by completed periods under one plan.
#[derive(Clone, Debug, Default)]
pub(super) struct CohortTable {
    /// By joining period and completed periods.
    cohorts: BTreeMap<(u32, u32), CohortSums>,
}

#[derive(Clone, Debug, Default)]
struct CohortSums {
    participants: u64,
    mean_net: Moments,
    median_net: Moments,
    share_profit: Moments,
}

impl CohortTable {
    pub(super) fn push(&mut self, cohorts: &[CohortFacts]) {
        for cohort in cohorts
            .iter()
            .filter(|cohort| MEMBERS.contains(&cohort.participants))
        {
            let people = cohort.participants as f64;
            let sums = self
                .cohorts
                .entry((cohort.joined, cohort.completed))
                .or_default();
            sums.participants += cohort.participants;
            sums.mean_net.push(cohort.net as f64 / people);
            sums.median_net.push(cohort.median_net as f64);
            sums.share_profit.push(cohort.in_profit as f64 / people);
        }
    }

    pub(super) fn rows(
        &self,
        plan: &str,
        replications: u32,
        estimator: &mut Estimator,
    ) -> Vec<CohortRow> {
        let cohorts = self.cohorts.iter();
        cohorts
            .map(|(&(joined_period, completed_periods), sums)| CohortRow {
                plan: plan.to_owned(),
                joined_period,
                completed_periods,
                participants: sums.participants as f64 / f64::from(replications),
                mean_net: estimator.mean(&sums.mean_net, None),
                median_net: sums.median_net.mean(),
                share_profit: sums.share_profit.mean(),
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_group_that_does_not_always_occur() {
        let group = |number, participants, in_profit, commissions| Group {
            number,
            participants,
            in_profit,
            in_loss: 0,
            net: 10 * in_profit as i64,
            median_net: 10,
            gross: commissions,
            commissions,
            periods_enrolled: 3 * participants,
        };
        let mut table = GroupTable::default();
        table.push(&[group(1, 4, 1, 60), group(2, 2, 2, 20)]);
        table.push(&[group(1, 4, 3, 20)]);
        let rows = table.rows("plan", 2, &mut Estimator::default());
        // Two people at depth 2 in one of two replications: one on average, both in profit.
        assert_eq!((rows[1].group, rows[1].participants), (2, 1.0));
        assert_eq!(
            (rows[1].share_profit.mean, rows[1].share_profit.low),
            (Some(1.0), None)
        );
        assert_eq!(
            (rows[1].mean_net, rows[1].mean_periods_enrolled),
            (Some(10.0), Some(3.0))
        );
        assert_eq!(
            (rows[0].participants, rows[0].share_profit.mean),
            (4.0, Some(0.5))
        );
        assert_eq!(rows[0].share_of_commissions, Some(0.8));
        assert_eq!(rows[1].share_of_commissions, Some(0.2));
    }

    #[test]
    fn cohorts_are_averaged_where_they_are_observed() {
        let cohort = |participants, net| CohortFacts {
            joined: 2,
            completed: 3,
            participants,
            net,
            median_net: -4,
            in_profit: 1,
        };
        let mut table = CohortTable::default();
        table.push(&[cohort(4, 40)]);
        table.push(&[cohort(2, -40)]);
        table.push(&[cohort(0, 0)]);
        let rows = table.rows("plan", 3, &mut Estimator::default());
        assert_eq!(
            (rows.len(), rows[0].joined_period, rows[0].completed_periods),
            (1, 2, 3)
        );
        assert_eq!(
            (rows[0].participants, rows[0].mean_net.mean),
            (2.0, Some(-5.0))
        );
        assert_eq!(
            (rows[0].median_net, rows[0].share_profit),
            (Some(-4.0), Some(0.375))
        );
    }
}
