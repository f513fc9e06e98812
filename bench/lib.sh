# What the benches of programs have in common; sourced by them, from the root of the repository.

# Prints where a program of the suite is: what the variable says, or else what a release build makes of the package.
program() {
    local package=$1 given=$2
    if [[ -n $given ]]; then
        echo "$given"
        return
    fi
    cargo build --release --locked -p "$package" >&2
    echo "$(cargo metadata --format-version 1 --no-deps | python3 -c 'import json,sys; print(json.load(sys.stdin)["target_directory"])')/release/$package"
}

# Runs a command for at most a minute, and prints its CPU seconds and its peak memory in KiB. Findings are no failure.
timed() {
    local status=0 times
    times=$(mktemp)
    timeout 60 /usr/bin/time -q -f '%U %S %M' -o "$times" "$@" >/dev/null 2>&1 || status=$?
    [[ $status -le 1 ]] || { echo "exit status $status: $*" >&2; return 1; }
    awk '{ print $1 + $2, $3 }' "$times"
    rm -f "$times"
}

# Prints the row with the median CPU time of rows of `timed`, with the memory in MiB.
median() {
    sort -n | awk '{ row[NR] = $0 } END { split(row[int((NR + 1) / 2)], x); printf "%.2f | %.0f", x[1], x[2] / 1024 }'
}
