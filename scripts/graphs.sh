#!/bin/sh
# Lets Graphviz and mermaid read the graphs that `cargo ac report` and `cargo archcheck graph` write of this repository: what
# they take for no graph fails. Takes the `nop` of Graphviz and the `npm` in PATH; else, as root on Debian, installs the
# packages. Mermaid comes from npm and runs in the browser that scripts/chromium.sh finds.
set -eu
cd "$(dirname "$0")/.."

mermaid=11.17.2
tools=$PWD/target/tools/mermaid

say() { echo "graphs.sh: $*" >&2; }
. scripts/install.sh

command -v nop >/dev/null || from_debian graphviz || { say "needs Graphviz"; exit 1; }
command -v npm >/dev/null || from_debian npm || { say "needs npm"; exit 1; }

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
for command in "ac report" "archcheck graph"; do
    for format in dot mermaid; do
        # Words of a command are its arguments.
        # shellcheck disable=SC2086
        cargo $command --format "$format" >"$scratch/graph.$format"
    done
    # Reads all of it, and lays nothing out.
    nop "$scratch/graph.dot" >/dev/null
    say "cargo $command: Graphviz reads $(wc -c <"$scratch/graph.dot") bytes"
    if [ ! -f "$tools/$mermaid.js" ]; then
        say "fetching mermaid $mermaid into target/tools"
        mkdir -p "$tools"
        (cd "$scratch" && npm pack --silent "mermaid@$mermaid" >/dev/null && tar -xzf "mermaid-$mermaid.tgz" package/dist/mermaid.min.js)
        mv "$scratch/package/dist/mermaid.min.js" "$tools/$mermaid.js"
    fi
    python3 - "$scratch/graph.mermaid" "$tools/$mermaid.js" >"$scratch/page.html" <<'PYTHON'
import json
import sys

graph = json.dumps(open(sys.argv[1], encoding="utf-8").read()).replace("</", "<\\/")
print(f"""<pre id="said"></pre><script src="file://{sys.argv[2]}"></script><script>
const say = (text) => {{ document.getElementById("said").textContent = "said: " + text; }};
mermaid.initialize({{ maxTextSize: 1e8, maxEdges: 1e6 }});
mermaid.parse({graph}).then(() => say("good"), (error) => say(error.message));
</script>""")
PYTHON
    browser=${CHROMIUM:-$(scripts/chromium.sh)}
    "$browser" --headless --no-sandbox --disable-gpu --virtual-time-budget=60000 --user-data-dir="$scratch/profile" \
        --dump-dom "file://$scratch/page.html" 2>/dev/null >"$scratch/seen.html"
    grep -q '>said: good<' "$scratch/seen.html" || {
        say "cargo $command: mermaid says: $(grep -o 'said: [^<]*' "$scratch/seen.html" | head -1)"
        exit 1
    }
    say "cargo $command: mermaid reads $(wc -c <"$scratch/graph.mermaid") bytes"
done
