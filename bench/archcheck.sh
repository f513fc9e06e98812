#!/usr/bin/env bash
# archcheck beside its peers: each reads the same workspace and checks that nothing in it uses `tokio`;
# cargo-arc, which knows no rule about external crates, looks for cycles, and cargo-modules lists the dependencies of a
# package.
#
#     bench/archcheck.sh WORKSPACE
#
# Peers come from the registry into a directory of their own (PEERS, by default target/peers), each build bounded by
# eight minutes. LAYERS names a configuration with rules of all kinds, for one row more. Needs GNU time. ARCHCHECK names our program; RUNS is how often each is run, after one run that does not
# count (BUILT=1 builds nothing more); the run with the median CPU time is shown.
set -euo pipefail
workspace=$(realpath "$1")
layers=${LAYERS:+$(realpath "$LAYERS")}
cd "$(dirname "$0")/.."
peers=${PEERS:-$PWD/target/peers}
runs=${RUNS:-5}
mkdir -p "$peers/harness/src"
if [[ -z ${ARCHCHECK:-} ]]; then
    cargo build --release --locked -p cargo-archcheck
    ARCHCHECK=${CARGO_TARGET_DIR:-$PWD/target}/release/cargo-archcheck
fi

build() {
    CARGO_TARGET_DIR=$peers/target timeout 480 nice -n 19 "$@" ||
        echo "not built, or not within eight minutes: $*" >&2
}
installed() { # package version program
    [[ -x $peers/bin/$3 || -n ${BUILT:-} ]] || build cargo install -q --locked --root "$peers" "$1@$2"
}
installed cargo-arc 0.6.2 cargo-arc
installed arch-lint-cli 0.11.0 arch-lint
installed cargo-modules 0.27.0 cargo-modules

# Three are libraries whose rules are tests; this program does what such a test does.
cat >"$peers/harness/Cargo.toml" <<'TOML'
[package]
name = "harness"
version = "0.1.0"
edition = "2024"
[dependencies]
archaven = "=1.1.0"
archunit = "=0.0.2"
rust_arkitect = "=0.3.7"
[workspace]
TOML
cat >"$peers/harness/src/main.rs" <<'RUST'
use std::{env, fs, path::PathBuf};

/// The directories with the sources of the members: two of the libraries know of no workspace.
fn sources(root: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut open = vec![PathBuf::from(root)];
    while let Some(directory) = open.pop() {
        if directory.join("Cargo.toml").is_file() && directory.join("src").is_dir() {
            found.push(directory.join("src"));
        }
        for entry in fs::read_dir(&directory).into_iter().flatten().flatten() {
            let name = entry.file_name();
            if entry.path().is_dir() && name != "src" && name != "target" && name != ".git" {
                open.push(entry.path());
            }
        }
    }
    found
}

fn main() {
    let [_, tool, root] = &env::args().collect::<Vec<_>>()[..] else { panic!("tool and workspace") };
    match tool.as_str() {
        "archaven" => {
            use archaven::{Access, Archaven, Rule};
            let sources = sources(root);
            let failed = sources.iter().filter(|directory| {
                let access = Access::from("app::**").to("tokio::**").because("forbidden");
                let rule = Rule::new().named("no tokio").deny(access);
                Archaven::new().rule(rule).check(directory).is_err()
            });
            println!("{} crates refused", failed.count());
        }
        "rust_arkitect" => {
            use rust_arkitect::dsl::{architectural_rules::ArchitecturalRules, arkitect::Arkitect, project::Project};
            let mut failed = 0;
            for directory in sources(root) {
                // It wants the crate, not its sources.
                let path = directory.parent().expect("src is in it").to_string_lossy().into_owned();
                let checked = std::panic::catch_unwind(|| {
                    let rules = ArchitecturalRules::define()
                        .rules_for_module("crate")
                        .it_must_not_depend_on(&["tokio"])
                        .build();
                    Arkitect::ensure_that(Project::from_path(&path)).complies_with(rules).is_ok()
                });
                failed += usize::from(checked.is_err());
            }
            println!("{failed} crates refused");
        }
        "archunit" => {
            use archunit::{Checkable, project_files_in};
            let rule = project_files_in(root).should_not().depend_on_external_modules().matching("tokio");
            println!("{}", if rule.check().is_ok() { "checked" } else { "refused" });
        }
        _ => panic!("which?"),
    }
}
RUST
(cd "$peers/harness" && build cargo build -q --release)
harness=$peers/target/release/harness

