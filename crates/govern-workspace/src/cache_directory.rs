//! The directory that caches are in, `govern` in cargo's target directory, and how files in it are replaced.

use std::{
    env, fs,
    io::{self, Write as _},
    time::Duration,
};

use camino::{Utf8Path, Utf8PathBuf};
use toml::de::DeTable;

use crate::{confined::Confined, paths, regular::read_file};

/// How the names of files that are being written begin.
const TEMPORARY: &str = ".tmp-";
/// A configuration of cargo is not longer than that.
const LONGEST: u64 = 1 << 20;

/// Where cargo builds, and where we may write.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Place {
    /// Cargo's target directory.
    pub(crate) built: Utf8PathBuf,
    /// Where caches of the workspace are; none if there is no place for them.
    pub(crate) caches: Option<Utf8PathBuf>,
}

/// What cargo is configured with in a directory.
#[derive(Debug)]
pub(crate) struct Configuration {
    /// The directory that its `.cargo` is in; none for that of the user's cargo.
    above: Option<Utf8PathBuf>,
    /// What relative paths in it are relative to.
    base: Utf8PathBuf,
    pub(crate) text: String,
}

/// Where cargo builds a workspace, by the same rules: the environment, then the nearest configuration, then `target`. Caches
/// are there, too, but what comes with a checkout must not make us write elsewhere: a configuration that is not the user's
/// own decides only about what is below the directory that it is for. Where it names another one, or `target` is a link to
/// another one, caches are in the workspace, or nowhere.
pub(crate) fn place(root: &Utf8Path) -> Place {
    for name in ["CARGO_TARGET_DIR", "CARGO_BUILD_TARGET_DIR"] {
        if let Ok(path) = env::var(name)
            && !path.is_empty()
        {
            return Place::at(normal(root, &path));
        }
    }
    let configurations = configurations(root, None);
    let named = configurations
        .iter()
        .find_map(|it| Some((it, normal(&it.base, &configured(&it.text)?))));
    match named {
        Some((Configuration { above: None, .. }, built)) => return Place::at(built),
        Some((
            Configuration {
                above: Some(above), ..
            },
            built,
        )) if is_below(&built, above) => {
            return Place::at(built);
        }
        _ => {}
    }
    let here = root.join("target");
    Place {
        caches: Some(here.join("govern")).filter(|caches| is_below(caches, root)),
        built: named.map_or(here, |(_, built)| built),
    }
}

impl Place {
    fn at(built: Utf8PathBuf) -> Place {
        Place {
            caches: Some(built.join("govern")),
            built,
        }
    }
}

/// Whether a path, which need not be there, is below a directory when links are followed.
fn is_below(path: &Utf8Path, directory: &Utf8Path) -> bool {
    let mut above = path.ancestors();
    let there = above.find(|it| fs::symlink_metadata(it).is_ok());
    let real = there.and_then(|it| it.canonicalize_utf8().ok());
    let directory = directory.canonicalize_utf8().ok();
    real.zip(directory)
        .is_some_and(|(real, directory)| real.starts_with(directory))
}

