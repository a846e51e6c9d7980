//! Pay-time compression (plans.md S4): who holds level n of a source's upline. Structural
//! compression, which takes people out of the tree for good, is in
//! [`structure`](super::structure).

use crate::network::NO_SPONSOR;
use crate::scenario::key::{Default as KeyDefault, Key, Kind};

/// The key of every component that walks a tree: compression is a property of the
/// component, not of the plan (plans.md S4).
pub const KEY: Key = Key {
    name: "compression",
    kind: Kind::Choice(&[
        (
            "none",
            "level n is the n-th upline's; if he may not be paid it is breakage",
        ),
        (
            "standard",
            "level n is the n-th active upline's; a rank too low for it is breakage",
        ),
        (
            "dynamic",
            "level n is offered upward until someone is active and entitled to it; level n + 1 continues above him",
        ),
        (
            "roll_up",
            "level n is the n-th upline's, else the nearest upline's above him who is entitled to it; one person may take several levels",
        ),
    ]),
    default: KeyDefault::Value("\"none\""),
    unit: "",
    meaning: "Who holds a level where an upline is inactive or not entitled to it.",
};

/// The mode of compression.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Compression {
    /// The n-th upline.
    #[default]
    None,
    /// The n-th active upline.
    Standard,
    /// The next upline who is active and entitled to the level.
    Dynamic,
    /// The n-th upline or the nearest above him who is entitled to the level.
    RollUp,
}

impl Compression {
    /// The mode by its word in [`KEY`].
    #[must_use]
    pub fn from_word(word: &str) -> Compression {
        match word {
            "standard" => Compression::Standard,
            "dynamic" => Compression::Dynamic,
            "roll_up" => Compression::RollUp,
            _ => Compression::None,
        }
    }
}

/// Who may hold which level.
pub trait Entitlement {
    /// Whether a member is active.
    fn is_active(&self, member: usize) -> bool;

    /// Whether an active member may hold a level.
    fn is_entitled(&self, member: usize, level: usize) -> bool;

    /// `false` only if nobody from `member` up to the root may hold the level: saves the
    /// climb to the root where that is known.
    fn is_anyone_from(&self, _member: usize, _level: usize) -> bool {
        true
    }
}

/// Who holds a level.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Holder {
    /// This member, who is to be paid.
    Paid(u32),
    /// Nobody, though an upline exists at that distance: breakage. The member is the one
    /// who would have been paid.
    Unpaid(u32),
    /// The root is nearer than the level: no upline, which is not breakage
    /// (plans.md §3).
    NoUpline,
}

/// The holders of the levels above one source, asked for from the nearest level to the
/// deepest.
///
/// Whether a level has an upline at all is a matter of true distance, whatever the
/// compression: so money for which there is no upline hangs on the tree alone, and
/// breakage on status alone.
#[derive(Debug)]
pub struct Uplines<'a, E> {
    parents: &'a [u32],
    entitlement: &'a E,
    compression: Compression,
    /// The upline at the true distance of the next level.
    straight: u32,
    /// Where the search for the next level begins once people have been skipped.
    compressed: u32,
}

