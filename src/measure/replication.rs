//! From what one replication leaves behind to everything that is measured of it.

mod shared;

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use shared::{Shared, participants};

use super::amount::Amount;
use super::change::Changes;
use super::crowd::{Crowd, NetworkFigures};
use super::disclosure::{Disclosed, Discloser};
use super::distribution::{CumulativeGrid, Dominance, HistogramBins};
use super::equal_payout::EqualPayout;
use super::facts::{CohortFacts, PeriodFacts, PlanFacts, WorldFacts};
use super::group::{Groups, Partitions, Tally};
use super::metric::{self, Observation};
pub use super::observe::Curves;
use super::observe::{Counted, Scratch};
use super::position::Deciles;
use crate::columns::Cores;
use crate::luck::Luck;

/// How to measure; the same for every replication of a study.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Options {
    /// Index of the plan the others are compared with.
    pub baseline: usize,
    /// A change of more than so many minor units is large (rulings.md 28).
    pub large: i64,
    /// Whether to compare every other plan also at the baseline's payout (rulings.md 27).
    pub equal_payout: bool,
    /// Minor units of a whole unit of the currency.
    pub scale: i64,
}

/// Everything measured of one replication.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ReplicationMeasures {
    /// Network metrics, in the order of [`metric::METRICS`].
    pub network: Vec<Observation>,
    /// Plan by plan.
    pub plans: Vec<PlanMeasures>,
}

/// The largest part of a metric that can have come of a replication: a square of 64 bits for
/// each of ten million people.
const LARGEST_OBSERVED: f64 = 1e45;

/// The smallest that a ratio can have stood over, if it is not nothing. With it, and the
/// largest, what is made of ratios and their squares is finite.
const LEAST_BELOW: f64 = 1e-12;

impl ReplicationMeasures {
    /// Whether it is of so many plans, with every metric a number that can be one and every
    /// curve whole: of what was kept and read again that is not known.
    #[must_use]
    pub fn is_of(&self, plans: usize) -> bool {
        let is_number = |own: &Observation| {
            let below = own.denominator.abs();
            own.numerator.abs() <= LARGEST_OBSERVED
                && below <= LARGEST_OBSERVED
                && (below == 0.0 || below >= LEAST_BELOW)
        };
        let is_whole = |observations: &[Observation]| {
            observations.len() == metric::METRICS.len() && observations.iter().all(is_number)
        };
        let is_sound = |account: &AccountMeasures| {
            let mut curves = account.curves.iter();
            curves.all(|curves| curves.lorenz.is_whole() && curves.joining.is_whole())
        };
        let plan_is_sound = |plan: &PlanMeasures| {
            let accounts = [&plan.commissions, &plan.net].into_iter();
            let mut equal = plan.equal_payout.iter();
            is_whole(&plan.observations)
                && accounts.chain(&plan.gross).all(is_sound)
                && equal.all(|equal| is_whole(&equal.observations))
        };
        self.plans.len() == plans && is_whole(&self.network) && self.plans.iter().all(plan_is_sound)
    }
}

/// Everything measured of one plan in one replication.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct PlanMeasures {
    /// Plan metrics, in the order of [`metric::METRICS`].
    pub observations: Vec<Observation>,
    /// Participants.
    pub participants: u64,
    /// What the company paid.
    pub commissions: AccountMeasures,
    /// That and retail margin; `None` if there is none, so that it is the same.
    pub gross: Option<AccountMeasures>,
    /// Gross less costs.
    pub net: AccountMeasures,
    /// People with at most so much net, by point of [`CumulativeGrid`].
    pub net_cumulative: Vec<u32>,
    /// By depth and by when they joined.
    pub groups: Groups,
    /// Joining cohorts at the ages of rulings.md 25.
    pub cohorts: Vec<CohortFacts>,
    /// Commissions by component and source, founders' included.
    pub funding: Vec<ComponentFunding>,
    /// Pay period by pay period.
    pub periods: Vec<PeriodFacts>,
    /// By bracket of income.
    pub disclosure: Vec<Disclosed>,
    /// Against the baseline; `None` for the baseline itself, and where it is not the same
    /// people who joined.
    pub against_baseline: Option<AgainstBaseline>,
    /// At the baseline's payout; `None` unless asked for and possible.
    pub equal_payout: Option<EqualPayoutMeasures>,
}

/// The distribution of one account.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct AccountMeasures {
    /// At the points of [`quantile_grid`]; empty without participants.
    pub quantiles: Vec<i64>,
    /// People by bin of [`HistogramBins`].
    pub histogram: Vec<u64>,
    /// Where the money goes; `None` for net, whose total can be negative.
    pub curves: Option<Curves>,
}

/// The commissions of a component by [`crate::books::Source`], minor units.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ComponentFunding {
    /// The component's id.
    pub component: String,
    /// Commissions by source.
    pub funded_by: [i64; 3],
}

