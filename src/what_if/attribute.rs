//! Which rule did it: the difference an outcome shows between two plans, shared out among the
//! rules in which they differ.
//!
//! Every plan on the way, with any set of the differences, pays the same people with the same
//! luck. A rule's part is what it adds when it is changed, averaged over all orders in which
//! the rules can be changed (Shapley 1953), so the parts sum to the difference exactly and
//! hang on no order.

mod walk;

use std::collections::BTreeSet;

use super::case::Case;
use super::codes;
use super::fault;
use super::rules::{Rule, differences, on_the_way, with_plans};
use super::shapley::{self, MOST_PLAYERS};
use crate::luck::{Luck, Stream};
use crate::measure::metric::Observation;
use crate::plan::Plan;
use crate::scenario::diagnose::Diagnostics;
use crate::scenario::types::PlanSettings;
use crate::study::interval::{self, Estimator, Moments, Ratio};
use crate::study::outcome::Measure;
use crate::study::results::Estimate;
pub use walk::Walked;

/// Rules beyond which not even a sample of the orders is gone through.
pub const MOST_RULES: usize = 64;
/// Sets of rules as bits.
type Taken = u64;

/// Two plans and the rules in which they differ.
#[derive(Clone, Debug)]
pub struct Attribution {
    from: PlanSettings,
    to: PlanSettings,
    rules: Vec<Rule>,
    /// The rules that can be changed apart from each other, in the order of the plans.
    pub players: Vec<Player>,
    /// The orders in which rules are changed, where not all are gone through.
    orders: Option<Vec<Vec<usize>>>,
    /// The plans on the way, each once and ascending: none of the rules first, all of them last.
    steps: Vec<Taken>,
}

/// Rules that are changed together: one, or several of which a plan cannot have some without
/// the others, such as ranks and what is paid by rank.
#[derive(Clone, Debug, PartialEq)]
pub struct Player {
    /// What they are, in the plan's own words.
    pub name: String,
    /// What is done to get from one plan to the other.
    pub change: String,
    /// Their places among the rules.
    rules: Vec<usize>,
}

/// What was found of one measure.
#[derive(Clone, Debug)]
pub struct Parts {
    /// The outcome under the first plan and under the second.
    pub ends: [Estimate; 2],
    /// Second less first.
    pub difference: Estimate,
    /// Player by player; without a mean where the measure has no value under some plan on the
    /// way.
    pub parts: Vec<Estimate>,
    /// Replications left out, also of the difference, because the measure has no value in them
    /// under some plan on the way.
    pub left_out: usize,
    /// Replication by replication, player by player, and the difference they sum to; `None`
    /// where one was left out. Of a pooled ratio, none.
    pub by_replication: Vec<Option<(Vec<f64>, f64)>>,
}

impl Attribution {
    /// From the plan at one place of the scenario to that at another. Beyond
    /// [`MOST_PLAYERS`] rules, `orders` of changing them are drawn, in pairs.
    ///
    /// # Errors
    ///
    /// If the plans differ in nothing, or in too much.
    pub fn new(
        case: &Case,
        from: usize,
        to: usize,
        orders: usize,
    ) -> Result<Attribution, Diagnostics> {
        let plans = &case.scenario().plans;
        let (from, to) = (plans[from].clone(), plans[to].clone());
        let rules = differences(&from, &to);
        if rules.is_empty() || rules.len() > MOST_RULES {
            return Err(fault(
                codes::NO_RULES,
                format!(
                    "`{}` and `{}` differ in {} rules",
                    from.name,
                    to.name,
                    rules.len()
                ),
                "a difference is shared out among 1 to 64 rules: components and keys in which two plans differ",
            )
            .into());
        }
        let players = players(case, &from, &to, &rules);
        let count = players.len();
        let all = all_of(count);
        let (orders, steps) = if count <= MOST_PLAYERS {
            (None, (0..=all).collect::<BTreeSet<Taken>>())
        } else {
            let key = Luck::new(case.scenario().seed, 1).key(Stream::Design, 1);
            let orders = shapley::orders(count, orders.max(4).next_multiple_of(2), &key);
            let walk = |order: &Vec<usize>| {
                let walked = order.iter().scan(0, |taken, &rule| {
                    *taken |= 1 << rule;
                    Some(*taken)
                });
                walked.collect::<Vec<Taken>>()
            };
            let steps = orders.iter().flat_map(walk).chain([0]).collect();
            (Some(orders), steps)
        };
        Ok(Attribution {
            from,
            to,
            rules,
            players,
            orders,
            steps: steps.into_iter().collect(),
        })
    }

    /// How many plans are paid.
    #[must_use]
    pub fn steps(&self) -> usize {
        self.steps.len()
    }

