//! The volumes a plan is paid on in one period (plans.md S2, model.md §6).

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use crate::books::{Period, Source};
use crate::money::POINTS_OF_ONE;
use crate::network::NO_SPONSOR;
use crate::scenario::key::{Default, Key, Kind};
use crate::scenario::settings::Settings;

use super::charges::Charges;
use super::earnings::Parts;
use super::settlement::Reversal;

pub(super) const KEY: Key = Key {
    name: "volume",
    kind: Kind::Table(&[
        Key {
            name: "points_per_cv",
            kind: Kind::Number {
                min: "0.000001",
                max: "1000000",
            },
            default: Default::Absent("points as the orders give them, else 1"),
            unit: "points",
            meaning: "Qualification points of one currency unit of commissionable volume.",
        },
        Key {
            name: "volume_per_point",
            kind: Kind::Number {
                min: "0.000001",
                max: "1000000",
            },
            default: Default::Absent("see `points_per_cv`"),
            unit: "currency units",
            meaning: "The same the other way round: commissionable volume that makes one point.",
        },
    ]),
    default: Default::Value("{}"),
    unit: "",
    meaning: "How commissionable volume and qualification points hang together.",
};

/// How volume becomes points, exactly: points are whole numbers over [`PointScale::one`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PointScale {
    /// Units of points in one minor unit of commissionable volume.
    per_minor_unit: i64,
    /// Units of points in one point.
    one: i64,
    /// Whether orders that give their own points are taken at those.
    as_given: bool,
}

impl PointScale {
    pub(super) fn new(plan: &Settings, currency_scale: i64) -> PointScale {
        let table = plan.table(KEY.name);
        let per_cv = table
            .optional_number("points_per_cv")
            .map(|points| points.normalize());
        let per_point = table
            .optional_number("volume_per_point")
            .map(|volume| volume.normalize());
        let over = |number: Decimal| {
            let above = i64::try_from(number.mantissa()).expect("the key is bounded");
            (above, 10_i64.pow(number.scale()))
        };
        match (per_cv, per_point) {
            (Some(points), _) => {
                let (above, below) = over(points);
                PointScale {
                    per_minor_unit: above,
                    one: below * currency_scale,
                    as_given: false,
                }
            }
            (None, Some(volume)) => {
                let (above, below) = over(volume);
                PointScale {
                    per_minor_unit: below,
                    one: above * currency_scale,
                    as_given: false,
                }
            }
            (None, None) => PointScale {
                per_minor_unit: 1,
                one: currency_scale,
                as_given: true,
            },
        }
    }

    /// Units of points in one point.
    #[must_use]
    pub fn one(self) -> i64 {
        self.one
    }

    /// The smallest number of units that is at least `points`, so that `units ≥ threshold`
    /// exactly where the minimum is reached (plans.md §3: minima are inclusive).
    #[must_use]
    pub fn threshold(self, points: Decimal) -> i64 {
        (points * Decimal::from(self.one))
            .ceil()
            .to_i64()
            .unwrap_or(i64::MAX)
    }

    /// A volume or its points, whichever is the larger number, without a sign.
    pub(super) fn at_most(self, volume: i64) -> u128 {
        let volume = u128::from(volume.unsigned_abs());
        volume.saturating_mul(self.per_minor_unit.unsigned_abs().max(1).into())
    }

    /// Points of a volume.
    #[inline]
    #[must_use]
    pub fn of(self, volume: i64) -> i64 {
        volume * self.per_minor_unit
    }
}

/// A period's volumes under one plan: sales as the world made them, purchases and fees
/// as the plan charges them. Amounts in minor units.
#[derive(Clone, Copy, Debug)]
pub struct Volumes<'a> {
    /// The period.
    pub period: &'a Period<'a>,
    /// Commissionable volume of each member's sales to customers.
    pub customers: &'a [i64],
    /// Commissionable volume of what each enrolled member buys for himself.
    pub own_use: i64,
    /// Points of that in units of [`PointScale::one`], where the products give points.
    own_points: i64,
    /// Commissionable volume of each joiner's kit.
    pub kit: i64,
    /// Each joiner's fee; not commissionable.
    pub join_fee: i64,
    /// Enrolled members, founders included.
    pub enrolled: i64,
    /// Joiners of the period.
    pub joiners: i64,
    /// Commissionable volume by [`Source`].
    pub commissionable: [i64; 3],
    /// How volume becomes points.
    pub points: PointScale,
    /// What later refunds took, where the plan makes them negative volume.
    reversal: Option<&'a Reversal>,
    /// The part of own purchases that components do not see, by member; empty without one.
    reduced: &'a [i64],
}

