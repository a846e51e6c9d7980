//! What would be otherwise if the scenario were: designs, sensitivity, shares of a difference, crossings.

pub mod crossing;
pub mod design;
pub mod sensitivity;
pub mod shapley;
