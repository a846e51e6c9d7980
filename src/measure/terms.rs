//! The terms measures are stated in: units, accounts, rankings and sizes of change, with
//! their words in the files.

use serde::{Deserialize, Serialize};

/// How a metric's values are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// Minor units of money: printed as a decimal amount, four digits finer.
    Amount,
    /// A fraction: nine decimals.
    Share,
    /// A count of people, levels or periods: nine decimals.
    Count,
    /// A coefficient (Gini, correlation): nine decimals.
    Coefficient,
}

/// Which money a distribution is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Account {
    /// All the company pays.
    Commissions,
    /// Commissions and retail margin.
    Gross,
    /// Gross less costs.
    Net,
}

impl Account {
    /// All accounts.
    pub const ALL: [Account; 3] = [Account::Commissions, Account::Gross, Account::Net];

    /// The word in the files.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Account::Commissions => "commissions",
            Account::Gross => "gross",
            Account::Net => "net",
        }
    }
}

/// How people are ranked in the winners-and-losers table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ranking {
    /// Deciles of net under the baseline.
    BaselineNet,
    /// Deciles of joining order.
    JoiningOrder,
    /// Everyone in one group.
    Everyone,
}

impl Ranking {
    /// All rankings.
    pub const ALL: [Ranking; 3] = [
        Ranking::BaselineNet,
        Ranking::JoiningOrder,
        Ranking::Everyone,
    ];

    /// The word in the files.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Ranking::BaselineNet => "baseline_net",
            Ranking::JoiningOrder => "joining_order",
            Ranking::Everyone => "everyone",
        }
    }
}

/// How much a person's net changes against the baseline.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Bucket {
    /// Worse by more than the stated amount.
    LargeLoss,
    /// Worse.
    SmallLoss,
    /// The same to within [`TOLERANCE`](super::change::TOLERANCE).
    NoChange,
    /// Better.
    SmallGain,
    /// Better by more than the stated amount.
    LargeGain,
}

impl Bucket {
    /// All buckets from the worst to the best.
    pub const ALL: [Bucket; 5] = [
        Bucket::LargeLoss,
        Bucket::SmallLoss,
        Bucket::NoChange,
        Bucket::SmallGain,
        Bucket::LargeGain,
    ];

    /// The word in the files.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Bucket::LargeLoss => "large_loss",
            Bucket::SmallLoss => "small_loss",
            Bucket::NoChange => "no_change",
            Bucket::SmallGain => "small_gain",
            Bucket::LargeGain => "large_gain",
        }
    }
}
