//! Rates by rank (plans.md E1, E2): what a table of ranks gives every place of the ladder.

use crate::money::Rate;

use super::standing::rank::Ranks;

/// The rate at each place of the ladder: 0 for who holds no rank, 1 for the lowest. A
/// rank that is not listed has the rate of the next lower one that is, and `below` if
/// there is none.
///
/// # Errors
///
/// The first name that is no rank of the ladder.
pub(super) fn rates_by_place(
    listed: Vec<(String, Rate)>,
    ranks: &Ranks,
    below: Rate,
) -> Result<Vec<Rate>, String> {
    let mut stated = vec![None; ranks.names().len() + 1];
    for (name, rate) in listed {
        match ranks.place(&name) {
            Some(place) => stated[usize::from(place)] = Some(rate),
            None => return Err(name),
        }
    }
    let mut reached = below;
    Ok(stated
        .into_iter()
        .map(|rate| {
            reached = rate.unwrap_or(reached);
            reached
        })
        .collect())
}

/// The rate of a place; the highest for a place beyond the ladder, which there is not.
#[inline]
pub(super) fn at_place(rates: &[Rate], place: u8) -> Rate {
    rates
        .get(usize::from(place))
        .or(rates.last())
        .copied()
        .unwrap_or(Rate::ZERO)
}
