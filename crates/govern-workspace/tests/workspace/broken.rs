//! Input that is broken: a problem or an error with a place, and the rest is loaded. Never a panic, never silence.

use std::time::{Duration, Instant};

use govern_workspace::{Error, LoadOptions, ProblemKind, Resolve, Workspace};

use crate::support::{self, Folder, at, broken, only_problem, package, paths};

/// The place of an error: path, text there, message.
fn place(error: &Error) -> (String, String, String) {
    let (diagnostic, sources) = error.report();
    let span = diagnostic
        .span
        .unwrap_or_else(|| panic!("it has a place: {error:?}"));
    (
        sources.path(span.file).unwrap().to_owned(),
        sources.text(span).unwrap().to_owned(),
        diagnostic.message,
    )
}

/// Path and line of an error.
fn line(error: &Error) -> (String, u32) {
    let (diagnostic, sources) = error.report();
    let place = sources.locate(diagnostic.span.expect("it has a place"));
    let place = place.expect("its source is there");
    (place.path.to_owned(), place.start.line)
}

#[test]
fn a_manifest_that_does_not_parse() {
    let error = broken("manifest_syntax").unwrap_err();
    let (path, line) = line(&error);
    assert!(path.ends_with("manifest_syntax/Cargo.toml"), "{path}");
    assert_eq!(line, 3);
    assert!(error.to_string().contains("no valid TOML"), "{error}");
}

#[test]
fn a_member_manifest_that_does_not_parse() {
    let error = broken("member_manifest_syntax").unwrap_err();
    assert_eq!(line(&error), ("member/Cargo.toml".to_owned(), 3));
}

#[test]
fn a_manifest_that_cargo_refuses() {
    let (path, _, message) = place(&broken("manifest_refused").unwrap_err());
    assert_eq!(path, "Cargo.toml");
    assert!(message.contains("no targets"), "{message}");
}

#[test]
fn a_member_that_is_not_there() {
    let error = broken("missing_member").unwrap_err();
    let (path, text, message) = place(&error);
    assert_eq!((path.as_str(), text.as_str()), ("Cargo.toml", "\"gone\""));
    assert_eq!(
        message,
        "the member `gone` of the workspace has no manifest"
    );
}

#[test]
fn an_empty_workspace() {
    let (path, text, message) = place(&broken("empty_workspace").unwrap_err());
    assert_eq!((path.as_str(), text.as_str()), ("Cargo.toml", "workspace"));
    assert_eq!(
        message,
        "the workspace has no packages, so there is nothing to check"
    );
}

#[test]
fn no_manifest_at_all() {
    let folder = Folder::new(&[]);
    let error = Workspace::load(&folder.uncached()).unwrap_err();
    assert!(matches!(error, Error::Read { .. }), "{error}");
}

#[test]
fn a_dependency_that_cannot_be_had() {
    let manifest = package("a") + "[dependencies]\nno-such-crate-anywhere = \"1\"\n";
    let folder = Folder::new(&[("Cargo.toml", &manifest), ("src/lib.rs", "")]);
    let error = Workspace::load(&folder.uncached()).unwrap_err();
    let (diagnostic, _) = error.report();
    let text = format!("{diagnostic:?}");
    assert!(text.contains("no-such-crate-anywhere"), "{text}");
    assert!(!diagnostic.help.is_empty(), "{text}");
    // Without cargo, the files can be checked all the same.
    let options = LoadOptions {
        resolve: Resolve::Manifests,
        ..folder.uncached()
    };
    assert_eq!(Workspace::load(&options).unwrap().files().len(), 1);
}

#[test]
fn cargo_may_not_be_there() {
    match support::parent() {
        Some(root) => {
            let options = LoadOptions {
                manifest_path: Some(root.join("Cargo.toml")),
                cache: false,
                ..LoadOptions::default()
            };
            let error = Workspace::load(&options).unwrap_err();
            assert!(matches!(error, Error::Start { .. }), "{error}");
            assert!(error.to_string().contains("/nowhere/cargo"), "{error}");
        }
        None => {
            let folder = Folder::new(&[("Cargo.toml", &package("a")), ("src/lib.rs", "")]);
            let variables = [("CARGO", "/nowhere/cargo")];
            support::in_child("broken::cargo_may_not_be_there", folder.path(), &variables);
        }
    }
}

