//! `matching` (plans.md E9): a share of what other components earn the people below, by
//! level or by generation. After individual caps, before the company's, never on matches.

mod generations;
mod keys;

use crate::books::{Source, Trigger};
use crate::money::{RATE_DECIMALS, Rate, apportion, common_decimals};
use crate::plan::by_rank::{ByRank, lowest_of};
use crate::plan::compression::{Compression, Entitlement, Holder, Uplines};
use crate::plan::earnings::{Earnings, Funding, Line, Parts};
use crate::plan::ground::Ground;
use crate::plan::levels::{MAX_LEVELS, Rows};
use crate::plan::memory::{Memory, recall};
use crate::scenario::diagnose::Diagnostic;
use crate::scenario::settings::Setting;
use crate::scenario::types::ComponentSettings;

use super::named::Named;
use super::{Base, Commission, Maximum, Stage, fault};
use generations::{Generations, Leaders};

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

/// The rates of a period, by place on the ladder and level.
struct Rates {
    by_place: Vec<Vec<i64>>,
    /// Those that hang on no rank, for levels nobody holds.
    common: Vec<i64>,
    /// One of the rates' own denominator.
    one: i128,
    /// What brings a rate to the plan's denominator.
    to_plan: i64,
}

impl Matching {
    pub(super) fn new(
        settings: &ComponentSettings,
        plan: &str,
    ) -> Result<Matching, Box<Diagnostic>> {
        let values = &settings.settings;
        let complain = |code, key: &str, message: &str, help: &str| {
            let (message, help) = (message.to_owned(), help.to_owned());
            Err(Box::new(fault(settings, plan, code, key, message, help)))
        };
        let listed = values.optional_by_name("rates_by_rank").unwrap_or_default();
        let by_rank: Vec<(String, Vec<Rate>)> = listed
            .into_iter()
            .filter_map(|(rank, row)| match row {
                Setting::Shares(row) => Some((rank, row)),
                _ => None,
            })
            .collect();
        let rates = values.optional_shares("rates").unwrap_or_default();
        if rates.is_empty() && by_rank.is_empty() {
            return complain(
                "P185",
                "rates",
                "nothing says what a match pays",
                "give `rates`, one share a level, or `rates_by_rank`",
            );
        }
        let rows = by_rank.iter().map(|(_, row)| row);
        if rows.chain([&rates]).any(|row| row.len() > MAX_LEVELS) {
            return complain(
                "P001",
                "rates",
                &format!("a plan pays at most {MAX_LEVELS} levels"),
                "leave out the deepest levels",
            );
        }
        let boundary = values.optional_names("boundary_ranks");
        let generation = values.optional_names("generation_ranks");
        if boundary.is_some() && generation.is_some() {
            return complain(
                "P186",
                "generation_ranks",
                "`generation_ranks` and `boundary_ranks` say the same",
                "keep one of them",
            );
        }
        let ranks_key = if generation.is_some() {
            "generation_ranks"
        } else {
            "boundary_ranks"
        };
        let by = values.optional_text("by");
        let compression = Compression::from_word(&values.text("compression"));
        let generations = match (by.as_deref(), boundary.or(generation)) {
            (Some("generation"), None) => {
                return complain(
                    "P186",
                    "by",
                    "generations are counted in leaders, and nothing says who is one",
                    "give `boundary_ranks`",
                );
            }
            (Some("level"), Some(_)) => {
                return complain(
                    "P186",
                    ranks_key,
                    "levels are counted in people, whatever their rank",
                    "leave it out, or write `by = \"generation\"`",
                );
            }
            (_, Some(ranks)) => Some(Generations::new(values, ranks_key, ranks)),
            (_, None) => {
                for key in ["boundary", "inactive"] {
                    if values.optional_text(key).is_some() {
                        return complain(
                            "P186",
                            key,
                            &format!("`{key}` is about generations"),
                            "leave it out, or give `boundary_ranks`",
                        );
                    }
                }
                None
            }
        };
        if generations.is_some() && compression != Compression::None {
            return complain(
                "P186",
                "compression",
                "generations are counted in leaders: there is no level to compress",
                "leave it out; `inactive` says what an inactive leader does",
            );
        }
        Ok(Matching {
            of: values.names("of"),
            bases: Vec::new(),
            rates,
            by_rank: ByRank::new(by_rank),
            generations,
            compression,
            earned: match values.text("earned").as_str() {
                "gross" => Earned::Gross,
                "paid" => Earned::Paid,
                _ => Earned::AfterIndividualCap,
            },
            earner_cap: values.optional_amount("earner_cap").map(|cap| cap.0),
            cap: values.optional_amount("cap").map(|cap| cap.0),
            in_placement: values.text("tree") == "placement",
        })
    }

    fn rate_decimals(&self) -> u32 {
        let rows = self.by_rank.values().map(|row| common_decimals(row));
        rows.fold(common_decimals(&self.rates), u32::max)
    }

    fn rates(&self, ground: &Ground) -> Rates {
        let decimals = self.rate_decimals();
        let row = |row: &Vec<Rate>| -> Vec<i64> {
            row.iter()
                .map(|rate| rate.numerator_over(decimals))
                .collect()
        };
        let common = row(&self.rates);
        Rates {
            by_place: self
                .by_rank
                .by_place(ground.ranks)
                .iter()
                .map(|own| own.as_ref().map_or_else(|| common.clone(), row))
                .collect(),
            common,
            one: 10_i128.pow(decimals),
            to_plan: 10_i64.pow(ground.decimals.saturating_sub(decimals)),
        }
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
        let reach = Reach {
            ground,
            by_place: &rates.by_place,
        };
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
                    earnings.take(member, above);
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

impl Rates {
    fn deepest(&self) -> usize {
        self.by_place.iter().map(Vec::len).max().unwrap_or(0)
    }

    fn of(&self, ground: &Ground, payee: u32, level: usize) -> i64 {
        let place = usize::from(ground.rank_of(payee as usize));
        self.by_place[place].get(level - 1).copied().unwrap_or(0)
    }

    /// The rate of what was earned: exact, since the plan keeps the decimals of both.
    fn line(&self, matched: &Matched, level: usize, rate: i64, ground: &Ground) -> Option<Line> {
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

    fn above_the_root(
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

/// Who may hold which level.
struct Reach<'a> {
    ground: &'a Ground<'a>,
    by_place: &'a [Vec<i64>],
}

impl Entitlement for Reach<'_> {
    fn is_active(&self, member: usize) -> bool {
        self.ground.is_active(member)
    }

    fn is_entitled(&self, member: usize, level: usize) -> bool {
        let place = usize::from(self.ground.rank_of(member));
        self.by_place[place]
            .get(level - 1)
            .is_some_and(|&rate| rate != 0)
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
        let rates = self.rates(ground);
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

    /// As large as what it matches, which may be without bound (plans.md §6).
    fn maximum(&self) -> Maximum {
        Maximum::BESIDE_VOLUME
    }

    fn pays_on_recruits(&self) -> bool {
        true
    }
}

#[cfg(test)]
mod tests;
