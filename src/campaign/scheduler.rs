//! `--shard auto`: which share of the work is meant, by the variables that a scheduler sets for
//! each task of an array.
//!
//! What each variable means is the scheduler's word, not a guess (`engine` names it engine by
//! engine). Where the variables leave open how many tasks there are, `--shards` must say it;
//! where they leave open where the numbers start, 1 is taken and 0 refused.

mod engine;
#[cfg(test)]
mod tests;

use super::shard::Shard;
use engine::{ENGINES, Reading};

/// The share that a scheduler gave this process.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Assigned {
    /// Which.
    pub shard: Shard,
    /// What said so, as in "Slurm array task 5 of 3-10 (`SLURM_ARRAY_TASK_ID`)".
    pub by: String,
}

/// Why the share cannot be read from the environment.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SchedulerError {
    /// No scheduler of those known has numbered this process.
    #[error(
        "`--shard auto` found no task of an array: none of {} is set; name the shard yourself, as in \
         `--shard 3/10`, or run this as a task of an array",
        engine::index_variables()
    )]
    NoneSet,
    /// Two have, and nothing says which of them deals out the shards.
    #[error(
        "`--shard auto` found both {first} and {second}, and cannot know which of them deals out the \
         shards; name the shard yourself, as in `--shard {by_hand}`, or take the other's variable away, \
         as in `env --unset={other}`"
    )]
    Several {
        /// One of them.
        first: String,
        /// The other.
        second: String,
        /// The second's shard, named by hand.
        by_hand: String,
        /// The first's variable.
        other: &'static str,
    },
    /// A variable that should hold a whole number does not.
    #[error(
        "`{variable}` is `{value}`, where {engine} has a whole number of at most {}; name the shard \
         yourself, as in `--shard 3/10`",
        u32::MAX
    )]
    NoNumber {
        /// Which variable.
        variable: &'static str,
        /// What it holds.
        value: String,
        /// Whose it is.
        engine: &'static str,
    },
    /// Nothing says how many tasks there are.
    #[error(
        "`--shard auto` found {found}, which does not say how many tasks there are: add \
         `--shards N`, and {way}"
    )]
    HowMany {
        /// What was found.
        found: String,
        /// What else to mind.
        way: &'static str,
    },
    /// The scheduler's number of tasks is not that of `--shards`.
    #[error(
        "`--shard auto` found {found}: {count} tasks, but `--shards` says {shards}; give the array as \
         many tasks as there are shards, or, to run only some of the shards, name each yourself, as in \
         `--shard {by_hand}`"
    )]
    OtherCount {
        /// What was found.
        found: String,
        /// The scheduler's number.
        count: u32,
        /// That of `--shards`.
        shards: u32,
        /// The shard named by hand.
        by_hand: String,
    },
    /// The indices of the array have holes, so that none of them says which task it is.
    #[error(
        "`--shard auto` found {found}, an array of {count} tasks whose numbers are not evenly spaced; \
         {way}, or name the shard yourself, as in `--shard {by_hand}`"
    )]
    Holes {
        /// What was found.
        found: String,
        /// How many tasks there are.
        count: u32,
        /// How to number them.
        way: &'static str,
        /// The shard named by hand.
        by_hand: String,
    },
    /// An index that belongs to none of the shards.
    #[error("`--shard auto` found {found}, but the numbers of {count} tasks are {numbers}; {way}")]
    OutOfRange {
        /// What was found.
        found: String,
        /// How many tasks there are.
        count: u32,
        /// What their numbers are.
        numbers: String,
        /// How to number them.
        way: &'static str,
    },
    /// `--shards 0`.
    #[error("`--shards 0` deals out nothing: say how many shares there are, at least 1")]
    NoShards,
}

/// The share of the work that a scheduler gave this process, read from `variable`, which gives
/// the value of an environment variable; `shards` is what `--shards` says.
///
/// An empty variable counts as one that is not set.
///
/// One scheduler may run inside another: GNU parallel or `HyperQueue` in a task of a Slurm array,
/// or a Slurm array submitted from within GNU parallel. Both leave their variables, and their
/// order cannot be seen; so two of them are refused, however plausible one looks. Two batch
/// systems that give the same number are one that speaks for the other (Slurm has a plug-in that
/// sets PBS's variables too): the one that says more is taken.
///
/// # Errors
///
/// [`SchedulerError`], each saying what was found and the way out.
pub fn assigned(
    variable: &dyn Fn(&str) -> Option<String>,
    shards: Option<u32>,
) -> Result<Assigned, SchedulerError> {
    if shards == Some(0) {
        return Err(SchedulerError::NoShards);
    }
    let mut readings = ENGINES
        .iter()
        .filter_map(|engine| engine.read(variable).transpose());
    let first = readings.next().ok_or(SchedulerError::NoneSet)??;
    for second in readings {
        let second = second?;
        if !first.is_repeated_by(&second) {
            return Err(SchedulerError::Several {
                by_hand: second.by_hand("N"),
                other: first.engine.index,
                first: first.to_string(),
                second: second.to_string(),
            });
        }
    }
    let shard = shard_of(&first, shards)?;
    Ok(Assigned {
        shard,
        by: first.to_string(),
    })
}

/// The shard that an index stands for.
fn shard_of(reading: &Reading, shards: Option<u32>) -> Result<Shard, SchedulerError> {
    let engine = reading.engine;
    let found = || reading.to_string();
    let numbers = &reading.numbers;
    if let Some(count) = numbers.count_said
        && numbers
            .last
            .is_some_and(|last| numbers.spaced(last) != count)
    {
        return Err(SchedulerError::Holes {
            found: found(),
            count,
            way: engine.way,
            by_hand: reading.by_hand("N"),
        });
    }
    let of = match (numbers.count(), shards) {
        (Some(count), Some(shards)) if count != shards => {
            return Err(SchedulerError::OtherCount {
                found: found(),
                count,
                shards,
                by_hand: reading.by_hand(shards),
            });
        }
        (Some(count), _) | (None, Some(count)) => count,
        (None, None) => {
            return Err(SchedulerError::HowMany {
                found: found(),
                way: engine.way,
            });
        }
    };
    match numbers.place(reading.index) {
        Some(place) if place < of => Ok(Shard {
            number: place + 1,
            of,
        }),
        _ => Err(SchedulerError::OutOfRange {
            found: found(),
            count: of,
            numbers: numbers.range(of),
            way: engine.way,
        }),
    }
}
