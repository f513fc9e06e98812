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