#[test]
fn a_missing_lock_file_when_it_must_not_change() {
    let mut options = Folder::new(&[]).uncached();
    let folder = Folder::new(&[("Cargo.toml", &package("a")), ("src/lib.rs", "")]);
    options.manifest_path = folder.uncached().manifest_path;
    options.network.locked = true;
    let (diagnostic, _) = Workspace::load(&options).unwrap_err().report();
    assert!(!diagnostic.help.is_empty(), "{diagnostic:?}");
}

#[test]
fn a_file_that_does_not_parse() {
    let workspace = broken("syntax_error").unwrap();
    let problem = &workspace.problems()[0];
    assert_eq!(problem.kind, ProblemKind::Syntax);
    assert_eq!(workspace.path(problem.span.file), "src/half.rs");
    // What could be read is there.
    let facts = workspace.facts(problem.span.file).unwrap();
    assert!(
        facts
            .items
            .iter()
            .any(|item| facts.text(item.name) == "good")
    );
    assert_eq!(workspace.files().len(), 2);
}

#[test]
fn a_module_without_a_file() {
    let workspace = broken("missing_module").unwrap();
    let (kind, path, text, problem) = only_problem(&workspace);
    assert_eq!(
        (kind, path, text.as_str()),
        (ProblemKind::MissingModule, "src/lib.rs", "gone")
    );
    assert_eq!(
        problem.notes,
        ["looked for `src/gone.rs` and `src/gone/mod.rs`"]
    );
    assert_eq!(paths(&workspace), ["src/here.rs", "src/lib.rs"]);
}

#[test]
fn a_file_that_is_not_utf8() {
    let workspace = broken("not_utf8").unwrap();
    let (kind, path, text, _) = only_problem(&workspace);
    assert_eq!(
        (kind, path, text.as_str()),
        (ProblemKind::NotUtf8, "src/latin1.rs", "\u{fffd}")
    );
    let file = workspace.file("src/latin1.rs").unwrap();
    assert!(workspace.files().contains(&file) && workspace.facts(file).is_none());
    assert!(matches!(workspace.text(file), Err(Error::NotUtf8 { .. })));
    assert!(ProblemKind::NotUtf8.loses_file());
}

#[test]
fn a_directory_where_a_file_should_be() {
    let workspace = broken("directory_as_module").unwrap();
    let (kind, path, _, problem) = only_problem(&workspace);
    assert_eq!((kind, path), (ProblemKind::Unreadable, "src/folder.rs"));
    assert_eq!(
        problem.message,
        "`src/folder.rs` cannot be read: it is a directory"
    );
}

#[test]
fn modules_in_a_circle() {
    let workspace = broken("circular_module").unwrap();
    let (kind, path, text, problem) = only_problem(&workspace);
    assert_eq!(
        (kind, path, text.as_str()),
        (ProblemKind::CircularModule, "src/b.rs", "a")
    );
    assert_eq!(
        problem.notes,
        ["the way is `src/a.rs` → `src/b.rs` → `src/a.rs`"]
    );
}

#[test]
fn a_target_without_a_file() {
    let workspace = broken("missing_target").unwrap();
    let (kind, path, ..) = only_problem(&workspace);
    assert_eq!((kind, path), (ProblemKind::MissingTarget, "Cargo.toml"));
}

#[test]
fn every_folder_of_broken_input_is_known_here() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../testdata/broken");
    let tests = include_str!("broken.rs");
    for entry in std::fs::read_dir(folder).unwrap() {
        let entry = entry.unwrap();
        let name = entry.file_name().into_string().unwrap();
        if entry.path().is_dir() {
            assert!(
                tests.contains(&format!("broken(\"{name}\")")),
                "no test loads {name}"
            );
        }
    }
}

