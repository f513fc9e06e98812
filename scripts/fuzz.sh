#!/bin/sh
# Fuzzes a reader of foreign input, guided by what is covered, with the stable compiler: builds the target in `fuzz/targets` with the
# flags of `cargo fuzz build --sanitizer none`, so that nothing has to be installed but a compiler for C++, of which libFuzzer is made.
# Begins with the files that the target names as seeds, with those in `fuzz/regressions`, and with what earlier runs found.
#
#     scripts/fuzz.sh                      lists the targets
#     scripts/fuzz.sh TARGET [SECONDS]     runs one, for a minute if nothing is said
#     scripts/fuzz.sh TARGET FILE          runs one on a file, such as one that it stopped at
#     scripts/fuzz.sh all [SECONDS]        runs each of them for so long
#
# What it stops at (a panic, ten seconds, two gigabytes) is in `target/fuzz/found/TARGET`. Mend it, and keep the file in
# `fuzz/regressions/TARGET`: an ordinary test replays it.
set -eu

root=$(cd "$(dirname "$0")/.." && pwd)
cd "$root"

say() { echo "fuzz.sh: $*" >&2; }

targets() { for file in fuzz/targets/*.rs; do basename "$file" .rs; done; }

if [ $# -eq 0 ]; then
    for target in $(targets); do
        printf '%-20s %s\n' "$target" "$(sed -n '1s#^//! ##p' "fuzz/targets/$target.rs")"
    done
    exit
fi

host=$(rustc -vV | sed -n 's/^host: //p')
made=${CARGO_TARGET_DIR:-$root/target}/fuzz

# What runs at build time is for the host and stays as it is: that is what `--target` does.
flags="-Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4 -Cllvm-args=-sanitizer-coverage-inline-8bit-counters"
flags="$flags -Cllvm-args=-sanitizer-coverage-pc-table -Cllvm-args=-sanitizer-coverage-trace-compares"
flags="$flags -Cllvm-args=-simplifycfg-branch-fold-threshold=0"

build() {
    case $1 in
        orders_manifest | orders_streams) set -- "$1" --features service ;;
    esac
    RUSTFLAGS=$flags CARGO_TARGET_DIR=$made cargo build --quiet --locked --release --manifest-path fuzz/Cargo.toml \
        --target "$host" --bin "$@"
}

# Bytes that stand in a repository as hex digits are bytes again.
plant() {
    name=$(printf '%s' "$1" | tr '/ ' '__')
    case $1 in
        *.hex) python3 -c 'import sys; sys.stdout.buffer.write(bytes.fromhex(sys.stdin.read()))' <"$1" >"$2/$name" ;;
        *) cp "$1" "$2/$name" ;;
    esac
}

# A hundred lines, from all over: all of them are read before the first one is changed, which takes gates minutes for a thousand files.
some() { awk '{ line[NR] = $0 } END { step = NR > 100 ? NR / 100 : 1; for (at = 1; at < NR + 1; at += step) print line[int(at)] }'; }

fuzz() {
    target=$1
    file=fuzz/targets/$target.rs
    longest=$(sed -n 's#^//! longest: ##p' "$file")
    rm -rf "$made/seeds/$target"
    mkdir -p "$made/seeds/$target" "$made/corpus/$target" "$made/found/$target"
    # A line names files as git does: `**` is any number of directories.
    sed -n 's#^//! seed: ##p' "$file" | while read -r seed; do git ls-files -- ":(glob)$seed"; done | some |
        while read -r path; do plant "$path" "$made/seeds/$target"; done
    for path in "fuzz/regressions/$target"/*; do
        if [ -f "$path" ]; then plant "$path" "$made/seeds/$target"; fi
    done
    build "$target"
    "$made/$host/release/$target" -max_len="$longest" -timeout=10 -rss_limit_mb=2048 -max_total_time="$2" \
        -print_final_stats=1 -artifact_prefix="$made/found/$target/" "$made/corpus/$target" "$made/seeds/$target"
}

known=$(targets)
case $1 in
    all)
        failed=
        for target in $known; do
            say "$target"
            fuzz "$target" "${2:-60}" || failed="$failed $target"
        done
        [ -z "$failed" ] || { say "stopped:$failed"; exit 1; }
        ;;
    *)
        [ -f "fuzz/targets/$1.rs" ] || { say "there is no target \`$1\`:" $known; exit 2; }
        if [ $# -gt 1 ] && [ -f "$2" ]; then
            build "$1"
            exec "$made/$host/release/$1" -timeout=10 -rss_limit_mb=2048 "$2"
        fi
        fuzz "$1" "${2:-60}"
        ;;
esac
