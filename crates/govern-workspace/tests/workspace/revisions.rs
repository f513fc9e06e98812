//! Old versions: from git, and from a directory.

use govern_workspace::{CodeKind, Error, FeatureSelection, LoadOptions, Resolve, Workspace};

use crate::support::{self, Folder, only_problem, package, paths};

/// A repository with two commits: `v1` is tagged.
fn repository() -> Folder {
    let folder = Folder::new(&[
        (
            "Cargo.toml",
            "[workspace]\nresolver = \"3\"\nmembers = [\"crates/*\"]\n",
        ),
        (".gitignore", "target\nCargo.lock\n"),
        ("crates/wire/Cargo.toml", &package("wire")),
        ("crates/wire/src/lib.rs", "mod order;\nmod same;"),
        (
            "crates/wire/src/order.rs",
            "pub struct Order { pub id: u32 }",
        ),
        ("crates/wire/src/same.rs", "pub struct Same;"),
        ("crates/old/Cargo.toml", &package("old")),
        ("crates/old/src/lib.rs", ""),
    ]);
    folder.git(&["init", "--quiet"]);
    folder.commit("one");
    folder.git(&["tag", "v1"]);
    folder.git(&["rm", "-r", "--quiet", "crates/old"]);
    folder.write(
        "crates/wire/src/order.rs",
        "pub struct Order { pub id: u64 }\nmod line;",
    );
    folder.write("crates/wire/src/order/line.rs", "pub struct Line;");
    folder.commit("two");
    folder
}

fn load(folder: &Folder) -> Workspace {
    let options = LoadOptions {
        resolve: Resolve::Manifests,
        ..folder.uncached()
    };
    Workspace::load(&options).unwrap()
}

#[test]
fn a_revision_is_a_workspace_like_any_other() {
    let folder = repository();
    let new = folder.load();
    let old = new.at_revision("v1").unwrap();
    assert_eq!((new.revision(), old.revision()), (None, Some("v1")));
    let names: Vec<_> = old
        .packages()
        .iter()
        .map(|package| package.name.as_str())
        .collect();
    assert_eq!(names, ["old", "wire"]);
    let expected = [
        "crates/old/src/lib.rs",
        "crates/wire/src/lib.rs",
        "crates/wire/src/order.rs",
        "crates/wire/src/same.rs",
    ];
    assert_eq!(paths(&old), expected);
    let order = old.file("crates/wire/src/order.rs").unwrap();
    assert_eq!(
        &*old.text(order).unwrap(),
        "pub struct Order { pub id: u32 }"
    );
    assert_eq!(
        old.sources_for([order]).path(order),
        Some("v1:crates/wire/src/order.rs")
    );
    assert_eq!(old.find_files(&["crates/*/Cargo.toml"]).unwrap().len(), 2);
    // Ids tell the two apart.
    assert!(!new.owns(order) && old.owns(order));
    assert!(new.file("crates/wire/src/order.rs").unwrap() != order);
    // The names of branches and commits do as well.
    assert_eq!(new.at_revision("HEAD~1").unwrap().packages().len(), 2);
    assert_eq!(new.at_revision("main").unwrap().packages().len(), 1);
    // Nothing was checked out.
    assert_eq!(folder.git(&["status", "--porcelain"]), "");
}

#[test]
fn a_revision_has_the_features_that_are_asked_for() {
    let folder = Folder::new(&[
        (
            "Cargo.toml",
            &format!("{}\n[features]\nold = []\n", package("wire")),
        ),
        ("src/lib.rs", ""),
        (".gitignore", "target\nCargo.lock\n"),
    ]);
    folder.git(&["init", "--quiet"]);
    folder.commit("one");
    folder.write(
        "Cargo.toml",
        format!("{}\n[features]\nold = []\nnew = []\n", package("wire")),
    );
    folder.commit("two");
    let load = |features: FeatureSelection, resolve| {
        let options = LoadOptions {
            features,
            resolve,
            ..folder.uncached()
        };
        Workspace::load(&options).unwrap()
    };
    let on = |workspace: &Workspace, feature| {
        let package = workspace.package_named("wire").unwrap().id;
        let conditions = workspace.conditions(package, CodeKind::Production);
        conditions.holds("feature", Some(feature)) == Some(true)
    };
    let listed = FeatureSelection {
        list: vec!["old,new".to_owned()],
        ..FeatureSelection::default()
    };
    let all = FeatureSelection {
        all: true,
        ..FeatureSelection::default()
    };
    for resolve in [Resolve::Cargo, Resolve::Members, Resolve::Manifests] {
        for features in [&listed, &all] {
            let now = load(features.clone(), resolve);
            assert!(on(&now, "old") && on(&now, "new"), "{resolve:?}");
            let before = now.at_revision("HEAD~1").unwrap();
            assert!(on(&before, "old"), "{resolve:?} {features:?}");
            assert!(!on(&before, "new"), "there was no such feature");
        }
        let now = load(FeatureSelection::default(), resolve);
        assert!(
            !on(&now.at_revision("HEAD~1").unwrap(), "old"),
            "{resolve:?}"
        );
    }
}

