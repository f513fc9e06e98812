#!/bin/sh
# Lets pre-commit itself run the hooks of .pre-commit-hooks.yaml in a repository made for that: each must be red where its gate
# is, and green elsewhere. Takes the programs in PATH; pre-commit is the one of python3 if it has the version wanted, or is
# installed into target/tools.
set -eu

version=4.3.0
root=$(cd "$(dirname "$0")/.." && pwd)
tools=$root/target/tools/pre-commit

say() { echo "pre-commit.sh: $*" >&2; }
. "$(dirname "$0")/install.sh"

usable() {
    python3 -c 'import sys, importlib.metadata as m, pre_commit.main; sys.exit(m.version("pre-commit") != sys.argv[1])' "$version" 2>/dev/null
}

PYTHONPATH=$tools/$version${PYTHONPATH:+:$PYTHONPATH}
export PYTHONPATH
usable || from_pypi pre-commit "$version" "$tools"

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
export PRE_COMMIT_HOME="$scratch/home"

# The hooks as a repository of their own: what is committed there is what is tried.
mkdir "$scratch/hooks"
cp "$root/.pre-commit-hooks.yaml" "$scratch/hooks/"

quiet_git() { git -c user.name=A -c user.email=a@example.org -c commit.gpgsign=false "$@" >/dev/null; }

(cd "$scratch/hooks" && quiet_git init -q && quiet_git add . && quiet_git commit -q -m hooks)

try() { # hook fixture status [more for pre-commit]
    rm -rf "$scratch/work"
    cp -R "$root/testdata/$2" "$scratch/work"
    cd "$scratch/work"
    quiet_git init -q
    quiet_git add .
    status=0
    hook=$1 fixture=$2 wanted=$3
    shift 3
    python3 -m pre_commit try-repo "$scratch/hooks" "$hook" --all-files "$@" >"$scratch/said" 2>&1 || status=$?
    [ "$status" = "$wanted" ] || {
        cat "$scratch/said"
        say "$hook ended with $status on $fixture, and should with $wanted"
        exit 1
    }
    # A hook that no file is for is green as well.
    ! grep -q 'Skipped' "$scratch/said" || { cat "$scratch/said"; say "$hook did not run on $fixture"; exit 1; }
    say "$hook ends with $status on $fixture"
}

try cargo-archcheck archcheck/layer_violation/fail 1
try cargo-archcheck archcheck/layer_violation/pass 0
try cargo-contract contract/field_removed/fail 1
try cargo-contract contract/field_removed/pass 0
try cargo-ac ac/criterion_untested/fail 1
try cargo-ac ac/criterion_untested/pass 0
try cargo-govern patterns/debug_macro/fail 1
try cargo-govern patterns/debug_macro/pass 0
try cargo-ac-message ac/commit_without_criterion/fail 1 --hook-stage commit-msg --commit-msg-filename commits/1.txt
try cargo-ac-message ac/commit_without_criterion/pass 0 --hook-stage commit-msg --commit-msg-filename commits/1.txt
