//! How much memory this process may take, by the kernel's own accounts.
//!
//! A job of a scheduler, a container and a service each run in a control group that may have a
//! limit lower than what the machine has free, and each limit above it holds too. What the group
//! uses already counts against its limit, less the cached files that the kernel gives back first.

use std::fs;
use std::path::{Component, Path};

/// Memory this process may take: what the machine has free, within the limits of its control
/// groups. Where neither can be read, as much as can be addressed.
pub(super) fn bytes() -> u64 {
    bytes_below(Path::new("/"))
}

/// As [`bytes`], with the kernel's files below `root`.
fn bytes_below(root: &Path) -> u64 {
    let free = read(&root.join("proc/meminfo"))
        .and_then(|text| entry(&text, "MemAvailable:"))
        .map(|kib| kib.saturating_mul(1 << 10));
    let groups = read(&root.join("proc/self/cgroup")).unwrap_or_default();
    let left = groups.lines().filter_map(|line| left_in_line(root, line));
    left.chain(free).min().unwrap_or(u64::MAX)
}

/// What is left of the tightest limit on the way from a process's group to the root, from a
/// line of `/proc/self/cgroup`: `0::/path` in version 2, `5:memory:/path` in version 1.
fn left_in_line(root: &Path, line: &str) -> Option<u64> {
    let mut fields = line.splitn(3, ':');
    let (hierarchy, controllers, path) = (fields.next()?, fields.next()?, fields.next()?);
    let version = if hierarchy == "0" && controllers.is_empty() {
        &SECOND
    } else if controllers.split(',').any(|name| name == "memory") {
        &FIRST
    } else {
        return None;
    };
    let mounted = root.join(version.mounted);
    let path = Path::new(path.trim_start_matches('/'));
    // A container that sees the machine's groups mounts only its own: of a path that is not
    // below the mount only the root is there. So `..` is not followed out of it.
    let inside = path
        .components()
        .all(|part| matches!(part, Component::Normal(_)));
    let ancestors = path.ancestors().filter(|_| inside);
    ancestors
        .map(|group| mounted.join(group))
        .chain([mounted.clone()])
        .filter_map(|group| version.left_in(&group))
        .min()
}

/// The files of a version of control groups.
struct Version {
    mounted: &'static str,
    limit: &'static str,
    used: &'static str,
    /// The entry of `memory.stat` of cached files not looked at lately, the groups within
    /// included.
    given_back: &'static str,
}

const FIRST: Version = Version {
    mounted: "sys/fs/cgroup/memory",
    limit: "memory.limit_in_bytes",
    used: "memory.usage_in_bytes",
    given_back: "total_inactive_file",
};

const SECOND: Version = Version {
    mounted: "sys/fs/cgroup",
    limit: "memory.max",
    used: "memory.current",
    given_back: "inactive_file",
};

impl Version {
    /// What is left of a group's own limit; none if it has none (`max`).
    fn left_in(&self, group: &Path) -> Option<u64> {
        let number = |file| read(&group.join(file))?.trim().parse::<u64>().ok();
        let limit = number(self.limit)?;
        let used = number(self.used).unwrap_or(0);
        let given_back = read(&group.join("memory.stat"))
            .and_then(|text| entry(&text, self.given_back))
            .unwrap_or(0);
        Some(limit.saturating_sub(used.saturating_sub(given_back)))
    }
}

fn read(path: &Path) -> Option<String> {
    fs::read_to_string(path).ok()
}

