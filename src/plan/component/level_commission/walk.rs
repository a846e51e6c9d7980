//! Paying level by level, walking up from every source: the rule as plans.md E3 and S4
//! state it.

use crate::network::NO_SPONSOR;
use crate::plan::compression::{Compression, Entitlement, Holder, Uplines};
use crate::plan::earnings::{Earnings, Line, Parts};
use crate::plan::ground::Ground;

use super::schedule::{Schedule, Series};
use super::{LevelCommission, LevelMemory};

/// Deep enough for every level there is.
const ALL_LEVELS: u16 = u16::MAX - 1;

/// The rule over one period's ground, with everything that hangs on rank looked up.
pub(super) struct Walk<'a> {
    rule: &'a LevelCommission,
    ground: &'a Ground<'a>,
    parents: &'a [u32],
    reach: Reach<'a>,
    /// Rate of each level over the common denominator; empty for a series.
    rates: Vec<i64>,
    sale_rate: i64,
}

/// Who may hold which level.
struct Reach<'a> {
    ground: &'a Ground<'a>,
    /// The deepest level by place on the ladder; empty if every rank may hold every level.
    deepest: Vec<u16>,
    /// Rates by place on the ladder; empty if all ranks earn the same.
    by_place: Vec<Vec<i64>>,
    /// 1 + the deepest level anyone from each member up to the root may hold; empty where
    /// that was not settled.
    best: &'a [u16],
}

impl Reach<'_> {
    fn deepest_of(&self, member: usize) -> u16 {
        match self.deepest.as_slice() {
            [] => ALL_LEVELS,
            deepest => deepest[usize::from(self.ground.rank_of(member))],
        }
    }

    /// Fills `best`, parents before children.
    fn settle(&self, parents: &[u32], best: &mut Vec<u16>) {
        best.clear();
        for (member, &parent) in parents.iter().enumerate() {
            let own = if self.is_active(member) {
                self.deepest_of(member) + 1
            } else {
                0
            };
            best.push(if parent == NO_SPONSOR {
                own
            } else {
                own.max(best[parent as usize])
            });
        }
    }
}

impl Entitlement for Reach<'_> {
    #[inline]
    fn is_active(&self, member: usize) -> bool {
        self.ground.is_active(member)
    }

    #[inline]
    fn is_entitled(&self, member: usize, level: usize) -> bool {
        level <= usize::from(self.deepest_of(member))
            && (self.by_place.is_empty()
                || self.by_place[usize::from(self.ground.rank_of(member))]
                    .get(level - 1)
                    .is_some_and(|&rate| rate != 0))
    }

    #[inline]
    fn is_anyone_from(&self, member: usize, level: usize) -> bool {
        self.best
            .get(member)
            .is_none_or(|&best| usize::from(best) > level)
    }
}

