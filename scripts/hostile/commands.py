"""What is run over hostile checkouts: every command that reads, with `--untrusted`."""

import re
import subprocess

# Commands that need arguments, or are to be tried with more than one. All others of `--help` are run without any.
ARGUMENTS = {
    "govern": {
        "check": [
            [], ["--format", "json"], ["--against", "HEAD~1"], ["--base", "HEAD~1"], ["--commits", "HEAD~1..HEAD"],
            ["--history", "HEAD"], ["--since", "HEAD~1"], ["--staged"], ["--verbose"],
        ],
        "brief": [["AC-NONE"]],
        "bundle": [["docs"]],
        "init": [["--print"]],
        "pattern": [["$x.f($$$)"]],
        "weakened": [["--base", "HEAD~1"]],
        "gates": [[], ["--since", "HEAD~1"]],
        "route": [["--since", "HEAD~1"]],
        "boundary": [["--since", "HEAD~1", "--agent", "a"]],
        "hooks": [["status"]],
        "selftest": [[], ["--list"]],
        "policy": [["test"], []],
        "impact": [["a/src/lib.rs"]],
    },
    "archcheck": {
        "check": [[]],
        "graph": [["--format", "dot"]],
        "why": [["a", "a"]],
        "why-not": [["a", "std"]],
        "extract-plan": [["a"]],
        "init": [["--print"]],
    },
    "contract": {
        "check": [["--against", "HEAD~1"]],
        "diff": [["HEAD~1", "HEAD"]],
        "rollout-plan": [["--against", "HEAD~1"]],
        "why": [["a::X.y"]],
    },
    "ac": {
        "check": [["--base", "HEAD~1"]],
        "commits": [["HEAD~1..HEAD"]],
        "docs": [["--check"]],
        "gherkin": [["--emit", "ast", "Cargo.toml"]],
        "impact": [["--base", "HEAD~1"]],
        "review": [["--check"]],
        "show": [["AC-NONE"]],
        "test": [["add"]],
        "trace": [["a/src/lib.rs"]],
        "why": [["AC-NONE"]],
    },
}
# They write into the workspace what their user asks for, and nothing else is asked of them here.
WRITES = {
    "govern": {"baseline"},
    "archcheck": {"baseline"},
    "contract": {"baseline", "accept"},
    "ac": {"baseline", "new", "record", "rename", "retire", "run"},
}


# They look at no workspace.
ELSEWHERE = {"explain", "rules", "completions", "man"}


def all_of(programs) -> list:
    """The commands of all programs, as their help lists them: `(program, gate, command, arguments)`."""
    found = []
    for gate, program in programs.items():
        text = subprocess.run([program, gate, "--help"], capture_output=True, text=True, check=True).stdout
        section = text.split("Commands:\n", 1)[1].split("\n\n", 1)[0]
        names = re.findall(r"^  (\S+)  ", section, re.MULTILINE)
        assert "check" in names, f"the help of `{gate}` lists no commands"
        unknown = set(ARGUMENTS[gate]) - set(names)
        assert not unknown, f"`{gate}` has no commands {unknown}"
        for name in names:
            if name in WRITES[gate] | ELSEWHERE:
                continue
            for arguments in ARGUMENTS[gate].get(name, [[]]):
                found.append((program, gate, name, arguments))
    return found
