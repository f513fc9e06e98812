#!/usr/bin/env bash
# Defects and clean refactorings of the sample service, and who reports them: see bench/mutants/__main__.py.
#
#     bench/mutants.sh [--only NAME …] [--check-builds] [--peers] [--all] [--quick] [--jobs N]
#     bench/mutants.sh --anchors      only whether each of them can still be made
#
# GOVERN and AC name the programs; by default they are built. Needs python3.
set -euo pipefail
cd "$(dirname "$0")/.."
. bench/lib.sh

if [[ " $* " != *" --anchors "* ]]; then
    GOVERN=$(program cargo-govern "${GOVERN:-}")
    AC=$(program cargo-ac "${AC:-}")
    export GOVERN AC
fi
exec python3 -B bench/mutants "$@"
