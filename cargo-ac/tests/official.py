#!/usr/bin/env python3
"""Compares the Gherkin reader of cargo-ac with the official parser, message by message.

Started by `scripts/gherkin-official.sh`, which sees to it that the official parser and the example of this crate are there:

    scripts/gherkin-official.sh [--random N] [--mutated N] [--seed S] [--bless] FILE_OR_FOLDER…

Trees, pickles and errors must be equal, ids and columns included. Four differences are known, are counted, and are no failure:

* a byte order mark: the official Python parser takes it for text, so it is cut off for that side;
* names of columns with characters that mean something in a regular expression: the Python parser does not take them
  literally, as the parsers in other languages do;
* the type of a step in an outline that begins with a conjunction: Python prints null, which the schema of messages forbids;
* an unknown language in an indented header: message and location of the Python parser differ, and the message is right.

Where the messages of the official parser are kept beside a file, for the tests of the crate, they must still be what it
says; `--bless` writes them.
`--random N` adds N files made up of lines, keywords and characters of the language in no sensible order, `--mutated N` so many
that are one of the files with lines and characters taken out, put in, doubled or swapped.
"""

import argparse
import json
import pathlib
import random
import re
import subprocess
import sys

from gherkin.dialect import DIALECTS
from gherkin.stream.gherkin_events import GherkinEvents

ROOT = pathlib.Path(__file__).resolve().parents[2]


def official(uri, text):
    """The messages of the official parser, and whether its pickles can be relied on."""
    options = GherkinEvents.Options(print_source=False, print_ast=True, print_pickles=True)
    source = {"source": {"uri": uri, "data": text.removeprefix("\ufeff"), "mediaType": "text/x.cucumber.gherkin+plain"}}
    messages, literal = [], True
    try:
        for message in GherkinEvents(options).enum(source):
            messages.append(json.loads(json.dumps(message)))
    except re.error:
        literal = False
    for message in messages:
        if "parseError" in message:
            line, column = re.match(r"\((\d+):(\d+)\)", message["parseError"]["message"]).groups()
            location = {"line": int(line), "column": int(column)} if column != "0" else {"line": int(line)}
            message["parseError"]["source"]["location"] = location
        for step in message.get("pickle", {}).get("steps", []):
            step["type"] = step["type"] or "Unknown"
        if "gherkinDocument" in message:
            literal = literal and all(re.escape(name) == name for name in column_names(message["gherkinDocument"]))
    return messages, literal


def column_names(node):
    """The header cells of all examples, less the characters that are harmless though `re.escape` guards them."""
    if isinstance(node, dict):
        if "tableHeader" in node:
            yield from (re.sub(r"[\s#&~-]", "", cell["value"]) for cell in node["tableHeader"]["cells"])
        for value in node.values():
            yield from column_names(value)
    elif isinstance(node, list):
        for value in node:
            yield from column_names(value)


def ours(binary, sources):
    """The messages of our reader by uri."""
    lines = "".join(json.dumps({"source": {"uri": uri, "data": text}}) + "\n" for uri, text in sources)
    output = subprocess.run([binary], input=lines.encode(), stdout=subprocess.PIPE, check=True).stdout
    by_uri = {uri: [] for uri, _ in sources}
    for line in output.decode().split("\n"):
        if line:
            message = json.loads(line)
            (body,) = message.values()
            by_uri[body.get("uri") or body["source"]["uri"]].append(message)
    return by_uri


def first_difference(expected, found, path=""):
    """Where two messages part, in words."""
    if type(expected) is type(found) and isinstance(expected, dict):
        for key in sorted(expected.keys() | found.keys()):
            if expected.get(key) != found.get(key):
                return first_difference(expected.get(key), found.get(key), f"{path}.{key}")
    if type(expected) is type(found) and isinstance(expected, list):
        for index, pair in enumerate(zip(expected, found)):
            if pair[0] != pair[1]:
                return first_difference(*pair, f"{path}[{index}]")
        longer = (expected if len(expected) > len(found) else found)[min(len(expected), len(found)):]
        return f"{path}: official {len(expected)}, ours {len(found)}, left over: {json.dumps(longer)[:1000]}"
    return f"{path}: official {json.dumps(expected)[:1000]}, ours {json.dumps(found)[:1000]}"


BLANKS = [" ", "  ", "\t", "\u00a0", "\u3000", "\x1c", "\x0b", "\x85", "\u2028", "\r", ""]
TAGS = ["@a", "@AC-1", "@", "@b#c", "@a b", "@ä@b", " #x", "#x", "@c  ", "@d\t@e"]
CELLS = ["a", "<a>", "", " ", "\\|", "\\\\", "\\n", "\\", "x\u00a0", "日本", "\\n x", "<b>"]
TEXTS = ["some text", "Feature", "Scenario: ", "# language: fr", "#language:no-such", "  # language: xx", "*", "* ", '"""',
         "```", '"""json', "``` x", '\\"\\"\\"', "\\`\\`\\`", "Rule :", "Background:", "<a>", "|", "||", "\ufeff", "\x00", ""]


