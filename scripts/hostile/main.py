"""Runs every command that reads over hostile checkouts, with `--untrusted`, under strace: nothing of a checkout may run, nothing
outside of it may be opened or changed, nothing may be connected to, and all must end. Each trap is snapped first by the program it
is for, so that no trap passes that cannot snap.

    main.py DIRECTORY-OF-PROGRAMS
"""

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import checkout
import commands
import outside
import trace
from checkout import Checkout

# Seconds that a command may take, which strace slows down; and bytes of memory, of which a hostile text could ask for all.
SECONDS = 60
MEMORY = 4 << 30
# What may be executed besides the program itself.
GIT = shutil.which("git")


class Failures:
    def __init__(self):
        self.all = []

    def check(self, holds: bool, message: str) -> None:
        if not holds:
            print(f"  FAILED: {message}", flush=True)
            self.all.append(message)


def scratch_checkout(base: Path, name: str) -> Checkout:
    it = Checkout(base / name.replace(" ", "_"))
    it.plain()
    return it


def traps_snap(base: Path, failures: Failures) -> None:
    """Each trap, alone in a checkout, leaves its mark when somebody does there what is usual."""
    for trap in checkout.CARGO + checkout.GIT:
        it = scratch_checkout(base, f"trap {trap.__name__}")
        command = trap(it)
        failures.check(not it.marked(), f"{trap.__name__}: it has snapped before")
        it.run(*command)
        failures.check(it.marked(), f"{trap.__name__}: `{' '.join(command)}` does not snap the trap")
    print(f"{len(checkout.CARGO + checkout.GIT)} traps snap where nobody is careful", flush=True)


def digest(root: Path) -> str:
    """Names, kinds and times of all that is in a checkout."""
    state = hashlib.sha256()
    for directory, directories, files in os.walk(root):
        directories.sort()
        for name in sorted(directories + files):
            path = os.path.join(directory, name)
            data = os.lstat(path)
            state.update(f"{path} {data.st_mode} {data.st_size} {data.st_mtime_ns} {data.st_ino}\n".encode())
    return state.hexdigest()


def run(it: Checkout, command: list, failures: Failures) -> str:
    """Runs a command over a checkout under strace, and looks at what it did. Gives what it said."""
    named = " ".join(command[1:])
    before = digest(it.root), digest(it.outside)
    log = it.scratch / "trace"
    limited = ["prlimit", f"--as={MEMORY}", *command, "--untrusted", "--color", "never"]
    started = time.monotonic()
    try:
        done = subprocess.run(
            [*trace.STRACE, "-o", str(log), *limited],
            cwd=it.root, env=it.environment(), stdin=subprocess.DEVNULL, capture_output=True, timeout=SECONDS,
        )
    except subprocess.TimeoutExpired:
        failures.check(False, f"`{named}` does not end")
        return ""
    said = (done.stdout + done.stderr).decode(errors="replace")
    took = time.monotonic() - started
    print(f"  {took:5.1f} s, status {done.returncode}: {named}", flush=True)
    failures.check(done.returncode in (0, 1, 2), f"`{named}` ends with {done.returncode}: {said[-500:]}")
    failures.check("\nUsage:" not in said, f"`{named}` is no command: {said[-300:]}")
    failures.check("panicked at" not in said and "overflowed its stack" not in said, f"`{named}` panics: {said[-500:]}")
    failures.check(outside.KEY not in said, f"`{named}` shows what is outside")
    failures.check(not it.marked(), f"`{named}` snaps {it.marked()}")
    failures.check(before == (digest(it.root), digest(it.outside)), f"`{named}` changes the checkout or what is outside")
    look(it, trace.read(log, it.root), named, command[0], failures)
    return said


