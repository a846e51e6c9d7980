//! Winners and losers over replications: `winners_losers.csv` and the rows of
//! `comparison.csv` that are about changes (rulings.md 28, 29).

use crate::measure::change::Changed;
use crate::measure::replication::AgainstBaseline;
use crate::study::interval::{Estimator, Moments, Range, SHARE};
use crate::study::results::{Bucket, ComparisonRow, Ranking, Unit, WinnersLosersRow};

const BUCKETS: usize = Bucket::ALL.len();
const RANKINGS: [Ranking; 3] = [
    Ranking::BaselineNet,
    Ranking::JoiningOrder,
    Ranking::Everyone,
];

/// One plan against the baseline.
#[derive(Clone, Debug, Default)]
pub(super) struct ChangeTables {
    /// By [`RANKINGS`], then by group.
    rankings: [Vec<[BucketSums; BUCKETS]>; RANKINGS.len()],
    better: Moments,
    worse: Moments,
    unchanged: Moments,
    mean_change: Moments,
    total_moved: Moments,
    dominance_1: Moments,
    dominance_2: Moments,
    /// Whether other people joined than under the baseline in any replication: then nobody
    /// is compared in any.
    unpaired: bool,
}

#[derive(Clone, Copy, Debug, Default)]
struct BucketSums {
    share: Moments,
    people: u64,
    change: i128,
}

impl ChangeTables {
    pub(super) fn is_empty(&self) -> bool {
        !self.unpaired && self.total_moved.count() == 0
    }

    /// Whether it was not the same people in every replication.
    pub(super) fn is_unpaired(&self) -> bool {
        self.unpaired
    }

    /// Takes in the next replication; `None` if it was not the same people.
    pub(super) fn push(&mut self, against: Option<&AgainstBaseline>) {
        if self.unpaired {
            return;
        }
        let Some(against) = against else {
            *self = ChangeTables {
                unpaired: true,
                ..ChangeTables::default()
            };
            return;
        };
        for (table, ranking) in self.rankings.iter_mut().zip(RANKINGS) {
            let groups = against.changes.by(ranking);
            table.resize(groups.len(), [BucketSums::default(); BUCKETS]);
            for (sums, group) in table.iter_mut().zip(&groups) {
                push_group(sums, group);
            }
        }
        if let Some(everyone) = against.changes.for_everyone() {
            self.better.push(everyone.better);
            self.worse.push(everyone.worse);
            self.unchanged.push(everyone.unchanged);
            self.mean_change.push(everyone.mean);
        }
        self.total_moved.push(against.changes.turnover as f64 / 2.0);
        self.dominance_1
            .push(f64::from(u8::from(against.dominance.first_order)));
        self.dominance_2
            .push(f64::from(u8::from(against.dominance.second_order)));
    }

    pub(super) fn comparison(
        &self,
        plan: &str,
        baseline: &str,
        estimator: &mut Estimator,
    ) -> Vec<ComparisonRow> {
        let rows: [(&'static str, Unit, &Moments, Range); 7] = [
            ("share_better", Unit::Share, &self.better, SHARE),
            ("share_worse", Unit::Share, &self.worse, SHARE),
            ("share_unchanged", Unit::Share, &self.unchanged, SHARE),
            ("mean_change", Unit::Amount, &self.mean_change, None),
            ("total_moved", Unit::Amount, &self.total_moved, None),
            ("dominance_1", Unit::Share, &self.dominance_1, SHARE),
            ("dominance_2", Unit::Share, &self.dominance_2, SHARE),
        ];
        rows.into_iter()
            .map(|(metric, unit, moments, range)| ComparisonRow {
                plan: plan.to_owned(),
                baseline: baseline.to_owned(),
                metric,
                unit,
                difference: estimator.mean(moments, range),
                sd: moments.deviation(),
                replications: moments.count(),
            })
            .collect()
    }

    pub(super) fn winners_losers(
        &self,
        plan: &str,
        baseline: &str,
        estimator: &mut Estimator,
    ) -> Vec<WinnersLosersRow> {
        let mut rows = Vec::new();
        for (table, ranked_by) in self.rankings.iter().zip(RANKINGS) {
            let first = match ranked_by {
                Ranking::Everyone => 0,
                Ranking::BaselineNet | Ranking::JoiningOrder => 1,
            };
            for (group, sums) in (first..).zip(table) {
                for (bucket, sums) in Bucket::ALL.into_iter().zip(sums) {
                    rows.push(WinnersLosersRow {
                        plan: plan.to_owned(),
                        baseline: baseline.to_owned(),
                        ranked_by,
                        group,
                        bucket,
                        share: estimator.mean(&sums.share, SHARE),
                        mean_change: (sums.people > 0)
                            .then(|| sums.change as f64 / sums.people as f64),
                    });
                }
            }
        }
        rows
    }
}

fn push_group(sums: &mut [BucketSums; BUCKETS], group: &[Changed; BUCKETS]) {
    let people: u64 = group.iter().map(|cell| cell.people).sum();
    for (sums, cell) in sums.iter_mut().zip(group) {
        if people > 0 {
            sums.share.push(cell.people as f64 / people as f64);
        }
        sums.people += cell.people;
        sums.change += i128::from(cell.change);
    }
}