def random_text(rng):
    """A file that is Gherkin more or less."""
    name = rng.choice(["en", "en", "en", rng.choice(sorted(DIALECTS))])
    dialect = DIALECTS[name]
    titles = ["feature", "rule", "background", "scenario", "scenarioOutline", "examples"]
    steps = ["given", "when", "then", "and", "but"]

    def line():
        kind = rng.randrange(14)
        if kind < 3:
            return rng.choice(dialect[rng.choice(steps)]) + rng.choice(["", "x", "<a> <b>", " y  "])
        if kind < 6:
            return rng.choice(dialect[rng.choice(titles)]) + rng.choice([":", ": ", ": name", ":x  ", " :", ""])
        if kind < 8:
            return "|" + "|".join(rng.choice(CELLS) for _ in range(rng.choice([1, 2, 2, 2, 3]))) + rng.choice(["|", "| ", "", "| x"])
        if kind < 10:
            return "@t " + "".join(rng.choice(TAGS) for _ in range(rng.randrange(3)))
        if kind == 10:
            return "# " + rng.choice(TEXTS)
        if kind == 11:
            return ""
        return rng.choice(TEXTS)

    def written(text):
        return rng.choice(["", "", " ", "  ", rng.choice(BLANKS)]) + text + rng.choice(["", "", rng.choice(BLANKS)])

    lines = [f"# language: {name}"] if name != "en" else []
    title = lambda kind: rng.choice(dialect[kind]) + ": " + rng.choice(["n", "", "<a>"])
    sensible = rng.random() < 0.8
    if sensible:
        lines.append(title("feature"))
        for _ in range(rng.randrange(1, 4)):
            lines += ["@t"] * rng.randrange(2)
            if rng.random() < 0.3:
                lines.append(title("rule"))
            lines.append(title(rng.choice(["scenario", "scenarioOutline"])))
            lines += [rng.choice(dialect[rng.choice(steps)]) + "x <a>" for _ in range(rng.randrange(3))]
            if rng.random() < 0.5:
                lines += [title("examples"), "|a|b|", "|1|<a>|"]
    for _ in range(rng.randrange(3 if sensible else 12)):
        lines.insert(rng.randrange(len(lines) + 1), written(line()))
    return rng.choice(["\n", "\n", "\n", "\r\n"]).join(lines) + rng.choice(["\n", ""])


def mutated_text(rng, text):
    """A file with some mistakes in it."""
    lines = text.splitlines(keepends=True) or [""]
    place = lambda: rng.randrange(len(lines))
    dialect = DIALECTS[rng.choice(["en", "en", rng.choice(sorted(DIALECTS))])]
    keywords = [word for kind, words in dialect.items() if isinstance(words, list) for word in words]
    for _ in range(rng.choice([1, 1, 2, 3, 5])):
        at, kind = place(), rng.randrange(10)
        line = lines[at]
        cut = rng.randrange(len(line) + 1)
        if kind == 0 and len(lines) > 1:
            del lines[at]
        elif kind == 1:
            other = place()
            lines[at], lines[other] = lines[other], line
        elif kind == 2:
            lines.insert(place(), line)
        elif kind == 3:
            word = rng.choice(keywords)
            lines.insert(at, word + rng.choice([":", ": x", "", " x"]) + rng.choice(["\n", "\r\n", "\n", " \n"]))
        elif kind == 4:
            lines[at] = rng.choice(BLANKS) + line
        elif kind == 5:
            lines[at] = line[:cut] + rng.choice(BLANKS) + line[cut:]
        elif kind == 6:
            lines[at] = line[:cut] + line[cut + 1 :]
        elif kind == 7:
            lines[at] = line[:cut] + rng.choice(list(":|@#\"`\\<>*\u00e4\u0130\ud7ff\U0001f600\u200b\u0301")) + line[cut:]
        elif kind == 8:
            lines[at] = line.swapcase()
        else:
            lines.insert(at, rng.choice(TEXTS) + "\n")
    return "".join(lines)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("paths", nargs="*", type=pathlib.Path)
    parser.add_argument("--binary", default=ROOT / "target/debug/examples/gherkin_messages")
    parser.add_argument("--random", type=int, default=0, metavar="N")
    parser.add_argument("--mutated", type=int, default=0, metavar="N")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--bless", action="store_true")
    args = parser.parse_args()

    files = sorted(f for p in args.paths for f in (p.rglob("*.feature") if p.is_dir() else [p]))
    sources = []
    for file in files:
        try:
            sources.append((str(file), file.read_bytes().decode()))
        except UnicodeDecodeError:
            print(f"not UTF-8, left out: {file}")
    rng = random.Random(args.seed)
    sources += [(f"random-{number}", random_text(rng)) for number in range(args.random)]
    if sources and args.mutated:
        texts = [text for _, text in sources]
        sources += [(f"mutated-{number}", mutated_text(rng, rng.choice(texts))) for number in range(args.mutated)]
    if not sources:
        sys.exit("nothing to compare")

    results = ours(args.binary, sources)
    wrong = bad = unreliable = outdated = 0
    for uri, text in sources:
        expected, literal = official(uri, text)
        found = results[uri]
        bad += any("parseError" in message for message in expected)
        if not literal:
            unreliable += 1
            expected = [message for message in expected if "pickle" not in message]
            found = [message for message in found if "pickle" not in message]
        if found != expected:
            wrong += 1
            if wrong <= 5:
                print(f"--- {uri}\n{text[:2000]!r}\n{first_difference(expected, found)}")
        kept = pathlib.Path(uri + ".ndjson")
        if args.bless or kept.exists():
            lines = [json.dumps(m, ensure_ascii=False, sort_keys=True, separators=(",", ":")) + "\n" for m in expected]
            said = "".join(lines).replace(uri, pathlib.Path(uri).name)
            if args.bless:
                kept.write_text(said, newline="")
            elif kept.read_bytes().decode() != said:
                outdated += 1
                print(f"--- {kept}: the official parser says otherwise")
    print(f"{len(sources)} compared, {bad} of them with errors, {wrong} differ, pickles of {unreliable} left out, {outdated} outdated")
    sys.exit(wrong + outdated > 0)


if __name__ == "__main__":
    main()