#[cfg(unix)]
mod links {
    use std::os::unix::fs::symlink;

    use super::*;

    #[test]
    fn a_link_that_leads_to_itself() {
        let folder = Folder::new(&[("Cargo.toml", &package("a")), ("src/lib.rs", "mod round;")]);
        symlink("round.rs", folder.path().join("src/round.rs")).unwrap();
        let workspace = folder.load();
        let (kind, path, _, problem) = only_problem(&workspace);
        assert_eq!((kind, path), (ProblemKind::Unreadable, "src/round.rs"));
        assert!(
            problem.message.contains("symbolic links"),
            "{}",
            problem.message
        );
    }

    #[test]
    fn a_link_that_leads_up() {
        let folder = Folder::new(&[
            ("Cargo.toml", &package("a")),
            ("src/lib.rs", "mod m;"),
            ("src/m/mod.rs", "mod m;"),
        ]);
        symlink(".", folder.path().join("src/m/m")).unwrap();
        let started = Instant::now();
        let workspace = folder.load();
        assert!(started.elapsed() < Duration::from_secs(20));
        let (kind, path, text, _) = only_problem(&workspace);
        assert_eq!(
            (kind, path, text.as_str()),
            (ProblemKind::CircularModule, "src/m/mod.rs", "m")
        );
        assert_eq!(workspace.parses(), 2);
    }

    #[test]
    fn links_that_lead_up_in_several_ways() {
        // Without care this is a tree of 40 levels, each with three times as many files.
        let text = "mod a; mod b; mod c;";
        let folder = Folder::new(&[
            ("Cargo.toml", &package("x")),
            ("src/lib.rs", "mod top;"),
            ("src/top/mod.rs", text),
        ]);
        for name in ["a", "b", "c"] {
            symlink(".", folder.path().join("src/top").join(name)).unwrap();
        }
        let workspace = folder.load();
        assert_eq!(workspace.parses(), 2);
        assert_eq!(workspace.problems().len(), 3);
        assert!(
            workspace
                .problems()
                .iter()
                .all(|problem| problem.kind == ProblemKind::CircularModule)
        );
    }

    #[test]
    fn links_that_lead_to_each_other_in_all_ways() {
        // Each directory has a link to each other one: as many ways as there are orders of them.
        let names = ["a", "b", "c", "d", "e", "f", "g"];
        let all = names.map(|name| format!("mod {name};")).join(" ");
        let folder = Folder::new(&[("Cargo.toml", &package("x")), ("src/lib.rs", &all)]);
        for name in names {
            folder.write(
                &format!("src/{name}/mod.rs"),
                all.replace(&format!("mod {name};"), ""),
            );
        }
        for name in names {
            for other in names.iter().filter(|&&other| other != name) {
                let link = folder.path().join("src").join(name).join(other);
                symlink(format!("../{other}"), link).unwrap();
            }
        }
        let started = Instant::now();
        let workspace = folder.load();
        assert!(started.elapsed() < Duration::from_secs(60));
        assert_eq!(workspace.files().len(), 8);
        assert_eq!(workspace.parses(), 8);
        assert!(
            workspace.routes().len() <= 1 + 7 * 1024,
            "{}",
            workspace.routes().len()
        );
        let too_many = |message: &str| message.starts_with("there are too many ways");
        assert!(
            workspace
                .problems()
                .iter()
                .any(|problem| too_many(&problem.message))
        );
        // A circle and a crowd for each declaration, however many ways lead to it.
        assert!(workspace.problems().len() <= 2 * (7 * 6 + 7));
    }

