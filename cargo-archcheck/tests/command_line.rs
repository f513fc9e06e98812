//! The program itself: what it prints, and what it returns.

#![cfg(feature = "cli")]
#![expect(
    clippy::disallowed_methods,
    reason = "a test runs the program, and what fails here fails the test"
)]

use std::path::Path;
use std::process::Command;

use govern_testing::{Directory, Repository, run_program};

const LIBRARY: &str =
    "pub mod adapter { pub struct Bus; }\npub mod domain { use crate::adapter::Bus; }\n";

fn workspace(config: &str) -> Directory {
    let manifest =
        "[package]\nname = \"orders\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n[workspace]\n";
    Directory::with(&[
        ("Cargo.toml", manifest),
        ("src/lib.rs", LIBRARY),
        ("govern.toml", config),
    ])
}

/// Exit status, stdout, stderr.
fn run(directory: &Directory, args: &[&str]) -> (Option<i32>, String, String) {
    let args = [&["archcheck"], args, &["--offline", "--no-cache"]].concat();
    run_program(env!("CARGO_BIN_EXE_cargo-archcheck"), directory, &args)
}

#[test]
fn without_a_configuration_it_looks_for_cycles_and_says_what_it_does_not() {
    let directory = workspace("");
    directory.remove("govern.toml");
    let (status, out, _) = run(&directory, &[]);
    assert_eq!(status, Some(0), "{out}");
    assert!(out.contains("no layers are declared"), "{out}");
    assert!(out.contains("nothing is forbidden"), "{out}");
}

#[test]
fn a_violation_fails_the_run() {
    let (status, out, _) = run(
        &workspace("[archcheck]\npreset = \"hexagonal\"\n"),
        &["--format", "short"],
    );
    assert_eq!(status, Some(1));
    assert!(
        out.starts_with(
            "src/lib.rs:2:22: error[archcheck::layer_violation]: `domain` may not use `adapter`"
        ),
        "{out}"
    );
}

#[test]
fn a_crate_that_is_not_there_is_said_and_found_elsewhere() {
    let directory = workspace("");
    directory.write("src/lib.rs", &format!("#![cfg(windows)]\n{LIBRARY}"));
    let here = ["--target", "x86_64-unknown-linux-gnu"];
    let (status, out, _) = run(&directory, &here);
    assert_eq!(status, Some(1), "{out}");
    assert!(out.contains("looked at nothing"), "{out}");
    assert!(out.contains("not run: all of `orders`: nothing"), "{out}");
    let (status, out, _) = run(&directory, &["--target", "x86_64-pc-windows-msvc"]);
    assert_eq!(status, Some(0), "{out}");
    assert!(!out.contains("not run"), "{out}");
    let windows =
        "[[archcheck.configuration]]\nname = \"windows\"\ntarget = \"x86_64-pc-windows-msvc\"\n";
    directory.write("govern.toml", windows);
    let (_, out, _) = run(&directory, &here);
    assert!(!out.contains("not run"), "{out}");
}

#[test]
fn a_file_that_is_switched_off_need_be_no_rust_until_a_configuration_has_it() {
    let directory = workspace("");
    let manifest = "[package]\nname = \"orders\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n\
                    [features]\nextra = []\n\n[workspace]\n";
    directory.write("Cargo.toml", manifest);
    directory.write(
        "src/lib.rs",
        "#[cfg(feature = \"extra\")] mod extra; #[cfg(feature = \"extra\")] mod gone; pub mod a {}",
    );
    directory.write("src/extra.rs", "no rust at all");
    let (status, out, _) = run(&directory, &[]);
    assert_eq!(status, Some(0), "{out}");
    let configured = "[[archcheck.configuration]]\nname = \"all\"\nall-features = true\n";
    directory.write("govern.toml", configured);
    let (status, out, _) = run(&directory, &["--format", "short"]);
    assert_eq!(status, Some(1), "{out}");
    assert!(out.contains("src/extra.rs:1:4: error[syntax]"), "{out}");
    assert!(out.contains("src/lib.rs:1:68: error[source]"), "{out}");
    let (_, out, _) = run(&directory, &[]);
    assert!(out.contains("only in the configuration `all`"), "{out}");
}

