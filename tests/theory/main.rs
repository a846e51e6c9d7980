//! Networks against the closed forms of theory.md.
//!
//! Conventions (theory.md §4): seeds are fixed, so a test passes or fails for good. Means are
//! held to 4 standard errors, by the exact variance where it is known: with the two hundred
//! comparisons here a correct generator would fail one of them for one choice of seeds in
//! about eighty. Laws are held to χ² in cells that expect 5 or more, with p > .001. Small
//! networks are held to the enumeration of every tree there is.
//!
//! `DOWNLINE_THEORY=10` grows ten times as many networks, which narrows every comparison.

mod branching;
mod curves;
mod pools;
mod preferential;
mod slots;
mod small;
mod support;
mod uniform;
mod weights;
