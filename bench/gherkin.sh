#!/usr/bin/env bash
# How the Gherkin reader grows: CPU seconds and peak memory of `cargo ac gherkin` over generated feature files.
#
#     bench/gherkin.sh [MIB …]        the default is 7.5 15 30
#
# Needs GNU time. AC names the program, SCRATCH the directory for the files. A run that takes more than a minute fails.
set -euo pipefail
cd "$(dirname "$0")/.."

scratch=${SCRATCH:-$(mktemp -d)}
if [[ -z ${AC:-} ]]; then
    cargo build --release --locked -p cargo-ac
    AC=$(cargo metadata --format-version 1 --no-deps | python3 -c 'import json,sys; print(json.load(sys.stdin)["target_directory"])')/release/cargo-ac
fi
[[ $# -gt 0 ]] || set -- 7.5 15 30

# The median CPU time of three runs with its memory; files with errors are no failure.
measured() {
    local emit=$1 status
    shift
    for _ in 1 2 3; do
        status=0
        timeout 60 /usr/bin/time -q -f '%U %S %M' -o "$scratch/time" "$AC" ac gherkin --emit "$emit" "$@" >/dev/null 2>&1 || status=$?
        [[ $status -le 1 ]] || { echo "exit status $status" >&2; exit 1; }
        cat "$scratch/time"
    done | sort -n | awk '{ row[NR] = $0 } END { split(row[2], x); printf "%.2f | %.0f", x[1] + x[2], x[3] / 1024 }'
}

kinds=$(python3 -c 'import sys; sys.path.insert(0, "bench"); import features; print("ordinary", *features.KINDS, "outline")')
echo "| kind | MiB | errors: CPU s | MiB | ast: CPU s | MiB | pickles: CPU s | MiB |"
echo "|---|---|---|---|---|---|---|---|"
for kind in $kinds; do
    for size in "$@"; do
        folder=$scratch/$kind-$size
        [[ -d $folder ]] || python3 bench/features.py "$kind" "$size" "$folder"
        echo "| $kind | $size | $(measured errors "$folder"/*) | $(measured ast "$folder"/*) | $(measured pickles "$folder"/*) |"
    done
done
