//! `pairing` (plans.md E6): binary legs. At the close of a period each leg holds what was
//! carried and the new volume of its whole subtree; both are matched, what was matched is
//! taken from both, and the rest is carried within limits.

mod bounds;
mod closing;
mod cycles;
mod keys;
mod matched;
mod memory;
mod qualify;
mod settings;

use crate::books::{Source, Trigger};
use crate::money::{Cents, Currency, RATE_DECIMALS, Rate, apportion, round_half_up};
use crate::plan::by_rank::ByRank;
use crate::plan::earnings::{Earnings, Funding, Line, NOBODY};
use crate::plan::ground::Ground;
use crate::plan::levels::Rows;
use crate::plan::memory::{Memory, recall};

use super::named::Named;
use super::{Commission, FlatSpots, Maximum, Stage};
use closing::{Closing, part};
use matched::{Matched, Mode, Rule, Terms};
use memory::PairingMemory;

pub(super) use keys::VARIANT;

/// Decimals that a share of the weaker leg is kept to, where dividing by `strong` never
/// ends. Rounded down to them, the one rounding to the minor unit is still right.
const GUARD: u32 = 6;

/// Left volume paired with right volume.
#[derive(Clone, Debug)]
pub struct Pairing {
    rule: Rule,
    reward: Reward,
    max_match: Tiers<i64>,
    max_cycles: Tiers<i64>,
    cap: Tiers<i64>,
    /// What is counted, where pairs of people are.
    counted: Option<Counted>,
    carry: Carry,
    carry_cap: i64,
    expire_after: Option<usize>,
    own_volume: OwnVolume,
    inactive: Inactive,
    needs_personal_each_leg: bool,
}

/// What a match pays.
#[derive(Clone, Debug)]
enum Reward {
    Rate(Tiers<Rate>),
    Value(Tiers<i64>),
    Schedule,
}

