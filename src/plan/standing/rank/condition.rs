//! What the legs of a member are summed up into, so that one pass from the newest member
//! to the oldest settles every rung: nothing a rung asks for looks anywhere but down.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::ladder::Rung;
use crate::money::Rate;
use crate::plan::volume::PointScale;

/// What is added up over a member's legs, and how one leg counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Slot {
    /// Points of everyone in the leg.
    Group,
    /// The same, cut at the share of a requirement.
    GroupLimited(Limit),
    /// Legs that were cut at it.
    GroupCut(Limit),
    /// Points of everyone in the leg above the first holder of the rank.
    Personal(u8),
    /// The same, cut at the share of a requirement.
    PersonalLimited(u8, Limit),
    /// Legs that were cut at it.
    PersonalCut(u8, Limit),
    /// Legs in which someone holds the rank.
    Legs(u8),
}

/// The most of one leg that counts: a share of the *required* volume (plans.md S3, RK-02).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Limit {
    required: Decimal,
    share: Rate,
}

impl Limit {
    /// In units of points: the whole units, and the rest of the last one.
    pub(super) fn units(self, scale: PointScale) -> (i64, Decimal) {
        let exact = (self.required * Decimal::from(scale.one()))
            .checked_mul(self.share.to_decimal())
            .unwrap_or(Decimal::MAX);
        let whole = exact.floor();
        match whole.to_i64() {
            Some(units) => (units, exact - whole),
            None => (i64::MAX, Decimal::ZERO),
        }
    }
}

/// One group condition of a rung: where its sums are found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct GroupSlots {
    /// Volume of the legs, in full or limited.
    pub volume: usize,
    /// The limit, and where the legs cut at it are counted.
    pub limit: Option<(Limit, usize)>,
}

/// Where a rung's sums are found.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct RungSlots {
    pub group: Option<GroupSlots>,
    pub personal: Option<GroupSlots>,
    pub legs: Option<usize>,
}

/// All sums a ladder needs, and where each rung finds its own.
#[derive(Clone, Debug, Default)]
pub(super) struct Slots {
    pub all: Vec<Slot>,
    pub rungs: Vec<RungSlots>,
    /// Where the full groups are summed up, if any rung asks for one.
    pub group: Option<usize>,
    pub needs_customers: bool,
}

impl Slots {
    pub(super) fn of(rungs: &[Rung]) -> Slots {
        let mut slots = Slots {
            needs_customers: rungs.iter().any(|rung| rung.customers.is_some()),
            ..Slots::default()
        };
        for (index, rung) in rungs.iter().enumerate() {
            let rank = index as u8 + 1;
            let limit = |required| {
                (rung.max_leg_share != Rate::ONE).then_some(Limit {
                    required,
                    share: rung.max_leg_share,
                })
            };
            let group = rung.group_volume.map(|required| {
                let full = slots.slot(Slot::Group);
                slots.group = Some(full);
                match limit(required) {
                    None => GroupSlots {
                        volume: full,
                        limit: None,
                    },
                    Some(limit) => GroupSlots {
                        volume: slots.slot(Slot::GroupLimited(limit)),
                        limit: Some((limit, slots.slot(Slot::GroupCut(limit)))),
                    },
                }
            });
            let personal = rung.personal_group_volume.map(|required| {
                // A leg is measured by its own sum before it is cut.
                let full = slots.slot(Slot::Personal(rank));
                match limit(required) {
                    None => GroupSlots {
                        volume: full,
                        limit: None,
                    },
                    Some(limit) => GroupSlots {
                        volume: slots.slot(Slot::PersonalLimited(rank, limit)),
                        limit: Some((limit, slots.slot(Slot::PersonalCut(rank, limit)))),
                    },
                }
            });
            let legs = rung.legs.map(|legs| slots.slot(Slot::Legs(legs.rank)));
            slots.rungs.push(RungSlots {
                group,
                personal,
                legs,
            });
        }
        slots
    }

    /// The place of a sum; rungs that need the same one share it.
    fn slot(&mut self, slot: Slot) -> usize {
        self.position(slot).unwrap_or_else(|| {
            self.all.push(slot);
            self.all.len() - 1
        })
    }

    /// Where a sum is kept, if any rung needs it.
    pub(super) fn position(&self, slot: Slot) -> Option<usize> {
        self.all.iter().position(|&known| known == slot)
    }
}
