//! What git runs before a commit: the hooks, and what is staged.

use crate::support::Copy;

const CLEAN: &str = "/// Reads.\npub fn f() -> u32 {\n    0\n}\n";
const FORBIDDEN: &str = "/// Reads.\npub fn f() -> u32 {\n    dbg!(0)\n}\n";
const FOUND: &str = "src/lib.rs:3:5: error[patterns::debug_macro]";

/// A repository with one commit.
fn repository() -> Copy {
    let lock = "version = 4\n\n[[package]]\nname = \"orders\"\nversion = \"0.1.0\"\n";
    let copy = Copy::package(&[
        ("Cargo.lock", lock),
        ("src/lib.rs", CLEAN),
        (".gitignore", "target\n"),
    ]);
    copy.git(&["init", "--quiet"]);
    copy.git(&["add", "."]);
    copy.git(&["commit", "--quiet", "--message", "all"]);
    copy
}

const STAGED: [&str; 4] = ["--staged", "--offline", "--format", "short"];

/// AC: AC-GOVERN-CMD-STAGED
#[test]
fn what_is_staged_is_looked_at_and_not_what_is_in_the_work_tree() {
    let copy = repository();
    // Nothing is staged: nothing can be found.
    copy.write("src/lib.rs", FORBIDDEN);
    copy.govern(&STAGED).ends_with(0);
    copy.git(&["add", "src/lib.rs"]);
    // In the work tree it is all right again, and there is another line above.
    copy.write("src/lib.rs", format!("//! Numbers.\n\n{CLEAN}"));
    copy.govern(&STAGED).ends_with(1).says(FOUND);
    copy.govern(&["--offline"]).ends_with(0);
    copy.git(&["add", "src/lib.rs"]);
    copy.govern(&STAGED)
        .ends_with(0)
        .says("not run: archcheck: what it finds depends on more than the files");
}

/// AC: AC-GOVERN-CMD-STAGED
#[test]
fn only_what_is_in_staged_files_is_reported() {
    let copy = repository();
    copy.write("src/lib.rs", FORBIDDEN);
    copy.git(&[
        "commit",
        "--quiet",
        "--all",
        "--message",
        "it was there before",
    ]);
    // In two pieces, for it would be found here, too.
    let key = ["AKIA", "IOSFODNN7QKWERTY"].concat();
    let text = format!("The key is {key}, see [there](notes.md).\n");
    copy.write("README.md", text);
    copy.write("notes.md", "# Notes\n");
    copy.git(&["add", "README.md"]);
    let said = copy.govern(&STAGED);
    said.ends_with(1)
        .says("README.md:1:12: error[repository::secret_in_repository]")
        // It is there, but not in the commit.
        .says("README.md:1:46: warning[repository::dead_link]");
    assert!(!said.out.contains("debug_macro"), "{}", said.out);
    copy.git(&["add", "notes.md"]);
    let said = copy.govern(&STAGED);
    assert!(!said.out.contains("dead_link"), "{}", said.out);
}

/// AC: AC-GOVERN-CMD-STAGED
#[test]
fn other_files_of_the_index_count_as_they_are_there() {
    let copy = repository();
    // The configuration that lets it pass is not staged.
    copy.write("src/lib.rs", FORBIDDEN);
    copy.write("govern.toml", "[lints]\npatterns.debug_macro = \"allow\"\n");
    copy.git(&["add", "src/lib.rs"]);
    copy.govern(&STAGED).ends_with(1).says(FOUND);
    copy.git(&["add", "govern.toml"]);
    copy.govern(&STAGED).ends_with(0);
    // A module that is declared and not added is missing in the commit.
    copy.write("src/lib.rs", format!("mod more;\n{CLEAN}"));
    copy.write("src/more.rs", "//! More.\n");
    copy.git(&["add", "src/lib.rs"]);
    copy.govern(&STAGED)
        .ends_with(1)
        .says("src/lib.rs:1:5: error[source]");
    copy.git(&["add", "--intent-to-add", "src/more.rs"]);
    copy.govern(&STAGED)
        .ends_with(1)
        .says("src/lib.rs:1:5: error[source]");
    copy.git(&["add", "src/more.rs"]);
    copy.govern(&STAGED).ends_with(0);
}

