#!/usr/bin/env bash
# Runs the shards of a campaign as a task array of HyperQueue and merges them:
#
#   SCENARIO=plan.toml SHARDS=100 OUTPUT=output/plan examples/cluster/hyperqueue.sh
#
# A server must run (`hq server start`), and workers that share a file system with it
# (`hq worker start`, or `hq alloc add slurm` and HyperQueue asks Slurm for them).
set -euo pipefail

SCENARIO=${SCENARIO:-ebook}           # a scenario file or the name of a built-in scenario
SHARDS=${SHARDS:-7}                   # how many tasks the work is dealt out among
OUTPUT=${OUTPUT:-output/ebook}        # the result; the parts gather in $OUTPUT.partial
COMMAND=${COMMAND:-run}               # or sweep, tornado, sensitivity, attribute, explain-variance
OPTIONS=${OPTIONS:-}                  # of that command, as in '--replications 100000'
DOWNLINE=${DOWNLINE:-$(command -v downline)}  # the program, by its full path: workers look nowhere
CPUS=${CPUS:-1}                       # of a task, and its threads: downline minds HQ_CPUS

read -ra options <<<"$OPTIONS"

# Tasks are numbered from 1, as shards are. One whose worker is lost is run again by HyperQueue;
# one that fails is not, and --wait then fails.
hq submit --name downline --array "1-$SHARDS" --cpus "$CPUS" --wait -- \
  "$DOWNLINE" "$COMMAND" "$SCENARIO" "${options[@]}" \
  --resume --shard auto --shards "$SHARDS" --output "$OUTPUT"

"$DOWNLINE" merge "$OUTPUT"
