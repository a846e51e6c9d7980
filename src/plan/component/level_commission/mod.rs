//! `level_commission` (plans.md E3): a percentage, or a flat amount, of what the downline
//! sells and buys, level by level up a tree.

mod columns;
mod keys;
mod reading;
mod schedule;
#[cfg(test)]
mod tests;
mod walk;

use crate::books::{Source, Trigger};
use crate::money::{Rate, common_decimals};
use crate::plan::by_rank::ByRank;
use crate::plan::compression::Compression;
use crate::plan::earnings::{Earnings, Funding, Parts};
use crate::plan::ground::Ground;
use crate::plan::levels::{Rows, rows_bytes};
use crate::plan::memory::{Memory, recall};

use super::named::Named;
use super::{Commission, Maximum, Stage, most_of_any, sum};
use schedule::{Schedule, Series};
use walk::Walk;

pub(super) use keys::VARIANT;

/// What is paid on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Basis {
    /// Commissionable volume of customers' and own purchases.
    Volume,
    /// The seller's own commission on it.
    SaleCommission,
    /// Events: one for each currency unit of volume.
    EventFlat,
    /// Joining fees.
    Fee,
}

/// Percentages or flat amounts on the downline's volume, one a level.
#[derive(Clone, Debug)]
pub struct LevelCommission {
    /// What each level earns of a unit of volume; where only ranks have rates, the most
    /// any of them has.
    schedule: Schedule,
    rates_are_given: bool,
    rate_by_rank: Option<ByRank<Vec<Rate>>>,
    depth_by_rank: Option<ByRank<u16>>,
    basis: Basis,
    sale_rate: Rate,
    pays_sale_commission: bool,
    includes_self: bool,
    in_placement: bool,
    compression: Compression,
}

/// Scratch, kept from period to period.
#[derive(Debug, Default)]
struct LevelMemory {
    uplines: Vec<u32>,
    base: Vec<i64>,
    best: Vec<u16>,
    series: Series,
}

impl Memory for LevelMemory {
    fn forget(&mut self) {}
}

impl LevelCommission {
    /// Number of the first level: 0 is one's own.
    fn first_level(&self) -> usize {
        usize::from(!self.includes_self)
    }

    fn parents<'a>(&self, ground: &Ground<'a>) -> &'a [u32] {
        match (self.in_placement, ground.placement) {
            (true, Some(placement)) => &placement.parent,
            _ => ground.sponsor,
        }
    }

    /// What a member's volume from one source is worth as a base.
    #[inline]
    fn base_from(&self, ground: &Ground, source: Source, member: usize) -> i64 {
        let volumes = ground.volumes;
        match (self.basis, source) {
            (Basis::Fee, _) => {
                let paid = match ground.period.details.own {
                    Some(own) => own.fees[member],
                    None => 0,
                };
                if ground.period.joiners().contains(&member) {
                    paid + volumes.join_fee
                } else {
                    paid
                }
            }
            (_, Source::Customers) => volumes.customers[member],
            (_, Source::OwnUse) => volumes.own_use_of(member),
            (_, Source::Joining) => 0,
        }
    }

    fn base_of(&self, ground: &Ground, member: usize) -> Parts {
        match self.basis {
            Basis::Fee => [0, 0, self.base_from(ground, Source::Joining, member)],
            _ => ground.volumes.parts_of(member),
        }
    }

    fn funding(&self, ground: &Ground) -> Funding {
        let volumes = ground.volumes;
        match self.basis {
            Basis::Fee => Funding::Only(Source::Joining),
            _ if volumes.own_use == 0 && ground.period.details.own.is_none() => {
                Funding::Only(Source::Customers)
            }
            _ => Funding::Mixed,
        }
    }
}

impl Commission for LevelCommission {
    fn stage(&self) -> Stage {
        Stage::Volume
    }

    fn decimals(&self) -> u32 {
        let by_rank = self.rate_by_rank.iter().flat_map(ByRank::values);
        by_rank
            .map(|row| common_decimals(row))
            .chain([self.schedule.decimals(), self.sale_rate.decimals()])
            .max()
            .unwrap_or(0)
    }

    fn earn(
        &self,
        ground: &Ground,
        memory: &mut dyn Memory,
        rows: &mut Rows,
        earnings: &mut Earnings,
    ) -> Option<()> {
        let memory: &mut LevelMemory = recall(memory);
        if self.is_plain(earnings) {
            self.sum_columns(ground, memory, rows, earnings)
        } else {
            self.walk(ground, memory, earnings)
        }
    }

    fn memory(&self) -> Box<dyn Memory> {
        Box::<LevelMemory>::default()
    }

    fn on_volume(
        &self,
        ground: &Ground,
        memory: &mut dyn Memory,
        source: usize,
        volume: Parts,
        earnings: &mut Earnings,
    ) -> Option<bool> {
        if self.basis == Basis::Fee {
            return Some(true);
        }
        let LevelMemory { series, .. } = recall(memory);
        Walk::new(self, ground, None).pay(source, volume, series, earnings)?;
        Some(true)
    }

    fn named(&self) -> Named<'_> {
        let rates = self.rate_by_rank.iter().flat_map(ByRank::names);
        let depths = self.depth_by_rank.iter().flat_map(ByRank::names);
        Named {
            ranks: rates
                .map(|rank| ("rate_by_rank", rank))
                .chain(depths.map(|rank| ("depth_by_rank", rank)))
                .collect(),
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

    fn maximum(&self) -> Maximum {
        if self.basis == Basis::EventFlat {
            return Maximum::BESIDE_VOLUME;
        }
        let levels = match &self.schedule {
            Schedule::Rates(rates) => {
                let by_rank = self.rate_by_rank.iter().flat_map(ByRank::values);
                sum(&most_of_any(by_rank.chain([rates])))
            }
            Schedule::Geometric { first, ratio } => {
                let rest = rust_decimal::Decimal::ONE - ratio.to_decimal();
                let whole = (first.to_decimal() / rest)
                    .round_dp_with_strategy(9, rust_decimal::RoundingStrategy::AwayFromZero);
                Rate::from_decimal(whole).unwrap_or(Rate::ONE)
            }
        };
        if self.basis == Basis::Fee {
            return Maximum {
                of_fees: levels,
                ..Maximum::NOTHING
            };
        }
        let sale = if self.pays_sale_commission {
            self.sale_rate
        } else {
            Rate::ZERO
        };
        Maximum::of(levels.plus(sale), &[Source::Customers, Source::OwnUse])
    }

    fn reads_depth(&self) -> bool {
        self.compression != Compression::None
    }

    fn pays_on_recruits(&self) -> bool {
        true
    }

    fn bytes_a_member(&self) -> u64 {
        let base = match (self.basis, self.compression) {
            (Basis::Volume, Compression::None) => 8,
            _ => 24,
        };
        base + rows_bytes(self.levels())
    }

    fn levels(&self) -> usize {
        match &self.schedule {
            Schedule::Rates(rates) => rates.len(),
            Schedule::Geometric { .. } => 1,
        }
    }

    fn drop_deepest_level(&mut self) {
        if let Schedule::Rates(rates) = &mut self.schedule
            && rates.len() > 1
        {
            rates.pop();
            let left = rates.len();
            let rows = self.rate_by_rank.iter_mut().flat_map(ByRank::values_mut);
            rows.for_each(|row| row.truncate(left));
        }
    }
}
