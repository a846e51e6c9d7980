//! Where money comes from that hangs on no one's volume: pools, awards and fixed amounts
//! are the company's, in proportion to its volume of the period (rulings.md 17).

use crate::books::{Source, Trigger};
use crate::money::apportion;
use crate::plan::earnings::{Funding, Parts};
use crate::plan::ground::Ground;

/// Which sources the company's volume of the period has.
pub(super) fn funding(ground: &Ground) -> Funding {
    let mut sources = Source::ALL
        .into_iter()
        .filter(|&source| ground.volumes.of(source) > 0);
    match (sources.next(), sources.next()) {
        (Some(_), Some(_)) => Funding::Mixed,
        (only, _) => Funding::Only(only.unwrap_or(Source::Customers)),
    }
}

/// An exact amount split by them.
pub(super) fn split(ground: &Ground, exact: i64) -> Parts {
    let volume = ground.volumes.commissionable;
    apportion(exact, volume.map(|volume| i128::from(volume.max(0))))
}

/// What triggers such a payment: somebody else's volume.
pub(super) fn trigger(source: Source) -> Trigger {
    match source {
        Source::Customers => Trigger::DownlineCustomer,
        Source::OwnUse => Trigger::DownlineOwnUse,
        Source::Joining => Trigger::Joining,
    }
}