/// AC: AC-GOVERN-CMD-STAGED
#[test]
fn what_is_not_about_what_is_staged_is_refused() {
    let copy = repository();
    copy.govern(&["baseline", "--staged"])
        .ends_with(2)
        .tells("`--staged` is for checks");
    copy.govern(&["selftest", "--staged"])
        .ends_with(2)
        .tells("`--staged` is for checks");
    let alone = Copy::package(&[("src/lib.rs", CLEAN)]);
    alone
        .govern(&STAGED)
        .ends_with(2)
        .says("is in no git repository");
}

/// Commits with the program of the tests on the `PATH`; whether that worked, and what was said.
#[cfg(unix)]
fn commit(copy: &Copy, arguments: &[&str]) -> (bool, String) {
    let directory = std::path::Path::new(env!("CARGO_BIN_EXE_cargo-govern")).parent();
    let directory = directory
        .expect("a program is in a directory")
        .to_string_lossy();
    let [_, (_, path)] = copy.programs_first("none");
    let path = format!("{directory}:{path}");
    copy.try_git(
        &[("PATH", &path)],
        &[&["commit", "--quiet", "--message", "more"], arguments].concat(),
    )
}

/// AC: AC-GOVERN-CMD-HOOKS
#[cfg(unix)]
#[test]
fn git_stops_a_commit_that_the_gates_do_not_pass() {
    let copy = repository();
    copy.govern(&["hooks", "status"])
        .ends_with(1)
        .says("missing    pre-commit");
    copy.govern(&["hooks", "install"])
        .ends_with(0)
        .says("installed  pre-commit");
    copy.govern(&["hooks", "status"])
        .ends_with(0)
        .says("installed  pre-commit")
        .says("missing    pre-push");
    copy.write("src/lib.rs", FORBIDDEN);
    copy.write("notes.md", "# Notes\n");
    copy.git(&["add", "src/lib.rs"]);
    let (committed, said) = commit(&copy, &[]);
    assert!(!committed && said.contains("debug_macro"), "{said}");
    // `git commit --all` and `git commit FILE` have an index of their own, which git names to the hook.
    copy.git(&["reset", "--quiet"]);
    let (committed, said) = commit(&copy, &["--all"]);
    assert!(!committed && said.contains("debug_macro"), "{said}");
    copy.git(&["reset", "--quiet"]);
    copy.git(&["add", "src/lib.rs", "notes.md"]);
    let (committed, said) = commit(&copy, &["--", "notes.md"]);
    assert!(committed, "{said}");
    // Without the program, nothing passes unseen.
    copy.write("src/lib.rs", CLEAN);
    copy.write("notes.md", "# More notes\n");
    let (committed, said) = copy.try_git(
        &[("PATH", "/usr/bin:/bin")],
        &["commit", "--quiet", "--all", "--message", "more"],
    );
    assert!(
        !committed && said.contains("cargo-govern is not installed"),
        "{said}"
    );
    copy.govern(&["hooks", "uninstall"])
        .ends_with(0)
        .says("missing    pre-commit");
    let (committed, said) = commit(&copy, &["--all"]);
    assert!(committed, "{said}");
}