#[test]
fn a_selector_that_matches_nothing_is_found() {
    let config = "[archcheck]\npreset = \"hexagonal\"\nlayers.port.modules = [\"orders::prots\"]\n";
    let (status, out, _) = run(
        &workspace(config),
        &["--format", "short", "-A", "layer_violation"],
    );
    assert_eq!(status, Some(1), "{out}");
    assert!(
        out.contains(
            "govern.toml:3:24: error[govern::selector_unmatched]: `orders::prots` matches no module"
        ),
        "{out}"
    );
}

#[test]
fn a_preset_that_matches_nothing_is_found() {
    let directory = workspace("[archcheck]\npreset = \"hexagonal\"\n");
    directory.write("src/lib.rs", "pub mod a {}\n");
    let (status, out, _) = run(&directory, &["--format", "short"]);
    assert_eq!(status, Some(1), "{out}");
    assert!(out.contains("error[govern::rule_vacuous]"), "{out}");
}

#[test]
fn a_mistake_in_the_configuration_stops_the_run() {
    let (status, out, _) = run(
        &workspace("[archcheck]\npreset = \"hexagonal\"\nclosd = true\n"),
        &[],
    );
    assert_eq!(status, Some(2));
    assert!(
        out.contains("unknown key `closd` in `[archcheck]`")
            && out.contains("did you mean `closed`?"),
        "{out}"
    );
    let (status, out, _) = run(
        &workspace("[archcheck]\norder = [\"domain\"]\n"),
        &["graph"],
    );
    assert_eq!((status, out.as_str()), (Some(2), ""));
}

/// AC: AC-ARCH-CMD-GRAPH, AC-ARCH-CMD-WHY
#[test]
fn graphs_and_ways_are_printed() {
    let directory = workspace("[archcheck]\npreset = \"hexagonal\"\n");
    let edges = run(
        &directory,
        &["graph", "--level", "module", "--format", "edges"],
    );
    assert_eq!(
        (edges.0, edges.1.as_str()),
        (Some(0), "orders::domain -> orders::adapter\n")
    );
    let (status, out, _) = run(&directory, &["graph", "--format", "dot"]);
    assert_eq!(status, Some(0));
    assert!(out.starts_with("digraph architecture {"), "{out}");
    let (status, out, _) = run(&directory, &["why", "orders::domain", "orders::adapter"]);
    assert_eq!(status, Some(0));
    assert_eq!(
        out,
        "orders::domain -> orders::adapter\n    src/lib.rs:2:22: crate::adapter::Bus (orders::adapter::Bus)\n"
    );
    let (status, out, error) = run(&directory, &["why", "orders::domain", "orders::adaptr"]);
    assert_eq!((status, out.as_str()), (Some(2), ""));
    assert!(error.contains("did you mean `orders::adapter`?"), "{error}");
}

#[test]
fn only_what_is_new_since_a_revision_is_reported() {
    let repository = Repository::new();
    let manifest =
        "[package]\nname = \"orders\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n[workspace]\n";
    repository
        .write("Cargo.toml", manifest)
        .write("govern.toml", "[archcheck]\npreset = \"hexagonal\"\n")
        .write("src/lib.rs", LIBRARY)
        .commit("first");
    repository.tag("v1");
    let check = |args: &[&str]| {
        let directory = repository.directory();
        run(directory, &[&["--format", "short"], args].concat())
    };
    let (status, out, _) = check(&["--since", "v1"]);
    assert_eq!(status, Some(0), "{out}");
    assert!(
        out.contains("1 finding left out: they were there at `v1` already"),
        "{out}"
    );
    // Moved, and with a new one beside it.
    repository.write(
        "src/lib.rs",
        "\n\npub mod adapter { pub struct Bus; pub struct Other; }\npub mod domain { use crate::adapter::Bus; pub mod order { use crate::adapter::Other; } }\n",
    );
    let (status, out, _) = check(&["--since", "v1"]);
    assert_eq!(status, Some(1), "{out}");
    assert!(out.starts_with("src/lib.rs:4:"), "{out}");
    assert!(
        out.contains("`orders::domain::order` uses `orders::adapter::Other`")
            && !out.contains("`orders::domain` uses `orders::adapter::Bus`"),
        "{out}"
    );
    assert!(out.contains("1 finding left out"), "{out}");
    // Without it, both.
    assert_eq!(check(&[]).1.matches("error[").count(), 2);
    // What a gate cannot look at there was not there.
    let at = |config: &str, tag: &str| {
        repository.write("govern.toml", config).commit(tag);
        repository
            .tag(tag)
            .write("govern.toml", "[archcheck]\npreset = \"hexagonal\"\n");
        check(&["--since", tag])
    };
    let (status, out, _) = at("[archcheck]\nprset = \"hexagonal\"\n", "v2");
    assert_eq!(
        (status, out.matches("error[").count()),
        (Some(1), 2),
        "{out}"
    );
    assert!(
        out.contains("not run: at `v2`: archcheck: unknown key `prset`"),
        "{out}"
    );
    let (status, out, _) = at("[archcheck\n", "v3");
    assert_eq!(status, Some(2), "{out}");
    assert!(
        out.contains("`--since v3` cannot be answered: at this revision, "),
        "{out}"
    );
}

