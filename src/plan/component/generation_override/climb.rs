//! Climbing from a unit of volume through the leaders above it (plans.md E5): the
//! convention of the boundary, inactive leaders, start depth, blocking.

use crate::network::NO_SPONSOR;
use crate::plan::earnings::{Earnings, Line, NOBODY, Parts};
use crate::plan::ground::Ground;

use super::layer::{Inactive, Layer};
use super::leaders::{ACTIVE, BONUS, LARGE, LEADER, LayerMemory, PAYEE};

const IS_INACTIVE: &str = "inactive";
const BLOCKED: &str = "blocked by an inactive leader";
const SMALL_GROUP: &str = "the own group is below the minimum";

/// A layer with its rates over the common denominator.
pub(super) struct Climb<'a> {
    pub(super) layer: &'a Layer,
    pub(super) ground: &'a Ground<'a>,
    rates: Vec<Vec<i64>>,
    /// Whether a single volume is paid after the period, as a refund takes it back.
    is_alone: bool,
}

/// Where a climb begins.
#[derive(Clone, Copy)]
struct Volume {
    /// Whose volume it is, [`NOBODY`] for a whole group's.
    source: u32,
    depth: u32,
    /// The leader in whose generation it is, [`NO_SPONSOR`] where generations close.
    owner: u32,
    /// The first who may be paid.
    first: u32,
    parts: Parts,
}