/// The number behind a name in a table of the kernel's.
fn entry(table: &str, name: &str) -> Option<u64> {
    table.lines().find_map(|line| {
        let mut words = line.split_whitespace();
        (words.next() == Some(name)).then(|| words.next()?.parse().ok())?
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const MIB: u64 = 1 << 20;

    /// What may be taken where the kernel's files are these.
    fn left(files: &[(&str, &str)]) -> u64 {
        let root = tempfile::tempdir().unwrap();
        for (path, text) in files {
            let path = root.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        bytes_below(root.path())
    }

    const MEMINFO: (&str, &str) = (
        "proc/meminfo",
        "MemTotal:       24000000 kB\nMemAvailable:   23000000 kB\n",
    );

    #[test]
    fn without_groups_it_is_what_the_machine_has_free() {
        assert_eq!(left(&[MEMINFO]), 23_000_000 << 10);
        assert_eq!(left(&[]), u64::MAX);
        assert_eq!(left(&[("proc/meminfo", "nothing")]), u64::MAX);
    }

    #[test]
    fn a_nested_group_is_held_to_the_tightest_limit_above_it() {
        let job = "sys/fs/cgroup/system.slice/slurmstepd.scope/job_7";
        let step = format!("{job}/step_batch/user/task_0");
        let mut files = vec![
            MEMINFO,
            (
                "proc/self/cgroup",
                "0::/system.slice/slurmstepd.scope/job_7/step_batch/user/task_0\n",
            ),
        ];
        let (limit, own) = (format!("{job}/memory.max"), format!("{step}/memory.max"));
        files.push((&own, "max\n"));
        files.push((&limit, "536870912\n"));
        files.push(("sys/fs/cgroup/system.slice/memory.max", "1073741824\n"));
        assert_eq!(left(&files), 512 * MIB);

        // The job's other steps use 100 MiB of it, and 60 more for files read.
        let (used, table) = (
            format!("{job}/memory.current"),
            format!("{job}/memory.stat"),
        );
        files.push((&used, "167772160\n"));
        files.push((&table, "anon 104857600\ninactive_file 62914560\n"));
        assert_eq!(left(&files), 412 * MIB);

        // A neighbour has taken most of what is above.
        files.push(("sys/fs/cgroup/system.slice/memory.current", "1063256064"));
        assert_eq!(left(&files), 10 * MIB);
    }

    #[test]
    fn a_group_over_its_limit_has_nothing_left() {
        let files = [
            MEMINFO,
            ("proc/self/cgroup", "0::/job\n"),
            ("sys/fs/cgroup/job/memory.max", "1048576"),
            ("sys/fs/cgroup/job/memory.current", "2097152"),
        ];
        assert_eq!(left(&files), 0);
    }

    #[test]
    fn a_container_s_limit_stands_at_its_root() {
        for group in ["0::/\n", "0::/../../other\n", "0::/docker/of/the/host\n"] {
            let files = [
                MEMINFO,
                ("proc/self/cgroup", group),
                ("sys/fs/cgroup/memory.max", "268435456\n"),
                // What is beside the mount is none of ours.
                ("sys/fs/memory.max", "1"),
                ("other/memory.max", "1"),
            ];
            assert_eq!(left(&files), 256 * MIB, "{group}");
        }
    }

    #[test]
    fn the_first_version_has_its_own_names() {
        let groups = "9:name=systemd:/job\n5:cpuset,memory:/slurm/uid_0/job_7\n0::/job\n";
        let mut files = vec![
            MEMINFO,
            ("proc/self/cgroup", groups),
            (
                "sys/fs/cgroup/memory/slurm/memory.limit_in_bytes",
                "9223372036854771712\n",
            ),
            (
                "sys/fs/cgroup/memory/slurm/uid_0/job_7/memory.limit_in_bytes",
                "209715200\n",
            ),
            (
                "sys/fs/cgroup/memory/slurm/uid_0/job_7/memory.usage_in_bytes",
                "104857600\n",
            ),
            (
                "sys/fs/cgroup/memory/slurm/uid_0/job_7/memory.stat",
                "inactive_file 1\ntotal_inactive_file 52428800\n",
            ),
        ];
        assert_eq!(left(&files), 150 * MIB);
        // In a container the groups named are the host's and only the root is there.
        files.truncate(2);
        files.push(("sys/fs/cgroup/memory/memory.limit_in_bytes", "104857600\n"));
        assert_eq!(left(&files), 100 * MIB);
    }

    #[test]
    fn what_cannot_be_read_limits_nothing() {
        let broken = [
            MEMINFO,
            ("proc/self/cgroup", "nothing\n0::/job\n"),
            ("sys/fs/cgroup/job/memory.max", "many"),
        ];
        assert_eq!(left(&broken), 23_000_000 << 10);
    }
}
