//! Files beside what cargo builds: in `govern` in its target directory, where the caches are, too.

use camino::Utf8PathBuf;

use crate::{
    Error, Workspace, cache_directory,
    entry::{LONGEST, ReadError},
    regular::read_file,
    tree::Tree,
};

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
        match read_file(path.as_std_path(), LONGEST) {
            Ok((bytes, _)) => Ok((path, Some(String::from_utf8_lossy(&bytes).into_owned()))),
            Err(ReadError::Missing) => Ok((path, None)),
            Err(error) => Err(Error::Read {
                path: path.into(),
                message: error.to_string(),
            }),
        }
    }

    fn beside_builds(&self, name: &str) -> Result<Utf8PathBuf, Error> {
        match &self.tree {
            Tree::Disk(disk) if !disk.is_edited() => {
                let directory = cache_directory::place(&self.root).caches;
                let outside = || Error::Outside {
                    path: "target".to_owned(),
                };
                Ok(directory.ok_or_else(outside)?.join(name))
            }
            _ => Err(Error::ReadOnly {
                path: name.to_owned(),
            }),
        }
    }
}
