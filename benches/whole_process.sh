#!/usr/bin/env bash
# The whole process as a user runs it: `downline run speed --no-charts`, five times on one
# thread and five times on all. Prints nanoseconds of processor time for each participant
# and replication (200 × 100,000), wall time, and the best of five.
#
#   cargo build --release && benches/whole_process.sh
set -euo pipefail
cd "$(dirname "$0")/.."
replications=200
results=$(mktemp -d)
trap 'rm -rf "$results"' EXIT

for threads in 1 "$(nproc)"; do
  best=
  for _ in 1 2 3 4 5; do
    TIMEFORMAT='%U %S %R'
    read -r user system wall < <({ time ./target/release/downline run speed --replications "$replications" \
      --no-charts --quiet --force --threads "$threads" --output "$results/speed"; } 2>&1)
    line=$(awk -v u="$user" -v s="$system" -v w="$wall" -v r="$replications" \
      'BEGIN { printf "%.0f ns of processor time, %.2f s wall", (u + s) * 1e9 / (r * 1e5), w }')
    echo "$threads thread(s): $line"
    ns=${line%% *}
    if [ -z "$best" ] || [ "$ns" -lt "$best" ]; then best=$ns; fi
  done
  echo "$threads thread(s), best of five: $best ns"
done
