//! The published version that the workspace is compared with.

use std::sync::Arc;

use govern_gate::{Error, Session, Spanned};
use govern_workspace::Workspace;

use crate::config::Config;
use crate::rust_api::Baseline;

/// What to compare with.
pub(crate) enum Published {
    Revision(String),
    Directory(String),
}

impl Published {
    /// The version, and what to call it.
    pub(crate) fn load(&self, session: &Session) -> Result<(Arc<Workspace>, String), Error> {
        Ok(match self {
            Published::Revision(revision) => (
                session.at_revision(revision)?,
                format!("revision `{revision}`"),
            ),
            Published::Directory(directory) => {
                (session.at_directory(directory)?, format!("`{directory}`"))
            }
        })
    }

    /// The same for tools.
    pub(crate) fn baseline(&self) -> Baseline<'_> {
        match self {
            Published::Revision(revision) => Baseline::Revision(revision),
            Published::Directory(directory) => Baseline::Directory(directory),
        }
    }

    /// What the command line says, or else the configuration.
    pub(crate) fn chosen(session: &Session, config: &Config) -> Option<Published> {
        let args = session.args();
        let written =
            |value: &Option<Spanned<String>>| value.as_ref().map(|value| value.get_ref().clone());
        if let Some(revision) = args.value("against") {
            return Some(Published::Revision(revision.to_owned()));
        }
        if let Some(directory) = args.value("against-directory") {
            return Some(Published::Directory(directory.to_owned()));
        }
        written(&config.against)
            .map(Published::Revision)
            .or_else(|| written(&config.against_directory).map(Published::Directory))
    }
}
