//! How much of what people end with is due to when and where they joined, to what they can
//! do, and to luck: the variance of net over persons and histories split among its causes.
//!
//! With some causes held and the rest drawn anew, the correlation of a person's net with what
//! it was is the share of the variance that the held causes explain together, interactions
//! among them included (Sobol' 1993; estimated as by Janon et al. 2014). What a cause explains
//! differs with what is held beside it; its share here is the average over all orders in which
//! causes can be added (Owen 2014: Shapley effects), so the shares sum to one.

use crate::luck::Cause;
use crate::study::causes::{Held, Pairing, Redrawn};
use crate::study::interval::Estimator;
use crate::study::results::Estimate;

use super::shapley;

/// How the variance of net under a plan is split.
#[derive(Clone, Debug)]
pub struct Split {
    /// Standard deviation of net over persons and histories, minor units; `None` without
    /// people.
    pub deviation: Option<f64>,
    /// Cause by cause.
    pub parts: Vec<Part>,
}

/// What a cause explains.
#[derive(Clone, Copy, Debug)]
pub struct Part {
    /// The cause.
    pub cause: Cause,
    /// Its share of the variance.
    pub share: Estimate,
    /// What it explains by itself.
    pub alone: Estimate,
    /// What is lost without it: what it explains with everything else held already.
    pub last: Estimate,
    /// Its share less the one under the baseline; nothing for the baseline itself.
    pub difference: Estimate,
}

/// Sums over replications from which everything is reckoned.
#[derive(Clone, Debug)]
struct Sums {
    /// By the causes held: of weight, mean of net and of squares, and products.
    by_held: Vec<[f64; 4]>,
}

/// Splits the variance under every plan; the baseline is the plan that others are compared
/// with. Nothing is split where nobody's net differs from another's.
#[must_use]
pub fn split(redrawn: &Redrawn, plans: usize, baseline: usize) -> Vec<Split> {
    let causes = redrawn.causes.len();
    let subsets = 1 << causes;
    let replications: Vec<Vec<Sums>> = (0..plans)
        .map(|plan| {
            let columns: Vec<Vec<Pairing>> = (0..subsets)
                .map(|held| redrawn.column(plan, held as Held).collect())
                .collect();
            let count = columns[1].len();
            let of = |replication: usize| Sums {
                by_held: columns
                    .iter()
                    .map(|column| sums(&column[replication]))
                    .collect(),
            };
            (0..count).map(of).collect()
        })
        .collect();
    let mut estimator = Estimator::default();
    (0..plans)
        .map(|plan| {
            let own = Jackknife::of(&replications[plan], causes);
            let base = (plan != baseline).then(|| Jackknife::of(&replications[baseline], causes));
            let parts = redrawn.causes.iter().enumerate().map(|(place, &cause)| {
                let figure =
                    |figure: Figure| own.estimate(place, figure, &mut Estimator::default());
                Part {
                    cause,
                    share: figure(Figure::Share),
                    alone: figure(Figure::Alone),
                    last: figure(Figure::Last),
                    difference: base.as_ref().map_or_else(Estimate::default, |base| {
                        own.difference(base, place, &mut estimator)
                    }),
                }
            });
            Split {
                parts: parts.collect(),
                deviation: own.deviation,
            }
        })
        .collect()
}

fn sums(pairing: &Pairing) -> [f64; 4] {
    let Pairing {
        people,
        pairs,
        first,
        second,
        squares,
        products,
    } = *pairing;
    if pairs == 0.0 {
        return [0.0; 4];
    }
    // Every replication has the weight of its people, however many pairs fell on each other.
    let mean = |sum: f64| people * sum / pairs;
    [
        people,
        mean((first + second) / 2.0),
        mean(squares / 2.0),
        mean(products),
    ]
}

/// What is asked of a cause.
#[derive(Clone, Copy)]
enum Figure {
    Share,
    Alone,
    Last,
}

/// The figures of every cause, of all replications and with each left out.
struct Jackknife {
    whole: Option<Vec<[f64; 3]>>,
    left_out: Vec<Option<Vec<[f64; 3]>>>,
    deviation: Option<f64>,
}

impl Jackknife {
    fn of(replications: &[Sums], causes: usize) -> Jackknife {
        let subsets = 1 << causes;
        let mut total = vec![[0.0; 4]; subsets];
        for sums in replications {
            for (total, sums) in total.iter_mut().zip(&sums.by_held) {
                for (total, sum) in total.iter_mut().zip(sums) {
                    *total += sum;
                }
            }
        }
        let without = |sums: &Sums| -> Vec<[f64; 4]> {
            let pairs = total.iter().zip(&sums.by_held);
            pairs
                .map(|(total, sums)| std::array::from_fn(|index| total[index] - sums[index]))
                .collect()
        };
        // Any set of pairs has the variance; that with position held is of the people as they
        // stand.
        let deviation = total.get(1).and_then(|sums| {
            let [weight, mean, squares, _] = *sums;
            (weight > 0.0).then(|| (squares / weight - (mean / weight) * (mean / weight)).max(0.0))
        });
        Jackknife {
            whole: figures(&total, causes),
            left_out: replications
                .iter()
                .map(|sums| figures(&without(sums), causes))
                .collect(),
            deviation: deviation.map(f64::sqrt),
        }
    }

    fn estimate(&self, place: usize, figure: Figure, estimator: &mut Estimator) -> Estimate {
        let value =
            |figures: &Option<Vec<[f64; 3]>>| Some(figures.as_ref()?[place][figure as usize]);
        estimator.jackknife(value(&self.whole), self.left_out.iter().map(value))
    }

    fn difference(&self, base: &Jackknife, place: usize, estimator: &mut Estimator) -> Estimate {
        let value = |figures: &Option<Vec<[f64; 3]>>| Some(figures.as_ref()?[place][0]);
        let apart = |own, base| Some(value(own)? - value(base)?);
        let left_out = self.left_out.iter().zip(&base.left_out);
        estimator.jackknife(
            apart(&self.whole, &base.whole),
            left_out.map(|(own, base)| apart(own, base)),
        )
    }
}

/// The share, alone and last of every cause; `None` if nothing varies.
fn figures(sums: &[[f64; 4]], causes: usize) -> Option<Vec<[f64; 3]>> {
    let all = sums.len() - 1;
    let explained: Vec<f64> = (0..sums.len())
        .map(|held| match held {
            0 => Some(0.0),
            held if held == all => Some(1.0),
            held => correlation(&sums[held]),
        })
        .collect::<Option<_>>()?;
    let shares = shapley::parts(causes, |held| explained[held as usize]);
    let figures = shares.iter().enumerate().map(|(place, &share)| {
        let own = 1 << place;
        [share, explained[own], 1.0 - explained[all & !own]]
    });
    Some(figures.collect())
}

/// Cov(net, net again) ÷ Var(net), with the mean and the variance of both together (Janon et
/// al. 2014). `None` without people or variance.
fn correlation(sums: &[f64; 4]) -> Option<f64> {
    let [weight, mean, squares, products] = *sums;
    if weight == 0.0 {
        return None;
    }
    let mean = mean / weight;
    let variance = squares / weight - mean * mean;
    // Rounding of equal amounts leaves less than this.
    let noise = 1e-12 * (squares / weight);
    (variance > noise).then(|| (products / weight - mean * mean) / variance)
}
