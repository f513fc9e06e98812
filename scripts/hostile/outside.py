"""What leads out of a hostile checkout, and what has no end: nothing of it may be opened, and nothing may wait for it."""

import os

from checkout import LIBRARY, Checkout

# What nobody may read; a text that would be found if it were.
# Put together here, so that this file has none.
KEY = "AKIA" + "Q3EGWXKZPLM6247T"[:16]
SECRET = f'pub const KEY: &str = "{KEY}";\npub fn f() {{ todo!() }}\n'


def out(it: Checkout, path: str, text: str = SECRET) -> str:
    """A file outside."""
    return str(it.write(path, text, base=it.outside))


def links(it: Checkout) -> None:
    """Ways out of the workspace in all places where a file is looked for."""
    it.add(
        "a/src/lib.rs",
        "mod linked;\nmod linked_directory;\nmod above;\n"
        f'#[path = "{out(it, "absolute.rs")}"]\nmod absolute;\n'
        f'#[path = "../../../outside/{os.path.basename(out(it, "relative.rs"))}"]\nmod relative;\n'
        '#[path = "/etc/passwd"]\nmod passwords;\n'
        f'include!("{out(it, "included.rs")}");\n'
        f'const TEXT: &str = include_str!("{out(it, "text.txt")}");\n'
        f'const BYTES: &[u8] = include_bytes!("../../../outside/{os.path.basename(out(it, "bytes"))}");\n'
        "mod zero;\n",
    )
    it.link("a/src/linked.rs", out(it, "linked.rs"))
    out(it, "directory/mod.rs")
    it.link("a/src/linked_directory", it.outside / "directory")
    # A way out of several links, none of which leads out by itself.
    it.link("a/up", "..")
    it.link("a/src/above.rs", f"../up/../outside/{os.path.basename(out(it, 'above.rs'))}")
    it.link("a/src/zero.rs", "/dev/zero")
    it.link("target", it.outside / "builds")
    (it.outside / "builds/govern").mkdir(parents=True)
    it.link("specs/features/linked.feature", out(it, "linked.feature", "Feature: x\n"))
    it.link("specs/more", it.outside / "directory")
    it.link("policy/linked.rego", out(it, "linked.rego", "package main\n"))
    it.link(".github/workflows/linked.yml", out(it, "linked.yml", "on: push\n"))
    it.link("docs/linked.md", out(it, "linked.md", "# x\n"))
    it.link("docs/link.md", "linked.md")
    it.write("docs/way.md", "[x](../../outside/linked.md) [y](linked.md)\n")
    it.link("a/tests/linked.rs", out(it, "test.rs"))
    it.link("LICENSE", out(it, "license", "MIT\n"))


