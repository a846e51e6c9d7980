//! How many threads a job may use: what its scheduler allotted, never more than the machine
//! lets this process have.
//!
//! A scheduler that pins its jobs needs none of this: the cores the machine lets a process have
//! are then those allotted. Many do not pin, and a task that took all cores of its node would
//! slow its neighbours.

/// Gives the value of an environment variable.
type Variables<'a> = &'a dyn Fn(&str) -> Option<String>;

/// How many threads, and what says so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Threads {
    /// How many, at least one.
    pub number: usize,
    /// What they go by, as in "`SLURM_CPUS_PER_TASK`".
    pub by: String,
}

/// The threads of this process: the least that a scheduler says in `variable`, which gives the
/// value of an environment variable, and at most `cores`, what the machine lets it have
/// ([`std::thread::available_parallelism`] minds affinity and quotas).
#[must_use]
pub fn threads(variable: &dyn Fn(&str) -> Option<String>, cores: usize) -> usize {
    allotted(variable, cores).number
}

/// As [`threads`], with what they go by.
#[must_use]
pub fn allotted(variable: &dyn Fn(&str) -> Option<String>, cores: usize) -> Threads {
    let all = Threads {
        number: cores.max(1),
        by: "the cores this process may use".to_owned(),
    };
    // One may run inside another, HyperQueue in a job of Slurm: the tighter holds.
    [slurm, pbs, lsf, grid_engine, hyper_queue]
        .iter()
        .filter_map(|engine| engine(variable))
        .fold(all, |least, said| {
            if said.number < least.number {
                said
            } else {
                least
            }
        })
}

/// What Slurm allots a task: the CPUs asked for each, or its share of the job's on this node.
fn slurm(variables: Variables) -> Option<Threads> {
    variables("SLURM_JOB_ID")?;
    number("SLURM_CPUS_PER_TASK", variables).or_else(|| {
        let on_node = number("SLURM_CPUS_ON_NODE", variables)?;
        let tasks = slurm_tasks_on_node(variables)?;
        Some(Threads {
            number: (on_node.number / tasks).max(1),
            by: match tasks {
                1 => on_node.by,
                _ => format!("{} among {tasks} tasks", on_node.by),
            },
        })
    })
}

/// How many tasks of the step, or else of the job, run on this node.
fn slurm_tasks_on_node(variables: Variables) -> Option<usize> {
    let counts =
        variables("SLURM_STEP_TASKS_PER_NODE").or_else(|| variables("SLURM_TASKS_PER_NODE"))?;
    let node = match variables("SLURM_NODEID") {
        Some(node) => node.parse().ok()?,
        None => 0,
    };
    repeated(&counts, node)
}

/// The entry of `node` in Slurm's list of counts: `2(x3),1` is 2, 2, 2, 1.
fn repeated(counts: &str, node: usize) -> Option<usize> {
    let mut first = 0_usize;
    for part in counts.split(',') {
        let (count, nodes) = match part.split_once("(x") {
            Some((count, times)) => (count, times.strip_suffix(')')?.parse().ok()?),
            None => (part, 1),
        };
        let next = first.checked_add(nodes)?;
        if node < next {
            return count.parse().ok().filter(|count| *count > 0);
        }
        first = next;
    }
    None
}

/// What PBS allots, in its own names: `NCPUS` of PBS, `PBS_NUM_PPN` of Torque; and
/// `OMP_NUM_THREADS`, which PBS sets too, and which outside of it says nothing of a job.
fn pbs(variables: Variables) -> Option<Threads> {
    variables("PBS_JOBID")?;
    // Slurm has a plug-in that sets PBS's names for the job, but none of these.
    if variables("SLURM_JOB_ID").is_some() {
        return None;
    }
    ["NCPUS", "PBS_NUM_PPN", "OMP_NUM_THREADS"]
        .iter()
        .find_map(|name| number(name, variables))
}

/// The slots LSF allots.
fn lsf(variables: Variables) -> Option<Threads> {
    variables("LSB_JOBID")?;
    number("LSB_DJOB_NUMPROC", variables)
}

/// The slots Grid Engine allots; `SGE_TASK_ID` is there in each of its jobs, array or not.
fn grid_engine(variables: Variables) -> Option<Threads> {
    variables("SGE_TASK_ID")?;
    number("NSLOTS", variables)
}

/// The CPUs `HyperQueue` allots, by their numbers: `1,0` are two.
fn hyper_queue(variables: Variables) -> Option<Threads> {
    let cpus = variables("HQ_CPUS")?;
    let each = cpus.split(',').map(str::parse::<u32>);
    let number = each.collect::<Result<Vec<_>, _>>().ok()?.len();
    Some(Threads {
        number,
        by: "`HQ_CPUS`".to_owned(),
    })
}

