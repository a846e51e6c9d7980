//! `[placement]` (plans.md S1): the second tree, filled by the plan's own rule.

use crate::books::Period;
use crate::network::NO_SPONSOR;
use crate::scenario::key::{Default, Key, Kind};
use crate::scenario::settings::Settings;

pub(super) const KEY: Key = Key {
    name: "placement",
    kind: Kind::Table(&[Key {
        name: "shape",
        kind: Kind::Choice(&[
            ("binary", "two legs, left and right"),
            ("matrix", "`width` legs"),
            ("board", "a board of `width` legs"),
        ]),
        default: Default::Required,
        unit: "",
        meaning: "The shape of the placement tree.",
    }]),
    default: Default::Absent("the plan has no placement tree"),
    unit: "",
    meaning: "Where a new member is placed, apart from who enrolled him.",
};

/// The rule by which people are placed.
#[derive(Clone, Debug)]
pub struct PlacementRule {}

/// A placement tree, by member in joining order.
#[derive(Clone, Debug, Default)]
pub struct PlacementTree {
    /// Placement parent; [`NO_SPONSOR`] at a root and for who is not placed.
    pub parent: Vec<u32>,
    /// Which leg of the parent, 0 is left.
    pub leg: Vec<u8>,
    /// Members placed so far, parents before children: the order to walk down in, and
    /// backwards to sum up in. A member in the holding tank is not in it.
    pub order: Vec<u32>,
}

impl PlacementRule {
    pub(super) fn new(plan: &Settings) -> Option<PlacementRule> {
        plan.optional_table(KEY.name).map(|_| PlacementRule {})
    }

    /// Whether it is a binary tree.
    #[must_use]
    pub fn is_binary(&self) -> bool {
        true
    }

    /// Step 2: places the period's joiners.
    pub(super) fn place(&self, period: &Period, tree: &mut PlacementTree) {
        tree.parent.resize(period.members(), NO_SPONSOR);
        tree.leg.resize(period.members(), 0);
    }
}

impl PlacementTree {
    pub(super) fn forget(&mut self) {
        self.parent.clear();
        self.leg.clear();
        self.order.clear();
    }
}
