#!/usr/bin/env bash
# What `cargo ac` costs: CPU seconds and peak memory, cold, over generated workspaces, without and with a lock.
#
#     bench/ac.sh [CRITERIA …]        the default is 25000 50000 100000
#
# Needs GNU time. AC names the program, SCRATCH the directory for the files. A run that takes more than a minute fails.
set -euo pipefail
cd "$(dirname "$0")/.."

scratch=${SCRATCH:-$(mktemp -d)}
if [[ -z ${AC:-} ]]; then
    cargo build --release --locked -p cargo-ac
    AC=$(cargo metadata --format-version 1 --no-deps | python3 -c 'import json,sys; print(json.load(sys.stdin)["target_directory"])')/release/cargo-ac
fi
[[ $# -gt 0 ]] || set -- 25000 50000 100000

# The median CPU time of three runs without anything that is remembered, with its memory; findings are no failure.
measured() {
    local folder=$1 status
    for _ in 1 2 3; do
        rm -rf "$folder/target"
        status=0
        timeout 60 /usr/bin/time -q -f '%U %S %M' -o "$scratch/time" "$AC" ac --offline --manifest-path "$folder/Cargo.toml" >/dev/null 2>&1 || status=$?
        [[ $status -le 1 ]] || { echo "exit status $status" >&2; exit 1; }
        awk '{ print $1 + $2, $3 }' "$scratch/time"
    done | sort -n | awk '{ row[NR] = $0 } END { split(row[2], x); printf "%.2f | %.0f", x[1], x[2] / 1024 }'
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
