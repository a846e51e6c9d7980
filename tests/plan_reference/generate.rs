//! Random examples.
