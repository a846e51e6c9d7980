//! Work that is larger than one sitting or one machine: kept unit by unit as it is done, dealt
//! out in shards, and brought together again to the very bytes of a single run.

pub mod allotment;
pub mod difference;
pub mod part;
pub mod scheduler;
pub mod shard;
pub mod store;
pub mod trouble;