impl<'a> Walk<'a> {
    /// The rule over a ground. `best` is scratch that saves the climbs of compression from
    /// looking for someone in vain; not worth it for a single source.
    pub(super) fn new(
        rule: &'a LevelCommission,
        ground: &'a Ground<'a>,
        best: Option<&'a mut Vec<u16>>,
    ) -> Walk<'a> {
        let over = |rates: &[crate::money::Rate]| -> Vec<i64> {
            rates
                .iter()
                .map(|rate| rate.numerator_over(ground.decimals))
                .collect()
        };
        let rates = match &rule.schedule {
            Schedule::Rates(rates) => over(rates),
            Schedule::Geometric { .. } => Vec::new(),
        };
        let by_place = rule.rate_by_rank.as_ref().map_or(Vec::new(), |by_rank| {
            let unlisted = if rule.rates_are_given {
                rates.clone()
            } else {
                Vec::new()
            };
            by_rank
                .by_place(ground.ranks)
                .into_iter()
                .map(|row| row.map_or_else(|| unlisted.clone(), |row| over(&row)))
                .collect()
        });
        let deepest = rule.depth_by_rank.as_ref().map_or(Vec::new(), |by_rank| {
            by_rank
                .by_place(ground.ranks)
                .into_iter()
                .map(Option::unwrap_or_default)
                .collect()
        });
        let parents = rule.parents(ground);
        let mut reach = Reach {
            ground,
            deepest,
            by_place,
            best: &[],
        };
        let climbs = matches!(rule.compression, Compression::Dynamic | Compression::RollUp);
        // In the placement tree a parent may have joined after his child.
        if let Some(best) = best
            && climbs
            && !rule.in_placement
        {
            reach.settle(parents, best);
            reach.best = best;
        }
        Walk {
            rule,
            ground,
            parents,
            reach,
            rates,
            sale_rate: if rule.pays_sale_commission {
                rule.sale_rate.numerator_over(ground.decimals)
            } else {
                0
            },
        }
    }

    /// Pays the levels of one source's volume.
    pub(super) fn pay(
        &self,
        source: usize,
        volume: Parts,
        series: &mut Series,
        earnings: &mut Earnings,
    ) -> Option<()> {
        let number = source as u32;
        if self.sale_rate != 0 {
            let line = Line::of(number, 0, volume, self.sale_rate)?;
            if self.ground.is_active(source) {
                earnings.pay(source, line)?;
            } else {
                earnings.lose(number, line, INACTIVE);
            }
        }
        let first = self.rule.first_level();
        let nearest = match first {
            0 => number,
            _ => self.parents[source],
        };
        let compression = self.rule.compression;
        let mut uplines = Uplines::new(self.parents, &self.reach, compression, nearest);
        for index in 0.. {
            let level = first + index;
            let line = match &self.rule.schedule {
                Schedule::Rates(_) => match self.rates.get(index) {
                    Some(&rate) => Some(Line::of(number, level as u16, volume, rate)?),
                    None => None,
                },
                &Schedule::Geometric { first, ratio } => series.line(
                    (first, ratio),
                    index,
                    u16::try_from(level).ok()?,
                    (number, volume),
                    self.ground,
                )?,
            };
            let Some(line) = line else {
                break;
            };
            // Ranks reach so many of the rates, whether or not the first is one's own.
            match uplines.next(index + 1) {
                Holder::Paid(payee) => {
                    let line = self.at_his_rank(line, payee as usize, index, volume)?;
                    earnings.pay(payee as usize, line)?;
                }
                Holder::Unpaid(member) => {
                    let why = if self.ground.is_active(member as usize) {
                        NOT_ENTITLED
                    } else {
                        INACTIVE
                    };
                    earnings.lose(member, line, why);
                }
                Holder::NoUpline => earnings.above_the_root(line),
            }
        }
        Some(())
    }

    /// The line at the rate of the payee's own rank, where ranks have rates of their own.
    fn at_his_rank(&self, line: Line, payee: usize, index: usize, volume: Parts) -> Option<Line> {
        if self.reach.by_place.is_empty() {
            return Some(line);
        }
        let rate = self.reach.by_place[usize::from(self.ground.rank_of(payee))][index];
        Line::of(line.source, line.level, volume, rate)
    }
}

const INACTIVE: &str = "inactive";
const NOT_ENTITLED: &str = "the rank does not reach this level";

impl LevelCommission {
    /// Walks up from everyone who has volume.
    pub(super) fn walk(
        &self,
        ground: &Ground,
        memory: &mut LevelMemory,
        earnings: &mut Earnings,
    ) -> Option<()> {
        earnings.begin_lines(self.funding(ground));
        let walk = Walk::new(self, ground, Some(&mut memory.best));
        for source in 0..ground.members() {
            let volume = self.base_of(ground, source);
            if volume != [0; 3] {
                walk.pay(source, volume, &mut memory.series, earnings)?;
            }
        }
        Some(())
    }
}
