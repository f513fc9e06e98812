#!/bin/sh
# Shows that .github/workflows/govern.yml is what it is for: it is a workflow by the schema that is published for them, our own gate has
# nothing to say about it, and its steps, run by bash as a runner does, are green where a repository is, and red where it is not. Takes
# the `cargo-govern` in PATH; check-jsonschema, which carries the schema and reads YAML, is installed into target/tools.
set -eu

version=0.39.0
root=$(cd "$(dirname "$0")/.." && pwd)
tools=$root/target/tools/check-jsonschema

say() { echo "workflow.sh: $*" >&2; }
. "$(dirname "$0")/install.sh"

PYTHONPATH=$tools/$version${PYTHONPATH:+:$PYTHONPATH}
export PYTHONPATH
usable() {
    python3 -c 'import sys, importlib.metadata as m, check_jsonschema, ruamel.yaml; sys.exit(m.version("check-jsonschema") != sys.argv[1])' "$version" 2>/dev/null
}
usable || from_pypi check-jsonschema "$version" "$tools"

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
workflow=$root/.github/workflows/govern.yml

python3 -m check_jsonschema --builtin-schema vendor.github-workflows "$workflow" >&2
sed 's/runs-on:/run-on:/' "$workflow" >"$scratch/wrong.yml"
if python3 -m check_jsonschema --builtin-schema vendor.github-workflows "$scratch/wrong.yml" >/dev/null; then
    say "the schema takes what is no workflow"
    exit 1
fi
say "it is a workflow by its schema"

# Nothing of this machine's git, colours and CI.
unset CARGO_TARGET_DIR CARGO_TERM_COLOR CLICOLOR_FORCE GITHUB_ACTIONS GITHUB_WORKSPACE CI_PROJECT_DIR SOURCE_DATE_EPOCH GIT_DIR GIT_INDEX_FILE
export CARGO_NET_OFFLINE=true GIT_CONFIG_GLOBAL="$scratch/gitconfig" GIT_CONFIG_NOSYSTEM=1
git config --file "$scratch/gitconfig" user.name A
git config --file "$scratch/gitconfig" user.email a@example.org
git config --file "$scratch/gitconfig" commit.gpgsign false

python3 - "$root" "$scratch" <<'PYTHON'
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys

from ruamel.yaml import YAML

root, scratch = map(pathlib.Path, sys.argv[1:])
path = root / ".github/workflows/govern.yml"
workflow = YAML(typ="safe").load(path)
job = workflow["jobs"]["govern"]
inputs = workflow["on"]["workflow_call"]["inputs"]
matcher = json.loads((root / "docs/editors/github-problem-matcher.json").read_text())
pattern = re.compile(matcher["problemMatcher"][0]["pattern"][0]["regexp"], re.ASCII)


def stop(why):
    sys.exit(f"workflow.sh: {why}")


def say(text):
    print(f"workflow.sh: {text}", file=sys.stderr)


def term(text, given, ended):
    """What a part of a condition says: the few kinds that there are here."""
    if text == "!cancelled()":
        return True
    if text == "success()":
        return all(status == 0 for status in ended.values())
    if text == "steps.ready.outcome == 'success'":
        return ended.get("prepare") == 0
    if match := re.fullmatch(r"inputs\.(\w+)", text):
        return bool(given[match[1]])
    stop(f"nobody knows what `{text}` says")


def value(text, given):
    match = re.fullmatch(r"\$\{\{ inputs\.(\w+) \}\}", text)
    if match is None:
        stop(f"nobody knows what `{text}` is")
    return str(given[match[1]])


def repository(fixture, more):
    """A repository with the files of a fixture, and these."""
    shutil.rmtree(scratch / "run", ignore_errors=True)
    work = scratch / "run/work"
    shutil.copytree(root / "testdata" / fixture, work, ignore=shutil.ignore_patterns("target"))
    for name, text in more.items():
        (work / name).parent.mkdir(parents=True, exist_ok=True)
        (work / name).write_text(text, encoding="utf-8")
    for words in (["init", "-q"], ["add", "-A"], ["commit", "-q", "-m", "all"]):
        subprocess.run(["git", *words], cwd=work, check=True)
    return work


def run(fixture, given=None, more=None):
    """How each step ends in a repository with these files, what is said, and where it is."""
    given = {name: it.get("default") for name, it in inputs.items()} | (given or {})
    work, temp = repository(fixture, more or {}), scratch / "run/temp"
    (temp / "cargo-govern/bin").mkdir(parents=True)
    (temp / "cargo-govern/bin/cargo-govern").symlink_to(shutil.which("cargo-govern"))
    environment = dict(os.environ)
    environment |= {name: value(text, given) for name, text in job["env"].items()}
    environment |= {"RUNNER_TEMP": str(temp), "GITHUB_PATH": str(temp / "path"), "GITHUB_STEP_SUMMARY": str(temp / "summary.md")}
    # What is installed by hand is not to be found: the step has to see to it.
    found = pathlib.Path(shutil.which("cargo-govern")).parent
    before = [it for it in environment["PATH"].split(":") if pathlib.Path(it) != found or (pathlib.Path(it) / "cargo").exists()]
    environment["PATH"] = ":".join(before)
    ended, said = {}, {}
    for step in job["steps"]:
        if "run" not in step or step["name"] == "install":
            continue
        condition = re.fullmatch(r"\$\{\{ (.*) \}\}", step.get("if", "${{ success() }}"))
        if not all(term(part, given, ended) for part in condition[1].split(" && ")):
            continue
        script = temp / "step.sh"
        script.write_text(step["run"], encoding="utf-8")
        ran = subprocess.run(
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", script],
            cwd=work, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=300,
        )
        ended[step["name"]], said[step["name"]] = ran.returncode, ran.stdout.decode()
        if (temp / "path").exists():
            environment["PATH"] = (temp / "path").read_text().strip() + ":" + ":".join(before)
    return ended, said, temp, work


