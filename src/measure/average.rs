//! The averages an income disclosure may choose from: of everyone who joined, of those
//! still enrolled, of those who earned, of the top rank. The fewer it is of, the better
//! it sounds.

use super::amount::Amount;
use super::crowd::Crowd;
use super::distribution::Distribution;
use super::facts::{PlanFacts, WorldFacts};

/// A part of the participants and what it received.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Part {
    /// How many they are.
    pub people: u64,
    /// Commissions and retail margin of all of them, minor units.
    pub gross: i64,
}

/// Parts of the participants, each with what it received over the whole horizon.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Parts {
    /// Those who have not quit by the end.
    pub active: Part,
    /// Those who received anything.
    pub earners: Part,
    /// Those at the highest rank that anyone is paid as in the last period; `None` where
    /// nobody has a rank.
    pub top_rank: Option<Part>,
}

impl Part {
    /// What one of them received on average; `None` if there is none.
    #[must_use]
    pub fn mean(&self) -> Option<f64> {
        (self.people > 0).then(|| self.gross as f64 / self.people as f64)
    }

    fn of(gross: &[impl Amount], belongs: impl Fn(usize) -> bool) -> Part {
        let mut part = Part::default();
        for (index, &gross) in gross.iter().enumerate() {
            if belongs(index) {
                part.people += 1;
                part.gross += gross.into();
            }
        }
        part
    }
}

impl Parts {
    /// Of `gross` by participant and its distribution.
    pub(super) fn of(
        gross: &[impl Amount],
        distribution: &Distribution,
        world: &WorldFacts,
        crowd: &Crowd,
        plan: &PlanFacts<impl Amount>,
    ) -> Parts {
        let first = world.first_participant();
        let enrolled = world.enrolled_at_end.starting_at(first);
        let ranks = plan.rank.get(first..).unwrap_or_default();
        let top = ranks.iter().copied().max().filter(|&rank| rank > 0);
        Parts {
            // Mostly nobody has quit, and then it has been added up.
            active: if crowd.active_at_end == crowd.participants {
                Part {
                    people: crowd.participants,
                    gross: distribution.total(),
                }
            } else {
                Part::of(gross, |index| enrolled.at(index))
            },
            earners: Part {
                people: distribution.people_above(0),
                gross: distribution.total() - distribution.money_at_most(0),
            },
            top_rank: top.map(|top| Part::of(gross, |index| ranks[index] == top)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::books::Totals;
    use crate::columns::Each;
    use crate::network::Team;

    #[test]
    fn the_fewer_an_average_is_of_the_better_it_sounds() {
        let gross = [0, 0, 30, 10, 60];
        let mut distribution = Distribution::default();
        distribution.count(&gross);
        let world = WorldFacts {
            founders: 1,
            enrolled_at_end: Each::Own(&[true, false, true, true, false, true]),
            teams: &[Team::default(); 6],
            ..WorldFacts::nobody()
        };
        let totals = Totals::default();
        let plan = PlanFacts {
            // The founder's rank is not a participant's.
            rank: &[3, 0, 1, 1, 0, 2],
            ..PlanFacts::<i64>::nothing(&totals)
        };
        let crowd = Crowd::count(&world);
        let parts = Parts::of(&gross, &distribution, &world, &crowd, &plan);
        let part = |people, gross| Part { people, gross };
        assert_eq!(parts.active, part(3, 90));
        assert_eq!(parts.earners, part(3, 100));
        assert_eq!(parts.top_rank, Some(part(1, 60)));
        assert_eq!(parts.active.mean(), Some(30.0));

        let without = PlanFacts { rank: &[], ..plan };
        assert_eq!(
            Parts::of(&gross, &distribution, &world, &crowd, &without).top_rank,
            None
        );
        assert_eq!(Part::default().mean(), None);
    }
}