def look(it: Checkout, seen: trace.Seen, named: str, program: str, failures: Failures) -> None:
    # `prlimit` is the first, and the program the second.
    failures.check(seen.calls > 10 and len(seen.executed) >= 2, f"`{named}` left no trace")
    temporary = str(it.scratch / "tmp")
    for path, arguments, environment in seen.executed[1:]:
        if os.path.realpath(path) == os.path.realpath(program):
            continue
        failures.check(path == GIT, f"`{named}` executes `{path}` {arguments[:6]}")
        own = environment.get("GIT_DIR", "")
        failures.check(own.startswith(temporary + "/"), f"`{named}` leads git to `{own}`")
        for setting in ("core.fsmonitor=false", "core.hooksPath=/dev/null", "core.attributesFile=/dev/null"):
            failures.check(setting in arguments, f"`{named}` runs git without `{setting}`")
        failures.check(environment.get("GIT_ALLOW_PROTOCOL") == "", f"`{named}` lets git fetch")
        for command in ("status", "diff", "blame", "checkout", "fetch", "add"):
            failures.check(command not in arguments, f"`{named}` has git look at the work tree: {arguments}")
    out = os.path.realpath(it.outside) + "/"
    for _, path in seen.opened:
        failures.check(not (os.path.realpath(path) + "/").startswith(out), f"`{named}` opens `{path}`")
        failures.check(path not in ("/dev/zero", "/etc/passwd") or GIT in [it[0] for it in seen.executed], f"`{named}` opens `{path}`")
    for call, path in seen.changed:
        is_ours = path.startswith(os.path.realpath(temporary) + "/") or path in ("/dev/null", "/dev/tty")
        failures.check(is_ours, f"`{named}` changes `{path}` with `{call}`")
    failures.check(not seen.network, f"`{named}` uses the network: {seen.network[:2]}")


def says(said: str, words: list, what: str, failures: Failures) -> None:
    for word in words:
        failures.check(word in said, f"{what}: `{word}` is not said, but {said[-800:]}")


def configured(base: Path, programs: dict, failures: Failures) -> None:
    """All traps of cargo and git at once, and all commands."""
    it = scratch_checkout(base, "configured")
    it.write("govern.toml", outside.CONFIGURED)
    for trap in checkout.GIT + checkout.CARGO + [checkout.replaced_source]:
        trap(it)
    everything(it, programs, failures)
    # Somebody who trusts it snaps them, so they are set.
    for command in (["check"], ["check", "--staged"]):
        for mark in it.marks.iterdir():
            mark.unlink()
        it.run(programs["govern"], "govern", *command)
        failures.check(it.marked(), f"without `--untrusted` `govern {' '.join(command)}` snaps nothing")


def leading(base: Path, programs: dict, failures: Failures) -> None:
    """All ways out and all that has no end at once, and all commands."""
    it = scratch_checkout(base, "leading")
    it.write("govern.toml", outside.CONFIGURED)
    outside.links(it)
    outside.endless(it)
    said = everything(it, programs, failures)
    words = ["it is outside of the workspace, which `--untrusted` does not leave", "`a/src/linked.rs`", "passwd`", "absolute.rs`", "it is no regular file", "which is too much", "nested"]
    says(said, words, "ways out", failures)


def everything(it: Checkout, programs: dict, failures: Failures) -> str:
    texts = []
    for program, gate, name, arguments in commands.all_of(programs):
        texts.append(run(it, [program, gate, name, *arguments], failures))
    return "\n".join(texts)


def alone(base: Path, programs: dict, failures: Failures) -> None:
    """What would keep all else from being looked at, each alone."""
    program = programs["govern"]
    for what in outside.LED_BY_GIT:
        it = scratch_checkout(base, what)
        outside.led_by_git(it, what)
        said = run(it, [program, "govern", "check"], failures)
        says(said, ["with `--untrusted` git is not asked about this repository"], what, failures)
        said = run(it, [program, "govern", "weakened", "--base", "HEAD"], failures)
        says(said, ["with `--untrusted` git is not asked about this repository"], what, failures)
    for what in outside.AT_THE_TOP:
        it = scratch_checkout(base, what)
        outside.at_the_top(it, what)
        said = run(it, [program, "govern", "check"], failures)
        words = {"a deep configuration": "--> govern.toml:1:", "a deep ledger": "--> specs/spec_ledger.yaml:1:", "a manifest that is a pipe": "Cargo.toml", "a ledger elsewhere": "it leads out of the workspace"}
        says(said, [words.get(what, "it is outside of the workspace")], what, failures)


def main() -> None:
    directory = Path(sys.argv[1]).resolve()
    programs = {gate: str(directory / f"cargo-{gate}") for gate in ("govern", "archcheck", "contract", "ac")}
    failures = Failures()
    base = Path(tempfile.mkdtemp(prefix="hostile-"))
    try:
        parts = {"traps": lambda: traps_snap(base, failures)}
        parts["configured"] = lambda: configured(base, programs, failures)
        parts["leading"] = lambda: leading(base, programs, failures)
        parts["alone"] = lambda: alone(base, programs, failures)
        for name in sys.argv[2:] or parts:
            parts[name]()
    finally:
        shutil.rmtree(base, ignore_errors=True)
    if failures.all:
        sys.exit(f"{len(failures.all)} failures")
    print("nothing of the hostile checkouts ran, and nothing outside of them was touched")


main()
