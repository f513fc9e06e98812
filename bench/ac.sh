#!/usr/bin/env bash
# What `cargo ac` costs: CPU seconds and peak memory, cold, over generated workspaces, without and with a lock.
#
#     bench/ac.sh [CRITERIA …]        the default is 25000 50000 100000
#
# Needs GNU time. AC names the program, SCRATCH the directory for the files, RUNS how often each is measured. A run that takes
# more than a minute fails.
set -euo pipefail
cd "$(dirname "$0")/.."
. bench/lib.sh

scratch=${SCRATCH:-$(mktemp -d)}
AC=$(program cargo-ac "${AC:-}")
[[ $# -gt 0 ]] || set -- 25000 50000 100000

# The median CPU time of some runs without anything that this program remembers, with its memory. What cargo remembers of the
# compiler (`target/.rustc_info.json`) stays: it is there wherever anything was ever built.
measured() {
    local folder=$1 run
    for ((run = 0; run < ${RUNS:-5}; run++)); do
        rm -rf "$folder/target/govern"
        timed "$AC" ac --offline --manifest-path "$folder/Cargo.toml"
    done | median
}

row() {
    local name=$1 folder=$2
    printf '| %s | %s |' "$name" "$(measured "$folder")"
    "$AC" ac review --offline --manifest-path "$folder/Cargo.toml" >/dev/null
    printf ' %s |\n' "$(measured "$folder")"
    rm -f "$folder/specs/ac.lock"
}

echo "| workspace | CPU s | MiB | with a lock: CPU s | MiB |"
echo "|---|---|---|---|---|"
for kind in trace features; do
    [[ -d $scratch/$kind ]] || python3 bench/ac.py "$kind" "$scratch/$kind"
    row "$kind" "$scratch/$kind"
done
for count in "$@"; do
    [[ -d $scratch/criteria-$count ]] || python3 bench/ac.py criteria "$count" "$scratch/criteria-$count"
    row "$count criteria" "$scratch/criteria-$count"
done
