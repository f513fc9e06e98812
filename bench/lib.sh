# What the benches of programs have in common; sourced by them.

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

# Runs a command for at most a minute, and prints its CPU seconds and its peak memory in KiB. Findings are no failure. GNU time
# cuts off what is less than a hundredth of a second, so the shell says how long it took.
timed() {
    local status=0 times TIMEFORMAT='%3U %3S'
    times=$(mktemp)
    { time timeout 60 /usr/bin/time -q -f '%M' -o "$times" "$@" >/dev/null 2>&1 || status=$?; } 2>"$times.cpu"
    [[ $status -le 1 ]] || { echo "exit status $status: $*" >&2; return 1; }
    awk 'FNR == NR { cpu = $1 + $2; next } { print cpu, $1 }' "$times.cpu" "$times"
    rm -f "$times" "$times.cpu"
}

# Prints the row with the median CPU time of rows of `timed`, with the memory in MiB; of the time as many digits (2).
median() {
    sort -n | awk -v digits="${1:-2}" '{ row[NR] = $0 } END { split(row[int((NR + 1) / 2)], x); printf "%." digits "f | %.0f", x[1], x[2] / 1024 }'
}

# Prints the median of the user and system time of `$runs` runs of a command; what it says is in `$folder/out` and `$folder/err`.
median_cpu() {
    for _ in $(seq "$runs"); do
        { TIMEFORMAT='%U %S'; time "$@" > "$folder/out" 2> "$folder/err" || true; } 2>&1 | awk '{ print $1 + $2 }'
    done | sort -n | awk '{ value[NR] = $1 } END { printf "%.3f", value[int((NR + 1) / 2)] }'
}
