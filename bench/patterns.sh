#!/usr/bin/env bash
# What the patterns cost beyond reading and linking: CPU seconds of runs without caches, each the median of RUNS.
#
#     bench/patterns.sh WORKSPACE
#
# The rows are a run without pattern rules (all files excluded from them), one with the built-in rules, and one with some rules
# of the project besides. The searches of ripgrep and ast-grep are run beside it if they are installed.
set -euo pipefail
. "$(dirname "$0")/lib.sh"

workspace=$1
runs=${RUNS:-5}
program=${GOVERN:-$(dirname "$0")/../target/release/cargo-govern}
folder=$(mktemp -d)
trap 'rm -r "$folder"' EXIT

row() { printf '| %s | %s |\n' "$1" "$2"; }

check() {
    median_cpu "$program" govern check --untrusted --no-cache --format short \
        --manifest-path "$workspace/Cargo.toml" --config "$folder/$1.toml"
}

printf '[patterns]\nexclude = ["**"]\n' > "$folder/none.toml"
: > "$folder/built-in.toml"
cat > "$folder/project.toml" << 'RULES'
[[patterns.rule]]
name = "rare"
pattern = "std::thread::sleep($d)"
because = "the bench"

[[patterns.rule]]
name = "common"
pattern = "$x.unwrap()"
because = "the bench"

[[patterns.rule]]
name = "everywhere"
pattern = "$x == $x"
because = "the bench"
RULES

row 'without patterns' "$(check none)"
row 'built-in rules' "$(check built-in)"
row 'with three rules of the project' "$(check project)"
if command -v rg > /dev/null; then
    row 'rg, one pattern as text' "$(median_cpu rg -c -j2 --type rust '\.unwrap\(\)' "$workspace")"
fi
if command -v ast-grep > /dev/null; then
    row 'ast-grep, one pattern' "$(median_cpu ast-grep run --lang rust -p '$X.unwrap()' "$workspace")"
fi
