//! One at a time: each key between its low and its high value while the others stay as they
//! are, and how far that moves an outcome.

use super::points::Answer;
use super::vary::{Value, Vary, check_keys};
use crate::scenario::diagnose::Diagnostic;
use crate::study::interval::Estimator;
use crate::study::outcome::Outcome;
use crate::study::results::Estimate;

/// Keys to be moved one at a time.
#[derive(Clone, Debug)]
pub struct Tornado {
    /// The keys.
    pub varied: Vec<Vary>,
}

/// What one key does to an outcome.
#[derive(Clone, Debug)]
pub struct Bar {
    /// The key's place among those varied.
    pub key: usize,
    /// The low and the high value, each with what it does.
    pub ends: [End; 2],
}

/// What a value of a key does.
#[derive(Clone, Debug)]
pub struct End {
    /// The value.
    pub value: Value,
    /// The outcome at it.
    pub estimate: Estimate,
    /// How much it is above the outcome as the scenario stands, the same people with the same
    /// luck.
    pub change: Estimate,
    /// The same without the same luck: as if the two had been run with different seeds.
    pub change_of_strangers: Estimate,
    /// Why there is none.
    pub failure: Option<String>,
}

impl Bar {
    /// How far the outcome moves from end to end; 0 where an end has no outcome.
    #[must_use]
    pub fn length(&self) -> f64 {
        let moved = self.ends.iter().filter_map(|end| end.change.mean);
        let (least, most) = moved.fold((0.0_f64, 0.0_f64), |(least, most), moved| {
            (least.min(moved), most.max(moved))
        });
        most - least
    }
}

impl Tornado {
    /// Keys to move.
    ///
    /// # Errors
    ///
    /// If there are none, or one is there twice.
    pub fn new(varied: Vec<Vary>) -> Result<Tornado, Box<Diagnostic>> {
        check_keys(&varied)?;
        Ok(Tornado { varied })
    }

    /// What is laid over the scenario at every point: nothing first, then low and high of
    /// each key.
    #[must_use]
    pub fn sets(&self) -> Vec<Vec<String>> {
        let ends = self.varied.iter().flat_map(|vary| {
            let ends = vary.ends();
            ends.map(|value| vec![vary.set(&value)])
        });
        [Vec::new()].into_iter().chain(ends).collect()
    }

    /// What every key does to an outcome, the one that moves it furthest first. `asked` is the
    /// outcome's place among those of which every replication was kept.
    ///
    /// # Panics
    ///
    /// If the answers are not those of [`Tornado::sets`].
    #[must_use]
    pub fn bars(&self, outcome: &Outcome, asked: usize, answers: &[Answer]) -> Vec<Bar> {
        assert_eq!(
            answers.len(),
            1 + 2 * self.varied.len(),
            "one answer a point"
        );
        let mut estimator = Estimator::default();
        let as_it_stands = answers[0].column(asked);
        let mut end = |value: Value, answer: &Answer| {
            let measure = outcome.measure;
            let own = answer.column(asked);
            let pair = own.zip(as_it_stands);
            End {
                value,
                estimate: own.map_or_else(Estimate::default, |own| {
                    measure.estimate(own, &mut estimator)
                }),
                change: pair.map_or_else(Estimate::default, |(own, base)| {
                    measure.difference(own, base, &mut estimator)
                }),
                change_of_strangers: pair.map_or_else(Estimate::default, |(own, base)| {
                    measure.difference_of_strangers(own, base, &mut estimator)
                }),
                failure: answer.failure().map(str::to_owned),
            }
        };
        let mut bars: Vec<Bar> = self
            .varied
            .iter()
            .enumerate()
            .map(|(key, vary)| {
                let [low, high] = vary.ends();
                Bar {
                    key,
                    ends: [
                        end(low, &answers[1 + 2 * key]),
                        end(high, &answers[2 + 2 * key]),
                    ],
                }
            })
            .collect();
        bars.sort_by(|one, other| other.length().total_cmp(&one.length()));
        bars
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::what_if::testing::{answered, mean_net, small_ebook};

    #[test]
    fn bars_are_sorted_by_what_they_do_and_pairs_are_sharper_than_strangers() {
        let case = small_ebook(20, 50);
        let keys = [
            "costs.expenses=9..11",
            "product.price=-5..30",
            "costs.kit.price=0..40",
        ];
        let varied = keys.map(|text| Vary::parse(text, case.base()).unwrap());
        let tornado = Tornado::new(varied.to_vec()).unwrap();
        let answers = answered(&case, mean_net(1), &tornado.sets());
        let bars = tornado.bars(&mean_net(1), 0, &answers);
        // A kit of 40 is 40 less; expenses a dollar either way; and commissions are not of the
        // price, but of what is commissionable.
        let keys: Vec<usize> = bars.iter().map(|bar| bar.key).collect();
        assert_eq!(keys, [2, 0, 1]);
        let kit = bars.iter().find(|bar| bar.key == 2).unwrap();
        let change = kit.ends[1].change;
        assert!((change.mean.unwrap() + 4_000.0).abs() < 1e-6);
        let width = |known: Estimate| known.high.unwrap() - known.low.unwrap();
        assert!(width(change) < 1e-6 && width(kit.ends[1].change_of_strangers) > 10.0);
        let price = bars.iter().find(|bar| bar.key == 1).unwrap();
        assert!(price.ends[0].failure.is_some() && price.ends[0].change.mean.is_none());
    }
}