    /// How many orders were drawn; `None` if all were gone through.
    #[must_use]
    pub fn orders(&self) -> Option<usize> {
        self.orders.as_ref().map(Vec::len)
    }

    /// Shares out the difference of a measure, which stands at a place among those walked.
    ///
    /// # Panics
    ///
    /// If the walk was another attribution's.
    #[must_use]
    pub fn parts(&self, measure: &Measure, asked: usize, walked: &Walked) -> Parts {
        let all = |step: usize| &walked.columns[step][asked];
        // What is compared is compared on the same replications throughout.
        let kept: Vec<usize> = (0..all(0).len())
            .filter(|&replication| {
                let mut steps = 0..self.steps.len();
                measure.is_pooled || steps.all(|step| all(step)[replication].value().is_some())
            })
            .collect();
        let columns: Vec<Vec<Observation>> = (0..self.steps.len())
            .map(|step| {
                kept.iter()
                    .map(|&replication| all(step)[replication])
                    .collect()
            })
            .collect();
        let column = |step: usize| &columns[step];
        let place = |taken: Taken| {
            let found = self.steps.binary_search(&taken);
            found.expect("every set of rules of an order was walked")
        };
        let last = self.steps.len() - 1;
        let mut estimator = Estimator::default();
        // Where nothing can be shared out, the two plans are told as they are.
        let end = |step: usize| {
            if kept.is_empty() {
                all(step)
            } else {
                column(step)
            }
        };
        let ends = [0, last].map(|step| measure.estimate(end(step), &mut estimator));
        let difference = measure.difference(end(last), end(0), &mut estimator);
        let combinations: Vec<Vec<Vec<(usize, f64)>>> = match &self.orders {
            None => {
                let of_rule = |rule| {
                    let all = shapley::coefficients(self.players.len(), rule);
                    vec![all.into_iter().enumerate().collect()]
                };
                (0..self.players.len()).map(of_rule).collect()
            }
            Some(orders) => {
                // Pair by pair of an order and its reverse: what it adds, averaged over the two.
                let mut pairs = vec![Vec::new(); self.players.len()];
                for pair in orders.chunks(2) {
                    for rules in &mut pairs {
                        rules.push(Vec::new());
                    }
                    for order in pair {
                        let (mut taken, weight) = (0, 1.0 / pair.len() as f64);
                        for &rule in order {
                            let combination = pairs[rule].last_mut().expect("one was pushed");
                            combination.push((place(taken), -weight));
                            taken |= 1 << rule;
                            combination.push((place(taken), weight));
                        }
                    }
                }
                pairs
            }
        };
        let replications = kept.len();
        let parts = combinations
            .iter()
            .map(|pairs| part(measure, pairs, replications, &column, &mut estimator))
            .collect();
        let by_replication = if measure.is_pooled || self.orders.is_some() {
            Vec::new()
        } else {
            let of = |replication: usize| {
                let value = |step: usize| all(step)[replication].value();
                let parts: Option<Vec<f64>> = combinations
                    .iter()
                    .map(|pairs| combine(&pairs[0], value))
                    .collect();
                Some((parts?, value(last)? - value(0)?))
            };
            (0..all(0).len()).map(of).collect()
        };
        Parts {
            ends,
            difference,
            parts,
            left_out: all(0).len() - replications,
            by_replication,
        }
    }
}

/// The plan with the rules of these players taken.
fn taken_so_far<'r>(
    from: &PlanSettings,
    to: &PlanSettings,
    rules: &'r [Rule],
    players: impl Iterator<Item = &'r [usize]>,
    taken: Taken,
) -> PlanSettings {
    let players = players.enumerate();
    let taken = players.filter(|(player, _)| taken >> player & 1 == 1);
    on_the_way(
        from,
        to,
        taken.flat_map(|(_, own)| own.iter().map(|&rule| &rules[rule])),
    )
}

