//! Sharing a pool: caps, what they take, and the last minor unit.

use std::cmp::Reverse;

use super::{Cap, Pool, PoolMemory, ShareRounding};
use crate::money::Rate;
use crate::plan::component::company_volume;
use crate::plan::earnings::{Earnings, Line, NOBODY};
use crate::plan::ground::Ground;
use crate::plan::rounding::Mode;
use crate::plan::sharing::{Share, largest_remainder};

/// A share no cap cuts.
const UNCAPPED: Cap = Cap {
    fraction: Rate::ONE,
    redistribute: false,
};

impl Pool {
    /// Pays `content` (over `10^decimals`) to those in `memory.shares`, who hold their
    /// points. `None` if an amount leaves its range.
    pub(super) fn share_out(
        &self,
        content: i128,
        ground: &Ground,
        memory: &mut PoolMemory,
        earnings: &mut Earnings,
    ) -> Option<()> {
        let unit = 10_i128.pow(ground.decimals);
        let shares = &mut memory.shares;
        let denominator = self
            .cap
            .unwrap_or(UNCAPPED)
            .cut(content, shares, &mut memory.order)?
            .checked_mul(unit)?;
        let shared = shares
            .iter()
            .try_fold(0_i128, |sum, share| sum.checked_add(share.exact))?;
        match self.rounding {
            ShareRounding::LargestRemainder => {
                let total = Mode::HalfUp.divide(shared, denominator);
                let total = i64::try_from(total).ok()?;
                largest_remainder(total, denominator, shares, &mut memory.order)?;
            }
            ShareRounding::Mode(mode) => {
                for share in shares.iter_mut() {
                    share.amount = i64::try_from(mode.divide(share.exact, denominator)).ok()?;
                }
            }
        }
        let mut paid = 0_i128;
        for share in &memory.shares {
            let exact = share.amount.checked_mul(i64::try_from(unit).ok()?)?;
            paid += i128::from(exact);
            let line = Line {
                source: NOBODY,
                level: 0,
                volume: 0,
                rate: 0,
                exact: company_volume::split(ground, exact),
            };
            earnings.pay(share.member as usize, line)?;
        }
        // Shares are whole minor units already: what the cap left is breakage, the rest of
        // what is not in them is rounding (rulings.md 13).
        let due = Mode::HalfUp.divide(shared, denominator / unit);
        earnings.theoretical += content - paid;
        earnings.breakage += content - due;
        earnings.line_rounding += due - paid;
        Some(())
    }
}

impl Cap {
    /// Turns everyone's points into what he is due of `content`, all over the denominator
    /// that is returned. `None` if a product leaves 128 bits.
    fn cut(self, content: i128, shares: &mut [Share], order: &mut Vec<u32>) -> Option<i128> {
        let whole = i128::from(self.fraction.denominator());
        let part = i128::from(self.fraction.numerator_over(self.fraction.decimals()));
        let points = |shares: &[Share]| {
            shares
                .iter()
                .try_fold(0_i128, |sum, share| sum.checked_add(share.exact))
        };
        let mut sharing = points(shares)?;
        // What those below the cap share, over `whole`: all of it, less what is taken out.
        let mut rest = whole;
        order.clear();
        order.extend(0..shares.len() as u32);
        let mut capped = 0;
        if self.redistribute {
            // Whoever has the most points reaches the cap first, and each cut raises the
            // shares of all the others: going down the list finds where cutting ends.
            order.sort_unstable_by_key(|&index| (Reverse(shares[index as usize].exact), index));
            for &index in order.iter() {
                let own = shares[index as usize].exact;
                if rest.checked_mul(own)? <= part.checked_mul(sharing)? {
                    break;
                }
                rest -= part;
                sharing -= own;
                capped += 1;
            }
        }
        // With everyone at the cap nothing is left to divide by.
        let sharing = sharing.max(1);
        let at_cap = content.checked_mul(part)?.checked_mul(sharing)?;
        let per_point = content.checked_mul(rest)?;
        for (place, &index) in order.iter().enumerate() {
            let share = &mut shares[index as usize];
            share.exact = if place < capped {
                at_cap
            } else {
                per_point.checked_mul(share.exact)?.min(at_cap)
            };
        }
        whole.checked_mul(sharing)
    }
}