/// A variable that holds a whole number of at least one.
fn number(name: &str, variables: Variables) -> Option<Threads> {
    let number = variables(name)?.parse().ok().filter(|number| *number > 0)?;
    Some(Threads {
        number,
        by: format!("`{name}`"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The threads where just these variables are set, on a machine of 64 cores.
    #[track_caller]
    fn are(variables: &[(&str, &str)], number: usize, by: &str) {
        let look_up = |name: &str| {
            let found = variables.iter().find(|(key, _)| *key == name);
            found.map(|(_, value)| (*value).to_owned())
        };
        let found = allotted(&look_up, 64);
        assert_eq!((found.number, found.by.as_str()), (number, by));
        assert_eq!(threads(&look_up, 64), number);
    }

    const ALL: &str = "the cores this process may use";

    #[test]
    fn without_a_scheduler_all_cores_are_used() {
        are(&[], 64, ALL);
        assert_eq!(threads(&|_| None, 0), 1);
    }

    #[test]
    fn slurm_says_how_many_a_task_has() {
        let job = ("SLURM_JOB_ID", "7");
        are(
            &[
                job,
                ("SLURM_CPUS_PER_TASK", "4"),
                ("SLURM_CPUS_ON_NODE", "8"),
            ],
            4,
            "`SLURM_CPUS_PER_TASK`",
        );
        let on_node = ("SLURM_CPUS_ON_NODE", "8");
        are(
            &[job, on_node, ("SLURM_TASKS_PER_NODE", "1")],
            8,
            "`SLURM_CPUS_ON_NODE`",
        );
        are(
            &[job, on_node, ("SLURM_TASKS_PER_NODE", "3(x2)")],
            2,
            "`SLURM_CPUS_ON_NODE` among 3 tasks",
        );
        // A step of one task in a job of eight has what the step has.
        are(
            &[
                job,
                ("SLURM_CPUS_ON_NODE", "1"),
                ("SLURM_TASKS_PER_NODE", "8"),
                ("SLURM_STEP_TASKS_PER_NODE", "1"),
            ],
            1,
            "`SLURM_CPUS_ON_NODE`",
        );
        are(
            &[
                job,
                on_node,
                ("SLURM_TASKS_PER_NODE", "2(x2),4"),
                ("SLURM_NODEID", "2"),
            ],
            2,
            "`SLURM_CPUS_ON_NODE` among 4 tasks",
        );
        are(&[job, on_node], 64, ALL);
    }

    #[test]
    fn lists_of_repeated_counts_are_read_by_node() {
        let counts = "2(x3),1,5(x2)";
        let read: Vec<_> = (0..7).map(|node| repeated(counts, node)).collect();
        assert_eq!(
            read,
            [Some(2), Some(2), Some(2), Some(1), Some(5), Some(5), None]
        );
        for broken in ["", "x", "2(x", "2(xy)", "0", "(x2)"] {
            assert_eq!(repeated(broken, 0), None, "{broken}");
        }
    }

    #[test]
    fn each_scheduler_s_own_number_is_read_inside_it_alone() {
        for (inside, name) in [
            ("PBS_JOBID", "NCPUS"),
            ("PBS_JOBID", "PBS_NUM_PPN"),
            ("PBS_JOBID", "OMP_NUM_THREADS"),
            ("LSB_JOBID", "LSB_DJOB_NUMPROC"),
            ("SGE_TASK_ID", "NSLOTS"),
            ("SLURM_JOB_ID", "SLURM_CPUS_PER_TASK"),
        ] {
            are(
                &[(inside, "undefined"), (name, "6")],
                6,
                &format!("`{name}`"),
            );
            are(&[(name, "6")], 64, ALL);
        }
        let both = [("PBS_JOBID", "7"), ("NCPUS", "6"), ("OMP_NUM_THREADS", "1")];
        are(&both, 6, "`NCPUS`");
    }

    #[test]
    fn hyper_queue_lists_its_cpus() {
        are(&[("HQ_CPUS", "11,3,4")], 3, "`HQ_CPUS`");
        are(&[("HQ_CPUS", "0")], 1, "`HQ_CPUS`");
        are(&[("HQ_CPUS", "")], 64, ALL);
    }

    #[test]
    fn of_two_the_tighter_holds() {
        let worker = [
            ("SLURM_JOB_ID", "7"),
            ("SLURM_CPUS_PER_TASK", "16"),
            ("HQ_CPUS", "0,1"),
        ];
        are(&worker, 2, "`HQ_CPUS`");
    }

    #[test]
    fn never_more_than_the_machine_has_nor_less_than_one() {
        let greedy = [("SLURM_JOB_ID", "7"), ("SLURM_CPUS_PER_TASK", "128")];
        are(&greedy, 64, ALL);
        for value in ["0", "-3", "many", ""] {
            let broken = [("SLURM_JOB_ID", "7"), ("SLURM_CPUS_PER_TASK", value)];
            are(&broken, 64, ALL);
        }
    }
}