/// A plan against the baseline, on the same people.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct AgainstBaseline {
    /// Who gains and loses how much.
    pub changes: Changes,
    /// Whether the plan's net dominates the baseline's.
    pub dominance: Dominance,
}

/// A plan at the baseline's payout.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct EqualPayoutMeasures {
    /// Plan metrics, in the order of [`metric::METRICS`].
    pub observations: Vec<Observation>,
    /// Against the baseline; `None` where it is not the same people who joined.
    pub against_baseline: Option<AgainstBaseline>,
}

/// The points of `quantiles.csv`, as fractions (rulings.md 33).
pub fn quantile_grid() -> impl Iterator<Item = (u64, u64)> {
    (1..100).map(|percent| (percent, 100)).chain([(999, 1000)])
}

/// Memory for measuring, kept by each thread from one replication to the next.
#[derive(Clone, Debug, Default)]
pub struct Workspace<A = i64> {
    cores: Cores,
    plans: Vec<Counted<A>>,
    scaled: Counted<A>,
    equal_payout: EqualPayout<A>,
    partitions: Partitions,
    tally: Tally,
    deciles: Deciles,
    discloser: Discloser,
    scratch: Scratch,
    /// Of net, by participant, under the plan at hand.
    ranks: Vec<u32>,
    grid: CumulativeGrid,
}

impl<A: Amount> Workspace<A> {
    /// For replications that have these cores.
    #[must_use]
    pub fn of(cores: Cores) -> Workspace<A> {
        Workspace {
            cores,
            ..Workspace::default()
        }
    }

    /// Counts the amounts of participants, members from `first` on, under every plan.
    ///
    /// # Panics
    ///
    /// If columns differ in length.
    pub fn count(&mut self, plans: &[PlanFacts<A>], first: usize) {
        self.plans.resize_with(plans.len(), Counted::default);
        let count = |(counted, plan): (&mut Counted<A>, &PlanFacts<A>)| {
            counted.count(&participants(plan, first));
        };
        match self.cores {
            Cores::One => self.plans.iter_mut().zip(plans).for_each(count),
            Cores::All => self.plans.par_iter_mut().zip(plans).for_each(count),
        }
    }
}

/// Measures one replication. `plans` are in the order of the scenario; `worlds` is the one
/// that all of them pay, or each plan's own, all with the same founders. Network metrics
/// are of the baseline's world. People are compared person by person, by number, only
/// where they joined in the same periods as in the baseline's world. But for
/// [`PlanMeasures::against_baseline`] and [`PlanMeasures::equal_payout`] a plan's
/// measures depend on no other plan (rulings.md 35). Luck decides ties only.
///
/// # Panics
///
/// If columns differ in length, the baseline is not a plan, there are several worlds and
/// not one a plan, or amounts are not of 64 bits and another payout is asked for.
#[must_use]
pub fn measure<A: Amount>(
    workspace: &mut Workspace<A>,
    luck: &Luck,
    options: &Options,
    worlds: &[WorldFacts],
    plans: &[PlanFacts<A>],
) -> ReplicationMeasures {
    workspace.count(plans, worlds[0].first_participant());
    measure_counted(workspace, luck, options, worlds, plans)
}

/// The same of plans whose amounts have been [counted](Workspace::count).
///
/// # Panics
///
/// As [`measure`].
#[must_use]
pub fn measure_counted<A: Amount>(
    workspace: &mut Workspace<A>,
    luck: &Luck,
    options: &Options,
    worlds: &[WorldFacts],
    plans: &[PlanFacts<A>],
) -> ReplicationMeasures {
    assert!(
        worlds.len() == 1 || worlds.len() == plans.len(),
        "one world for all plans or one a plan"
    );
    assert!(
        !options.equal_payout || size_of::<A>() == size_of::<i64>(),
        "at another payout any amount may come out"
    );
    let cores = workspace.cores;
    let baseline = options.baseline;
    let base = &worlds[baseline.min(worlds.len() - 1)];
    let crowds = || worlds.iter().map(Crowd::count).collect();
    let (crowds, ()) = cores.join(crowds, || workspace.partitions.part(base));
    let shared = Shared {
        cores,
        luck,
        options,
        worlds,
        plans,
        crowds,
        bins: HistogramBins::new(options.scale),
    };
    let measure_plans = || {
        // The others are compared with the deciles of the baseline.
        let baseline_measures = shared.measure_plan(workspace, baseline);
        let mut measures: Vec<PlanMeasures> = (0..plans.len())
            .filter(|&index| index != baseline)
            .map(|index| {
                if worlds.len() > 1 {
                    workspace.partitions.part(shared.world(index));
                }
                shared.measure_plan(workspace, index)
            })
            .collect();
        measures.insert(baseline, baseline_measures);
        measures
    };
    let (plans, figures) = cores.join(measure_plans, || NetworkFigures::count(base));
    ReplicationMeasures {
        network: metric::observe_network(&figures),
        plans,
    }
}
