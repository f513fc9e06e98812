#!/usr/bin/env bash
# What `cargo ac` costs: CPU seconds and peak memory, cold, over generated workspaces, without and with a lock; then beside
# duvet and shallguard, which read the same tree with links for all three.
#
#     bench/ac.sh [CRITERIA …]        the default is 1000 10000 100000
#
# Needs GNU time. AC names the program, SCRATCH the directory for the files, RUNS how often each is measured. A run that takes
# more than a minute fails; one of a peer is no row then. Peers come from the registry into a directory of their own (PEERS, by
# default target/peers), each build bounded by eight minutes; BUILT=1 builds nothing.
set -euo pipefail
cd "$(dirname "$0")/.."
. bench/lib.sh

scratch=${SCRATCH:-$(mktemp -d)}
AC=$(program cargo-ac "${AC:-}")
[[ $# -gt 0 ]] || set -- 1000 10000 100000

# The median CPU time of some runs as on a clean clone, where neither this program nor cargo remembers anything, with the memory.
measured() {
    local folder=$1 run
    for ((run = 0; run < ${RUNS:-5}; run++)); do
        rm -rf "$folder/target"
        timed "$AC" ac --offline --manifest-path "$folder/Cargo.toml"
    done | median 3
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

peers=${PEERS:-$PWD/target/peers}
installed() { # package version program
    [[ -x $peers/bin/$3 || -n ${BUILT:-} ]] ||
        CARGO_TARGET_DIR=$peers/target timeout 480 nice -n 19 cargo install -q --locked --root "$peers" "$1@$2" ||
        echo "not built, or not within eight minutes: $1" >&2
}
installed duvet 0.4.3 duvet
installed cargo-shallguard 0.1.2 cargo-shallguard

# A row of the median of some runs of a tool in a folder, in which nothing is remembered. One that finds something in the tree, which
# has all its links, has not understood it: that is no row.
peer() {
    local count=$1 name=$2 folder=$scratch/peers-$1 run
    shift 2
    command -v "$1" >/dev/null || return 0
    if ! (cd "$folder" && timeout 60 "$@" >"$scratch/said" 2>&1); then
        echo "no row for $name with $count criteria:" "$(tail -n 3 "$scratch/said")" >&2
        return 0
    fi
    for ((run = 0; run < ${RUNS:-5}; run++)); do
        rm -rf "$folder/target" "$folder/.duvet/reports"
        (cd "$folder" && timed "$@")
    done | median 3 | awk -v count="$count" -v name="$name" '{ printf "| %s | %s | %s |\n", count, name, $0 }'
}

echo
echo "| criteria | tool | CPU s | MiB |"
echo "|---|---|---|---|"
for count in "$@"; do
    [[ -d $scratch/peers-$count ]] || python3 bench/ac.py peers "$count" "$scratch/peers-$count"
    peer "$count" ac "$AC" ac --offline
    peer "$count" "duvet 0.4.3" "$peers/bin/duvet" report
    peer "$count" "shallguard 0.1.2" "$peers/bin/cargo-shallguard" check
done
