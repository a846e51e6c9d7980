//! The rates of a period and the lines they make.

use crate::money::Rate;
use crate::plan::by_rank::ByRank;
use crate::plan::earnings::{Earnings, Line};
use crate::plan::ground::Ground;

use super::Matched;

/// The rates of a period, by place on the ladder and level.
pub(super) struct Rates {
    by_place: Vec<Vec<i64>>,
    /// Those that hang on no rank, for levels nobody holds.
    common: Vec<i64>,
    /// One of the rates' own denominator.
    one: i128,
    /// What brings a rate to the plan's denominator.
    to_plan: i64,
}

impl Rates {
    /// `rates` at every rank but those `by_rank` lists, over `10^decimals`.
    pub fn new(
        rates: &[Rate],
        by_rank: &ByRank<Vec<Rate>>,
        decimals: u32,
        ground: &Ground,
    ) -> Rates {
        let row = |row: &[Rate]| -> Vec<i64> {
            row.iter()
                .map(|rate| rate.numerator_over(decimals))
                .collect()
        };
        let common = row(rates);
        Rates {
            by_place: by_rank
                .by_place(ground.ranks)
                .iter()
                .map(|own| own.as_ref().map_or_else(|| common.clone(), |own| row(own)))
                .collect(),
            common,
            one: 10_i128.pow(decimals),
            to_plan: 10_i64.pow(ground.decimals.saturating_sub(decimals)),
        }
    }

    /// How many levels any rank is paid.
    pub fn deepest(&self) -> usize {
        self.by_place.iter().map(Vec::len).max().unwrap_or(0)
    }

    /// What a payee's rank gets at a level, 0 where it gets nothing.
    pub fn of(&self, ground: &Ground, payee: u32, level: usize) -> i64 {
        let place = usize::from(ground.rank_of(payee as usize));
        self.by_place[place].get(level - 1).copied().unwrap_or(0)
    }

    /// The rate of what was earned: exact, since the plan keeps the decimals of both.
    pub fn line(
        &self,
        matched: &Matched,
        level: usize,
        rate: i64,
        ground: &Ground,
    ) -> Option<Line> {
        let mut exact = [0; 3];
        for (exact, part) in exact.iter_mut().zip(matched.parts) {
            let share = i128::from(part) * i128::from(rate) / self.one;
            *exact = i64::try_from(share).ok()?;
        }
        Some(Line {
            source: matched.source,
            level: level as u16,
            volume: matched.total / 10_i64.checked_pow(ground.decimals)?,
            rate: rate.checked_mul(self.to_plan)?,
            exact,
        })
    }

    /// Books a level for which there is no upline, at the rate that hangs on no rank.
    pub fn above_the_root(
        &self,
        matched: &Matched,
        level: usize,
        ground: &Ground,
        earnings: &mut Earnings,
    ) -> Option<()> {
        if let Some(&rate) = self.common.get(level - 1) {
            earnings.above_the_root(self.line(matched, level, rate, ground)?);
        }
        Some(())
    }
}
