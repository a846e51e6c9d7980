"""Running whole processes and measuring them: shared by `compare.py` and `growth.py`."""

import dataclasses
import importlib.util
import json
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
DOWNLINE = ROOT / "target" / "release" / "downline"
SCENARIOS = ROOT / "benches" / "scenarios"
PEERS = ROOT / "benches" / "peers"


@dataclasses.dataclass
class Run:
    """What one process took: seconds of wall and of processor time, MB at its peak."""

    wall: float
    processor: float
    peak: float
    figures: dict = dataclasses.field(default_factory=dict)


def median(runs):
    """The medians of each, figures from the last."""
    wall, processor, peak = (
        statistics.median(getattr(run, name) for run in runs)
        for name in ("wall", "processor", "peak")
    )
    return Run(wall, processor, peak, runs[-1].figures)


def check_built():
    if not DOWNLINE.exists():
        sys.exit(f"there is no {DOWNLINE.relative_to(ROOT)}: run `cargo build --release` first")


def downline(scenario, *options, threads, folder):
    """One `downline run` without charts. Returns None, with a word to standard error, where
    it refuses: a network that does not fit this machine's memory, say."""
    command = [DOWNLINE, "run", scenario, "--no-charts", "--quiet", "--force"]
    command += ["--threads", str(threads), "--output", pathlib.Path(folder) / "result", *options]
    with tempfile.TemporaryFile() as errors:
        begun = time.monotonic()
        process = subprocess.Popen([str(word) for word in command], stderr=errors)
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.monotonic() - begun
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode != 0:
            errors.seek(0)
            sys.stderr.write(errors.read().decode(errors="replace"))
            return None
    return Run(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def python_with_peers():
    """A Python that has numpy and numba: this one, or a virtual environment under `target/`
    that is made when it is first needed."""
    if all(importlib.util.find_spec(module) for module in ("numpy", "numba")):
        return sys.executable
    folder = ROOT / "target" / "peers"
    python = folder / "bin" / "python"
    if not python.exists():
        print("making a Python with numpy and numba under target/peers", file=sys.stderr)
        subprocess.run([sys.executable, "-m", "venv", folder], check=True)
    subprocess.run(
        [python, "-m", "pip", "install", "--quiet", "--requirement", PEERS / "requirements.txt"],
        check=True,
    )
    return str(python)


def peer(python, name, workload, *options):
    """One run of `with_numpy.py` or `with_numba.py`: its own clock, which starts when
    everything is compiled."""
    command = [python, PEERS / f"with_{name}.py", workload, *options]
    answer = subprocess.run(
        [str(word) for word in command], check=True, capture_output=True, text=True
    )
    figures = json.loads(answer.stdout)
    return Run(figures["seconds"], figures["processor"], figures["peak_mb"], figures)


def in_turn(jobs, rounds):
    """Runs the jobs one after the other, round by round, and returns the median of each, or
    None for a job that was refused (it is not tried again)."""
    runs = {name: [] for name in jobs}
    for number in range(rounds):
        for name, job in jobs.items():
            if runs[name] is None:
                continue
            print(f"round {number + 1} of {rounds}: {name}", file=sys.stderr)
            run = job()
            runs[name] = None if run is None else [*runs[name], run]
    return {name: median(of_name) if of_name else None for name, of_name in runs.items()}


def table(headings, rows):
    """A Markdown table."""
    print()
    print("| " + " | ".join(headings) + " |")
    print("|---" * len(headings) + "|")
    for row in rows:
        print("| " + " | ".join(row) + " |")


def number(value, digits=3):
    """Three digits that count, in plain decimals, with commas."""
    if value == 0:
        return "0"
    decimals = max(0, digits - 1 - int(f"{abs(value):e}".split("e")[1]))
    return f"{value:,.{decimals}f}"


def describe_machine():
    """A line for the head of every table: which processor, how many cores, what version."""
    model = "unknown processor"
    try:
        for line in pathlib.Path("/proc/cpuinfo").read_text().splitlines():
            if line.startswith("model name"):
                model = line.split(":", 1)[1].strip()
                break
    except OSError:
        pass
    version = subprocess.run(
        ["git", "-C", ROOT, "log", "-1", "--format=%h of %cs"],
        check=False,
        capture_output=True,
        text=True,
    )
    print(f"{model}, {os.cpu_count()} cores; version {version.stdout.strip() or 'unknown'}.")
