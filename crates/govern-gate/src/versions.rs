//! The versions of a workspace that a run compares with: loaded once, and shared by runs over the workspace as it would be.

use std::{
    collections::BTreeMap,
    sync::{Arc, PoisonError},
};

use govern_diagnostics::FileId;
use govern_names::Names;
use govern_workspace::Workspace;

use crate::{
    Error, Session,
    link::link,
    version::{Origin, Version},
};

impl Session {
    /// The same run over the workspace as it would be with some files otherwise: [`Workspace::edited`]. Versions at git revisions
    /// that were loaded are shared; where what describes packages is otherwise, they are loaded again, for they are read by
    /// what is known of packages here.
    ///
    /// # Errors
    ///
    /// If it cannot be loaded.
    pub(crate) fn edited(
        &self,
        edits: BTreeMap<String, Option<Vec<u8>>>,
    ) -> Result<Session, Error> {
        let describes = |path: &String| {
            let mut parts = path.split('/');
            parts.any(|it| matches!(it, "Cargo.toml" | "Cargo.lock" | ".cargo"))
        };
        let are_packages_same = !edits.keys().any(describes);
        let session = self.over(self.workspace.edited(edits)?);
        if are_packages_same {
            let known = self.published.lock();
            let known = known.unwrap_or_else(PoisonError::into_inner);
            let mut shared = session.published.lock();
            let shared = shared.as_mut().unwrap_or_else(|it| it.get_mut());
            let at_revisions = known
                .iter()
                .filter(|(origin, _)| matches!(origin, Origin::Revision(_)));
            shared.extend(at_revisions.map(|(origin, version)| (origin.clone(), version.clone())));
        }
        Ok(session)
    }

    /// The workspace as it is at a git revision; loaded once.
    pub fn at_revision(&self, revision: &str) -> Result<Arc<Workspace>, Error> {
        self.published(Origin::Revision(revision.to_owned()), || {
            self.workspace.at_revision(revision)
        })
    }

    /// The workspace as it is in a copy of it, relative to its root; loaded once.
    pub fn at_directory(&self, directory: &str) -> Result<Arc<Workspace>, Error> {
        self.published(Origin::Directory(directory.to_owned()), || {
            self.workspace.at_directory(directory.as_ref())
        })
    }

    /// The workspace as it was, and in words where that is: what the command line says ([`ArgSpec::BASE`],
    /// [`ArgSpec::BASE_DIRECTORY`]), or else the directory that is `configured`.
    ///
    /// [`ArgSpec::BASE`]: crate::ArgSpec::BASE
    /// [`ArgSpec::BASE_DIRECTORY`]: crate::ArgSpec::BASE_DIRECTORY
    pub fn base(
        &self,
        configured: Option<&str>,
    ) -> Result<Option<(Arc<Workspace>, String)>, Error> {
        let named = self.args().value("base-directory");
        if let Some(directory) = named {
            self.workspace.allow(directory);
        }
        let directory = named.or(configured);
        Ok(match (self.args().value("base"), directory) {
            (Some(revision), _) => Some((self.at_revision(revision)?, format!("at `{revision}`"))),
            (None, Some(directory)) => {
                let workspace = self.at_directory(directory)?;
                Some((workspace, format!("in `{directory}`")))
            }
            (None, None) => None,
        })
    }

    /// The module tree of a version of the workspace and what all names mean there; linked once, if the version is one of
    /// those that this run has loaded.
    pub fn names_of(&self, version: &Arc<Workspace>) -> Arc<Names> {
        let known = {
            let published = self.published.lock();
            let published = published.unwrap_or_else(PoisonError::into_inner);
            let mut versions = published.values();
            versions
                .find(|it| Arc::ptr_eq(&it.workspace, version))
                .map(|it| it.names.clone())
        };
        let names = known.unwrap_or_default();
        names.get_or_init(|| Arc::new(link(version))).clone()
    }

    fn published(
        &self,
        origin: Origin,
        load: impl FnOnce() -> Result<Workspace, govern_workspace::Error>,
    ) -> Result<Arc<Workspace>, Error> {
        let mut published = self
            .published
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        if let Some(version) = published.get(&origin) {
            return Ok(version.workspace.clone());
        }
        let version = Version::from(load()?);
        let workspace = version.workspace.clone();
        published.insert(origin, version);
        Ok(workspace)
    }

    /// Of which version of the workspace a file is, and its path there; none if it is of none of them.
    pub(crate) fn origin(&self, file: FileId) -> Option<(Origin, String)> {
        if self.workspace.owns(file) {
            return Some((Origin::Here, self.workspace.path(file).to_owned()));
        }
        let published = self.published.lock();
        let published = published.unwrap_or_else(PoisonError::into_inner);
        let mut versions = published.iter();
        let (origin, version) = versions.find(|(_, version)| version.workspace.owns(file))?;
        Some((origin.clone(), version.workspace.path(file).to_owned()))
    }

    /// The file at a path of a version of the workspace.
    pub(crate) fn file_of(&self, origin: &Origin, path: &str) -> Option<FileId> {
        match origin {
            Origin::Here => Some(self.workspace.id_of(path)),
            Origin::Revision(revision) => self.at_revision(revision).ok().map(|it| it.id_of(path)),
            Origin::Directory(directory) => {
                self.at_directory(directory).ok().map(|it| it.id_of(path))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::{collections::BTreeMap, sync::Arc};

    use govern_workspace::Workspace;

    use super::{Origin, Version};
    use crate::{Date, Options, Session};

    fn files(text: &str) -> BTreeMap<String, String> {
        let manifest = "[package]\nname = \"a\"\nedition = \"2024\"\n";
        let files = [("Cargo.toml", manifest), ("src/lib.rs", text)];
        let files = files.map(|(path, text)| (path.to_owned(), text.to_owned()));
        files.into()
    }

    #[test]
    fn what_was_published_is_shared_where_packages_are_the_same() {
        let workspace = Workspace::from_memory(files("pub struct Now;")).unwrap();
        let old = workspace
            .at_memory("old", files("pub struct Old;"))
            .unwrap();
        let session = Session::new(workspace, Options::new(Date::new(2026, 6, 15).unwrap()));
        session
            .published
            .lock()
            .unwrap()
            .insert(Origin::Revision("old".to_owned()), Version::from(old));
        let old = session.at_revision("old").unwrap();
        let names = session.names_of(&old);
        assert!(Arc::ptr_eq(&names, &session.names_of(&old)));
        let edited = |path: &str, text: &str| {
            let edits = [(path.to_owned(), Some(text.as_bytes().to_vec()))];
            session.edited(edits.into()).unwrap()
        };
        let other = edited("src/lib.rs", "pub struct Other;");
        let shared = other.at_revision("old").unwrap();
        assert!(Arc::ptr_eq(&old, &shared));
        assert!(Arc::ptr_eq(&names, &other.names_of(&shared)));
        let file = other.workspace().file("src/lib.rs").unwrap();
        assert_eq!(&*other.workspace().text(file).unwrap(), "pub struct Other;");
        // It would have to be loaded, and a workspace in memory has no revisions.
        let described = "[package]\nname = \"b\"\nedition = \"2024\"\n";
        assert!(edited("Cargo.toml", described).at_revision("old").is_err());
    }
}