    #[test]
    fn one_file_under_two_names_is_one_file() {
        let folder = Folder::new(&[
            ("Cargo.toml", &package("a")),
            ("src/lib.rs", "mod one; mod alias;"),
            ("src/one.rs", "mod inner; pub struct S;"),
            ("src/one/inner.rs", ""),
            ("src/alias/inner.rs", ""),
        ]);
        symlink("one.rs", folder.path().join("src/alias.rs")).unwrap();
        let workspace = folder.load();
        let expected = [
            "src/alias/inner.rs",
            "src/lib.rs",
            "src/one.rs",
            "src/one/inner.rs",
        ];
        assert_eq!(paths(&workspace), expected);
        assert_eq!(workspace.parses(), 4);
        assert!(
            workspace.problems().is_empty(),
            "{:?}",
            workspace.problems()
        );
        let one = workspace.file("src/one.rs").unwrap();
        assert_eq!(
            workspace
                .routes()
                .iter()
                .filter(|route| route.file == one)
                .count(),
            2
        );
    }

    #[test]
    fn hard_links_are_files_of_their_own() {
        let folder = Folder::new(&[
            ("Cargo.toml", &package("a")),
            ("src/lib.rs", "mod one; mod two;"),
            ("src/one.rs", "pub struct S;"),
        ]);
        std::fs::hard_link(
            folder.path().join("src/one.rs"),
            folder.path().join("src/two.rs"),
        )
        .unwrap();
        let workspace = folder.load();
        assert_eq!(
            paths(&workspace),
            ["src/lib.rs", "src/one.rs", "src/two.rs"]
        );
    }

    #[test]
    fn up_through_a_link_is_up_from_where_it_leads() {
        let folder = Folder::new(&[
            ("Cargo.toml", &package("a")),
            ("src/lib.rs", "mod link;"),
            (
                "elsewhere/deep/mod.rs",
                "#[path = \"../beside.rs\"] mod beside;",
            ),
            ("elsewhere/beside.rs", ""),
        ]);
        symlink("../elsewhere/deep", folder.path().join("src/link")).unwrap();
        let workspace = folder.load();
        assert!(
            workspace.problems().is_empty(),
            "{:?}",
            workspace.problems()
        );
        assert_eq!(
            paths(&workspace),
            ["elsewhere/beside.rs", "src/lib.rs", "src/link/mod.rs"]
        );
    }

    #[test]
    fn a_pipe_is_not_waited_for() {
        let folder = Folder::new(&[("Cargo.toml", &package("a")), ("src/lib.rs", "mod pipe;")]);
        let made = std::process::Command::new("mkfifo")
            .arg(folder.path().join("src/pipe.rs"))
            .status()
            .unwrap();
        assert!(made.success());
        let workspace = folder.load();
        let (kind, _, _, problem) = only_problem(&workspace);
        assert_eq!(kind, ProblemKind::Unreadable);
        assert_eq!(
            problem.message,
            "`src/pipe.rs` cannot be read: it is no regular file"
        );
    }

    #[test]
    fn a_file_without_the_right_to_read_it() {
        use std::os::unix::fs::PermissionsExt as _;

        let folder = Folder::new(&[
            ("Cargo.toml", &package("a")),
            ("src/lib.rs", "mod secret;"),
            ("src/secret.rs", ""),
        ]);
        let secret = folder.path().join("src/secret.rs");
        std::fs::set_permissions(&secret, std::fs::Permissions::from_mode(0o000)).unwrap();
        let workspace = folder.load();
        // Whoever may do everything can read it.
        if std::fs::read(&secret).is_err() {
            let (kind, path, ..) = only_problem(&workspace);
            assert_eq!((kind, path), (ProblemKind::Unreadable, "src/secret.rs"));
        } else {
            assert!(workspace.problems().is_empty());
        }
    }
}