def endless(it: Checkout) -> None:
    """Pipes that nobody writes to, files that are too long, and text that is too deep."""
    it.add("a/src/lib.rs", "mod pipe;\nmod huge;\nmod deep;\nmod wide;\n")
    for path in ("a/src/pipe.rs", "a/.gitignore", "a/.gitattributes", ".mailmap", "specs/features/pipe.feature", "docs/pipe.md",
                 "policy/pipe.rego", ".github/workflows/pipe.yml", "Cargo.lock", "rust-toolchain", ".cargo/config"):
        file = it.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        os.mkfifo(file)
    for path, size in (("a/src/huge.rs", 3 << 30), ("huge.md", 6 << 30), (".github/workflows/huge.yml", 2 << 30)):
        with open(it.write(path, ""), "r+b") as file:
            file.truncate(size)
    deep = 100_000
    it.write("a/src/deep.rs", "fn f() { m!" + "(" * deep + ")" * deep + "; }\n")
    it.write("a/src/wide.rs", "fn f() -> u32 { 0" + " + 1" * deep + " }\n" + "#[a]" * deep + "fn g() {}\n")
    it.write(".github/workflows/deep.yml", "on: push\njobs: " + "[" * deep + "]" * deep + "\n")
    it.write(".github/workflows/anchors.yml", "a0: &a0 [x]\n" + "".join(f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]\n" for n in range(1, 40)))
    it.write("data/deep.json", "[" * deep + "]" * deep)
    it.write("data/deep.toml", "a = " + "[" * deep + "]" * deep + "\n")
    it.write("policy/main.rego", "package main\nimport rego.v1\ndeny contains x if { some x in input.a; x == 1 }\n")
    it.write("specs/features/deep.feature", "Feature: x\n" + "  Rule: y\n" * deep)


CONFIGURED = """
[patterns]
[[patterns.rule]]
name = "ours"
pattern = "$x.f($$$)"
because = "a hole in each place"

[[policy.check]]
name = "data"
files = ["data/**", ".github/workflows/*.yml"]
namespace = "main"
"""


def led_by_git(it: Checkout, what: str) -> None:
    """What is wrong with a git directory itself, so that git must not be asked at all."""
    git = it.root / ".git"
    elsewhere = it.scratch / "elsewhere"
    if what == "a link as git directory":
        git.rename(it.outside / "git")
        git.symlink_to(it.outside / "git")
    elif what == "a git directory elsewhere":
        git.rename(it.outside / "git")
        git.write_text(f"gitdir: {it.outside}/git\n")
    elif what == "objects of another repository":
        it.git("clone", "--quiet", "--no-hardlinks", ".", str(it.outside / "other"))
        it.write("objects/info/alternates", f"{it.outside}/other/.git/objects\n", base=git)
    elif what == "a link among objects":
        elsewhere.mkdir()
        pack = git / "objects/pack"
        pack.rename(it.outside / "pack")
        pack.symlink_to(it.outside / "pack")
    elif what == "a pipe as a name of a commit":
        os.mkfifo(git / "refs/heads/pipe")
    elif what == "a pipe as configuration":
        (git / "config").unlink()
        os.mkfifo(git / "config")
    elif what == "a link as index":
        (git / "index").rename(it.outside / "index")
        (git / "index").symlink_to(it.outside / "index")


LED_BY_GIT = [
    "a link as git directory", "a git directory elsewhere", "objects of another repository", "a link among objects",
    "a pipe as a name of a commit", "a pipe as configuration", "a link as index",
]


def at_the_top(it: Checkout, what: str) -> None:
    """What leads out where everything begins, so that little or nothing can be checked."""
    member = '[package]\nname = "evil"\nversion = "0.1.0"\nedition = "2024"\n'
    if what == "a member above":
        out(it, "member/Cargo.toml", member)
        out(it, "member/src/lib.rs", LIBRARY)
        it.write("Cargo.toml", '[workspace]\nmembers = ["a", "../outside/member"]\n')
    elif what == "a member behind a link":
        out(it, "member/Cargo.toml", member)
        out(it, "member/src/lib.rs", LIBRARY)
        it.link("linked", it.outside / "member")
        it.write("Cargo.toml", '[workspace]\nmembers = ["a", "linked"]\n')
    elif what == "a manifest that is a link":
        (it.root / "Cargo.toml").rename(it.outside / "Cargo.toml")
        it.link("Cargo.toml", it.outside / "Cargo.toml")
    elif what == "a manifest that is a pipe":
        (it.root / "Cargo.toml").unlink()
        os.mkfifo(it.root / "Cargo.toml")
    elif what == "a target elsewhere":
        it.add("a/Cargo.toml", f'[lib]\npath = "{out(it, "target.rs")}"\n')
    elif what == "a configuration that is a link":
        it.link("govern.toml", out(it, "govern.toml", ""))
    elif what == "a baseline that is a link":
        it.link("govern-baseline.toml", out(it, "govern-baseline.toml", ""))
    elif what == "a ledger that is a link":
        it.link("specs/spec_ledger.yaml", out(it, "spec_ledger.yaml", ""))
    elif what == "a ledger elsewhere":
        it.write("govern.toml", f'[ac]\nledgers = ["../outside/{os.path.basename(out(it, "ledger.yaml", ""))}"]\n')
    elif what == "a published version elsewhere":
        out(it, "published/Cargo.toml", member)
        it.write("govern.toml", '[contract]\nagainst-directory = "../outside/published"\n')
    elif what == "a deep configuration":
        it.write("govern.toml", "a = " + "[" * 100_000)
    elif what == "a deep ledger":
        it.write("specs/spec_ledger.yaml", "[" * 100_000)
    elif what == "a root elsewhere":
        out(it, "Cargo.toml", '[workspace]\nmembers = []\n')
        it.write("Cargo.toml", '[package]\nname = "a"\nversion = "0.1.0"\nedition = "2024"\nworkspace = "../outside"\n')
        it.write("src/lib.rs", LIBRARY)


AT_THE_TOP = [
    "a member above", "a member behind a link", "a manifest that is a link", "a manifest that is a pipe", "a target elsewhere",
    "a configuration that is a link", "a baseline that is a link", "a ledger that is a link", "a ledger elsewhere",
    "a published version elsewhere", "a deep configuration", "a deep ledger", "a root elsewhere",
]
