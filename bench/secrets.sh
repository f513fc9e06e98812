#!/usr/bin/env bash
# How fast secrets are found: CPU seconds for a folder of text files beside a package without anything in it, less those for the
# package alone, each the median of RUNS; what is between is reading, telling text from other bytes, and searching.
#
#     bench/secrets.sh CORPUS [MEGABYTES]
#
# The texts are the files of a work tree of git that git takes for text, as often as it takes. Peers are run beside it if they are
# installed: ripgrep with patterns for seven of the twelve kinds, detect-secrets and gitleaks.
set -euo pipefail
. "$(dirname "$0")/lib.sh"

corpus=$(cd "$1" && pwd)
megabytes=${2:-150}
runs=${RUNS:-5}
program=$(realpath "${GOVERN:-$(dirname "$0")/../target/release/cargo-govern}")
folder=$(mktemp -d)
trap 'rm -r "$folder"' EXIT

for name in empty full; do
    mkdir -p "$folder/$name/src"
    printf '[package]\nname = "bench"\nversion = "0.1.0"\nedition = "2024"\nlicense = "MIT"\n' > "$folder/$name/Cargo.toml"
    printf '//! Nothing.\n' > "$folder/$name/src/lib.rs"
done
mkdir "$folder/texts"
(cd "$corpus" && git ls-files -z --eol | tr '\0' '\n' | awk -F '\t' '$1 !~ /w\/-text/ { print $2 }' | tar c --files-from=- | tar x -C "$folder/texts")
# As files of no kind that another check reads, too.
find "$folder/texts" -type f -exec sh -c 'for file; do mv "$file" "$file.data"; done' sh {} +
size() { find "$1" -type f -printf '%s\n' | awk '{ sum += $1 } END { printf "%d", sum }'; }
copies=0
while [ "$(size "$folder/full")" -lt "$((megabytes * 1000000))" ]; do
    copies=$((copies + 1))
    mkdir -p "$folder/full/data"
    cp -r "$folder/texts" "$folder/full/data/$copies"
done
bytes=$(size "$folder/full/data")

search() { median_cpu "$program" govern repository --untrusted --no-cache --fail-on never --format short --manifest-path "$folder/$1/Cargo.toml"; }
row() { awk -v name="$1" -v seconds="$2" -v bytes="$bytes" 'BEGIN { printf "| %s | %.3f | %.0f |\n", name, seconds, bytes / 1e6 / seconds }'; }

echo "$((bytes / 1000000)) MB, $(find "$folder/full/data" -type f | wc -l) files"
empty=$(search empty)
full=$(search full)
row 'govern' "$(awk -v full="$full" -v empty="$empty" 'BEGIN { print full - empty }')"
if command -v rg > /dev/null; then
    patterns='AKIA[A-Z2-7]{16}|gh[opsur]_[A-Za-z0-9]{36}|glpat-[A-Za-z0-9_-]{20}|xox[baprs]-[A-Za-z0-9-]{10,}|-----BEGIN [A-Z ]*PRIVATE KEY|eyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]+\.|://[^/ :@]+:[^/ :@]+@'
    row 'rg, seven patterns' "$(median_cpu rg -c -j2 --no-ignore "$patterns" "$folder/full/data")"
fi
if command -v gitleaks > /dev/null; then
    row 'gitleaks' "$(median_cpu gitleaks dir --no-banner "$folder/full/data")"
fi
if command -v detect-secrets > /dev/null; then
    runs=1
    row 'detect-secrets' "$(median_cpu detect-secrets scan --all-files "$folder/full/data")"
fi
