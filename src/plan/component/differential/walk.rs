//! The rule as plans.md E4 states it: walk up from a unit of volume, keeping the highest
//! rate paid so far.

use crate::network::NO_SPONSOR;
use crate::plan::earnings::{Earnings, Line, Parts};
use crate::plan::ground::Ground;

use super::{Differential, DifferentialMemory, Rungs};

const INACTIVE: &str = "inactive";
const TOO_FEW_CUSTOMERS: &str = "too few customers of one's own";

impl Differential {
    /// Pays everyone above a source his gap on its volume.
    pub(super) fn walk_up(
        &self,
        ground: &Ground,
        memory: &DifferentialMemory,
        rungs: &Rungs,
        (source, volume): (usize, Parts),
        earnings: &mut Earnings,
    ) -> Option<()> {
        let number = source as u32;
        let rate_of = |member: usize| rungs.rates[usize::from(memory.place[member])];
        let mut paid = rate_of(source);
        if self.pays_own && paid != 0 {
            let line = Line::of(number, 0, volume, paid)?;
            if ground.is_active(source) {
                earnings.pay(source, line)?;
            } else {
                earnings.lose(number, line, INACTIVE);
            }
        }
        let top = rungs.rates.last().copied().unwrap_or(0);
        let mut member = source;
        let mut level = 0_u16;
        while paid < top && memory.place[member] < rungs.breaks_at {
            let upline = ground.sponsor[member];
            if upline == NO_SPONSOR {
                break;
            }
            member = upline as usize;
            level = level.saturating_add(1);
            let rate = rate_of(member);
            if rate > paid {
                let line = Line::of(number, level, volume, rate - paid)?;
                if !ground.is_active(member) {
                    earnings.lose(upline, line, INACTIVE);
                } else if memory.is_entitled(member) {
                    earnings.pay(member, line)?;
                } else {
                    earnings.lose(upline, line, TOO_FEW_CUSTOMERS);
                }
                paid = rate;
            }
        }
        Some(())
    }
}
