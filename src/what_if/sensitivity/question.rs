//! Which keys matter, and which matter together: a scenario tried at the points of a
//! screening or variance design over ranges of its keys.

use super::RESAMPLES;
use super::indices::{Analysis, convergence};
use super::morris::{LEVELS, Morris, Screening};
use super::saltelli::{MOST_COORDINATES, RowLayout, Saltelli};
use super::variance::{Components, components};

use crate::luck::{Key, Luck, Stream};
use crate::scenario::diagnose::{Diagnostic, Origin};
use crate::study::interval::Estimator;
use crate::study::outcome::Outcome;
use crate::what_if::codes;
use crate::what_if::fault;
use crate::what_if::points::Answer;
use crate::what_if::sweep::MOST_POINTS;
use crate::what_if::vary::{self, Value, Vary, check_keys};

/// How keys are varied together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// So many trajectories in which one key moves after the other (Morris 1991): cheap, and
    /// ranks.
    Morris(u32),
    /// So many rows of a design for Sobol' indices, with those of second order if asked.
    Sobol {
        /// Rows.
        rows: u32,
        /// Whether pairs of groups are told apart.
        second_order: bool,
    },
}

/// Keys that are moved together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// What it is called: a key by itself by its own name.
    pub name: String,
    /// The places of its keys among those varied.
    pub members: Vec<usize>,
}

/// A question.
#[derive(Clone, Debug)]
pub struct Sensitivity {
    /// The keys.
    pub varied: Vec<Vary>,
    /// The keys in groups, every key in one.
    pub groups: Vec<Group>,
    /// How they are varied.
    pub method: Method,
    design: Design,
    resample: Key,
    points: Vec<Vec<Value>>,
}

#[derive(Clone, Debug)]
enum Design {
    Morris(Morris),
    Sobol(Saltelli),
}

/// What was found of one outcome.
#[derive(Clone, Debug)]
pub struct Analysed {
    /// The outcome.
    pub outcome: Outcome,
    /// The effects of Morris' screening.
    pub screening: Option<Screening>,
    /// Sobol' indices of more and more rows, all of them last.
    pub analyses: Vec<Analysis>,
    /// The variance of one history by where it comes from.
    pub components: Option<Components>,
    /// Points without an outcome.
    pub failed: usize,
}

impl Sensitivity {
    /// Lays out the points. `groups` are `NAME=KEY,KEY` as typed; keys in none are groups by
    /// themselves. `seed` is the scenario's.
    ///
    /// # Errors
    ///
    /// If nothing varies, a key is there twice, a group names a key that is not varied or in
    /// another group, or there are too many keys or points.
    pub fn new(
        varied: Vec<Vary>,
        groups: &[String],
        method: Method,
        seed: u64,
    ) -> Result<Sensitivity, Box<Diagnostic>> {
        check_keys(&varied)?;
        let groups = grouped(&varied, groups)?;
        let of_each = match method {
            Method::Morris(_) => groups.len() + 1,
            Method::Sobol { second_order, .. } => {
                let groups = groups.len();
                RowLayout {
                    groups,
                    second_order,
                }
                .points()
            }
        };
        let (Method::Morris(times) | Method::Sobol { rows: times, .. }) = method;
        let count = of_each.saturating_mul(times as usize);
        if count > MOST_POINTS || varied.len() > MOST_COORDINATES {
            return Err(fault(
                codes::TOO_MANY_POINTS,
                format!("{} keys and {count} points are too many", varied.len()),
                "ask for fewer samples, or vary at most 32 keys",
            ));
        }
        let luck = Luck::new(seed, 1);
        let key = luck.key(Stream::Design, 2);
        let members: Vec<Vec<usize>> = groups.iter().map(|group| group.members.clone()).collect();
        let (design, places) = match method {
            Method::Morris(trajectories) => {
                let morris = Morris::new(&members, LEVELS, &key);
                let places = morris.points(trajectories);
                (Design::Morris(morris), places)
            }
            Method::Sobol { rows, second_order } => {
                let saltelli = Saltelli::new(&members, second_order, &key);
                let places = saltelli.points(rows);
                (Design::Sobol(saltelli), places)
            }
        };
        Ok(Sensitivity {
            points: vary::at(&varied, places),
            varied,
            groups,
            method,
            design,
            resample: luck.key(Stream::Resample, 0),
        })
    }

    /// What is laid over the scenario at every point.
    #[must_use]
    pub fn sets(&self) -> Vec<Vec<String>> {
        vary::sets(&self.varied, &self.points)
    }

    /// What the answers say of an outcome; `asked` is its place among those of which every
    /// replication was kept.
    #[must_use]
    pub fn analyse(&self, outcome: &Outcome, asked: usize, answers: &[Answer]) -> Analysed {
        let mut estimator = Estimator::default();
        let columns: Vec<_> = answers.iter().map(|answer| answer.column(asked)).collect();
        let means: Vec<Option<f64>> = columns
            .iter()
            .map(|column| outcome.measure.estimate((*column)?, &mut estimator).mean)
            .collect();
        let values: Vec<Vec<Option<f64>>> = columns
            .iter()
            .flatten()
            .map(|column| outcome.measure.values(column))
            .collect();
        let (screening, analyses) = match &self.design {
            Design::Morris(morris) => {
                let screening = morris.effects(&means, RESAMPLES, &self.resample);
                (Some(screening), Vec::new())
            }
            Design::Sobol(saltelli) => {
                let layout = saltelli.layout();
                (None, convergence(layout, &means, RESAMPLES, &self.resample))
            }
        };
        Analysed {
            outcome: *outcome,
            screening,
            analyses,
            components: components(&values),
            failed: means.iter().filter(|mean| mean.is_none()).count(),
        }
    }
}

