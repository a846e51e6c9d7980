//! What the metrics of a plan are read off.

use crate::books::Totals;
use crate::measure::average::{Part, Parts};
use crate::measure::crowd::Crowd;
use crate::measure::curve::Curve;
use crate::measure::customers::OwnCustomers;
use crate::measure::distribution::Distribution;

/// The figures of one plan in one replication. Participants only: founders are left out
/// unless they count, except in the books (rulings.md 9).
#[derive(Clone, Copy, Debug)]
pub struct Figures<'a> {
    /// Who took part.
    pub crowd: &'a Crowd,
    /// The plan's books, founders included.
    pub totals: &'a Totals,
    /// The distribution of commissions.
    pub commissions: &'a Distribution,
    /// The distribution of gross.
    pub gross: &'a Distribution,
    /// The distribution of net.
    pub net: &'a Distribution,
    /// Lorenz curve of commissions.
    pub commissions_lorenz: &'a Curve,
    /// Lorenz curve of gross.
    pub gross_lorenz: &'a Curve,
    /// Commissions in joining order.
    pub commissions_joining: &'a Curve,
    /// Gross in joining order.
    pub gross_joining: &'a Curve,
    /// Shares of the earliest and of the latest joining decile with net below zero; `None` if
    /// the decile is empty.
    pub loss_shares: [Option<f64>; 2],
    /// Spearman's correlation of joining position and net.
    pub rank_correlation: Option<f64>,
    /// Parts of the participants an average may be of.
    pub parts: Parts,
    /// Those who are paid and have customers of their own.
    pub own_customers: OwnCustomers,
    /// Participants in profit under other notions of cost.
    pub profit: ProfitVariants,
    /// Σ cost of time, minor units.
    pub time_cost: f64,
    /// Median over participants of net ÷ hours, minor units; `None` without hours.
    pub net_per_hour: Option<f64>,
    /// When people broke even; `None` where it cannot be told.
    pub break_even: Option<BreakEven>,
}

/// Participants in profit under other notions of what something costs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ProfitVariants {
    /// If purchases for own use are of no use.
    pub use_0: u64,
    /// If they are worth half their price.
    pub use_50: u64,
    /// If they are worth their price.
    pub use_100: u64,
    /// If time is paid first.
    pub after_time: u64,
}

/// When people broke even.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BreakEven {
    /// How many ever had net so far above zero.
    pub ever: u64,
    /// Completed periods until then, median over all participants (type 1); `None` if
    /// fewer than half ever did.
    pub median_periods: Option<u32>,
}

impl Figures<'_> {
    /// A number of participants as a share of all; `None` without participants.
    pub(super) fn share(&self, people: u64) -> Option<f64> {
        self.per_participant(people as f64)
    }

    /// A sum divided by the number of participants; `None` without participants.
    pub(super) fn per_participant(&self, sum: f64) -> Option<f64> {
        let people = self.crowd.participants;
        (people > 0).then(|| sum / people as f64)
    }

    /// Mean gross of a part of the participants ÷ that of all; `None` if there is none of
    /// either, or all received nothing.
    pub(super) fn compared_with_all(&self, part: Part) -> Option<f64> {
        let all = self.per_participant(self.gross.total() as f64)?;
        (all > 0.0).then_some(part.mean()? / all)
    }

    /// Participants with net below zero.
    pub(super) fn losers(&self) -> u64 {
        self.net.people_at_most(-1)
    }

    /// Σ of losses, a positive number.
    pub(super) fn losses(&self) -> f64 {
        -(self.net.money_at_most(0) as f64)
    }

    /// The quantile of net at `numerator / denominator`.
    pub(super) fn net_quantile(&self, numerator: u64, denominator: u64) -> Option<f64> {
        self.net
            .quantile(numerator, denominator)
            .map(|amount| amount as f64)
    }
}
