//! Awards by rank: once, multiplied for the early, in instalments, taken back (plans.md
//! E12).

use super::{MilestoneMemory, Repeat, line};
use crate::money::{Cents, Rate};
use crate::plan::earnings::Earnings;
use crate::plan::ground::Ground;

/// Rank → amount, and how it is paid.
#[derive(Clone, Debug)]
pub(super) struct Awards {
    pub by_rank: Vec<(String, Cents)>,
    pub pay_skipped: bool,
    pub repeat: Repeat,
    pub boost: Option<Boost>,
    pub instalments: u32,
    pub clawback: u32,
}

/// Multiplies all that is won in the first days by who reaches a rank in them.
#[derive(Clone, Debug)]
pub(super) struct Boost {
    pub days: u32,
    pub factor: Rate,
    pub at_least: String,
    /// The key it was written under.
    pub key: &'static str,
}

/// An award that is paid in parts or may still be lost.
#[derive(Clone, Copy, Debug)]
pub(super) struct Award {
    member: u32,
    /// The rank that must hold.
    rank: u8,
    /// The period of the award.
    since: u32,
    /// All of it, over the common denominator.
    whole: i64,
    /// Parts that have come due.
    parts: u32,
    /// What was paid of it.
    paid: i64,
}

impl Awards {
    pub(super) fn decimals(&self) -> u32 {
        self.boost
            .as_ref()
            .map_or(0, |boost| boost.factor.decimals())
    }

    pub(super) fn rank_names(&self) -> Vec<(&'static str, &str)> {
        let awards = self
            .by_rank
            .iter()
            .map(|(name, _)| ("awards", name.as_str()));
        let boost = self.boost.iter();
        awards
            .chain(boost.map(|boost| (boost.key, boost.at_least.as_str())))
            .collect()
    }

    pub(super) fn earn(
        &self,
        ground: &Ground,
        memory: &mut MilestoneMemory,
        earnings: &mut Earnings,
    ) -> Option<()> {
        self.settle_running(ground, memory, earnings)?;
        let unit = 10_i64.pow(ground.decimals);
        let mut award = vec![0_i64; ground.ranks.names().len() + 1];
        for (name, amount) in &self.by_rank {
            if let Some(rank) = ground.ranks.place(name) {
                award[usize::from(rank)] = amount.0;
            }
        }
        memory.highest.resize(ground.members(), 0);
        for member in 0..ground.members() {
            let now = ground.rank_of(member);
            let previous = ground.standing.previous_rank.get(member);
            let highest = memory.highest[member];
            memory.highest[member] = highest.max(now);
            let previous = previous.copied().unwrap_or(0);
            let below = self.repeat.reached(now, previous, highest);
            let from = match below {
                None => now,
                Some(_) if self.repeat == Repeat::EachPeriod => {
                    // The award of the rank held, or of the next lower one that has any.
                    let held = (1..=now).rev().find(|&rank| award[usize::from(rank)] > 0);
                    if let Some(rank) = held {
                        let whole = award[usize::from(rank)].checked_mul(unit)?;
                        self.grant(ground, memory, earnings, member, rank, whole)?;
                    }
                    continue;
                }
                Some(below) if self.pay_skipped => below,
                Some(_) => now - 1,
            };
            self.award_rungs(ground, memory, earnings, member, from..now, &award)?;
        }
        Some(())
    }

