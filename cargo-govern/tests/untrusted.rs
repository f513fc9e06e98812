//! Checkouts that are not trusted: nothing of them runs, and nothing leads out of them.

#![cfg(unix)]
mod support;

use support::Copy;

const MANIFEST: &str =
    "[package]\nname = \"orders\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n[workspace]\n";

/// A checkout in a directory that has other things in it, too.
fn checkout(files: &[(&str, &str)]) -> Copy {
    let copy = Copy::with(&[
        ("checkout/Cargo.toml", MANIFEST),
        ("outside/secret.rs", "pub fn secret() { dbg!(1); }\n"),
    ]);
    for (path, text) in files {
        copy.write(&format!("checkout/{path}"), text);
    }
    copy
}

fn govern(copy: &Copy, arguments: &[&str]) -> support::Said {
    let mut all = arguments.to_vec();
    let manifest = copy.path("checkout/Cargo.toml");
    all.extend(["--untrusted", "--manifest-path", manifest.as_str()]);
    copy.govern(&all)
}

/// A file with what looks like a key: put together here, so that this file has none.
fn key() -> String {
    ["key = \"AK", "IAQ3EGWXKZPLM6247T\"\n"].concat()
}

/// Git in the checkout.
fn git(copy: &Copy, arguments: &[&str]) {
    copy.git(&[&["-C", "checkout"], arguments].concat());
}

/// A checkout in a repository that runs a program, which leaves a mark, whenever git looks at a file.
fn trapped() -> Copy {
    let copy = checkout(&[
        ("src/lib.rs", "pub fn f() {}\n"),
        ("src/kept.rs", "pub fn g() {}\n"),
        (".gitignore", "ignored\n"),
        ("ignored", &key()),
    ]);
    git(&copy, &["init", "--quiet", "--initial-branch", "main"]);
    git(&copy, &["add", "--all"]);
    git(&copy, &["add", "--force", "ignored"]);
    git(&copy, &["commit", "--quiet", "--message", "first"]);
    copy.script("trap", &format!("touch {}\ncat\n", copy.path("mark")));
    let trap = copy.path("trap");
    for key in [
        "core.fsmonitor",
        "filter.trap.clean",
        "diff.trap.textconv",
        "diff.external",
    ] {
        git(&copy, &["config", key, trap.as_str()]);
    }
    copy.write("checkout/.gitattributes", "*.rs filter=trap diff=trap\n");
    copy.write("checkout/src/lib.rs", "pub fn f() { dbg!(2); }\n");
    copy
}

fn is_marked(copy: &Copy) -> bool {
    copy.path("mark").exists()
}

/// AC: AC-GOVERN-CMD-UNTRUSTED
#[test]
fn nothing_leads_out_of_it_and_what_would_is_said() {
    let copy = checkout(&[(
        "src/lib.rs",
        "mod linked;\n#[path = \"../../outside/secret.rs\"]\nmod above;\ninclude!(\"/etc/passwd\");\n",
    )]);
    copy.link("checkout/src/linked.rs", "../../outside/secret.rs");
    copy.link("checkout/docs", "../outside");
    let said = govern(&copy, &["--format", "short"]);
    said.ends_with(1)
        .says("`src/linked.rs` cannot be read: it is outside of the workspace")
        .says("`../outside/secret.rs` cannot be read: it is outside of the workspace");
    assert!(!said.out.contains("debug_macro"), "{}", said.out);
    govern(&copy, &[])
        .ends_with(1)
        .says("what is behind ")
        .says("passwd`")
        .says("`src/linked.rs`");
    // Somebody who trusts it follows the links.
    let manifest = copy.path("checkout/Cargo.toml");
    copy.govern(&[
        "--format",
        "short",
        "--offline",
        "--manifest-path",
        manifest.as_str(),
    ])
    .says("debug_macro");
}

#[test]
fn what_is_at_the_top_may_be_no_link_out_of_it() {
    for (path, target) in [
        ("govern.toml", "../outside/config"),
        ("Cargo.lock", "../outside/lock"),
    ] {
        let copy = checkout(&[("src/lib.rs", "pub fn f() {}\n")]);
        copy.write("outside/config", "[patterns]\nexclude = [\"**\"]\n");
        copy.write("outside/lock", "version = 4\n");
        copy.link(&format!("checkout/{path}"), target);
        let said = govern(&copy, &[]);
        said.says(path).says("outside of the workspace");
    }
    let copy = checkout(&[("src/lib.rs", "pub fn f() {}\n")]);
    copy.write(
        "checkout/Cargo.toml",
        "[workspace]\nmembers = [\"../outside\"]\n",
    );
    copy.write("outside/Cargo.toml", MANIFEST);
    govern(&copy, &[])
        .ends_with(2)
        .says("outside of the workspace, which `--untrusted` does not leave");
}

