#!/usr/bin/env bash
# A budget of instructions: what the main kernels execute, counted by callgrind, against
# benches/budget.csv. Counts, unlike times, are the same on a busy machine, so that a
# slow-down of a few per cent shows.
#
#   cargo build --release && benches/budget.sh             # compare; 1 if something got dearer
#   cargo build --release && benches/budget.sh --update    # write benches/budget.csv anew
#
# Each workload runs in two sizes on one thread, and the difference is divided by the units
# in which they differ: what is executed once (start, the files' fixed rows, the report)
# drops out. Counts are split by the room a function belongs to, as far as the compiler left
# it a function of its own: `world` with draws and networks, `plan` with books and money,
# `measure`, and everything else.
#
# Valgrind shows programs a processor with AVX2 and no more, on every machine that has
# AVX2: that path of the kernels is counted. Needs bash, awk and valgrind.
set -euo pipefail
cd "$(dirname "$0")/.."

update=
[ "${1-}" = --update ] && update=yes
binary=$PWD/target/release/downline
budget=benches/budget.csv
[ -x "$binary" ] || { echo "there is no $binary: run \`cargo build --release\` first" >&2; exit 2; }
command -v valgrind >/dev/null || { echo "there is no valgrind: install it" >&2; exit 2; }
grep -qw avx2 /proc/cpuinfo || { echo "counts hold for processors with AVX2: NOT compared"; exit 0; }

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

# count NAME COMMAND...: instructions of one run by room, `room count` a line.
count() {
  local name=$1
  shift
  valgrind --quiet --tool=callgrind --callgrind-out-file="$folder/$name.out" \
    "$binary" "$@" --no-charts --quiet --force --threads 1 --output "$folder/$name" >&2
  awk '
    function room(function_name) {
      if (!match(function_name, /downline::[a-z_]+/)) return "rest"
      function_name = substr(function_name, RSTART + 10, RLENGTH - 10)
      if (function_name ~ /^(world|luck|network)$/) return "world"
      if (function_name ~ /^(plan|books|money)$/) return "plan"
      if (function_name == "measure") return "measure"
      return "rest"
    }
    # A name is written once, as "(number) name", and then its number alone, of callers and
    # called alike. The line after "calls=" holds what the called function cost: not own.
    /^c?fn=/ {
      number = $1; sub(/^c?fn=/, "", number)
      if (NF > 1 && !(number in rooms)) rooms[number] = room($0)
      if (/^fn=/) here = rooms[number]
      next
    }
    /^calls=/ { getline; next }
    /^[0-9+*-]/ { spent[here] += $2; spent["total"] += $2 }
    END { for (name in spent) printf "%s %.0f\n", name, spent[name] }
  ' "$folder/$name.out" >"$folder/$name.rooms"
}

# compare WORKLOAD UNIT UNITS: the larger run less the smaller, a unit; parts of less than a
# twentieth are left out. Adds `workload,part,unit,instructions` to the counted table.
compare() {
  awk -v workload="$1" -v unit="$2" -v units="$3" '
    FNR == NR { small[$1] = $2; next }
    { each[$1] = ($2 - small[$1]) / units }
    END {
      split("total world plan measure rest", parts, " ")
      for (place = 1; place <= 5; place++) {
        part = parts[place]
        if (each[part] >= each["total"] / 20)
          printf "%s,%s,%s,%.1f\n", workload, part, unit, each[part]
      }
    }' "$folder/small.rooms" "$folder/large.rooms" >>"$folder/counted.csv"
}

# replications WORKLOAD PEOPLE SCENARIO OPTION...: 2 histories against 5, where there are so
# many people in a history, each counted as often as there are periods.
replications() {
  local workload=$1 people=$2
  shift 2
  count small run "$@" --replications 2 &
  count large run "$@" --replications 5
  wait $!
  compare "$workload" participant "$((3 * people))"
}

