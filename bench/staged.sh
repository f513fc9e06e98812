#!/usr/bin/env bash
# What a hook before a commit costs: a copy of a repository, a change of one line in one file that is staged, and all that
# `cargo govern hooks install` has git run. CPU seconds of all processes, each the median of RUNS.
#
#     bench/staged.sh REPOSITORY FILE
set -euo pipefail

runs=${RUNS:-9}
program=$(realpath "${GOVERN:-$(dirname "$0")/../target/release/cargo-govern}")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
git clone --quiet "$1" "$folder/copy"
cd "$folder/copy"
# What the system says of a file counts once that is some seconds old, as it is where somebody commits.
sleep 4

# Median of the user and system time of some runs, each after another line is staged.
median() {
    for run in $(seq "$runs"); do
        printf '\n// Line %s of %s.\n' "$run" "$*" | sed "s|$folder||g" >> "$file"
        git add "$file"
        { TIMEFORMAT='%U %S'; time "$@" > "$folder/out" 2> "$folder/err" || true; } 2>&1 | awk '{ print $1 + $2 }'
    done | sort -n | awk '{ value[NR] = $1 } END { printf "%.3f", value[int((NR + 1) / 2)] }'
}
file=$2
row() { printf '| %s | %s |\n' "$1" "$2"; }

"$program" govern check --staged --offline > /dev/null 2>&1 || true
row 'all gates' "$(median "$program" govern check --staged --offline)"
for gate in patterns repository policy; do
    row "$gate" "$(median "$program" govern "$gate" --staged --offline)"
done
row 'git status, which it asks' "$(median git status --porcelain=v2 -z --no-renames --untracked-files=all -- .)"
