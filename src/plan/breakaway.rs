//! The breakaway cut (plans.md S2): a leg whose leader qualifies at the breakaway bracket
//! or rank leaves his upline's group, in the same period and before the upline's own
//! bracket is chosen.

use crate::network::NO_SPONSOR;

/// Fills `groups` with each member's personal group: his own value and those of his
/// descendants up to, and without, the legs that broke away. One bottom-up pass, child
/// before parent: `breaks_away` is told a member and his whole group, and says whether he
/// leaves the group above him.
pub fn personal_groups(
    sponsor: &[u32],
    own: impl Fn(usize) -> i64,
    mut breaks_away: impl FnMut(usize, i64) -> bool,
    groups: &mut Vec<i64>,
) {
    groups.clear();
    groups.extend((0..sponsor.len()).map(own));
    for member in (0..sponsor.len()).rev() {
        let upline = sponsor[member];
        if !breaks_away(member, groups[member]) && upline != NO_SPONSOR {
            groups[upline as usize] += groups[member];
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_leg_is_cut_before_the_group_above_it_is_complete() {
        // 0 → 1 → 2 and 0 → 3; 1 breaks away only because 2 did not.
        let sponsor = [NO_SPONSOR, 0, 1, 0];
        let own = [500, 6_000, 4_000, 3_000];
        let mut groups = Vec::new();
        let mut asked = Vec::new();
        personal_groups(
            &sponsor,
            |member| own[member],
            |member, group| {
                asked.push((member, group));
                group >= 10_000
            },
            &mut groups,
        );
        assert_eq!(groups, [3_500, 10_000, 4_000, 3_000]);
        assert_eq!(asked, [(3, 3_000), (2, 4_000), (1, 10_000), (0, 3_500)]);
    }
}
