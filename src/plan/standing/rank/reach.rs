//! Rungs that nobody can ever stand on, for `check` to tell.

use super::Ranks;
use super::ladder::Rung;

/// A rank that nobody can ever be paid as, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unreachable {
    /// The rank.
    pub rank: String,
    /// Why, as a sentence without its full stop.
    pub why: String,
}

impl Ranks {
    /// Whether there is more than one rung and none asks for anything: then everyone stands
    /// on the highest, unless the network file says who holds which rank.
    #[must_use]
    pub fn ask_for_nothing(&self) -> bool {
        self.rungs.len() > 1 && self.rungs.iter().all(Rung::asks_for_nothing)
    }

    /// The rungs nobody can ever stand on within a horizon of `periods` periods, from the
    /// lowest to the highest.
    #[must_use]
    pub fn unreachable(&self, periods: u32) -> Vec<Unreachable> {
        let reachable = self.reachable(periods);
        self.rungs
            .iter()
            .enumerate()
            .filter_map(|(index, rung)| {
                let why = if rung.tenure > periods {
                    format!(
                        "it asks for a tenure of {} periods, and the horizon has {periods}",
                        rung.tenure
                    )
                } else if !reachable[index] {
                    self.why_not(index, &reachable)
                } else {
                    format!(
                        "`{}` stands above it and asks for no more",
                        self.names[self.taken_by(index)?]
                    )
                };
                Some(Unreachable {
                    rank: self.names[index].clone(),
                    why,
                })
            })
            .collect()
    }

    /// Which rungs someone can be the first to reach: those that ask for no leg, then
    /// those whose legs ask for ranks already reached, and so on.
    fn reachable(&self, periods: u32) -> Vec<bool> {
        let mut reachable = vec![false; self.rungs.len()];
        loop {
            let mut found = false;
            for index in 0..self.rungs.len() {
                let rung = &self.rungs[index];
                let has_legs = rung
                    .legs
                    .is_none_or(|legs| reachable[usize::from(legs.rank) - 1..].contains(&true));
                let has_lower = !self.rules.cumulative || !reachable[..index].contains(&false);
                if !reachable[index] && rung.tenure <= periods && has_legs && has_lower {
                    reachable[index] = true;
                    found = true;
                }
            }
            if !found {
                return reachable;
            }
        }
    }

    fn why_not(&self, index: usize, reachable: &[bool]) -> String {
        let lower = reachable[..index].iter().position(|&reached| !reached);
        match (lower, self.rungs[index].legs) {
            (Some(lower), _) if self.rules.cumulative => {
                format!("it also asks for `{}`", self.names[lower])
            }
            (_, Some(legs)) => format!(
                "it asks for legs with `{}`, which nobody can be the first to reach",
                self.names[usize::from(legs.rank) - 1]
            ),
            _ => "nobody can be the first to reach it".to_owned(),
        }
    }

    /// A higher rung that everyone who meets this one meets too.
    fn taken_by(&self, index: usize) -> Option<usize> {
        let met = if self.rules.cumulative {
            0..=index
        } else {
            index..=index
        };
        let above = if self.rules.cumulative {
            index + 1..(index + 2).min(self.rungs.len())
        } else {
            index + 1..self.rungs.len()
        };
        above.into_iter().find(|&high| {
            met.clone()
                .any(|low| self.rungs[low].implies(&self.rungs[high]))
        })
    }
}

impl Rung {
    fn asks_for_nothing(&self) -> bool {
        let asks = self.own_points.is_some()
            || self.customer_points.is_some()
            || self.customers.is_some()
            || self.group_volume.is_some()
            || self.personal_group_volume.is_some()
            || self.legs.is_some();
        !asks && self.tenure == 0 && !self.active
    }

    /// Whether whoever meets this rung meets `other`, a higher one. A smaller required
    /// volume with no tighter share a leg is met along with the larger one.
    fn implies(&self, other: &Rung) -> bool {
        let no_tighter_share = other.max_leg_share.to_decimal() >= self.max_leg_share.to_decimal();
        let group = |mine: Option<_>, others: Option<_>| {
            others.is_none() || (others <= mine && no_tighter_share)
        };
        other.own_points <= self.own_points
            && other.customer_points <= self.customer_points
            && other.customers <= self.customers
            && group(self.group_volume, other.group_volume)
            && group(self.personal_group_volume, other.personal_group_volume)
            && other.tenure <= self.tenure
            && (!other.active || self.active)
            && other.legs.is_none_or(|others| {
                self.legs
                    .is_some_and(|mine| others.count <= mine.count && others.rank <= mine.rank)
            })
    }
}
