//! A workspace as it would be with other files is that also for other machines and other builds.

use std::collections::{BTreeMap, BTreeSet};

use govern_workspace::{CfgFlag, FeatureSelection, Workspace};

use crate::support::{Folder, package};

#[test]
fn edits_are_there_in_other_configurations_and_builds() {
    let folder = Folder::new(&[
        ("Cargo.toml", &package("a")),
        ("src/lib.rs", "pub mod m;"),
        ("src/m.rs", "pub fn f() {}"),
    ]);
    let workspace = Workspace::load(&folder.options()).unwrap();
    let edits = [("src/m.rs".to_owned(), Some(b"pub fn g() {}".to_vec()))];
    let edited = workspace.edited(BTreeMap::from(edits)).unwrap();
    let flags: [CfgFlag; 0] = [];
    let configured = edited
        .configured(&FeatureSelection::default(), None, &flags)
        .unwrap();
    let built = edited
        .built(&BTreeSet::from(["a".to_owned()]), "wasm32-wasip1")
        .unwrap()
        .remove(0)
        .workspace;
    for other in [edited, configured, built] {
        let file = other.file("src/m.rs").unwrap();
        assert_eq!(&*other.text(file).unwrap(), "pub fn g() {}");
    }
}

#[test]
fn edits_of_an_edited_workspace_add_up() {
    let folder = Folder::new(&[
        ("Cargo.toml", &package("a")),
        ("src/lib.rs", "pub mod m;"),
        ("src/m.rs", "pub fn f() {}"),
    ]);
    let workspace = Workspace::load(&folder.options()).unwrap();
    let edit = |of: &Workspace, path: &str, text: &str| {
        let edits = [(path.to_owned(), Some(text.as_bytes().to_vec()))];
        of.edited(BTreeMap::from(edits)).unwrap()
    };
    let once = edit(&workspace, "src/m.rs", "pub fn g() {}");
    let twice = edit(&once, "src/lib.rs", "pub mod m; pub mod n {}");
    let text = |of: &Workspace, path: &str| of.read(path).unwrap().1.to_string();
    assert_eq!(text(&twice, "src/m.rs"), "pub fn g() {}");
    assert_eq!(text(&twice, "src/lib.rs"), "pub mod m; pub mod n {}");
    assert_eq!(text(&once, "src/lib.rs"), "pub mod m;");
}
