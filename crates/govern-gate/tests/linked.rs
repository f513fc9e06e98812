//! What is linked is kept for runs over what is staged, and counts as long as linking again would give the same.

#![expect(clippy::unwrap_used, reason = "what fails here fails the test")]
#![expect(
    clippy::disallowed_methods,
    reason = "tests write the workspaces that they load"
)]

use std::{collections::BTreeSet, fs, path::PathBuf, sync::Arc};

use camino::Utf8Path;
use govern_gate::{Date, Options, Session};
use govern_workspace::{FeatureSelection, LoadOptions, Resolve, Workspace};

const LIBRARY: &str = "macro_rules! made { ($n:ident) => { pub struct $n; } }\n\
                       pub mod text; mod of_macro { made!(A); pub fn g() { } }\n";
const TEXT: &str = "use crate::of_macro::A;\npub fn f(a: A) { a.go() }\n";

struct Folder(tempfile::TempDir);

impl Folder {
    fn new() -> Folder {
        let folder = Folder(tempfile::tempdir().unwrap());
        folder.write(
            "Cargo.toml",
            "[package]\nname = \"a\"\nedition = \"2024\"\n[features]\nmore = []\n",
        );
        folder.write("src/lib.rs", LIBRARY);
        folder.write("src/text.rs", TEXT);
        folder
    }

    fn root(&self) -> &Utf8Path {
        Utf8Path::from_path(self.0.path()).unwrap()
    }

    fn write(&self, path: &str, text: &str) {
        let path = self.root().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn load(&self) -> Workspace {
        self.load_with(FeatureSelection::default())
    }

    fn load_with(&self, features: FeatureSelection) -> Workspace {
        let load = LoadOptions {
            manifest_path: Some(self.root().join("Cargo.toml")),
            resolve: Resolve::Manifests,
            features,
            ..LoadOptions::default()
        };
        Workspace::load(&load).unwrap()
    }

    /// A run over what is staged, which links.
    fn link(&self) -> Session {
        let options = Options {
            staged: Some(Arc::new(BTreeSet::new())),
            ..Options::new(Date::new(2026, 6, 15).unwrap())
        };
        let session = Session::new(self.load(), options);
        session.tree();
        session
    }

    /// How many files have changed since what is kept was linked, if that counts.
    fn changed(&self) -> Option<usize> {
        Some(self.load().linked_before()?.changed.len())
    }

    fn kept(&self) -> Vec<PathBuf> {
        let files = fs::read_dir(self.root().join("target/govern")).unwrap();
        let files = files.map(|it| it.unwrap().path());
        let is_kept = |path: &PathBuf| {
            let name = path.file_name().unwrap().to_str().unwrap();
            name.starts_with("linked-")
        };
        files.filter(is_kept).collect()
    }
}

#[test]
fn only_bodies_may_change() {
    let folder = Folder::new();
    assert_eq!(folder.changed(), None);
    folder.link();
    assert_eq!(folder.changed(), Some(0));
    folder.write(
        "src/text.rs",
        &TEXT.replace("a.go()", "if b { a.go(); g::h!() }"),
    );
    assert_eq!(folder.changed(), Some(1));
    // It still counts, and is what is there now.
    let session = folder.link();
    let unchanged = Session::new(folder.load(), session_options());
    let paths = |session: &Session| {
        let names = session.tree();
        let file = session.workspace().file("src/text.rs").unwrap();
        let facts = session.workspace().facts(file).unwrap();
        let paths = (0..facts.paths.len() as u32).map(govern_facts::PathId);
        paths
            .map(|path| format!("{:?}", names.meaning(facts, file, path)))
            .collect::<Vec<_>>()
    };
    assert_eq!(paths(&session), paths(&unchanged));
    for other in [
        TEXT.replace("a.go()", "use b::c; a.go()"),
        TEXT.replace("of_macro::A", "of_macro::*"),
        TEXT.replace("fn f", "fn g"),
        TEXT.replace("a.go()", "a.go("),
        format!("{TEXT}mod more {{ }}"),
    ] {
        folder.write("src/text.rs", &other);
        assert_eq!(folder.changed(), None, "{other}");
    }
    folder.write("src/text.rs", TEXT);
    assert_eq!(folder.changed(), Some(0));
    // A file in which a macro declares something.
    folder.write("src/lib.rs", &LIBRARY.replace("g() { }", "g() { A; }"));
    assert_eq!(folder.changed(), Some(1));
    folder.write("src/lib.rs", &LIBRARY.replace("made!(A)", "made!(B)"));
    assert_eq!(folder.changed(), None);
    folder.write(
        "src/lib.rs",
        &LIBRARY.replace("pub struct $n;", "pub enum $n {}"),
    );
    assert_eq!(folder.changed(), None);
    folder.write("src/lib.rs", LIBRARY);
    folder.write("src/bin/tool.rs", "fn main() {}");
    assert_eq!(folder.changed(), None, "a target");
    folder.link();
    assert_eq!(folder.changed(), Some(0));
    let manifest = fs::read_to_string(folder.root().join("Cargo.toml")).unwrap();
    folder.write(
        "Cargo.toml",
        &manifest.replace("more = []", "default = [\"more\"]\nmore = []"),
    );
    assert_eq!(folder.changed(), None, "a feature");
}

fn session_options() -> Options {
    Options::new(Date::new(2026, 6, 15).unwrap())
}

#[test]
fn what_is_damaged_or_asked_for_otherwise_does_not_count() {
    let folder = Folder::new();
    folder.link();
    let more = FeatureSelection {
        list: vec!["more".to_owned()],
        ..FeatureSelection::default()
    };
    assert!(folder.load_with(more).linked_before().is_none());
    let [file] = &folder.kept()[..] else {
        panic!("{:?}", folder.kept());
    };
    let bytes = fs::read(file).unwrap();
    for at in [0, 9, 16, bytes.len() / 2, bytes.len() - 1] {
        let mut damaged = bytes.clone();
        damaged[at] ^= 1;
        fs::write(file, damaged).unwrap();
        assert_eq!(folder.changed(), None, "{at}");
    }
    fs::write(file, &bytes[..bytes.len() / 2]).unwrap();
    assert_eq!(folder.changed(), None);
    // It is thrown away.
    folder.link();
    assert_eq!(folder.changed(), Some(0));
    assert_eq!(folder.kept().len(), 1);
    fs::write(file, bytes).unwrap();
    assert_eq!(folder.changed(), Some(0));
}

#[test]
fn what_follows_is_found_out_once() {
    let folder = Folder::new();
    let asked = |session: &Session, what: &str, find: u32| session.followed(what, || find);
    let first = folder.link();
    assert_eq!(asked(&first, "one", 1), 1);
    assert_eq!(asked(&first, "one", 2), 1);
    assert_eq!(asked(&first, "two", 2), 2);
    folder.write("src/text.rs", &TEXT.replace("a.go()", "a.went()"));
    assert_eq!(asked(&folder.link(), "one", 3), 1);
    folder.write("src/text.rs", &TEXT.replace("fn f", "fn g"));
    assert_eq!(asked(&folder.link(), "one", 4), 4);
    // Nothing is kept of other runs.
    let other = Session::new(folder.load(), session_options());
    assert_eq!(asked(&other, "three", 5), 5);
    assert_eq!(asked(&other, "three", 6), 6);
}
