#!/usr/bin/env bash
# How the Gherkin reader grows: CPU seconds and peak memory of `cargo ac gherkin` over generated feature files.
#
#     bench/gherkin.sh [MIB …]        the default is 7.5 15 30
#
# Needs GNU time. AC names the program, SCRATCH the directory for the files. A run that takes more than a minute fails.
set -euo pipefail
cd "$(dirname "$0")/.."
. bench/lib.sh

scratch=${SCRATCH:-$(mktemp -d)}
AC=$(program cargo-ac "${AC:-}")
[[ $# -gt 0 ]] || set -- 7.5 15 30

# The median CPU time of three runs with its memory.
measured() {
    local emit=$1 run
    shift
    for run in 1 2 3; do
        timed "$AC" ac gherkin --emit "$emit" "$@"
    done | median
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
