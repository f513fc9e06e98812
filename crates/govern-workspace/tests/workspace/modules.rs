//! Which files belong to a workspace: everything that `mod` leads to, and nothing else.

use crate::support::{Folder, at, memory, only_problem, package, paths};
use govern_workspace::{ProblemKind, Workspace};

const MANIFEST: (&str, &str) = (
    "Cargo.toml",
    "[package]\nname = \"a\"\nedition = \"2024\"\n",
);

fn load(files: &[(&str, &str)]) -> Workspace {
    let all: Vec<_> = [MANIFEST]
        .into_iter()
        .chain(files.iter().copied())
        .collect();
    memory(&all).unwrap()
}

/// The way from the root of the first target through these modules.
fn file_of(workspace: &Workspace, modules: &[&str]) -> Option<String> {
    let mut route = workspace.packages()[0].targets[0].route;
    for &name in modules {
        let at = workspace.route(route);
        let facts = workspace.facts(at.file)?;
        let link = at
            .modules
            .iter()
            .find(|link| facts.text(facts.item(link.item).name) == name)?;
        route = link.choices.first()?.route;
    }
    Some(workspace.path(workspace.route(route).file).to_owned())
}

#[test]
fn files_beside_and_below() {
    let workspace = load(&[
        ("src/lib.rs", "mod a; mod b;"),
        ("src/a.rs", "mod inner;"),
        ("src/a/inner.rs", ""),
        ("src/b/mod.rs", "mod inner;"),
        ("src/b/inner.rs", ""),
        ("src/unused.rs", "mod nothing;"),
    ]);
    let expected = [
        "src/a.rs",
        "src/a/inner.rs",
        "src/b/inner.rs",
        "src/b/mod.rs",
        "src/lib.rs",
    ];
    assert_eq!(paths(&workspace), expected);
    assert_eq!(
        file_of(&workspace, &["b", "inner"]).unwrap(),
        "src/b/inner.rs"
    );
    assert!(
        workspace.problems().is_empty(),
        "{:?}",
        workspace.problems()
    );
    assert_eq!(workspace.parses(), 5);
    assert_eq!(workspace.orphans().unwrap(), ["src/unused.rs"]);
}

#[test]
fn inline_modules_are_directories() {
    let workspace = load(&[
        (
            "src/lib.rs",
            "mod outer { mod deep; mod x { mod y; } }\nmod file;",
        ),
        ("src/outer/deep.rs", ""),
        ("src/outer/x/y.rs", ""),
        ("src/file.rs", "mod inline { mod z; }"),
        ("src/file/inline/z.rs", ""),
    ]);
    let expected = [
        "src/file.rs",
        "src/file/inline/z.rs",
        "src/lib.rs",
        "src/outer/deep.rs",
        "src/outer/x/y.rs",
    ];
    assert_eq!(paths(&workspace), expected);
}

#[test]
fn path_attributes_lead_anywhere() {
    let workspace = load(&[
        (
            "src/lib.rs",
            "#[path = \"../shared/s.rs\"] mod s;\n#[path = \"odd.inc\"] mod odd;",
        ),
        ("shared/s.rs", "mod child;"),
        ("shared/child.rs", ""),
        ("src/odd.inc", "fn f() {}"),
    ]);
    assert_eq!(
        paths(&workspace),
        [
            "shared/child.rs",
            "shared/s.rs",
            "src/lib.rs",
            "src/odd.inc"
        ]
    );
    assert_eq!(
        file_of(&workspace, &["s", "child"]).unwrap(),
        "shared/child.rs"
    );
}

#[test]
fn conditional_paths_are_all_read_and_keep_their_condition() {
    let workspace = load(&[
        (
            "src/lib.rs",
            "#[cfg_attr(windows, path = \"win.rs\")]\n#[cfg_attr(unix, path = \"nix.rs\")]\nmod imp;",
        ),
        ("src/win.rs", ""),
        ("src/nix.rs", ""),
    ]);
    assert_eq!(
        paths(&workspace),
        ["src/lib.rs", "src/nix.rs", "src/win.rs"]
    );
    let route = workspace.route(workspace.packages()[0].targets[0].route);
    assert_eq!(route.modules[0].choices.len(), 2);
    assert!(
        route.modules[0]
            .choices
            .iter()
            .all(|choice| choice.cfg.is_some())
    );
    // On the platform of whoever runs this, one of them is it, so that no `imp.rs` is missing.
    assert!(
        workspace.problems().is_empty(),
        "{:?}",
        workspace.problems()
    );
}

