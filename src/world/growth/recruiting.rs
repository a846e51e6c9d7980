//! Growth law `recruiting`: every enrolled participant approaches people from his own
//! circle; each says yes with `conversion × reach × openness` (model.md §3), the openness
//! of the local pool that his circle lies in. New recruits
//! start recruiting in the next period (rulings.md 5).

use crate::luck::binomial::binomial;
use crate::luck::{Key, order};
use crate::world::market::Market;
use crate::world::members::Members;

/// Finds the sponsors of this period's joiners, in the order they are to be numbered.
///
/// Joins beyond the population are void in the order of (sponsor, k) before the order
/// of joining is shuffled (rulings.md 4 and 5). Who has his maximum of recruits asks
/// nobody any more; those beyond it in a period stay outside. Returns how many approaches had their
/// chance clamped at 1.
pub(in crate::world) fn recruit(
    members: &mut Members,
    market: &mut Market,
    approaches: u32,
    conversion: f64,
    period: u32,
    recruiting: &Key,
    joining: &Key,
) -> (Vec<u32>, u64) {
    let mut sponsors = Vec::new();
    let mut clamped = 0;
    for member in 0..members.len() {
        if !members.is_enrolled(member, period) {
            continue;
        }
        let room = members.recruits_left(member);
        if room == 0 {
            continue;
        }
        let approached = members.approach(member, approaches);
        if approached == 0 {
            continue;
        }
        let pool = members.pool(member);
        let chance = conversion * market.openness(pool) * members.reach(member);
        if chance > 1.0 {
            clamped += u64::from(approached);
        }
        let willing = binomial(approached, chance.min(1.0), recruiting, member as u32);
        let admitted = market.admit(pool, u64::from(willing.min(room))) as u32;
        members.count_recruits(member, admitted);
        sponsors.extend(std::iter::repeat_n(member as u32, admitted as usize));
    }
    order::shuffle(&mut sponsors, joining);
    (sponsors, clamped)
}
