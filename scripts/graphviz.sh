#!/bin/sh
# Lets Graphviz read the graphs that `cargo ac report` and `cargo archcheck graph` write of this repository: what it takes for
# no graph fails. Takes the `dot` in PATH; else, as root on Debian, installs the package.
set -eu
cd "$(dirname "$0")/.."

say() { echo "graphviz.sh: $*" >&2; }

from_debian() {
    command -v apt-get >/dev/null && [ "$(id -u)" = 0 ] || return 1
    say "installing Debian's graphviz"
    apt-get update -qq >&2 || return 1
    DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends graphviz >&2
}

command -v dot >/dev/null || from_debian || { say "needs Graphviz"; exit 1; }

graph=$(mktemp)
trap 'rm -f "$graph"' EXIT
for command in "ac report --format dot" "archcheck graph --format dot"; do
    # Words of a command are its arguments.
    # shellcheck disable=SC2086
    cargo $command >"$graph"
    # `canon` reads all of it, and lays nothing out.
    dot -Tcanon "$graph" >/dev/null
    say "cargo $command: $(wc -c <"$graph") bytes are read"
done
