//! What each scheduler's variables mean, and what is refused.

use super::*;

/// What is assigned where just these variables are set.
fn assigned_with(
    variables: &[(&str, &str)],
    shards: Option<u32>,
) -> Result<Assigned, SchedulerError> {
    let look_up = |name: &str| {
        let found = variables.iter().find(|(key, _)| *key == name);
        found.map(|(_, value)| (*value).to_owned())
    };
    assigned(&look_up, shards)
}

#[track_caller]
fn is_assigned(variables: &[(&str, &str)], shards: Option<u32>, shard: &str, by: &str) {
    let found = assigned_with(variables, shards).unwrap();
    assert_eq!(
        (found.shard.to_string().as_str(), found.by.as_str()),
        (shard, by)
    );
}

#[track_caller]
fn is_refused(variables: &[(&str, &str)], shards: Option<u32>, words: &[&str]) {
    let message = assigned_with(variables, shards).unwrap_err().to_string();
    for word in words {
        assert!(
            message.contains(word),
            "`{word}` is not in what is said: {message}"
        );
    }
}

/// The variables of a task of a Slurm array.
fn slurm<'a>(
    id: &'a str,
    min: &'a str,
    max: &'a str,
    step: &'a str,
    count: &'a str,
) -> [(&'a str, &'a str); 5] {
    [
        ("SLURM_ARRAY_TASK_ID", id),
        ("SLURM_ARRAY_TASK_MIN", min),
        ("SLURM_ARRAY_TASK_MAX", max),
        ("SLURM_ARRAY_TASK_STEP", step),
        ("SLURM_ARRAY_TASK_COUNT", count),
    ]
}

#[test]
fn slurm_minds_where_the_array_starts_and_its_step() {
    let by = "Slurm array task 5 of 3-10 (`SLURM_ARRAY_TASK_ID`)";
    is_assigned(&slurm("5", "3", "10", "1", "8"), None, "3/8", by);
    // --array=3-21:2 has the tasks 3, 5, …, 21.
    for (place, id) in (3..=21).step_by(2).enumerate() {
        let found = assigned_with(&slurm(&id.to_string(), "3", "21", "2", "10"), Some(10));
        let number = place as u32 + 1;
        assert_eq!(found.unwrap().shard, Shard { number, of: 10 });
    }
    let by = "Slurm array task 0 of 0-6 (`SLURM_ARRAY_TASK_ID`)";
    is_assigned(&slurm("0", "0", "6", "1", "7"), None, "1/7", by);
}

#[test]
fn slurm_without_the_count_has_it_from_first_last_and_step() {
    let variables = slurm("9", "1", "10", "4", "");
    let by = "Slurm array task 9 of 1-9:4 (`SLURM_ARRAY_TASK_ID`)";
    is_assigned(&variables, None, "3/3", by);
}

#[test]
fn slurm_s_index_alone_needs_the_number_of_shards() {
    let alone = [("SLURM_ARRAY_TASK_ID", "7")];
    let by = "Slurm array task 7 (`SLURM_ARRAY_TASK_ID`)";
    is_assigned(&alone, Some(7), "7/7", by);
    is_refused(&alone, None, &["add `--shards N`", "sbatch --array=1-N"]);
}

#[test]
fn slurm_s_array_with_holes_is_refused() {
    // --array=1,2,7
    is_refused(
        &slurm("7", "1", "7", "1", "3"),
        None,
        &[
            "3 tasks",
            "not evenly spaced",
            "sbatch --array=1-N",
            "`--shard $SLURM_ARRAY_TASK_ID/N`",
        ],
    );
    is_refused(
        &slurm("4", "1", "9", "2", "5"),
        None,
        &["task 4 of 1-9:2", "the numbers of 5 tasks are 1-9:2"],
    );
}

#[test]
fn slurm_s_count_must_be_that_of_shards() {
    // Two of seven shards are run again by --array=3,5; they are not shards 1/2 and 2/2.
    is_refused(
        &slurm("5", "3", "5", "2", "2"),
        Some(7),
        &[
            "2 tasks, but `--shards` says 7",
            "`--shard $SLURM_ARRAY_TASK_ID/7`",
        ],
    );
}

