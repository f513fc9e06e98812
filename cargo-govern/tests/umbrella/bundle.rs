//! Bundles: what is in one, what never is, and that it has no byte too many.

use crate::{
    agents::document,
    support::{Copy, Said},
};

/// As others write it, `prompt` and comments and all.
const PACK: &str = "\
# Bundles
tasks:
  implement_ac:
    description: \"One criterion.\"
    prompt: |
      Make small edits.
    max_bytes: 20000
    include:
      - src/**/*.rs   # code
      - notes/*.md
  small:
    max_bytes: 400
    require: [notes/a.md]
    include: [notes/b.md]
";

fn package() -> Copy {
    let copy = Copy::package(&[
        (".llm/contextpack.yaml", PACK),
        ("src/lib.rs", "pub fn f() {}\n"),
        ("notes/a.md", "# A\n\n```sh\nls\n```\n"),
        ("notes/b.md", &"b".repeat(300)),
        (".gitignore", "target\nout\n"),
    ]);
    copy.git(&["init", "--quiet"]);
    copy.git(&["add", "."]);
    copy.git(&["commit", "--quiet", "--message", "all"]);
    copy
}

fn paths(said: &Said) -> Vec<String> {
    let manifest = document("bundle", said);
    let files = manifest["files"].as_array().expect("a list").iter();
    files
        .map(|file| file["path"].as_str().unwrap_or_default().to_owned())
        .collect()
}

/// AC: AC-GOVERN-CMD-BUNDLE
#[test]
fn a_bundle_is_the_same_twice_and_has_no_byte_too_many() {
    let copy = package();
    let first = copy.govern(&["bundle", "implement_ac", "--offline"]);
    first
        .ends_with(0)
        .says("# Task `implement_ac`\n\nOne criterion.\n")
        .says("Make small edits.\n")
        .says("## `src/lib.rs`\n\n```rust\npub fn f() {}\n```\n")
        .says("````markdown\n# A\n");
    let again = copy.govern(&["bundle", "implement_ac", "--offline"]);
    assert_eq!(first.out, again.out);
    let said = copy.govern(&["bundle", "implement_ac", "--json", "--list", "--offline"]);
    let manifest = document("bundle", said.ends_with(0));
    assert_eq!(manifest["bytes"], first.out.len());
    assert_eq!(manifest["dirty"], false);
    assert_eq!(paths(&said), ["src/lib.rs", "notes/a.md", "notes/b.md"]);

    // What does not fit is told; what is required and does not is an error, and nothing is written.
    let small = copy.govern(&["bundle", "small", "--offline"]);
    small
        .ends_with(0)
        .says("## Left out: 1 file\n\n- `notes/b.md`\n");
    assert!(small.out.len() <= 400, "{}", small.out.len());
    let bytes = small.out.len();
    for (max, status) in [(bytes, 0), (bytes - 1, 1)] {
        let max = max.to_string();
        let arguments = ["bundle", "small", "--max-bytes", &max, "--offline"];
        copy.govern(&arguments).ends_with(status);
    }
    let said = copy.govern(&[
        "bundle",
        "small",
        "--max-bytes",
        "200",
        "--output",
        "out.md",
        "--offline",
    ]);
    said.ends_with(1)
        .tells("`notes/a.md` is required and does not fit");
    assert!(!copy.path("out.md").exists() || copy.read("out.md").is_empty());
}

/// AC: AC-GOVERN-CMD-BUNDLE
#[test]
fn a_directory_has_a_manifest_with_hashes_and_replaces_nothing_of_others() {
    let copy = package();
    let arguments = ["bundle", "implement_ac", "--directory", "out", "--offline"];
    copy.govern(&arguments).ends_with(0);
    let manifest: serde_json::Value =
        serde_json::from_str(&copy.read("out/manifest.json")).expect("it is JSON");
    assert_eq!(manifest["files"][0]["path"], "src/lib.rs");
    // As `sha256sum` has it.
    assert_eq!(
        manifest["files"][0]["sha256"],
        "16c2fca9e371936458d01576b4ca311c22d166a45539ccbc9104823d0b10db47"
    );
    assert_eq!(copy.read("out/files/src/lib.rs"), "pub fn f() {}\n");
    copy.govern(&arguments).ends_with(0);
    copy.write("out/mine.txt", "mine");
    copy.govern(&arguments)
        .ends_with(2)
        .tells("`mine.txt` is in it");
    assert_eq!(copy.read("out/mine.txt"), "mine");
}

/// AC: AC-GOVERN-CMD-BUNDLE
#[test]
fn secrets_links_and_what_is_ignored_are_never_in_a_bundle() {
    let copy = package();
    let key = ["AKIA", "Q3TSB7VN", "5XWKDJ2H"].concat();
    copy.write("notes/c.md", format!("key = \"{key}\"\n"));
    let said = copy.govern(&["bundle", "implement_ac", "--offline"]);
    said.ends_with(1)
        .tells("an access key of AWS is in `notes/c.md`, so there is no bundle")
        .tells("it is in line 1");
    assert!(!said.err.contains(&key) && !said.out.contains(&key));
    assert_eq!(said.out, "");
    copy.write(".llm/.llmignore", "notes/*\n!notes/a.md\n");
    let said = copy.govern(&["bundle", "implement_ac", "--list", "--json", "--offline"]);
    assert_eq!(paths(said.ends_with(0)), ["src/lib.rs", "notes/a.md"]);
    copy.write(".llm/.llmignore", "notes\n");
    copy.govern(&["bundle", "small", "--offline"])
        .ends_with(1)
        .tells("`notes/a.md` is required and cannot be in the bundle: it is ignored");
    copy.remove(".llm/.llmignore");
    copy.remove("notes/c.md");
    #[cfg(unix)]
    {
        copy.link("notes/passwd.md", "/etc/passwd");
        copy.govern(&["bundle", "implement_ac", "--list", "--offline"])
            .ends_with(0)
            .says("left out  notes/passwd.md: it is a symbolic link");
    }
}

/// AC: AC-GOVERN-CMD-BUNDLE
#[test]
fn mistakes_in_tasks_are_told_where_they_are() {
    let copy = package();
    for (pack, told) in [
        (
            "tasks:\n  a:\n    includes: [x]\n",
            "did you mean `include`?",
        ),
        ("tasks:\n  a:\n    include: []\n", "this list is empty"),
        (
            "tasks:\n  a:\n    max_bytes: 0\n    include: [x]\n",
            "this is no number of bytes from 1",
        ),
        (
            "tasks:\n  a:\n    include: [../x]\n",
            "this is no glob of files in the workspace",
        ),
        (
            "tasks:\n  a:\n    require: [nothing.md]\n",
            "is required and matches no file",
        ),
        ("tasks:\n  a: [\n", "cannot be read"),
        ("tasks:\n  b:\n    include: [x]\n", "has no task `a`"),
        ("", "has no task"),
        (
            "tasks:\n  a:\n    seed: { ac: AC-1 }\n",
            "there is no ledger",
        ),
    ] {
        copy.write(".llm/contextpack.yaml", pack);
        copy.govern(&["bundle", "a", "--offline"])
            .ends_with(2)
            .tells(told);
    }
    copy.remove(".llm/contextpack.yaml");
    copy.govern(&["bundle", "a", "--offline"])
        .ends_with(2)
        .tells("there is no `.llm/contextpack.yaml`");
}

/// AC: AC-GOVERN-CMD-BUNDLE
#[test]
fn ignore_files_are_read_as_git_reads_them() {
    let patterns = [
        "*.md",
        "!a.md",
        "/a.md",
        "docs/",
        "!docs/keep.md",
        "docs/*",
        "**/x.md",
        "docs/**",
        "docs/**/x.md",
        "a?.md",
        "[ab].md",
        "[!a].md",
        "\\#a.md",
        "# a.md",
        "a.md ",
        "a\\ b.md",
        "sub/x.md",
        "/sub/*",
        "!/sub/x.md",
        "sub",
        "*",
        "!*/",
        "**",
        "deep/*/x.md",
        "*.m[dx]",
    ];
    let files = [
        "a.md",
        "b.md",
        "ab.md",
        "#a.md",
        "a b.md",
        "x.md",
        "docs/keep.md",
        "docs/x.md",
        "docs/in/x.md",
        "sub/x.md",
        "sub/y.md",
        "deep/a/x.md",
        "deep/a/b/x.md",
    ];
    let written: Vec<(&str, &str)> = files.iter().map(|path| (*path, "text\n")).collect();
    let copy = Copy::package(&written);
    copy.write("src/lib.rs", "");
    let pack = "tasks:\n  a:\n    include: [\"**/*.md\"]\n";
    copy.write(".llm/contextpack.yaml", pack);
    copy.git(&["init", "--quiet"]);
    copy.git(&["add", "."]);
    // Each alone, and each behind the one before it.
    let alone = patterns.iter().map(|one| format!("{one}\n"));
    let pairs = patterns
        .windows(2)
        .map(|two| format!("{}\n{}\n", two[0], two[1]));
    for ignore in alone.chain(pairs) {
        copy.write(".llmignore", &ignore);
        copy.write(".git/info/exclude", &ignore);
        let said = copy.govern(&["bundle", "a", "--list", "--json", "--offline"]);
        let ours = paths(said.ends_with(0));
        for file in files {
            let (ignored, _) = copy.try_git(&[], &["check-ignore", "--quiet", "--no-index", file]);
            assert_eq!(
                ours.contains(&file.to_owned()),
                !ignored,
                "{ignore:?}: {file}"
            );
        }
    }
}
