//! What must hold of a network before it is built.

use super::{Builder, MOST_RANKS};
use crate::money::{POINTS_OF_ONE, magnitude};

/// Why a network cannot be built.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ObservedError {
    /// A member joined before the one who enrolled him.
    #[error("`{member}` joined in period {joined}, before his sponsor `{sponsor}`")]
    BeforeSponsor {
        /// The member.
        member: String,
        /// When he joined.
        joined: u16,
        /// Who enrolled him.
        sponsor: String,
    },
    /// Something happens in period 0: the first one is 1.
    #[error("something happens in period 0; the first period is 1")]
    BeforeTheFirst,
    /// More is bought than sums of 64 bits hold.
    #[error("all amounts together are more than can be added up exactly")]
    OutOfRange,
    /// More names of ranks than there may be ranks.
    #[error("the network has more than {} ranks", MOST_RANKS)]
    TooManyRanks,
}

impl Builder {
    pub(super) fn check_order(&self) -> Result<(), ObservedError> {
        for member in &self.members {
            if let Some(sponsor) = self.members.get(member.sponsor as usize)
                && sponsor.joined > member.joined
            {
                return Err(ObservedError::BeforeSponsor {
                    member: member.id.clone(),
                    joined: member.joined,
                    sponsor: sponsor.id.clone(),
                });
            }
        }
        Ok(())
    }

    pub(super) fn check_periods(&self) -> Result<(), ObservedError> {
        let mut told = (self.members.iter().map(|member| u32::from(member.joined)))
            .chain(self.orders.iter().map(|order| order.period))
            .chain(self.contacts.iter().map(|(period, ..)| *period))
            .chain(self.active.iter().map(|(period, ..)| *period))
            .chain(self.rank.iter().map(|(period, ..)| *period))
            .chain(self.adjustments.iter().map(|(period, _)| *period));
        match told.any(|period| period == 0) {
            true => Err(ObservedError::BeforeTheFirst),
            false => Ok(()),
        }
    }

    /// All that is bought, in money and in points, fits 64 bits with room to spare.
    pub(super) fn check_range(&self) -> Result<(), ObservedError> {
        let of_orders = self.orders.iter().map(|order| {
            let volume = magnitude(order.commissionable).saturating_mul(magnitude(POINTS_OF_ONE));
            let points = magnitude(order.points.unwrap_or(0));
            magnitude(order.price).max(volume).max(points)
        });
        let by_hand = self
            .adjustments
            .iter()
            .map(|(_, entry)| magnitude(entry.amount));
        let all = of_orders.chain(by_hand).fold(0, u128::saturating_add);
        match all <= i64::MAX as u128 {
            true => Ok(()),
            false => Err(ObservedError::OutOfRange),
        }
    }
}
