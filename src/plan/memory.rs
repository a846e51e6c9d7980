//! What a component carries from one period to the next: leg carries, counters, boards,
//! awards already given (plans.md §4 step 15).

use std::any::Any;
use std::fmt::Debug;

/// A component's state under one plan in one replication. Only the component knows its
/// type; the accounts keep it.
pub trait Memory: Any + Debug + Send + Sync {
    /// Forgets everything but the space it takes, for a new replication.
    fn forget(&mut self);
}

/// The state of a component that carries nothing.
#[derive(Debug)]
pub struct NoMemory;

impl Memory for NoMemory {
    fn forget(&mut self) {}
}

/// The state as the type its component made it.
///
/// # Panics
///
/// If the state is another component's: a bug.
pub fn recall<M: Memory>(memory: &mut dyn Memory) -> &mut M {
    let memory: &mut dyn Any = memory;
    memory
        .downcast_mut()
        .expect("every component is handed the memory it made")
}
