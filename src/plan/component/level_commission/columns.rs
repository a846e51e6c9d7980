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
        let whole = uplines
            .iter()
            .try_fold(own, |sum, &rate| sum.checked_add(rate))?;
        let mut earn = |source: Source, base: &[i64], earned: &mut [i64]| {
            let total = self.total_of(ground, source, base);
            // No amount of the pass below is larger than this.
            let promised = whole.checked_mul(total)?;
            earnings.theoretical += i128::from(promised);
            let above = pay_up(parents, base, uplines, rows, earned);
            earnings.no_upline += match self.compression {
                Compression::None => above,
                // Whether a level has an upline is a matter of true distance.
                _ => above_the_roots(ground.depth, |member| base[member], uplines),
            };
            if own != 0 {
                for (earned, base) in earned.iter_mut().zip(base) {
                    *earned += own * base;
                }
            }
            Some(())
        };
        let customers = ground.volumes.customers;
        match (self.basis, earnings.funding) {
            (Basis::Fee, _) => {
                self.fill_base(ground, Source::Joining, &mut memory.base);
                earn(Source::Joining, &memory.base, &mut earnings.exact)?;
            }
            (_, Funding::Only(_)) => earn(Source::Customers, customers, &mut earnings.exact)?,
            (_, Funding::Mixed) => {
                self.fill_base(ground, Source::OwnUse, &mut memory.base);
                earnings.own_use.resize(earnings.exact.len(), 0);
                earn(Source::OwnUse, &memory.base, &mut earnings.own_use)?;
                earn(Source::Customers, customers, &mut earnings.exact)?;
                for (exact, own_use) in earnings.exact.iter_mut().zip(&earnings.own_use) {
                    *exact += own_use;
                }
            }
        }
        if self.compression != Compression::None {
            // What the tree without the inactive is too short for.
            earnings.breakage = earnings.theoretical - earnings.no_upline - earnings.payable();
        }
        Some(())
    }

    /// Fills `base` with what everyone's volume from a source is worth as a base.
    fn fill_base(&self, ground: &Ground, source: Source, base: &mut Vec<i64>) {
        base.clear();
        base.extend((0..ground.members()).map(|member| self.base_from(ground, source, member)));
    }

    /// Σ `base`, which the period knows where no file says more.
    fn total_of(&self, ground: &Ground, source: Source, base: &[i64]) -> i64 {
        let details = &ground.period.details;
        let volumes = ground.volumes;
        match source {
            _ if details.own.is_some() || !details.orders.is_empty() => base.iter().sum(),
            Source::Joining => volumes.joiners * volumes.join_fee,
            _ => volumes.of(source),
        }
    }
}
