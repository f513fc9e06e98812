//! `cargo ac record`: runs the tests, and writes down of which sources their results are.
//!
//! That the sources are the same before and after the run, and that a file of results is another than before, is what shows
//! that the one belongs to the other; no clock is asked.

use std::collections::BTreeMap;
use std::io;

use govern_diagnostics::Diagnostic;
use govern_gate::{ArgSpec, Command, CommandOutcome, Error, Session};
use govern_workspace::Workspace;

use crate::config::{Section, Settings};
use crate::observed::{hash, record, result_files, sources};
use crate::verdicts::age::{RecordedRun, changed};

/// `cargo ac record`.
pub const COMMAND: Command = Command {
    name: "record",
    summary: "run the tests, and write down of which sources their results are",
    details: "`cargo ac record -- cargo nextest run --profile ci` runs that command and looks which of the files that `results` \
              in `[ac]` names it wrote. Their results count as long as what they depend on stays as it was. The exit status \
              is 1 if the command failed; its results are recorded all the same.",
    args: &[
        ArgSpec::positionals("command", "COMMAND", "what runs the tests, after `--`").required(),
    ],
    needs_workspace: true,
    run,
};

fn run(session: &Session, out: &mut dyn io::Write) -> Result<CommandOutcome, Error> {
    let section = Section::read(session)?;
    let settings = section.settings(Some(session));
    if settings.results.globs.is_empty() {
        return Err(Diagnostic::config("`results` in `[ac]` names no results of tests")
            .help("name the files that the command writes: `results = [\"target/nextest/**/junit.xml\"]`")
            .into());
    }
    let workspace = session.workspace();
    let mut mistakes = Vec::new();
    let old = record(workspace, &settings, &mut mistakes)?;
    if !mistakes.is_empty() {
        return Err(Error::Diagnosed(mistakes));
    }
    let (sources_before, results_before) = state(workspace, &settings)?;
    let [program, arguments @ ..] = session.args().values("command") else {
        return Err(Diagnostic::config("there is no command to run").into());
    };
    let status = workspace.run(program, arguments)?;
    let (sources_after, results_after) = state(workspace, &settings)?;
    let differ = changed(&sources_before, &sources_after);
    if let Some(first) = differ.first() {
        let message = format!("nothing is recorded: {first} changed while the tests ran");
        let mut diagnostic = Diagnostic::config(message);
        if differ.len() > 1 {
            diagnostic = diagnostic.note(format!("so did {} more files", differ.len() - 1));
        }
        return Err(diagnostic
            .help("let nothing change the sources in between; tests should write elsewhere")
            .into());
    }
    let written: BTreeMap<String, String> = results_after
        .into_iter()
        .filter(|(path, hash)| results_before.get(path) != Some(hash))
        .collect();
    let failed = match status {
        Some(0) => None,
        Some(status) => Some(format!("`{program}` ended with status {status}")),
        None => Some(format!("`{program}` was ended by a signal")),
    };
    if written.is_empty() {
        let globs: Vec<String> = settings
            .results
            .globs
            .iter()
            .map(|it| format!("`{}`", it.glob))
            .collect();
        let mut diagnostic =
            Diagnostic::config("nothing is recorded: the command wrote no results")
                .note(format!("results are {}", globs.join(", ")));
        if let Some(failed) = failed {
            diagnostic = diagnostic.note(failed);
        }
        return Err(diagnostic
            .help("let the runner write its results to where `results` of `[ac]` looks")
            .into());
    }
    let (files, count) = (written.len(), sources_after.len());
    let new = old.with(RecordedRun {
        results: written,
        sources: sources_after,
    });
    let mut text = serde_json::to_string_pretty(&new).map_err(io::Error::other)?;
    text.push('\n');
    workspace.write_atomic(&settings.results.recorded, text.as_bytes())?;
    let files = match files {
        1 => "1 file".to_owned(),
        files => format!("{files} files"),
    };
    writeln!(out, "recorded: {files} of results, of {count} sources")?;
    Ok(match failed {
        None => CommandOutcome::clean(),
        Some(message) => CommandOutcome::findings(vec![Diagnostic::config(message)]),
    })
}

/// The sources and the results that there are, with hashes.
type State = (BTreeMap<String, String>, BTreeMap<String, String>);

fn state(workspace: &Workspace, settings: &Settings) -> Result<State, Error> {
    let mut results = BTreeMap::new();
    for path in result_files(workspace, settings)? {
        let hash = hash(&workspace.read_bytes(&path)?);
        results.insert(path, hash);
    }
    Ok((sources(workspace, settings)?, results))
}