#[test]
fn what_did_not_change_is_not_parsed_again() {
    let folder = repository();
    let new = load(&folder);
    let old = new.at_revision("v1").unwrap();
    // Changed: lib.rs of `old` is gone but empty; only order.rs has a text that nobody has seen.
    assert_eq!(old.parses() + old.timings().shared, 4);
    assert_eq!(old.timings().shared, 2, "{:?}", old.timings());
    let same = |workspace: &Workspace| {
        let file = workspace.file("crates/wire/src/same.rs").unwrap();
        std::ptr::from_ref(workspace.facts(file).unwrap())
    };
    assert_eq!(same(&new), same(&old), "they are the same facts");
    // Blobs of files that are the same are not even read.
    assert!(old.timings().bytes < 100, "{:?}", old.timings());
    assert_eq!(new.at_revision("HEAD").unwrap().parses(), 0);
}

#[test]
fn facts_are_those_of_the_revision_even_if_the_file_changed_after_loading() {
    let folder = repository();
    let new = load(&folder);
    // Now it says what another file says at the revision.
    folder.write(
        "crates/wire/src/same.rs",
        new.text(new.file("crates/wire/src/order/line.rs").unwrap())
            .unwrap()
            .as_ref(),
    );
    folder.write("crates/wire/src/order/line.rs", "pub struct Different;");
    let old = new.at_revision("HEAD").unwrap();
    for (path, name) in [("same", "Same"), ("order/line", "Line")] {
        let file = old.file(&format!("crates/wire/src/{path}.rs")).unwrap();
        let text = format!("pub struct {name};");
        assert_eq!(&*old.text(file).unwrap(), text);
        let facts = old.facts(file).unwrap();
        assert_eq!(facts.text(facts.items[0].name), name);
    }
}

#[test]
fn the_workspace_may_be_below_the_repository() {
    let folder = Folder::new(&[
        ("README.md", ""),
        ("shared/s.rs", "pub struct S;"),
        ("rust/Cargo.toml", &package("a")),
        ("rust/src/lib.rs", "#[path = \"../../shared/s.rs\"] mod s;"),
    ]);
    folder.git(&["init", "--quiet"]);
    folder.commit("one");
    folder.write("shared/s.rs", "pub struct New;");
    let options = LoadOptions {
        manifest_path: Some(folder.path().join("rust/Cargo.toml")),
        ..folder.uncached()
    };
    let new = Workspace::load(&options).unwrap();
    let old = new.at_revision("HEAD").unwrap();
    assert_eq!(paths(&new), ["../shared/s.rs", "src/lib.rs"]);
    assert_eq!(paths(&old), ["../shared/s.rs", "src/lib.rs"]);
    let file = old.file("../shared/s.rs").unwrap();
    assert_eq!(&*old.text(file).unwrap(), "pub struct S;");
}

#[test]
fn problems_of_a_revision_have_places_in_it() {
    let folder = repository();
    folder.write("crates/wire/src/lib.rs", "mod order; mod gone;");
    folder.commit("broken");
    folder.write("crates/wire/src/lib.rs", "mod order;");
    let old = load(&folder).at_revision("HEAD").unwrap();
    let (_, path, text, _) = only_problem(&old);
    assert_eq!((path, text.as_str()), ("crates/wire/src/lib.rs", "gone"));
}

#[test]
fn a_manifest_of_a_revision_that_does_not_parse_has_a_place() {
    let folder = repository();
    folder.write("crates/wire/Cargo.toml", "[package]\nname = wire\n");
    folder.commit("broken");
    folder.write("crates/wire/Cargo.toml", package("wire"));
    let error = load(&folder).at_revision("HEAD").unwrap_err();
    let Error::Manifest(located) = error else {
        panic!("{error}")
    };
    assert_eq!(located.path, "crates/wire/Cargo.toml");
    assert_eq!(u32::from(located.range.start()), 17);
}

