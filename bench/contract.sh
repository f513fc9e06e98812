#!/usr/bin/env bash
# What a check of wire types against a git revision costs, beside `buf breaking` on an equivalent set of protocol buffers and
# `cargo semver-checks` on the same crate.
#
#     bench/contract.sh [TYPES]        the default is 1000
#
# Needs GNU time. CONTRACT, BUF and SEMVER_CHECKS name the programs, SCRATCH the directory for the files. A peer that is not
# installed is no row.
set -euo pipefail
cd "$(dirname "$0")/.."

types=${1:-1000}
scratch=${SCRATCH:-$(mktemp -d)}
if [[ -z ${CONTRACT:-} ]]; then
    cargo build --release --locked -p cargo-contract
    CONTRACT=$(cargo metadata --format-version 1 --no-deps | python3 -c 'import json,sys; print(json.load(sys.stdin)["target_directory"])')/release/cargo-contract
fi
BUF=${BUF:-$(command -v buf || true)}
SEMVER_CHECKS=${SEMVER_CHECKS:-$(command -v cargo-semver-checks || true)}
[[ -d $scratch/rust ]] || python3 bench/wire.py "$types" "$scratch/rust"
[[ -d $scratch/proto ]] || python3 bench/wire.py "$types" "$scratch/proto" --proto

# A row: the run with the median CPU time of three. Findings are exit status 1, or 100 of buf.
row() {
    local name=$1 folder=$2 before=$3 status
    shift 3
    for _ in 1 2 3; do
        (cd "$folder" && eval "$before")
        status=0
        (cd "$folder" && /usr/bin/time -q -f '%U %S %e %M' -o "$scratch/time" "$@" >"$scratch/out" 2>&1) || status=$?
        [[ $status -le 1 || $status -eq 100 ]] || { cat "$scratch/out" >&2; exit 1; }
        awk '{ printf "%.2f %.2f %d\n", $1 + $2, $3, $4 / 1024 }' "$scratch/time"
    done | sort -n | awk -v name="$name" '{ row[NR] = $0 } END { split(row[2], x); printf "| %s | %s | %s | %s |\n", name, x[1], x[2], x[3] }'
}

echo "| tool | CPU s | wall s | MiB |"
echo "|---|---|---|---|"
check=("$CONTRACT" contract check --against HEAD --offline)
row "contract, cold" "$scratch/rust" "rm -rf target/govern" "${check[@]}"
row "contract, warm" "$scratch/rust" true "${check[@]}"
if [[ -n $BUF ]]; then
    row "buf breaking" "$scratch/proto" true "$BUF" breaking --against .git#ref=HEAD
fi
if [[ -n $SEMVER_CHECKS ]]; then
    semver=("$SEMVER_CHECKS" semver-checks --baseline-rev HEAD -p c0)
    row "cargo-semver-checks, cold" "$scratch/rust" "rm -rf target" "${semver[@]}"
    row "cargo-semver-checks, warm" "$scratch/rust" true "${semver[@]}"
fi
