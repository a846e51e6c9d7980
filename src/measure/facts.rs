//! What the measures are computed from: columns by member in joining order, founders
//! first, as one replication leaves them. A measure sees amounts; it knows no plan.

pub use crate::books::{CohortFacts, PeriodFacts};
use crate::books::{Totals, Units};
use crate::columns::Each;
use crate::network::Team;

/// What the world of one replication leaves behind. Shared by all plans.
#[derive(Clone, Copy, Debug)]
pub struct WorldFacts<'a> {
    /// The first so many members are founders.
    pub founders: usize,
    /// Whether founders are participants; if not they are in no measure but the
    /// network's and the books' (rulings.md 9).
    pub count_founders: bool,
    /// Pay periods.
    pub periods: u32,
    /// Periods a year.
    pub periods_per_year: u32,
    /// Who recruited each member; [`crate::network::NO_SPONSOR`] for founders.
    pub sponsor: &'a [u32],
    /// The period each member joined, 1-based and never decreasing; founders 1.
    pub joined: Each<'a, u16>,
    /// How many periods each member was enrolled, the joining period included.
    pub periods_enrolled: Each<'a, u16>,
    /// Whether each member has not quit by the end.
    pub enrolled_at_end: Each<'a, bool>,
    /// Units each member sold to customers in the last period, a customer each; in an
    /// observed network orders, of which one customer may have several. Empty if unknown.
    pub sold_last_period: &'a Units,
    /// Links up to the founder.
    pub depth: &'a [u32],
    /// Who is below each member.
    pub teams: &'a [Team],
    /// 1 − openness at the end; `None` without a population.
    pub saturation: Option<f64>,
    /// Approaches whose chance of a yes came out above 1 and was taken as 1 (rulings.md 4).
    pub clamped: u64,
}

impl WorldFacts<'_> {
    /// A world without anyone, to be filled by struct update.
    #[must_use]
    pub fn nobody() -> WorldFacts<'static> {
        WorldFacts {
            founders: 0,
            count_founders: false,
            periods: 1,
            periods_per_year: 12,
            sponsor: &[],
            joined: Each::All(1),
            periods_enrolled: Each::All(1),
            enrolled_at_end: Each::All(true),
            sold_last_period: Units::none(),
            depth: &[],
            teams: &[],
            saturation: None,
            clamped: 0,
        }
    }

    /// Index of the first member who counts as a participant.
    #[must_use]
    pub fn first_participant(&self) -> usize {
        if self.count_founders {
            0
        } else {
            self.founders
        }
    }
}

/// What one plan did to each member. All columns as long as the network; amounts in
/// minor units over the whole horizon.
#[derive(Clone, Copy, Debug)]
pub struct PlanFacts<'a, A = i64> {
    /// All the company paid.
    pub commissions: &'a [A],
    /// Retail margin; empty where the plan pays none.
    pub margin: &'a [A],
    /// Fees, kit, own purchases less their use value, expenses; empty where there are none.
    pub costs: &'a [i64],
    /// The part of own purchases the person would have bought anyway (already taken
    /// off `costs`); empty where nobody buys for own use.
    pub use_value: &'a [i64],
    /// What was spent on own purchases in full; empty where nobody does.
    pub own_purchases: &'a [i64],
    /// `commissions + margin − costs`.
    pub net: &'a [A],
    /// What each member is paid as in the last period: 0 for no rank, higher is better.
    /// Empty where the plan knows no ranks.
    pub rank: &'a [u8],
    /// Completed periods since joining until net so far was first above zero;
    /// 0 = never. Empty in a one-period world (it is 1 where net > 0).
    pub periods_to_profit: &'a [u16],
    /// Amounts of the last year; `None` where the whole horizon is within a year.
    pub last_year: Option<LastYear<'a>>,
    /// Cost of the time of one enrolled period, in minor units: hours × wage.
    pub time_cost_per_period: i64,
    /// Hours of one enrolled period.
    pub hours_per_period: f64,
    /// The plan's books over the horizon.
    pub totals: &'a Totals,
    /// Period by period.
    pub periods: &'a [PeriodFacts],
    /// Joining cohorts at the ages of rulings.md 25, in order of (joined, completed).
    pub cohorts: &'a [CohortFacts],
}

impl<'a, A> PlanFacts<'a, A> {
    /// A plan that paid nobody anything, to be filled by struct update.
    #[must_use]
    pub fn nothing(totals: &'a Totals) -> PlanFacts<'a, A> {
        PlanFacts {
            commissions: &[],
            margin: &[],
            costs: &[],
            use_value: &[],
            own_purchases: &[],
            net: &[],
            rank: &[],
            periods_to_profit: &[],
            last_year: None,
            time_cost_per_period: 0,
            hours_per_period: 0.0,
            totals,
            periods: &[],
            cohorts: &[],
        }
    }
}

/// Amounts of the last twelve months of a horizon longer than that.
#[derive(Clone, Copy, Debug)]
pub struct LastYear<'a> {
    /// All the company paid.
    pub commissions: &'a [i64],
    /// Commissions and retail margin.
    pub gross: &'a [i64],
    /// Gross less costs.
    pub net: &'a [i64],
}