#[test]
fn services_that_count_from_zero() {
    for (index, count, by) in [
        (
            "AWS_BATCH_JOB_ARRAY_INDEX",
            "AWS_BATCH_JOB_ARRAY_SIZE",
            "AWS Batch array job 9 of 0-9 (`AWS_BATCH_JOB_ARRAY_INDEX`)",
        ),
        (
            "BATCH_TASK_INDEX",
            "BATCH_TASK_COUNT",
            "Google Batch task 9 of 0-9 (`BATCH_TASK_INDEX`)",
        ),
        (
            "CLOUD_RUN_TASK_INDEX",
            "CLOUD_RUN_TASK_COUNT",
            "Cloud Run task 9 of 0-9 (`CLOUD_RUN_TASK_INDEX`)",
        ),
    ] {
        let whole = [(index, "9"), (count, "10")];
        is_assigned(&whole, None, "10/10", by);
        is_assigned(&whole, Some(10), "10/10", by);
        let by_hand = format!("`--shard $(({index} + 1))/12`");
        is_refused(
            &whole,
            Some(12),
            &["10 tasks", "`--shards` says 12", &by_hand],
        );
        let beyond = [(index, "10"), (count, "10")];
        is_refused(&beyond, None, &["the numbers of 10 tasks are 0-9"]);
        let alone = [(index, "0")];
        assert_eq!(
            assigned_with(&alone, Some(4)).unwrap().shard.to_string(),
            "1/4"
        );
        is_refused(&alone, None, &["add `--shards N`"]);
        is_refused(&[(index, "0"), (count, "0")], None, &["are none"]);
    }
}

#[test]
fn kubernetes_counts_from_zero_and_needs_the_completions() {
    let pod = [("JOB_COMPLETION_INDEX", "0")];
    let by = "Kubernetes Job index 0 (`JOB_COMPLETION_INDEX`)";
    is_assigned(&pod, Some(4), "1/4", by);
    is_refused(&pod, None, &["add `--shards N`", "`spec.completions`"]);
    let beyond = [("JOB_COMPLETION_INDEX", "4")];
    is_refused(
        &beyond,
        Some(4),
        &["the numbers of 4 tasks are 0-3", "`spec.completions`"],
    );
}

#[test]
fn those_that_say_no_first_index_are_taken_to_count_from_one() {
    for (index, by, way) in [
        (
            "PBS_ARRAY_INDEX",
            "PBS array subjob 3 (`PBS_ARRAY_INDEX`)",
            "qsub -J 1-N",
        ),
        (
            "PBS_ARRAYID",
            "Torque array job 3 (`PBS_ARRAYID`)",
            "qsub -t 1-N",
        ),
        (
            "HQ_TASK_ID",
            "HyperQueue task 3 (`HQ_TASK_ID`)",
            "hq submit --array 1-N",
        ),
        (
            "PARALLEL_SEQ",
            "GNU parallel job 3 (`PARALLEL_SEQ`)",
            "parallel … ::: $(seq N)",
        ),
    ] {
        is_assigned(&[(index, "3")], Some(3), "3/3", by);
        is_refused(&[(index, "3")], None, &["add `--shards N`", way]);
        for beyond in ["0", "4"] {
            let numbers = "the numbers of 3 tasks are 1-3";
            is_refused(&[(index, beyond)], Some(3), &[numbers, way]);
        }
    }
}

#[test]
fn lsf_counts_from_one_up_to_its_last_index() {
    let element = [
        ("LSB_JOBINDEX", "5"),
        ("LSB_JOBINDEX_END", "9"),
        ("LSB_JOBINDEX_STEP", "2"),
    ];
    let by = "LSF array element 5 of 1-9:2 (`LSB_JOBINDEX`)";
    is_assigned(&element, Some(5), "3/5", by);
    let single = [("LSB_JOBINDEX", "2"), ("LSB_JOBINDEX_END", "7")];
    is_assigned(
        &single,
        None,
        "2/7",
        "LSF array element 2 of 1-7 (`LSB_JOBINDEX`)",
    );
    is_refused(&single, Some(5), &["7 tasks, but `--shards` says 5"]);
    // [2-10:2] starts at 2, which no variable says.
    let even = [
        ("LSB_JOBINDEX", "4"),
        ("LSB_JOBINDEX_END", "10"),
        ("LSB_JOBINDEX_STEP", "2"),
    ];
    is_refused(&even, None, &["1-9:2", "bsub -J \"name[1-N]\""]);
    is_refused(
        &[("LSB_JOBINDEX", "3")],
        None,
        &["add `--shards N`", "bsub -J"],
    );
}

