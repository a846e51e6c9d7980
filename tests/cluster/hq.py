"""Stands in for the command `hq`: understands the one `hq submit` of examples/cluster/hyperqueue.sh
and does it with a real HyperQueue server and two real workers of this process."""

import argparse
import sys

from hyperqueue import Job, LocalCluster
from hyperqueue.cluster import WorkerConfig
from hyperqueue.ffi.protocol import ResourceRequest

parser = argparse.ArgumentParser()
parser.add_argument("command", choices=["submit"])
parser.add_argument("--name", required=True)
parser.add_argument("--array", required=True)
parser.add_argument("--cpus", type=int, required=True)
parser.add_argument("--wait", action="store_true", required=True)
parser.add_argument("program", nargs="+")
asked = parser.parse_args()

first, last = map(int, asked.array.split("-"))
resources = ResourceRequest(cpus=asked.cpus)
job = Job()
# The package numbers tasks from 0, so those before the first do nothing.
for number in range(last + 1):
    what = asked.program if number >= first else ["true"]
    job.program(what, name=f"{asked.name}-{number}", resources=resources)

with LocalCluster() as cluster:
    for _ in range(2):
        cluster.start_worker(WorkerConfig(cores=max(1, asked.cpus)))
    client = cluster.client()
    submitted = client.submit(job)
    if not client.wait_for_jobs([submitted], raise_on_error=False):
        for task, failure in client.get_failed_tasks(submitted).items():
            print(f"task {task}: {failure.error} {failure.stderr}", file=sys.stderr)
        sys.exit(1)
