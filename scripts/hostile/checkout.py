"""Hostile checkouts: each trap leaves a mark outside when it snaps, or leads to a file outside."""

import os
import subprocess
from pathlib import Path

LIBRARY = """//! AC: none
/// Adds.
pub fn add(a: u32, b: u32) -> u32 {
    a + b
}
"""

ENVIRONMENT = {
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_AUTHOR_NAME": "A",
    "GIT_AUTHOR_EMAIL": "a@example.org",
    "GIT_COMMITTER_NAME": "A",
    "GIT_COMMITTER_EMAIL": "a@example.org",
    "GIT_AUTHOR_DATE": "2026-01-01T00:00:00Z",
    "GIT_COMMITTER_DATE": "2026-01-01T00:00:00Z",
}


class Checkout:
    """A checkout below `scratch`, beside what it must not touch: `outside`, with the marks of traps in `outside/marks`."""

    def __init__(self, scratch: Path):
        self.scratch = scratch
        self.outside = scratch / "outside"
        self.marks = self.outside / "marks"
        self.root = scratch / "checkout"
        for directory in (self.marks, self.root, scratch / "home", scratch / "tmp"):
            directory.mkdir(parents=True)
        self.configuration = ""

    def environment(self) -> dict:
        """What programs get: the toolchain of the user, and nothing else of theirs."""
        kept = {name: value for name, value in os.environ.items() if name in ("PATH", "LANG")}
        real_home = os.environ.get("HOME", "/root")
        return {
            **kept,
            **ENVIRONMENT,
            "HOME": str(self.scratch / "home"),
            "TMPDIR": str(self.scratch / "tmp"),
            "CARGO_HOME": os.environ.get("CARGO_HOME", f"{real_home}/.cargo"),
            "RUSTUP_HOME": os.environ.get("RUSTUP_HOME", f"{real_home}/.rustup"),
            "RUSTUP_AUTO_INSTALL": "0",
        }

    def run(self, *command: str, **more) -> subprocess.CompletedProcess:
        return subprocess.run(
            command,
            cwd=more.pop("cwd", self.root),
            env={**self.environment(), **more.pop("env", {})},
            stdin=more.pop("stdin", subprocess.DEVNULL),
            capture_output=True,
            timeout=120,
            **more,
        )

    def git(self, *arguments: str, cwd=None) -> str:
        done = self.run("git", *arguments, cwd=cwd or self.root)
        if done.returncode != 0:
            raise RuntimeError(f"git {arguments}: {done.stderr.decode()}")
        return done.stdout.decode().strip()

    def write(self, path: str, text: str, base=None) -> Path:
        file = (base or self.root) / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
        return file

    def add(self, path: str, text: str) -> None:
        file = self.root / path
        self.write(path, (file.read_text() if file.exists() else "") + text)

    def link(self, path: str, target) -> None:
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.symlink_to(target)

    def trap(self, name: str, then: str = "exit 1") -> str:
        """A program in the checkout that leaves its mark."""
        program = self.write(f"traps/{name}", f"#!/bin/sh\ntouch '{self.marks}/{name}'\n{then}\n")
        program.chmod(0o755)
        return str(program)

    def configure_cargo(self, text: str) -> None:
        """Adds to `.cargo/config.toml`; a table is begun once."""
        self.configuration += text
        self.write(".cargo/config.toml", self.configuration)

    def configure_git(self, key: str, value: str, file=None) -> None:
        self.git("config", "--file", str(file or self.root / ".git/config"), "--add", key, value)

    def marked(self) -> list:
        return sorted(mark.name for mark in self.marks.iterdir())

    def plain(self) -> None:
        """A workspace with nothing bad in it, committed twice."""
        self.write("Cargo.toml", '[workspace]\nmembers = ["a"]\nresolver = "3"\n')
        self.write("a/Cargo.toml", '[package]\nname = "a"\nversion = "0.1.0"\nedition = "2024"\nlicense = "MIT"\n')
        self.write("a/src/lib.rs", LIBRARY)
        self.write("a/src/main.rs", "//! Nothing.\nfn main() {}\n")
        self.write(".gitignore", "/target\n/ignored\n")
        self.git("init", "--quiet", "--initial-branch", "main")
        self.git("add", "--all")
        self.git("commit", "--quiet", "--message", "first")
        self.write("a/src/lib.rs", LIBRARY + "\n/// One.\npub const ONE: u32 = 1;\n")
        self.git("commit", "--quiet", "--all", "--message", "second")


# Traps of cargo, each with a command that snaps it.


