"""What others say about a change: a search for text, the compiler and clippy, cargo-deny."""

import json
import os
import re
import shutil
import subprocess
import tomllib

from changes import Mistake

CRATES = ["orders", "orders-adapters", "orders-edge", "orders-guest", "orders-service", "orders-testing", "orders-wire"]


def read_rules(path):
    """The rules that a team without other tools would have in CI: each is a pattern that no line of a change may have.

    `added` is held against lines that a change adds, `removed` against those that it takes away; `files` and `except` are globs.
    """
    rules = tomllib.loads(path.read_text())["rule"]
    for rule in rules:
        side = "added" if "added" in rule else "removed"
        rule["sign"] = {"added": "+", "removed": "-"}[side]
        try:
            rule["pattern"] = re.compile(rule[side])
        except re.error as error:
            raise Mistake(f"{path}: the pattern of `{rule['name']}` is none: {error}") from error
    return rules


class Grep:
    """A search for text in what a change adds and takes away."""

    def __init__(self, rules, clone):
        self.rules, self.clone = rules, clone

    def hits(self):
        """The lines of the change that are against a rule."""
        run = lambda *args: subprocess.run(["git", *args], cwd=self.clone, check=True, capture_output=True, text=True).stdout
        run("add", "--intent-to-add", "--all")
        hits = []
        for rule in self.rules:
            globs = [f":(glob){glob}" for glob in rule["files"]]
            globs += [f":(glob,exclude){glob}" for glob in rule.get("except", [])]
            for line in run("diff", "--no-renames", "--unified=0", "HEAD", "--", *globs).splitlines():
                if line.startswith(("+++", "---")) or not line.startswith(rule["sign"]):
                    continue
                if rule["pattern"].search(line[1:]):
                    hits.append(f"{rule['name']}: {line}")
        return hits


class Cargo:
    """The compiler, clippy and cargo-deny over the sample service."""

    def __init__(self, clone, builds):
        self.clone = clone
        self.environment = os.environ | {"CARGO_TARGET_DIR": str(builds), "CARGO_TERM_COLOR": "never"}
        self.said = ""

    def clean(self, with_clippy):
        """That there is nothing to say without a change."""
        if not self.builds():
            raise Mistake(f"the sample does not build without a change:\n{self.said}")
        if with_clippy and self.clippy():
            raise Mistake(f"clippy finds something without a change:\n{self.said}")
        if with_clippy and shutil.which("cargo-deny") and self.denies():
            raise Mistake(f"cargo-deny finds something without a change:\n{self.said}")

    def builds(self):
        return self.cargo("check", []) == 0

    def clippy(self):
        """Whether clippy complains, with what is configured here and warnings denied; nothing if the change does not build."""
        failed = self.cargo("clippy", ["--", "-D", "warnings"]) != 0
        errors = [json.loads(line) for line in self.lines if line.startswith("{")]
        codes = [(error.get("message") or {}).get("code") or {} for error in errors if error["reason"] == "compiler-message"]
        if any(re.fullmatch(r"E\d+", code.get("code", "")) for code in codes):
            return None
        return failed

    def cargo(self, command, rest):
        packages = [argument for crate in CRATES for argument in ("-p", crate)]
        asked = ["cargo", command, "--offline", "--all-targets", "--message-format", "json", *packages, *rest]
        ran = subprocess.run(asked, cwd=self.clone, env=self.environment, capture_output=True, text=True)
        self.lines = ran.stdout.splitlines()
        messages = [json.loads(line) for line in self.lines if line.startswith("{")]
        rendered = [(message.get("message") or {}).get("rendered") or "" for message in messages if message["reason"] == "compiler-message"]
        self.said = "".join(rendered)[-4000:] or ran.stderr[-2000:]
        return ran.returncode

    def deny(self, touched):
        """Whether cargo-deny complains; nothing if it is not installed, or the change is none of dependencies."""
        if not shutil.which("cargo-deny") or not any(path.endswith("Cargo.toml") for path in touched):
            return None
        return self.denies()

    def denies(self):
        config = os.path.join(os.path.dirname(__file__), "deny.toml")
        asked = ["cargo-deny", "--offline", "--config", config, "check", "bans", "licenses", "sources"]
        done = subprocess.run(asked, cwd=self.clone, capture_output=True, text=True)
        self.said = done.stderr
        return done.returncode != 0
