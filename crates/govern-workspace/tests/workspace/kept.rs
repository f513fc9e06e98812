//! What is kept counts as long as it would be found out again, and no longer.

use std::{collections::BTreeSet, fs, os::unix::fs::symlink};

use govern_workspace::{CfgFlag, CodeKind, FeatureSelection, Workspace};

use crate::support::{Folder, package};

/// A workspace with all that can be asked about.
fn folder() -> Folder {
    let folder = Folder::new(&[
        ("Cargo.toml", &package("a")),
        ("src/lib.rs", "pub mod m;"),
        ("src/m.rs", "pub fn f() {}"),
        ("docs/one.md", "one"),
        ("old/Cargo.toml", &package("a")),
        ("old/src/lib.rs", "pub fn old() {}"),
        ("long.txt", "long"),
        (".gitignore", "target\n"),
    ]);
    folder.git(&["init", "--quiet"]);
    folder.commit("first");
    folder
}

fn load(folder: &Folder) -> Workspace {
    Workspace::load(&folder.options()).unwrap()
}

/// Asks everything that a gate may ask.
fn ask(workspace: &Workspace) -> String {
    let mut said = Vec::new();
    said.extend(workspace.find_files(&["docs/**/*.md"]).unwrap());
    said.extend(workspace.orphans().unwrap());
    said.push(format!("{:?}", workspace.read_if_exists("notes.txt")));
    said.push(workspace.read("docs/one.md").unwrap().1.to_string());
    said.extend(workspace.listing().files);
    said.push(format!("{:?}", workspace.read_at_most("long.txt", 3)));
    let features = FeatureSelection::default();
    let windows = Some("x86_64-pc-windows-msvc");
    let flags: [CfgFlag; 0] = [];
    let others = [
        workspace.at_revision("main").unwrap(),
        workspace.at_directory("old".into()).unwrap(),
        workspace.configured(&features, windows, &flags).unwrap(),
        workspace
            .built(&BTreeSet::from(["a".to_owned()]), "wasm32-wasip1")
            .unwrap()
            .remove(0)
            .workspace,
    ];
    for other in others {
        let files = other.files().iter();
        said.extend(files.map(|&file| other.text(file).unwrap().to_string()));
        let given = other
            .conditions(other.packages()[0].id, CodeKind::Production)
            .holds("given", None);
        said.push(format!("{given:?}"));
    }
    said.join("\n")
}

/// Keeps what is said of a workspace, and loads it again.
fn kept(folder: &Folder) -> (String, Workspace) {
    let workspace = load(folder);
    let said = ask(&workspace);
    workspace.keep(b"said", said.clone().into_bytes()).write();
    (said, load(folder))
}

#[test]
fn what_would_be_found_out_again_counts() {
    let folder = folder();
    let (said, workspace) = kept(&folder);
    assert_eq!(workspace.kept(b"said").unwrap(), said.as_bytes());
    assert_eq!(workspace.kept(b"something else"), None);
    // Asking for it once more changes nothing.
    ask(&workspace);
    assert_eq!(load(&folder).kept(b"said").unwrap(), said.as_bytes());
    // What is in a file that nobody read does not matter.
    folder.write(".gitignore", "target\n*.orig\n");
    assert!(load(&folder).kept(b"said").is_some());
}

#[test]
fn whatever_could_change_an_answer_makes_it_count_no_more() {
    type Change = fn(&Folder);
    let changes: [(&str, Change); 17] = [
        ("source", |it| it.write("src/m.rs", "pub fn g() {}")),
        ("manifest", |it| {
            it.write("Cargo.toml", package("a") + "[features]\nx = []\n");
        }),
        ("target", |it| it.write("src/bin/b.rs", "fn main() {}")),
        ("module file", |it| {
            it.write("src/m/mod.rs", "");
        }),
        ("file that was read", |it| it.write("docs/one.md", "1")),
        ("file that was not there", |it| it.write("notes.txt", "")),
        ("file that git does not know", |it| it.write("new.txt", "")),
        ("file that was too long", |it| it.write("long.txt", "l")),
        ("file of a glob", |it| it.write("docs/sub/two.md", "")),
        ("no file of a glob", |it| {
            fs::rename(it.path().join("docs/one.md"), it.path().join("x")).unwrap();
            symlink("../x", it.path().join("docs/one.md")).unwrap();
            it.write("docs/three.md", "");
        }),
        ("orphan", |it| it.write("src/orphan.rs", "")),
        ("orphan in a target directory", |it| {
            it.write("src/target/orphan.rs", "");
        }),
        ("directory that is a link", |it| {
            fs::rename(it.path().join("docs"), it.path().join("elsewhere")).unwrap();
            symlink("elsewhere", it.path().join("docs")).unwrap();
        }),
        ("commit", |it| {
            it.write("src/m.rs", "pub fn other() {}");
            it.commit("second");
            it.write("src/m.rs", "pub fn f() {}");
        }),
        ("copy", |it| it.write("old/src/lib.rs", "")),
        ("manifest of a copy", |it| {
            it.write("old/Cargo.toml", package("a") + "[features]\nx = []\n");
        }),
        ("flags of another platform", |it| {
            it.write(
                ".cargo/config.toml",
                "[target.wasm32-wasip1]\nrustflags = [\"--cfg\", \"given\"]\n",
            );
        }),
    ];
    for (what, change) in changes {
        let folder = folder();
        let (_, workspace) = kept(&folder);
        assert!(workspace.kept(b"said").is_some(), "{what}: before");
        change(&folder);
        assert_eq!(load(&folder).kept(b"said"), None, "{what}");
    }
}

