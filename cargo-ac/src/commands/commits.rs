//! `cargo ac commits`: whether each commit of a range says what it is for.

use std::io;

use govern_diagnostics::{Diagnostic, Severity};
use govern_gate::{ArgSpec, Command, CommandOutcome, Error, Session, at_levels, run_rules};

use crate::GATE;
use crate::commands::asked::criteria;
use crate::commits::{of_file, of_range};
use crate::rules::OF_COMMITS;

/// `cargo ac commits`.
pub const COMMAND: Command = Command {
    name: "commits",
    summary: "check that each commit names a criterion, a requirement or a story that there is",
    details: "An id stands in the subject, or in a trailer: `AC: AC-PAY-001` or `Spec: REQ-PAY`, several by comma. A commit that \
              is for none says why: `Spec: none (only the wording)`. Merges are left out. The ids are those of the ledgers as \
              they are now, retired ones included. With `--message FILE` the message in a file is looked at, as the hook \
              `commit-msg` of git gets one.",
    args: &[
        ArgSpec::positional(
            "range",
            "RANGE",
            "the commits, as `main..HEAD`; one revision is all that leads to it",
        ),
        ArgSpec::option("message", "FILE", "the message that a commit is to have"),
    ],
    needs_workspace: true,
    run,
};

fn run(session: &Session, out: &mut dyn io::Write) -> Result<CommandOutcome, Error> {
    let (_, mut model) = criteria(session)?;
    let workspace = session.workspace();
    let args = session.args();
    let commits = match (args.value("range"), args.value("message")) {
        (Some(range), None) => of_range(workspace, range, &model)?,
        (None, Some(path)) => {
            let path = workspace.path_of_argument(path)?;
            crate::said::Commits {
                said: vec![of_file(workspace, &path, &model)?],
                merges: 0,
            }
        }
        _ => {
            let mistake = Diagnostic::config("name the commits, or the message of one")
                .help("`cargo ac commits main..HEAD`, or `cargo ac commits --message FILE`");
            return Err(mistake.into());
        }
    };
    let (count, merges) = (commits.said.len(), commits.merges);
    model.commits = Some(commits);
    let found = at_levels(&GATE, session, run_rules(OF_COMMITS, &model))?;
    writeln!(out, "looked at: {count} commits; merges left out: {merges}")?;
    let fails = found.iter().any(|it| it.severity == Severity::Error);
    Ok(CommandOutcome {
        diagnostics: found,
        ..if fails {
            CommandOutcome::findings(Vec::new())
        } else {
            CommandOutcome::clean()
        }
    })
}
