//! What is the same under every plan: how many took part, for how long, and the shape
//! of the network.

use super::facts::WorldFacts;

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
        let recruits = &world.recruits[first..];
        let enrolled = world.enrolled_at_end[first..].iter();
        let periods = world.periods_enrolled[first..].iter();
        Crowd {
            participants: recruits.len() as u64,
            active_at_end: enrolled.filter(|&&enrolled| enrolled).count() as u64,
            recruited_none: count(recruits, |recruits| recruits == 0),
            periods_enrolled: periods.map(|&periods| u64::from(periods)).sum(),
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
        NetworkFigures {
            members: world.recruits.len() as u64,
            depths: world.depth.iter().map(|&depth| u64::from(depth)).sum(),
            max_depth: world.depth.iter().copied().max().unwrap_or(0),
            max_recruits: world.recruits.iter().copied().max().unwrap_or(0),
            recruited: [
                count(world.recruits, |recruits| recruits == 1),
                count(world.recruits, |recruits| recruits == 2),
                count(world.recruits, |recruits| recruits > 2),
            ],
            downlines: world
                .downline
                .iter()
                .map(|&downline| u64::from(downline))
                .sum(),
            saturation: world.saturation,
            clamped: world.clamped,
        }
    }
}

fn count(recruits: &[u32], wanted: impl Fn(u32) -> bool) -> u64 {
    recruits
        .iter()
        .map(|&recruits| u32::from(wanted(recruits)))
        .sum::<u32>()
        .into()
}

#[cfg(test)]
mod tests {
    use super::*;

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
