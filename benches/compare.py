#!/usr/bin/env python3
"""`downline` against numpy and numba programs that do the same work, as whole processes.

    cargo build --release && benches/compare.py [--quick | --large]

All take turns, round by round; medians are printed as Markdown. `--quick` tries everything
out in a minute; `--large` measures at the sizes of docs/performance.md, which takes half an
hour and 24 GB. Ends with 1 if the programs disagree about what they compute.

The peers are timed from the moment everything is compiled and imported, and do the least
of the work: growth, sales, two plans, Gini, nine quantiles, losers. `downline` is timed from
its start to its end, with every metric, interval and file.
"""

import argparse
import csv
import pathlib
import sys
import tempfile

from process import (
    SCENARIOS,
    check_built,
    describe_machine,
    downline,
    in_turn,
    number,
    peer,
    python_with_peers,
    table,
)

PEOPLE = 100_000
STYLES = {
    "numpy, library samplers": ("numpy", "library"),
    "numpy, tuned": ("numpy", "tuned"),
    "numba, library samplers": ("numba", "library"),
    "numba, tuned": ("numba", "tuned"),
}
# What the peers compute when all orders of a participant have one value.
EXPECTED = {"referral": (0.4787, 0.9470), "levels": (0.8083, 0.9033)}


def counted(count, word, ending):
    return f"{count} {word}" + (ending if count > 1 else "")


def show(results, units, unit, baselines):
    """`units` are how many of `unit` each job worked through; the ratios are to the job named
    in `baselines`, where there is one: of wall time, and of processor time."""
    rows = []
    for name, run in results.items():
        if run is None:
            rows.append([name, "refused", "", "", "", "", ""])
            continue
        wall, processor = (seconds * 1e9 / units[name] for seconds in (run.wall, run.processor))
        row = [name, number(run.wall), number(wall), number(processor), number(run.peak), "", ""]
        own = results.get(baselines.get(name))
        if own:
            share = units[baselines[name]] / 1e9
            row[5] = f"{number(wall * share / own.wall)} ×"
            row[6] = f"{number(processor * share / own.processor)} ×"
        rows.append(row)
    table(
        ["", "wall, s", f"wall, ns a {unit}", "processor, ns", "peak, MB"]
        + ["wall against `downline`", "processor"],
        rows,
    )


def speed_up(results, one, two):
    if results[one] and results[two]:
        ratio = results[one].wall / results[two].wall
        print(f"\n2 threads against 1: {ratio:.2f} ×.")


def users_run(options, python, folder):
    """Many replications of `speed`, and of it with two more plans."""
    several, fewer = options.replications, options.peer_replications
    jobs, units, baselines = {}, {}, {}
    for threads in (1, 2):
        own = f"`downline run speed`, {counted(threads, 'thread', 's')}"
        jobs[own] = lambda threads=threads: downline(
            "speed", "--replications", several, threads=threads, folder=folder
        )
        units[own] = several * PEOPLE
        for title, (name, style) in STYLES.items():
            title += f", {counted(threads, 'process', 'es')}"
            jobs[title] = lambda name=name, style=style, threads=threads: peer(
                python, name, "w5", "--style", style, "--participants", PEOPLE,
                "--replications", fewer, "--processes", threads,
            )  # fmt: skip
            units[title], baselines[title] = fewer * PEOPLE, own
    two, four = "`downline run speed`, 2 threads", "`speed` with four plans, 2 threads"
    jobs[four] = lambda: downline(
        SCENARIOS / "four-plans.toml", "--replications", several, threads=2, folder=folder
    )
    units[four] = several * PEOPLE
    results = in_turn(jobs, options.rounds)
    print(f"\n## The user's run: `speed`, {several:,} × {PEOPLE:,} (peers: {fewer:,})")
    show(results, units, "participant", baselines)
    speed_up(results, "`downline run speed`, 1 thread", two)
    if not (results[two] and results[four]):
        return
    each = (results[four].wall - results[two].wall) / 2 * 1000 / several
    print(f"\nEach further linear plan on 1,000 replications: {each:.2f} s.")


