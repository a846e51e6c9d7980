//! What is the same under every plan: how many took part, for how long, and the shape
//! of the network.

use multiversion::multiversion;

use super::facts::WorldFacts;
use crate::columns::Each;
use crate::network::Team;

/// The participants of one replication, founders excluded unless counted (rulings.md 9).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Crowd {
    /// Participants, quitters and people paid nothing included.
    pub participants: u64,
    /// Participants who have not quit by the end.
    pub active_at_end: u64,
    /// Participants without a single personal recruit.
    pub recruited_none: u64,
    /// Σ periods enrolled.
    pub periods_enrolled: u64,
    /// Periods a year.
    pub periods_per_year: u32,
}

impl Crowd {
    /// Counts the participants.
    #[must_use]
    pub fn count(world: &WorldFacts) -> Crowd {
        let first = world.first_participant();
        let teams = &world.teams[first..];
        Crowd {
            participants: teams.len() as u64,
            active_at_end: match world.enrolled_at_end.starting_at(first) {
                Each::All(stayed) => u64::from(stayed) * teams.len() as u64,
                Each::Own(stayed) => count_true(stayed),
            },
            recruited_none: teams.len() as u64 - count_recruiters(teams)[0],
            periods_enrolled: match world.periods_enrolled.starting_at(first) {
                Each::All(periods) => u64::from(periods) * teams.len() as u64,
                Each::Own(periods) => sum_of_periods(periods),
            },
            periods_per_year: world.periods_per_year,
        }
    }

    /// The share of an enrolled group that would be gone after a year if everyone quit
    /// at the observed rate, quits ÷ Σ periods enrolled, every period. `None` without a
    /// period in which anyone could quit.
    #[must_use]
    pub fn annual_churn(&self) -> Option<f64> {
        let quits = (self.participants - self.active_at_end) as f64;
        let staying = 1.0 - quits / self.periods_enrolled as f64;
        // A product instead of a power: the same bits on every machine.
        let after_a_year: f64 = (0..self.periods_per_year).map(|_| staying).product();
        (self.periods_enrolled > 0).then_some(1.0 - after_a_year)
    }
}

/// The network of one replication: every member counts, founders included.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct NetworkFigures {
    /// Members, founders included.
    pub members: u64,
    /// Σ links up to the founder.
    pub depths: u64,
    /// The longest line of sponsors.
    pub max_depth: u32,
    /// The most personal recruits.
    pub max_recruits: u32,
    /// Members with exactly one and exactly two recruits, and with more.
    pub recruited: [u64; 3],
    /// Σ descendants.
    pub downlines: u64,
    /// 1 − openness at the end; `None` without a population.
    pub saturation: Option<f64>,
    /// Approaches whose chance of a yes was clamped at 1.
    pub clamped: u64,
}

impl NetworkFigures {
    /// Counts the network.
    #[must_use]
    pub fn count(world: &WorldFacts) -> NetworkFigures {
        let [any, several, many] = count_recruiters(world.teams);
        NetworkFigures {
            members: world.teams.len() as u64,
            depths: sum(world.depth),
            max_depth: most(world.depth),
            max_recruits: most_recruits(world.teams),
            recruited: [any - several, several - many, many],
            downlines: sum_of_downlines(world.teams),
            saturation: world.saturation,
            clamped: world.clamped,
        }
    }
}

/// The largest number; 0 if there is none.
#[multiversion(targets("x86_64+avx512f+avx512dq+avx512bw+avx512vl", "x86_64+avx2"))]
pub(super) fn most<T: Copy + Ord + Default>(numbers: &[T]) -> T {
    let nothing = T::default();
    numbers
        .iter()
        .fold(nothing, |most, &number| most.max(number))
}

#[multiversion(targets("x86_64+avx512f+avx512dq+avx512bw+avx512vl", "x86_64+avx2"))]
fn sum(numbers: &[u32]) -> u64 {
    numbers.iter().map(|&number| u64::from(number)).sum()
}

#[multiversion(targets("x86_64+avx512f+avx512dq+avx512bw+avx512vl", "x86_64+avx2"))]
fn most_recruits(teams: &[Team]) -> u32 {
    teams.iter().fold(0, |most, team| most.max(team.recruits))
}

#[multiversion(targets("x86_64+avx512f+avx512dq+avx512bw+avx512vl", "x86_64+avx2"))]
fn sum_of_downlines(teams: &[Team]) -> u64 {
    teams.iter().map(|team| u64::from(team.downline)).sum()
}

/// How many have any recruit, more than one, and more than two.
#[multiversion(targets("x86_64+avx512f+avx512dq+avx512bw+avx512vl", "x86_64+avx2"))]
fn count_recruiters(teams: &[Team]) -> [u64; 3] {
    let mut above = [0_u32; 3];
    for team in teams {
        above[0] += u32::from(team.recruits > 0);
        above[1] += u32::from(team.recruits > 1);
        above[2] += u32::from(team.recruits > 2);
    }
    above.map(u64::from)
}

#[multiversion(targets("x86_64+avx512f+avx512dq+avx512bw+avx512vl", "x86_64+avx2"))]
pub(super) fn count_true(facts: &[bool]) -> u64 {
    facts.iter().map(|&fact| u64::from(fact)).sum()
}

#[multiversion(targets("x86_64+avx512f+avx512dq+avx512bw+avx512vl", "x86_64+avx2"))]
fn sum_of_periods(periods: &[u16]) -> u64 {
    periods.iter().map(|&periods| u64::from(periods)).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn kernels_agree_with_plain_counting(numbers in prop::collection::vec(0_u32..5, 0..200)) {
            let teams: Vec<Team> = numbers
                .iter()
                .map(|&recruits| Team { recruits, downline: 3 * recruits })
                .collect();
            let above = |least| numbers.iter().filter(|&&number| number > least).count() as u64;
            prop_assert_eq!(count_recruiters(&teams), [above(0), above(1), above(2)]);
            prop_assert_eq!(most_recruits(&teams), most(&numbers));
            prop_assert_eq!(sum_of_downlines(&teams), 3 * sum(&numbers));
            prop_assert_eq!(most(&numbers), numbers.iter().copied().max().unwrap_or(0));
            prop_assert_eq!(sum(&numbers), u64::from(numbers.iter().sum::<u32>()));
            let periods: Vec<u16> = numbers.iter().map(|&number| number as u16).collect();
            prop_assert_eq!(sum_of_periods(&periods), sum(&numbers));
            let facts: Vec<bool> = numbers.iter().map(|&number| number > 0).collect();
            prop_assert_eq!(count_true(&facts), above(0));
        }
    }

    #[test]
    fn churn_compounds_the_observed_rate() {
        let crowd = Crowd {
            participants: 10,
            active_at_end: 8,
            recruited_none: 0,
            periods_enrolled: 20,
            periods_per_year: 2,
        };
        // 2 quits in 20 periods: a tenth a period, 1 − 0.9² a year.
        approx::assert_abs_diff_eq!(crowd.annual_churn().unwrap(), 0.19, epsilon = 1e-12);
        let nobody = Crowd {
            participants: 0,
            active_at_end: 0,
            periods_enrolled: 0,
            ..crowd
        };
        assert_eq!(nobody.annual_churn(), None);
    }
}