#[test]
fn modules_in_the_arguments_of_macros_count_if_there_is_a_file() {
    let workspace = load(&[
        ("src/lib.rs", "cfg_rt! { mod here; mod gone; }"),
        ("src/here.rs", ""),
    ]);
    assert_eq!(paths(&workspace), ["src/here.rs", "src/lib.rs"]);
    assert!(
        workspace.problems().is_empty(),
        "{:?}",
        workspace.problems()
    );
}

#[test]
fn a_file_that_two_targets_share_is_parsed_once() {
    let workspace = load(&[
        ("src/lib.rs", "mod shared;"),
        ("src/main.rs", "mod shared; fn main() {}"),
        ("src/shared.rs", ""),
        ("tests/t.rs", "#[path = \"../src/shared.rs\"] mod shared;"),
    ]);
    assert_eq!(workspace.files().len(), 4);
    assert_eq!(workspace.parses(), 4);
    let shared = workspace.file("src/shared.rs").unwrap();
    // Two routes: by `#[path]` it would look for its own modules elsewhere.
    let routes = workspace
        .routes()
        .iter()
        .filter(|route| route.file == shared);
    assert_eq!(routes.count(), 2);
}

#[test]
fn reached_in_two_ways_its_modules_are_in_two_places() {
    let workspace = load(&[
        ("src/lib.rs", "mod m;"),
        ("src/m.rs", "mod child;"),
        ("src/m/child.rs", ""),
        ("tests/t.rs", "#[path = \"../src/m.rs\"] mod m;"),
        ("src/child.rs", "mod deeper;"),
        ("src/child/deeper.rs", ""),
    ]);
    let expected = [
        "src/child.rs",
        "src/child/deeper.rs",
        "src/lib.rs",
        "src/m.rs",
        "src/m/child.rs",
        "tests/t.rs",
    ];
    assert_eq!(paths(&workspace), expected);
    assert!(
        workspace.problems().is_empty(),
        "{:?}",
        workspace.problems()
    );
}

#[test]
fn files_know_the_packages_that_reach_them() {
    let workspace = memory(&[
        ("Cargo.toml", "[workspace]\nmembers = [\"a\", \"b\"]\n"),
        ("a/Cargo.toml", &package("a")),
        ("a/src/lib.rs", "#[path = \"../../both.rs\"] mod both;"),
        ("b/Cargo.toml", &package("b")),
        ("b/src/lib.rs", "#[path = \"../../both.rs\"] mod both;"),
        ("both.rs", ""),
    ])
    .unwrap();
    let names = |path: &str| -> Vec<&str> {
        let packages = workspace.packages_of(workspace.file(path).unwrap()).iter();
        packages
            .map(|&id| workspace.package(id).name.as_str())
            .collect()
    };
    assert_eq!(names("both.rs"), ["a", "b"]);
    assert_eq!(names("a/src/lib.rs"), ["a"]);
    assert_eq!(workspace.parses(), 3);
}

#[test]
fn a_missing_file_is_reported_at_its_declaration() {
    let workspace = load(&[("src/lib.rs", "mod a;\npub mod gone;"), ("src/a.rs", "")]);
    let (kind, path, text, problem) = only_problem(&workspace);
    assert_eq!(
        (kind, path, text.as_str()),
        (ProblemKind::MissingModule, "src/lib.rs", "gone")
    );
    assert_eq!(problem.message, "there is no file for module `gone`");
    assert_eq!(
        problem.notes,
        ["looked for `src/gone.rs` and `src/gone/mod.rs`"]
    );
}

#[test]
fn a_missing_file_matters_only_where_its_condition_can_hold() {
    let files = |condition: &str| {
        let lib = format!("#[cfg({condition})]\nmod gone;");
        let manifest =
            "[package]\nname = \"a\"\n[features]\ndefault = [\"on\"]\non = []\noff = []\n";
        let workspace = memory(&[("Cargo.toml", manifest), ("src/lib.rs", &lib)]).unwrap();
        workspace.problems().len()
    };
    assert_eq!(files("feature = \"on\""), 1);
    assert_eq!(files("test"), 1);
    assert_eq!(files("not(test)"), 1);
    assert_eq!(files("feature = \"off\""), 0);
    assert_eq!(files("all(unix, windows)"), 0);
    assert_eq!(files("loom"), 0);
    assert_eq!(files("any(feature = \"off\", feature = \"on\")"), 1);
}

