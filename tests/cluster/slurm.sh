# A real Slurm: one controller and two nodes on this machine, by Debian's packages, as the user
# who runs this, with its own munge. Each campaign is submitted by examples/cluster/slurm.
#
# shellcheck shell=bash disable=SC2034,SC2154 # sourced by `run`

slurm_processes=()

# Three ports that are free now.
free_ports() {
  python3 - <<'PYTHON'
import socket

sockets = [socket.socket() for _ in range(3)]
for each in sockets:
    each.bind(("127.0.0.1", 0))
print(*(each.getsockname()[1] for each in sockets))
PYTHON
}

# Starts the daemons; whether both nodes are ready.
start_slurm() {
  local folder=$work/slurm-state user host controller ports
  user=$(id -un) host=$(hostname -s)
  read -ra ports <<<"$(free_ports)"
  mkdir -p "$folder"/{state,log,munge}
  chmod 755 "$work" "$folder" "$folder/munge"
  (umask 077 && head -c 1024 /dev/urandom >"$folder/munge/key")

  # --force: as root munge would rather be another user.
  munged --foreground --force --num-threads=2 --key-file="$folder/munge/key" \
    --socket="$folder/munge/socket" --pid-file="$folder/munge/pid" \
    --seed-file="$folder/munge/seed" >"$folder/log/munged" 2>&1 &
  slurm_processes+=($!)

  # cred_expire: a task that is queued again waits as long as its old credential holds.
  cat >"$folder/slurm.conf" <<CONF
ClusterName=trial
SlurmctldHost=$host(127.0.0.1)
SlurmctldPort=${ports[0]}
SlurmUser=$user
SlurmdUser=$user
AuthType=auth/munge
CredType=cred/munge
AuthInfo=socket=$folder/munge/socket,cred_expire=5
StateSaveLocation=$folder/state
SlurmdSpoolDir=$folder/spool-%n
SlurmctldPidFile=$folder/slurmctld.pid
SlurmdPidFile=$folder/slurmd-%n.pid
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
SwitchType=switch/none
MpiDefault=none
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU,CR_LLN
SlurmdParameters=config_overrides
SchedulerParameters=batch_sched_delay=0,sched_interval=1,bf_interval=1
KillWait=2
ReturnToService=2
MailProg=/bin/true
NodeName=node1 NodeHostname=$host NodeAddr=127.0.0.1 Port=${ports[1]} CPUs=2 RealMemory=4000
NodeName=node2 NodeHostname=$host NodeAddr=127.0.0.1 Port=${ports[2]} CPUs=2 RealMemory=4000
PartitionName=all Nodes=ALL Default=YES State=UP MaxTime=INFINITE
CONF
  export SLURM_CONF=$folder/slurm.conf
  within 10 test -S "$folder/munge/socket" || return

  # Some distributions keep daemons where only root looks.
  PATH=$PATH:/usr/sbin:/sbin
  slurmctld -D -c >"$folder/log/slurmctld" 2>&1 &
  controller=$!
  slurm_processes+=("$controller")
  for node in node1 node2; do
    slurmd -D -N "$node" >"$folder/log/$node" 2>&1 &
    slurm_processes+=($!)
  done
  within 30 both_idle && return
  tail --lines=20 "$folder"/log/*
  return 1
}

both_idle() { [[ $(sinfo --noheader --states=idle --format=%D 2>/dev/null) = 2 ]]; }

# Ends the tasks, then the daemons: those started here, by their numbers.
stop_slurm() {
  [[ ${#slurm_processes[@]} = 0 ]] && return
  scancel --user="$(id -un)" 2>/dev/null
  within 10 no_jobs
  # munge, the first, last: the others say goodbye to each other by it.
  kill "${slurm_processes[@]:1}" 2>/dev/null
  wait "${slurm_processes[@]:1}" 2>/dev/null
  kill "${slurm_processes[0]}" 2>/dev/null
  wait "${slurm_processes[0]}" 2>/dev/null
  slurm_processes=()
}

no_jobs() { [[ -z $(squeue --noheader 2>/dev/null) ]]; }

# Whether a command succeeds within so many seconds, asked often.
within() {
  local until=$((SECONDS + $1))
  shift
  while ! "$@"; do
    ((SECONDS < until)) || return 1
    sleep 0.2
  done
}

slurm() {
  needs slurmctld slurmd slurm-client munge -- slurmctld slurmd sbatch munged ||
    { note='no Slurm here, and apt-get may not install it'; return 77; }
  start_slurm || { note='Slurm is there but does not start on this machine, see above'; return 77; }

  export PROGRAM=$program DOWNLINE=$here/held NODE=SLURMD_NODENAME TASK=SLURM_ARRAY_TASK_ID VICTIM=3
  local campaign
  cd "$work/slurm-state" || return
  other_arrays || return
  for campaign in "${campaigns[@]}"; do
    export NOTES=$work/slurm-notes/$campaign
    mkdir -p "$NOTES"
    campaign_for slurm "$campaign"
    "$examples/slurm/submit.sh" || return
  done

  # One victim is killed as the kernel does it when memory is out, one is taken away by Slurm.
  local notes=$work/slurm-notes part=shard-$VICTIM-of-$SHARDS.part
  within 30 test -s "$notes/run/held/pid" || { note='no task to kill came up'; return 1; }
  within 30 test -s "$notes/sweep/held/pid" || { note='no task to requeue came up'; return 1; }
  [[ ! -e $work/slurm/run.partial/$part && ! -e $work/slurm/sweep.partial/$part ]] ||
    { note='half a shard left its file'; return 1; }
  kill -KILL "$(<"$notes/run/held/pid")" || return
  scontrol requeue "$(<"$notes/sweep/held/job")" || return
  within 90 no_jobs || { squeue; note='the jobs did not end'; return 1; }
  cd "$work" || return

  other_arrays_are_right || { cat "$work"/slurm-state/{offset,holes}*; return 1; }
  for campaign in "${campaigns[@]}"; do
    slurm_is_right "$campaign" || { cat "$work"/slurm-state/*.log; return 1; }
  done
  note="arrays of $SHARDS on two nodes, a task killed and a task requeued, merged to the same bytes"
}

# Arrays that do not count from 1 by ones: one that `auto` understands, and one it must refuse.
other_arrays() {
  local run="'$program' run ebook ${options_of[run]} --shard auto --output"
  sbatch --parsable --array="3-$((1 + 2 * SHARDS)):2" --output='offset-%a.log' \
    --wrap="$run '$work/slurm/offset'" >/dev/null &&
    sbatch --parsable --array=1,2,7 --output='holes-%a.log' \
      --wrap="$run '$work/slurm/holes'; echo \"ended with \$?\"" >/dev/null
}

other_arrays_are_right() {
  { "$program" merge "$work/slurm/offset" --quiet && same_bytes run "$work/slurm/offset"; } ||
    { note='an array of odd numbers went wrong'; return 1; }
  [[ $(grep --files-with-matches 'ended with 2' "$work"/slurm-state/holes-*.log | wc -l) = 3 &&
    ! -e $work/slurm/holes.partial ]] || { note='an array with holes was not refused'; return 1; }
  echo "array of odd numbers: $(grep --no-filename 'Slurm array task 5' "$work"/slurm-state/offset-5.log)"
}

# Whether a campaign ran as it should have: on both nodes, the victim twice, with the right bytes.
slurm_is_right() {
  local campaign=$1 notes=$work/slurm-notes/$1 node
  [[ ! -e $notes/faults ]] || { cat "$notes/faults"; return 1; }
  for node in node1 node2; do
    echo "$campaign: $(grep --count " $node\$" "$notes/ran") attempts on $node"
    grep --quiet " $node\$" "$notes/ran" || { note="no task of $campaign ran on $node"; return 1; }
  done
  [[ $(grep --count "^$VICTIM " "$notes/ran") = 2 ]] ||
    { note="the victim of $campaign was not begun twice"; return 1; }
  same_bytes "$campaign" "$work/slurm/$campaign" || { note="$campaign has other bytes"; return 1; }
}
