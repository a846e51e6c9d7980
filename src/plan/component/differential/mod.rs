//! `differential` (plans.md E4): everyone has a rate, and earns on each unit of volume
//! below him what his rate is above the highest rate already paid on it. Stairstep plans
//! with and without breakaway, rank gap, wholesale profit.

mod keys;
mod lanes;
mod requires;
#[cfg(test)]
mod tests;
mod walk;

use crate::books::{Source, Trigger};
use crate::money::{Currency, Rate, common_decimals};
use crate::plan::breakaway::personal_groups;
use crate::plan::by_rank::ByRank;
use crate::plan::earnings::{Earnings, Funding, Parts};
use crate::plan::ground::Ground;
use crate::plan::levels::Rows;
use crate::plan::memory::{Memory, recall};
use crate::plan::scale::{Scale, reached};
use crate::scenario::diagnose::Diagnostic;
use crate::scenario::settings::Setting;
use crate::scenario::types::ComponentSettings;

use super::named::Named;
use super::{Commission, FlatSpots, Maximum, Stage, fault};
use requires::{CustomerRule, Customers};

pub(super) use keys::VARIANT;

/// What decides a member's rate.
#[derive(Clone, Debug)]
enum RateBy {
    GroupVolume(Scale),
    OwnVolume(Scale),
    Rank(ByRank<Rate>),
}

/// The gap between one's own rate and those below.
#[derive(Clone, Debug)]
pub struct Differential {
    rate_by: RateBy,
    /// Every rate there is, ascending, 0 the first.
    rungs: Vec<Rate>,
    breakaway_rate: Option<Rate>,
    pays_own: bool,
    inactive_keep_theirs: bool,
    requires: Option<CustomerRule>,
}

/// The rates of a period over the common denominator.
struct Rungs {
    rates: Vec<i64>,
    /// The first place at which a leg breaks away; above all if none does.
    breaks_at: u8,
}

/// Everyone's place on the rungs, and scratch, kept from period to period.
#[derive(Debug, Default)]
struct DifferentialMemory {
    groups: Vec<i64>,
    place: Vec<u8>,
    /// Whether each member may earn on the downline; empty if everyone may.
    entitled: Vec<bool>,
    customers: Customers,
    lanes: Vec<i64>,
}

impl DifferentialMemory {
    fn is_entitled(&self, member: usize) -> bool {
        self.entitled.get(member).copied().unwrap_or(true)
    }
}

impl Memory for DifferentialMemory {
    fn forget(&mut self) {}
}

/// More rates than any published scale has; places are kept in a byte.
const MOST_RUNGS: usize = 64;

impl Differential {
    pub(super) fn new(
        settings: &ComponentSettings,
        plan: &str,
    ) -> Result<Differential, Box<Diagnostic>> {
        let values = &settings.settings;
        let complain = |code, key: &str, message: &str, help: &str| {
            let (message, help) = (message.to_owned(), help.to_owned());
            Err(Box::new(fault(settings, plan, code, key, message, help)))
        };
        let by_rank = values.optional_by_name("rates").map(|rates| {
            ByRank::new(
                rates
                    .into_iter()
                    .filter_map(|(rank, rate)| match rate {
                        Setting::Share(rate) => Some((rank, rate)),
                        _ => None,
                    })
                    .collect(),
            )
        });
        let word = values.text("rate_by");
        let rate_by = match (word.as_str(), values.optional_list("scale"), by_rank) {
            ("rank", None, Some(rates)) => RateBy::Rank(rates),
            ("rank", ..) => {
                return complain(
                    "P120",
                    "rate_by",
                    "rates by rank are given in `rates`, without a `scale`",
                    "write `rates = { … }` with a rate for each rank",
                );
            }
            (_, Some(steps), None) => match Scale::new(&steps) {
                Ok(scale) if word == "own_volume" => RateBy::OwnVolume(scale),
                Ok(scale) => RateBy::GroupVolume(scale),
                Err(message) => {
                    return complain(
                        "P121",
                        "scale",
                        &message,
                        "let minima ascend and rates not fall",
                    );
                }
            },
            _ => {
                return complain(
                    "P120",
                    "rate_by",
                    "rates by volume are given in a `scale`, without `rates`",
                    "write `scale = [{ min = …, rate = … }, …]`, or `rate_by = \"rank\"`",
                );
            }
        };
        let mut rungs: Vec<Rate> = match &rate_by {
            RateBy::GroupVolume(scale) | RateBy::OwnVolume(scale) => scale.rates().collect(),
            RateBy::Rank(rates) => rates.values().copied().collect(),
        };
        let breakaway_rate = values.optional_share("breakaway_rate");
        if let Some(rate) = breakaway_rate
            && (rate.is_zero() || !rungs.contains(&rate))
        {
            return complain(
                "P122",
                "breakaway_rate",
                &format!("{rate} is none of the rates that can be reached"),
                "name a rate of the scale, usually the highest",
            );
        }
        rungs.push(Rate::ZERO);
        rungs.sort_by_key(|rate| rate.to_decimal());
        rungs.dedup();
        if rungs.len() > MOST_RUNGS {
            let message = format!("more than {MOST_RUNGS} different rates");
            return complain("P121", "scale", &message, "use fewer steps");
        }
        let requires = match values.optional_table("requires") {
            None => None,
            Some(table) => match CustomerRule::new(&table) {
                Some(rule) => Some(rule),
                None => {
                    return complain(
                        "P123",
                        "requires",
                        "`requires` asks for nothing",
                        "give `customers`, `customer_points` or both, or remove it",
                    );
                }
            },
        };
        Ok(Differential {
            rate_by,
            rungs,
            breakaway_rate,
            pays_own: values.text("own_volume") == "included",
            inactive_keep_theirs: values.text("inactive_rate") == "own",
            requires,
        })
    }