/// A value that ranks may have of their own.
#[derive(Clone, Debug)]
struct Tiers<T> {
    base: Option<T>,
    by_rank: ByRank<T>,
    /// The key that names the ranks.
    key: &'static str,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Counted {
    People,
    Points,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Carry {
    Keep,
    FlushStrong,
    FlushAll,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum OwnVolume {
    Nowhere,
    WeakLeg { above: i64 },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Inactive {
    Flush,
    Freeze,
    Accumulate,
}

impl<T: Copy> Tiers<T> {
    fn named(&self) -> impl Iterator<Item = (&'static str, &str)> {
        self.by_rank.names().map(|rank| (self.key, rank))
    }

    /// The value at each place of the ladder, from no rank upward.
    fn by_place(&self, ground: &Ground) -> Vec<Option<T>> {
        let mut values = self.by_rank.by_place(ground.ranks);
        for value in &mut values {
            *value = value.or(self.base);
        }
        values
    }
}

impl Pairing {
    /// What each rank is promised in this period.
    fn terms(&self, ground: &Ground) -> Vec<Terms> {
        let places = ground.ranks.names().len() + 1;
        let rewards: Vec<i64> = match &self.reward {
            Reward::Rate(rates) => rates
                .by_place(ground)
                .into_iter()
                .map(|rate| rate.map_or(0, |rate| rate.numerator_over(ground.decimals)))
                .collect(),
            Reward::Value(values) => values
                .by_place(ground)
                .into_iter()
                .map(|value| value.unwrap_or(0))
                .collect(),
            Reward::Schedule => vec![0; places],
        };
        let [max_match, max_cycles, cap] =
            [&self.max_match, &self.max_cycles, &self.cap].map(|tiers| tiers.by_place(ground));
        (0..places)
            .map(|place| Terms {
                reward: rewards[place],
                max_match: max_match[place].unwrap_or(i64::MAX),
                max_cycles: max_cycles[place].unwrap_or(i64::MAX),
                cap: cap[place].unwrap_or(i64::MAX),
            })
            .collect()
    }

    /// Sums up the legs: what everyone brings by himself, all of it and the part from own
    /// purchases.
    fn sum_legs(&self, ground: &Ground, memory: &mut PairingMemory) -> Option<()> {
        let Some(tree) = ground.placement else {
            return Some(());
        };
        let volumes = ground.volumes;
        match self.counted {
            Some(Counted::People) => memory.sum_legs(ground, tree, false, |_, is_new| {
                Some([i64::from(is_new), 0])
            }),
            Some(Counted::Points) => memory.sum_legs(ground, tree, false, |member, _| {
                Some([volumes.points_of(member) / volumes.points.one(), 0])
            }),
            None => {
                let parts = self.rule.parts();
                let with_own = volumes.of(Source::OwnUse) != 0;
                memory.sum_legs(ground, tree, with_own, |member, _| {
                    let [customers, own, _] = volumes.parts_of(member);
                    let all = customers.checked_add(own)?.checked_mul(parts)?;
                    Some([all, own.checked_mul(parts)?])
                })
            }
        }
    }

    /// Adds the member's own volume to his weaker leg.
    fn add_own_volume(&self, ground: &Ground, member: usize, closing: &mut Closing) -> Option<()> {
        let OwnVolume::WeakLeg { above } = self.own_volume else {
            return Some(());
        };
        let volumes = ground.volumes;
        let own = volumes.personal_of(member);
        let excess = (own - above).max(0);
        if excess > 0 {
            let parts = self.rule.parts();
            let weak = closing.smaller();
            let bought = part(volumes.own_use_of(member), excess, own);
            closing.legs[weak] = closing.legs[weak].checked_add(excess.checked_mul(parts)?)?;
            closing.own[weak] += bought * parts;
        }
        Some(())
    }

    /// What is carried into the next period.
    fn limit(&self, closing: &mut Closing, memory: &PairingMemory, member: usize) {
        let cap = self.carry_cap.saturating_mul(self.rule.parts());
        let mut left = closing.legs.map(|leg| leg.min(cap));
        match self.carry {
            Carry::Keep => {}
            Carry::FlushStrong => left[usize::from(left[1] > left[0])] = 0,
            Carry::FlushAll => left = [0; 2],
        }
        closing.shrink_to(memory.unexpired(member, left));
    }

    /// The line of a statement for `exact`, the money of the volume that was matched.
    fn line(&self, closing: &Closing, matched: &Matched, terms: &Terms, exact: i64) -> Line {
        let taken = matched.taken[0] + matched.taken[1];
        let exact = if self.counted.is_some() {
            // What triggers it is that people joined (rulings.md 17).
            [0, 0, exact]
        } else {
            let own: i64 = (0..2)
                .map(|side| part(closing.own[side], matched.taken[side], closing.legs[side]))
                .sum();
            apportion(exact, [i128::from(taken - own), i128::from(own), 0])
        };
        let is_rate = matches!(self.reward, Reward::Rate(_));
        Line {
            source: NOBODY,
            level: 0,
            volume: matched.taken[0].min(matched.taken[1]) / self.rule.parts(),
            rate: if is_rate { terms.reward } else { 0 },
            exact,
        }
    }

    /// Whose legs take part: everyone who is in the tree.
    fn close(
        &self,
        ground: &Ground,
        memory: &mut PairingMemory,
        member: usize,
        terms: &Terms,
        earnings: &mut Earnings,
    ) -> Option<()> {
        let new = memory.new[member];
        let carried = memory.carry[member];
        if new == [0; 2] && carried == [0; 2] && self.own_volume == OwnVolume::Nowhere {
            return Some(());
        }
        let why = if !ground.is_active(member) {
            Some("inactive")
        } else if self.needs_personal_each_leg && !memory.qualified.is_qualified(member) {
            Some("not qualified")
        } else {
            None
        };
        let mut closing = Closing {
            legs: carried,
            own: memory.carry_own.get(member).copied().unwrap_or_default(),
        };
        if why.is_none() || self.inactive != Inactive::Freeze {
            let new_own = memory.new_own.get(member).copied().unwrap_or_default();
            for side in 0..2 {
                // Refunds may not push a leg below 0 (plans.md §4 step 3).
                closing.legs[side] = carried[side].checked_add(new[side])?.max(0);
                closing.own[side] =
                    (closing.own[side] + new_own[side]).clamp(0, closing.legs[side]);
            }
            self.add_own_volume(ground, member, &mut closing)?;
            let added = [0, 1].map(|side| (closing.legs[side] - carried[side]).max(0));
            memory.note_added(member, added);
        }
        match (why, self.inactive) {
            (None, _) | (Some(_), Inactive::Flush) => {
                let one = 10_i64.checked_pow(ground.decimals)?;
                let first = !memory.first_done.get(member).copied().unwrap_or(true);
                let matched = self.rule.matched(closing.legs, terms, one, first)?;
                let line = |exact| self.line(&closing, &matched, terms, exact);
                if let Some(why) = why {
                    let promised = matched.paid.checked_add(matched.lost)?;
                    if promised != 0 {
                        earnings.lose(member as u32, line(promised), why);
                    }
                    closing = Closing::default();
                } else {
                    if matched.paid != 0 {
                        earnings.pay(member, line(matched.paid))?;
                    }
                    if matched.lost != 0 {
                        earnings.lose(member as u32, line(matched.lost), "above the cap");
                    }
                    if matched.first {
                        memory.first_done[member] = true;
                    }
                    let left = [0, 1].map(|side| closing.legs[side] - matched.taken[side]);
                    closing.shrink_to(left);
                    self.limit(&mut closing, memory, member);
                }
            }
            (Some(_), Inactive::Accumulate) => self.limit(&mut closing, memory, member),
            // Nothing is added, flushed or expires.
            (Some(_), Inactive::Freeze) => {}
        }
        memory.carry[member] = closing.legs;
        if let Some(own) = memory.carry_own.get_mut(member) {
            *own = closing.own;
        }
        Some(())
    }
}

impl Commission for Pairing {
    fn stage(&self) -> Stage {
        Stage::Volume
    }

    fn decimals(&self) -> u32 {
        match (&self.reward, &self.rule.mode) {
            (Reward::Rate(rates), Mode::Percent { strong, .. }) => {
                let ends_after = (0..GUARD).find(|&digits| 10_i64.pow(digits) % strong == 0);
                (rates.decimals() + ends_after.unwrap_or(GUARD)).min(RATE_DECIMALS)
            }
            _ => 0,
        }
    }

    fn memory(&self) -> Box<dyn Memory> {
        Box::new(PairingMemory::new(self.rule.parts()))
    }

    fn earn(
        &self,
        ground: &Ground,
        memory: &mut dyn Memory,
        _rows: &mut Rows,
        earnings: &mut Earnings,
    ) -> Option<()> {
        let memory = recall::<PairingMemory>(memory);
        self.sum_legs(ground, memory)?;
        earnings.begin_lines(match (self.counted, memory.carry_own.is_empty()) {
            (Some(_), _) => Funding::Only(Source::Joining),
            (None, true) => Funding::Only(Source::Customers),
            (None, false) => Funding::Mixed,
        });
        let Some(tree) = ground.placement else {
            return Some(());
        };
        if let Some(periods) = self.expire_after {
            memory.open_window(ground.members(), periods);
        }
        if matches!(self.rule.mode, Mode::Pairs { first: Some(_), .. }) {
            memory.first_done.resize(ground.members(), false);
        }
        if self.needs_personal_each_leg {
            memory.qualified.settle(ground, tree);
        }
        let terms = self.terms(ground);
        for &member in &tree.order {
            let member = member as usize;
            let terms = &terms[usize::from(ground.rank_of(member))];
            self.close(ground, memory, member, terms, earnings)?;
        }
        Some(())
    }

    /// Minor units, the nearest where a ratio leaves parts of one; where pairs are counted,
    /// people or points.
    fn carry(&self, memory: &mut dyn Memory, member: usize) -> Option<[i64; 2]> {
        let memory = recall::<PairingMemory>(memory);
        let carry = memory.carry.get(member).copied().unwrap_or_default();
        Some(carry.map(|leg| round_half_up(i128::from(leg), memory.parts)))
    }

    fn named(&self) -> Named<'_> {
        let mut named = Named {
            placement: Some("type"),
            is_binary: true,
            ..Named::default()
        };
        match &self.reward {
            Reward::Rate(rates) => named.ranks.extend(rates.named()),
            Reward::Value(values) => named.ranks.extend(values.named()),
            Reward::Schedule => {}
        }
        for tiers in [&self.max_match, &self.max_cycles, &self.cap] {
            named.ranks.extend(tiers.named());
        }
        named
    }

    fn trigger(&self, source: Source) -> Trigger {
        match source {
            Source::Customers => Trigger::DownlineCustomer,
            Source::OwnUse => Trigger::DownlineOwnUse,
            Source::Joining => Trigger::Joining,
        }
    }

    /// Without bound: every ancestor matches the same volume (plans.md §6).
    fn maximum(&self) -> Maximum {
        Maximum::growing(self.growth())
    }

    fn most_to_one(&self) -> Option<Cents> {
        self.highest_cap()
    }

    fn flat_spots(&self, currency: &Currency) -> Vec<FlatSpots> {
        self.flat_steps(currency)
    }

    fn pays_on_recruits(&self) -> bool {
        true
    }
}

#[cfg(test)]
mod tests;
