//! `[activity]` (plans.md S3): who is active this period.

use rust_decimal::Decimal;

use crate::money::Rate;
use crate::plan::volume::{PointScale, Volumes};
use crate::scenario::key::{Default, Key, Kind};
use crate::scenario::settings::Settings;

pub(in crate::plan) const KEY: Key = Key {
    name: "activity",
    kind: Kind::Table(&[
        Key {
            name: "min_points",
            kind: Kind::Number {
                min: "0",
                max: "1000000000",
            },
            default: Default::Value("0"),
            unit: "points",
            meaning: "Own points, and customers' points in part, that make a member active; the minimum is included.",
        },
        Key {
            name: "customer_factor",
            kind: Kind::Share,
            default: Default::Value("1"),
            unit: "share",
            meaning: "The part of own customers' points that counts.",
        },
        Key {
            name: "active_for",
            kind: Kind::Integer { min: 1, max: 60 },
            default: Default::Value("1"),
            unit: "periods",
            meaning: "For how many periods the minimum, once reached, makes a member active: that period and those after it.",
        },
        Key {
            name: "grace_periods",
            kind: Kind::Integer { min: 0, max: 12 },
            default: Default::Value("0"),
            unit: "periods",
            meaning: "How many periods more a member who was active may miss.",
        },
    ]),
    default: Default::Absent("whoever is enrolled is active"),
    unit: "",
    meaning: "Who is active, and so may be paid.",
};

/// Active: `points(own) + customer_factor × points(own customers) ≥ min_points` now, or
/// not too long ago.
#[derive(Clone, Copy, Debug)]
pub struct Activity {
    min_points: Decimal,
    customer_factor: Rate,
    /// Periods the minimum holds for, the one it was reached in included.
    holds_for: u32,
}

/// When each member last reached the minimum, 0 = never; kept only where that makes him
/// active in later periods.
#[derive(Clone, Debug, Default)]
pub(super) struct ActivityMemory {
    last_reached: Vec<u32>,
}

impl ActivityMemory {
    pub(super) fn forget(&mut self) {
        self.last_reached.clear();
    }
}

impl Activity {
    pub(in crate::plan) fn new(plan: &Settings) -> Option<Activity> {
        let table = plan.optional_table(KEY.name)?;
        let periods = table.integer("active_for") + table.integer("grace_periods");
        Some(Activity {
            min_points: table.number("min_points"),
            customer_factor: table.share("customer_factor"),
            holds_for: u32::try_from(periods).expect("the key table keeps both small"),
        })
    }

    /// Fills `active`: enrolled and with enough points.
    pub(super) fn settle(
        &self,
        volumes: &Volumes,
        memory: &mut ActivityMemory,
        active: &mut Vec<bool>,
    ) {
        let period = volumes.period;
        let scale: PointScale = volumes.points;
        let whole = i128::from(self.customer_factor.denominator());
        let part = i128::from(
            self.customer_factor
                .numerator_over(self.customer_factor.decimals()),
        );
        let needed = i128::from(scale.threshold(self.min_points)) * whole;
        let reaches = |member: usize| {
            i128::from(volumes.own_points_of(member)) * whole
                + i128::from(volumes.customer_points_of(member)) * part
                >= needed
        };
        active.clear();
        if self.holds_for == 1 {
            active.extend(
                (0..period.members()).map(|member| period.is_enrolled(member) && reaches(member)),
            );
            return;
        }
        memory.last_reached.resize(period.members(), 0);
        active.extend(
            memory
                .last_reached
                .iter_mut()
                .enumerate()
                .map(|(member, last)| {
                    if reaches(member) {
                        *last = period.number;
                    }
                    period.is_enrolled(member)
                        && *last > 0
                        && period.number - *last < self.holds_for
                }),
        );
    }
}

#[cfg(test)]
mod tests;