#[test]
fn a_job_that_is_no_array_is_none() {
    let lsf = [("LSB_JOBINDEX", "0"), ("LSB_JOBINDEX_END", "0")];
    let grid_engine = [
        ("SGE_TASK_ID", "undefined"),
        ("SGE_TASK_FIRST", "undefined"),
        ("SGE_TASK_LAST", "undefined"),
        ("SGE_TASK_STEPSIZE", "undefined"),
    ];
    let empty = [("SLURM_ARRAY_TASK_ID", "")];
    let unnumbered = [("SLURM_JOB_ID", "12"), ("PARALLEL_JOBSLOT", "3")];
    for variables in [&[], &lsf[..], &grid_engine, &empty, &unnumbered] {
        let refused = assigned_with(variables, Some(3)).unwrap_err();
        assert_eq!(refused, SchedulerError::NoneSet);
    }
    is_refused(
        &[],
        None,
        &["SLURM_ARRAY_TASK_ID", "PARALLEL_SEQ", "`--shard 3/10`"],
    );
}

#[test]
fn grid_engine_minds_first_last_and_step() {
    let task = |id| {
        [
            ("SGE_TASK_ID", id),
            ("SGE_TASK_FIRST", "2"),
            ("SGE_TASK_LAST", "10"),
            ("SGE_TASK_STEPSIZE", "2"),
        ]
    };
    let by = "Grid Engine array task 10 of 2-10:2 (`SGE_TASK_ID`)";
    is_assigned(&task("10"), None, "5/5", by);
    is_refused(&task("12"), None, &["the numbers of 5 tasks are 2-10:2"]);
    is_refused(&task("1"), None, &["the numbers of 5 tasks are 2-10:2"]);
}

#[test]
fn one_inside_another_is_refused_even_where_both_give_the_same() {
    let mut nested = slurm("3", "1", "7", "1", "7").to_vec();
    nested.push(("PARALLEL_SEQ", "3"));
    is_refused(
        &nested,
        Some(7),
        &[
            "Slurm array task 3 of 1-7",
            "GNU parallel job 3",
            "`--shard $PARALLEL_SEQ/N`",
            "env --unset=SLURM_ARRAY_TASK_ID",
        ],
    );
    let workers = [("PBS_ARRAY_INDEX", "1"), ("HQ_TASK_ID", "4")];
    is_refused(
        &workers,
        Some(7),
        &["PBS array subjob 1", "HyperQueue task 4"],
    );
}

#[test]
fn two_batch_systems_that_give_the_same_number_are_one() {
    let mut both = slurm("5", "3", "10", "1", "8").to_vec();
    both.push(("PBS_ARRAYID", "5"));
    let by = "Slurm array task 5 of 3-10 (`SLURM_ARRAY_TASK_ID`)";
    is_assigned(&both, None, "3/8", by);
    both.push(("PBS_ARRAY_INDEX", "6"));
    is_refused(&both, None, &["Slurm array task 5", "PBS array subjob 6"]);
}

#[test]
fn what_is_no_number_is_named() {
    for value in ["five", "-1", "1.5", " 3", "4294967296"] {
        let variables = [("SLURM_ARRAY_TASK_ID", value)];
        let said = format!("`SLURM_ARRAY_TASK_ID` is `{value}`");
        is_refused(&variables, Some(9), &[&said, "`--shard 3/10`"]);
    }
    let count = [("BATCH_TASK_INDEX", "1"), ("BATCH_TASK_COUNT", "many")];
    is_refused(&count, None, &["`BATCH_TASK_COUNT` is `many`"]);
    // The other's fault is not passed over either.
    let other = [("JOB_COMPLETION_INDEX", "1"), ("HQ_TASK_ID", "x")];
    is_refused(&other, Some(2), &["`HQ_TASK_ID` is `x`"]);
}

#[test]
fn no_shards_are_refused_before_all_else() {
    is_refused(&[], Some(0), &["`--shards 0`", "at least 1"]);
}

#[test]
fn the_highest_numbers_there_can_be_are_read() {
    let most = u32::MAX.to_string();
    let by = format!("Slurm array task {most} of {most}-{most} (`SLURM_ARRAY_TASK_ID`)");
    is_assigned(&slurm(&most, &most, &most, "1", "1"), None, "1/1", &by);
    is_refused(
        &[("AWS_BATCH_JOB_ARRAY_INDEX", most.as_str())],
        Some(u32::MAX),
        &["are 0-4294967294"],
    );
}