impl<'a, E: Entitlement> Uplines<'a, E> {
    /// The holders of the levels from `nearest` upward: a source's parent, or himself
    /// where his own volume is a level.
    #[inline]
    #[must_use]
    pub fn new(
        parents: &'a [u32],
        entitlement: &'a E,
        compression: Compression,
        nearest: u32,
    ) -> Uplines<'a, E> {
        Uplines {
            parents,
            entitlement,
            compression,
            straight: nearest,
            compressed: nearest,
        }
    }

    /// The holder of the next level, whose number is `level`.
    #[inline]
    pub fn next(&mut self, level: usize) -> Holder {
        let here = self.straight;
        if here == NO_SPONSOR {
            return Holder::NoUpline;
        }
        self.straight = self.parents[here as usize];
        match self.compression {
            Compression::None if self.may_hold(here, level) => Holder::Paid(here),
            Compression::None => Holder::Unpaid(here),
            Compression::Standard => self.next_active(here, level),
            Compression::Dynamic => match self.nearest_from(self.compressed, level) {
                Some(member) => {
                    self.compressed = self.parents[member as usize];
                    Holder::Paid(member)
                }
                None => Holder::Unpaid(here),
            },
            Compression::RollUp => self
                .nearest_from(here, level)
                .map_or(Holder::Unpaid(here), Holder::Paid),
        }
    }

    fn may_hold(&self, member: u32, level: usize) -> bool {
        let member = member as usize;
        self.entitlement.is_active(member) && self.entitlement.is_entitled(member, level)
    }

    /// The next active upline uses the level up, entitled to it or not.
    fn next_active(&mut self, here: u32, level: usize) -> Holder {
        let mut member = self.compressed;
        while member != NO_SPONSOR && !self.entitlement.is_active(member as usize) {
            member = self.parents[member as usize];
        }
        self.compressed = member;
        if member == NO_SPONSOR {
            return Holder::Unpaid(here);
        }
        self.compressed = self.parents[member as usize];
        if self.entitlement.is_entitled(member as usize, level) {
            Holder::Paid(member)
        } else {
            Holder::Unpaid(member)
        }
    }

    fn nearest_from(&self, mut member: u32, level: usize) -> Option<u32> {
        if member == NO_SPONSOR || !self.entitlement.is_anyone_from(member as usize, level) {
            return None;
        }
        while member != NO_SPONSOR {
            if self.may_hold(member, level) {
                return Some(member);
            }
            member = self.parents[member as usize];
        }
        None
    }
}

