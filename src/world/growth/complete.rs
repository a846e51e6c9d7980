//! Growth law `complete`: the promoters' picture, a full tree of a stated depth
//! (theory.md §1.6), filled level by level.

/// Members of `founders` full trees of this width and depth, founders included; `None`
/// if that leaves 64 bits.
#[must_use]
pub fn members(founders: u32, width: u32, depth: u32) -> Option<u64> {
    let mut level = u64::from(founders);
    let mut members = level;
    for _ in 0..depth {
        level = level.checked_mul(u64::from(width))?;
        members = members.checked_add(level)?;
    }
    Some(members)
}

/// The sponsor of member `joiner` when every member recruits `width` people, level by
/// level.
#[inline]
#[must_use]
pub fn sponsor(founders: u32, width: u32, joiner: u32) -> u32 {
    (joiner - founders) / width
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn five_by_five() {
        assert_eq!(members(1, 5, 5), Some(3_906));
        assert_eq!(
            members(1, 6, 9),
            Some(12_093_235),
            "theory.md §1.6 counts plus the founder"
        );
        assert_eq!(members(1, 64, 64), None);
        assert_eq!(sponsor(1, 5, 1), 0);
        assert_eq!(sponsor(1, 5, 5), 0);
        assert_eq!(sponsor(1, 5, 6), 1);
        assert_eq!(sponsor(1, 5, 3_905), 780);
        // Two founders: the second level belongs to both in turn.
        assert_eq!(
            (sponsor(2, 2, 2), sponsor(2, 2, 4), sponsor(2, 2, 6)),
            (0, 1, 2)
        );
    }
}
