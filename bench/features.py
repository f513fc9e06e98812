#!/usr/bin/env python3
"""Writes feature files of one kind, the same bytes for the same arguments:

    bench/features.py KIND MIB DIRECTORY

`ordinary` makes files of about 11 KiB, as people write them; all other kinds make one file that has too much of something.
"""

import pathlib
import random
import sys

WORDS = "the order customer invoice is a stock paid with of shipped to warehouse late total price and then list".split()


def ordinary(rng, number):
    def words(n):
        return " ".join(rng.choice(WORDS) for _ in range(n))

    lines = [f"@area-{number % 17}", f"Feature: {words(4)} {number}", f"  {words(9)}", f"  {words(7)}", "",
             "  Background:", f"    Given {words(6)}", ""]
    scenario = 0
    while sum(map(len, lines)) < 10_500:
        scenario += 1
        lines += [f"  @AC-{number}-{scenario} @slow", f"  Scenario Outline: {words(6)}"]
        for keyword in ("Given", "And", "When", "Then", "But"):
            lines.append(f"    {keyword} {words(7)} <amount> {words(2)}")
        lines += ["      | name | price |"] + [f"      | {words(2)} | {rng.randrange(1000)} |" for _ in range(4)]
        lines += ["    And the note", '      """json', f'      {{"text": "{words(8)}"}}', '      """', "    # examples",
                  "    Examples:", "      | amount | unit |"]
        lines += [f"      | {rng.randrange(100)} | {words(1)} |" for _ in range(6)] + [""]
    return "\n".join(lines) + "\n"


HEAD = "Feature: f\n  Scenario: s\n    Given x\n"

# The text before, what is repeated, and the text after.
KINDS = {
    "one-line": ("Feature: ", "word ", "\n"),
    "one-tag-line": ("", "@tag ", "\nFeature: f\n"),
    "one-row": (HEAD + "|", " cell \\| |", "\n"),
    "rows": (HEAD, "      | a | \\n |\n", ""),
    "steps": (HEAD, "    And y <z>\n", ""),
    "scenarios": ("Feature: f\n", "  @a\n  Scenario: s\n    @b\n    Examples:\n", ""),
    "rules": ("Feature: f\n", "  @a\n  Rule: r\n", ""),
    "tags": (HEAD, "  @a\n  # c\n\n", "  Rule: r\n"),
    "comments": ("", "# comment\n", "Feature: f\n"),
    "blank-lines": (HEAD, "   \n", ""),
    "description": ("Feature: f\n", "  text # text\n\n", ""),
    "doc-string": (HEAD + '      """\n', '        text \\"\\"\\"\n', '      """\n'),
    "doc-string-unclosed": (HEAD + '      """\n', "      ```\n", ""),
    "errors": (HEAD, "    stray\n", ""),
    "tags-with-blanks": (HEAD, "    @a b\n", ""),
    "nul": (HEAD, "\0", "\n"),
}


def outline(size):
    """A table of half the size below steps of the other half."""
    columns = max(1, int((size / 40) ** 0.5))
    header = "|" + "|".join(f"c{column}" for column in range(columns)) + "|\n"
    rows = ("|" + "1|" * columns + "\n") * max(1, size // 2 // (2 * columns))
    steps = "    And <c0> < <x>\n" * max(1, size // 2 // 20 // 1000)
    return HEAD + steps + "    Examples:\n" + header + rows


def main():
    kind, size, directory = sys.argv[1], int(float(sys.argv[2]) * (1 << 20)), pathlib.Path(sys.argv[3])
    directory.mkdir(parents=True, exist_ok=True)
    if kind == "ordinary":
        rng, number, written = random.Random(7), 0, 0
        while written < size:
            text = ordinary(rng, number)
            (directory / f"f{number:05}.feature").write_text(text)
            number, written = number + 1, written + len(text)
    elif kind == "outline":
        (directory / "outline.feature").write_text(outline(size))
    else:
        before, part, after = KINDS[kind]
        (directory / f"{kind}.feature").write_text(before + part * (size // len(part)) + after)


if __name__ == "__main__":
    main()
