//! Gives the cache of facts a fingerprint of the code that extracts them: other code, other facts.

#![expect(clippy::disallowed_methods, reason = "a build script reads sources")]

use std::{
    fs,
    hash::{DefaultHasher, Hash as _, Hasher as _},
    path::Path,
};

fn main() {
    // Beside us in a checkout. From a registry, versions are what tells code apart, and we depend on exactly one.
    let mut hasher = DefaultHasher::new();
    env!("CARGO_PKG_VERSION").hash(&mut hasher);
    println!("cargo::rerun-if-changed=build.rs");
    for path in ["../govern-facts/src", "../../Cargo.lock"].map(Path::new) {
        if path.exists() {
            println!("cargo::rerun-if-changed={}", path.display());
            add(path, &mut hasher);
        }
    }
    println!(
        "cargo::rustc-env=GOVERN_FACTS_FINGERPRINT={:016x}",
        hasher.finish()
    );
}

fn add(path: &Path, hasher: &mut DefaultHasher) {
    if path.is_dir() {
        let mut entries: Vec<_> = fs::read_dir(path)
            .into_iter()
            .flatten()
            .flatten()
            .map(|entry| entry.path())
            .collect();
        entries.sort();
        entries.iter().for_each(|entry| add(entry, hasher));
    } else {
        path.file_name().hash(hasher);
        fs::read(path).unwrap_or_default().hash(hasher);
    }
}
