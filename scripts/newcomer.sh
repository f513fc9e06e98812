#!/bin/sh
# Walks the path of docs/getting-started.md as a newcomer does: what stands in its blocks is done, in order, in a copy of
# testdata/newcomer, and what commands print has to be what the page shows. Takes the `cargo-govern` in PATH, else the one that
# cargo has built for tests.
#
# `console`: lines behind `$ ` are commands, the others what they print; `...` stands for any lines, `[..]` for any text in a line. A
# command has to succeed, unless `echo $?` behind it shows how it ended. `diff`: a change, made by git. `yaml`, `toml`, `json`: a file, whose
# path is in its first line. `sh`: what was done before, to have the program.
set -eu
root=$(cd "$(dirname "$0")/.." && pwd)

command -v cargo-govern >/dev/null || PATH=${CARGO_TARGET_DIR:-$root/target}/debug:$PATH
command -v cargo-govern >/dev/null || { echo "newcomer.sh: there is no cargo-govern: cargo build -p cargo-govern" >&2; exit 1; }
export PATH

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
cp -R "$root/testdata/newcomer" "$scratch/work"

# Nothing of this machine's git, colours and CI.
unset CARGO_TARGET_DIR CARGO_TERM_COLOR CLICOLOR_FORCE GITHUB_ACTIONS GITHUB_WORKSPACE CI_PROJECT_DIR SOURCE_DATE_EPOCH GIT_DIR GIT_INDEX_FILE
export COLUMNS=120 NO_COLOR=1 CARGO_NET_OFFLINE=true GIT_CONFIG_GLOBAL="$scratch/gitconfig" GIT_CONFIG_NOSYSTEM=1
git config --file "$scratch/gitconfig" user.name Newcomer
git config --file "$scratch/gitconfig" user.email newcomer@example.org
git config --file "$scratch/gitconfig" commit.gpgsign false
git config --file "$scratch/gitconfig" init.defaultBranch main
cd "$scratch/work"
git init --quiet
git add .
git commit --quiet --message "What was there"

python3 - "$root/${1:-docs/getting-started.md}" <<'PYTHON'
import pathlib
import re
import subprocess
import sys

page = pathlib.Path(sys.argv[1])


def stop(row, why):
    sys.exit(f"newcomer.sh: {page.name}:{row}: {why}")


def blocks(lines):
    """Row, language and lines of each block."""
    opened = None
    for row, line in enumerate(lines, 1):
        if opened is None and line.startswith("```"):
            opened = (row, line[3:].strip(), [])
        elif opened is not None and line == "```":
            yield opened
            opened = None
        elif opened is not None:
            opened[2].append(line)
    if opened is not None:
        stop(opened[0], "this block has no end")


def is_like(shown, printed):
    """Whether lines are those that are shown, where `...` stands for any lines and `[..]` for any text in a line."""
    if not shown:
        return not printed
    if shown[0] == "...":
        return any(is_like(shown[1:], printed[at:]) for at in range(len(printed) + 1))
    pattern = ".*".join(re.escape(part) for part in shown[0].split("[..]"))
    return bool(printed) and re.fullmatch(pattern, printed[0]) is not None and is_like(shown[1:], printed[1:])


def console(row, lines):
    steps = []
    for at, line in enumerate(lines, row + 1):
        if line.startswith("$ "):
            steps.append((at, line[2:], []))
        elif steps:
            steps[-1][2].append(line)
        else:
            stop(at, "a block of the console begins with a command")
    if not steps:
        stop(row, "there is no command in this block")
    status = 0
    for at, (row, command, shown) in enumerate(steps):
        if command == "echo $?":
            printed = [str(status)]
        else:
            ran = subprocess.run(
                ["bash", "-c", command], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=120
            )
            status = ran.returncode
            printed = ran.stdout.decode().splitlines()
            asked = at + 1 < len(steps) and steps[at + 1][1] == "echo $?"
            if status != 0 and not asked:
                stop(row, f"`{command}` ends with {status}:\n" + "\n".join(printed))
        if not is_like(shown, printed):
            stop(row, f"`{command}` prints:\n" + "\n".join(printed) + "\nand the page shows:\n" + "\n".join(shown))
    return sum(command != "echo $?" for _, command, _ in steps)


def file(row, lines):
    named = re.fullmatch(r"(?:#|//) ([\w./-]+)", lines[0] if lines else "")
    if named is None:
        stop(row, "the first line of a file says where it is")
    path = pathlib.Path(named[1])
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


commands = changes = files = installed = 0
for row, language, lines in blocks(page.read_text(encoding="utf-8").splitlines()):
    if language == "console":
        commands += console(row, lines)
    elif language == "diff":
        text = "\n".join(lines) + "\n"
        ran = subprocess.run(["git", "apply", "-"], input=text.encode(), stderr=subprocess.PIPE)
        if ran.returncode != 0:
            stop(row, "this change cannot be made: " + ran.stderr.decode())
        changes += 1
    elif language in ("yaml", "toml", "json"):
        file(row, lines)
        files += 1
    elif language == "sh":
        installed += 1
    else:
        stop(row, f"nobody knows what to do with a block of `{language}`")
if commands < 10 or changes < 3 or files < 1 or installed > 1:
    sys.exit(f"newcomer.sh: {page.name}: {commands} commands, {changes} changes and {files} files are no whole path")
print(f"newcomer.sh: {commands} commands, {changes} changes and {files} files of {page.name} are as it shows", file=sys.stderr)
PYTHON