#[test]
fn a_revision_that_is_none_stops_the_run() {
    let repository = Repository::new();
    repository
        .write(
            "Cargo.toml",
            "[package]\nname = \"orders\"\nversion = \"0.1.0\"\n\n[workspace]\n",
        )
        .write("src/lib.rs", LIBRARY)
        .commit("first");
    let (status, out, _) = run(repository.directory(), &["--since", "nowhere"]);
    assert_eq!(status, Some(2), "{out}");
    assert!(out.contains("nowhere"), "{out}");
    assert!(out.contains("what was there before is not known"), "{out}");
    let (status, out, _) = run(&workspace(""), &["--since", "HEAD"]);
    assert_eq!(status, Some(2), "{out}");
    assert!(out.contains("git"), "{out}");
    let (status, _, error) = run(repository.directory(), &["baseline", "--since", "HEAD"]);
    assert_eq!(status, Some(2));
    assert!(
        error.contains("a baseline is written of all of them"),
        "{error}"
    );
}

#[test]
fn the_runs_in_the_readme_look_like_that() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let readme = std::fs::read_to_string(root.join("README.md")).unwrap();
    let shown = |line: &&str| line.starts_with("    ") && !["    …", "    ..."].contains(line);
    let mut runs = 0;
    for (at, line) in readme.lines().enumerate() {
        let Some(args) = line.strip_prefix("    $ cargo archcheck ") else {
            continue;
        };
        runs += 1;
        let output = Command::new(env!("CARGO_BIN_EXE_cargo-archcheck"))
            .arg("archcheck")
            .args(args.split(' '))
            .args(["--offline", "--no-cache", "--color", "never"])
            .current_dir(root)
            .output()
            .unwrap();
        let text = String::from_utf8(output.stdout).unwrap();
        let mut printed = text.lines();
        let block = readme.lines().skip(at + 1);
        for line in block
            .take_while(|line| line.starts_with("    "))
            .filter(shown)
        {
            assert!(
                printed.any(|printed| printed == &line[4..]),
                "`{line}` is not printed, or not there:\n{text}"
            );
        }
    }
    assert_eq!(runs, 2);
}

/// A workspace without `govern.toml`, written by `init`; the run afterwards ends with this status.
fn initialised(files: &[(&str, &str)], status: i32) -> (Directory, String) {
    let directory = Directory::with(files);
    let (printed, text, error) = run(&directory, &["init", "--print"]);
    assert_eq!(printed, Some(0), "{error}");
    let (written, said, error) = run(&directory, &["init"]);
    assert_eq!(written, Some(0), "{error}");
    assert_eq!(directory.read("govern.toml"), text);
    let (checked, out, _) = run(&directory, &["--format", "short"]);
    assert_eq!(checked, Some(status), "{text}{out}");
    for name in ["selector_unmatched", "error[config]"] {
        assert!(!out.contains(name), "{text}{out}");
    }
    (directory, format!("{said}{out}"))
}

const PACKAGE: &str = "[package]\nname = \"x\"\nversion = \"0.1.0\"\nedition = \"2024\"\n";

