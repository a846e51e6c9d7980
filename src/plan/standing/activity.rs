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
    ]),
    default: Default::Absent("whoever is enrolled is active"),
    unit: "",
    meaning: "Who is active, and so may be paid.",
};

/// Active: `points(own) + customer_factor × points(own customers) ≥ min_points`.
#[derive(Clone, Copy, Debug)]
pub struct Activity {
    min_points: Decimal,
    customer_factor: Rate,
}

impl Activity {
    pub(in crate::plan) fn new(plan: &Settings) -> Option<Activity> {
        let table = plan.optional_table(KEY.name)?;
        Some(Activity {
            min_points: table.number("min_points"),
            customer_factor: table.share("customer_factor"),
        })
    }

    /// Fills `active`: enrolled and with enough points.
    pub(super) fn settle(&self, volumes: &Volumes, active: &mut Vec<bool>) {
        let scale: PointScale = volumes.points;
        let whole = i128::from(self.customer_factor.denominator());
        let part = i128::from(
            self.customer_factor
                .numerator_over(self.customer_factor.decimals()),
        );
        let needed = i128::from(scale.threshold(self.min_points)) * whole;
        active.clear();
        active.extend((0..volumes.period.members()).map(|member| {
            volumes.period.is_enrolled(member)
                && i128::from(volumes.own_points_of(member)) * whole
                    + i128::from(volumes.customer_points_of(member)) * part
                    >= needed
        }));
    }
}
