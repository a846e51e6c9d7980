//! Paying: components, the pay-period pipeline, settlement (plans.md).

pub mod component;
