//! `cargo contract accept` for command lines: what is written, and what is refused.

use std::io;

use govern_diagnostics::Diagnostic;
use govern_gate::Session;

use crate::accepted::{Acceptance, LineRevision};
use crate::cli::{Change, Standing};

/// What is written for all contracts alike.
pub(super) struct Terms<'a> {
    pub(super) reason: &'a str,
    pub(super) by: String,
    pub(super) commit: Option<String>,
    pub(super) may_break: bool,
}

impl Terms<'_> {
    /// What is written about an acceptance, and what it breaks.
    pub(super) fn acceptance(&self, session: &Session, breaks: Vec<String>) -> Acceptance {
        Acceptance {
            on: session.today(),
            by: self.by.clone(),
            commit: self.commit.clone(),
            reason: self.reason.to_owned(),
            breaks,
        }
    }
}

/// The revision that is to be written; none if nothing has changed.
pub(crate) fn line_revision(
    session: &Session,
    standing: &Standing,
    terms: &Terms<'_>,
) -> Result<Option<LineRevision>, Box<Diagnostic>> {
    let name = &standing.line.name;
    let Some(command) = &standing.command else {
        return Err(Box::new(
            Diagnostic::config(not_understood(standing))
                .at(Some(standing.span))
                .help("commands are read from derives of clap: `Parser`, `Args`, `Subcommand`"),
        ));
    };
    if standing.is_same {
        return Ok(None);
    }
    if !standing.breaks.is_empty() && !terms.may_break {
        return Err(Box::new(refusal(standing)));
    }
    let mut breaks: Vec<String> = standing.breaks.iter().map(told).collect();
    breaks.sort();
    breaks.dedup();
    Ok(Some(LineRevision {
        name: name.clone(),
        number: standing.last.as_ref().map_or(1, |last| last.number + 1),
        acceptance: terms.acceptance(session, breaks),
        payload: standing.line.payload.text.clone(),
        command: command.clone(),
        span: None,
    }))
}

fn refusal(standing: &Standing) -> Diagnostic {
    let on = standing
        .last
        .as_ref()
        .map(|last| last.acceptance.on.to_string());
    let mut diagnostic = Diagnostic::config(format!(
        "`{}` as accepted on {} would break",
        standing.line.name,
        on.unwrap_or_default()
    ))
    .at(standing.breaks.first().map(|it| it.span));
    for change in standing.breaks.iter().take(5) {
        diagnostic = diagnostic.note(told(change));
    }
    diagnostic
        .help("keep what was there, if only as a hidden alias: scripts call it")
        .help("if nobody depends on it, `--break` accepts it nevertheless, and records that")
}

fn told(change: &Change) -> String {
    format!("{}: {}", change.rule, change.message)
}

pub(crate) fn not_understood(standing: &Standing) -> String {
    let name = &standing.line.name;
    format!("`{name}` is not understood, so there is nothing to accept")
}

pub(crate) fn unchanged_line(standing: &Standing) -> String {
    let name = &standing.line.name;
    match &standing.last {
        Some(last) => format!("`{name}` is as it was accepted on {}", last.acceptance.on),
        None => format!("`{name}` has nothing to accept"),
    }
}

pub(crate) fn tell_of_line(
    standing: &Standing,
    revision: &LineRevision,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    let what = match (&standing.last, standing.breaks.is_empty()) {
        (None, _) => "the first one",
        (Some(_), true) => "which is compatible with what was accepted before",
        (Some(_), false) => "which breaks the one before",
    };
    writeln!(
        out,
        "accepted `{}`, revision {}, {what}: {}",
        revision.name,
        revision.number,
        revision.path()
    )?;
    for change in &revision.acceptance.breaks {
        writeln!(out, "  breaks: {change}")?;
    }
    Ok(())
}
