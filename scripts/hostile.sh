#!/bin/sh
# Tries the four programs on hostile checkouts, under strace: with `--untrusted` nothing of them may run, and nothing outside of
# them may be opened or changed. Takes the programs in the directory that is given, or else builds them. strace is the one in PATH,
# or, as root on Debian, the package.
#
#     scripts/hostile.sh [DIRECTORY [traps|configured|leading|alone]…]
set -eu

root=$(cd "$(dirname "$0")/.." && pwd)

say() { echo "hostile.sh: $*" >&2; }
. "$(dirname "$0")/install.sh"

[ "$(uname)" = Linux ] || { say "strace is for Linux"; exit 1; }
command -v strace >/dev/null || from_debian strace || { say "cannot install strace: needs root on Debian; or install it yourself"; exit 1; }

if [ $# -eq 0 ]; then
    (cd "$root" && cargo build --locked -p cargo-govern -p cargo-archcheck -p cargo-contract -p cargo-ac)
    set -- "${CARGO_TARGET_DIR:-$root/target}/debug"
fi
PYTHONDONTWRITEBYTECODE=1 exec python3 "$root/scripts/hostile/main.py" "$@"
