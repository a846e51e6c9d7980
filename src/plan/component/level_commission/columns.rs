//! Paying level by level, whole columns at once: for the plain case, where who holds a
//! level does not hang on rank. Agrees with walking up from every source to the last
//! digit (a property).

use crate::books::Source;
use crate::plan::compression::{Compression, active_uplines};
use crate::plan::earnings::{Earnings, Funding};
use crate::plan::ground::Ground;
use crate::plan::levels::{MAX_LEVELS, Rows, above_the_roots, pay_up};

use super::schedule::Schedule;
use super::{Basis, LevelCommission, LevelMemory};

impl LevelCommission {
    /// Whether whole columns may be summed: no rank decides, every level is in a list, and
    /// nobody's lines are wanted one by one. Compression that counts active people only is
    /// then a tree without the others.
    pub(super) fn is_plain(&self, earnings: &Earnings) -> bool {
        let plain_compression = match self.compression {
            Compression::None => true,
            // An inactive source's own level would move up to someone.
            Compression::Standard | Compression::Dynamic => !self.includes_self,
            Compression::RollUp => false,
        };
        let Schedule::Rates(rates) = &self.schedule else {
            return false;
        };
        rates.len() <= MAX_LEVELS
            && plain_compression
            && !self.in_placement
            && self.rate_by_rank.is_none()
            && self.depth_by_rank.is_none()
            && !earnings.by_line()
    }

    /// Sums whole columns up the tree.
    pub(super) fn sum_columns(
        &self,
        ground: &Ground,
        memory: &mut LevelMemory,
        rows: &mut Rows,
        earnings: &mut Earnings,
    ) -> Option<()> {
        let Schedule::Rates(rates) = &self.schedule else {
            return Some(());
        };
        let over = |rate: &crate::money::Rate| rate.numerator_over(ground.decimals);
        let rates: Vec<i64> = rates.iter().map(over).collect();
        let (own, uplines) = rates.split_at(usize::from(self.includes_self).min(rates.len()));
        let sale = if self.pays_sale_commission {
            over(&self.sale_rate)
        } else {
            0
        };
        let own = own.iter().sum::<i64>().checked_add(sale)?;

        let parents = if self.compression == Compression::None {
            ground.sponsor
        } else {
            active_uplines(
                ground.sponsor,
                |member| ground.is_active(member),
                &mut memory.uplines,
            );
            &memory.uplines
        };
        earnings.funding = self.funding(ground);
        earnings.exact.fill(0);
        let sources: &[Source] = match (self.basis, earnings.funding) {
            (Basis::Fee, _) => &[Source::Joining],
            (_, Funding::Mixed) => &[Source::OwnUse, Source::Customers],
            (_, Funding::Only(_)) => &[Source::Customers],
        };
        let whole = uplines
            .iter()
            .try_fold(own, |sum, &rate| sum.checked_add(rate))?;
        for &source in sources {
            let volume = |member: usize| self.base_from(ground, source, member);
            let (total, lowest) = self.total_and_lowest(ground, source);
            // No amount of the pass below is larger than this.
            let promised = whole.checked_mul(total)?;
            earnings.theoretical += i128::from(promised);
            if total != 0 || lowest < 0 {
                // Narrow lanes hold no volume below zero.
                let lanes = if lowest < 0 { i64::MAX } else { total };
                pay_up(parents, volume, lanes, uplines, rows, &mut earnings.exact);
                earnings.no_upline += above_the_roots(ground.depth, volume, uplines);
                if own != 0 {
                    for (member, exact) in earnings.exact.iter_mut().enumerate() {
                        *exact += own * volume(member);
                    }
                }
            }
            if source == Source::OwnUse {
                earnings.own_use.clone_from(&earnings.exact);
            }
        }
        if self.compression != Compression::None {
            // What the tree without the inactive is too short for.
            earnings.breakage = earnings.theoretical - earnings.no_upline - earnings.payable();
        }
        Some(())
    }

    /// The volume of all sources, and the lowest of any, which a simulated world never
    /// has below zero.
    fn total_and_lowest(&self, ground: &Ground, source: Source) -> (i64, i64) {
        let details = &ground.period.details;
        if details.own.is_none() && details.orders.is_empty() {
            let volumes = ground.volumes;
            let total = match source {
                Source::Joining => volumes.joiners * volumes.join_fee,
                _ => volumes.of(source),
            };
            return (total, 0);
        }
        (0..ground.members())
            .map(|member| self.base_from(ground, source, member))
            .fold((0, 0), |(total, lowest), volume| {
                (total + volume, lowest.min(volume))
            })
    }
}