impl<'a> Volumes<'a> {
    /// Posts the period's orders at the values of the plan.
    #[must_use]
    pub fn post(period: &'a Period<'a>, charges: &Charges, points: PointScale) -> Volumes<'a> {
        let enrolled = period.enrolled_from(0) as i64;
        let joiners = period.joiners().len() as i64;
        // What the files say comes on top of what the plan charges everyone.
        let bought = period.details.own.map_or([0; 2], |own| own.total);
        let details = &period.details;
        let own_use = charges.own_purchase_volume;
        Volumes {
            period,
            customers: period.sales.commissionable(),
            own_use,
            own_points: charges
                .own_purchase_points
                .unwrap_or_else(|| own_use * POINTS_OF_ONE / points.one),
            kit: charges.kit.commissionable.0,
            join_fee: charges.join_fee.0,
            enrolled,
            joiners,
            commissionable: [
                period.sales.total_commissionable,
                enrolled * charges.own_purchase_volume + bought[0],
                joiners * charges.kit.commissionable.0 + bought[1],
            ],
            points: PointScale {
                one: if points.as_given && (details.own.is_some() || details.products_give_points) {
                    POINTS_OF_ONE
                } else {
                    points.one
                },
                ..points
            },
            reversal: None,
            reduced: &[],
        }
    }

    /// The same less what later refunds took (plans.md §4 step 3).
    #[must_use]
    pub(super) fn less(mut self, reversal: &'a Reversal) -> Volumes<'a> {
        self.customers = &reversal.customers;
        self.commissionable[Source::Customers as usize] -= reversal.taken[0];
        self.commissionable[Source::OwnUse as usize] -= reversal.taken[1];
        self.reversal = Some(reversal);
        self
    }

    /// The same less what a joining bonus takes out (plans.md E10). Points are what was
    /// ordered.
    #[must_use]
    pub(super) fn reduced_by(mut self, reduced: &'a [i64]) -> Volumes<'a> {
        self.commissionable[Source::OwnUse as usize] -= reduced.iter().sum::<i64>();
        self.reduced = reduced;
        self
    }

    /// Commissionable volume from one source as it was ordered.
    #[must_use]
    pub fn ordered(&self, source: Source) -> i64 {
        match source {
            Source::OwnUse => self.of(source) + self.reduced.iter().sum::<i64>(),
            Source::Customers | Source::Joining => self.of(source),
        }
    }

    fn reduction_of(&self, member: usize) -> i64 {
        self.reduced.get(member).copied().unwrap_or(0)
    }

    /// Commissionable volume from one source.
    #[must_use]
    pub fn of(&self, source: Source) -> i64 {
        self.commissionable[source as usize]
    }

    /// What a member buys for himself, commissionable volume.
    #[inline]
    #[must_use]
    pub fn own_use_of(&self, member: usize) -> i64 {
        let mut bought = match self.period.details.own {
            Some(own) => own.commissionable[member],
            None => 0,
        };
        if let Some(reversal) = self.reversal {
            bought -= reversal.own_use[member];
        }
        bought -= self.reduction_of(member);
        if self.period.is_enrolled(member) {
            bought + self.own_use
        } else {
            bought
        }
    }

    /// Commissionable volume of a member's kits.
    #[inline]
    #[must_use]
    pub fn kit_of(&self, member: usize) -> i64 {
        let bought = match self.period.details.own {
            Some(own) => own.kit_commissionable[member],
            None => 0,
        };
        if self.period.joiners().contains(&member) {
            bought + self.kit
        } else {
            bought
        }
    }

    /// A member's commissionable volume that percentages are taken of: his customers' and
    /// his own use, by source. Kits and fees are not in it.
    #[inline]
    #[must_use]
    pub fn parts_of(&self, member: usize) -> Parts {
        [self.customers[member], self.own_use_of(member), 0]
    }

    /// The sum of [`Volumes::parts_of`].
    #[inline]
    #[must_use]
    pub fn personal_of(&self, member: usize) -> i64 {
        self.customers[member] + self.own_use_of(member)
    }

    /// Points of what a member bought for himself, in units of [`PointScale::one`].
    #[inline]
    #[must_use]
    pub fn own_points_of(&self, member: usize) -> i64 {
        match self.period.details.own {
            Some(own) if self.points.as_given => {
                own.points[member] - self.reversal.map_or(0, |taken| taken.own_points[member])
            }
            None if self.points.as_given && self.period.details.products_give_points => {
                if self.period.is_enrolled(member) {
                    self.own_points
                } else {
                    0
                }
            }
            _ => self
                .points
                .of(self.own_use_of(member) + self.reduction_of(member)),
        }
    }

    /// Points of what a member's customers bought.
    #[inline]
    #[must_use]
    pub fn customer_points_of(&self, member: usize) -> i64 {
        match self.period.details.customer_points.get(member) {
            Some(&points) if self.points.as_given => {
                points
                    - self
                        .reversal
                        .map_or(0, |taken| taken.customer_points[member])
            }
            _ => self.points.of(self.customers[member]),
        }
    }

    /// Points of a member and his customers together.
    #[inline]
    #[must_use]
    pub fn points_of(&self, member: usize) -> i64 {
        self.own_points_of(member) + self.customer_points_of(member)
    }
}

/// Fills `groups` with each member's own value and those of all his descendants. Sponsors
/// come before those they enrolled.
pub fn group_sums(sponsor: &[u32], own: impl Fn(usize) -> i64, groups: &mut Vec<i64>) {
    groups.clear();
    groups.extend((0..sponsor.len()).map(own));
    for member in (0..sponsor.len()).rev() {
        if sponsor[member] != NO_SPONSOR {
            groups[sponsor[member] as usize] += groups[member];
        }
    }
}
