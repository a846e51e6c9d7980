//! A sweep: the points of a design over several keys, and what each key does to an outcome
//! when the others are averaged over.

use std::collections::BTreeSet;

use super::codes;
use super::design::latin_hypercube::latin_hypercube;
use super::design::order::spread_order;
use super::design::sobol_sequence::{MOST_DIMENSIONS, SobolSequence};
use super::fault;
use super::points::Answer;
use super::vary::{self, Value, Vary, check_keys};
use crate::luck::{Luck, Stream};
use crate::measure::metric::Observation;
use crate::scenario::diagnose::Diagnostic;
use crate::study::interval::{self, Estimator, Moments, Ratio};
use crate::study::outcome::Outcome;
use crate::study::results::Estimate;

/// Points beyond which nobody waits for an answer.
pub const MOST_POINTS: usize = 1_000_000;
/// Values of a range in a grid if it does not say how many.
const GRID_VALUES: usize = 5;
/// Groups of about equal size that a key's many values are put into.
const GROUPS: usize = 10;

/// What a key does at one of its values.
#[derive(Clone, Debug)]
pub struct EffectAt {
    /// The value.
    pub value: Value,
    /// How many points are averaged over.
    pub points: usize,
    /// The outcome.
    pub estimate: Estimate,
}

/// Where the points lie.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Design {
    /// Every combination of the values.
    Grid,
    /// So many points, evenly over each key and at random beside (`McKay`, Beckman and Conover
    /// 1979).
    LatinHypercube(usize),
    /// So many points of Sobol's sequence, evenly over all keys together.
    Sobol(usize),
}

/// Keys, and the points at which they are tried.
#[derive(Clone, Debug)]
pub struct Sweep {
    /// The keys.
    pub varied: Vec<Vary>,
    /// Where the points lie.
    pub design: Design,
    /// The values at every point, key by key.
    pub points: Vec<Vec<Value>>,
    /// The order in which they are answered: any part of it covers the design evenly.
    pub order: Vec<usize>,
}

impl Sweep {
    /// Lays out the points. `seed` is the scenario's.
    ///
    /// # Errors
    ///
    /// If nothing varies, a key is varied twice, or there are too many points or keys.
    pub fn new(varied: Vec<Vary>, design: Design, seed: u64) -> Result<Sweep, Box<Diagnostic>> {
        check_keys(&varied)?;
        let count = match design {
            Design::Grid => varied
                .iter()
                .map(|vary| vary.all(GRID_VALUES).len())
                .try_fold(1, usize::checked_mul),
            Design::LatinHypercube(points) | Design::Sobol(points) => Some(points),
        };
        let count = count.filter(|count| (1..=MOST_POINTS).contains(count));
        let Some(count) = count else {
            return Err(fault(
                codes::TOO_MANY_POINTS,
                format!("a sweep has 1 to {MOST_POINTS} points"),
                "give fewer values a key, as in `KEY=low..high:3`, or `--design sobol --points 200`",
            ));
        };
        if matches!(design, Design::Sobol(_)) && varied.len() > MOST_DIMENSIONS {
            return Err(fault(
                codes::TOO_MANY_POINTS,
                format!("Sobol's sequence is laid out for {MOST_DIMENSIONS} keys"),
                "vary fewer keys, or use `--design lhs`",
            ));
        }
        let key = Luck::new(seed, 1).key(Stream::Design, 0);
        let (points, order) = match design {
            Design::Grid => grid(&varied),
            Design::LatinHypercube(_) => {
                let places = latin_hypercube(count, varied.len(), &key);
                (vary::at(&varied, places), (0..count).collect())
            }
            Design::Sobol(_) => {
                let sequence = SobolSequence::shifted(varied.len(), &key);
                let places = (0..count as u32).map(|index| sequence.point(index));
                (vary::at(&varied, places.collect()), (0..count).collect())
            }
        };
        Ok(Sweep {
            varied,
            design,
            points,
            order,
        })
    }

    /// What is laid over the scenario at every point.
    #[must_use]
    pub fn sets(&self) -> Vec<Vec<String>> {
        vary::sets(&self.varied, &self.points)
    }

