//! The most a commission can pay, by what it is a share of (plans.md §6).

use rust_decimal::{Decimal, RoundingStrategy};

use crate::books::Source;
use crate::money::{Cents, RATE_DECIMALS, Rate};

/// The most a commission can pay.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Maximum {
    /// Of each unit of commissionable volume, by its [`Source`]. A unit has one source, so
    /// a plan can pay at most the largest sum over its components.
    pub of_volume: [Rate; 3],
    /// Of what people pay for joining.
    pub of_fees: Rate,
    /// Of what newcomers pay for places on boards and matrices.
    pub of_entries: Rate,
    /// Of what the components pay that it is a share of.
    pub of_earnings: Rate,
    /// Whether it also pays amounts that do not hang on any of these.
    pub beside_volume: bool,
    /// What it grows with beyond every share, if it does.
    pub growth: Option<Growth>,
}

/// What payments grow with that no share of volume bounds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Growth {
    /// Every ancestor is paid on the same volume: in a full tree about this times
    /// (depth − 1) / 2 of volume.
    Depth(Rate),
    /// The same for each person or point counted.
    DepthByCount {
        /// In place of the rate.
        amount: Cents,
        /// What is counted: `person` or `point`.
        unit: &'static str,
    },
    /// Every further rank above the first is paid this much more of volume.
    Ranks(Rate),
    /// Everyone who takes a place, and pays nothing for it, brings this much.
    Entries(Cents),
}

impl Maximum {
    /// Nothing.
    pub const NOTHING: Maximum = Maximum {
        of_volume: [Rate::ZERO; 3],
        of_fees: Rate::ZERO,
        of_entries: Rate::ZERO,
        of_earnings: Rate::ZERO,
        beside_volume: false,
        growth: None,
    };

    /// Only amounts that do not hang on commissionable volume.
    pub const BESIDE_VOLUME: Maximum = Maximum {
        beside_volume: true,
        ..Maximum::NOTHING
    };

    /// This rate of volume from these sources.
    #[must_use]
    pub fn of(rate: Rate, sources: &[Source]) -> Maximum {
        Maximum {
            of_volume: Source::ALL.map(|source| {
                if sources.contains(&source) {
                    rate
                } else {
                    Rate::ZERO
                }
            }),
            ..Maximum::NOTHING
        }
    }

    /// Growth that nothing bounds.
    #[must_use]
    pub fn growing(growth: Growth) -> Maximum {
        Maximum {
            growth: Some(growth),
            ..Maximum::NOTHING
        }
    }

    /// Both together; of two that grow without bound the first is told.
    #[must_use]
    pub fn and(self, other: Maximum) -> Maximum {
        Maximum {
            of_volume: Source::ALL.map(|source| {
                self.of_volume[source as usize].plus(other.of_volume[source as usize])
            }),
            of_fees: self.of_fees.plus(other.of_fees),
            of_entries: self.of_entries.plus(other.of_entries),
            of_earnings: self.of_earnings.plus(other.of_earnings),
            beside_volume: self.beside_volume || other.beside_volume,
            growth: self.growth.or(other.growth),
        }
    }

    /// This share of it.
    #[must_use]
    pub fn times(self, share: Rate) -> Maximum {
        let of = |rate: Rate| at_least(rate.to_decimal() * share.to_decimal());
        let of_amount = |amount: Cents| Cents(share.of(amount.0));
        Maximum {
            of_volume: self.of_volume.map(of),
            of_fees: of(self.of_fees),
            of_entries: of(self.of_entries),
            of_earnings: of(self.of_earnings),
            beside_volume: self.beside_volume,
            growth: self.growth.map(|growth| match growth {
                Growth::Depth(rate) => Growth::Depth(of(rate)),
                Growth::DepthByCount { amount, unit } => Growth::DepthByCount {
                    amount: of_amount(amount),
                    unit,
                },
                Growth::Ranks(rate) => Growth::Ranks(of(rate)),
                Growth::Entries(amount) => Growth::Entries(of_amount(amount)),
            }),
        }
    }

    /// Whether shares of commissionable volume bound all of it.
    #[must_use]
    pub fn is_share_of_volume(&self) -> bool {
        !self.beside_volume
            && self.growth.is_none()
            && self.of_fees.is_zero()
            && self.of_entries.is_zero()
    }

    /// The source whose volume can be paid the largest share, and that share.
    #[must_use]
    pub fn largest(&self) -> (Source, Rate) {
        let of = |source: Source| (source, self.of_volume[source as usize]);
        Source::ALL
            .into_iter()
            .map(of)
            .reduce(|largest, next| {
                if next.1.to_decimal() > largest.1.to_decimal() {
                    next
                } else {
                    largest
                }
            })
            .unwrap_or(of(Source::Customers))
    }
}

/// The smallest rate that is not below `share`; a bound may be too large by its last
/// decimal, never too small.
pub(super) fn at_least(share: Decimal) -> Rate {
    let share = share.round_dp_with_strategy(RATE_DECIMALS, RoundingStrategy::AwayFromZero);
    Rate::from_decimal(share).unwrap_or(Rate::ONE)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rate(text: &str) -> Rate {
        Rate::from_decimal(Decimal::from_str_exact(text).unwrap()).unwrap()
    }

    #[test]
    fn a_share_of_a_bound_is_one_and_is_never_too_small() {
        let base = Maximum {
            growth: Some(Growth::Depth(rate("0.1"))),
            ..Maximum::of(rate("0.333333333"), &[Source::Customers])
        };
        let matched = base.times(rate("0.5"));
        assert_eq!(matched.of_volume[0], rate("0.166666667"));
        assert_eq!(matched.of_volume[1], Rate::ZERO);
        assert_eq!(matched.growth, Some(Growth::Depth(rate("0.05"))));
        assert!(!matched.is_share_of_volume());
    }
}
