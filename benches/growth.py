#!/usr/bin/env python3
"""How the cost of a run grows: with participants, replications, periods and plans.

    cargo build --release && benches/growth.py [--quick | --large] [--threads 1]

Each row changes one thing of a scenario; medians of three are printed as Markdown with the
nanoseconds of processor time a unit and the peak of memory. `--quick` stops a hundred times
earlier, `--large` goes on to 10^8 participants, which takes some minutes and 24 GB.
"""

import argparse
import tempfile

from process import SCENARIOS, check_built, describe_machine, downline, in_turn, number, table

PEOPLE = 100_000
# What one plan more is, in turn: linear plans of different depths.
RATES = [
    "[0.10]",
    "[0.10,0.05,0.03,0.02,0.01]",
    "[0.12,0.06,0.03]",
    "[0.06,0.05,0.04,0.03,0.02,0.01,0.01]",
    "[0.08,0.08]",
]


def plans(count):
    """`count` plans, as values of `--set`: each a commission on five depths of levels."""
    each = [
        f'{{name="plan-{place + 1}",component=[{{type="level_commission",rates={rates}}}]}}'
        for place, rates in ((place, RATES[place % len(RATES)]) for place in range(count))
    ]
    return f"plans=[{','.join(each)}]"


def measure(title, unit, steps, options, folder):
    """`steps`: for each row its size, its units, and what `downline run` is given."""
    jobs = {
        f"{size:,}": lambda command=command: downline(
            *command, threads=options.threads, folder=folder
        )
        for size, _, command in steps
    }
    rounds = 1 if options.quick else 3
    results = in_turn(jobs, rounds)
    print(f"\n## {title}")
    rows = []
    for size, units, _ in steps:
        run = results[f"{size:,}"]
        if run is None:
            rows.append([f"{size:,}", "refused", "", "", ""])
            continue
        rows.append(
            [
                f"{size:,}",
                number(run.wall),
                number(run.processor),
                number(run.processor * 1e9 / units),
                number(run.peak),
            ]
        )
    table(["", "wall, s", "processor, s", f"ns a {unit}", "peak, MB"], rows)


def speed(participants, replications, *more):
    return [
        "speed", "--replications", replications,
        "--set", f"growth.participants={participants}", *more,
    ]  # fmt: skip


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    size = parser.add_mutually_exclusive_group()
    size.add_argument("--quick", action="store_true", help="small sizes, each once")
    size.add_argument("--large", action="store_true", help="up to 10^8 participants")
    parser.add_argument("--threads", type=int, default=1)
    options = parser.parse_args()
    check_built()
    describe_machine()
    print(f"Threads: {options.threads}.")

    most = 5 if options.quick else 8 if options.large else 7
    repeated = [1, 10, 100] if options.quick else [1, 10, 100, 1_000, 10_000]
    people = PEOPLE // 10 if options.quick else PEOPLE
    with tempfile.TemporaryDirectory() as folder:
        measure(
            "Participants: `speed` in one replication", "participant",
            [(10**p, 10**p, speed(10**p, 1)) for p in range(3, most + 1)], options, folder,
        )  # fmt: skip
        measure(
            "Replications: `speed` with 1,000 participants", "participant and replication",
            [(r, r * 1_000, speed(1_000, r)) for r in repeated], options, folder,
        )  # fmt: skip
        measure(
            f"Periods: `months` with {people:,} active throughout",
            "participant and period",
            [
                (
                    periods,
                    periods * people,
                    [
                        SCENARIOS / "months.toml",
                        "--set", f"horizon.periods={periods}",
                        "--set", f"growth.joiners={[people] + [people // 20] * (periods - 1)}",
                    ],
                )
                for periods in (1, 3, 12, 24, 60)
            ],
            options, folder,
        )  # fmt: skip
        measure(
            f"Plans: `speed` with 20 replications of {people:,}",
            "participant and replication",
            [
                (count, 20 * people, speed(people, 20, "--set", plans(count)))
                for count in (1, 2, 3, 5, 10)
            ],
            options, folder,
        )  # fmt: skip


main()
