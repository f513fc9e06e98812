//! Bad input through the program: what is wrong is said where it is, the rest is checked, and nothing panics or hangs.

mod support;

use support::Copy;

/// The fixtures of testdata/broken with what must be said, and the exit status.
const FIXTURES: [(&str, &[&str], i32); 11] = [
    ("circular_module", &["error[source]", "src/b.rs:2:5"], 1),
    (
        "directory_as_module",
        &["error[source]", "src/folder.rs"],
        1,
    ),
    (
        "empty_workspace",
        &["error[workspace]", "Cargo.toml:1:2"],
        2,
    ),
    (
        "manifest_refused",
        &["error[workspace]", "Cargo.toml:1:1"],
        2,
    ),
    (
        "manifest_syntax",
        &["error[workspace]", "Cargo.toml:3:14"],
        2,
    ),
    (
        "member_manifest_syntax",
        &["error[workspace]", "member/Cargo.toml:3:11"],
        2,
    ),
    (
        "missing_member",
        &["error[workspace]", "Cargo.toml:3:20", "`gone`"],
        2,
    ),
    (
        "missing_module",
        &["error[source]", "src/lib.rs:1:5", "`src/gone.rs`"],
        1,
    ),
    ("missing_target", &["error[source]", "Cargo.toml"], 1),
    ("not_utf8", &["error[source]", "src/latin1.rs:1:29"], 1),
    ("syntax_error", &["error[syntax]", "src/half.rs:3:13"], 1),
];

/// AC: AC-GOVERN-CMD-BROKEN
#[test]
fn broken_workspaces_are_located_errors() {
    for (fixture, texts, status) in FIXTURES {
        let copy = Copy::of(&format!("broken/{fixture}"));
        let said = copy.govern(&["--offline"]);
        said.ends_with(status);
        for text in texts {
            said.says(text);
        }
    }
}

#[test]
fn broken_workspaces_can_be_compared() {
    // What is not there may be made by a build; what is there and cannot be read would be compared as if it were less.
    let only_missing = ["missing_module", "missing_target"];
    for (fixture, _, status) in FIXTURES {
        let copy = Copy::of(&format!("broken/{fixture}"));
        let status = if only_missing.contains(&fixture) {
            status
        } else {
            2
        };
        copy.govern(&["--offline", "--against-directory", "."])
            .ends_with(status);
    }
}

#[test]
fn every_broken_workspace_is_among_them() {
    let copy = Copy::of("broken");
    let mut folders = copy.folders("");
    folders.retain(|name| !FIXTURES.iter().any(|(known, ..)| known == name));
    assert_eq!(folders, [""; 0]);
}

#[test]
fn what_is_sound_beside_what_is_broken_is_checked() {
    let copy = Copy::package(&[
        (
            "src/lib.rs",
            "mod broken; mod gone;\npub fn f() { dbg!(1); }\n",
        ),
        (
            "src/broken.rs",
            "pub fn half( {\npub fn whole() { todo!() }\n",
        ),
    ]);
    copy.govern(&[])
        .ends_with(1)
        .says("src/lib.rs:2:14")
        .says("error[syntax]")
        .says("no file for module `gone`");
}

#[test]
fn a_slip_in_govern_toml_stops_the_run() {
    for (config, place, help) in [
        ("[patern]\n", "govern.toml:1:2", "did you mean `patterns`?"),
        (
            "[patterns]\nexlude = []\n",
            "govern.toml:2:1",
            "did you mean `exclude`?",
        ),
        (
            "[patterns.debug_macro]\nmacros = [\"dbg!\"]\n",
            "govern.toml:2:11",
            "`std::dbg`",
        ),
        (
            "[patterns.todo_comment]\nmarkers = [\"todo\"]\n",
            "govern.toml:2:12",
            "`TODO`",
        ),
        (
            "[patterns]\nexclude = [\"a/{b\"]\n",
            "govern.toml:2:12",
            "no glob",
        ),
        (
            "[patterns.unwrap_in_production]\nexpect = \"denny\"\n",
            "govern.toml:2:10",
            "`deny`",
        ),
        (
            "[lints]\npatterns.todo_coment = \"deny\"\n",
            "govern.toml:2:10",
            "`todo_comment`",
        ),
        ("[patterns\n", "govern.toml:1:", "]"),
    ] {
        let copy = Copy::package(&[("src/lib.rs", "pub fn f() {}\n"), ("govern.toml", config)]);
        copy.govern(&["--untrusted"])
            .ends_with(2)
            .says("error[config]")
            .says(place)
            .says(help);
    }
}

#[test]
fn a_glob_that_matches_nothing_is_a_finding() {
    let copy = Copy::package(&[
        ("src/lib.rs", "pub fn f() {}\n"),
        ("govern.toml", "[patterns]\nexclude = [\"generated/**\"]\n"),
    ]);
    copy.govern(&["--untrusted"])
        .ends_with(1)
        .says("error[govern::selector_unmatched]")
        .says("govern.toml:2:12");
}

#[test]
fn a_workspace_without_git_is_checked_but_not_compared() {
    let copy = Copy::package(&[("src/lib.rs", "pub fn f() {}\n")]);
    copy.govern(&["--untrusted"]).ends_with(0);
    copy.govern(&["--untrusted", "--against", "main"])
        .ends_with(2)
        .says("is in no git repository");
}

/// AC: AC-GOVERN-CMD-BROKEN
#[test]
fn deep_nesting_is_refused_where_it_begins_to_be_too_deep() {
    let (open, close) = ("(".repeat(10_000), ")".repeat(10_000));
    let copy = Copy::package(&[
        ("src/lib.rs", "mod deep;\npub fn f() { dbg!(1); }\n"),
        (
            "src/deep.rs",
            &format!("pub fn deep() -> u32 {{ {open}1{close} }}\n"),
        ),
    ]);
    copy.govern(&["--untrusted"])
        .ends_with(1)
        .says("nested too deeply")
        .says("src/deep.rs:1:")
        .says("src/lib.rs:2:14");
    let chain = format!("pub fn long() -> u32 {{ 1{} }}\n", "+1".repeat(100_000));
    let calls = format!("pub fn calls() {{ x{}; }}\n", ".f()".repeat(100_000));
    let copy = Copy::package(&[("src/lib.rs", &format!("{chain}{calls}"))]);
    copy.govern(&["--untrusted"]).ends_with(0);
}

#[test]
fn a_file_of_50_megabytes_is_read_to_its_end() {
    let mut text = String::from("pub static BYTES: &[u8] = b\"");
    text.push_str(&"x".repeat(50_000_000));
    text.push_str("\";\npub fn f() { dbg!(1); }\n");
    let copy = Copy::package(&[("src/lib.rs", &text)]);
    copy.govern(&["--untrusted"])
        .ends_with(1)
        .says("src/lib.rs:2:14");
}

#[cfg(unix)]
#[test]
fn links_that_lead_in_a_circle_are_no_circle() {
    let copy = Copy::package(&[("src/lib.rs", "mod round;\npub fn f() { dbg!(1); }\n")]);
    copy.link("src/circle", ".");
    copy.link("features", "../..");
    copy.link("src/round.rs", "round.rs");
    copy.govern(&["--untrusted"])
        .ends_with(1)
        .says("src/lib.rs:2:14")
        .says("round");
}

#[test]
fn no_manifest_at_all_is_said() {
    let copy = Copy::with(&[("notes.txt", "nothing here\n")]);
    copy.govern(&[]).ends_with(2).says("Cargo.toml");
}