    /// What a key does to an outcome: its values in groups, and the mean over the points of
    /// each, with the interval it has over replications. In a grid only those settings of the
    /// other keys are averaged over at which the outcome is known for every value of the key, so
    /// that like is compared with like. `asked` is the outcome's place among those of which
    /// every replication was kept.
    #[must_use]
    pub fn effect_of(
        &self,
        key: usize,
        outcome: &Outcome,
        asked: usize,
        answers: &[Answer],
    ) -> Vec<EffectAt> {
        let mut estimator = Estimator::default();
        let known: Vec<Option<&[Observation]>> = answers
            .iter()
            .map(|answer| {
                let column = answer.column(asked)?;
                let mean = outcome.measure.estimate(column, &mut estimator).mean;
                mean.map(|_| column)
            })
            .collect();
        // The settings of the other keys at which some value of this one has no outcome.
        let setting = |point: usize| -> Vec<&str> {
            let values = self.points[point].iter().enumerate();
            let others = values.filter(|(other, _)| *other != key);
            others.map(|(_, value)| value.text.as_str()).collect()
        };
        let broken: BTreeSet<Vec<&str>> = match self.design {
            Design::Grid => (0..self.points.len())
                .filter(|&point| known[point].is_none())
                .map(setting)
                .collect(),
            Design::LatinHypercube(_) | Design::Sobol(_) => BTreeSet::new(),
        };
        let of_group = |(value, points): (Value, Vec<usize>)| {
            let columns: Vec<&[Observation]> = points
                .iter()
                .filter(|&&point| broken.is_empty() || !broken.contains(&setting(point)))
                .filter_map(|&point| known[point])
                .collect();
            EffectAt {
                value,
                points: columns.len(),
                estimate: mean_of(outcome, &columns, &mut estimator),
            }
        };
        self.groups(key).into_iter().map(of_group).collect()
    }

    /// The points by the value of a key; of many numbers, in groups of about equal size, each
    /// called after the middle one.
    fn groups(&self, key: usize) -> Vec<(Value, Vec<usize>)> {
        let mut groups: Vec<(Value, Vec<usize>)> = Vec::new();
        for (point, values) in self.points.iter().enumerate() {
            let value = &values[key];
            match groups.iter_mut().find(|(known, _)| known == value) {
                Some((_, points)) => points.push(point),
                None => groups.push((value.clone(), vec![point])),
            }
        }
        let number = |group: &(Value, Vec<usize>)| group.0.number;
        if groups.iter().all(|group| number(group).is_some()) {
            groups.sort_by(|one, other| {
                let key = |group| number(group).unwrap_or(f64::NAN);
                key(one).total_cmp(&key(other))
            });
            if self.design != Design::Grid && groups.len() > GROUPS {
                let size = groups.len().div_ceil(GROUPS);
                return groups
                    .chunks(size)
                    .map(|part| {
                        let points = part.iter().flat_map(|(_, points)| points).copied();
                        (part[part.len() / 2].0.clone(), points.collect())
                    })
                    .collect();
            }
        }
        groups
    }
}

/// The mean over points of what each comes to, of the same replications.
fn mean_of(outcome: &Outcome, columns: &[&[Observation]], estimator: &mut Estimator) -> Estimate {
    let measure = outcome.measure;
    match columns {
        [] => return Estimate::default(),
        [only] => return measure.estimate(only, estimator),
        _ => {}
    }
    let replications = columns.iter().map(|column| column.len()).min().unwrap_or(0);
    if !measure.is_pooled {
        // A replication in which it has no value somewhere is left out everywhere.
        let means = (0..replications).filter_map(|replication| {
            let values = columns.iter().map(|column| column[replication].value());
            let values: Option<Vec<f64>> = values.collect();
            values?.into_iter().collect::<Moments>().mean()
        });
        return estimator.mean(&means.collect::<Moments>(), measure.range);
    }
    let ratios: Vec<Vec<Ratio>> = columns
        .iter()
        .map(|column| column.iter().map(Observation::ratio).collect())
        .collect();
    let totals: Vec<Ratio> = ratios.iter().map(|ratios| interval::sum(ratios)).collect();
    let mean = |left_out: Option<usize>| -> Option<f64> {
        let ratios = ratios.iter().zip(&totals).map(|(ratios, &total)| {
            let part = left_out.map_or((0.0, 0.0), |replication| ratios[replication]);
            interval::without(total, part)
        });
        let ratios: Option<Vec<f64>> = ratios.collect();
        ratios?.into_iter().collect::<Moments>().mean()
    };
    let left_out: Vec<Option<f64>> = (0..replications).map(|out| mean(Some(out))).collect();
    estimator.jackknife(mean(None), left_out.into_iter(), measure.range)
}

