# GNU parallel, by examples/cluster/gnu-parallel.sh.
#
# shellcheck shell=bash disable=SC2034,SC2154 # sourced by `run`

gnu_parallel() {
  needs parallel -- parallel || { note='not here, and apt-get may not install it'; return 77; }
  export PROGRAM=$program DOWNLINE=$here/held NODE=HOSTNAME TASK=PARALLEL_SEQ VICTIM=4 BROKEN=6
  local campaign
  for campaign in "${campaigns[@]}"; do
    export NOTES=$work/parallel-notes/$campaign
    mkdir -p "$NOTES"
    campaign_for parallel "$campaign"
    gnu_parallel_is_right "$campaign" || { cat "$NOTES/log"; return 1; }
  done
  note='a job killed and retried, a job that failed for good resumed alone, merged to the same bytes'
}

gnu_parallel_is_right() {
  local campaign=$1 killer status
  # One job is killed once and retried; another fails each time, and with it the script.
  touch "$NOTES/broken"
  kill_held &
  killer=$!
  "$examples/gnu-parallel.sh" >"$NOTES/log" 2>&1
  status=$?
  kill "$killer" 2>/dev/null
  ((status != 0)) || { note="$campaign: a failed job went unnoticed"; return 1; }
  [[ ! -e $NOTES/faults ]] || { cat "$NOTES/faults"; return 1; }
  [[ $(grep --count "^$VICTIM " "$NOTES/ran") = 2 ]] ||
    { note="$campaign: the killed job was not tried once more"; return 1; }
  [[ $(grep --count "^$BROKEN " "$NOTES/ran") = 3 ]] ||
    { note="$campaign: the failing job was not tried three times"; return 1; }

  # Asked again, only that one is run.
  rm "$NOTES/broken" "$NOTES/ran"
  "$examples/gnu-parallel.sh" >"$NOTES/log" 2>&1 || { note="$campaign: failed when resumed"; return 1; }
  [[ $(wc -l <"$NOTES/ran") = 1 && $(<"$NOTES/ran") = "$BROKEN "* ]] ||
    { note="$campaign: more than the failed job was run again"; return 1; }
  echo "$campaign: shard $VICTIM killed and tried again, shard $BROKEN resumed alone"
  same_bytes "$campaign" "$work/parallel/$campaign" || { note="$campaign has other bytes"; return 1; }
}

# Kills the process that waits for it.
kill_held() {
  within 60 test -s "$NOTES/held/pid" && kill -KILL "$(<"$NOTES/held/pid")"
}
