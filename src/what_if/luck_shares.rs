//! How much of what people end with is due to when and where they joined, to what they can
//! do, and to luck: the variance of net over persons and histories, by cause.
//!
//! With a cause held and the rest drawn anew, the correlation of a person's net with what it
//! was is the share of the variance that the cause explains by itself (Sobol' 1993). Position
//! is one such share. A person's own causes, held while he stands elsewhere among others,
//! explain another together, which is shared among them by what each adds on average over all
//! orders (Owen 2014: Shapley effects). What is left is what the people around him can do and
//! how they fare, and what causes do only together; so the shares sum to one.

use crate::luck::Cause;
use crate::study::causes::{Held, Pairs, People, Redrawn};
use crate::study::interval::Estimator;
use crate::study::results::Estimate;

use super::shapley;

/// How the variance of net under a plan is split.
#[derive(Clone, Debug)]
pub struct Split {
    /// Standard deviation of net over persons and histories, minor units; `None` without
    /// people.
    pub deviation: Option<f64>,
    /// Position, a person's own causes, and the rest.
    pub parts: Vec<Part>,
}

/// A part of the variance.
#[derive(Clone, Copy, Debug)]
pub struct Part {
    /// The cause; `None` of the rest: the people around, and what causes do together.
    pub cause: Option<Cause>,
    /// Its share of the variance.
    pub share: Estimate,
    /// What the cause explains by itself; nothing of the rest.
    pub alone: Estimate,
    /// Its share less the one under the baseline; nothing for the baseline itself.
    pub difference: Estimate,
}

/// Sums over replications from which everything is reckoned.
#[derive(Clone, Debug)]
struct Sums {
    people: [f64; 3],
    /// By what is held.
    pairs: Vec<[f64; 4]>,
}

/// Splits the variance under every plan; the baseline is the plan that others are compared
/// with. Nothing is split where nobody's net differs from another's.
#[must_use]
pub fn split(redrawn: &Redrawn, plans: usize, baseline: usize) -> Vec<Split> {
    let own = redrawn.own.len();
    let jackknives: Vec<Jackknife> = (0..plans)
        .map(|plan| Jackknife::of(&replications(redrawn, plan), own))
        .collect();
    let causes = [Some(Cause::Position)]
        .into_iter()
        .chain(redrawn.own.iter().copied().map(Some))
        .chain([None]);
    let causes: Vec<Option<Cause>> = causes.collect();
    let mut estimator = Estimator::default();
    jackknives
        .iter()
        .enumerate()
        .map(|(plan, own)| {
            let base = (plan != baseline).then(|| &jackknives[baseline]);
            let parts = causes.iter().enumerate().map(|(place, &cause)| Part {
                cause,
                share: own.estimate(place, Figure::Share, &mut estimator),
                alone: match cause {
                    Some(_) => own.estimate(place, Figure::Alone, &mut estimator),
                    None => Estimate::default(),
                },
                difference: base.map_or_else(Estimate::default, |base| {
                    own.difference(base, place, &mut estimator)
                }),
            });
            Split {
                parts: parts.collect(),
                deviation: own.deviation,
            }
        })
        .collect()
}

/// The sums of a plan, replication by replication.
fn replications(redrawn: &Redrawn, plan: usize) -> Vec<Sums> {
    let subsets = 1 << redrawn.own.len();
    let columns: Vec<Vec<Pairs>> = (0..subsets)
        .map(|held| redrawn.pairs(plan, held as Held).collect())
        .collect();
    let people = redrawn.people(plan).enumerate();
    people
        .map(|(replication, people)| {
            let People {
                count,
                sum,
                squares,
            } = people;
            let of = |column: &Vec<Pairs>| {
                let pairs = column[replication];
                [pairs.count, pairs.first, pairs.second, pairs.products]
            };
            Sums {
                people: [count, sum, squares],
                pairs: columns.iter().map(of).collect(),
            }
        })
        .collect()
}

/// What is asked of a part.
#[derive(Clone, Copy)]
enum Figure {
    Share,
    Alone,
}

/// Share and alone of every part.
type Figures = Option<Vec<[f64; 2]>>;

/// The figures of all replications and with each left out.
struct Jackknife {
    whole: Figures,
    left_out: Vec<Figures>,
    deviation: Option<f64>,
}

impl Jackknife {
    fn of(replications: &[Sums], own: usize) -> Jackknife {
        let mut total = Sums {
            people: [0.0; 3],
            pairs: vec![[0.0; 4]; 1 << own],
        };
        for sums in replications {
            add(&mut total, sums, 1.0);
        }
        let without = |sums: &Sums| {
            let mut rest = total.clone();
            add(&mut rest, sums, -1.0);
            figures(&rest, own)
        };
        Jackknife {
            whole: figures(&total, own),
            left_out: replications.iter().map(without).collect(),
            deviation: moments(&total).map(|(_, variance)| variance.sqrt()),
        }
    }

    fn estimate(&self, place: usize, figure: Figure, estimator: &mut Estimator) -> Estimate {
        let value = |figures: &Figures| Some(figures.as_ref()?[place][figure as usize]);
        let left_out = self.left_out.iter().map(value);
        estimator.jackknife(value(&self.whole), left_out, None)
    }

    fn difference(&self, base: &Jackknife, place: usize, estimator: &mut Estimator) -> Estimate {
        let value = |figures: &Figures| Some(figures.as_ref()?[place][0]);
        let apart = |own, base| Some(value(own)? - value(base)?);
        let left_out = self.left_out.iter().zip(&base.left_out);
        estimator.jackknife(
            apart(&self.whole, &base.whole),
            left_out.map(|(own, base)| apart(own, base)),
            None,
        )
    }
}

fn add(total: &mut Sums, sums: &Sums, sign: f64) {
    for (total, sum) in total.people.iter_mut().zip(sums.people) {
        *total += sign * sum;
    }
    for (total, sums) in total.pairs.iter_mut().zip(&sums.pairs) {
        for (total, sum) in total.iter_mut().zip(sums) {
            *total += sign * sum;
        }
    }
}

/// Mean and variance of net; `None` without people.
fn moments(sums: &Sums) -> Option<(f64, f64)> {
    let [count, sum, squares] = sums.people;
    let mean = (count > 0.0).then(|| sum / count)?;
    Some((mean, (squares / count - mean * mean).max(0.0)))
}

/// Share and alone of position, of every own cause, and of the rest; `None` if nothing varies.
fn figures(sums: &Sums, own: usize) -> Figures {
    let (mean, variance) = moments(sums)?;
    // Rounding of equal amounts leaves less than this.
    if variance <= 1e-12 * (variance + mean * mean) {
        return None;
    }
    let explained: Vec<f64> = sums
        .pairs
        .iter()
        .map(|&[count, first, second, products]| {
            let shared = products - mean * (first + second) + mean * mean * count;
            (count > 0.0).then(|| shared / count / variance)
        })
        .collect::<Option<_>>()?;
    // The place of no own cause is that of position.
    let position = explained[0];
    let worth = |held: u32| {
        if held == 0 {
            0.0
        } else {
            explained[held as usize]
        }
    };
    let shares = shapley::parts(own, worth);
    let rest = 1.0 - position - worth((1 << own) - 1);
    let own = shares
        .iter()
        .enumerate()
        .map(|(place, &share)| [share, worth(1 << place)]);
    let figures = [[position, position]].into_iter().chain(own);
    Some(figures.chain([[rest, rest]]).collect())
}
