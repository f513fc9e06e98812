#!/usr/bin/env python3
"""Writes a workspace with a ledger, tests, features and a lock for `cargo ac`.

    bench/ac.py trace DIRECTORY             1,000 requirements, 2,000 links, 100 files of 200 lines of Rust
    bench/ac.py features DIRECTORY          1,300 feature files, 15 MB, each scenario with a tag
    bench/ac.py criteria COUNT DIRECTORY    COUNT criteria in ledgers of 10,000, one test in ten linked
    bench/ac.py peers COUNT DIRECTORY       COUNT criteria, each with code and a test, which are linked for `cargo ac`, for
                                            duvet and for shallguard; the criteria are in ledgers and in a document
"""

import sys
from pathlib import Path

MANIFEST = '[package]\nname = "bench"\nversion = "0.1.0"\nedition = "2024"\n\n[workspace]\n'
LEDGER = 10_000


def write(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


def ledger(first, end, per_requirement=1, offset=0):
    """A ledger of criteria by number, some to each requirement, ten requirements to each story."""
    lines = ["schema: 2", "stories:"]
    for number in range(first, end, per_requirement):
        row = number // per_requirement
        if row % 10 == 0 or number == first:
            lines += [f"  - id: US-{offset}-{row}", f"    title: Somebody wants {row}", "    requirements:"]
        lines += [f"      - id: REQ-{row}", f"        title: What {row} asks for", "        criteria:"]
        for criterion in range(number, min(number + per_requirement, end)):
            lines += [f"          - id: AC-{criterion:06}", f"            text: The answer to {criterion} is {criterion * 7}."]
            lines.append("            priority: " + ("must" if criterion % 10 == 0 else "may"))
    return "\n".join(lines) + "\n"


def rust(first, end, tests):
    """Code with links, padding, and a module of tests; 200 lines for ten criteria."""
    lines = ["//! Answers.", ""]
    for number in range(first, end):
        lines += [f"/// Answers {number}.", "///", f"/// Implements: AC-{number:06}"]
        lines += [f"pub fn answer_{number}() -> u64 {{", f"    padding_{number}() * 7", "}", ""]
        lines += [f"fn padding_{number}() -> u64 {{", f"    let number = {number};", "    number", "}", ""]
    lines += ["#[cfg(test)]", "mod tests {", "    use super::*;", ""]
    for number in range(first, min(first + tests, end)):
        lines += [f"    /// AC: AC-{number:06}", "    #[test]", f"    fn answers_{number}() {{"]
        lines += [f"        let answer = answer_{number}();", f"        assert_eq!(answer, {number * 7});", "    }", ""]
    return "\n".join(lines + ["}", ""])


def requirement(number):
    """Shallguard numbers the requirements of an area with three digits, and calls areas by letters."""
    area, rest = number // 1_000, ""
    for _ in range(3):
        area, rest = area // 26, chr(ord("A") + area % 26) + rest
    return f"REQ-{rest}-{number % 1_000:03}"


def document(count):
    """The criteria as a document: what is quoted for duvet, with the places that shallguard wants to be told."""
    lines = ["# Answers", ""]
    for number in range(count):
        if number % 100 == 0:
            lines += [f"## Part {number // 100}", ""]
        file = f"`src/m{number // 10}.rs`"
        lines += [f"- **{requirement(number)}** — The answer to {number} SHALL be {number * 7}."]
        lines += [f"  *Enforced:* {file} (`answer_{number}`) · *Verified:* [test] {file} (`answers_{number}`)", ""]
    return "\n".join(lines)


def linked(first, end):
    """Code and tests with the links of all three; 220 lines for ten criteria."""
    lines = ["//! Answers.", ""]
    for number in range(first, end):
        lines += [f"/// Implements: AC-{number:06}", f'#[shallguard::enforces("{requirement(number)}")]', f"pub fn answer_{number}() -> u64 {{"]
        lines += [f"    //= specs/requirements.md#part-{number // 100}", f"    //# The answer to {number} SHALL be {number * 7}."]
        lines += [f"    let number = {number};", "    number * 7", "}", ""]
    lines += ["#[cfg(test)]", "mod tests {", "    use super::*;", ""]
    for number in range(first, end):
        lines += [f"    /// AC: AC-{number:06}", f'    #[shallguard::verifies("{requirement(number)}")]', "    #[test]", f"    fn answers_{number}() {{"]
        lines += [f"        //= specs/requirements.md#part-{number // 100}", "        //= type=test", f"        //# The answer to {number} SHALL be {number * 7}."]
        lines += [f"        let answer = answer_{number}();", f"        assert_eq!(answer, {number * 7});", "    }", ""]
    return "\n".join(lines + ["}", ""])


def for_peers(root, count):
    """What the three tools are told of one tree."""
    write(root / "specs/requirements.md", document(count))
    schema = '"$schema" = "https://awslabs.github.io/duvet/config/v0.4.json"\n\n'
    source = schema + '[[source]]\npattern = "src/**/*.rs"\n\n[[specification]]\nsource = "specs/requirements.md"\n'
    write(root / ".duvet/config.toml", source + "\n[report.html]\nenabled = false\n\n[report.json]\nenabled = true\n")
    areas = "".join(f'\n[areas.{requirement(first)[4:-4]}]\nlabel = "Answers"\nhard_enforcement = true\nhard_verification = true\n' for first in range(0, count, 1_000))
    guard = 'schema = 1\nminimum_requirements = 1\nverify_outlier_threshold = 6\nbaseline = ".shallguard/baseline.toml"\n\n[[documents]]\npath = "specs/requirements.md"\nsource_root = "."\n'
    write(root / "shallguard.toml", guard + areas + '\n[artifacts]\nroot = "target/shallguard"\n')
    write(root / ".shallguard/baseline.toml", "schema = 1\n")
    for start in range(0, count, LEDGER):
        end = min(start + LEDGER, count)
        write(root / f"specs/l{start}.ledger.yaml", ledger(start, end, 1, start))
    write(root / "src/lib.rs", "".join(f"pub mod m{module};\n" for module in range(count // 10)))
    for module in range(count // 10):
        write(root / f"src/m{module}.rs", linked(module * 10, module * 10 + 10))


def feature(number, scenarios):
    lines = [f"Feature: Answers {number}", "  Somebody asks, and is answered.", ""]
    for row in range(scenarios):
        lines += [f"  @AC-{number:06}", f"  Scenario: question {row} of {number}"]
        lines += [f"    Given a question about {row} and all that is known of it", "    When it is asked twice by somebody who does not wait:"]
        lines += ["      | who | how often | how long |", f"      | ann | {row}        | 7        |", f"      | bob | 2        | {row}     |"]
        lines += ["    Then it is answered once, in the order of the questions", f"    And the answer is {row * 7}", ""]
    return "\n".join(lines)


def main(kind, *rest):
    root = Path(rest[-1])
    write(root / "Cargo.toml", MANIFEST)
    if kind == "trace":
        write(root / "specs/spec_ledger.yaml", ledger(0, 1_000))
        write(root / "src/lib.rs", "".join(f"pub mod m{module};\n" for module in range(100)))
        for module in range(100):
            write(root / f"src/m{module}.rs", rust(module * 10, module * 10 + 10, 10))
    elif kind == "features":
        write(root / "specs/spec_ledger.yaml", ledger(0, 1_300))
        write(root / "src/lib.rs", "")
        for number in range(1_300):
            write(root / f"features/f{number}.feature", feature(number, 30))
    elif kind == "peers":
        for_peers(root, int(rest[0]))
    else:
        count = int(rest[0])
        for start in range(0, count, LEDGER):
            end = min(start + LEDGER, count)
            write(root / f"specs/l{start}.ledger.yaml", ledger(start, end, 5, start))
        modules = range(0, count, 1_000)
        write(root / "src/lib.rs", "".join(f"pub mod m{first};\n" for first in modules))
        for first in modules:
            write(root / f"src/m{first}.rs", rust(first, min(first + 100, count), 100))


if __name__ == "__main__":
    if len(sys.argv) < 3 or sys.argv[1] not in ("trace", "features", "criteria", "peers"):
        sys.exit(__doc__)
    main(*sys.argv[1:])
