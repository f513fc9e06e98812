#!/bin/sh
# Lets groff read the manual pages of all four programs: what it warns of fails. Takes the programs and the `groff` in PATH; else, as
# root on Debian, installs the package.
set -eu

say() { echo "man.sh: $*" >&2; }
. "$(dirname "$0")/install.sh"

# The package `groff-base` has the macros of `man`, and is a part of it.
command -v groff >/dev/null || from_debian groff-base || { say "needs groff"; exit 1; }

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

# Says what groff warns of; `-ww` is all there is.
warnings() { groff -K utf8 -man -ww -Tutf8 -z "$1" 2>&1; }

printf '.TH A 1\n.SH NAME\n.nosuchmacro\n' >"$scratch/wrong.1"
[ -n "$(warnings "$scratch/wrong.1")" ] || { say "groff does not warn of what is wrong"; exit 1; }

for program in cargo-archcheck cargo-contract cargo-ac cargo-govern; do
    "$program" man --directory "$scratch/$program" >/dev/null
    count=0
    for page in "$scratch/$program"/*.1; do
        told=$(warnings "$page") || { say "$page cannot be read: $told"; exit 1; }
        [ -z "$told" ] || { say "$page: $told"; exit 1; }
        count=$((count + 1))
    done
    [ "$count" -gt 10 ] || { say "$program has only $count pages"; exit 1; }
    # What is shown is what is meant: headings in order, and nothing that was taken for a request.
    for heading in NAME SYNOPSIS DESCRIPTION OPTIONS SUBCOMMANDS 'EXIT STATUS' ENVIRONMENT FILES 'SEE ALSO'; do
        groff -K utf8 -man -Tascii -P-cbou "$scratch/$program/$program.1" | grep -qx "$heading" || { say "$program has no section $heading"; exit 1; }
    done
    say "groff reads $count pages of $program"
done
