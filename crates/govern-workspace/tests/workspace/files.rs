//! Other files: finding, reading, writing.

use std::fs;

use govern_workspace::{Error, Resolve, Workspace};

use crate::support::{Folder, memory, package};

fn folder() -> Folder {
    Folder::new(&[
        ("Cargo.toml", &package("a")),
        ("src/lib.rs", ""),
        ("features/a.feature", "Feature: a"),
        ("features/deep/b.feature", "Feature: b"),
        ("features/deep/b.txt", ""),
        (".github/workflows/ci.yml", ""),
        ("target/x.feature", ""),
        ("target/CACHEDIR.TAG", ""),
        ("docs/target/y.feature", ""),
    ])
}

fn load(folder: &Folder) -> Workspace {
    Workspace::load(&govern_workspace::LoadOptions {
        resolve: Resolve::Manifests,
        ..folder.uncached()
    })
    .unwrap()
}

#[test]
fn files_are_found_by_globs() {
    let folder = folder();
    let workspace = load(&folder);
    let find = |globs: &[&str]| workspace.find_files(globs).unwrap();
    assert_eq!(find(&["features/*.feature"]), ["features/a.feature"]);
    let expected = [
        "docs/target/y.feature",
        "features/a.feature",
        "features/deep/b.feature",
    ];
    assert_eq!(find(&["**/*.feature"]), expected);
    assert_eq!(
        find(&["./features/**/*.{txt,feature}", "features/a.feature"]).len(),
        3
    );
    assert_eq!(find(&["**/*.yml"]), Vec::<String>::new());
    assert_eq!(find(&[".github/**/*.yml"]), [".github/workflows/ci.yml"]);
    assert_eq!(find(&["nowhere/*.x", "src/lib.rs"]), ["src/lib.rs"]);
    assert!(matches!(
        workspace.find_files(&["a[b"]),
        Err(Error::Glob { .. })
    ));
    assert!(matches!(
        workspace.find_files(&["../**"]),
        Err(Error::Glob { .. })
    ));
}

#[test]
fn in_memory_files_are_found_too() {
    let manifest = "[package]\nname = \"a\"\n";
    let workspace = memory(&[
        ("Cargo.toml", manifest),
        ("src/lib.rs", ""),
        ("features/x/a.feature", ""),
    ])
    .unwrap();
    assert_eq!(
        workspace.find_files(&["**/*.feature"]).unwrap(),
        ["features/x/a.feature"]
    );
    assert!(matches!(
        workspace.write_atomic("x", b""),
        Err(Error::ReadOnly { .. })
    ));
}

#[test]
fn reading_gives_an_id() {
    let folder = folder();
    let workspace = load(&folder);
    let (file, text) = workspace.read("features/a.feature").unwrap();
    assert_eq!(&*text, "Feature: a");
    assert_eq!(workspace.path(file), "features/a.feature");
    assert_eq!(
        workspace.read("./features/deep/../a.feature").unwrap().0,
        file
    );
    assert_eq!(
        workspace.sources_for([file]).path(file),
        Some("features/a.feature")
    );
    assert!(workspace.facts(file).is_none());
    assert!(workspace.read_if_exists("govern.toml").unwrap().is_none());
    assert!(matches!(
        workspace.read("govern.toml"),
        Err(Error::Read { .. })
    ));
    assert!(matches!(
        workspace.read_if_exists("features"),
        Err(Error::Read { .. })
    ));
    folder.write("latin1.txt", b"caf\xe9");
    assert!(matches!(
        workspace.read("latin1.txt"),
        Err(Error::NotUtf8 { .. })
    ));
    assert_eq!(workspace.read_bytes("latin1.txt").unwrap(), b"caf\xe9");
}

#[test]
fn writing_replaces_whole_files() {
    let folder = folder();
    let workspace = load(&folder);
    workspace
        .write_atomic("docs/new/status.md", b"one")
        .unwrap();
    workspace
        .write_atomic("docs/new/status.md", b"two")
        .unwrap();
    assert_eq!(
        fs::read(folder.path().join("docs/new/status.md")).unwrap(),
        b"two"
    );
    let names = fs::read_dir(folder.path().join("docs/new"))
        .unwrap()
        .count();
    assert_eq!(names, 1, "no temporary file stays behind");
}

#[test]
fn nothing_is_written_outside() {
    let folder = folder();
    let workspace = load(&folder);
    for path in ["../x", "/tmp/x", "", "a/../../x"] {
        let error = workspace.write_atomic(path, b"").unwrap_err();
        assert!(matches!(error, Error::Outside { .. }), "{path}: {error}");
    }
}

#[cfg(unix)]
#[test]
fn links_do_not_lead_writing_outside() {
    use std::os::unix::fs::{PermissionsExt as _, symlink};

    let (folder, outside) = (folder(), Folder::new(&[("kept.txt", "kept")]));
    symlink(outside.path(), folder.path().join("way-out")).unwrap();
    symlink(
        outside.path().join("kept.txt"),
        folder.path().join("link.txt"),
    )
    .unwrap();
    symlink("features/a.feature", folder.path().join("inner.feature")).unwrap();
    let workspace = load(&folder);
    for path in ["way-out/x.txt", "way-out/deep/x.txt", "link.txt"] {
        let error = workspace.write_atomic(path, b"gone").unwrap_err();
        assert!(matches!(error, Error::Outside { .. }), "{path}: {error}");
    }
    assert_eq!(fs::read(outside.path().join("kept.txt")).unwrap(), b"kept");
    // A link inside stays a link, and what it leads to is replaced.
    let target = folder.path().join("features/a.feature");
    fs::set_permissions(&target, fs::Permissions::from_mode(0o600)).unwrap();
    workspace.write_atomic("inner.feature", b"new").unwrap();
    assert_eq!(fs::read(&target).unwrap(), b"new");
    assert_eq!(
        fs::metadata(&target).unwrap().permissions().mode() & 0o777,
        0o600
    );
    assert!(
        fs::symlink_metadata(folder.path().join("inner.feature"))
            .unwrap()
            .is_symlink()
    );
}

#[cfg(target_os = "linux")]
#[test]
fn names_that_are_not_utf8_are_passed_over() {
    use std::{ffi::OsStr, os::unix::ffi::OsStrExt as _};

    let folder = folder();
    let odd = folder
        .path()
        .as_std_path()
        .join("src")
        .join(OsStr::from_bytes(b"caf\xe9.rs"));
    fs::write(odd, "").unwrap();
    let workspace = load(&folder);
    assert_eq!(workspace.find_files(&["src/**"]).unwrap(), ["src/lib.rs"]);
}

#[test]
fn orphans_are_files_that_no_target_reaches() {
    let folder = folder();
    folder.write("src/forgotten.rs", "this is not even Rust");
    folder.write("tests/common/mod.rs", "");
    folder.write("fixtures/other/Cargo.toml", package("other"));
    folder.write("fixtures/other/src/lib.rs", "");
    let workspace = load(&folder);
    assert_eq!(
        workspace.orphans().unwrap(),
        ["src/forgotten.rs", "tests/common/mod.rs"]
    );
    assert!(workspace.problems().is_empty());
}
