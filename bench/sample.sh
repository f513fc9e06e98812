#!/usr/bin/env bash
# How fast commands of the sample service become events, and what that costs, beside bare publishing to a stream, the least that any
# service sends, and the messages of the chain without the service, at the same concurrency, on a server and with two nodes of their
# own:
#     bench/sample.sh MESSAGES CLIENTS [kill]
# With `kill` one of the nodes is killed halfway. Fails unless each event is in the log once and the boards are exact.
set -euo pipefail
cd "$(dirname "$0")/.."

[ $# -ge 2 ] || { echo "bench/sample.sh MESSAGES CLIENTS [kill]" >&2; exit 2; }
server=$(scripts/nats-server.sh)
cargo build --release --locked -p orders-service --bin orders-service --example load >&2
target=$(cargo metadata --format-version 1 --no-deps | python3 -c 'import json,sys; print(json.load(sys.stdin)["target_directory"])')
store=$(mktemp -d)
"$server" --addr 127.0.0.1 --port -1 --jetstream --store_dir "$store" --ports_file_dir "$store" --log "$store/log" &
pid=$!
trap 'kill "$pid" 2>/dev/null || true; wait "$pid" 2>/dev/null || true; rm -rf "$store"' EXIT
for _ in $(seq 200); do
    ports=$(find "$store" -name '*.ports')
    [ -z "$ports" ] || break
    sleep 0.05
done
[ -n "$ports" ] || { cat "$store/log" >&2; echo "the server does not listen" >&2; exit 1; }
url=$(python3 -c 'import json,sys; print(json.load(open(sys.argv[1]))["nats"][0])' "$ports")
NATS_URL=$url NATS_PID=$pid "$target/release/examples/load" "$target/release/orders-service" "$@"
