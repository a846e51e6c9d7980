//! `matching` (plans.md E9): a share of what other components earn the people below, by
//! level or by generation. After individual caps, before the company's, never on matches.

mod generations;
mod keys;
mod rates;
mod settings;

use crate::books::{Source, Trigger};
use crate::money::{Cents, RATE_DECIMALS, Rate, apportion, common_decimals};
use crate::plan::by_rank::{ByRank, lowest_of};
use crate::plan::compression::{Compression, Entitlement, Holder, Uplines};
use crate::plan::earnings::{Earnings, Funding, Parts};
use crate::plan::ground::Ground;
use crate::plan::levels::Rows;
use crate::plan::memory::{Memory, recall};

use super::named::Named;
use super::{Base, Commission, Maximum, Stage, most_of_any, sum};
use generations::{Generations, Leaders};
use rates::Rates;

pub(super) use keys::VARIANT;

/// A share of other people's earnings.
#[derive(Clone, Debug)]
pub struct Matching {
    of: Vec<String>,
    bases: Vec<Base>,
    rates: Vec<Rate>,
    by_rank: ByRank<Vec<Rate>>,
    generations: Option<Generations>,
    compression: Compression,
    earned: Earned,
    earner_cap: Option<i64>,
    cap: Option<i64>,
    in_placement: bool,
}

/// Which earnings are matched.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Earned {
    Gross,
    AfterIndividualCap,
    Paid,
}

/// One person's earnings of the period, exact, by source.
struct Matched {
    source: u32,
    total: i64,
    parts: Parts,
}

impl Matching {
    fn rate_decimals(&self) -> u32 {
        let rows = self.by_rank.values().map(|row| common_decimals(row));
        rows.fold(common_decimals(&self.rates), u32::max)
    }

    /// What one person earned, as far as it is matched.
    fn matched(&self, ground: &Ground, member: usize) -> Option<Matched> {
        let one = 10_i64.checked_pow(ground.decimals)?;
        let mut total = 0_i64;
        let mut parts: Parts = [0; 3];
        for base in &self.bases {
            let earnings = &ground.earned[base.index];
            let exact = earnings.exact[member];
            let earned = match self.earned {
                Earned::Gross => earnings.gross_of(member),
                Earned::AfterIndividualCap => exact,
                Earned::Paid => {
                    let rounded = ground.rounding.mode.round(exact, ground.decimals);
                    rounded.checked_mul(one)?
                }
            };
            total = total.checked_add(earned)?;
            let by_source = earnings.by_source(member);
            let split = if earned == exact {
                by_source.map(|part| part as i64)
            } else {
                apportion(earned, by_source.map(i128::abs))
            };
            for (sum, part) in parts.iter_mut().zip(split) {
                *sum += part;
            }
        }
        if let Some(cap) = self.earner_cap {
            let cap = cap.checked_mul(one)?;
            if total > cap {
                total = cap;
                parts = apportion(cap, parts.map(|part| i128::from(part.max(0))));
            }
        }
        Some(Matched {
            source: member as u32,
            total,
            parts,
        })
    }

    /// By level: whoever holds level n above the earner.
    fn by_level(
        &self,
        ground: &Ground,
        parents: &[u32],
        rates: &Rates,
        earnings: &mut Earnings,
    ) -> Option<()> {
        let reach = Reach { ground, rates };
        let deepest = rates.deepest();
        for member in 0..ground.members() {
            let matched = self.matched(ground, member)?;
            if matched.total == 0 {
                continue;
            }
            let mut uplines = Uplines::new(parents, &reach, self.compression, parents[member]);
            for level in 1..=deepest {
                match uplines.next(level) {
                    Holder::Paid(payee) => {
                        let rate = rates.of(ground, payee, level);
                        if rate != 0 {
                            earnings
                                .pay(payee as usize, rates.line(&matched, level, rate, ground)?)?;
                        }
                    }
                    Holder::Unpaid(upline) => {
                        let rate = rates.of(ground, upline, level);
                        if rate != 0 {
                            earnings.lose(
                                upline,
                                rates.line(&matched, level, rate, ground)?,
                                "inactive",
                            );
                        }
                    }
                    Holder::NoUpline => rates.above_the_root(&matched, level, ground, earnings)?,
                }
            }
        }
        Some(())
    }

