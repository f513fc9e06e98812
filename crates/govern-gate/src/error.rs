//! Why a gate or a subcommand could not do its job.

use std::{collections::BTreeMap, io};

use govern_diagnostics::{Code, Diagnostic, Severity, Sources};

/// Why a gate or a subcommand could not do its job.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The workspace, or a revision of it, cannot be loaded, read or written.
    #[error(transparent)]
    Workspace(#[from] govern_workspace::Error),
    /// What the user wrote is wrong: in `govern.toml`, in a ledger, on the command line.
    #[error("{}", first(.0))]
    Diagnosed(Vec<Diagnostic>),
    /// The result cannot be written.
    #[error("failed to write the output: {0}")]
    Output(#[from] io::Error),
}

impl From<Diagnostic> for Error {
    fn from(diagnostic: Diagnostic) -> Self {
        Error::Diagnosed(vec![diagnostic])
    }
}

impl From<Box<Diagnostic>> for Error {
    fn from(diagnostic: Box<Diagnostic>) -> Self {
        Error::from(*diagnostic)
    }
}

fn first(diagnostics: &[Diagnostic]) -> &str {
    diagnostics
        .first()
        .map_or("it failed", |diagnostic| &diagnostic.message)
}

impl Error {
    /// The error as diagnostics. Those of an error of the workspace point into sources of their own, which are added to
    /// `sources`; all others point into files of the session.
    pub fn diagnostics(self, sources: &mut Sources) -> Vec<Diagnostic> {
        match self {
            Error::Diagnosed(diagnostics) => diagnostics,
            Error::Workspace(error) => {
                let (mut diagnostic, own) = error.report();
                let added: BTreeMap<_, _> = own
                    .iter()
                    .map(|(file, source)| (file, sources.add(source.clone())))
                    .collect();
                let related = diagnostic
                    .related
                    .iter_mut()
                    .map(|related| &mut related.span);
                for span in diagnostic.span.iter_mut().chain(related) {
                    if let Some(file) = added.get(&span.file) {
                        span.file = *file;
                    }
                }
                vec![diagnostic]
            }
            Error::Output(_) => {
                vec![Diagnostic::new(
                    Code::Workspace,
                    Severity::Error,
                    self.to_string(),
                )]
            }
        }
    }
}