#[test]
fn nesting_without_end() {
    let deep = |open: &str, close: &str| {
        format!(
            "fn f() {{ {}1{} }}",
            open.repeat(10_000),
            close.repeat(10_000)
        )
    };
    let folder = Folder::new(&[
        ("Cargo.toml", &package("a")),
        (
            "src/lib.rs",
            "mod parens; mod blocks; mod types; mod macros; mod modules; mod uses; pub struct Fine;",
        ),
        ("src/parens.rs", &deep("(", ")")),
        ("src/blocks.rs", &deep("{", "}")),
        (
            "src/types.rs",
            &format!(
                "type T = {}u8{};",
                "Vec<".repeat(10_000),
                ">".repeat(10_000)
            ),
        ),
        ("src/macros.rs", &deep("vec![", "]")),
        (
            "src/modules.rs",
            &format!("{}{}", "mod m { ".repeat(10_000), "}".repeat(10_000)),
        ),
        (
            "src/uses.rs",
            &format!("use {}a{};", "a::{".repeat(10_000), "}".repeat(10_000)),
        ),
    ]);
    let workspace = folder.load();
    assert_eq!(workspace.files().len(), 7);
    // However it is read, it is read or reported.
    for &file in workspace.files() {
        let reported = workspace
            .problems()
            .iter()
            .any(|problem| problem.span.file == file);
        let read = workspace
            .facts(file)
            .is_some_and(|facts| !facts.items.is_empty());
        assert!(read || reported, "{} is lost", workspace.path(file));
    }
}

#[test]
fn a_chain_of_modules_without_end() {
    let folder = Folder::new(&[
        ("Cargo.toml", &package("a")),
        ("src/lib.rs", "#[path = \"m0.rs\"] mod m;"),
    ]);
    for number in 0..3000 {
        folder.write(
            &format!("src/m{number}.rs"),
            format!("#[path = \"m{}.rs\"] mod m;", number + 1),
        );
    }
    let workspace = folder.load();
    assert_eq!(workspace.files().len(), 3001);
    let (kind, path, ..) = only_problem(&workspace);
    assert_eq!((kind, path), (ProblemKind::MissingModule, "src/m2999.rs"));
}

#[test]
fn a_file_of_fifty_megabytes() {
    let line =
        "pub const LONG: &str = \"the quick brown fox jumps over the lazy dog\"; // and so on\n";
    let text = line.repeat(50_000_000 / line.len());
    let folder = Folder::new(&[
        ("Cargo.toml", &package("a")),
        ("src/lib.rs", "mod big;"),
        ("src/big.rs", &text),
    ]);
    let workspace = folder.load();
    assert!(workspace.problems().is_empty());
    let big = workspace.file("src/big.rs").unwrap();
    let facts = workspace.facts(big).unwrap();
    assert_eq!(facts.items.len(), 50_000_000 / line.len());
    assert_eq!(facts.len as usize, text.len());
}

#[test]
fn a_file_that_is_too_long() {
    let folder = Folder::new(&[
        ("Cargo.toml", &package("a")),
        ("src/lib.rs", "mod huge;"),
        ("src/huge.rs", ""),
    ]);
    // Takes no room: it is one hole.
    let huge = std::fs::File::create(folder.path().join("src/huge.rs")).unwrap();
    if huge.set_len(5 << 30).is_err() {
        return;
    }
    let workspace = folder.load();
    let (kind, path, _, problem) = only_problem(&workspace);
    assert_eq!((kind, path), (ProblemKind::Unreadable, "src/huge.rs"));
    assert!(
        problem.message.contains("which is too much"),
        "{}",
        problem.message
    );
}

#[test]
fn a_byte_order_mark_and_windows_lines() {
    let folder = Folder::new(&[
        ("Cargo.toml", &package("a")),
        ("src/lib.rs", "\u{feff}mod gone;\r\npub fn f() {}\r\n"),
    ]);
    let workspace = folder.load();
    let (kind, _, text, _) = only_problem(&workspace);
    assert_eq!((kind, text.as_str()), (ProblemKind::MissingModule, "gone"));
}

#[test]
fn names_that_no_path_can_have() {
    let folder = Folder::new(&[
        ("Cargo.toml", &package("a")),
        (
            "src/lib.rs",
            "#[path = \"a\\0b.rs\"] mod nul;\n#[path = \"\"] mod empty;\n#[path = \"/\"] mod root;",
        ),
    ]);
    let workspace = folder.load();
    assert_eq!(workspace.problems().len(), 3, "{:#?}", workspace.problems());
    for problem in workspace.problems() {
        at(&workspace, problem);
    }
}
