//! The books: what was bought in a period, what a plan paid on it, and the sums that
//! must balance to the cent (model.md §9).

mod history;
mod identities;
mod order;
mod period;
mod sales;
mod totals;
mod units;

pub use history::{CohortFacts, PeriodFacts};
pub use identities::{Imbalance, check};
pub use order::{
    Adjustment, Contact, ContactKind, NO_CUSTOMER, NO_ORDER, NO_PARTICIPANT, NO_PRODUCT, Order,
    OrderKind,
};
pub use period::{Details, GivenStanding, OwnPurchases, Period, ReturnedSales};
pub use sales::{Counts, OrderValues, Sales};
pub use totals::{ComponentTotals, Totals, Trigger};
pub use units::Units;

/// Where the money of a payment came from (model.md §10). The order is the order in
/// which a rounded minor unit is apportioned (rulings.md 17).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Source {
    /// Purchases by outside customers.
    Customers,
    /// Participants' own purchases.
    OwnUse,
    /// Joining fees and kits.
    Joining,
}

impl Source {
    /// All sources in the order of apportionment.
    pub const ALL: [Source; 3] = [Source::Customers, Source::OwnUse, Source::Joining];

    /// The word in the files.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Source::Customers => "customers",
            Source::OwnUse => "own_use",
            Source::Joining => "joining",
        }
    }

    /// Its commissionable volume, in words.
    #[must_use]
    pub fn volume(self) -> &'static str {
        match self {
            Source::Customers => "customers' volume",
            Source::OwnUse => "own-use volume",
            Source::Joining => "kits' volume",
        }
    }
}
