//! `cargo govern weakened`: what a change does to the rules themselves.

use std::io;

use govern_diagnostics::Diagnostic;
use govern_gate::{ArgSpec, Command, CommandOutcome, Error, Session};

use crate::repository::weakened::compare;

/// `cargo govern weakened`.
pub(crate) static WEAKENED: Command = Command {
    name: "weakened",
    summary: "lists what the rules let through that they did not let through before",
    details: "Compares levels, the keys of govern.toml, waivers, the baseline, the gates that workflows run, tests, the \
              configuration of deny, audit, clippy and nextest, and the project's policies with those at a git revision. A check with \
              `--base` finds the same (`explain policy_weakened`), and minds waivers; this list shows all of it, for a \
              review. The exit status is 1 if there is anything.",
    args: &[
        ArgSpec {
            help: "the git revision to compare with [default: HEAD]",
            ..ArgSpec::BASE
        },
        ArgSpec {
            help: "a copy of the workspace as it was, from its root, to compare with",
            ..ArgSpec::BASE_DIRECTORY
        },
    ],
    needs_workspace: true,
    run,
};

fn run(session: &Session, out: &mut dyn io::Write) -> Result<CommandOutcome, Error> {
    let (before, base) = match session.base(None)? {
        Some(base) => base,
        None => (session.at_revision("HEAD")?, "at `HEAD`".to_owned()),
    };
    let weakened = compare(session, &before, base)?
        .map_err(|not_run| Diagnostic::config(format!("{}: {}", not_run.what, not_run.why)))?;
    let sources = session.sources_for(weakened.weaker.iter().filter_map(|it| Some(it.span?.file)));
    for weaker in &weakened.weaker {
        let place = weaker.span.and_then(|span| sources.locate(span));
        if let Some(place) = place {
            let (line, column) = (place.start.line, place.start.column);
            write!(out, "{}:{line}:{column}: ", place.path)?;
        }
        let unsure = if weaker.unsure {
            " (whether that is weaker, only a reader can tell)"
        } else {
            ""
        };
        writeln!(out, "{}{unsure}", weaker.message)?;
    }
    if weakened.weaker.is_empty() {
        let (compared, base) = (weakened.compared, &weakened.base);
        writeln!(
            out,
            "nothing is weaker than {base}: {compared} things compared"
        )?;
        return Ok(CommandOutcome::clean());
    }
    Ok(CommandOutcome::findings(Vec::new()))
}
