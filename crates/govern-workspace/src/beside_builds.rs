//! Files beside what cargo builds: in `govern` in its target directory, where the caches are, too.

use std::{fs, io};

use camino::Utf8PathBuf;

use crate::{Error, Workspace, cache_directory, tree::Tree};

impl Workspace {
    /// Writes a file there, whole or not at all; says where it is.
    pub fn write_beside_builds(&self, name: &str, bytes: &[u8]) -> Result<Utf8PathBuf, Error> {
        let path = self.beside_builds(name)?;
        cache_directory::replace(&path, bytes).map_err(|source| Error::Write {
            path: path.to_string(),
            source,
        })?;
        Ok(path)
    }

    /// Reads a file there, if there is one; says where it would be.
    pub fn read_beside_builds(&self, name: &str) -> Result<(Utf8PathBuf, Option<String>), Error> {
        let path = self.beside_builds(name)?;
        // What it says cannot be asked again by what is noted.
        self.notes.lose();
        match fs::read(&path) {
            Ok(bytes) => Ok((path, Some(String::from_utf8_lossy(&bytes).into_owned()))),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok((path, None)),
            Err(error) => Err(Error::Read {
                path: path.into(),
                message: error.to_string(),
            }),
        }
    }

    fn beside_builds(&self, name: &str) -> Result<Utf8PathBuf, Error> {
        match &self.tree {
            Tree::Disk(disk) if !disk.is_edited() => {
                Ok(cache_directory::cache_directory(&self.root).join(name))
            }
            _ => Err(Error::ReadOnly {
                path: name.to_owned(),
            }),
        }
    }
}
