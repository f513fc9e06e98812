//! The directory that caches are in, `govern` in cargo's target directory, and how files in it are replaced.

use std::{
    env, fs,
    io::{self, Write as _},
    time::Duration,
};

use camino::{Utf8Path, Utf8PathBuf};
use toml::de::DeTable;

use crate::paths;

/// How the names of files that are being written begin.
const TEMPORARY: &str = ".tmp-";

/// Where caches of the workspace are.
pub(crate) fn cache_directory(root: &Utf8Path) -> Utf8PathBuf {
    target_directory(root).join("govern")
}

/// Where cargo builds the workspace, by the same rules: the environment, then the nearest configuration, then `target`.
fn target_directory(root: &Utf8Path) -> Utf8PathBuf {
    for name in ["CARGO_TARGET_DIR", "CARGO_BUILD_TARGET_DIR"] {
        if let Ok(path) = env::var(name)
            && !path.is_empty()
        {
            return normal(root, &path);
        }
    }
    for folder in configuration_folders(root) {
        for name in ["config", "config.toml"] {
            let Ok(text) = fs::read_to_string(folder.join(name)) else {
                continue;
            };
            if let Some(path) = configured(&text) {
                // Relative to the directory that `.cargo` is in.
                return normal(folder.parent().unwrap_or(root), &path);
            }
        }
    }
    root.join("target")
}

/// The folders in which cargo looks for its configuration, the nearest first.
pub(crate) fn configuration_folders(root: &Utf8Path) -> Vec<Utf8PathBuf> {
    let home = env::var("CARGO_HOME").ok().map(Utf8PathBuf::from);
    let home = home.or_else(|| Some(Utf8PathBuf::from(env::var("HOME").ok()?).join(".cargo")));
    let mut folders: Vec<Utf8PathBuf> = root
        .ancestors()
        .map(|directory| directory.join(".cargo"))
        .collect();
    let home = home.filter(|home| !folders.contains(home));
    folders.extend(home);
    folders
}

/// `build.target-dir`.
fn configured(text: &str) -> Option<String> {
    let document = DeTable::parse(text).ok()?;
    let build = document.get_ref().get("build")?.get_ref().as_table()?;
    Some(build.get("target-dir")?.get_ref().as_str()?.to_owned())
}

fn normal(base: &Utf8Path, path: &str) -> Utf8PathBuf {
    if cfg!(windows) {
        base.join(path)
    } else {
        Utf8PathBuf::from(paths::join(base.as_str(), path))
    }
}

/// Writes a file of the cache, whole or not at all.
pub(crate) fn replace(path: &Utf8Path, bytes: &[u8]) -> io::Result<()> {
    let directory = path.parent().unwrap_or(Utf8Path::new("."));
    let mut file = temporary(directory)?;
    file.write_all(bytes)?;
    file.persist(path)?;
    Ok(())
}

/// A new file in a directory of the cache, which is created if needed.
pub(crate) fn temporary(directory: &Utf8Path) -> io::Result<tempfile::NamedTempFile> {
    create(directory)?;
    tempfile::Builder::new()
        .prefix(TEMPORARY)
        .tempfile_in(directory)
}

/// Removes what has become old: of files with this beginning all but the newest, and temporary files that a process left
/// behind when it was ended. Failing to is no error.
pub(crate) fn tidy(directory: &Utf8Path, beginning: &str, keep: usize) {
    let Ok(entries) = fs::read_dir(directory) else {
        return;
    };
    let mut files = Vec::new();
    for entry in entries.flatten() {
        let Ok(name) = entry.file_name().into_string() else {
            continue;
        };
        let Ok(time) = entry.metadata().and_then(|data| data.modified()) else {
            continue;
        };
        let is_left = name.starts_with(TEMPORARY)
            && time
                .elapsed()
                .is_ok_and(|age| age > Duration::from_secs(3600));
        if is_left {
            drop(fs::remove_file(entry.path()));
        } else if name.starts_with(beginning) {
            files.push((time, name));
        }
    }
    files.sort();
    for (_, name) in files.iter().rev().skip(keep) {
        drop(fs::remove_file(directory.join(name)));
    }
}

/// Creates the directory, so that neither git nor backups take it for something of value.
fn create(directory: &Utf8Path) -> io::Result<()> {
    if directory.is_dir() {
        return Ok(());
    }
    if let Some(target) = directory.parent()
        && !target.exists()
    {
        fs::create_dir_all(target)?;
        let tag =
            "Signature: 8a477f597d28d172789f06886806bc55\n# This file is a cache directory tag.\n";
        fs::write(target.join("CACHEDIR.TAG"), tag)?;
    }
    fs::create_dir_all(directory)?;
    fs::write(directory.join(".gitignore"), "*\n")
}

#[cfg(test)]
mod tests {
    use camino::Utf8Path;

    use super::{configured, normal};

    #[test]
    fn the_configuration_names_the_target_directory() {
        assert_eq!(
            configured("[build]\ntarget-dir = \"out\"\n").as_deref(),
            Some("out")
        );
        assert_eq!(configured("build.jobs = 2\n"), None);
        assert_eq!(configured("not toml"), None);
    }

    #[test]
    fn it_is_relative_to_its_base() {
        assert_eq!(normal(Utf8Path::new("/w/a"), "../out"), "/w/out");
        assert_eq!(normal(Utf8Path::new("/w/a"), "/tmp/out"), "/tmp/out");
    }
}
