"""The list of changes: how it is read, and how one of them is made in a clone."""

import difflib
import subprocess
import tomllib
from dataclasses import dataclass, field

KEYS = {"name", "what", "rules", "names", "missed", "alarm", "edit"}
EDIT_KEYS = [{"file", "find", "put"}, {"create", "text"}, {"remove"}, {"rename", "to"}, {"ac"}]


class Mistake(Exception):
    """The list, or what it is about, is not as it must be."""


@dataclass
class Change:
    """A defect or a refactoring: some edits of files."""

    area: str
    name: str
    what: str
    # The rules of which one must report it.
    rules: list = field(default_factory=list)
    # Words by which a finding that stands elsewhere names what was changed.
    names: list = field(default_factory=list)
    # Why no gate reports it, or why one reports a refactoring; empty if that is not so.
    known: str = ""
    edits: list = field(default_factory=list)

    def __str__(self):
        return f"{self.area}/{self.name}: {self.what}"

    def fail(self, why):
        raise Mistake(f"{self.area}/{self.name}: {why}")

    def applied(self, root):
        """What becomes of the files: their texts by their paths, none for one that is gone; and the texts that were there."""
        before, after = {}, {}

        def text(path):
            if path not in after:
                whole = root / path
                if not whole.is_file():
                    self.fail(f"there is no file `{path}`")
                before[path] = after[path] = whole.read_text()
            if after[path] is None:
                self.fail(f"`{path}` is gone by an edit before")
            return after[path]

        def absent(path):
            if after.get(path) is not None or (path not in after and (root / path).exists()):
                self.fail(f"`{path}` is there already")
            before.setdefault(path, None)

        for edit in self.edits:
            if "find" in edit:
                after[edit["file"]] = self.replaced(edit, text(edit["file"]))
            elif "create" in edit:
                absent(edit["create"])
                after[edit["create"]] = edit["text"]
            elif "rename" in edit:
                moved = text(edit["rename"])
                absent(edit["to"])
                after[edit["to"]], after[edit["rename"]] = moved, None
            elif "remove" in edit:
                text(edit["remove"])
                after[edit["remove"]] = None
        return before, after

    def replaced(self, edit, text):
        path, find = edit["file"], edit["find"]
        if (count := text.count(find)) != 1:
            why = f"the text to replace is in `{path}` {count} times, must be once:\n    {find.strip()}"
            if count == 0:
                first = next(line for line in find.splitlines() if line.strip())
                near = difflib.get_close_matches(first, text.splitlines(), 1, 0.5)
                near = [f"\nnearest to its first line: {path}:{text.splitlines().index(line) + 1}: {line.strip()}" for line in near]
                why += "".join(near)
            self.fail(why)
        if edit["put"] == find:
            self.fail(f"an edit of `{path}` changes nothing")
        return text.replace(find, edit["put"])

    def apply(self, clone, ac):
        """Makes the change, and says which lines of which files it touched: those that are other, and the one behind. What the
        change has `cargo ac` write (`ac = ["review", "--all"]`) is none of them."""
        before, after = self.applied(clone)
        touched = {}
        for path, text in after.items():
            whole = clone / path
            if text is None:
                whole.unlink()
                touched[path] = set()
                continue
            whole.parent.mkdir(parents=True, exist_ok=True)
            whole.write_text(text)
            touched[path] = other_lines(before[path] or "", text)
        if any(path.endswith("Cargo.toml") for path in after):
            # As the lock file is after the first build.
            command = ["cargo", "metadata", "--format-version", "1", "--offline"]
            ran = subprocess.run(command, cwd=clone, capture_output=True, text=True)
            if ran.returncode:
                self.fail(f"cargo cannot read the workspace with it:\n{ran.stderr}")
        for edit in self.edits:
            if "ac" in edit:
                ran = subprocess.run([ac, "ac", *edit["ac"], "--offline"], cwd=clone, capture_output=True, text=True)
                if ran.returncode > 1:
                    self.fail(f"`cargo ac {' '.join(edit['ac'])}` fails:\n{ran.stdout}{ran.stderr}")
        return touched


def other_lines(before, after):
    lines = set()
    matcher = difflib.SequenceMatcher(None, before.splitlines(), after.splitlines(), autojunk=False)
    for tag, _, _, start, end in matcher.get_opcodes():
        if tag != "equal":
            lines.update(range(start, end + 2))
    return lines


def restore(clone):
    """The clone as it was committed."""
    subprocess.run(["git", "reset", "--quiet", "--hard"], cwd=clone, check=True)
    subprocess.run(["git", "clean", "--quiet", "-d", "--force", "--exclude", "target"], cwd=clone, check=True)


def read(folder, areas):
    """All changes of the files of these areas."""
    changes, names = [], set()
    for area in areas:
        path = folder / f"{area}.toml"
        for entry in tomllib.loads(path.read_text())["mutant"]:
            change = Change(area, entry.get("name", "?"), entry.get("what", ""))
            if unknown := set(entry) - KEYS:
                change.fail(f"unknown keys {sorted(unknown)}")
            change.rules, change.names = entry.get("rules", []), entry.get("names", [])
            change.edits = entry.get("edit", [])
            change.known = entry.get("alarm" if area == "refactorings" else "missed", "")
            if not change.what or not change.edits:
                change.fail("it does not say what is wrong, or has no edit")
            for edit in change.edits:
                if set(edit) not in EDIT_KEYS:
                    change.fail(f"an edit has the keys {sorted(edit)}")
            if area != "refactorings" and not change.rules and not change.known:
                change.fail("it says neither which rules report it nor why none does")
            if change.name in names:
                change.fail("there are two of this name")
            names.add(change.name)
            changes.append(change)
    return changes