def months(options, python, folder):
    """24 months of people active throughout."""
    people = options.months_people
    joiners = [people] + [people // 20] * 23
    jobs, baselines = {}, {}
    for threads in (1, 2):
        own = f"`downline run months`, {counted(threads, 'thread', 's')}"
        jobs[own] = lambda threads=threads: downline(
            SCENARIOS / "months.toml", "--set", f"growth.joiners={joiners}",
            threads=threads, folder=folder,
        )  # fmt: skip
    own = "`downline run months`, 1 thread"
    for name in ("numpy", "numba"):
        title = f"{name}, 1 process"
        jobs[title] = lambda name=name: peer(python, name, "ts", "--participants", people)
        baselines[title] = own
    units = dict.fromkeys(jobs, people * 24)
    results = in_turn(jobs, options.rounds)
    print(f"\n## Time steps: 24 months, {people:,} active throughout")
    show(results, units, "participant and month", baselines)
    paid = {name: run.figures["cents_a_month"] for name, run in results.items() if run.figures}
    return [
        (f"{name}: cents a participant and month", value, 273.0, 4.0)
        for name, value in paid.items()
    ]


def one_network(options, python, folder):
    """One network under two plans."""
    people, fewer = options.network_people, options.peer_people
    jobs, units, baselines = {}, {}, {}
    for threads in (1, 2):
        own = f"`downline`, {people:,}, {counted(threads, 'thread', 's')}"
        jobs[own] = lambda threads=threads: downline(
            "speed", "--replications", 1, "--set", f"growth.participants={people}",
            threads=threads, folder=folder,
        )  # fmt: skip
        units[own] = people
    for title, (name, style) in STYLES.items():
        title += f", {fewer:,}"
        jobs[title] = lambda name=name, style=style: peer(
            python, name, "w6", "--style", style, "--participants", fewer
        )
        units[title], baselines[title] = fewer, f"`downline`, {people:,}, 1 thread"
    results = in_turn(jobs, options.large_rounds)
    print(f"\n## One network of {people:,}, two plans, all measures")
    show(results, units, "participant", baselines)
    speed_up(results, *[name for name in jobs if name.startswith("`")])


def everybody(options, folder):
    """One network, every person's result written."""
    people = options.everybody_people
    command = ["speed", "--replications", 1, "--set", f"growth.participants={people}"]
    command += ["--participants", "--format", "parquet"]
    jobs = {
        f"`downline … --participants --format parquet`, {title}": lambda threads=threads: downline(
            *command, threads=threads, folder=folder
        )
        for threads in (1, 2)
        for title in [counted(threads, "thread", "s")]
    }
    results = in_turn(jobs, options.large_rounds)
    print(f"\n## Every person's result: one network of {people:,}")
    show(results, dict.fromkeys(jobs, people), "participant", {})


def given_network(python, options):
    """The peers' payout on a given tree and their statistics, each by itself: what kernels
    are compared with."""
    jobs = {
        f"{name}, {title}": lambda name=name, workload=workload: peer(
            python, name, workload, "--participants", PEOPLE, "--replications", 20
        )
        for name in ("numpy", "numba")
        for workload, title in (("w3p", "five levels on a given tree"), ("w4", "statistics"))
    }
    results = in_turn(jobs, options.rounds)
    print("\n## Kernels of the peers, one process")
    show(results, dict.fromkeys(jobs, 20 * PEOPLE), "participant", {})
    sums = {run.figures["checksum"] for run in results.values() if "checksum" in run.figures}
    return [("different checksums of numpy and numba on a given tree", len(sums), 1, 0)]


def summary(folder):
    """Gini coefficient and share in loss of each plan in the last result."""
    with open(pathlib.Path(folder) / "result" / "summary.csv", newline="") as rows:
        means = {(row["plan"], row["metric"]): row["mean"] for row in csv.DictReader(rows)}
    return {
        title: tuple(float(means[plan, metric]) for metric in ("gini", "share_loss"))
        for title, plan in (("referral", "referral"), ("levels", "five-level"))
    }


def agreement(options, python, folder):
    """Gini coefficients and losers. `downline` values each order by itself, so it is compared
    with the peers' style `orders`; a fee of 50.00 makes its losers those who earn less."""
    replications = options.peer_replications
    downline(
        "speed", "--replications", replications, "--set", "costs.join_fee=50",
        threads=2, folder=folder,
    )  # fmt: skip
    own = summary(folder)
    checks = []
    for name in ("numpy", "numba"):
        for style in ("library", "tuned", "orders"):
            run = peer(
                python, name, "w5", "--style", style, "--participants", PEOPLE,
                "--replications", replications,
            )  # fmt: skip
            for plan in ("referral", "levels"):
                wanted = own[plan] if style == "orders" else EXPECTED[plan]
                for metric, value in zip(("gini", "losers"), wanted, strict=True):
                    found = run.figures[plan][metric]
                    # The founder, whom only the peers count, moves the levels' Gini by 0.0005.
                    checks.append((f"{name}, {style}: {metric} of {plan}", found, value, 0.002))
    return checks


def report_agreement(checks):
    print("\n## Agreement")
    table(
        ["", "found", "expected", "within"],
        [
            [name, f"{found:.4f}", f"{wanted:.4f}", "yes" if near else "**no**"]
            for name, found, wanted, allowed in checks
            for near in [abs(found - wanted) <= allowed]
        ],
    )
    return all(abs(found - wanted) <= allowed for _, found, wanted, allowed in checks)


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    size = parser.add_mutually_exclusive_group()
    size.add_argument("--quick", action="store_true", help="small sizes, one round")
    size.add_argument("--large", action="store_true", help="the sizes of docs/performance.md")
    parser.add_argument("--rounds", type=int, help="rounds of the repeated parts")
    parser.add_argument("--replications", type=int, help="of `speed`")
    parser.add_argument(
        "--only",
        choices=["speed", "months", "network", "participants", "kernels", "agreement"],
        action="append",
        help="only this part; may be repeated",
    )
    options = parser.parse_args()
    sizes = {  # replications, peers' replications, rounds, large rounds, sizes of networks
        "quick": (20, 4, 1, 1, 50_000, 200_000, 200_000, 200_000),
        "plain": (200, 40, 5, 3, 1_000_000, 1_000_000, 1_000_000, 1_000_000),
        "large": (1_000, 100, 5, 3, 1_000_000, 100_000_000, 10_000_000, 10_000_000),
    }["quick" if options.quick else "large" if options.large else "plain"]
    (several, options.peer_replications, rounds, options.large_rounds) = sizes[:4]
    (options.months_people, options.network_people) = sizes[4:6]
    (options.peer_people, options.everybody_people) = sizes[6:]
    options.replications = options.replications or several
    options.rounds = options.rounds or rounds

    check_built()
    python = python_with_peers()
    describe_machine()
    wanted = options.only or ["speed", "months", "network", "participants", "kernels", "agreement"]
    checks = []
    with tempfile.TemporaryDirectory() as folder:
        if "speed" in wanted:
            users_run(options, python, folder)
        if "months" in wanted:
            checks += months(options, python, folder)
        if "network" in wanted:
            one_network(options, python, folder)
        if "participants" in wanted:
            everybody(options, folder)
        if "kernels" in wanted:
            checks += given_network(python, options)
        if "agreement" in wanted:
            checks += agreement(options, python, folder)
    if checks and not report_agreement(checks):
        sys.exit("the programs do not compute the same")


main()
