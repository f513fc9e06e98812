#!/usr/bin/env python3
"""Writes a workspace of about N lines of Rust: the same bytes for the same N.

    bench/generate.py LINES DIRECTORY

Crates of 16,000 lines depend on up to four of those before them. Each is a tree of modules of about 200 lines with
imports (by name, nested, renamed, by glob, re-exported through preludes), paths in bodies, traits and their
implementations, tests, derives, and macros of its own whose calls declare items.
"""

import random
import sys
from pathlib import Path

CRATE = 16_000
MODULES = 80


def module(crate, number, earlier, rng):
    """The text of one module."""
    other = [at + (at >= number) for at in (rng.randrange(MODULES - 1) for _ in range(4))]
    lines = [
        f"//! Module {number} of crate {crate}.",
        "",
        "use std::collections::{BTreeMap, HashMap};",
        "use std::fmt;",
        "",
        "use crate::prelude::*;",
        f"use crate::group{other[0] % 8}::m{other[0]}::{{self as near, S{other[0]}}};",
        f"use crate::group{other[1] % 8}::m{other[1]}::make as make_other;",
    ]
    far = [rng.choice(earlier) for _ in range(2)] if earlier else []
    for name in sorted(set(far)):
        lines.append(f"use c{name}::group{other[2] % 8}::m{other[2]}::S{other[2]} as Far{name};")
        lines.append(f"use c{name}::Failure as Failure{name};")
    lines += [
        "",
        f"ids! {{ Key{number}, Row{number} }}",
        "",
        "#[derive(Debug, Clone, Default)]",
        f"pub struct S{number} {{",
        "    pub names: BTreeMap<String, u64>,",
        "    pub near: Option<Box<near::Inner>>,",
        f"    pub key: Option<Key{number}>,",
        "}",
        "",
        "#[derive(Debug, Clone, Default)]",
        "pub struct Inner(pub u64);",
        "",
        f"impl fmt::Display for S{number} {{",
        "    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {",
        '        write!(f, "{} names", self.names.len())',
        "    }",
        "}",
        "",
        f"impl Named for S{number} {{",
        "    fn name(&self) -> String {",
        f"        format!(\"{{}} of {{}}\", stringify!(S{number}), crate::NAME)",
        "    }",
        "}",
        "",
        f"pub fn make(count: u64) -> S{number} {{",
        f"    let mut made = S{number}::default();",
        "    for at in 0..count {",
        "        made.names.insert(at.to_string(), at);",
        "    }",
        "    made",
        "}",
    ]
    function = 0
    while len(lines) < 184:
        callee = rng.randrange(MODULES)
        kind = function % 4
        lines += ["", f"pub fn f{function}(given: &S{other[0]}, limit: u64) -> Result<u64, Failure> {{"]
        if kind == 0:
            lines += [
                f"    let there = crate::group{callee % 8}::m{callee}::make(limit);",
                "    let first = given.names.values().next().copied();",
                "    match first {",
                "        Some(0) | None => Err(Failure::Empty),",
                "        Some(value) if value > limit => Err(Failure::Long(value)),",
                "        Some(value) => Ok(value + there.names.len() as u64),",
                "    }",
            ]
        elif kind == 1:
            lines += [
                "    let mut sums: HashMap<&str, u64> = HashMap::new();",
                "    for (name, value) in &given.names {",
                "        *sums.entry(name.as_str()).or_default() += value;",
                "    }",
                "    let inner = near::Inner(limit);",
                "    Ok(sums.values().copied().max().unwrap_or(inner.0))",
            ]
        elif kind == 2:
            lines += [
                "    let made = make_other(limit);",
                f"    let key = Key{number}(limit as u32);",
                '    println!("{} {:?} {}", made.name(), key, self::make(2));',
                f"    let row = Row{number}::from(key.0);",
                "    Ok(u64::from(row.0))",
            ]
        else:
            name = far[0] if far else None
            lines += [
                (f"    let far = Far{name}::default();" if far else "    let far = near::Inner::default();"),
                (f"    if let Err(Failure{name}::Empty) = Err::<(), _>(Failure{name}::Empty) {{"
                 if far else "    if far.0 > limit {"),
                "        return Err(Failure::Empty);",
                "    }",
                "    let _ = &far;",
                "    Ok(limit)",
            ]
        lines.append("}")
        function += 1
    lines += [
        "",
        "#[cfg(test)]",
        "mod tests {",
        "    use super::*;",
        "",
        "    #[test]",
        "    fn it_is_made() {",
        "        assert_eq!(make(3).names.len(), 3);",
        "        assert!(f0(&S%d::default(), 1).is_err());" % other[0],
        "    }",
        "}",
    ]
    return "\n".join(lines) + "\n"


def library(crate):
    """The text of a crate's root."""
    text = f"""//! Crate {crate}.

#[macro_use]
mod macros;
{"".join(f"pub mod group{group};{chr(10)}" for group in range(8))}pub mod prelude;

pub const NAME: &str = "c{crate}";

#[derive(Debug)]
pub enum Failure {{
    Empty,
    Long(u64),
}}

pub trait Named {{
    fn name(&self) -> String;
}}
"""
    return text


MACROS = """//! Macros of the crate.

macro_rules! ids {
    ($($name:ident),* $(,)?) => {$(
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub struct $name(pub u32);

        impl From<u32> for $name {
            fn from(number: u32) -> Self {
                $name(number)
            }
        }
    )*};
}
"""

PRELUDE = """//! What everybody uses.

pub use crate::{Failure, Named};
"""


def main():
    lines, root = int(sys.argv[1]), Path(sys.argv[2])
    crates = max(1, round(lines / CRATE))
    written = 0

    def write(path, text):
        nonlocal written
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        written += text.count("\n") if path.suffix == ".rs" else 0

    write(root / "Cargo.toml", '[workspace]\nresolver = "3"\nmembers = ["crates/*"]\n')
    for crate in range(crates):
        rng = random.Random(crate)
        earlier = sorted(rng.sample(range(crate), min(4, crate)))
        folder = root / "crates" / f"c{crate}"
        needs = "".join(f'c{other} = {{ path = "../c{other}" }}\n' for other in earlier)
        package = f'[package]\nname = "c{crate}"\nversion = "0.1.0"\nedition = "2024"\n'
        write(folder / "Cargo.toml", f"{package}\n[dependencies]\n{needs}")
        write(folder / "src/lib.rs", library(crate))
        write(folder / "src/macros.rs", MACROS)
        write(folder / "src/prelude.rs", PRELUDE)
        for group in range(8):
            inside = "".join(f"pub mod m{number};\n" for number in range(group, MODULES, 8))
            write(folder / f"src/group{group}/mod.rs", inside)
        for number in range(MODULES):
            path = folder / f"src/group{number % 8}/m{number}.rs"
            write(path, module(crate, number, earlier, rng))
    print(f"{crates} crates, {written} lines")


if __name__ == "__main__":
    main()