# What the peers are told, beside the workspace, not in it.
cat >"$peers/arch-lint.toml" <<'TOML'
preset = "minimal"
[[scopes]]
name = "all"
paths = ["**/*.rs"]
[[restrict-use]]
name = "no-tokio"
scope = "all"
deny = ["tokio::**"]
message = "forbidden"
TOML
cat >"$peers/govern.toml" <<'TOML'
[[archcheck.forbid]]
names = ["tokio"]
TOML

median() { # name, what it looks at, command …
    local name=$1 sees=$2
    shift 2
    if ! command -v "$1" >/dev/null; then
        echo "| $name | not built | | | |"
        return
    fi
    for ((run = 0; run <= runs; run++)); do
        [[ $name != *cold* ]] || rm -rf "$workspace/target/govern"
        [[ $name != *changed* ]] || echo "// $run" >>"$changed"
        /usr/bin/time -q -f '%U %S %e %M' -o "$peers/figures" timeout 300 "$@" >"$peers/said" 2>&1 || true
        ((run == 0)) || cat "$peers/figures"
    done | sort -n | awk -v name="$name" -v sees="$sees" '
        { row[NR] = $0 }
        END { split(row[int((NR + 1) / 2)], x); printf "| %s | %.2f | %.2f | %.0f | %s |\n", name, x[1] + x[2], x[3], x[4] / 1024, sees }'
}

echo "| tool | CPU s | wall s | MiB | looks at |"
echo "|---|---|---|---|---|"
cd "$workspace"
ours=(--offline -q)
# A file that is part of some crate is changed for one row, and put back.
changed=$(git ls-files '*/src/lib.rs' | head -1)
cp "$changed" "$peers/unchanged.rs"
written=
[[ -f govern.toml ]] || { cp "$peers/govern.toml" govern.toml && written=govern.toml; }
trap 'cp "$peers/unchanged.rs" "$changed"; rm -f $written' EXIT
median "archcheck, cold" "all targets of all members, with \`cargo metadata\`" "$ARCHCHECK" archcheck "${ours[@]}"
[[ -z $layers ]] || median "archcheck, cold, all rules" "the same, with layers, roles and rules of a project" "$ARCHCHECK" archcheck "${ours[@]}" --config "$layers"
median "archcheck, warm, one file changed" "the same" "$ARCHCHECK" archcheck "${ours[@]}"
median "archcheck, warm" "the same" "$ARCHCHECK" archcheck "${ours[@]}"
median "arch-lint 0.11.0" "\`use\` items of all files" "$peers/bin/arch-lint" --config "$peers/arch-lint.toml" check .
median "cargo-arc 0.6.2" "libraries and programs of members, with \`cargo metadata\`" "$peers/bin/cargo-arc" arc check
median "archunit 0.0.2" "production targets, files as nodes" "$harness" archunit .
median "archaven 1.1.0" "the sources of each member, one after the other" "$harness" archaven .
median "rust_arkitect 0.3.7" "the sources of each member, one after the other" "$harness" rust_arkitect .
package=${PACKAGE:-$(cargo metadata --format-version 1 --no-deps --offline | python3 -c 'import json,sys; print(next(p["name"] for p in json.load(sys.stdin)["packages"] if any("lib" in t["kind"] for t in p["targets"])))')}
median "cargo-modules 0.27.0" "one package, \`$package\`" "$peers/bin/cargo-modules" modules dependencies --lib -p "$package" --no-externs --no-sysroot
