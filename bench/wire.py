#!/usr/bin/env python3
"""Writes a git repository with N wire types and a second version of them in the work tree.

    bench/wire.py TYPES DIRECTORY [--proto]

Types are structs and enums of some fields, nested up to five deep, with attributes, in modules of 50 types, in one crate of 1,000 types
each. In the second version every twentieth type gets an optional field and every hundredth a field of another type. With `--proto`
they are protocol buffers: a message for each type, with as many fields, and the same changes.
"""

import random
import subprocess
import sys
from pathlib import Path

MODULE = 50
CRATE = 1_000
NESTED = 5
SCALARS = ["u32", "u64", "i64", "bool", "String", "f64", "Option<String>", "Vec<u8>", "HashMap<String, u32>"]


def one(number, version, rng):
    """The text of one type."""
    earlier = f"T{number - 1}" if number % NESTED else "u8"
    lines = ["#[derive(Debug, Clone, Serialize, Deserialize)]"]
    if number % 3 == 2:
        tag = rng.choice(["", '#[serde(tag = "type")]', '#[serde(tag = "type", content = "data")]'])
        lines += [tag, f"pub enum T{number} {{", "    Open,"]
        lines.append(f"    Moved {{ to: {rng.choice(SCALARS)}, by: Option<{earlier}> }},")
        lines.append(f"    Closed {{ why: {rng.choice(SCALARS)} }},")
    else:
        lines.append(rng.choice(["", '#[serde(rename_all = "camelCase")]', "#[serde(deny_unknown_fields)]"]))
        lines.append(f"pub struct T{number} {{")
        for field in range(rng.randrange(3, 9)):
            lines.append(rng.choice(["", "", "    #[serde(default)]"]))
            lines.append(f"    pub field_{field}: {rng.choice(SCALARS)},")
        lines.append(f"    pub nested: Vec<{earlier}>,")
        if version == 2 and number % 20 == 0:
            lines.append("    pub added: Option<u32>,")
        if number % 100 == 1:
            lines.append(f"    pub changed: {'u32' if version == 2 else 'u64'},")
    lines.append("}")
    return [line for line in lines if line] + [""]


PROTO_SCALARS = ["uint32", "uint64", "int64", "bool", "string", "double", "optional string", "bytes", "map<string, uint32>"]


def one_message(number, version, rng):
    """The text of one message."""
    earlier = f"T{number - 1}" if number % NESTED else "uint32"
    lines = [f"message T{number} {{"]
    if number % 3 == 2:
        lines += ["  message Open {}", "  message Moved {"]
        lines += [f"    {rng.choice(PROTO_SCALARS)} to = 1;", f"    optional {earlier} by = 2;", "  }"]
        lines += ["  message Closed {", f"    {rng.choice(PROTO_SCALARS)} why = 1;", "  }"]
        lines += ["  oneof kind {", "    Open open = 1;", "    Moved moved = 2;", "    Closed closed = 3;", "  }"]
    else:
        count = rng.randrange(3, 9)
        lines += [f"  {rng.choice(PROTO_SCALARS)} field_{field} = {field + 1};" for field in range(count)]
        lines.append(f"  repeated {earlier} nested = {count + 1};")
        if version == 2 and number % 20 == 0:
            lines.append(f"  optional uint32 added = {count + 2};")
        if number % 100 == 1:
            lines.append(f"  {'uint32' if version == 2 else 'uint64'} changed = {count + 3};")
    return lines + ["}", ""]


def write_proto(root, types, version):
    """All files of one version, as protocol buffers."""
    (root / "wire").mkdir(parents=True, exist_ok=True)
    (root / "buf.yaml").write_text("version: v2\nbreaking:\n  use:\n    - WIRE_JSON\n")
    for module in range((types + MODULE - 1) // MODULE):
        rng = random.Random(module)
        lines = ['syntax = "proto3";', "", f"package wire.m{module};", ""]
        for number in range(module * MODULE, min((module + 1) * MODULE, types)):
            lines += one_message(number, version, rng)
        (root / "wire" / f"m{module}.proto").write_text("\n".join(lines))


def write(root, types, version):
    """All files of one version."""
    for crate in range((types + CRATE - 1) // CRATE):
        src = root / f"c{crate}" / "src"
        src.mkdir(parents=True, exist_ok=True)
        (src.parent / "Cargo.toml").write_text(
            f'[package]\nname = "c{crate}"\nversion = "0.1.0"\nedition = "2024"\n\n[dependencies]\nserde = {{ version = "1", features = ["derive"] }}\n'
        )
        first, end = crate * CRATE, min((crate + 1) * CRATE, types)
        modules = range(first // MODULE, (end + MODULE - 1) // MODULE)
        (src / "lib.rs").write_text("".join(f"pub mod m{module};\n" for module in modules))
        for module in modules:
            rng = random.Random(module)
            lines = ["use serde::{Deserialize, Serialize};", "use std::collections::HashMap;", ""]
            for number in range(module * MODULE, min((module + 1) * MODULE, end)):
                lines += one(number, version, rng)
            (src / f"m{module}.rs").write_text("\n".join(lines))
    (root / "Cargo.toml").write_text('[workspace]\nmembers = ["c*"]\nresolver = "3"\n')


def main():
    types, root = int(sys.argv[1]), Path(sys.argv[2])
    is_proto = sys.argv[3:] == ["--proto"]
    make = write_proto if is_proto else write
    root.mkdir(parents=True)
    (root / ".gitignore").write_text("target\n")
    make(root, types, 1)

    def git(*args):
        identity = ["-c", "user.name=bench", "-c", "user.email=bench@example.org"]
        subprocess.run(["git", "-C", root, *identity, *args], check=True, stdout=subprocess.DEVNULL)

    git("init", "--quiet")
    if not is_proto:
        subprocess.run(["cargo", "generate-lockfile", "--offline", "--quiet"], cwd=root, check=True)
    git("add", ".")
    git("commit", "--quiet", "-m", "published")
    make(root, types, 2)


main()
