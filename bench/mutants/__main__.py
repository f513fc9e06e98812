#!/usr/bin/env python3
"""Puts defects and clean refactorings into the sample service, one at a time, and says who reports them.

    bench/mutants.sh [--only NAME …] [--check-builds] [--peers] [--all] [--quick] [--jobs N]
    bench/mutants.sh --anchors

A scratch clone of the last commit gets each change of `bench/mutants/*.toml` in turn, not committed. Without a change nothing is found
there. What the gates find with it counts if it is of a rule that the list names, and stands where the change is or names what was
changed. A refactoring must give no finding at all. Beside it stands what a search for text finds: `bench/mutants/grep.toml`.

`--anchors` only looks whether each change can still be made: its text must be there exactly once. `--check-builds` asks cargo
whether each change compiles; `--peers` asks clippy, and cargo-deny if it is installed. `--all` shows all findings. `--quick` asks only
the gates whose rules the list names of a defect; of a refactoring, and of what is known to be missed, all are asked in any case.

GOVERN and AC name the programs, which bench/mutants.sh builds if need be; SCRATCH the directory for the clone, BUILDS the target
directory for cargo and clippy. Exit status: 0 if everything is as the list says, 1 if not, 2 if a change cannot be made or something cannot run.
"""

import argparse
import json
import os
import queue
import re
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import changes
import peers

ROOT = Path(__file__).resolve().parents[2]
LIST = ROOT / "bench/mutants"
# What `cargo ac status --check` finds is of no rule.
STATUS = "ac status --check"
AREAS = ["layering", "contracts", "traceability", "operations", "security"]


class Gates:
    """All gates, as they run over a change that is not committed yet."""

    def __init__(self, clone):
        self.clone = clone
        self.govern = str(Path(os.environ["GOVERN"]).resolve())
        self.ac = str(Path(os.environ["AC"]).resolve())

    def findings(self, of=()):
        """What they find: a list of dictionaries, as the format `json` has them. Of some rules only: by the gates of these."""
        names = sorted({rule.split("::")[0] for rule in of if "::" in rule}) if of else ["check"]
        found = [finding for name in names for finding in self.gate(name)]
        return found if of and STATUS not in of else found + self.status()

    def gate(self, name):
        command = [self.govern, "govern", name, "--offline", "--format", "json"]
        if name in ("check", "repository"):
            command += ["--base", "HEAD"]
        ran = subprocess.run(command, cwd=self.clone, capture_output=True, text=True)
        lines = [json.loads(line) for line in ran.stdout.splitlines()]
        if ran.returncode > 1 or not any(line["kind"] == "summary" for line in lines):
            raise changes.Mistake(f"the gates could not run:\n{ran.stdout[-2000:]}{ran.stderr[-2000:]}")
        return [line for line in lines if line["kind"] not in ("summary", "accepted")]

    def status(self):
        """What `cargo ac status --check` finds, which is a command of its own."""
        command = [self.ac, "ac", "status", "--check", "--offline", "--color", "never"]
        ran = subprocess.run(command, cwd=self.clone, capture_output=True, text=True)
        if ran.returncode > 1:
            raise changes.Mistake(f"`cargo ac status` could not run:\n{ran.stdout[-2000:]}{ran.stderr[-2000:]}")
        said = re.findall(r"^error\[\w+\]: (.*)\n *--> (.*?):(\d+):", ran.stderr, re.MULTILINE)
        if ran.returncode and not said:
            raise changes.Mistake(f"what `cargo ac status` says is not understood:\n{ran.stdout}{ran.stderr}")
        return [{"code": STATUS, "message": what, "location": {"path": path, "start": {"line": int(line)}}} for what, path, line in said]


def path(finding):
    return (finding.get("location") or {}).get("path") or ""


def line(finding):
    return ((finding.get("location") or {}).get("start") or {}).get("line") or 0


def is_there(finding, change, touched):
    """Whether the finding stands where the change is, or names what was changed."""
    places = [finding, *({"location": related.get("location")} for related in finding.get("related") or [])]
    if any(line(place) in touched.get(path(place), ()) for place in places):
        return True
    said = " ".join([finding["message"], finding.get("key") or "", finding.get("label") or "", *(finding.get("notes") or [])])
    return any(name in said for name in change.names)


def fits(finding, change, touched):
    return finding["code"] in change.rules and is_there(finding, change, touched)


def shown(finding):
    return f"{finding['code']} at {path(finding)}:{line(finding)}: {finding['message'].splitlines()[0]}"


def judge(change, found, touched):
    """What became of a change: the word for it, the findings that count, and whether the list says so."""
    if change.area == "refactorings":
        return ("alarm", found, bool(change.known)) if found else ("quiet", [], not change.known)
    caught = [finding for finding in found if fits(finding, change, touched)]
    return ("caught", caught, not change.known) if caught else ("missed", [], bool(change.known))


