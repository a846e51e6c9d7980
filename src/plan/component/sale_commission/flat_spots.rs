//! Where brackets pay no more for more, or make a larger order cheaper than a smaller one.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use crate::money::{Currency, Rate};
use crate::plan::component::FlatSpots;

use super::rates::{Brackets, Metric};

/// A bracket with the one below it: the minima, and the rate at each.
struct Border {
    below: i64,
    rate_below: Rate,
    min: i64,
    rate: Rate,
}

impl Brackets {
    /// All of them.
    pub(super) fn flat_spots(&self, currency: &Currency) -> Vec<FlatSpots> {
        let mut found = Vec::new();
        let written = |amount: i64| match self.metric {
            Metric::OwnCount => amount.to_string(),
            _ => currency.plain(amount),
        };
        let cheaper: Vec<String> = self
            .borders()
            .filter(|_| !self.is_marginal && self.is_own_money())
            .filter_map(|border| border.dearer_below())
            .map(|(from, to, min)| {
                let [from, to, min] = [from, to, min].map(written);
                format!("{from} to {to} costs more than {min}")
            })
            .collect();
        if !cheaper.is_empty() {
            found.push(FlatSpots {
                key: "brackets",
                what: "makes a larger order cheaper than a smaller one, once it is taken off",
                places: cheaper,
                help: "just below a bracket it pays to buy the rest oneself; \
                       `bracket_mode = \"marginal\"` pays each slice at its own rate",
            });
        }
        let flat: Vec<String> = self
            .borders()
            .filter_map(|border| border.flat(self.is_marginal, written))
            .chain((self.block > 1).then(|| {
                let block = written(self.block);
                format!("everywhere between two whole blocks of {block}")
            }))
            .collect();
        if !flat.is_empty() {
            found.push(FlatSpots {
                key: "brackets",
                what: "pays no more, or less, for more volume",
                places: flat,
                help: "let the rates rise from bracket to bracket",
            });
        }
        found
    }

    /// Whether the brackets are reached by money the seller could spend himself.
    fn is_own_money(&self) -> bool {
        matches!(self.metric, Metric::OwnVolume | Metric::CustomerVolume)
    }

    fn borders(&self) -> impl Iterator<Item = Border> {
        let from_zero = (self.minima[0] > 0).then_some((0, Rate::ZERO));
        let steps = self.minima.iter().copied().zip(self.rates.iter().copied());
        let steps: Vec<(i64, Rate)> = from_zero.into_iter().chain(steps).collect();
        let pairs = steps.windows(2).map(|pair| Border {
            below: pair[0].0,
            rate_below: pair[0].1,
            min: pair[1].0,
            rate: pair[1].1,
        });
        pairs.collect::<Vec<_>>().into_iter()
    }
}

impl Border {
    /// The orders below the bracket that cost more than one that reaches it, and the
    /// least that reaches it: an order of v costs v × (1 − rate).
    fn dearer_below(&self) -> Option<(i64, i64, i64)> {
        let left = |rate: Rate| Decimal::ONE - rate.to_decimal();
        let cost = Decimal::from(self.min) * left(self.rate);
        let equal = cost.checked_div(left(self.rate_below))?.floor().to_i64()?;
        let from = (equal + 1).max(self.below);
        (from < self.min).then_some((from, self.min - 1, self.min))
    }

    /// Where pay stands still or falls.
    fn flat(&self, is_marginal: bool, written: impl Fn(i64) -> String) -> Option<String> {
        let min = written(self.min);
        let [below, here] = [self.rate_below, self.rate].map(Rate::to_decimal);
        if here.is_zero() && !below.is_zero() {
            return Some(match is_marginal {
                true => format!("from {min} on nothing more"),
                false => format!("from {min} on nothing at all"),
            });
        }
        if here == below && !here.is_zero() {
            return Some(format!("{min} pays the rate of the bracket below"));
        }
        if is_marginal || here >= below {
            return None;
        }
        let until = Decimal::from(self.min) * below / here;
        let until = written(until.ceil().to_i64()?);
        Some(format!("from {min} less than just below it, up to {until}"))
    }
}