def expect(what, ran, red):
    """These steps end with 1, and all others with 0."""
    ended, said, *_ = ran
    other = {name: status for name, status in ended.items() if status != (1 if name in red else 0)}
    if other or not set(red) <= set(ended):
        stop(f"{what}: {other or ended}\n" + "\n".join(said[name] for name in other))
    say(f"{what}: {len(ended)} steps, red: {', '.join(red) or 'none'}")


everything = "all gates in one run, for code scanning"
gates = {
    "architecture": "archcheck/layer_violation/fail",
    "contracts": "contract/field_removed/fail",
    "acceptance criteria": "ac/criterion_untested/fail",
    "patterns": "patterns/debug_macro/fail",
    "repository": "repository/secret_in_repository/fail",
    "policies": "policy/policy_denied/fail",
}

ran = run("clean")
expect("a clean repository", ran, [])
ended, said, temp, work = ran
if set(gates) - set(ended):
    stop(f"these steps did not run: {set(gates) - set(ended)}")
all_of_it = subprocess.run(["cargo", "govern", "--format", "json"], cwd=work, stdout=subprocess.PIPE).stdout.splitlines()
known = {it["code"].split("::")[0] for it in json.loads(all_of_it[-1])["rules"]} - {"govern"}
without = {gate for gate in known if not any(f"cargo govern {gate} " in step.get("run", "") for step in job["steps"])}
if without or len(known) != len(gates):
    stop(f"these gates have no step, or are not red anywhere here: {without or known}")
if json.loads((temp / "govern-matcher.json").read_text()) != matcher:
    stop("the problem matcher is not the one of docs/editors")
if (temp / "summary.md").read_text().count("## ") < len(gates) or not json.loads((temp / "govern.sarif").read_text())["runs"]:
    stop("the summary or the report for code scanning is empty")

for name, fixture in gates.items():
    ran = run(fixture)
    expect(fixture, ran, [name, everything])
    if not any(pattern.match(line) for line in ran[1][name].splitlines()):
        stop(f"{fixture}: the problem matcher reads nothing of\n{ran[1][name]}")
    if not json.loads((ran[2] / "govern.sarif").read_text())["runs"][0]["results"]:
        stop(f"{fixture}: nothing for code scanning")

red = gates["patterns"]
expect("one gate is not asked for", run(red, {"patterns": False, "sarif": False}), [])
expect("nothing is new", run(red, {"since": "HEAD"}), [])
hostile = "$(touch pwned); touch pwned #"
ended, _, _, work = run("clean", {"since": hostile, "base": hostile, "profile": hostile})
if (work / "pwned").exists() or 0 in (ended["architecture"], ended["contracts"]):
    stop(f"what is given is run as a command, or a revision that does not exist is one: {ended}")

domain = (root / "testdata/newcomer/shop/src/domain.rs").read_text().replace("    dbg!(orders.len());\n", "")
mended = {"shop/src/domain.rs": domain, "govern.toml": "[lints]\npatterns.unwrap_in_production = \"allow\"\n\n[selftest]\nskip = [\"audit\", \"deny\"]\n"}
given = {"selftest": True, "canary": True, "base": "HEAD"}
ran = run("newcomer", given, mended)
expect("a selftest", ran, [])
if json.loads((ran[3] / "target/govern/receipt.json").read_text()).get("profile") is None or len(ran[0]) < 11:
    stop("there is no receipt")
broken = domain.replace("370", "371")
expect("a test that fails", run("newcomer", given, mended | {"shop/src/domain.rs": broken}), ["everything that a change has to pass"])

# Our own gate looks at it, and would find what is wrong with it.
text = path.read_text(encoding="utf-8")
for what, changed, rule in [
    ("as it is", text, None),
    ("a branch for a commit", re.sub(r"checkout@\w+", "checkout@main", text), "workflow_action_unpinned"),
    ("a gate that shows nothing", text.replace("cargo govern canary", "cargo fmt --all"), "workflow_gate_hollow"),
    ("a gate that may fail", text.replace("cargo govern canary", "cargo govern canary || true"), "workflow_step_soft"),
    ("a step that may fail", text.replace("      - name: policies\n", "      - name: policies\n        continue-on-error: true\n"), "workflow_step_soft"),
]:
    work = repository("clean", {".github/workflows/govern.yml": changed})
    found = subprocess.run(["cargo", "govern", "repository", "--format", "json"], cwd=work, stdout=subprocess.PIPE, env=dict(os.environ))
    records = [json.loads(line) for line in found.stdout.splitlines()]
    names = {it["code"] for it in records[:-1] if it["code"].startswith("repository::workflow")}
    if names != ({f"repository::{rule}"} if rule else set()):
        stop(f"{what}: our own gate finds {names}")
    checked = {it["code"]: it["checked"] for it in records[-1]["rules"]}
    if checked["repository::workflow_action_unpinned"] < 5 or checked["repository::workflow_gate_hollow"] < 10:
        stop(f"{what}: our own gate does not look at it: {checked}")
    say(f"{what}: our own gate finds {', '.join(names) or 'nothing'}")
PYTHON