def table(rows):
    """One row an area: how many of how many each of them caught; and how often each raised a false alarm."""
    tools = ["gates", "grep", "clippy", "cargo-deny"]
    print("\n| area | of | " + " | ".join(tools) + " |\n|---|---|" + "---|" * len(tools))

    def row_of(name, chosen):
        cells = []
        for tool in tools:
            asked = [row[tool] for row in chosen if row[tool] is not None]
            of = f" of {len(asked)}" if len(asked) < len(chosen) else ""
            cells.append(f"{sum(asked)}{of}" if asked else "not run")
        print(f"| {name} | {len(chosen)} | " + " | ".join(cells) + " |")

    for area in AREAS:
        row_of(area, [row for row in rows if row["change"].area == area])
    defects = [row for row in rows if row["change"].area != "refactorings"]
    row_of("**caught**", defects)
    row_of("**false alarms**", [row for row in rows if row["change"].area == "refactorings"])


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", nargs="+", default=[], metavar="NAME", help="only these, or those of these areas")
    parser.add_argument("--anchors", action="store_true")
    parser.add_argument("--check-builds", action="store_true")
    parser.add_argument("--peers", action="store_true")
    parser.add_argument("--all", action="store_true")
    parser.add_argument("--quick", action="store_true", help="of a defect, ask only the gates of the rules that the list names")
    parser.add_argument("--jobs", type=int, default=1, help="how many clones are used side by side")
    options = parser.parse_args()

    listed = changes.read(LIST, [*AREAS, "refactorings"])
    for change in listed:
        change.applied(ROOT)
    grep_rules = peers.read_rules(LIST / "grep.toml")
    if options.anchors:
        print(f"{len(listed)} changes can be made")
        return 0
    names = {change.name for change in listed} | {change.area for change in listed}
    if unknown := set(options.only) - names:
        raise changes.Mistake(f"no change or area is called {', '.join(sorted(unknown))}")
    if options.only:
        listed = [change for change in listed if {change.name, change.area} & set(options.only)]

    with tempfile.TemporaryDirectory(prefix="mutants-", dir=os.environ.get("SCRATCH")) as scratch:
        benches = queue.SimpleQueue()
        for number in range(options.jobs):
            benches.put(Bench(Path(scratch) / f"clone-{number}", grep_rules, options))
        first = benches.get()
        first.prove_clean()
        benches.put(first)
        return tried(listed, benches, options)


class Bench:
    """A clone of the last commit, and all who look at what is changed in it."""

    def __init__(self, clone, grep_rules, options):
        subprocess.run(["git", "clone", "--quiet", str(ROOT), str(clone)], check=True)
        self.clone, self.options = clone, options
        self.gates = Gates(clone)
        self.grep = peers.Grep(grep_rules, clone)
        self.cargo = peers.Cargo(clone, os.environ.get("BUILDS") or ROOT / "target/mutants")

    def prove_clean(self):
        """That nobody complains without a change."""
        if clean := self.gates.findings():
            raise changes.Mistake("without any change there are findings:\n" + "\n".join(map(shown, clean)))
        if self.options.check_builds or self.options.peers:
            self.cargo.clean(self.options.peers)

    def tell(self, change):
        """What everybody says about a change."""
        told = {"change": change, "clippy": None, "cargo-deny": None, "build": ""}
        try:
            touched = change.apply(self.clone, self.gates.ac)
            is_quick = self.options.quick and not change.known
            told["found"] = self.gates.findings(change.rules if is_quick else ())
            told["hits"] = self.grep.hits()
            if self.options.check_builds and not self.cargo.builds():
                told["build"] = self.cargo.said
            if self.options.peers:
                told["clippy"] = self.cargo.clippy()
                told["cargo-deny"] = self.cargo.deny(touched)
        finally:
            changes.restore(self.clone)
        told["grep"] = bool(told["hits"])
        told["verdict"], told["counting"], told["expected"] = judge(change, told["found"], touched)
        told["gates"] = told["verdict"] in ("caught", "alarm")
        return told


def tried(listed, benches, options):
    """Makes each change, and says what came of it."""

    def tell(change):
        bench = benches.get()
        try:
            return bench.tell(change)
        finally:
            benches.put(bench)

    rows, surprises = [], []
    with ThreadPoolExecutor(options.jobs) as pool:
        for told in pool.map(tell, listed):
            show(told, options.all)
            rows.append(told)
            change = told["change"]
            if told["build"]:
                surprises.append(f"{change}: does not build:\n{told['build']}")
            if not told["expected"]:
                said = "the list says otherwise: take its `missed` or `alarm` out" if change.known else "the list does not say so"
                surprises.append(f"{change}: {told['verdict']}, and {said}")
    table(rows)
    for surprise in surprises:
        print(f"\n{surprise}", file=sys.stderr)
    return 1 if surprises else 0


def show(told, everything):
    """What was said about a change, in some lines."""
    change, counting = told["change"], told["counting"]
    also = [name for name in ("grep", "clippy", "cargo-deny") if told[name]]
    print(f"{told['verdict']}  {change}" + (f"  (also: {', '.join(also)})" if also else ""), flush=True)
    for finding in counting if everything else counting[:1]:
        print(f"    {shown(finding)}")
    if everything or told["verdict"] == "missed":
        for finding in told["found"]:
            if finding not in counting:
                print(f"    does not count: {shown(finding)}")
    if everything:
        for hit in told["hits"]:
            print(f"    grep: {hit}")
    if change.known:
        print(f"    {change.known}")


if __name__ == "__main__":
    try:
        sys.exit(main())
    except changes.Mistake as mistake:
        print(mistake, file=sys.stderr)
        sys.exit(2)
