//! The files of the repository: what git lists, and what is listed without it.

use govern_workspace::{LoadOptions, Resolve, Size, Workspace};

use crate::support::{Folder, memory, package};

fn loaded(folder: &Folder) -> Workspace {
    let options = LoadOptions {
        manifest_path: Some(folder.path().join("inner/Cargo.toml")),
        resolve: Resolve::Manifests,
        ..folder.uncached()
    };
    Workspace::load(&options).unwrap()
}

fn folder() -> Folder {
    Folder::new(&[
        ("top.txt", "outside\n"),
        ("inner/Cargo.toml", &package("inner")),
        ("inner/src/lib.rs", ""),
        ("inner/.gitignore", "/out\n*.log\n!kept.log\n"),
        ("inner/.github/ci.yml", "x\n"),
        ("inner/a b.txt", "one\n"),
        ("inner/out/made.txt", "x\n"),
        ("inner/sub/.gitignore", "*.tmp\n"),
        ("inner/sub/kept.log", "x\n"),
        ("inner/sub/other.log", "x\n"),
        ("inner/sub/x.tmp", "x\n"),
        ("inner/x.tmp", "x\n"),
    ])
}

const LISTED: [&str; 8] = [
    ".github/ci.yml",
    ".gitignore",
    "Cargo.toml",
    "a b.txt",
    "src/lib.rs",
    "sub/.gitignore",
    "sub/kept.log",
    "x.tmp",
];

#[test]
fn git_and_the_walk_without_it_list_the_same() {
    let folder = folder();
    let listing = loaded(&folder).listing();
    assert_eq!(listing.files, LISTED);
    assert_eq!((listing.unnamed, listing.refused), (0, None));
    assert!(listing.new.is_empty());
    // Not known to git yet.
    folder.git(&["init", "--quiet"]);
    let listing = loaded(&folder).listing();
    assert_eq!(listing.files, LISTED);
    assert!(listing.new.iter().eq(LISTED));
    folder.commit("first");
    let listing = loaded(&folder).listing();
    assert_eq!(listing.files, LISTED);
    assert!(listing.new.is_empty());
    let old = loaded(&folder).at_revision("HEAD").unwrap();
    assert_eq!(old.listing().files, LISTED);
    // What git tracks counts, also if it would be ignored.
    folder.git(&["add", "--force", "inner/out/made.txt"]);
    assert!(
        loaded(&folder)
            .listing()
            .files
            .contains(&"out/made.txt".to_owned())
    );
}

#[test]
fn a_workspace_that_its_repository_ignores_is_walked() {
    let folder = folder();
    folder.write(".gitignore", "inner\n");
    folder.git(&["init", "--quiet"]);
    folder.commit("first");
    assert_eq!(loaded(&folder).listing().files, LISTED);
}

#[test]
fn files_in_memory_are_listed() {
    let workspace = memory(&[
        ("Cargo.toml", &package("inner")),
        ("src/lib.rs", ""),
        (".gitignore", "*.log\n"),
        ("a/x.log", ""),
        ("a/x.txt", ""),
    ]);
    let files = workspace.unwrap().listing().files;
    assert_eq!(files, [".gitignore", "Cargo.toml", "a/x.txt", "src/lib.rs"]);
}

#[test]
fn only_files_are_read_and_none_that_is_too_long() {
    let folder = folder();
    let workspace = loaded(&folder);
    let read = |path: &str, longest| workspace.read_at_most(path, longest).unwrap();
    assert_eq!(read("a b.txt", 4), Size::Whole(b"one\n".to_vec()));
    assert_eq!(read("a b.txt", 3), Size::TooLong(4));
    assert_eq!(read("sub", 4), Size::NoFile);
    assert_eq!(read("gone", 4), Size::NoFile);
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink("../top.txt", folder.path().join("inner/link")).unwrap();
        assert_eq!(read("link", 100), Size::NoFile);
    }
}

#[test]
fn the_lock_file_is_the_one_that_the_project_has() {
    let old = "version = 4\n\n[[package]]\nname = \"inner\"\nversion = \"0.0.9\"\n";
    let folder = folder();
    folder.write("inner/Cargo.lock", old);
    let options = LoadOptions {
        manifest_path: Some(folder.path().join("inner/Cargo.toml")),
        ..folder.uncached()
    };
    let workspace = Workspace::load(&options).unwrap();
    assert_eq!(workspace.lock_file().unwrap().as_deref(), Some(old));
    let (_, now) = workspace.read("Cargo.lock").unwrap();
    assert_ne!(&*now, old, "cargo has brought it up to date");
    // From now on that is the one.
    let workspace = Workspace::load(&options).unwrap();
    assert_eq!(workspace.lock_file().unwrap().as_deref(), Some(&*now));
}
