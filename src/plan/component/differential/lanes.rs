//! The same as walking up from every source, in one bottom-up pass: each member hands his
//! upline his group's volume in lanes, one for each rate already paid on it. Exact for
//! every way rates are decided, and as fast on a chain as on a bush.

use crate::books::Source;
use crate::network::NO_SPONSOR;
use crate::plan::earnings::{Earnings, Funding};
use crate::plan::ground::Ground;

use super::{Differential, DifferentialMemory, Rungs};

impl Differential {
    /// Pays everyone his gaps on the volume from these sources, own use first.
    pub(super) fn pass_up(
        &self,
        ground: &Ground,
        memory: &mut DifferentialMemory,
        rungs: &Rungs,
        sources: &[Source],
        earnings: &mut Earnings,
    ) -> Option<()> {
        for &source in sources {
            let volumes = ground.volumes;
            let volume = |member: usize| match source {
                Source::OwnUse => volumes.own_use_of(member),
                _ => volumes.customers[member],
            };
            self.pass(ground, memory, rungs, volume, earnings)?;
            if source == Source::OwnUse && earnings.funding == Funding::Mixed {
                earnings.own_use.clone_from(&earnings.exact);
            }
        }
        Some(())
    }

    fn pass(
        &self,
        ground: &Ground,
        memory: &mut DifferentialMemory,
        rungs: &Rungs,
        volume: impl Fn(usize) -> i64,
        earnings: &mut Earnings,
    ) -> Option<()> {
        let members = ground.members();
        let width = rungs.rates.len();
        let DifferentialMemory {
            lanes,
            place,
            entitled,
            ..
        } = memory;
        lanes.clear();
        lanes.resize(members * width, 0);
        for member in (0..members).rev() {
            let place = usize::from(place[member]);
            let rate = rungs.rates[place];
            let (above, own) = lanes.split_at_mut(member * width);
            let row = &mut own[..width];
            let mut gap = 0_i64;
            let mut raised = 0_i64;
            for (lane, &paid) in row[..place].iter_mut().zip(&rungs.rates) {
                if *lane != 0 {
                    gap = gap.checked_add((rate - paid).checked_mul(*lane)?)?;
                    raised += std::mem::take(lane);
                }
            }
            let bought = volume(member);
            row[place] = row[place].checked_add(raised)?.checked_add(bought)?;
            let on_own = if self.pays_own {
                rate.checked_mul(bought)?
            } else {
                0
            };
            earnings.theoretical += i128::from(gap) + i128::from(on_own);
            if entitled.get(member).copied().unwrap_or(true) {
                earnings.exact[member] = earnings.exact[member].checked_add(gap)?;
            } else {
                earnings.breakage += i128::from(gap);
            }
            earnings.exact[member] = earnings.exact[member].checked_add(on_own)?;
            let upline = ground.sponsor[member];
            if upline != NO_SPONSOR && place < usize::from(rungs.breaks_at) {
                let first = upline as usize * width;
                for (lane, &below) in above[first..first + width].iter_mut().zip(&*row) {
                    *lane += below;
                }
            }
        }
        Some(())
    }
}
