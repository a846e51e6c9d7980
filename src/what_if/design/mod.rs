//! Where to look: points spread over the unit cube or over the cells of a grid.

mod direction_numbers;

pub mod latin_hypercube;
pub mod order;
pub mod sobol_sequence;

pub use latin_hypercube::latin_hypercube;
pub use order::spread_order;
pub use sobol_sequence::{MOST_DIMENSIONS, SobolSequence};