impl<'a> Climb<'a> {
    pub(super) fn new(layer: &'a Layer, ground: &'a Ground<'a>, is_alone: bool) -> Climb<'a> {
        let over = |row: &Vec<crate::money::Rate>| {
            row.iter()
                .map(|rate| rate.numerator_over(ground.decimals))
                .collect()
        };
        Climb {
            layer,
            ground,
            rates: layer.rates.iter().map(over).collect(),
            is_alone,
        }
    }

    /// Pays the period's volume: group by group where neither distance nor single lines
    /// matter, else source by source.
    pub(super) fn pay(&self, memory: &mut LayerMemory, earnings: &mut Earnings) -> Option<()> {
        let members = self.ground.members();
        memory.base.clear();
        memory.brought.clear();
        if self.layer.bonus.is_some() {
            memory.base.resize(members, [0; 2]);
            memory.brought.resize(members, 0);
        }
        if earnings.by_line() || self.layer.start_level > 1 {
            for source in 0..members {
                let parts = self.ground.volumes.parts_of(source);
                if parts != [0; 3] {
                    self.pay_source(source, parts, memory, earnings)?;
                }
            }
        } else {
            self.pay_groups(memory, earnings)?;
        }
        self.pay_bonus(memory, earnings)
    }

    fn pay_groups(&self, memory: &mut LayerMemory, earnings: &mut Earnings) -> Option<()> {
        let volumes = self.ground.volumes;
        let mut volume = std::mem::take(&mut memory.volume);
        volume.clear();
        volume.resize(self.ground.members(), [0; 2]);
        let mut without_leader = [0; 2];
        for source in 0..self.ground.members() {
            if !self.is_in_scope(memory, source) {
                continue;
            }
            let group = if self.layer.opens {
                memory.owner[source]
            } else {
                memory.up[source]
            };
            let [customers, own_use, _] = volumes.parts_of(source);
            let group = volume
                .get_mut(group as usize)
                .unwrap_or(&mut without_leader);
            group[0] += customers;
            group[1] += own_use;
        }
        self.nobody_above(without_leader, earnings)?;
        for (leader, &[customers, own_use]) in volume.iter().enumerate() {
            if [customers, own_use] == [0; 2] {
                continue;
            }
            let (owner, first) = if self.layer.opens {
                (leader as u32, memory.up[leader])
            } else {
                (NO_SPONSOR, leader as u32)
            };
            let group = Volume {
                source: NOBODY,
                // Distance does not matter: everyone is one level or more above.
                depth: u32::MAX,
                owner,
                first,
                parts: [customers, own_use, 0],
            };
            self.climb(group, memory, earnings)?;
        }
        memory.volume = volume;
        Some(())
    }

    fn is_in_scope(&self, memory: &LayerMemory, source: usize) -> bool {
        !self.layer.personal_only || memory.marks[source] & LEADER != 0
    }

    fn nobody_above(&self, [customers, own_use]: [i64; 2], earnings: &mut Earnings) -> Option<()> {
        let nowhere = Volume {
            source: NOBODY,
            depth: 0,
            owner: NO_SPONSOR,
            first: NO_SPONSOR,
            parts: [customers, own_use, 0],
        };
        self.beyond(nowhere, 0, 1, earnings)
    }

    /// Pays the volume of one source.
    pub(super) fn pay_source(
        &self,
        source: usize,
        parts: Parts,
        memory: &mut LayerMemory,
        earnings: &mut Earnings,
    ) -> Option<()> {
        if !self.is_in_scope(memory, source) {
            return Some(());
        }
        let owner = if self.layer.opens {
            memory.owner[source]
        } else {
            NO_SPONSOR
        };
        let first = match (self.layer.opens, memory.up.get(owner as usize)) {
            (true, Some(&above_owner)) => above_owner,
            (true, None) => NO_SPONSOR,
            (false, _) => memory.up[source],
        };
        let volume = Volume {
            source: source as u32,
            depth: self.ground.depth[source],
            owner,
            first,
            parts,
        };
        self.climb(volume, memory, earnings)
    }

    fn climb(
        &self,
        volume: Volume,
        memory: &mut LayerMemory,
        earnings: &mut Earnings,
    ) -> Option<()> {
        let layer = self.layer;
        let mut generation = 1_u32;
        let mut highest = 0;
        if let Some(&mark) = memory.marks.get(volume.owner as usize) {
            if mark & ACTIVE != 0 || layer.inactive != Inactive::Skip {
                highest = self.ground.rank_of(volume.owner as usize);
            }
            if mark & ACTIVE == 0 && layer.inactive == Inactive::Block {
                return self.block(volume, 0, generation, earnings);
            }
        }
        let mut slot = 0;
        let mut next = volume.first;
        while next != NO_SPONSOR && slot < self.rates.len() {
            let member = next as usize;
            next = memory.up[member];
            let distance = volume.depth.saturating_sub(self.ground.depth[member]);
            if distance < layer.start_level {
                continue;
            }
            let mark = memory.marks[member];
            let is_active = mark & ACTIVE != 0;
            let rank = self.ground.rank_of(member);
            if !is_active && layer.inactive == Inactive::Block {
                return self.block(volume, slot, generation, earnings);
            }
            if mark & PAYEE != 0
                && generation >= layer.start_generation
                && (!layer.to_same_rank || rank > highest)
            {
                let step = memory.step.get(member).map_or(0, |&step| usize::from(step));
                let rate = self.rates[slot][step];
                let line = line(volume, generation, rate)?;
                if is_active && mark & LARGE != 0 {
                    if rate != 0 {
                        earnings.pay(member, line)?;
                        self.add_bonus(volume, member, &line, memory, earnings)?;
                    }
                } else if is_active {
                    earnings.lose(member as u32, line, SMALL_GROUP);
                } else {
                    earnings.lose(member as u32, line, IS_INACTIVE);
                }
                slot += 1;
                if layer.to_same_rank {
                    slot = slot.min(self.rates.len() - 1);
                }
            }
            if mark & LEADER != 0 {
                generation += 1;
                highest = highest.max(rank);
            }
        }
        self.beyond(volume, slot, generation, earnings)
    }

    /// Remembers what a payee was paid on, where a bonus hangs on it; for a single volume
    /// pays him the bonus he had in the period.
    fn add_bonus(
        &self,
        volume: Volume,
        member: usize,
        line: &Line,
        memory: &mut LayerMemory,
        earnings: &mut Earnings,
    ) -> Option<()> {
        let Some(bonus) = self.layer.bonus else {
            return Some(());
        };
        if self.is_alone {
            if memory.marks[member] & BONUS != 0 {
                let rate = bonus.rate.numerator_over(self.ground.decimals);
                earnings.pay(member, Line::of(volume.source, 0, volume.parts, rate)?)?;
            }
            return Some(());
        }
        let [customers, own_use, _] = volume.parts;
        memory.base[member][0] += customers;
        memory.base[member][1] += own_use;
        memory.brought[member] = memory.brought[member].checked_add(line.total())?;
        Some(())
    }

    /// What is left for generations that have no leader: no upline. An override that goes
    /// on to the next leader of the same rank promises nothing beyond him.
    fn beyond(
        &self,
        volume: Volume,
        slot: usize,
        generation: u32,
        earnings: &mut Earnings,
    ) -> Option<()> {
        if self.layer.to_same_rank {
            return Some(());
        }
        for (further, row) in self.rates[slot..].iter().enumerate() {
            let most = row.last().copied().unwrap_or(0);
            earnings.above_the_root(line(volume, generation + further as u32, most)?);
        }
        Some(())
    }

    /// What is left for those above an inactive leader who blocks: breakage.
    fn block(
        &self,
        volume: Volume,
        slot: usize,
        generation: u32,
        earnings: &mut Earnings,
    ) -> Option<()> {
        if self.layer.to_same_rank {
            return Some(());
        }
        for (further, row) in self.rates[slot..].iter().enumerate() {
            let most = row.last().copied().unwrap_or(0);
            let line = line(volume, generation + further as u32, most)?;
            earnings.lose(NOBODY, line, BLOCKED);
        }
        Some(())
    }

    /// The further rate for whom the override reached its threshold.
    fn pay_bonus(&self, memory: &mut LayerMemory, earnings: &mut Earnings) -> Option<()> {
        let Some(bonus) = self.layer.bonus else {
            return Some(());
        };
        let unit = 10_i64.checked_pow(self.ground.decimals)?;
        let threshold = bonus.threshold.0.checked_mul(unit)?;
        let rate = bonus.rate.numerator_over(self.ground.decimals);
        for member in 0..self.ground.members() {
            let [customers, own_use] = memory.base[member];
            if [customers, own_use] != [0; 2] && memory.brought[member] >= threshold {
                memory.marks[member] |= BONUS;
                let parts = [customers, own_use, 0];
                earnings.pay(member, Line::of(NOBODY, 0, parts, rate)?)?;
            }
        }
        Some(())
    }
}

fn line(volume: Volume, generation: u32, rate: i64) -> Option<Line> {
    let generation = u16::try_from(generation).unwrap_or(u16::MAX);
    Line::of(volume.source, generation, volume.parts, rate)
}