#[test]
fn a_condition_counts_for_everything_below() {
    let workspace = load(&[
        (
            "src/lib.rs",
            "#[cfg(feature = \"off\")] mod a;\nmod b;\nmod c { #![cfg(feature = \"off\")] mod gone; }",
        ),
        ("src/a.rs", "mod gone;"),
        ("src/b.rs", "#![cfg(feature = \"off\")]\nmod gone;"),
    ]);
    assert!(
        workspace.problems().is_empty(),
        "{:?}",
        workspace.problems()
    );
    // They are read in any case: what is off today is on tomorrow.
    assert_eq!(paths(&workspace), ["src/a.rs", "src/b.rs", "src/lib.rs"]);
}

#[test]
fn a_path_whose_condition_is_not_known_may_be_the_one() {
    let files = |rest: &[(&str, &str)]| {
        let lib = "#[cfg_attr(raw, path = \"raw/mod.rs\")] mod backend;";
        let mut files = vec![("src/lib.rs", lib), ("src/raw/mod.rs", "mod gone;")];
        files.extend(rest);
        load(&files).problems().len()
    };
    // Nobody sets the flag, so the usual place counts.
    assert_eq!(files(&[]), 1);
    assert_eq!(files(&[("src/backend.rs", "")]), 0);
    // A build script may: then it may be either, and what is wrong in it counts.
    let script = "fn main() { println!(\"cargo::rustc-cfg=raw\"); }";
    assert_eq!(files(&[("build.rs", script)]), 1);
    assert_eq!(files(&[("build.rs", script), ("src/backend.rs", "")]), 1);
    let both = [("build.rs", script), ("src/raw/gone.rs", "")];
    assert_eq!(files(&both), 0);
}

#[test]
fn two_files_for_one_module_are_reported() {
    let workspace = load(&[
        ("src/lib.rs", "mod a;"),
        ("src/a.rs", ""),
        ("src/a/mod.rs", ""),
    ]);
    let (kind, path, text, problem) = only_problem(&workspace);
    assert_eq!(
        (kind, path, text.as_str()),
        (ProblemKind::AmbiguousModule, "src/lib.rs", "a")
    );
    assert_eq!(problem.notes, ["both `src/a.rs` and `src/a/mod.rs` exist"]);
}

#[test]
fn a_module_that_leads_back_is_reported_and_not_followed() {
    let workspace = load(&[
        ("src/lib.rs", "mod a;"),
        ("src/a.rs", "#[path = \"b.rs\"] mod b;"),
        ("src/b.rs", "#[path = \"a.rs\"] mod a;"),
    ]);
    let circular: Vec<_> = workspace
        .problems()
        .iter()
        .filter(|problem| problem.kind == ProblemKind::CircularModule)
        .collect();
    assert_eq!(circular.len(), 1, "{:#?}", workspace.problems());
    assert_eq!(workspace.path(circular[0].span.file), "src/b.rs");
    assert_eq!(at(&workspace, circular[0]), "a");
    assert_no_circle(&workspace);
}

#[test]
fn a_module_that_is_its_own_file_is_reported() {
    let workspace = load(&[("src/lib.rs", "#[path = \"lib.rs\"] mod again;")]);
    let (kind, path, text, _) = only_problem(&workspace);
    assert_eq!(
        (kind, path, text.as_str()),
        (ProblemKind::CircularModule, "src/lib.rs", "again")
    );
    assert_no_circle(&workspace);
}

#[test]
fn a_target_without_a_file_is_reported() {
    let manifest = "[package]\nname = \"a\"\n[[bin]]\nname = \"tool\"\npath = \"src/tool.rs\"\n";
    let workspace = memory(&[("Cargo.toml", manifest), ("src/lib.rs", "")]).unwrap();
    let (kind, path, text, problem) = only_problem(&workspace);
    assert_eq!(
        (kind, path, text.as_str()),
        (ProblemKind::MissingTarget, "Cargo.toml", "\"a\"")
    );
    assert_eq!(
        problem.notes,
        ["the manifest says that it is `src/tool.rs`"]
    );
    let tool = &workspace.packages()[0].targets[1];
    assert!(workspace.facts(tool.root).is_none());
    assert!(workspace.route(tool.route).modules.is_empty());
}