def rustc(it: Checkout):
    it.configure_cargo(f'build.rustc = "{it.trap("rustc")}"\n')
    return ["cargo", "metadata", "--format-version", "1", "--offline"]


def rustc_wrapper(it: Checkout):
    it.configure_cargo(f'build.rustc-wrapper = "{it.trap("rustc_wrapper")}"\n')
    return ["cargo", "check", "--offline"]


def rustc_workspace_wrapper(it: Checkout):
    it.configure_cargo(f'build.rustc-workspace-wrapper = "{it.trap("rustc_workspace_wrapper")}"\n')
    return ["cargo", "check", "--offline"]


def target_dir(it: Checkout):
    it.configure_cargo(f'build.target-dir = "{it.marks}/target_dir"\n')
    return ["cargo", "check", "--offline"]


def included(it: Checkout):
    file = it.write("more.toml", f'build.rustc = "{it.trap("included")}"\n')
    it.configure_cargo(f'include = ["{file}"]\n')
    return ["cargo", "metadata", "--format-version", "1", "--offline"]


def cargo_alias(it: Checkout):
    it.configure_cargo(f'alias.trap = ["--config", "build.rustc=\'{it.trap("cargo_alias")}\'", "check"]\n')
    return ["cargo", "trap", "--offline"]


def linker(it: Checkout):
    it.configure_cargo(f"target.'cfg(all())'.linker = \"{it.trap('linker')}\"\n")
    return ["cargo", "build", "--offline"]


def runner(it: Checkout):
    it.configure_cargo(f"target.'cfg(all())'.runner = \"{it.trap('runner')}\"\n")
    return ["cargo", "run", "--offline"]


def credential_provider(it: Checkout):
    it.configure_cargo(
        f'registries.evil = {{ index = "sparse+http://127.0.0.1:9/", credential-provider = ["{it.trap("credential_provider")}"] }}\n'
    )
    return ["cargo", "logout", "--registry", "evil"]


def replaced_source(it: Checkout):
    """Leaves no mark, but would connect."""
    it.configure_cargo('source.crates-io.replace-with = "evil"\nsource.evil.registry = "sparse+http://127.0.0.1:9/"\n')


def build_script(it: Checkout):
    it.write("a/build.rs", f'fn main() {{ std::fs::write("{it.marks}/build_script", "").unwrap(); }}\n')
    return ["cargo", "check", "--offline"]


def environment(it: Checkout):
    it.configure_cargo(f'env.TRAP = "{it.marks}/environment"\n')
    it.write("a/build.rs", 'fn main() { if let Ok(mark) = std::env::var("TRAP") { std::fs::write(mark, "").unwrap(); } }\n')
    return ["cargo", "check", "--offline"]


def proc_macro(it: Checkout):
    it.write("Cargo.toml", '[workspace]\nmembers = ["a", "derived"]\nresolver = "3"\n')
    it.write("derived/Cargo.toml", '[package]\nname = "derived"\nversion = "0.1.0"\nedition = "2024"\nlicense = "MIT"\n[lib]\nproc-macro = true\n')
    it.write(
        "derived/src/lib.rs",
        "//! A trap.\nuse proc_macro::TokenStream;\n/// It.\n#[proc_macro]\npub fn trap(_: TokenStream) -> TokenStream {\n"
        f'    std::fs::write("{it.marks}/proc_macro", "").unwrap();\n    TokenStream::new()\n}}\n',
    )
    it.add("a/Cargo.toml", '[dependencies]\nderived = { path = "../derived" }\n')
    it.add("a/src/lib.rs", "derived::trap! {}\n")
    return ["cargo", "check", "--offline"]


def toolchain(it: Checkout):
    cargo = it.trap("toolchain", "exit 0")
    for name in ("cargo", "rustc"):
        file = it.root / "toolchain/bin" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(Path(cargo).read_bytes())
        file.chmod(0o755)
    (it.root / "toolchain/lib").mkdir(exist_ok=True)
    it.write("rust-toolchain.toml", f'[toolchain]\npath = "{it.root}/toolchain"\n')
    return ["cargo", "--version"]


CARGO = [
    rustc, rustc_wrapper, rustc_workspace_wrapper, target_dir, included, cargo_alias, linker, runner, credential_provider,
    build_script, environment, proc_macro, toolchain,
]


# Traps of git, likewise.


def touched(it: Checkout) -> None:
    """A file that git must look at again, because its time is another one."""
    os.utime(it.root / "a/src/main.rs", (1, 1))


