//! Work dealt out among many machines: which share is whose, and how much of a machine a
//! share may use.

pub mod allotment;
pub mod scheduler;
pub mod shard;
