"""What programs did, as strace saw it."""

import os
import re
from dataclasses import dataclass, field
from pathlib import Path

# `-y` writes the path of what is open behind its number; `-v` writes environments in full.
STRACE = [
    "strace", "-f", "-qq", "-y", "-v", "-s", "20000", "-e", "signal=none", "-e",
    "trace=execve,execveat,open,openat,openat2,creat,mkdir,mkdirat,mknod,mknodat,rename,renameat,renameat2,unlink,unlinkat,"
    "rmdir,symlink,symlinkat,link,linkat,truncate,chmod,fchmodat,chown,lchown,fchownat,utimensat,connect,sendto,bind",
]

CALL = re.compile(r"^(?P<pid>\d+)\s+(?P<name>\w+)\((?P<arguments>.*)\)\s+= (?P<result>.*)$")
UNFINISHED = re.compile(r"^(?P<pid>\d+)\s+(?P<text>.*) <unfinished \.\.\.>$")
RESUMED = re.compile(r"^(?P<pid>\d+)\s+<\.\.\. \w+ resumed>(?P<text>.*)$")
TEXT = re.compile(r'"((?:[^"\\]|\\.)*)"')
WRITES = re.compile(r"O_WRONLY|O_RDWR|O_CREAT|O_TRUNC")
DIRECTORY = re.compile(r"^(?:AT_FDCWD|\d+)<([^>]*)>")
OPENED = re.compile(r"^\d+<(.*)>$")


@dataclass
class Seen:
    """What was done, with absolute paths."""

    executed: list = field(default_factory=list)
    opened: list = field(default_factory=list)
    changed: list = field(default_factory=list)
    network: list = field(default_factory=list)
    calls: int = 0


def lines(file: Path):
    """Calls that others came in between are put together again."""
    begun = {}
    for line in file.read_text(errors="replace").splitlines():
        if match := UNFINISHED.match(line):
            begun[match["pid"]] = line.removesuffix(" <unfinished ...>")
        elif match := RESUMED.match(line):
            yield begun.pop(match["pid"], match["pid"]) + match["text"]
        else:
            yield line


def read(file: Path, start: Path) -> Seen:
    """Reads what `strace -o FILE` wrote of a program that was started in a directory."""
    seen = Seen()
    for line in lines(file):
        match = CALL.match(line)
        if not match:
            continue
        seen.calls += 1
        name, arguments, result = match["name"], match["arguments"], match["result"]
        texts = TEXT.findall(arguments)
        failed = result.startswith("-1")
        if name in ("execve", "execveat"):
            if not failed:
                environment = dict(text.split("=", 1) for text in texts[1:] if "=" in text)
                seen.executed.append((texts[0], texts[1:], environment))
        elif name in ("open", "openat", "openat2", "creat"):
            path = absolute(arguments, texts, start)
            opened = OPENED.match(result.split(" (")[0].strip())
            if opened:
                seen.opened.append((match["pid"], opened[1].split("<")[0]))
            if name == "creat" or WRITES.search(arguments):
                seen.changed.append((name, os.path.realpath(opened[1]) if opened else path))
        elif name in ("connect", "sendto", "bind"):
            seen.network.append(line)
        else:
            for path in paths(name, arguments, start):
                seen.changed.append((name, path))
    return seen


def paths(name: str, arguments: str, start: Path):
    """The paths that a call changes: of a link only the new name, not what it leads to."""
    found = []
    for part in re.finditer(r'(?:(?:AT_FDCWD|\d+)<([^>]*)>, )?"((?:[^"\\]|\\.)*)"', arguments):
        base = Path(part[1]) if part[1] else start
        found.append(base / part[2])
    if name in ("symlink", "symlinkat", "link", "linkat"):
        found = found[-1:]
    # The name itself counts, behind links on the way to it.
    return [os.path.join(os.path.realpath(path.parent), path.name) for path in found]


def absolute(arguments: str, texts: list, start: Path) -> str:
    directory = DIRECTORY.match(arguments)
    base = Path(directory[1]) if directory else start
    return os.path.realpath(base / texts[0]) if texts else str(base)