/// AC: AC-GOVERN-CMD-HOOKS
#[cfg(unix)]
#[test]
fn the_hook_of_somebody_else_is_never_overwritten() {
    let copy = repository();
    let own = "#!/bin/sh\necho \"mine\" >> ran\n";
    copy.script(".git/hooks/pre-commit", "echo \"mine\" >> ran\n");
    copy.govern(&["hooks", "status"])
        .ends_with(1)
        .says("foreign    pre-commit");
    copy.govern(&["hooks", "install"])
        .ends_with(2)
        .tells("is a hook of somebody else")
        .tells("`--chain` keeps it");
    assert_eq!(copy.read(".git/hooks/pre-commit"), own);
    copy.govern(&["hooks", "uninstall"])
        .ends_with(0)
        .says("foreign    pre-commit");
    assert_eq!(copy.read(".git/hooks/pre-commit"), own);

    copy.govern(&["hooks", "install", "--chain"]).ends_with(0);
    copy.govern(&["hooks", "install", "--chain"]).ends_with(0);
    let (committed, said) = commit(&copy, &["--allow-empty"]);
    assert!(committed, "{said}");
    assert_eq!(copy.read("ran"), "mine\n");
    // One that is not as it would be written now is brought up to date.
    let ours = copy.read(".git/hooks/pre-commit");
    copy.write(".git/hooks/pre-commit", ours.replace("hook 1:", "hook 0:"));
    copy.govern(&["hooks", "status"])
        .ends_with(1)
        .says("outdated   pre-commit");
    copy.govern(&["hooks", "install"]).ends_with(0);
    assert_eq!(copy.read(".git/hooks/pre-commit"), ours);
    copy.govern(&["hooks", "uninstall"])
        .ends_with(0)
        .says("foreign    pre-commit");
    assert_eq!(copy.read(".git/hooks/pre-commit"), own);
    assert!(!copy.path(".git/hooks/pre-commit.before-govern").exists());
}

/// AC: AC-GOVERN-CMD-HOOKS
#[cfg(unix)]
#[test]
fn hooks_are_where_git_looks_for_them() {
    let copy = Copy::with(&[
        (
            "sub/Cargo.toml",
            "[package]\nname = \"orders\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n[workspace]\n",
        ),
        ("sub/src/lib.rs", CLEAN),
    ]);
    copy.git(&["init", "--quiet"]);
    copy.git(&["commit", "--quiet", "--allow-empty", "--message", "first"]);
    let manifest = ["--manifest-path", "sub/Cargo.toml", "--offline"];
    let hooks = |action: &str, more: &[&str]| {
        copy.govern(&[&["hooks", action], more, &manifest[..]].concat())
    };
    // A directory of this repository, and a workspace that is not at its top.
    copy.git(&["config", "core.hooksPath", ".githooks"]);
    hooks("install", &["--pre-push"])
        .ends_with(0)
        .says("installed  pre-push");
    let text = copy.read(".githooks/pre-commit");
    assert!(
        text.ends_with("check --staged --quiet --manifest-path 'sub/Cargo.toml'\n"),
        "{text}"
    );
    assert!(copy.read(".githooks/pre-push").contains("govern selftest"));
    copy.write("sub/src/lib.rs", FORBIDDEN);
    copy.git(&["add", "sub"]);
    let (committed, said) = commit(&copy, &[]);
    assert!(!committed && said.contains("debug_macro"), "{said}");
    // One that all repositories share is not touched.
    let shared = tempfile::tempdir().expect("there is room");
    let path = shared.path().to_string_lossy().into_owned();
    copy.git(&["config", "core.hooksPath", &path]);
    hooks("install", &[])
        .ends_with(2)
        .tells("would be a hook of all repositories");
    // Another work tree has the hooks of the repository.
    copy.git(&["config", "--unset", "core.hooksPath"]);
    copy.git(&["worktree", "add", "--quiet", "other"]);
    copy.write(
        "other/Cargo.toml",
        "[package]\nname = \"a\"\nedition = \"2024\"\n\n[workspace]\n",
    );
    copy.write("other/src/lib.rs", CLEAN);
    copy.govern(&["hooks", "install", "--manifest-path", "other/Cargo.toml"])
        .ends_with(0);
    assert!(copy.path(".git/hooks/pre-commit").exists());
}
