//! Who there is to join or buy (model.md §5).

/// Who there is to join or buy.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MarketSize {
    /// How many people, if that is limited.
    pub population: Option<u64>,
    /// Local pools the population falls into, at least 1. More than one only under the growth
    /// law `recruiting`, and at most the population.
    pub pools: u32,
    /// The chance that a recruit's circle lies in another pool than his recruiter's.
    pub mobility: f64,
}
