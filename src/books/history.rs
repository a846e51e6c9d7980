//! What a plan's books keep of each period as it passes.

use serde::{Deserialize, Serialize};

/// One pay period under one plan.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PeriodFacts {
    /// Participants who have joined so far.
    pub participants: u64,
    /// Participants who have joined and not quit (before the period's quit decisions).
    pub enrolled: u64,
    /// Participants who meet the plan's activity rule.
    pub active: u64,
    /// Customers who bought in the period.
    pub customers: u64,
    /// What the company received, minor units.
    pub revenue: i64,
    /// What the company paid out, minor units.
    pub payout: i64,
    /// Participants whose net so far is negative.
    pub in_loss_so_far: u64,
}

/// A joining cohort observed after so many completed periods.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CohortFacts {
    /// When it joined, 1-based.
    pub joined: u32,
    /// Completed periods since joining.
    pub completed: u32,
    /// How many joined.
    pub participants: u64,
    /// Σ net so far, minor units.
    pub net: i64,
    /// Median net so far (type 1), minor units.
    pub median_net: i64,
    /// How many have positive net so far.
    pub in_profit: u64,
}
