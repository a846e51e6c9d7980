//! The schedulers that are known, and what each says of a task of an array.

use std::fmt;

use super::SchedulerError;

/// Gives the value of an environment variable.
type Variables<'a> = &'a dyn Fn(&str) -> Option<String>;

/// A scheduler that numbers the tasks of an array.
pub(super) struct Engine {
    /// What a task of it is called.
    name: &'static str,
    /// The variable with the task's number.
    pub(super) index: &'static str,
    /// What that variable holds where there is no array.
    no_array: Option<&'static str>,
    /// How to number the tasks so that they are understood.
    pub(super) way: &'static str,
    /// Whether it starts jobs; others number what runs within one.
    starts_jobs: bool,
    /// What it says of the other tasks.
    numbers: fn(&Engine, Variables) -> Result<Numbers, SchedulerError>,
}

/// How the tasks of an array are numbered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Numbers {
    /// The first's number.
    first: u32,
    /// From one number to the next.
    step: u32,
    /// The number that none is above, where it is known.
    pub(super) last: Option<u32>,
    /// How many tasks there are, where that is said outright.
    pub(super) count_said: Option<u32>,
}

/// A task's number, as found.
pub(super) struct Reading {
    pub(super) engine: &'static Engine,
    pub(super) index: u32,
    pub(super) numbers: Numbers,
}

/// Those known; of two that speak for each other the one that says more comes first.
pub(super) static ENGINES: [Engine; 11] = [
    Engine {
        name: "Slurm array task",
        index: "SLURM_ARRAY_TASK_ID",
        no_array: None,
        way: "submit the array as `sbatch --array=1-N`",
        starts_jobs: true,
        numbers: slurm,
    },
    Engine {
        name: "AWS Batch array job",
        index: "AWS_BATCH_JOB_ARRAY_INDEX",
        no_array: None,
        way: "let N be the array's size, `arrayProperties.size`",
        starts_jobs: true,
        numbers: |engine, variables| {
            let count = engine.number("AWS_BATCH_JOB_ARRAY_SIZE", variables)?;
            Ok(Numbers::from_zero(count))
        },
    },
    Engine {
        name: "Kubernetes Job index",
        index: "JOB_COMPLETION_INDEX",
        no_array: None,
        way: "let N be the Job's `spec.completions`",
        starts_jobs: true,
        // The number of completions stands in no variable.
        numbers: |_, _| Ok(Numbers::from_zero(None)),
    },
    Engine {
        name: "Google Batch task",
        index: "BATCH_TASK_INDEX",
        no_array: None,
        way: "let N be the task group's `taskCount`",
        starts_jobs: true,
        numbers: |engine, variables| {
            let count = engine.number("BATCH_TASK_COUNT", variables)?;
            Ok(Numbers::from_zero(count))
        },
    },
    Engine {
        name: "Cloud Run task",
        index: "CLOUD_RUN_TASK_INDEX",
        no_array: None,
        way: "let N be the job's number of `--tasks`",
        starts_jobs: true,
        numbers: |engine, variables| {
            let count = engine.number("CLOUD_RUN_TASK_COUNT", variables)?;
            Ok(Numbers::from_zero(count))
        },
    },
    Engine {
        name: "LSF array element",
        index: "LSB_JOBINDEX",
        no_array: Some("0"),
        way: "submit the array as `bsub -J \"name[1-N]\"`",
        starts_jobs: true,
        numbers: lsf,
    },
    Engine {
        name: "Grid Engine array task",
        index: "SGE_TASK_ID",
        no_array: Some("undefined"),
        way: "submit the array as `qsub -t 1-N`",
        starts_jobs: true,
        numbers: grid_engine,
    },
    Engine {
        name: "PBS array subjob",
        index: "PBS_ARRAY_INDEX",
        no_array: None,
        way: "submit the array as `qsub -J 1-N`",
        starts_jobs: true,
        // Neither the first index nor the number of subjobs stands in a variable.
        numbers: |_, _| Ok(Numbers::from_one()),
    },
    Engine {
        name: "Torque array job",
        index: "PBS_ARRAYID",
        no_array: None,
        way: "submit the array as `qsub -t 1-N`",
        starts_jobs: true,
        numbers: |_, _| Ok(Numbers::from_one()),
    },
    Engine {
        name: "HyperQueue task",
        index: "HQ_TASK_ID",
        // A job of one task has the number 0 too, but so has the first of `--array 0-9`.
        no_array: None,
        way: "submit the tasks as `hq submit --array 1-N`",
        starts_jobs: false,
        numbers: |_, _| Ok(Numbers::from_one()),
    },
    Engine {
        name: "GNU parallel job",
        // Not PARALLEL_JOBSLOT, which numbers what runs at the same time.
        index: "PARALLEL_SEQ",
        no_array: None,
        way: "give it one job for each shard, as in `parallel … ::: $(seq N)`",
        starts_jobs: false,
        numbers: |_, _| Ok(Numbers::from_one()),
    },
];

/// The variables that number a task, as a list.
pub(super) fn index_variables() -> String {
    let names: Vec<&str> = ENGINES.iter().map(|engine| engine.index).collect();
    names.join(", ")
}

