#!/bin/sh
# Compares the Gherkin reader of cargo-ac with the official parser, over the corpus of cargo-ac and some files made up at
# random; arguments are those of cargo-ac/tests/official.py, in place of these. Takes the official parser that python3
# finds if it has the version wanted, or installs it into target/tools.
set -eu

version=42.0.1
root=$(cd "$(dirname "$0")/.." && pwd)
tools=$root/target/tools/gherkin-official

say() { echo "gherkin-official.sh: $*" >&2; }
. "$(dirname "$0")/install.sh"

usable() {
    python3 -c 'import sys, importlib.metadata as m, gherkin.stream.gherkin_events; sys.exit(m.version("gherkin-official") != sys.argv[1])' "$version" 2>/dev/null
}

python3 -m pip --version >/dev/null 2>&1 || from_debian python3 python3-pip || { say "needs python3 with pip"; exit 1; }
usable || {
    PYTHONPATH=$tools/$version
    export PYTHONPATH
    usable || from_pypi gherkin-official "$version" "$tools"
}

cd "$root"
# With the features of the whole workspace: what the tests built is not built again.
cargo build --quiet --locked --workspace --example gherkin_messages
[ $# -gt 0 ] || set -- --random 3000 --mutated 3000 cargo-ac/tests/gherkin
exec python3 cargo-ac/tests/official.py "$@"