    /// By generation: each leader above the earner's group.
    fn by_generation(
        &self,
        rule: &Generations,
        leaders: &mut Leaders,
        ground: &Ground,
        parents: &[u32],
        rates: &Rates,
        earnings: &mut Earnings,
    ) -> Option<()> {
        let lowest = lowest_of(&rule.ranks, ground.ranks);
        let order = ground.placement.filter(|_| self.in_placement);
        leaders.settle(parents, order, |member| ground.rank_of(member) >= lowest);
        let deepest = rates.deepest();
        for member in 0..ground.members() {
            let matched = self.matched(ground, member)?;
            if matched.total == 0 {
                continue;
            }
            let mut above = leaders.above_group(rule, member);
            let mut blocked = above.is_blocked(|leader| ground.is_active(leader));
            let mut generation = 0;
            while generation < deepest {
                let Some(leader) = above.next(leaders) else {
                    generation += 1;
                    rates.above_the_root(&matched, generation, ground, earnings)?;
                    continue;
                };
                let is_active = ground.is_active(leader as usize);
                if !is_active && rule.skips() {
                    continue;
                }
                generation += 1;
                blocked |= !is_active && rule.blocks();
                let rate = rates.of(ground, leader, generation);
                if rate == 0 {
                    continue;
                }
                let line = rates.line(&matched, generation, rate, ground)?;
                match (is_active, blocked) {
                    (false, _) => earnings.lose(leader, line, "inactive"),
                    (true, true) => earnings.lose(leader, line, "below an inactive leader"),
                    (true, false) => earnings.pay(leader as usize, line)?,
                }
            }
        }
        Some(())
    }

    /// What is above the cap of a payee is breakage.
    fn cap(&self, ground: &Ground, earnings: &mut Earnings) -> Option<()> {
        if let Some(cap) = self.cap {
            let cap = cap.checked_mul(10_i64.checked_pow(ground.decimals)?)?;
            for member in 0..ground.members() {
                let above = earnings.exact[member] - cap;
                if above > 0 {
                    earnings.take(member, above, "above the cap");
                }
            }
        }
        Some(())
    }

    fn funding(&self, ground: &Ground) -> Funding {
        let mut bases = self
            .bases
            .iter()
            .map(|base| ground.earned[base.index].funding);
        match bases.next() {
            Some(first) if bases.all(|funding| funding == first) => first,
            _ => Funding::Mixed,
        }
    }
}

/// Who may hold which level.
struct Reach<'a> {
    ground: &'a Ground<'a>,
    rates: &'a Rates,
}

impl Entitlement for Reach<'_> {
    fn is_active(&self, member: usize) -> bool {
        self.ground.is_active(member)
    }

    fn is_entitled(&self, member: usize, level: usize) -> bool {
        self.rates.of(self.ground, member as u32, level) != 0
    }
}

impl Commission for Matching {
    fn stage(&self) -> Stage {
        Stage::Matching
    }

    /// Those of the earnings and of the rates together; what is finer than rates can be is
    /// rounded down, so that the one rounding is still right.
    fn decimals(&self) -> u32 {
        let bases = self.bases.iter().map(|base| base.decimals);
        (bases.max().unwrap_or(0) + self.rate_decimals()).min(RATE_DECIMALS)
    }

    fn memory(&self) -> Box<dyn Memory> {
        Box::new(Leaders::default())
    }

    fn earn(
        &self,
        ground: &Ground,
        memory: &mut dyn Memory,
        _rows: &mut Rows,
        earnings: &mut Earnings,
    ) -> Option<()> {
        earnings.begin_lines(self.funding(ground));
        let rates = Rates::new(&self.rates, &self.by_rank, self.rate_decimals(), ground);
        let parents = match ground.placement {
            Some(tree) if self.in_placement => &tree.parent,
            _ => ground.sponsor,
        };
        match &self.generations {
            None => self.by_level(ground, parents, &rates, earnings)?,
            Some(rule) => {
                let leaders = recall::<Leaders>(memory);
                self.by_generation(rule, leaders, ground, parents, &rates, earnings)?;
            }
        }
        self.cap(ground, earnings)
    }

    fn depends_on(&self) -> &[String] {
        &self.of
    }

    fn bind(&mut self, bases: &[Base]) {
        self.bases = bases.to_vec();
    }

    fn named(&self) -> Named<'_> {
        let rates = self.by_rank.names().map(|rank| ("rates_by_rank", rank));
        let leaders = self.generations.iter().flat_map(Generations::named);
        Named {
            ranks: rates.chain(leaders).collect(),
            placement: self.in_placement.then_some("tree"),
            ..Named::default()
        }
    }

    fn trigger(&self, source: Source) -> Trigger {
        match source {
            Source::Customers => Trigger::DownlineCustomer,
            Source::OwnUse => Trigger::DownlineOwnUse,
            Source::Joining => Trigger::Joining,
        }
    }

    /// Σ match rates of what it matches (plans.md §6).
    fn maximum(&self) -> Maximum {
        let rows = self.by_rank.values().chain([&self.rates]);
        Maximum {
            of_earnings: sum(&most_of_any(rows)),
            ..Maximum::NOTHING
        }
    }

    fn most_to_one(&self) -> Option<Cents> {
        self.cap.map(Cents)
    }

    fn pays_on_recruits(&self) -> bool {
        true
    }
}

#[cfg(test)]
mod tests;