/// AC: AC-ARCH-CMD-INIT
#[test]
fn init_makes_layers_of_the_modules_of_a_crate() {
    let manifest = format!("{PACKAGE}\n[workspace]\n");
    let files = [
        ("Cargo.toml", manifest.as_str()),
        (
            "src/lib.rs",
            "mod a;\nmod b;\nmod c { pub fn f() { crate::a::f() } }\n",
        ),
        ("src/a.rs", "pub fn f() { crate::b::f() }\n"),
        ("src/b.rs", "pub fn f() {}\n"),
        ("src/main.rs", "fn main() {}\n"),
    ];
    let (directory, said) = initialised(&files, 0);
    assert!(
        said.starts_with("wrote the section `[archcheck]` to govern.toml: layers from what modules use today; 3 of 4 modules are in a layer\n`cargo archcheck` finds nothing with it\n"),
        "{said}"
    );
    // What was not there is new.
    directory.write("src/b.rs", "pub fn f() { crate::c::f() }\n");
    let (status, out, _) = run(&directory, &["--format", "short"]);
    assert_eq!(status, Some(1), "{out}");
    assert!(
        out.contains("layer_violation]: `b` may not use `c`"),
        "{out}"
    );
}

/// AC: AC-ARCH-CMD-INIT
#[test]
fn init_makes_layers_of_the_crates_of_a_virtual_workspace() {
    let member = |name: &str, needs: &str| {
        format!(
            "[package]\nname = \"{name}\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n[dependencies]\n{needs}\n"
        )
    };
    let (app, one, two, base) = (
        member(
            "app",
            "x-one = { path = \"../one\" }\nx-two = { path = \"../two\" }",
        ),
        member("x-one", "base = { path = \"../base\" }"),
        member("x-two", "base = { path = \"../base\" }"),
        member("base", "[dev-dependencies]\nx-one = { path = \"../one\" }"),
    );
    let files = [
        (
            "Cargo.toml",
            "[workspace]\nmembers = [\"*\"]\nresolver = \"3\"\n",
        ),
        ("app/Cargo.toml", &app),
        ("app/src/main.rs", "use x_one::B;\nfn main() { B; }\n"),
        ("one/Cargo.toml", &one),
        ("one/src/lib.rs", "pub use base::B;\n"),
        ("two/Cargo.toml", &two),
        ("two/src/lib.rs", "pub fn f(_: base::B) {}\n"),
        ("base/Cargo.toml", &base),
        ("base/src/lib.rs", "pub struct B;\n"),
        (
            "base/tests/all.rs",
            "use x_one::B;\n#[test] fn f() { B; }\n",
        ),
    ];
    let (directory, said) = initialised(&files, 0);
    let text = directory.read("govern.toml");
    assert!(
        text.contains("order = [\"app\", \"x\", \"base\"]"),
        "{text}"
    );
    assert!(
        text.contains("crates = [\"x-*\"]\nindependent = true"),
        "{text}"
    );
    assert!(said.contains("4 of 4 modules"), "{said}");
}