def fsmonitor(it: Checkout):
    it.configure_git("core.fsmonitor", it.trap("fsmonitor"))
    return ["git", "status"]


def hooks(it: Checkout):
    for name in ("post-index-change", "pre-commit"):
        it.trap("hooks", "exit 0")
        (it.root / "traps/hooks").replace(it.write(f"githooks/{name}", ""))
    it.configure_git("core.hooksPath", str(it.root / "githooks"))
    touched(it)
    return ["git", "status"]


def filter_clean(it: Checkout):
    it.configure_git("filter.clean.clean", it.trap("filter_clean", "cat"))
    it.configure_git("filter.clean.smudge", it.trap("filter_smudge", "cat"))
    it.add(".gitattributes", "*.rs filter=clean\n")
    touched(it)
    return ["git", "status"]


def filter_process(it: Checkout):
    it.configure_git("filter.process.process", it.trap("filter_process"))
    it.write(".git/info/attributes", "*.toml filter=process\n")
    os.utime(it.root / "a/Cargo.toml", (1, 1))
    return ["git", "diff", "HEAD"]


def external_diff(it: Checkout):
    it.configure_git("diff.external", it.trap("external_diff"))
    return ["git", "diff", "HEAD~1"]


def textconv(it: Checkout):
    it.configure_git("diff.conv.textconv", it.trap("textconv", 'cat "$1"'))
    it.add(".gitattributes", "*.rs diff=conv\n")
    return ["git", "blame", "a/src/lib.rs"]


def git_alias(it: Checkout):
    it.configure_git("alias.trap", f"!{it.trap('git_alias')}")
    return ["git", "trap"]


def git_include(it: Checkout):
    more = it.outside / "more.config"
    it.configure_git("alias.more", f"!{it.trap('git_include')}", file=more)
    it.configure_git("include.path", str(more))
    return ["git", "more"]


def credential_helper(it: Checkout):
    it.configure_git("credential.helper", f"!{it.trap('credential_helper')}")
    return ["sh", "-c", "printf 'protocol=https\\nhost=example.org\\n\\n' | GIT_TERMINAL_PROMPT=0 git credential fill"]


def lazy_fetch(it: Checkout):
    it.configure_git("core.sshCommand", it.trap("lazy_fetch"))
    it.configure_git("remote.origin.url", "ssh://example.org/x")
    it.configure_git("remote.origin.promisor", "true")
    it.configure_git("remote.origin.partialclonefilter", "blob:none")
    it.configure_git("extensions.partialClone", "origin")
    it.configure_git("core.repositoryformatversion", "1")
    blob = it.git("rev-parse", "HEAD~1:a/src/lib.rs")
    (it.root / ".git/objects" / blob[:2] / blob[2:]).unlink()
    return ["git", "cat-file", "-p", blob]


def protocol(it: Checkout):
    it.configure_git("remote.ext.url", f"ext::{it.trap('protocol')}")
    it.configure_git("protocol.ext.allow", "always")
    return ["git", "fetch", "ext"]


def signature(it: Checkout):
    it.configure_git("gpg.program", it.trap("signature"))
    it.configure_git("log.showSignature", "true")
    commit = it.git("cat-file", "commit", "HEAD")
    head, message = commit.split("\n\n", 1)
    signed = f"{head}\ngpgsig -----BEGIN PGP SIGNATURE-----\n \n x\n -----END PGP SIGNATURE-----\n\n{message}\n"
    file = it.write(".git/signed", signed)
    it.git("update-ref", "refs/heads/main", it.git("hash-object", "-t", "commit", "-w", str(file)))
    return ["git", "log"]


def submodule(it: Checkout):
    below = it.root / "vendored"
    below.mkdir()
    it.git("init", "--quiet", cwd=below)
    it.write("file", "x\n", base=below)
    it.git("add", "--all", cwd=below)
    it.git("commit", "--quiet", "--message", "below", cwd=below)
    commit = it.git("rev-parse", "HEAD", cwd=below)
    it.git("update-index", "--add", "--cacheinfo", f"160000,{commit},vendored")
    it.write(".gitmodules", '[submodule "vendored"]\n\tpath = vendored\n\turl = ./vendored\n')
    it.git("commit", "--quiet", "--message", "third")
    it.configure_git("core.fsmonitor", it.trap("submodule"), file=below / ".git/config")
    return ["git", "status"]


GIT = [
    # Those that commit come before those that would run then.
    submodule, signature, git_alias, git_include, credential_helper, protocol, external_diff, textconv, filter_clean,
    filter_process, hooks, fsmonitor, lazy_fetch,
]
