//! The published version that the workspace is compared with.

use std::collections::BTreeSet;
use std::sync::Arc;

use govern_diagnostics::{Diagnostic, Opaque, OpaquePlace};
use govern_gate::{Error, Session};
use govern_workspace::{Problem, ProblemKind, Workspace};

use crate::config::{Config, NAME};
use crate::rust_api::Baseline;

/// What to compare with.
pub(crate) enum Published {
    Revision(String),
    Directory(String),
}

impl Published {
    /// The version, and what to call it.
    pub(crate) fn load(&self, session: &Session) -> Result<(Arc<Workspace>, String), Error> {
        let (version, name) = match self {
            Published::Revision(revision) => (
                session.at_revision(revision)?,
                format!("revision `{revision}`"),
            ),
            Published::Directory(directory) => {
                (session.at_directory(directory)?, format!("`{directory}`"))
            }
        };
        readable(&version, &name)?;
        Ok((version, name))
    }

    /// The directory, if it is a copy in the workspace.
    pub(crate) fn directory(&self) -> Option<&str> {
        match self {
            Published::Revision(_) => None,
            Published::Directory(directory) => Some(directory),
        }
    }

    /// The same for tools.
    pub(crate) fn baseline(&self) -> Baseline<'_> {
        match self {
            Published::Revision(revision) => Baseline::Revision(revision),
            Published::Directory(directory) => Baseline::Directory(directory),
        }
    }

    /// What the command line says, or else the configuration.
    pub(crate) fn chosen(session: &Session, config: &Config) -> Result<Option<Published>, Error> {
        let args = session.args();
        let asked = (args.value("against"), args.value("against-directory"));
        let written = (&config.against, &config.against_directory);
        let two = |mistake: Diagnostic| Err(mistake.help("keep one of them").into());
        Ok(match (asked, written) {
            ((Some(_), Some(_)), _) => {
                let message = "`--against` and `--against-directory` both say what was published";
                return two(Diagnostic::config(message));
            }
            ((Some(revision), None), _) => Some(Published::Revision(revision.to_owned())),
            ((None, Some(directory)), _) => {
                session.workspace().allow(directory);
                Some(Published::Directory(directory.to_owned()))
            }
            (_, (Some(_), Some(directory))) => {
                let message = "`against` and `against-directory` both say what was published";
                let at = session.config_span(directory.span());
                return two(Diagnostic::config(message).at(at));
            }
            (_, (Some(revision), None)) => Some(Published::Revision(revision.get_ref().clone())),
            (_, (None, Some(directory))) => Some(Published::Directory(directory.get_ref().clone())),
            _ => None,
        })
    }
}

/// Fails if files of a version cannot be read: what they hold would pass for something that is not there. Files that are not
/// there are another matter: what is generated is in no revision.
pub(crate) fn readable(version: &Workspace, name: &str) -> Result<(), Error> {
    let mut files = BTreeSet::new();
    let problems = version.problems().iter();
    let wrong = problems
        .filter(|it| !is_missing(it) && files.insert(it.span.file))
        .map(|it| {
            it.diagnostic()
                .note(format!("in {name}: what cannot be read cannot be compared"))
        });
    let wrong: Vec<Diagnostic> = wrong.collect();
    match wrong.is_empty() {
        true => Ok(()),
        false => Err(Error::Diagnosed(wrong)),
    }
}

fn is_missing(problem: &Problem) -> bool {
    matches!(
        problem.kind,
        ProblemKind::MissingModule | ProblemKind::MissingTarget
    )
}

/// The files of the published version that are not there, as far as they are here.
pub(crate) fn missing(session: &Session, version: &Workspace) -> Option<Opaque> {
    let here = session.workspace().problems();
    let problems = version.problems().iter();
    let missing = problems.filter(|it| is_missing(it) && here.iter().all(|own| own.key != it.key));
    let places = missing.map(|it| OpaquePlace {
        span: it.span,
        text: it.message.clone(),
    });
    let places: Vec<OpaquePlace> = places.collect();
    (!places.is_empty()).then(|| Opaque {
        gate: NAME,
        what: "files of the published version that are not in it".to_owned(),
        count: places.len(),
        places,
    })
}