#[test]
fn old_features_and_conditions_are_known() {
    let folder = Folder::new(&[
        (
            "Cargo.toml",
            &(package("a") + "[features]\ndefault = [\"x\"]\nx = []\n"),
        ),
        ("src/lib.rs", ""),
    ]);
    folder.git(&["init", "--quiet"]);
    folder.commit("one");
    folder.write("Cargo.toml", package("a"));
    let new = load(&folder);
    let old = new.at_revision("HEAD").unwrap();
    let holds = |workspace: &Workspace| {
        workspace
            .conditions(workspace.packages()[0].id, CodeKind::Production)
            .holds("feature", Some("x"))
    };
    assert_eq!((holds(&new), holds(&old)), (Some(false), Some(true)));
}

#[test]
fn wrong_revisions_are_explained() {
    let folder = repository();
    let workspace = load(&folder);
    let error = |revision: &str| workspace.at_revision(revision).unwrap_err();
    assert!(matches!(
        error("nowhere"),
        Error::UnknownRevision { shallow: false, .. }
    ));
    assert!(error("nowhere").report().0.help[0].contains("origin/nowhere"));
    for name in ["--output=x", "-h", "", "a\nb"] {
        assert!(matches!(error(name), Error::RevisionName { .. }), "{name}");
    }
    // A file is no commit.
    assert!(matches!(
        error("HEAD:Cargo.toml"),
        Error::UnknownRevision { .. }
    ));
}

#[test]
fn without_git_there_is_no_revision() {
    let folder = Folder::new(&[("Cargo.toml", &package("a")), ("src/lib.rs", "")]);
    let error = load(&folder).at_revision("main").unwrap_err();
    assert!(matches!(error, Error::NotARepository { .. }), "{error}");
    assert!(!error.report().0.help.is_empty());
}

/// What goes wrong when the environment is another one; `check` runs in a process of its own.
fn elsewhere(test: &str, resolve: Resolve, variables: &[(&str, &str)], check: impl Fn(Error)) {
    match support::parent() {
        Some(root) => {
            let options = LoadOptions {
                manifest_path: Some(root.join("Cargo.toml")),
                resolve,
                cache: false,
                ..LoadOptions::default()
            };
            let workspace = Workspace::load(&options).unwrap();
            check(workspace.at_revision("v1").unwrap_err());
        }
        None => {
            let folder = repository();
            let test = format!("revisions::{test}");
            support::in_child(&test, folder.path(), variables);
        }
    }
}

#[test]
fn git_may_not_be_installed() {
    elsewhere(
        "git_may_not_be_installed",
        Resolve::Manifests,
        &[("PATH", "/nowhere")],
        |error| {
            assert!(matches!(error, Error::GitMissing), "{error}");
        },
    );
}

#[test]
fn git_may_not_trust_the_repository() {
    let variables = [
        ("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1"),
        ("GIT_CONFIG_GLOBAL", "/dev/null"),
        ("GIT_CONFIG_SYSTEM", "/dev/null"),
    ];
    // Of a workspace that is not trusted, git is led to a directory that is ours.
    let test = "git_may_not_trust_the_repository";
    elsewhere(test, Resolve::Members, &variables, |error| {
        assert!(error.to_string().contains("dubious ownership"), "{error}");
        assert!(!error.report().0.help.is_empty());
    });
}

#[test]
fn a_hook_that_runs_us_does_not_confuse_us() {
    let test = "revisions::a_hook_that_runs_us_does_not_confuse_us";
    match support::parent() {
        Some(root) => {
            let options = LoadOptions {
                manifest_path: Some(root.join("Cargo.toml")),
                resolve: Resolve::Manifests,
                cache: false,
                ..LoadOptions::default()
            };
            let workspace = Workspace::load(&options).unwrap();
            assert_eq!(workspace.at_revision("v1").unwrap().packages().len(), 2);
        }
        None => {
            let folder = repository();
            let variables = [("GIT_DIR", ".git"), ("GIT_INDEX_FILE", "/nowhere/index")];
            support::in_child(test, folder.path(), &variables);
        }
    }
}

