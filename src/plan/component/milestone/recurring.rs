//! An award in every period in which a condition holds (ML-03).

use super::{MilestoneMemory, line};
use crate::money::Cents;
use crate::plan::earnings::Earnings;
use crate::plan::ground::Ground;
use crate::plan::standing::customers;
use crate::plan::volume::group_sums;

/// An amount, and all that must hold for it.
#[derive(Clone, Debug)]
pub(super) struct Recurring {
    pub amount: Cents,
    pub customers: Option<u32>,
    pub volume: Option<Cents>,
    pub group_volume: Option<Cents>,
    pub rank: Option<String>,
}

impl Recurring {
    pub(super) fn asks_for_nothing(&self) -> bool {
        self.customers.is_none()
            && self.volume.is_none()
            && self.group_volume.is_none()
            && self.rank.is_none()
    }

    pub(super) fn hangs_on_recruits(&self) -> bool {
        self.group_volume.is_some() || self.rank.is_some()
    }

    pub(super) fn rank_names(&self) -> Vec<(&'static str, &str)> {
        let rank = self.rank.iter();
        rank.map(|name| ("recurring", name.as_str())).collect()
    }

    pub(super) fn earn(
        &self,
        ground: &Ground,
        memory: &mut MilestoneMemory,
        earnings: &mut Earnings,
    ) -> Option<()> {
        let volumes = ground.volumes;
        if self.customers.is_some() {
            customers::count(ground.period, &mut memory.customers);
        }
        if self.group_volume.is_some() {
            let own = |member| volumes.personal_of(member);
            group_sums(ground.sponsor, own, &mut memory.groups);
        }
        let rank = ground.ranks.lowest_of(self.rank.as_deref()).unwrap_or(0);
        let amount = self.amount.0.checked_mul(10_i64.pow(ground.decimals))?;
        for member in 0..ground.members() {
            let holds = ground.rank_of(member) >= rank
                && self
                    .volume
                    .is_none_or(|least| volumes.personal_of(member) >= least.0)
                && self
                    .group_volume
                    .is_none_or(|least| memory.groups[member] >= least.0)
                && self
                    .customers
                    .is_none_or(|least| memory.customers.of(member) >= least);
            if holds && ground.is_active(member) {
                earnings.pay(member, line(ground, amount))?;
            }
        }
        Some(())
    }
}