    /// Awards the rungs above `steps.start` up to `steps.end`.
    fn award_rungs(
        &self,
        ground: &Ground,
        memory: &mut MilestoneMemory,
        earnings: &mut Earnings,
        member: usize,
        steps: std::ops::Range<u8>,
        award: &[i64],
    ) -> Option<()> {
        let unit = 10_i64.pow(ground.decimals);
        let mut times = unit;
        if let Some(boost) = self
            .boost
            .as_ref()
            .filter(|boost| boost.is_open(ground, member))
        {
            memory.won_early.resize(ground.members(), 0);
            memory.boosted.resize(ground.members(), false);
            let wanted = ground.ranks.place(&boost.at_least).unwrap_or(u8::MAX);
            let multiplied = boost.factor.numerator_over(ground.decimals);
            if memory.boosted[member] || steps.end >= wanted {
                times = multiplied;
                if !memory.boosted[member] {
                    memory.boosted[member] = true;
                    // What was won before at the single amount is made up for.
                    let more = memory.won_early[member].checked_mul(multiplied - unit)?;
                    self.grant(ground, memory, earnings, member, wanted, more)?;
                }
            } else if ground.is_active(member) {
                let won = &mut memory.won_early[member];
                for step in steps.clone() {
                    *won = won.checked_add(award[usize::from(step) + 1])?;
                }
            }
        }
        for step in steps {
            let whole = award[usize::from(step) + 1].checked_mul(times)?;
            self.grant(ground, memory, earnings, member, step + 1, whole)?;
        }
        Some(())
    }

    /// Grants an exact amount for a rank: pays its first part and remembers the rest.
    fn grant(
        &self,
        ground: &Ground,
        memory: &mut MilestoneMemory,
        earnings: &mut Earnings,
        member: usize,
        rank: u8,
        whole: i64,
    ) -> Option<()> {
        if whole == 0 {
            return Some(());
        }
        if !ground.is_active(member) {
            earnings.lose(member as u32, line(ground, whole), "inactive");
            return Some(());
        }
        let mut award = Award {
            member: member as u32,
            rank,
            since: ground.period.number,
            whole,
            parts: 0,
            paid: 0,
        };
        self.pay_part(ground, earnings, &mut award)?;
        if award.parts < self.instalments || self.clawback > 0 {
            memory.running.push(award);
        }
        Some(())
    }

    /// Pays the next part of every award whose rank still holds; where it was lost, the
    /// rest is, and what was paid is owed back if it was lost too soon.
    fn settle_running(
        &self,
        ground: &Ground,
        memory: &mut MilestoneMemory,
        earnings: &mut Earnings,
    ) -> Option<()> {
        let mut fits = Some(());
        memory.running.retain_mut(|award| {
            let member = award.member as usize;
            let age = ground.period.number - award.since;
            if ground.rank_of(member) < award.rank {
                let rest = award.whole - self.due(ground, award.whole, award.parts);
                if rest != 0 {
                    earnings.lose(award.member, line(ground, rest), "rank lost");
                }
                if age <= self.clawback && award.paid != 0 && fits.is_some() {
                    fits = earnings.pay(member, line(ground, -award.paid));
                }
                return false;
            }
            if award.parts < self.instalments && fits.is_some() {
                fits = self.pay_part(ground, earnings, award);
            }
            award.parts < self.instalments || age < self.clawback
        });
        fits
    }

    fn pay_part(&self, ground: &Ground, earnings: &mut Earnings, award: &mut Award) -> Option<()> {
        let before = self.due(ground, award.whole, award.parts);
        award.parts += 1;
        let part = self.due(ground, award.whole, award.parts) - before;
        if ground.is_active(award.member as usize) {
            award.paid += part;
            earnings.pay(award.member as usize, line(ground, part))
        } else {
            earnings.lose(award.member, line(ground, part), "inactive");
            Some(())
        }
    }

    /// What is due of an award after so many parts: equal parts in whole minor units, the
    /// units left over with the first ones, a fraction of a unit with the last.
    fn due(&self, ground: &Ground, whole: i64, parts: u32) -> i64 {
        if parts >= self.instalments {
            return whole;
        }
        let unit = 10_i64.pow(ground.decimals);
        let (parts, instalments) = (i64::from(parts), i64::from(self.instalments));
        let (each, over) = (whole / unit / instalments, whole / unit % instalments);
        (each * parts + over.min(parts)) * unit
    }
}

impl Boost {
    /// Whether the first day of the period is inside a member's window.
    fn is_open(&self, ground: &Ground, member: usize) -> bool {
        let today = (ground.period.number - 1) * ground.days;
        ground.days_since_joining(member, today) <= self.days
    }
}