#[test]
fn a_shallow_clone_says_what_is_missing() {
    let folder = repository();
    let clone = Folder::new(&[]);
    let from = format!("file://{}", folder.path());
    clone.git(&["clone", "--quiet", "--depth", "1", &from, "clone"]);
    let options = LoadOptions {
        manifest_path: Some(clone.path().join("clone/Cargo.toml")),
        resolve: Resolve::Manifests,
        cache: false,
        ..LoadOptions::default()
    };
    let error = Workspace::load(&options)
        .unwrap()
        .at_revision("HEAD~1")
        .unwrap_err();
    assert!(
        matches!(error, Error::UnknownRevision { shallow: true, .. }),
        "{error}"
    );
    assert!(error.report().0.help[0].contains("--unshallow"));
}

#[cfg(unix)]
#[test]
fn links_are_followed_in_a_revision_too() {
    use std::os::unix::fs::symlink;

    let folder = Folder::new(&[
        ("Cargo.toml", &package("a")),
        ("src/lib.rs", "mod linked; mod dir; mod round;"),
        ("common/real.rs", "pub struct Real;"),
        ("common/dir/mod.rs", "mod inner;"),
        ("common/dir/inner.rs", ""),
    ]);
    symlink("../common/real.rs", folder.path().join("src/linked.rs")).unwrap();
    symlink("../common/dir", folder.path().join("src/dir")).unwrap();
    symlink("round.rs", folder.path().join("src/round.rs")).unwrap();
    folder.git(&["init", "--quiet"]);
    folder.commit("one");
    let new = load(&folder);
    let old = new.at_revision("HEAD").unwrap();
    let expected = [
        "src/dir/inner.rs",
        "src/dir/mod.rs",
        "src/lib.rs",
        "src/linked.rs",
    ];
    assert_eq!(paths(&old), expected);
    let file = old.file("src/linked.rs").unwrap();
    assert_eq!(&*old.text(file).unwrap(), "pub struct Real;");
    let (_, path, text, _) = only_problem(&old);
    assert_eq!((path, text.as_str()), ("src/lib.rs", "round"));
}

#[test]
fn git_runs_nothing_that_the_repository_configures() {
    let folder = repository();
    let mark = folder.path().join("ran");
    let touch = format!("touch {mark}; cat");
    folder.git(&["config", "core.fsmonitor", &touch]);
    folder.git(&["config", "filter.f.smudge", &touch]);
    folder.git(&["config", "filter.f.clean", &touch]);
    folder.git(&["config", "diff.f.textconv", &touch]);
    folder.write(".gitattributes", "*.rs filter=f diff=f\n");
    folder.write(".git/hooks/post-checkout", "#!/bin/sh\ntouch ran\n");
    load(&folder).at_revision("v1").unwrap();
    assert!(!mark.exists());
}

#[test]
fn a_directory_may_be_the_old_version() {
    let (folder, copy) = (repository(), repository());
    copy.git(&["checkout", "--quiet", "v1"]);
    let new = load(&folder);
    // It is outside of a workspace that is not trusted, until the user names it.
    assert!(new.at_directory(copy.path()).is_err());
    new.path_of_argument(copy.path().as_str()).unwrap();
    let old = new.at_directory(copy.path()).unwrap();
    assert_eq!(old.packages().len(), 2);
    assert_eq!(old.timings().shared, 2);
    let order = old.file("crates/wire/src/order.rs").unwrap();
    assert_eq!(
        &*old.text(order).unwrap(),
        "pub struct Order { pub id: u32 }"
    );
    assert!(!new.owns(order));
    assert!(new.at_directory(&copy.path().join("crates")).is_err());
}

#[test]
fn an_old_version_may_be_given_as_texts() {
    let files = |text: &str| {
        [
            ("Cargo.toml", package("a")),
            ("src/lib.rs", text.to_owned()),
        ]
        .map(|(path, text)| (path.to_owned(), text))
        .into()
    };
    let new = Workspace::from_memory(files("pub struct New;")).unwrap();
    let old = new.at_memory("old", files("pub struct Old;")).unwrap();
    let file = old.file("src/lib.rs").unwrap();
    assert!(!new.owns(file));
    assert_eq!(old.sources_for([file]).path(file), Some("old:src/lib.rs"));
    assert_eq!(
        new.at_memory("same", files("pub struct New;"))
            .unwrap()
            .parses(),
        0
    );
}