/// The configurations of cargo that count in a directory, the nearest first. Of a checkout that is not trusted, those are left out
/// that a link out of it leads to.
pub(crate) fn configurations(root: &Utf8Path, confined: Option<&Confined>) -> Vec<Configuration> {
    let home = env::var("CARGO_HOME").ok().map(Utf8PathBuf::from);
    let home = home.or_else(|| Some(Utf8PathBuf::from(env::var("HOME").ok()?).join(".cargo")));
    let mut folders: Vec<Utf8PathBuf> = root
        .ancestors()
        .map(|directory| directory.join(".cargo"))
        .collect();
    let is_apart = home
        .as_ref()
        .filter(|home| !folders.contains(home))
        .cloned();
    folders.extend(is_apart);
    let mut found = Vec::new();
    for folder in folders {
        let files = ["config", "config.toml"].map(|name| folder.join(name));
        let text = files.iter().find_map(|file| {
            let leads_out = |confined: &Confined| {
                let inside = file.strip_prefix(root).ok();
                inside.is_some_and(|inside| confined.leads_out(inside.as_str()))
            };
            let (bytes, _) = (!confined.is_some_and(leads_out))
                .then(|| read_file(file.as_std_path(), LONGEST).ok())??;
            String::from_utf8(bytes).ok()
        });
        // Paths are relative to the directory that `.cargo` is in.
        let base = folder.parent().unwrap_or(root).to_owned();
        found.extend(text.map(|text| Configuration {
            above: (Some(&folder) != home.as_ref()).then(|| base.clone()),
            base,
            text,
        }));
    }
    found
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
    let time = |entry: &fs::DirEntry| entry.metadata().and_then(|data| data.modified()).ok();
    let mut files = Vec::new();
    for entry in entries.flatten() {
        let Ok(name) = entry.file_name().into_string() else {
            continue;
        };
        if name.starts_with(TEMPORARY) {
            let age = time(&entry).and_then(|time| time.elapsed().ok());
            if age.is_some_and(|age| age > Duration::from_secs(3600)) {
                drop(fs::remove_file(entry.path()));
            }
        } else if name.starts_with(beginning) {
            files.push((entry, name));
        }
    }
    if files.len() <= keep {
        return;
    }
    let files = files.into_iter();
    let mut files: Vec<_> = files
        .filter_map(|(entry, name)| Some((time(&entry)?, name)))
        .collect();
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
        // Where cargo builds elsewhere, nobody may have told git to ignore it.
        fs::write(target.join(".gitignore"), "*\n")?;
    }
    fs::create_dir_all(directory)?;
    fs::write(directory.join(".gitignore"), "*\n")
}

#[cfg(test)]
mod tests {
    use camino::Utf8Path;

    use std::fs;

    use super::{configured, is_below, normal, place};

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

    #[cfg(unix)]
    #[test]
    fn what_comes_with_a_checkout_names_no_place_outside_of_it() {
        let directory = tempfile::tempdir().unwrap();
        let base = Utf8Path::from_path(directory.path()).unwrap();
        let base = base.canonicalize_utf8().unwrap();
        let root = base.join("checkout/workspace");
        fs::create_dir_all(root.join(".cargo")).unwrap();
        fs::create_dir_all(base.join("checkout/.cargo")).unwrap();
        let configure = |path: &str, target: &str| {
            let text = format!("[build]\ntarget-dir = \"{target}\"\n");
            fs::write(base.join(path).join(".cargo/config.toml"), text).unwrap();
        };
        let caches = || {
            let place = place(&root);
            let shown = |path: &Utf8Path| path.strip_prefix(&base).map(ToString::to_string);
            let caches = place.caches.map(|it| shown(&it).unwrap());
            (shown(&place.built).unwrap(), caches.unwrap_or_default())
        };
        let own = || "checkout/workspace/target/govern".to_owned();
        configure("checkout", "out");
        assert_eq!(
            caches(),
            ("checkout/out".to_owned(), "checkout/out/govern".to_owned())
        );
        configure("checkout/workspace", "../out");
        assert_eq!(caches(), ("checkout/out".to_owned(), own()));
        configure("checkout/workspace", base.join("elsewhere").as_str());
        assert_eq!(caches(), ("elsewhere".to_owned(), own()));
        std::os::unix::fs::symlink(&base, root.join("up")).unwrap();
        configure("checkout/workspace", "up/elsewhere");
        assert_eq!(caches().1, own());
        std::os::unix::fs::symlink(base.join("not/there"), root.join("target")).unwrap();
        assert_eq!(caches().1, "", "a link that leads out");
        configure("checkout/workspace", "builds");
        assert_eq!(caches().1, "checkout/workspace/builds/govern");
        assert!(!is_below(&base, &root));
    }
}
