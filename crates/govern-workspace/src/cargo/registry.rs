//! The registry's packages as cargo has unpacked them.

use std::{env, fs};

use camino::{Utf8Path, Utf8PathBuf};

use super::{cache::home, lock::Locked};

/// How its directories of unpacked sources begin.
const DIRECTORIES: [&str; 2] = ["index.crates.io-", "github.com-"];
/// What cargo writes when a package is unpacked as a whole.
const UNPACKED: &str = ".cargo-ok";

/// Where cargo unpacks the packages of the registry.
#[derive(Debug)]
pub(super) struct Sources(Vec<Utf8PathBuf>);

impl Sources {
    pub(super) fn find() -> Sources {
        let entries = cargo_home().map(|cargo| cargo.join("registry/src"));
        let entries = entries.and_then(|directory| directory.read_dir_utf8().ok());
        let is_it = |name: &str| DIRECTORIES.iter().any(|start| name.starts_with(start));
        let mut found: Vec<Utf8PathBuf> = entries
            .into_iter()
            .flatten()
            .flatten()
            .filter(|entry| is_it(entry.file_name()))
            .map(|entry| entry.into_path())
            .collect();
        found.sort();
        Sources(found)
    }

    /// The directory of a package and its manifest. None if it is from elsewhere, or not unpacked.
    pub(super) fn manifest(&self, locked: &Locked) -> Option<(Utf8PathBuf, String)> {
        if !locked.is_of_registry() {
            return None;
        }
        let folder = format!("{}-{}", locked.name, locked.version);
        self.0.iter().find_map(|directory| {
            let directory = directory.join(&folder);
            let manifest = fs::read_to_string(directory.join("Cargo.toml")).ok()?;
            let is_whole = directory.join(UNPACKED).is_file();
            is_whole.then_some((directory, manifest))
        })
    }

    #[cfg(test)]
    pub(super) fn at(directory: &Utf8Path) -> Sources {
        Sources(vec![directory.to_owned()])
    }
}

/// The configuration files of cargo that count at a directory, as far as they are there.
pub(super) fn configurations(root: &Utf8Path) -> impl Iterator<Item = String> {
    let above = root.ancestors().map(|directory| directory.join(".cargo"));
    let directories: Vec<Utf8PathBuf> = above.chain(cargo_home()).collect();
    let files = directories
        .into_iter()
        .flat_map(|directory| ["config", "config.toml"].map(|name| directory.join(name)));
    files.filter_map(|file| fs::read_to_string(file).ok())
}

fn cargo_home() -> Option<Utf8PathBuf> {
    let named = env::var("CARGO_HOME").ok().map(Utf8PathBuf::from);
    named.or_else(|| Some(home()?.join(".cargo")))
}