#[test]
fn options_are_part_of_what_the_workspace_is() {
    let folder = folder();
    folder.write("Cargo.toml", package("a") + "[features]\nx = []\n");
    let (_, workspace) = kept(&folder);
    assert!(workspace.kept(b"said").is_some());
    let mut options = folder.options();
    options.features.list = vec!["x".to_owned()];
    assert_eq!(Workspace::load(&options).unwrap().kept(b"said"), None);
    let mut options = folder.options();
    options.target = Some("x86_64-pc-windows-msvc".to_owned());
    assert_eq!(Workspace::load(&options).unwrap().kept(b"said"), None);
}

#[test]
fn nothing_is_kept_of_what_cannot_be_asked_again() {
    let folder = folder();
    let workspace = load(&folder);
    let file = folder.path().join("docs/one.md");
    workspace.read_argument(file.as_str()).unwrap();
    workspace.keep(b"said", Vec::new()).write();
    assert_eq!(load(&folder).kept(b"said"), None);

    // A file that changes while it is looked at.
    let workspace = load(&folder);
    workspace.read("docs/one.md").unwrap();
    folder.write("docs/one.md", "changed");
    workspace.read("docs/one.md").unwrap();
    workspace.keep(b"said", Vec::new()).write();
    assert_eq!(load(&folder).kept(b"said"), None);
}

#[test]
fn a_file_that_changed_after_loading_is_asked_for_again() {
    let folder = folder();
    let workspace = load(&folder);
    folder.write("src/m.rs", "pub fn in_between() {}");
    let file = workspace.file("src/m.rs").unwrap();
    assert_eq!(&*workspace.text(file).unwrap(), "pub fn in_between() {}");
    workspace.keep(b"said", Vec::new()).write();
    folder.write("src/m.rs", "pub fn f() {}");
    assert_eq!(load(&folder).kept(b"said"), None);
}

#[test]
fn what_is_damaged_is_not_there() {
    let folder = folder();
    let (said, workspace) = kept(&folder);
    let entries = fs::read_dir(folder.path().join("target/govern")).unwrap();
    let paths = entries.map(|entry| entry.unwrap().path());
    let mut paths = paths.filter(|path| path.to_string_lossy().contains("kept-"));
    let path = paths.next().unwrap();
    let whole = fs::read(&path).unwrap();
    for at in 0..whole.len() {
        let mut damaged = whole.clone();
        damaged[at] ^= 0x20;
        fs::write(&path, &damaged).unwrap();
        assert_eq!(workspace.kept(b"said"), None, "byte {at}");
        fs::write(&path, &whole[..at]).unwrap();
        assert_eq!(workspace.kept(b"said"), None, "cut off at {at}");
    }
    fs::write(&path, &whole).unwrap();
    assert_eq!(workspace.kept(b"said").unwrap(), said.as_bytes());
}

#[test]
fn without_a_cache_nothing_is_kept() {
    let folder = folder();
    let workspace = folder.load();
    workspace.keep(b"said", Vec::new()).write();
    assert_eq!(workspace.kept(b"said"), None);
    assert!(!folder.path().join("target").exists());
}

#[test]
fn what_is_asked_apart_counts_from_when_it_is_taken() {
    let folder = folder();
    let workspace = load(&folder);
    let read = |path: &str| drop(workspace.read(path).unwrap());
    let one = workspace.asked_apart(|| read("docs/one.md"));
    let none = workspace.asked_apart(|| {
        std::thread::scope(|scope| {
            // Another thread does not know that this one is apart.
            scope.spawn(|| read("long.txt"));
        })
    });
    workspace.keep(b"before", b"found".to_vec()).write();
    workspace.take_asked(one);
    workspace.take_asked(none);
    workspace.keep(b"after", b"found".to_vec()).write();
    let known = |key: &[u8]| load(&folder).kept(key).is_some();
    assert!(known(b"before") && known(b"after"));
    folder.write("docs/one.md", "1");
    assert!(known(b"before") && !known(b"after"));
    folder.write("long.txt", "l");
    assert!(!known(b"before"));
}
