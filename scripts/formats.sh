#!/bin/sh
# Has a validator of others read what `cargo govern` writes for reviewdog, which is in a package of npm: the tests hold the other
# formats against published schemas. Takes the `cargo-govern` and the `npm` in PATH; else, as root on Debian, installs npm.
set -eu
root=$(cd "$(dirname "$0")/.." && pwd)

validator=1.0.1
tools=$root/target/tools/rdformat-validator

say() { echo "formats.sh: $*" >&2; }
. "$(dirname "$0")/install.sh"

command -v npm >/dev/null || from_debian npm || { say "needs npm"; exit 1; }

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
if [ ! -f "$tools/$validator/dist/validator/index.js" ]; then
    say "fetching rdformat-validator $validator into target/tools"
    mkdir -p "$tools"
    (cd "$scratch" && npm pack --silent "@umbrelladocs/rdformat-validator@$validator" >/dev/null && tar -xzf ./*.tgz) || {
        say "cannot fetch it: needs the registry of npm"
        exit 1
    }
    rm -rf "${tools:?}/$validator"
    mv "$scratch/package" "$tools/$validator"
fi

# Says how many diagnostics there are; with a second word, that what it reads is to be refused.
read_it() { # file [refuse]
    node - "$tools/$validator/dist/validator/index.js" "$@" <<'NODE'
const [, , library, file, refuse] = process.argv;
const { validate } = require(library);
const text = require("fs").readFileSync(file, "utf8");
const data = JSON.parse(text);
if (refuse) delete data.diagnostics[0].message;
const result = validate(data, { strictMode: true });
if (result.valid === Boolean(refuse)) {
    console.error(refuse ? "what has no message is not refused" : JSON.stringify(result.errors, null, 2));
    process.exit(1);
}
console.log(data.diagnostics.length);
NODE
}

programs=0
for example in archcheck/layer_violation contract/field_removed ac/criterion_untested patterns/debug_macro repository/wildcard_dependency; do
    cargo govern --manifest-path "$root/testdata/$example/fail/Cargo.toml" --untrusted --fail-on never --format "rdjson=$scratch/found.json" >"$scratch/said" || {
        cat "$scratch/said"
        exit 1
    }
    count=$(read_it "$scratch/found.json")
    [ "$count" -gt 0 ] || { say "nothing was found in $example"; exit 1; }
    read_it "$scratch/found.json" refuse >/dev/null
    say "$count findings of $example are read"
    # The program of the gate alone, if there is one.
    alone=cargo-${example%%/*}
    command -v "$alone" >/dev/null || continue
    "$alone" --manifest-path "$root/testdata/$example/fail/Cargo.toml" --untrusted --fail-on never --format "rdjson=$scratch/alone.json" >"$scratch/said" || {
        cat "$scratch/said"
        exit 1
    }
    count=$(read_it "$scratch/alone.json")
    [ "$count" -gt 0 ] || { say "$alone found nothing in $example"; exit 1; }
    programs=$((programs + 1))
done
[ "$programs" = 3 ] || { say "only $programs programs of one gate are in PATH"; exit 1; }
say "so are those of the $programs programs of one gate"
