//! Directories that are written as a whole.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs, io,
};

use camino::{Utf8Path, Utf8PathBuf};

use crate::{Error, Workspace, paths};

impl Workspace {
    /// Writes a directory that the user names on the command line, with these files in it: whole or not at all. What is there is
    /// replaced if it is empty, or if its file `mark` names all that is in it, as `listed` reads it: nothing else is ever removed.
    ///
    /// # Errors
    ///
    /// If something else is there, or if the system refuses.
    pub fn write_directory_argument(
        &self,
        path: &str,
        mark: &str,
        listed: &dyn Fn(&str) -> Option<BTreeSet<String>>,
        files: &BTreeMap<String, Vec<u8>>,
    ) -> Result<(), Error> {
        let path = Utf8Path::new(path);
        let written = is_ours(path, mark, listed).and_then(|is_there| {
            let parent = path.parent().filter(|it| !it.as_str().is_empty());
            let parent = parent.unwrap_or(Utf8Path::new("."));
            fs::create_dir_all(parent)?;
            let made = directory(parent)?;
            let new = Utf8PathBuf::try_from(made.path().join("new")).map_err(io::Error::other)?;
            fs::create_dir(&new)?;
            for (name, bytes) in files {
                write(&new, name, bytes)?;
            }
            let old = new.with_file_name("old");
            if is_there {
                fs::rename(path, &old)?;
            }
            fs::rename(&new, path).inspect_err(|_| {
                if is_there {
                    // What was there is better than nothing; if even that is refused, it is still beside it.
                    drop(fs::rename(&old, path));
                }
            })
        });
        written.map_err(|source| Error::Write {
            path: path.to_string(),
            source,
        })
    }
}

/// Whether a directory is there that may be replaced.
fn is_ours(
    path: &Utf8Path,
    mark: &str,
    listed: &dyn Fn(&str) -> Option<BTreeSet<String>>,
) -> io::Result<bool> {
    let refused = |why: String| Err(io::Error::new(io::ErrorKind::AlreadyExists, why));
    match fs::symlink_metadata(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(false),
        Err(error) => return Err(error),
        Ok(data) if !data.is_dir() => {
            return refused("something is there that is no directory".to_owned());
        }
        Ok(_) => {}
    }
    let mut found = BTreeSet::new();
    files_below(path, "", &mut found)?;
    if found.is_empty() {
        return Ok(true);
    }
    let known = fs::read_to_string(path.join(mark)).ok();
    let mut known = known.and_then(|text| listed(&text)).unwrap_or_default();
    known.insert(mark.to_owned());
    match found.iter().find(|name| !known.contains(*name)) {
        Some(other) => refused(format!("`{other}` is in it, which this did not write")),
        None => Ok(true),
    }
}

/// The files in a directory, by their paths from there; links count as what they are.
fn files_below(root: &Utf8Path, below: &str, found: &mut BTreeSet<String>) -> io::Result<()> {
    for entry in fs::read_dir(root.join(below))? {
        let entry = entry?;
        let name = paths::join(below, &entry.file_name().to_string_lossy());
        if entry.file_type()?.is_dir() {
            files_below(root, &name, found)?;
        } else {
            found.insert(name);
        }
    }
    Ok(())
}

fn write(directory: &Utf8Path, name: &str, bytes: &[u8]) -> io::Result<()> {
    let inside = paths::join_inside("", name).filter(|it| !it.is_empty() && !name.starts_with('/'));
    let Some(inside) = inside else {
        let why = format!("`{name}` leads out of the directory");
        return Err(io::Error::new(io::ErrorKind::InvalidInput, why));
    };
    let path = directory.join(inside);
    fs::create_dir_all(path.parent().unwrap_or(directory))?;
    fs::write(path, bytes)
}

/// A directory beside the one that is written: renaming is whole only within one file system.
fn directory(parent: &Utf8Path) -> io::Result<tempfile::TempDir> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".govern-").suffix(".tmp");
    builder.tempdir_in(parent)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(path: &Utf8Path) -> String {
        fs::read_to_string(path).unwrap_or_default()
    }

    #[test]
    fn a_directory_is_replaced_as_a_whole_and_nothing_of_others_is() {
        let made = tempfile::tempdir().expect("there is room");
        let root = Utf8Path::from_path(made.path()).expect("UTF-8");
        let path = root.join("out/bundle");
        let listed = |text: &str| Some(text.lines().map(str::to_owned).collect());
        let write = |files: &[(&str, &str)]| {
            let files = files.iter();
            let files = files.map(|(name, text)| ((*name).to_owned(), text.as_bytes().to_vec()));
            let workspace = Workspace::none().expect("nothing can be loaded");
            let files = files.collect();
            let written =
                workspace.write_directory_argument(path.as_str(), "list", &listed, &files);
            written.map_err(|error| error.to_string())
        };
        write(&[("a/b.rs", "1"), ("c.rs", "2"), ("list", "a/b.rs\nc.rs\n")]).expect("it is new");
        assert_eq!(text(&path.join("a/b.rs")), "1");
        write(&[("a/b.rs", "3"), ("list", "a/b.rs\n")]).expect("it is ours");
        assert_eq!(text(&path.join("a/b.rs")), "3");
        assert!(!path.join("c.rs").exists());
        // What somebody put there stays, and so does all the rest.
        fs::write(path.join("own.txt"), "mine").expect("it can be written");
        let refused = write(&[("a/b.rs", "4")]).expect_err("it is not all ours");
        assert!(refused.contains("`own.txt` is in it"), "{refused}");
        assert_eq!(text(&path.join("a/b.rs")), "3");
        assert!(write(&[("../x", "4")]).is_err());
        fs::remove_file(path.join("own.txt")).expect("it is there");
        let refused = write(&[("../x", "4")]).expect_err("it leads out");
        assert!(refused.contains("leads out"), "{refused}");
        assert_eq!(text(&path.join("a/b.rs")), "3");
        assert_eq!(
            fs::read_dir(root.join("out")).expect("it is there").count(),
            1
        );
    }
}