/// The rules as players: each by itself, but for those of which a plan cannot have some
/// without the others.
fn players(case: &Case, from: &PlanSettings, to: &PlanSettings, rules: &[Rule]) -> Vec<Player> {
    let mut groups: Vec<Vec<usize>> = (0..rules.len()).map(|rule| vec![rule]).collect();
    let builds = |groups: &[Vec<usize>], taken: Taken| {
        let plan = taken_so_far(from, to, rules, groups.iter().map(Vec::as_slice), taken);
        Plan::build_all(&with_plans(case.scenario(), vec![plan])).is_ok()
    };
    while let Some(taken) = first_that_fails(&groups, &builds) {
        let is_in = |player: usize| taken >> player & 1 == 1;
        let pairs = (0..groups.len())
            .filter(|&player| is_in(player))
            .flat_map(|one| (0..groups.len()).map(move |other| (one, other)))
            .filter(|&(_, other)| !is_in(other));
        // One that is in needs one that is not, or must not be there without it.
        let belong = |&(one, other): &(usize, usize)| {
            builds(&groups, taken | 1 << other) || builds(&groups, taken & !(1 << one))
        };
        let pairs: Vec<(usize, usize)> = pairs.collect();
        let found = pairs
            .iter()
            .copied()
            .find(belong)
            .or(pairs.first().copied());
        let Some((one, other)) = found else {
            break;
        };
        let rules = groups.remove(one.max(other));
        groups[one.min(other)].extend(rules);
        groups[one.min(other)].sort_unstable();
    }
    let joined = |own: &[usize], of: fn(&Rule) -> &str, between: &str| {
        let words: Vec<&str> = own.iter().map(|&rule| of(&rules[rule])).collect();
        words.join(between)
    };
    groups
        .into_iter()
        .map(|own| Player {
            name: joined(&own, |rule| &rule.name, " + "),
            change: joined(&own, |rule| &rule.change, "; "),
            rules: own,
        })
        .collect()
}

/// All of so many players, 64 at most.
fn all_of(count: usize) -> Taken {
    Taken::MAX >> (Taken::BITS as usize - count)
}

/// The first set of players, but for none and all, with which there is no plan; where there
/// are too many sets, of those with one player and of those without one.
fn first_that_fails(
    groups: &[Vec<usize>],
    builds: &impl Fn(&[Vec<usize>], Taken) -> bool,
) -> Option<Taken> {
    let count = groups.len();
    let all = all_of(count);
    let fails = |taken: &Taken| !builds(groups, *taken);
    if count <= MOST_PLAYERS {
        (1..all).find(fails)
    } else {
        let single = (0..count).map(|player| 1 << player);
        let mut either = single.flat_map(|one: Taken| [one, all & !one]);
        either.find(fails)
    }
}

/// A linear combination of what the steps come to; `None` if one of those that matter has no
/// value.
fn combine(combination: &[(usize, f64)], value: impl Fn(usize) -> Option<f64>) -> Option<f64> {
    let mut sum = 0.0;
    for &(step, weight) in combination {
        if weight != 0.0 {
            sum += weight * value(step)?;
        }
    }
    Some(sum)
}

/// A rule's part with its interval over replications and, where orders were drawn, over
/// those: the squares of the two errors add up.
fn part<'c>(
    measure: &Measure,
    pairs: &[Vec<(usize, f64)>],
    replications: usize,
    column: &impl Fn(usize) -> &'c Vec<Observation>,
    estimator: &mut Estimator,
) -> Estimate {
    // The average over all pairs, as one combination.
    let weight = 1.0 / pairs.len() as f64;
    let whole: Vec<(usize, f64)> = pairs
        .iter()
        .flatten()
        .map(|&(step, own)| (step, own * weight))
        .collect();
    let known = if measure.is_pooled {
        let steps = whole.iter().map(|&(step, _)| step + 1).max().unwrap_or(0);
        let ratios: Vec<Vec<Ratio>> = (0..steps)
            .map(|step| column(step).iter().map(Observation::ratio).collect())
            .collect();
        let totals: Vec<Ratio> = ratios.iter().map(|ratios| interval::sum(ratios)).collect();
        let without = |replication: usize| {
            let part = |step: usize| ratios[step][replication];
            combine(&whole, |step| interval::without(totals[step], part(step)))
        };
        let left_out: Vec<Option<f64>> = (0..replications).map(without).collect();
        let all = combine(&whole, |step| interval::quotient(totals[step]));
        estimator.jackknife(all, left_out.into_iter(), None)
    } else {
        let values = (0..replications)
            .filter_map(|replication| combine(&whole, |step| column(step)[replication].value()));
        estimator.mean(&values.collect::<Moments>(), None)
    };
    if pairs.len() < 2 {
        return known;
    }
    let of_pair = |pair: &Vec<(usize, f64)>| {
        combine(pair, |step| {
            measure
                .estimate(column(step), &mut Estimator::default())
                .mean
        })
    };
    let over_orders: Moments = pairs.iter().filter_map(of_pair).collect();
    let orders = estimator.mean(&over_orders, None);
    let half = |known: Estimate| known.high.zip(known.mean).map(|(high, mean)| high - mean);
    let both = half(known)
        .zip(half(orders))
        .map(|(one, two)| libm::hypot(one, two));
    Estimate {
        mean: known.mean,
        low: known.mean.zip(both).map(|(mean, half)| mean - half),
        high: known.mean.zip(both).map(|(mean, half)| mean + half),
    }
}