fn slurm(engine: &Engine, variables: Variables) -> Result<Numbers, SchedulerError> {
    let number = |name| engine.number(name, variables);
    Ok(Numbers::between(
        number("SLURM_ARRAY_TASK_MIN")?,
        number("SLURM_ARRAY_TASK_MAX")?,
        number("SLURM_ARRAY_TASK_STEP")?,
        number("SLURM_ARRAY_TASK_COUNT")?,
    ))
}

fn grid_engine(engine: &Engine, variables: Variables) -> Result<Numbers, SchedulerError> {
    let number = |name| engine.number(name, variables);
    Ok(Numbers::between(
        number("SGE_TASK_FIRST")?,
        number("SGE_TASK_LAST")?,
        number("SGE_TASK_STEPSIZE")?,
        None,
    ))
}

/// LSF says the last index and the step, not the first: an array counts from 1, or its count is
/// too high and shards are missed, never two elements one shard.
fn lsf(engine: &Engine, variables: Variables) -> Result<Numbers, SchedulerError> {
    let number = |name| engine.number(name, variables);
    Ok(Numbers::between(
        Some(1),
        number("LSB_JOBINDEX_END")?,
        number("LSB_JOBINDEX_STEP")?,
        None,
    ))
}

impl Engine {
    /// What it says of this process, if it numbers it.
    pub(super) fn read(
        &'static self,
        variables: Variables,
    ) -> Result<Option<Reading>, SchedulerError> {
        if variables(self.index).is_some_and(|value| Some(value.as_str()) == self.no_array) {
            return Ok(None);
        }
        let Some(index) = self.number(self.index, variables)? else {
            return Ok(None);
        };
        let numbers = (self.numbers)(self, variables)?;
        Ok(Some(Reading {
            engine: self,
            index,
            numbers,
        }))
    }

    /// A variable's number, if it is set.
    fn number(
        &self,
        variable: &'static str,
        variables: Variables,
    ) -> Result<Option<u32>, SchedulerError> {
        let Some(value) = variables(variable).filter(|value| !value.is_empty()) else {
            return Ok(None);
        };
        match value.parse() {
            Ok(number) => Ok(Some(number)),
            Err(_) => Err(SchedulerError::NoNumber {
                variable,
                value,
                engine: self.name,
            }),
        }
    }
}

impl Numbers {
    /// 0, 1, 2, …
    fn from_zero(count_said: Option<u32>) -> Self {
        Self {
            first: 0,
            count_said,
            ..Self::from_one()
        }
    }

    /// 1, 2, 3, …
    fn from_one() -> Self {
        Self {
            first: 1,
            step: 1,
            last: None,
            count_said: None,
        }
    }

    /// From a first to a last, where both are known; else as a count that starts at 1.
    fn between(
        first: Option<u32>,
        last: Option<u32>,
        step: Option<u32>,
        count_said: Option<u32>,
    ) -> Self {
        match (first, last) {
            (Some(first), Some(last)) if first <= last => Self {
                first,
                step: step.unwrap_or(1).max(1),
                last: Some(last),
                count_said,
            },
            _ => Self {
                count_said,
                ..Self::from_one()
            },
        }
    }

    /// How many evenly spaced numbers there are up to `last`.
    pub(super) fn spaced(&self, last: u32) -> u32 {
        (last.saturating_sub(self.first) / self.step).saturating_add(1)
    }

    /// How many tasks there are, where that is known.
    pub(super) fn count(&self) -> Option<u32> {
        self.count_said
            .or_else(|| self.last.map(|last| self.spaced(last)))
    }

    /// How many tasks come before the one numbered `index`, if a task may have that number.
    pub(super) fn place(&self, index: u32) -> Option<u32> {
        let distance = index.checked_sub(self.first)?;
        distance
            .is_multiple_of(self.step)
            .then(|| distance / self.step)
    }

    /// The numbers of `count` tasks, as in `3-21:2`.
    pub(super) fn range(&self, count: u32) -> String {
        let Some(steps) = count.checked_sub(1) else {
            return "none".to_owned();
        };
        let last = u64::from(self.first) + u64::from(steps) * u64::from(self.step);
        let spacing = match self.step {
            1 => String::new(),
            step => format!(":{step}"),
        };
        format!("{}-{last}{spacing}", self.first)
    }
}

impl Reading {
    /// Whether another only says the same again, speaking for the same batch system.
    pub(super) fn is_repeated_by(&self, other: &Reading) -> bool {
        self.engine.starts_jobs && other.engine.starts_jobs && self.index == other.index
    }

    /// How a shell names the shard of `of` whose number this index is; those that count from 0
    /// are one short.
    pub(super) fn by_hand(&self, of: impl fmt::Display) -> String {
        let index = self.engine.index;
        match self.numbers.first {
            0 => format!("$(({index} + 1))/{of}"),
            _ => format!("${index}/{of}"),
        }
    }
}

impl fmt::Display for Reading {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.engine.name, self.index)?;
        if let Some(count) = self.numbers.count() {
            write!(f, " of {}", self.numbers.range(count))?;
        }
        write!(f, " (`{}`)", self.engine.index)
    }
}