    fn rungs(&self, decimals: u32) -> Rungs {
        Rungs {
            rates: self
                .rungs
                .iter()
                .map(|rate| rate.numerator_over(decimals))
                .collect(),
            breaks_at: self
                .breakaway_rate
                .map_or(u8::MAX, |rate| self.place_of(rate)),
        }
    }

    /// The place of a rate on the rungs.
    fn place_of(&self, rate: Rate) -> u8 {
        let place = self.rungs.iter().position(|&rung| rung == rate);
        place.unwrap_or(0) as u8
    }

    /// Step 6: everyone's rate, bottom-up where it hangs on the group, with the breakaway
    /// cut in the same pass (plans.md §4).
    fn settle(&self, ground: &Ground, rungs: &Rungs, memory: &mut DifferentialMemory) {
        let volumes = ground.volumes;
        memory.place.clear();
        memory.place.resize(ground.members(), 0);
        let place = &mut memory.place;
        let has_rate = |member: usize| self.inactive_keep_theirs || ground.is_active(member);
        match &self.rate_by {
            RateBy::GroupVolume(scale) | RateBy::OwnVolume(scale) => {
                let thresholds = scale.thresholds(volumes.points);
                let by_step: Vec<u8> = std::iter::once(Rate::ZERO)
                    .chain(scale.rates())
                    .map(|rate| self.place_of(rate))
                    .collect();
                let mut seat = |member: usize, points: i64| {
                    if has_rate(member) {
                        place[member] = by_step[reached(&thresholds, points)];
                    }
                    place[member] >= rungs.breaks_at
                };
                let own = |member| volumes.points_of(member);
                if matches!(self.rate_by, RateBy::GroupVolume(_)) {
                    personal_groups(ground.sponsor, own, seat, &mut memory.groups);
                } else {
                    for member in 0..ground.members() {
                        seat(member, own(member));
                    }
                }
            }
            RateBy::Rank(rates) => {
                let by_place: Vec<u8> = rates
                    .by_place(ground.ranks)
                    .into_iter()
                    .map(|rate| self.place_of(rate.unwrap_or(Rate::ZERO)))
                    .collect();
                for (member, place) in place.iter_mut().enumerate() {
                    if has_rate(member) {
                        *place = by_place[usize::from(ground.rank_of(member))];
                    }
                }
            }
        }
        memory.entitled.clear();
        if let Some(rule) = &self.requires {
            rule.settle(ground, &mut memory.customers, &mut memory.entitled);
        }
    }
}

impl Commission for Differential {
    fn stage(&self) -> Stage {
        Stage::Volume
    }

    fn decimals(&self) -> u32 {
        common_decimals(&self.rungs)
    }

    fn earn(
        &self,
        ground: &Ground,
        memory: &mut dyn Memory,
        _rows: &mut Rows,
        earnings: &mut Earnings,
    ) -> Option<()> {
        let memory: &mut DifferentialMemory = recall(memory);
        let rungs = self.rungs(ground.decimals);
        self.settle(ground, &rungs, memory);
        let volumes = ground.volumes;
        let only_customers = volumes.own_use == 0 && ground.period.details.own.is_none();
        let (funding, sources): (_, &[Source]) = if only_customers {
            (Funding::Only(Source::Customers), &[Source::Customers])
        } else {
            (Funding::Mixed, &[Source::OwnUse, Source::Customers])
        };
        earnings.begin_lines(funding);
        if !earnings.by_line() {
            return self.pass_up(ground, memory, &rungs, sources, earnings);
        }
        for source in 0..ground.members() {
            let volume = volumes.parts_of(source);
            if volume != [0; 3] {
                self.walk_up(ground, memory, &rungs, (source, volume), earnings)?;
            }
        }
        Some(())
    }

    fn memory(&self) -> Box<dyn Memory> {
        Box::<DifferentialMemory>::default()
    }

    fn on_volume(
        &self,
        ground: &Ground,
        memory: &mut dyn Memory,
        source: usize,
        volume: Parts,
        earnings: &mut Earnings,
    ) -> Option<bool> {
        let rungs = self.rungs(ground.decimals);
        self.walk_up(ground, recall(memory), &rungs, (source, volume), earnings)?;
        Some(true)
    }

    fn named(&self) -> Named<'_> {
        let ranks = match &self.rate_by {
            RateBy::Rank(rates) => rates.names().map(|rank| ("rates", rank)).collect(),
            RateBy::GroupVolume(_) | RateBy::OwnVolume(_) => Vec::new(),
        };
        Named {
            ranks,
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

    fn maximum(&self) -> Maximum {
        let top = self.rungs.last().copied().unwrap_or(Rate::ZERO);
        Maximum::of(top, &[Source::Customers, Source::OwnUse])
    }

    fn flat_spots(&self, _currency: &Currency) -> Vec<FlatSpots> {
        match &self.rate_by {
            RateBy::GroupVolume(scale) | RateBy::OwnVolume(scale) => {
                FlatSpots::idle_steps("scale", scale).into_iter().collect()
            }
            RateBy::Rank(_) => Vec::new(),
        }
    }

    fn pays_on_recruits(&self) -> bool {
        true
    }
}
