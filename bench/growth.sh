#!/usr/bin/env bash
# How archcheck grows: CPU seconds, wall seconds and peak memory over generated workspaces, cold, warm with one file
# changed, and warm with nothing changed.
#
#     bench/growth.sh [LINES …]       the default is 500000 1000000 2000000 5000000
#
# Needs GNU time. ARCHCHECK names the program, SCRATCH the directory for the workspaces.
set -euo pipefail
cd "$(dirname "$0")/.."
. bench/lib.sh

scratch=${SCRATCH:-$(mktemp -d)}
ARCHCHECK=$(program cargo-archcheck "${ARCHCHECK:-}")
[[ $# -gt 0 ]] || set -- 500000 1000000 2000000 5000000

# The median CPU time of some runs, each with what comes before the program.
measured() {
    local runs=$1 before=$2 row
    for ((run = 0; run < runs; run++)); do
        eval "$before"
        row=$({ /usr/bin/time -f '%U %S %e %M' -o /dev/fd/3 "$ARCHCHECK" archcheck -q --offline >/dev/null 2>&1 || true; } 3>&1)
        echo "$row"
    done | sort -n | awk '{ row[NR] = $0 } END { split(row[int((NR + 1) / 2)], x); printf "%.2f | %.2f | %.0f", x[1] + x[2], x[3], x[4] / 1024 }'
}

echo "| lines | cold CPU s | cold wall s | cold MiB | changed CPU s | changed wall s | changed MiB | warm CPU s | warm wall s | warm MiB |"
echo "|---|---|---|---|---|---|---|---|---|---|"
for lines in "$@"; do
    workspace=$scratch/$lines
    [[ -d $workspace ]] || python3 bench/generate.py "$lines" "$workspace" >/dev/null
    (
        cd "$workspace"
        cold=$(measured 3 'rm -rf target/govern')
        file=$(find . -path '*/src/lib.rs' | sort | head -1)
        changed=$(measured 3 "echo '// changed' >>$file")
        warm=$(measured 5 :)
        echo "| $lines | $cold | $changed | $warm |"
    )
done