#[test]
fn init_makes_layers_of_all_packages_and_counts_those_that_are_selected() {
    let member = |name: &str, needs: &str| {
        format!(
            "[package]\nname = \"{name}\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n[dependencies]\n{needs}\n"
        )
    };
    let base = |depth: &str| format!("base = {{ path = \"{depth}base\" }}");
    let slices = [
        (
            "Cargo.toml",
            "[workspace]\nmembers = [\"base\", \"features/*\"]\n".to_owned(),
        ),
        ("base/Cargo.toml", member("base", "")),
        ("base/src/lib.rs", "pub struct B;\n".to_owned()),
        ("features/cart/Cargo.toml", member("cart", &base("../../"))),
        (
            "features/cart/src/lib.rs",
            "pub fn f(_: base::B) {}\n".to_owned(),
        ),
        (
            "features/stock/Cargo.toml",
            member("stock", &base("../../")),
        ),
        (
            "features/stock/src/lib.rs",
            "pub fn f(_: base::B) {}\n".to_owned(),
        ),
    ];
    let layers = [
        ("Cargo.toml", "[workspace]\nmembers = [\"*\"]\n".to_owned()),
        ("base/Cargo.toml", member("base", "")),
        ("base/src/lib.rs", "pub struct B;\n".to_owned()),
        ("cart/Cargo.toml", member("cart", &base("../"))),
        ("cart/src/lib.rs", "pub fn f(_: base::B) {}\n".to_owned()),
        ("stock/Cargo.toml", member("stock", &base("../"))),
        ("stock/src/lib.rs", "pub fn f(_: base::B) {}\n".to_owned()),
    ];
    for (files, layer) in [
        (
            slices,
            "crates = [\"cart\", \"stock\"]\nmay-use = [\"foundation\"]\nindependent = true\n",
        ),
        (
            layers,
            "[archcheck.layers.stock]\ncrates = [\"stock\"]\nmay-use = [\"base\"]\n",
        ),
    ] {
        let files: Vec<(&str, &str)> = files
            .iter()
            .map(|(path, text)| (*path, text.as_str()))
            .collect();
        let directory = Directory::with(&files);
        let (status, all, error) = run(&directory, &["init", "--print"]);
        assert_eq!(status, Some(0), "{error}");
        let (status, text, error) =
            run(&directory, &["init", "--print", "-p", "cart", "-p", "base"]);
        assert_eq!(status, Some(0), "{error}");
        assert!(
            all.contains("3 of 3 modules") && all.contains(layer),
            "{all}"
        );
        assert!(!all.contains("were selected"), "{all}");
        assert!(
            text.contains("# 2 of 2 modules are in a layer, one edge leads from one to another"),
            "{text}"
        );
        assert!(
            text.contains("# Counted are only the packages that were selected"),
            "{text}"
        );
        // What is declared is the same; only what is counted differs.
        let declared = |text: &str| -> Vec<String> {
            let lines = text.lines().filter(|line| !line.starts_with('#'));
            lines.map(str::to_owned).collect()
        };
        assert_eq!(declared(&text), declared(&all));
        directory.write("govern.toml", &text);
        let (status, out, _) = run(&directory, &["--format", "short"]);
        assert_eq!(status, Some(0), "{text}{out}");
    }
}

/// AC: AC-ARCH-CMD-INIT
#[test]
fn init_says_what_is_against_the_names() {
    let manifest = format!("{PACKAGE}\n[workspace]\n");
    let files = [("Cargo.toml", manifest.as_str()), ("src/lib.rs", LIBRARY)];
    let (directory, said) = initialised(&files, 1);
    assert!(
        said.contains("  layer_violation: one finding\n`cargo archcheck baseline` accepts that"),
        "{said}"
    );
    let text = directory.read("govern.toml");
    assert!(
        text.contains("# Against it:\n#   x::domain -> x::adapter::Bus\n"),
        "{text}"
    );
    let (status, ..) = run(&directory, &["baseline"]);
    assert_eq!(status, Some(0));
    let (status, out, _) = run(&directory, &[]);
    assert_eq!(status, Some(0), "{out}");
}

/// AC: AC-ARCH-CMD-INIT
#[test]
fn init_adds_its_section_and_replaces_one_only_if_told_to() {
    let old = "# ours\n[lints]\narchcheck.layer_violation   = \"warn\"";
    let directory = workspace(old);
    assert_eq!(run(&directory, &["init"]).0, Some(0));
    let text = directory.read("govern.toml");
    assert!(
        text.starts_with(old) && text.contains("preset = \"hexagonal\""),
        "{text}"
    );
    let (status, out, error) = run(&directory, &["init"]);
    assert_eq!((status, out.as_str()), (Some(2), ""));
    assert!(
        error.contains("there is a section `[archcheck]` in `govern.toml` already"),
        "{error}"
    );
    assert!(error.contains("--force"), "{error}");
    assert_eq!(directory.read("govern.toml"), text);
    directory.write(
        "src/lib.rs",
        "mod a { pub fn f() {} }\nmod b { use crate::a::f; }\n",
    );
    assert_eq!(run(&directory, &["init", "--force"]).0, Some(0));
    let new = directory.read("govern.toml");
    assert!(new.starts_with(old) && !new.contains("hexagonal"), "{new}");
    assert!(new.contains("order = [\"b\", \"a\"]"), "{new}");
    assert_eq!(run(&directory, &[]).0, Some(0));
}