# orders PEOPLE: five orders each for a network of so many.
orders() {
  "$binary" grow speed --set growth.participants="$1" --force --output "$folder/network.csv"
  awk -F, 'NR == 1 { print "order,period,participant,kind,price,commissionable,points,customer"; next }
    { for (place = 1; place <= 5; place++) {
        number++; draw = (draw * 16807 + 12345) % 2147483647; whole = draw % 90 + 10
        printf "%d,1,%s,customer,%d.%02d,%d.00,%d,C%d\n",
          number, $1, whole, draw % 100, whole, whole, draw % 50021
      } }' "$folder/network.csv" >"$folder/orders.csv"
}

paid() {
  orders "$2"
  count "$1" pay --plan unilevel --plan binary \
    --network "$folder/network.csv" --orders "$folder/orders.csv"
}

few="growth.participants=20000"
replications speed 100000 speed
replications preferential 20000 speed --set "$few" --set growth.attachment=preferential
replications reach 20000 speed --set "$few" --set growth.attachment=reach \
  --set people.reach.law=lognormal --set people.reach.sigma=1.0
replications four-plans 20000 benches/scenarios/four-plans.toml --set "$few"
replications all-plans 12000 all-plans
replications supplement $((4800 * 24)) supplement
replications churn $((2000 * 24)) churn
replications months $((5000 * 24)) benches/scenarios/months.toml \
  --set 'growth.joiners=[5000,250,250,250,250,250,250,250,250,250,250,250,250,250,250,250,250,250,250,250,250,250,250,250]'
paid small 2000
paid large 12000
compare pay order 50000
# What a run takes before and after its histories: two of a thousand people.
count large run speed --set growth.participants=1000 --replications 2
awk '$1 == "total" { printf "start and files,total,run,%.0f\n", $2 }' "$folder/large.rooms" \
  >>"$folder/counted.csv"

# Tolerances in per cent: those of the checked-in table, and for new rows 2 of a total and 5
# of a part, since a compiler that inlines otherwise moves instructions between parts.
if [ -n "$update" ]; then
  awk -F, -v OFS=, '
    FILENAME == ARGV[1] { if (FNR > 1) tolerance[$1, $2] = $5; next }
    FNR == 1 { print "workload,part,unit,instructions,tolerance" }
    { allowed = ($1, $2) in tolerance ? tolerance[$1, $2] : $2 == "total" ? 2 : 5
      print $0, allowed }' \
    "$([ -f $budget ] && echo $budget || echo /dev/null)" "$folder/counted.csv" >"$folder/budget.csv"
  mv "$folder/budget.csv" $budget
  echo "wrote $budget; its difference says what changed:"
  git --no-pager diff --stat -- $budget || true
  exit
fi

awk -F, '
  FILENAME == ARGV[1] { if (FNR > 1) { budget[$1, $2] = $4; tolerance[$1, $2] = $5 } next }
  FNR == 1 { printf "%-16s %-8s %-12s %14s %14s %8s\n", "workload", "part", "a", "budget", "now", "change" }
  {
    if (!(($1, $2) in budget)) { printf "%-16s %-8s %-12s %14s %14.1f      new\n", $1, $2, $3, "", $4; next }
    change = 100 * ($4 / budget[$1, $2] - 1)
    word = change > tolerance[$1, $2] ? "  DEARER" : change < -tolerance[$1, $2] ? "  cheaper" : ""
    if (word == "  DEARER") dearer++
    if (word == "  cheaper") cheaper++
    printf "%-16s %-8s %-12s %14.1f %14.1f %+7.1f%%%s\n", $1, $2, $3, budget[$1, $2], $4, change, word
  }
  END {
    if (cheaper) printf "\n%d rows are cheaper than their budget: keep that with `benches/budget.sh --update`.\n", cheaper
    if (!dearer) { print "\nNothing exceeds its budget."; exit 0 }
    printf "\n%d rows exceed their budget by more than its tolerance (last column of benches/budget.csv).\n", dearer
    print "If that was not meant, find where it went: run the workload of the row under"
    print "`valgrind --tool=callgrind` before and after the change, and compare with"
    print "`callgrind_annotate`. If it was worth its price, say so in the commit and take it"
    print "into the budget with `benches/budget.sh --update`."
    exit 1
  }' $budget "$folder/counted.csv"
