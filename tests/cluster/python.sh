# Engines and checkers that come as Python packages: HyperQueue and Snakemake run for real,
# Kubernetes' and AWS Batch's files are checked for form.
#
# shellcheck shell=bash disable=SC2034,SC2154 # sourced by `run`

python_packages=(hyperqueue snakemake kubernetes-validate botocore)
python_installer=
python=

# Begins to install the packages, for it takes a while. They are kept beside what cargo builds.
start_python() {
  python=$(realpath -m "${CARGO_TARGET_DIR:-target}")/cluster-python
  [[ -e $python/complete ]] && return
  mkdir -p "$python" 2>/dev/null && [[ -w $python ]] || python=$work/python
  # A process group of its own, to be ended as one.
  # shellcheck disable=SC2016 # for the shell within
  setsid bash -c 'python3 -m venv --clear "$0" || exit
    failed=
    for package; do
      "$0/bin/pip" install --quiet --disable-pip-version-check "$package" || failed=1
    done
    [[ -n $failed ]] || touch "$0/complete"' "$python" "${python_packages[@]}" \
    >"$work/python-log" 2>&1 &
  python_installer=$!
}

stop_python() {
  [[ -z $python_installer ]] || kill -- "-$python_installer" 2>/dev/null
  python_installer=
}

# Whether a package is there to be imported, once all is installed.
python_has() {
  [[ -z $python_installer ]] || wait "$python_installer"
  python_installer=
  "$python/bin/python" -c "import $1" 2>/dev/null
}

# A real server with two workers, by its Python package, and examples/cluster/hyperqueue.sh with
# a `hq` that submits to it. The command `hq` itself is not in the package.
hyper_queue() {
  bash -n "$examples/hyperqueue.sh" || return
  python_has hyperqueue || { note='its package cannot be installed here; the syntax is right'; return 77; }
  export DOWNLINE=$program CPUS=1
  mkdir -p "$work/hyperqueue-bin"
  printf '#!/bin/sh\nexec "%s" "%s" "$@"\n' "$python/bin/python" "$here/hq.py" >"$work/hyperqueue-bin/hq"
  chmod +x "$work/hyperqueue-bin/hq"
  local campaign
  for campaign in "${campaigns[@]}"; do
    campaign_for hyperqueue "$campaign"
    PATH=$work/hyperqueue-bin:$PATH "$examples/hyperqueue.sh" >"$work/hyperqueue-log" 2>&1 ||
      { cat "$work/hyperqueue-log"; return 1; }
    same_bytes "$campaign" "$work/hyperqueue/$campaign" || { note="$campaign has other bytes"; return 1; }
    echo "$campaign: $SHARDS tasks on two workers"
  done
  note='tasks on two real workers, merged to the same bytes; submitted by its Python package, not by hq'
}

# By its Python package, on this machine. Its own files lie where it runs.
snakemake() {
  python_has snakemake || { note='cannot be installed here'; return 77; }
  export PROGRAM=$program NODE=HOSTNAME TASK=NONE VICTIM=2
  local campaign killer
  for campaign in "${campaigns[@]}"; do
    export NOTES=$work/snakemake-notes/$campaign
    mkdir -p "$NOTES"
    campaign_for snakemake "$campaign"
    kill_held &
    killer=$!
    "$python/bin/snakemake" --snakefile "$examples/snakemake/Snakefile" --cores 2 \
      --directory "$NOTES" --config downline="$here/held" command="$COMMAND" \
      scenario="$SCENARIO" options="$OPTIONS" shards="$SHARDS" output="$OUTPUT" \
      >"$NOTES/log" 2>&1 || { cat "$NOTES/log"; return 1; }
    wait "$killer"
    [[ ! -e $NOTES/faults ]] || { cat "$NOTES/faults"; return 1; }
    [[ $(grep --count "^$VICTIM " "$NOTES/ran") = 2 ]] ||
      { note="$campaign: the killed job was not tried once more"; return 1; }
    echo "$campaign: $SHARDS jobs, shard $VICTIM killed and tried again, and a merge"
    same_bytes "$campaign" "$OUTPUT" || { note="$campaign has other bytes"; return 1; }
  done
  note='jobs on this machine, one killed and retried, merged to the same bytes'
}

kubernetes_form() {
  python_has kubernetes_validate || { note='no schemas of Kubernetes to be had here'; return 77; }
  "$python/bin/python" "$here/forms.py" kubernetes "$examples/kubernetes" || return
  note='the manifests are as the schema of Kubernetes wants them; nothing was run'
}

aws_batch_form() {
  bash -n "$examples/aws-batch/submit.sh" || return
  python_has botocore || { note='no model of the service to be had here'; return 77; }
  "$python/bin/python" "$here/forms.py" aws-batch "$examples/aws-batch" || return
  note='the requests are as the model of the service wants them; nothing was run'
}
