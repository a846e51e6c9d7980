#!/usr/bin/env bash
# Runs the shards of a campaign with GNU parallel, as many at a time as this machine has cores,
# and merges them:
#
#   SCENARIO=plan.toml SHARDS=100 OUTPUT=output/plan examples/cluster/gnu-parallel.sh
#
# Run it again after a failure, and only what failed or never ran is run. With several machines
# that share a file system, put `--sshloginfile` and their names into PARALLEL_OPTIONS.
set -euo pipefail

SCENARIO=${SCENARIO:-ebook}           # a scenario file or the name of a built-in scenario
SHARDS=${SHARDS:-7}                   # how many jobs the work is dealt out among
OUTPUT=${OUTPUT:-output/ebook}        # the result; the parts gather in $OUTPUT.partial
COMMAND=${COMMAND:-run}               # or sweep, tornado, sensitivity, attribute, explain-variance
OPTIONS=${OPTIONS:-}                  # of that command, as in '--replications 100000'
DOWNLINE=${DOWNLINE:-downline}        # the program
PARALLEL_OPTIONS=${PARALLEL_OPTIONS:-}

read -ra options <<<"$OPTIONS"
read -ra parallel_options <<<"$PARALLEL_OPTIONS"

# `-N0` runs one job a number without writing the number behind the command: `auto` reads it from
# PARALLEL_SEQ. One thread each, for the jobs share the cores. A job that fails is tried three
# times and goes on where it was ended; the log remembers those that failed for good.
mkdir -p "$(dirname "$OUTPUT")"
seq "$SHARDS" | parallel -N0 --retries 3 --joblog "$OUTPUT.joblog" --resume-failed \
  "${parallel_options[@]}" \
  "$DOWNLINE" "$COMMAND" "$SCENARIO" "${options[@]}" \
  --resume --shard auto --shards "$SHARDS" --threads 1 --output "$OUTPUT"

"$DOWNLINE" merge "$OUTPUT"
rm "$OUTPUT.joblog"
