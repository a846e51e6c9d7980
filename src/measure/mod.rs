//! What the payments mean.
pub mod facts;