/// The keys in groups.
fn grouped(varied: &[Vary], texts: &[String]) -> Result<Vec<Group>, Box<Diagnostic>> {
    let mut groups: Vec<Group> = Vec::new();
    for text in texts {
        let refused = |what: String| {
            let origin = Origin::Option {
                name: "--group",
                text: text.clone(),
            };
            let fault = Diagnostic::error(codes::BAD_GROUP, &origin, what);
            Box::new(fault.help("for example `--group price=product.price,product.commissionable`"))
        };
        let (name, keys) = text
            .split_once('=')
            .ok_or_else(|| refused("`--group` needs `NAME=KEY,KEY`".to_owned()))?;
        let mut members = Vec::new();
        for key in keys.split(',').map(str::trim) {
            let place = varied
                .iter()
                .position(|vary| vary.key == key)
                .ok_or_else(|| refused(format!("`{key}` is not varied")))?;
            let taken = groups.iter().any(|group| group.members.contains(&place));
            if taken || members.contains(&place) {
                return Err(refused(format!("`{key}` is in a group already")));
            }
            members.push(place);
        }
        groups.push(Group {
            name: name.trim().to_owned(),
            members,
        });
    }
    for (place, vary) in varied.iter().enumerate() {
        if !groups.iter().any(|group| group.members.contains(&place)) {
            groups.push(Group {
                name: vary.key.clone(),
                members: vec![place],
            });
        }
    }
    Ok(groups)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::what_if::case::Case;
    use crate::what_if::testing::{answered, mean_net, small_ebook};

    fn case() -> Case {
        small_ebook(3, 30)
    }

    fn analysed(keys: &[&str], groups: &[&str], method: Method) -> Analysed {
        let case = case();
        let varied = keys
            .iter()
            .map(|text| Vary::parse(text, case.base()).unwrap());
        let groups: Vec<String> = groups.iter().map(|&group| group.to_owned()).collect();
        let question = Sensitivity::new(varied.collect(), &groups, method, 1).unwrap();
        let answers = answered(&case, mean_net(0), &question.sets());
        question.analyse(&mean_net(0), 0, &answers)
    }

    /// Expenses and the kit are taken off everyone's net as they are: it is linear in both,
    /// with known variances.
    const LINEAR: [&str; 3] = [
        "costs.expenses=0..30",
        "costs.kit.price=0..10",
        "people.wage=0..50",
    ];

    #[test]
    fn a_linear_outcome_has_the_indices_of_its_variances() {
        let method = Method::Sobol {
            rows: 256,
            second_order: true,
        };
        let found = analysed(&LINEAR, &[], method);
        let indices = found.analyses.last().unwrap().indices.clone().unwrap();
        // Ranges of 30 and 10, variances as 9 to 1; the wage moves no net.
        for (found, known) in indices.first.iter().zip([0.9, 0.1, 0.0]) {
            assert!((found.value - known).abs() < 0.03, "{found:?}");
        }
        for (found, known) in indices.total.iter().zip([0.9, 0.1, 0.0]) {
            assert!((found.value - known).abs() < 0.03, "{found:?}");
        }
        // The same histories at every point: what luck does, it does to all alike.
        let components = found.components.unwrap();
        assert!(
            components.both < 1e-6 * components.total(),
            "{components:?}"
        );
        // 30²/12 + 10²/12, in cents.
        let known = (900.0 + 100.0) / 12.0 * 10_000.0;
        assert!(
            (components.inputs / known - 1.0).abs() < 0.03,
            "{components:?}"
        );
    }

    #[test]
    fn screening_ranks_and_groups_move_together() {
        let found = analysed(&LINEAR, &[], Method::Morris(8)).screening.unwrap();
        let sizes: Vec<f64> = found
            .effects
            .iter()
            .map(|effect| effect.mu_star.value)
            .collect();
        // Per whole range: 30, 10 and nothing, in cents.
        for (size, known) in sizes.iter().zip([3_000.0, 1_000.0, 0.0]) {
            assert!((size - known).abs() < 1.0, "{sizes:?}");
        }
        let grouped = analysed(
            &LINEAR,
            &["money=costs.expenses, costs.kit.price"],
            Method::Morris(4),
        );
        assert_eq!(grouped.screening.unwrap().effects.len(), 2);
    }

    #[test]
    fn groups_that_cannot_be_are_refused() {
        let case = case();
        for groups in [
            &["costs.expenses"][..],
            &["a=costs.expenses,no.key"],
            &["a=costs.expenses", "b=costs.expenses"],
            &["a=costs.expenses,costs.expenses"],
        ] {
            let varied = LINEAR.map(|text| Vary::parse(text, case.base()).unwrap());
            let groups: Vec<String> = groups.iter().map(|&group| group.to_owned()).collect();
            let refused = Sensitivity::new(varied.to_vec(), &groups, Method::Morris(2), 1);
            assert_eq!(refused.unwrap_err().code, codes::BAD_GROUP);
        }
    }
}