/// Fills `compressed` with each member's nearest active upline: the tree without those
/// who are not active, for whole columns at once. Parents must come before children.
pub fn active_uplines(
    parents: &[u32],
    is_active: impl Fn(usize) -> bool,
    compressed: &mut Vec<u32>,
) {
    compressed.clear();
    for &parent in parents {
        compressed.push(if parent == NO_SPONSOR || is_active(parent as usize) {
            parent
        } else {
            compressed[parent as usize]
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The deepest level each member may hold; `None` if he is inactive.
    struct Reach(Vec<Option<usize>>);

    impl Entitlement for Reach {
        fn is_active(&self, member: usize) -> bool {
            self.0[member].is_some()
        }

        fn is_entitled(&self, member: usize, level: usize) -> bool {
            self.0[member].is_some_and(|deepest| level <= deepest)
        }
    }

    /// Holders of levels 1 to `levels` above the last of a chain.
    fn holders(reach: &Reach, compression: Compression, levels: usize) -> Vec<Holder> {
        let parents: Vec<u32> = (0..reach.0.len() as u32)
            .map(|member| member.checked_sub(1).unwrap_or(NO_SPONSOR))
            .collect();
        let nearest = parents[parents.len() - 1];
        let mut uplines = Uplines::new(&parents, reach, compression, nearest);
        (1..=levels).map(|level| uplines.next(level)).collect()
    }

    /// Top A B C D E F G H of plans.md S4: titles 6 6 6 4 6 0 (inactive) 3 6, H buys.
    fn chain_of_the_spec() -> Reach {
        Reach(vec![
            Some(4),
            Some(4),
            Some(4),
            Some(2),
            Some(4),
            None,
            Some(1),
            Some(4),
            Some(4),
        ])
    }

    #[test]
    fn the_four_modes_on_the_chain_of_the_spec() {
        use Holder::{Paid, Unpaid};
        let chain = chain_of_the_spec();
        let [a, b, c, d, e, f, g] = [1, 2, 3, 4, 5, 6, 7];
        for (compression, expected) in [
            (Compression::None, [Paid(g), Unpaid(f), Unpaid(e), Paid(d)]),
            (
                Compression::Standard,
                [Paid(g), Unpaid(f), Paid(d), Unpaid(c)],
            ),
            (Compression::Dynamic, [Paid(g), Paid(d), Paid(b), Paid(a)]),
            (Compression::RollUp, [Paid(g), Paid(d), Paid(d), Paid(d)]),
        ] {
            assert_eq!(holders(&chain, compression, 4), expected, "{compression:?}");
        }
    }

    #[test]
    fn nobody_entitled_up_to_the_root_is_breakage_and_above_it_there_is_no_upline() {
        let nobody = Reach(vec![None, Some(0), Some(4)]);
        for compression in [
            Compression::None,
            Compression::Standard,
            Compression::Dynamic,
            Compression::RollUp,
        ] {
            let holders = holders(&nobody, compression, 3);
            assert!(matches!(holders[0], Holder::Unpaid(_)), "{compression:?}");
            assert!(matches!(holders[1], Holder::Unpaid(_)), "{compression:?}");
            assert_eq!(holders[2], Holder::NoUpline, "{compression:?}");
        }
    }

    #[test]
    fn a_level_that_compression_left_without_anyone_is_breakage_where_the_tree_reaches_it() {
        // Root active, B inactive, C buys: the root is used up by level 1.
        let chain = Reach(vec![Some(9), None, Some(9)]);
        for compression in [Compression::Standard, Compression::Dynamic] {
            assert_eq!(
                holders(&chain, compression, 2),
                [Holder::Paid(0), Holder::Unpaid(0)]
            );
        }
        // Rolling up, he takes both.
        assert_eq!(
            holders(&chain, Compression::RollUp, 2),
            [Holder::Paid(0), Holder::Paid(0)]
        );
    }

    proptest! {
        #[test]
        fn rolled_up_levels_find_whoever_is_entitled_at_or_above_them(
            reach in prop::collection::vec(prop::option::of(0usize..6), 2..40),
            levels in 1usize..8,
        ) {
            let chain = Reach(reach);
            let source = chain.0.len() - 1;
            for (index, holder) in holders(&chain, Compression::RollUp, levels).iter().enumerate() {
                let level = index + 1;
                let nearest = (level <= source)
                    .then(|| (0..=source - level).rev().find(|&member| chain.is_entitled(member, level)));
                match (nearest, holder) {
                    (None, holder) => prop_assert_eq!(*holder, Holder::NoUpline),
                    (Some(Some(member)), holder) => prop_assert_eq!(*holder, Holder::Paid(member as u32)),
                    (Some(None), holder) => prop_assert!(matches!(holder, Holder::Unpaid(_))),
                }
            }
        }

        #[test]
        fn dynamic_levels_are_never_lost_while_someone_above_the_last_holder_is_entitled(
            reach in prop::collection::vec(prop::option::of(0usize..6), 2..40),
            levels in 1usize..8,
        ) {
            let chain = Reach(reach);
            let mut above = chain.0.len() - 1;
            for (index, holder) in holders(&chain, Compression::Dynamic, levels).iter().enumerate() {
                let level = index + 1;
                match holder {
                    Holder::Paid(member) => {
                        let member = *member as usize;
                        prop_assert!(member < above);
                        prop_assert!(chain.is_entitled(member, level));
                        prop_assert!(!(member + 1..above).any(|skipped| chain.is_entitled(skipped, level)));
                        above = member;
                    }
                    Holder::Unpaid(_) | Holder::NoUpline => {
                        prop_assert!(!(0..above).any(|member| chain.is_entitled(member, level)));
                    }
                }
            }
        }

        #[test]
        fn with_everyone_entitled_standard_and_dynamic_are_the_tree_of_the_active(
            active in prop::collection::vec(any::<bool>(), 2..40),
        ) {
            let chain = Reach(active.iter().map(|&active| active.then_some(99)).collect());
            let parents: Vec<u32> = (0..active.len() as u32)
                .map(|member| member.checked_sub(1).unwrap_or(NO_SPONSOR))
                .collect();
            let mut compressed = Vec::new();
            active_uplines(&parents, |member| active[member], &mut compressed);
            let mut member = compressed[active.len() - 1];
            for (standard, dynamic) in holders(&chain, Compression::Standard, 9)
                .into_iter()
                .zip(holders(&chain, Compression::Dynamic, 9))
            {
                let paid = |holder| match holder {
                    Holder::Paid(member) => member,
                    _ => NO_SPONSOR,
                };
                prop_assert_eq!(paid(standard), member);
                prop_assert_eq!(paid(dynamic), member);
                if member != NO_SPONSOR {
                    member = compressed[member as usize];
                }
            }
        }
    }
}