/// Every combination, the last key changing fastest, and an order that covers them evenly.
fn grid(varied: &[Vary]) -> (Vec<Vec<Value>>, Vec<usize>) {
    let values: Vec<Vec<Value>> = varied.iter().map(|vary| vary.all(GRID_VALUES)).collect();
    let sizes: Vec<usize> = values.iter().map(Vec::len).collect();
    let count = sizes.iter().product();
    let point = |mut cell: usize| {
        let mut point: Vec<Value> = values
            .iter()
            .rev()
            .map(|values| {
                let value = values[cell % values.len()].clone();
                cell /= values.len();
                value
            })
            .collect();
        point.reverse();
        point
    };
    ((0..count).map(point).collect(), spread_order(&sizes))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::what_if::testing::{answered, mean_net, small_ebook};

    fn varied(texts: &[&str]) -> Vec<Vary> {
        let base = crate::scenario::Base::open("ebook").unwrap();
        texts
            .iter()
            .map(|text| Vary::parse(text, &base).unwrap())
            .collect()
    }

    #[test]
    fn a_grid_is_every_combination_once() {
        let sweep = Sweep::new(
            varied(&[
                "product.price=10..30:3",
                "growth.attachment=[uniform,preferential]",
            ]),
            Design::Grid,
            1,
        )
        .unwrap();
        let texts: Vec<Vec<String>> = sweep.sets();
        assert_eq!(texts.len(), 6);
        assert_eq!(
            texts[1],
            ["product.price=10", "growth.attachment=preferential"]
        );
        assert_eq!(texts[4], ["product.price=30", "growth.attachment=uniform"]);
        let mut order = sweep.order.clone();
        order.sort_unstable();
        assert_eq!(order, (0..6).collect::<Vec<_>>());
    }

    #[test]
    fn designs_of_many_keys_have_as_many_points_as_asked() {
        for design in [Design::LatinHypercube(20), Design::Sobol(20)] {
            let keys = ["product.price=10..30", "sales.conversion=0.01..0.05"];
            let sweep = Sweep::new(varied(&keys), design, 7).unwrap();
            assert_eq!(sweep.points.len(), 20);
            let again = Sweep::new(varied(&keys), design, 7).unwrap();
            assert_eq!(sweep.points, again.points);
            let other = Sweep::new(varied(&keys), design, 8).unwrap();
            assert_ne!(sweep.points, other.points);
            for group in sweep.groups(0) {
                assert_eq!(group.1.len(), 2, "ten groups of two");
            }
        }
    }

    #[test]
    fn what_cannot_be_laid_out_is_refused() {
        let code = |keys: &[&str], design| Sweep::new(varied(keys), design, 1).unwrap_err().code;
        assert_eq!(code(&[], Design::Grid), codes::NOTHING_VARIES);
        let twice = ["product.price=1..2", "product.price=3..4"];
        assert_eq!(code(&twice, Design::Grid), codes::TWICE);
        let fine = ["product.price=1..2", "sales.conversion=0..1:1000000"];
        assert_eq!(code(&fine, Design::Grid), codes::TOO_MANY_POINTS);
        assert_eq!(code(&fine, Design::Sobol(0)), codes::TOO_MANY_POINTS);
    }

    #[test]
    fn the_effect_of_a_key_is_averaged_over_the_others() {
        let case = small_ebook(6, 30);
        let keys = ["costs.expenses=0..20:3", "product.price=10..30:2"];
        let sweep = Sweep::new(varied(&keys), Design::Grid, 1).unwrap();
        let answers = answered(&case, mean_net(0), &sweep.sets());
        let effect = sweep.effect_of(0, &mean_net(0), 0, &answers);
        let means: Vec<f64> = effect.iter().map(|at| at.estimate.mean.unwrap()).collect();
        // Ten dollars more expenses are ten dollars less, for everyone.
        assert!((means[0] - means[1] - 1_000.0).abs() < 1e-6, "{means:?}");
        assert!((means[1] - means[2] - 1_000.0).abs() < 1e-6, "{means:?}");
        assert_eq!((effect[2].value.text.as_str(), effect[2].points), ("20", 2));
    }
}