#[test]
fn loading_twice_gives_the_same_ids_and_problems() {
    let mut files = vec![("src/lib.rs".to_owned(), String::new())];
    for number in 0..200 {
        files[0]
            .1
            .push_str(&format!("mod m{number}; mod gone{number};\n"));
        files.push((
            format!("src/m{number}.rs"),
            format!("mod deep; fn f{number}( {{"),
        ));
        files.push((format!("src/m{number}/deep.rs"), String::new()));
    }
    let folder = Folder::new(&[("Cargo.toml", &package("a"))]);
    for (path, text) in &files {
        folder.write(path, text);
    }
    let (one, two) = (folder.load(), folder.load());
    assert_eq!(one.files().len(), 401);
    assert!(one.problems().len() >= 400, "{}", one.problems().len());
    assert_eq!(one.problems(), two.problems());
    assert_eq!(one.routes(), two.routes());
    assert_eq!(paths(&one), paths(&two));
    assert_eq!(one.packages(), two.packages());
}

#[test]
fn modules_that_macros_declare_are_read() {
    let workspace = load(&[
        (
            "src/lib.rs",
            "macro_rules! one { ($n:ident) => { mod $n; }; ($n:ident $($more:ident)+) => { one!($n); one!($($more)+); } }\n\
             macro_rules! shown { ($n:ident) => { #[cfg(feature = \"x\")] pub mod $n; #[cfg(not(feature = \"x\"))] mod $n; } }\n\
             macro_rules! inside { ($n:ident) => { mod outer { mod $n; } } }\n\
             one!(a); one!(b c); shown!(open); inside!(deep); mod below;\n\
             one!(gone); other!(unknown); one!(+);",
        ),
        ("src/a.rs", "mod child;"),
        ("src/a/child.rs", ""),
        ("src/b.rs", ""),
        ("src/c/mod.rs", "shown!(inner);"),
        ("src/c/inner.rs", ""),
        ("src/open.rs", ""),
        ("src/outer/deep.rs", ""),
        // A call is where it stands, not where the macro is.
        ("src/below.rs", "one! { under }"),
        ("src/below/under.rs", ""),
        ("src/unknown.rs", ""),
        ("src/under.rs", ""),
    ]);
    assert_eq!(
        paths(&workspace),
        [
            "src/a.rs",
            "src/a/child.rs",
            "src/b.rs",
            "src/below.rs",
            "src/below/under.rs",
            "src/c/inner.rs",
            "src/c/mod.rs",
            "src/lib.rs",
            "src/open.rs",
            "src/outer/deep.rs",
        ]
    );
    assert_eq!(workspace.problems(), []);
    let root = workspace.route(workspace.packages()[0].targets[0].route);
    let called: Vec<&str> = root.called.iter().map(|link| link.name.as_str()).collect();
    assert_eq!(called, ["a", "b", "c", "open", "deep"]);
}

#[test]
fn what_a_macro_switches_off_misses_nothing() {
    let workspace = load(&[
        (
            "src/lib.rs",
            "macro_rules! only { ($f:literal $n:ident) => { #[cfg(feature = $f)] mod $n; } }\n\
             macro_rules! any { ($n:ident) => { mod $n; } }\nonly!(\"x\" off); any!(on);",
        ),
        ("src/off.rs", "mod gone;"),
        ("src/on.rs", "mod missing;"),
    ]);
    let (kind, path, text, _) = only_problem(&workspace);
    assert_eq!(
        (kind, path, text.as_str()),
        (ProblemKind::MissingModule, "src/on.rs", "missing")
    );
}

#[test]
fn macros_that_declare_themselves_come_to_an_end() {
    let workspace = load(&[
        (
            "src/lib.rs",
            "macro_rules! m { ($n:ident) => { mod $n; m!($n $n); m!($n); }; ($($n:ident)*) => { m!($($n)* $($n)*); } }\nm!(a);",
        ),
        // It leads back to where it stands.
        (
            "src/a.rs",
            "macro_rules! up { () => { #[path = \"lib.rs\"] mod up; } }\nup!();",
        ),
    ]);
    assert_no_circle(&workspace);
    assert!(paths(&workspace).contains(&"src/lib.rs"));
}

fn assert_no_circle(workspace: &Workspace) {
    fn walk(workspace: &Workspace, route: govern_workspace::RouteId, depth: usize) {
        assert!(
            depth <= workspace.routes().len(),
            "the routes form a circle"
        );
        let links = workspace.route(route).modules.iter();
        links
            .flat_map(|link| &link.choices)
            .for_each(|choice| walk(workspace, choice.route, depth + 1));
    }
    for target in &workspace.packages()[0].targets {
        walk(workspace, target.route, 0);
    }
}
