//! What the payments mean: from the columns one replication leaves behind to its
//! metrics and tables (measures.md). A measure sees amounts of money by member in
//! joining order; it knows no plan, no scenario and no other replication.
//!
//! [`replication::measure`] is the whole job; [`metric`] is the list of what is
//! measured, with every definition in words.

pub mod amount;
pub mod average;
pub mod change;
pub mod crowd;
pub mod curve;
pub mod customers;
pub mod disclosure;
pub mod distribution;
pub mod equal_payout;
pub mod facts;
pub mod group;
pub mod metric;
mod observe;
pub mod position;
pub mod replication;
pub mod sample_tree;
pub mod terms;
mod time;
