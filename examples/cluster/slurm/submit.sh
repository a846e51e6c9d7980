#!/usr/bin/env bash
# Deals a campaign out among the tasks of a Slurm array and merges their parts when all are done.
# Run it where `sbatch` works, on a file system that the nodes share:
#
#   SCENARIO=plan.toml SHARDS=100 OUTPUT=output/plan examples/cluster/slurm/submit.sh
#
# To run only some of the shards again, as `downline status` names them: ONLY=3,5 before the rest.
set -euo pipefail

export SCENARIO=${SCENARIO:-ebook}        # a scenario file or the name of a built-in scenario
export SHARDS=${SHARDS:-7}                # how many tasks the work is dealt out among
export OUTPUT=${OUTPUT:-output/ebook}     # the result; the parts gather in $OUTPUT.partial
export COMMAND=${COMMAND:-run}            # or sweep, tornado, sensitivity, attribute, explain-variance
export OPTIONS=${OPTIONS:-}               # of that command, as in '--replications 100000'
export DOWNLINE=${DOWNLINE:-downline}     # the program, the same on every node
export ONLY=${ONLY:-}                     # some shards alone, as in 3,5; empty: all

here=$(cd "$(dirname "$0")" && pwd)

# `--parsable` prints the job's number, and the cluster's name behind a `;` where there are several.
array=$(sbatch --parsable --array="${ONLY:-1-$SHARDS}" "$here/array.sbatch")
array=${array%%;*}

# Starts when every task has ended well. A task that fails for good takes the merge with it.
merge=$(sbatch --parsable --dependency="afterok:$array" --kill-on-invalid-dep=yes \
  "$here/merge.sbatch")

echo "shards: job $array, merge: job ${merge%%;*}"
