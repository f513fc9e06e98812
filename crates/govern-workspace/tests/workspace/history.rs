//! What git knows of the past: files that changed, and commits.

use govern_workspace::{Error, LoadOptions, Resolve, Workspace};

use crate::support::{Folder, package};

/// A workspace below the root of its repository.
fn inner(folder: &Folder) -> Workspace {
    let options = LoadOptions {
        manifest_path: Some(folder.path().join("inner/Cargo.toml")),
        resolve: Resolve::Manifests,
        ..folder.uncached()
    };
    Workspace::load(&options).unwrap()
}

fn repository() -> Folder {
    let folder = Folder::new(&[
        ("top.txt", "one\n"),
        ("inner/Cargo.toml", &package("inner")),
        ("inner/src/lib.rs", ""),
        ("inner/a b.txt", "one\n"),
        ("inner/gone.txt", "one\n"),
        ("inner/.gitignore", "target\n"),
    ]);
    folder.git(&["init", "--quiet"]);
    folder.commit("first");
    folder
}

#[test]
fn what_changed_since_a_revision_is_known_with_what_git_does_not_know_yet() {
    let folder = repository();
    folder.write("top.txt", "two\n");
    folder.write("inner/a b.txt", "two\n");
    folder.write("inner/new.txt", "new\n");
    folder.write("inner/target/out.txt", "out\n");
    folder.remove("inner/gone.txt");
    let workspace = inner(&folder);
    let changed = workspace.changed_since("HEAD").unwrap();
    assert_eq!(changed, ["a b.txt", "gone.txt", "new.txt"]);
    folder.commit("second");
    // Which commits there are was looked up once.
    let workspace = inner(&folder);
    assert_eq!(workspace.changed_since("HEAD").unwrap(), [""; 0]);
    assert_eq!(workspace.changed_since("HEAD~1").unwrap(), changed);
    for revision in ["-x", ""] {
        let refused = workspace.changed_since(revision).unwrap_err();
        assert!(matches!(refused, Error::RevisionName { .. }), "{refused}");
    }
    let unknown = workspace.changed_since("nowhere").unwrap_err();
    assert!(
        matches!(unknown, Error::UnknownRevision { .. }),
        "{unknown}"
    );
}

#[test]
fn commits_come_with_their_messages_the_oldest_first() {
    let folder = repository();
    folder.commit("second\n\nBody of it.\n\nAC: AC-1");
    folder.git(&["switch", "--quiet", "--create", "side"]);
    folder.commit("third");
    folder.git(&["switch", "--quiet", "-"]);
    folder.git(&["merge", "--quiet", "--no-ff", "-m", "fourth", "side"]);
    let workspace = inner(&folder);
    let commits = workspace.commits("HEAD").unwrap();
    let messages: Vec<(&str, usize)> = commits
        .iter()
        .map(|commit| (commit.message.as_str(), commit.parents))
        .collect();
    assert_eq!(
        messages,
        [
            ("first", 0),
            ("second\n\nBody of it.\n\nAC: AC-1", 1),
            ("third", 1),
            ("fourth", 2),
        ]
    );
    assert!(commits.iter().all(|commit| commit.id.len() == 40));
    assert_eq!(workspace.commits("HEAD..HEAD").unwrap(), []);
    assert_eq!(workspace.commits("HEAD~1..").unwrap().len(), 2);
    for range in ["nowhere..HEAD", "HEAD...nowhere", "--all", ""] {
        assert!(workspace.commits(range).is_err(), "{range}");
    }
}

#[test]
fn paths_on_the_command_line_are_those_of_the_current_directory() {
    let folder = repository();
    let workspace = inner(&folder);
    let file = folder.path().join("inner/src/../src/lib.rs");
    assert_eq!(
        workspace.path_of_argument(file.as_str()).unwrap(),
        "src/lib.rs"
    );
    let outside = workspace.path_of_argument(folder.path().join("top.txt").as_str());
    assert_eq!(outside.unwrap(), "../top.txt");
}

#[test]
fn each_version_of_a_file_comes_once_also_what_a_merge_made_of_it() {
    let folder = repository();
    folder.write("inner/a b.txt", "two\n");
    folder.commit("second");
    folder.write("inner/a b.txt", "one\n");
    folder.commit("third");
    folder.git(&["switch", "--quiet", "--create", "side"]);
    folder.write("inner/side.txt", "side\n");
    folder.write("top.txt", "side\n");
    folder.commit("fourth");
    folder.git(&["switch", "--quiet", "-"]);
    folder.git(&["merge", "--quiet", "--no-ff", "--no-commit", "side"]);
    folder.write("inner/merged.txt", "only here\n");
    folder.write("inner/big.txt", "x".repeat(2000));
    folder.commit("fifth");
    let workspace = inner(&folder);
    let said = |range: &str| {
        let versions = workspace.versions(range).unwrap();
        let commits = workspace.commits(range).unwrap();
        let mut said = Vec::new();
        workspace.read_versions(&versions, |version, bytes| {
            let commit = commits.iter().find(|it| it.id == version.commit).unwrap();
            let text = String::from_utf8(bytes.unwrap()).unwrap();
            let text = text.get(..9).unwrap_or(&text).trim_end().to_owned();
            said.push(format!("{}: {} = {text}", commit.message, version.path));
        });
        said
    };
    let since = [
        "second: a b.txt = two",
        "third: a b.txt = one",
        "fourth: side.txt = side",
        "fifth: big.txt = xxxxxxxxx",
        "fifth: merged.txt = only here",
    ];
    assert_eq!(said("HEAD~3..HEAD"), since);
    let all = said("HEAD");
    assert_eq!(all.len(), 9, "{all:?}");
    assert!(all.contains(&"first: gone.txt = one".to_owned()));
    assert_eq!(said("HEAD..HEAD"), [""; 0]);
    assert!(matches!(
        workspace.versions("HEAD..nowhere").unwrap_err(),
        Error::UnknownRevision { .. }
    ));
}
