//! `cargo govern fix`: what a program may do about findings, shown or written.

mod support;

use support::Copy;

const UNUSED: &str = "\
/// Reads a port.
pub fn port(text: &str) -> Option<u16> {
    // govern: allow(unwrap_in_production) reason=\"only digits come here\"
    text.parse().ok() // govern: allow(debug_macro) reason=\"none is left\"
}
";

const FIXED: &str = "\
/// Reads a port.
pub fn port(text: &str) -> Option<u16> {
    text.parse().ok()
}
";

const CONFIG: &str = "\
[lints]
policy.policy_denied = \"allow\"

# Until the desk has moved.
[[waiver]]
rule = \"patterns::debug_macro\"
path = \"src/old.rs\"
reason = \"it goes with the old desk\" # next month

[patterns.debug_macro]
macros = [\"std::dbg\"]
";

/// A repository with two waivers in a file and one in the configuration that waive nothing.
fn repository() -> Copy {
    let lock = "version = 4\n\n[[package]]\nname = \"orders\"\nversion = \"0.1.0\"\n";
    let copy = Copy::package(&[
        ("Cargo.lock", lock),
        ("src/lib.rs", UNUSED),
        ("govern.toml", CONFIG),
        (".gitignore", "target\n"),
    ]);
    copy.git(&["init", "--quiet"]);
    copy.git(&["add", "."]);
    copy.git(&["commit", "--quiet", "--message", "all"]);
    copy
}

/// AC: AC-GOVERN-CMD-FIX
#[test]
fn a_fix_is_shown_and_nothing_is_written_unless_asked() {
    let copy = repository();
    copy.govern(&["fix", "--offline"])
        .ends_with(1)
        .says("fix   src/lib.rs:3:5: govern::waiver_unused: remove the waiver\n")
        .says("--- a/src/lib.rs\n+++ b/src/lib.rs\n@@ -1,5 +1,4 @@\n")
        .says("-    // govern: allow(unwrap_in_production)")
        .says("3 fixes in 2 files, 0 left");
    assert_eq!(copy.read("src/lib.rs"), UNUSED);
    assert_eq!(copy.read("govern.toml"), CONFIG);
}

/// AC: AC-GOVERN-CMD-FIX
#[test]
fn what_is_written_is_gone_and_nothing_else_is_found() {
    let copy = repository();
    let before = copy.govern(&["--offline", "--format", "short"]);
    let found = |text: &str| text.matches("waiver_unused").count();
    assert_eq!(found(&before.out), 3, "{}", before.out);
    copy.govern(&["fix", "--write", "--offline"])
        .ends_with(0)
        .says("3 fixes in 2 files, 0 left");
    assert_eq!(copy.read("src/lib.rs"), FIXED);
    let config = copy.read("govern.toml");
    assert_eq!(
        config,
        "[lints]\npolicy.policy_denied = \"allow\"\n\n[patterns.debug_macro]\nmacros = [\"std::dbg\"]\n"
    );
    let after = copy.govern(&["--offline", "--format", "short"]);
    assert_eq!(found(&after.out), 0, "{}", after.out);
    let findings = |text: &str| text.lines().filter(|it| it.contains("[")).count();
    assert_eq!(findings(&after.out) + 3, findings(&before.out));
    // There is nothing left to do.
    copy.govern(&["fix", "--write", "--offline"])
        .ends_with(0)
        .says("0 fixes in 0 files");
}

/// AC: AC-GOVERN-CMD-FIX
#[test]
fn only_rules_that_are_named_are_fixed() {
    let copy = repository();
    copy.govern(&["fix", "baseline_stale", "--offline"])
        .ends_with(0)
        .says("0 fixes in 0 files");
    copy.govern(&["fix", "govern::waiver_unused", "--offline"])
        .ends_with(1)
        .says("3 fixes in 2 files");
    copy.govern(&["fix", "waiver_unusd", "--offline"])
        .ends_with(2)
        .tells("there is no rule or gate `waiver_unusd`");
}

/// AC: AC-GOVERN-CMD-FIX
#[test]
fn what_git_could_not_give_back_is_not_written_over() {
    let copy = repository();
    copy.write("src/lib.rs", format!("{UNUSED}\n"));
    copy.govern(&["fix", "--write", "--offline"])
        .ends_with(2)
        .tells("changes of these files are in no commit")
        .tells("`src/lib.rs`");
    // Not even those that could be.
    assert_eq!(copy.read("govern.toml"), CONFIG);
    copy.govern(&["fix", "--write", "--allow-dirty", "--offline"])
        .ends_with(0);
    assert_eq!(copy.read("src/lib.rs"), format!("{FIXED}\n"));

    let alone = Copy::package(&[("src/lib.rs", UNUSED)]);
    alone
        .govern(&["fix", "--write", "--offline"])
        .ends_with(2)
        .tells("is in no git repository");
    alone
        .govern(&["fix", "--write", "--allow-no-vcs", "--offline"])
        .ends_with(0);
    assert_eq!(alone.read("src/lib.rs"), FIXED);
    // With `--untrusted` git is not asked.
    let copy = repository();
    copy.govern(&["fix", "--write", "--untrusted"])
        .ends_with(2)
        .tells("git is not asked with `--untrusted`");
}

/// AC: AC-GOVERN-CMD-FIX
#[cfg(unix)]
#[test]
fn what_changes_meanwhile_stops_everything() {
    let copy = repository();
    let path = std::env::var_os("PATH").expect("there is a PATH");
    let git = std::env::split_paths(&path)
        .map(|directory| directory.join("git"))
        .find(|path| path.exists())
        .expect("git is installed");
    // Somebody saves the file while git is asked for changes, which is the last thing before anything is written.
    let script = format!(
        "{} \"$@\"\nstatus=$?\ncase \" $* \" in\n    *' --name-only '*) echo '// saved meanwhile' >> '{}' ;;\nesac\nexit $status\n",
        git.display(),
        copy.path("src/lib.rs")
    );
    let elsewhere = Copy::with(&[]);
    elsewhere.script("bin/git", &script);
    let variables = elsewhere.programs_first("bin");
    let variables = variables
        .each_ref()
        .map(|(name, value)| (name.as_str(), value.as_str()));
    copy.govern_with(&variables, &["fix", "--write", "--offline"])
        .ends_with(2)
        .tells("`src/lib.rs` is not as it was when it was looked at");
    assert_eq!(
        copy.read("src/lib.rs"),
        format!("{UNUSED}// saved meanwhile\n")
    );
    // Not a part of it either.
    assert_eq!(copy.read("govern.toml"), CONFIG);
    // Then it is as with any other change that is in no commit.
    copy.govern(&["fix", "--write", "--offline"])
        .ends_with(2)
        .tells("changes of these files are in no commit");
    copy.git(&["commit", "--quiet", "--all", "--message", "saved"]);
    copy.govern(&["fix", "--write", "--offline"]).ends_with(0);
    assert_eq!(
        copy.read("src/lib.rs"),
        format!("{FIXED}// saved meanwhile\n")
    );
    // Twice is once.
    copy.git(&["commit", "--quiet", "--all", "--message", "fixed"]);
    copy.govern(&["fix", "--write", "--offline"])
        .ends_with(0)
        .says("0 fixes in 0 files");
    assert_eq!(
        copy.read("src/lib.rs"),
        format!("{FIXED}// saved meanwhile\n")
    );
}

/// AC: AC-GOVERN-CMD-FIX
#[test]
fn a_comment_for_several_rules_stays_while_one_is_needed() {
    let copy = repository();
    let text = "\
/// Reads a port.
pub fn port(text: &str) -> u16 {
    // govern: allow(unwrap_in_production, debug_macro) reason=\"only digits come here\"
    text.parse().unwrap()
}
";
    copy.write("src/lib.rs", text);
    copy.write(
        "govern.toml",
        "[lints]\npatterns.unwrap_in_production = \"deny\"\n",
    );
    copy.govern(&["--offline", "--format", "short"])
        .says("a waiver for `patterns::debug_macro` waives nothing");
    copy.govern(&["fix", "--offline", "waiver_unused"])
        .ends_with(0)
        .says("0 fixes in 0 files, 0 left, 1 finding without");
}

/// AC: AC-GOVERN-CMD-FIX
#[test]
fn a_baseline_is_lowered_to_what_there_is() {
    let copy = repository();
    copy.write(
        "src/lib.rs",
        "/// Reads.\npub fn f(text: &str) -> u16 {\n    dbg!(text.len() as u16)\n}\n",
    );
    let baseline = "version = 1\n\n[patterns.debug_macro]\n\"orders::f: dbg\" = { count = 3, owner = \"@desk\" } # soon\n\"orders::gone: dbg\" = 1\n";
    copy.write("govern-baseline.toml", baseline);
    copy.write("govern.toml", "");
    copy.govern(&["fix", "--write", "--allow-dirty", "--offline"])
        .ends_with(0)
        .says("2 fixes in 1 file, 0 left");
    assert_eq!(
        copy.read("govern-baseline.toml"),
        "version = 1\n\n[patterns.debug_macro]\n\"orders::f: dbg\" = { count = 1, owner = \"@desk\" } # soon\n"
    );
    copy.govern(&["--offline"]).ends_with(0);
}

/// AC: AC-GOVERN-CMD-FIX
#[test]
fn a_dependency_requires_what_is_locked() {
    let copy = Copy::of("repository/wildcard_dependency/fail");
    copy.govern(&[
        "fix",
        "wildcard_dependency",
        "--write",
        "--allow-no-vcs",
        "--untrusted",
    ])
    .ends_with(0)
    .says("2 fixes in 1 file, 0 left");
    let manifest = copy.read("Cargo.toml");
    assert!(manifest.contains("stools = \"2.1.0\"\n"), "{manifest}");
    assert!(manifest.contains("version = \"1.0.0\""), "{manifest}");
}
