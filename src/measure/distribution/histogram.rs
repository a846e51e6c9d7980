//! Bins that are the same for every plan, scenario and replication: 1-2-5 steps on both
//! sides of zero, zero apart (rulings.md 33).

use super::Distribution;

/// The largest power of ten with an edge of its own, in whole units of the currency.
const LARGEST_POWER: u32 = 8;

/// The bins of every histogram in a currency.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HistogramBins {
    /// The upper edge of every bin but the last, which is open, in minor units.
    uppers: Vec<i64>,
}

impl HistogramBins {
    /// The bins for a currency with so many minor units in a whole one.
    #[must_use]
    pub fn new(scale: i64) -> HistogramBins {
        let mut steps = Vec::new();
        for power in 0..=LARGEST_POWER {
            for step in [1, 2, 5] {
                steps.push(step * 10_i64.pow(power) * scale);
            }
        }
        let mut uppers: Vec<i64> = steps.iter().rev().map(|step| -step).collect();
        uppers.extend([-1, 0]);
        uppers.extend(steps);
        // In a currency without a minor unit the first step is the smallest amount.
        uppers.dedup();
        HistogramBins { uppers }
    }

    /// Each bin as (from, to]: lower edge excluded, upper edge included, `None` open,
    /// the bin of exactly zero as (0, 0).
    pub fn edges(&self) -> impl Iterator<Item = (Option<i64>, Option<i64>)> {
        let from = std::iter::once(None).chain(self.uppers.iter().copied().map(Some));
        let to = self.uppers.iter().copied().map(Some).chain([None]);
        from.zip(to).map(|edges| match edges {
            (_, Some(0)) => (Some(0), Some(0)),
            edges => edges,
        })
    }

    /// How many people fall into each bin.
    #[must_use]
    pub fn count(&self, distribution: &Distribution) -> Vec<u64> {
        let mut so_far = 0;
        self.uppers
            .iter()
            .map(|&upper| distribution.people_at_most(upper))
            .chain([distribution.people()])
            .map(|people| people - std::mem::replace(&mut so_far, people))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_amount_falls_into_the_bin_whose_edges_hold_it() {
        let bins = HistogramBins::new(100);
        let mut distribution = Distribution::default();
        for amount in [
            -100_000_000_000,
            -501,
            -500,
            -100,
            -1,
            0,
            1,
            100,
            101,
            200,
            7_777_777,
            i64::MAX / 4,
        ] {
            distribution.count(&[amount]);
            let counts = bins.count(&distribution);
            let held: Vec<u64> = bins
                .edges()
                .map(|(from, to)| {
                    let above =
                        from.is_none_or(|from| amount > from) || (from, to) == (Some(0), Some(0));
                    let below = to.is_none_or(|to| amount <= to);
                    let zero = (from, to) != (Some(0), Some(0)) || amount == 0;
                    u64::from(above && below && zero)
                })
                .collect();
            assert_eq!(counts, held, "{amount}");
        }
    }

    #[test]
    fn edges_are_one_two_five() {
        let edges: Vec<_> = HistogramBins::new(100).edges().collect();
        assert_eq!(edges.len(), 57);
        assert_eq!(edges[0], (None, Some(-50_000_000_000)));
        assert_eq!(
            &edges[26..32],
            [
                (Some(-200), Some(-100)),
                (Some(-100), Some(-1)),
                (Some(0), Some(0)),
                (Some(0), Some(100)),
                (Some(100), Some(200)),
                (Some(200), Some(500)),
            ]
        );
        assert_eq!(HistogramBins::new(1).edges().count(), 56);
    }
}
