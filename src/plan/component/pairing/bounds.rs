//! What bounds a pairing: nothing but depth, unless a cap does (plans.md §6); and where
//! volume rises and pay does not.

use rust_decimal::Decimal;

use crate::money::{Cents, Currency, Rate};
use crate::plan::component::maximum::at_least;
use crate::plan::component::{FlatSpots, Growth};

use super::matched::Mode;
use super::{Counted, Pairing, Reward, Tiers};

impl<T: Copy> Tiers<T> {
    /// The value of whoever has the highest.
    fn most<K: Ord>(&self, key: impl Fn(T) -> K) -> Option<T> {
        let values = self.base.iter().chain(self.by_rank.values()).copied();
        values.max_by_key(|&value| key(value))
    }
}

impl Pairing {
    /// What a match pays of the volume in both legs together, counted as if each ancestor
    /// had legs of the same size: twice that is what a rate of the weaker leg is.
    pub(super) fn growth(&self) -> Growth {
        let rate = match (&self.reward, &self.rule.mode) {
            (Reward::Rate(rates), Mode::Percent { strong, weak }) => {
                let rate = rates
                    .most(Rate::to_decimal)
                    .map_or(Decimal::ZERO, Rate::to_decimal);
                rate * Decimal::from(*weak) / Decimal::from(*strong)
            }
            (_, Mode::Steps(rows)) => {
                let worth = |&(taken, pay): &(i64, i64)| Decimal::from(pay) / Decimal::from(taken);
                rows.iter().map(worth).max().unwrap_or_default()
            }
            (Reward::Value(values), Mode::Cycle { strong, weak }) => {
                let value = values.most(|value| value).unwrap_or(0);
                Decimal::from(2 * value) / Decimal::from(strong + weak)
            }
            (Reward::Value(values), Mode::Pairs { strong, weak, .. }) => {
                let value = values.most(|value| value).unwrap_or(0);
                return Growth::DepthByCount {
                    amount: Cents(2 * value / (strong + weak)),
                    unit: match self.counted {
                        Some(Counted::Points) => "point",
                        _ => "person",
                    },
                };
            }
            _ => Decimal::ZERO,
        };
        Growth::Depth(at_least(rate))
    }

    /// The lowest of its own caps, at the rank that has the highest.
    pub(super) fn highest_cap(&self) -> Option<Cents> {
        let amount = |tiers: &Tiers<i64>| tiers.most(|value| value);
        let paid = match (&self.reward, &self.rule.mode) {
            (Reward::Rate(rates), _) => {
                let rate = rates.most(Rate::to_decimal).unwrap_or(Rate::ZERO);
                amount(&self.max_match).map(|volume| rate.of(volume))
            }
            (Reward::Value(values), mode) => {
                let weak = match mode {
                    Mode::Cycle { weak, .. } => *weak,
                    _ => 1,
                };
                let matched = amount(&self.max_match).map(|volume| volume / weak);
                let cycles = amount(&self.max_cycles).into_iter().chain(matched).min();
                let value = amount(values).unwrap_or(0);
                cycles.map(|cycles| cycles.saturating_mul(value))
            }
            (Reward::Schedule, Mode::Steps(rows)) => rows.last().map(|&(_, pay)| pay),
            (Reward::Schedule, _) => None,
        };
        paid.into_iter().chain(amount(&self.cap)).min().map(Cents)
    }

    /// Steps that pay no more than the one below, and what is above the last.
    pub(super) fn flat_steps(&self, currency: &Currency) -> Vec<FlatSpots> {
        let Mode::Steps(rows) = &self.rule.mode else {
            return Vec::new();
        };
        let mut places: Vec<String> = rows
            .windows(2)
            .filter(|pair| pair[0].1 == pair[1].1)
            .map(|pair| {
                let [lower, higher] = [pair[0].0, pair[1].0].map(|taken| currency.plain(taken));
                format!("a match of {higher} pays what one of {lower} does")
            })
            .collect();
        if let Some(&(last, _)) = rows.last() {
            places.push(format!("above {} in both legs", currency.plain(last)));
        }
        vec![FlatSpots {
            key: "schedule",
            what: "pays no more for more volume in a period",
            places,
            help: "add steps, or pay a `rate` of the weaker leg with a cap",
        }]
    }
}
