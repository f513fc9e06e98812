#!/bin/sh
# Makes sure that there is a Chromium for the tests of pages and prints where it is:
#     export CHROMIUM="$(scripts/chromium.sh)"
# Takes the one that CHROMIUM names, or one in PATH; else, as root on Debian, installs the package. Everything but the path
# goes to standard error.
set -eu

say() { echo "chromium.sh: $*" >&2; }
. "$(dirname "$0")/install.sh"

# Prints the program if it is one that runs.
usable() { [ -n "$1" ] && "$1" --version >/dev/null 2>&1 && echo "$1"; }

in_path() {
    for name in chromium chromium-browser google-chrome-stable google-chrome; do
        usable "$(command -v "$name" || true)" && return 0
    done
    return 1
}

if [ -n "${CHROMIUM:-}" ]; then
    usable "$CHROMIUM" && exit 0
    say "CHROMIUM is set to '$CHROMIUM', which does not run"
    exit 1
fi
in_path && exit 0
{ from_debian chromium && in_path; } && exit 0
say "cannot install it: needs root on Debian; or set CHROMIUM to a Chromium or Chrome of your own"
exit 1