#[test]
fn what_the_user_names_may_be_anywhere() {
    let copy = checkout(&[("src/lib.rs", "pub fn f() { dbg!(1); }\n")]);
    copy.write("mine.toml", "[patterns]\nexclude = [\"src/**\"]\n");
    let mine = copy.path("mine.toml");
    govern(&copy, &["patterns"])
        .ends_with(1)
        .says("debug_macro");
    govern(&copy, &["patterns", "--config", mine.as_str()]).ends_with(0);
}

/// AC: AC-GOVERN-CMD-UNTRUSTED
#[test]
fn git_is_told_nothing_by_it() {
    let copy = trapped();
    // What git tracks is searched, though it is ignored; what it does not know yet is, too.
    copy.write("checkout/new.txt", key());
    govern(&copy, &["repository", "--format", "short"])
        .says("ignored:1:8")
        .says("new.txt:1:8");
    govern(&copy, &["--base", "HEAD"]).says("debug_macro");
    govern(&copy, &["weakened", "--base", "HEAD"]).ends_with(0);
    govern(&copy, &["check", "--history", "HEAD"]).says("debug_macro");
    assert!(!is_marked(&copy));
    // The trap is one.
    git(&copy, &["status"]);
    assert!(is_marked(&copy));
}

#[test]
fn what_changed_is_known_without_git_looking_at_the_files() {
    let copy = trapped();
    copy.write(
        "checkout/govern.toml",
        "[[route]]\npaths = [\"**\"]\nto = \"somebody\"\n",
    );
    copy.remove("checkout/src/kept.rs");
    copy.write("checkout/src/new.rs", "");
    let said = govern(&copy, &["route", "--since", "HEAD", "--format", "json"]);
    for path in ["src/lib.rs", "src/kept.rs", "src/new.rs", ".gitattributes"] {
        said.says(path);
    }
    assert!(!said.out.contains("\"Cargo.toml\""), "{}", said.out);
    assert!(!is_marked(&copy));
}

#[test]
fn what_only_a_trusted_git_knows_is_refused() {
    let copy = trapped();
    govern(&copy, &["--staged"])
        .ends_with(2)
        .says("what is staged is refused with `--untrusted`");
    govern(&copy, &["hooks", "status"])
        .ends_with(2)
        .tells("refused with `--untrusted`");
    assert!(!is_marked(&copy));
}

#[test]
fn git_is_not_led_to_another_repository() {
    let copy = trapped();
    copy.write(
        "checkout/.git/objects/info/alternates",
        "/somewhere/objects\n",
    );
    govern(&copy, &["repository", "--verbose"])
        .says("with `--untrusted` git is not asked about this repository")
        .says("alternates");
    govern(&copy, &["weakened", "--base", "HEAD"])
        .ends_with(2)
        .tells("it leads to objects elsewhere");
}

#[test]
fn what_it_configures_does_not_decide_where_caches_are() {
    let copy = checkout(&[("src/lib.rs", "pub fn f() {}\n")]);
    let run = |variables: &[(&str, &str)]| {
        let manifest = copy.path("checkout/Cargo.toml");
        let arguments = ["--offline", "--manifest-path", manifest.as_str()];
        copy.govern_with(variables, &arguments).ends_with(0);
    };
    let elsewhere = copy.path("elsewhere");
    copy.write(
        "checkout/.cargo/config.toml",
        format!("[build]\ntarget-dir = \"{elsewhere}\"\n"),
    );
    run(&[]);
    assert!(!elsewhere.exists());
    assert!(copy.path("checkout/target/govern").is_dir());
    assert_eq!(copy.read("checkout/target/.gitignore"), "*\n");
    run(&[("CARGO_TARGET_DIR", elsewhere.as_str())]);
    assert!(elsewhere.join("govern").is_dir());
    // Neither does a link.
    std::fs::remove_dir_all(copy.path("checkout/target")).expect("it is there");
    copy.remove("checkout/.cargo/config.toml");
    copy.link("checkout/target", "../outside");
    run(&[]);
    assert!(!copy.path("outside/govern").exists());
}
