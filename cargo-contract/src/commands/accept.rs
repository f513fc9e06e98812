//! `cargo contract accept`: says that others may depend on contracts as they are now.

use std::io;

use govern_diagnostics::Diagnostic;
use govern_gate::{ArgSpec, Command, CommandOutcome, Error, Session, did_you_mean};

use super::accept_lines::{Terms, line_revision, not_understood, tell_of_line, unchanged_line};
use crate::accepted::Revision;
use crate::changes::Break;
use crate::changes::shortened;
use crate::cli::{CommandLines, Standing as LineStanding};
use crate::compat::{UNKNOWN, Verdict};
use crate::lifecycle::{Declared, Lifecycle, Payload, Standing, State, nothing_declared};
use crate::manifest::Id;

pub(crate) const COMMAND: Command = Command {
    name: "accept",
    summary: "accepts contracts as they are now: what others may depend on",
    details: "Writes a file under contracts/accepted/ for each contract that is new or has changed, and says which. Files that \
              are there already are never written again. What breaks an accepted version is refused, unless `--break` says so \
              for contracts that are named; that is recorded, too. Give a breaking change a new version instead.",
    args: &[
        ArgSpec::positionals(
            "contract",
            "CONTRACT",
            "which ones, as `name` or `name@version`; by default all that are new or have changed",
        ),
        ArgSpec::option("reason", "TEXT", "why").required(),
        ArgSpec::option(
            "by",
            "WHO",
            "who accepts it; by default the author that git knows",
        ),
        ArgSpec::flag("break", "accept also what breaks an accepted version"),
    ],
    needs_workspace: true,
    run,
};

fn run(session: &Session, out: &mut dyn io::Write) -> Result<CommandOutcome, Error> {
    let terms = terms(session)?;
    let declared = Declared::of_session(session)?;
    let lines = declared.manifest.command_lines.clone();
    if declared.manifest.contracts.is_empty() && lines.is_empty() {
        return Err(nothing_declared());
    }
    let lines = CommandLines::read(session, &lines, &declared.accepted.lines, None);
    let lifecycle = Lifecycle::of_declared(session, declared)?;
    let names = session.args().values("contract");
    let (asked, asked_lines) = asked(&lifecycle, &lines, names)?;
    if terms.may_break && names.is_empty() {
        return Err(Diagnostic::config("`--break` is for contracts that are named")
            .help("name those that may break: `cargo contract accept --break --reason … orders.placed@1`")
            .into());
    }
    let mut refused = Vec::new();
    let mut revisions = Vec::new();
    for state in asked {
        match revision(session, &lifecycle, state, &terms) {
            Ok(Some(revision)) => revisions.push((state, revision)),
            Ok(None) if names.is_empty() => {}
            Ok(None) => writeln!(out, "{}", unchanged(&lifecycle, &state.contract.id))?,
            Err(refusal) => refused.push(*refusal),
        }
    }
    let mut accepted_lines = Vec::new();
    for standing in asked_lines {
        if standing.command.is_none() && names.is_empty() {
            writeln!(out, "{}", not_understood(standing))?;
            continue;
        }
        match line_revision(session, standing, &terms) {
            Ok(Some(revision)) => accepted_lines.push((standing, revision)),
            Ok(None) if names.is_empty() => {}
            Ok(None) => writeln!(out, "{}", unchanged_line(standing))?,
            Err(refusal) => refused.push(*refusal),
        }
    }
    if !refused.is_empty() {
        return Err(Error::Diagnosed(refused));
    }
    for (state, revision) in &revisions {
        write(session, &revision.path(), &revision.to_text())?;
        tell(state, revision, out)?;
    }
    for (standing, revision) in &accepted_lines {
        write(session, &revision.path(), &revision.to_text())?;
        tell_of_line(standing, revision, out)?;
    }
    if revisions.is_empty() && accepted_lines.is_empty() && names.is_empty() {
        writeln!(
            out,
            "nothing to accept: all contracts are as they were accepted"
        )?;
    }
    Ok(CommandOutcome::clean())
}

/// Writes a file that is not there yet.
fn write(session: &Session, path: &str, text: &str) -> Result<(), Error> {
    Ok(session.workspace().write_new(path, text.as_bytes())?)
}

fn terms(session: &Session) -> Result<Terms<'_>, Error> {
    let args = session.args();
    let reason = args.value("reason").unwrap_or_default().trim();
    if reason.is_empty() {
        return Err(Diagnostic::config("an acceptance gives no reason")
            .help("say why in `--reason`: who reads it later decides by it")
            .into());
    }
    let by = args.value("by").map(str::trim).filter(|by| !by.is_empty());
    let by = by
        .map(str::to_owned)
        .or_else(|| session.workspace().author())
        .ok_or_else(|| {
            Diagnostic::config("nobody knows who accepts this: git has no `user.name`")
                .help("say so: `--by \"Somebody <somebody@example.org>\"`")
        })?;
    Ok(Terms {
        reason,
        by,
        commit: session.workspace().head(),
        may_break: args.flag("break"),
    })
}

/// The contracts and command lines that are asked for; all that are there, if none is named.
fn asked<'l>(
    lifecycle: &'l Lifecycle,
    lines: &'l CommandLines,
    names: &[String],
) -> Result<(Vec<&'l State>, Vec<&'l LineStanding>), Error> {
    let present: Vec<&State> = lifecycle.present().collect();
    let mut mistakes: Vec<Diagnostic> = lines
        .missing
        .iter()
        .filter(|(line, _)| names.is_empty() || names.contains(&line.name))
        .map(|(line, _)| {
            let named = &line.payload;
            let message = format!("`{}`: there is no type `{}`", line.name, named.text);
            Diagnostic::config(message).at(named.span)
        })
        .collect();
    let (mut asked, mut asked_lines) = (Vec::new(), Vec::new());
    if names.is_empty() {
        asked.extend(&present);
        asked_lines.extend(&lines.standings);
    }
    for name in names {
        let fits = |state: &&State| {
            let id = &state.contract.id;
            id.name == *name || id.to_string() == *name
        };
        let own: Vec<&State> = present.iter().copied().filter(fits).collect();
        let line = lines.standings.iter().filter(|it| it.line.name == *name);
        let line: Vec<&LineStanding> = line.collect();
        let is_missing = lines.missing.iter().any(|(it, _)| it.name == *name);
        if own.is_empty() && line.is_empty() && !is_missing {
            let mistake = Diagnostic::config(format!("there is no contract `{name}`"));
            let mut known: Vec<String> = present
                .iter()
                .map(|it| it.contract.id.to_string())
                .collect();
            known.extend(lines.standings.iter().map(|it| it.line.name.clone()));
            let known = known.iter().map(String::as_str);
            mistakes.push(match did_you_mean(name, known) {
                Some(meant) => mistake.help(format!("did you mean `{meant}`?")),
                None => mistake,
            });
        }
        asked.extend(own);
        asked_lines.extend(line);
    }
    asked.sort_by_key(|state| &state.contract.id);
    asked.dedup_by_key(|state| &state.contract.id);
    asked_lines.sort_by_key(|standing| &standing.line.name);
    asked_lines.dedup_by_key(|standing| &standing.line.name);
    match mistakes.is_empty() {
        true => Ok((asked, asked_lines)),
        false => Err(Error::Diagnosed(mistakes)),
    }
}

/// The revision that is to be written; none if nothing has changed.
fn revision(
    session: &Session,
    lifecycle: &Lifecycle,
    state: &State,
    terms: &Terms<'_>,
) -> Result<Option<Revision>, Box<Diagnostic>> {
    let contract = &state.contract;
    let id = &contract.id;
    let payload = match (&state.payload, &state.standing) {
        (None, _) => return Err(Box::new(state.no_type())),
        (Some(_), Standing::Same) => return Ok(None),
        (Some(payload), _) => payload,
    };
    let breaks = state.standing.breaks();
    if !breaks.is_empty() && !terms.may_break {
        return Err(Box::new(refusal(lifecycle, id, payload, breaks)));
    }
    let last = lifecycle.declared.accepted.last(id);
    Ok(Some(Revision {
        id: id.clone(),
        number: last.map_or(1, |last| last.number + 1),
        acceptance: terms.acceptance(session, breaks.iter().map(told).collect()),
        direction: contract.direction,
        format: contract.format.0.to_owned(),
        package: payload.package.clone(),
        payload: payload.path.clone(),
        wire: payload.wire.clone(),
        span: None,
    }))
}

fn refusal(lifecycle: &Lifecycle, id: &Id, payload: &Payload, breaks: &[Break]) -> Diagnostic {
    let what = match lifecycle.declared.accepted.last(id) {
        Some(last) => last.title(),
        None => format!("`{id}`"),
    };
    let is_unknown = breaks.iter().all(|it| it.verdict == Verdict::Unknown);
    let message = match is_unknown {
        true => format!("whether {what} would break cannot be told"),
        false => format!("{what} would break"),
    };
    let mut diagnostic = Diagnostic::config(message).at(breaks.first().map(|it| it.span));
    for change in breaks.iter().take(5) {
        diagnostic = diagnostic.note(told(change));
    }
    if breaks.iter().any(|it| it.rule == UNKNOWN) {
        diagnostic = diagnostic.help(
            "declare what is written by hand: `wire` or `schema` in `[contract.types.\"…\"]`, or `schema` of the contract",
        );
    }
    diagnostic
        .help(format!(
            "publish a new version beside it: declare `{}@{}`, with a type of its own beside `{}`",
            id.name,
            id.version + 1,
            payload.path
        ))
        .help("if nobody depends on it, `--break` accepts it nevertheless, and records that")
}

fn told(change: &Break) -> String {
    format!(
        "{} at `{}`: {}",
        change.rule,
        change.place,
        shortened(&change.detail)
    )
}

fn unchanged(lifecycle: &Lifecycle, id: &Id) -> String {
    match lifecycle.declared.accepted.last(id) {
        Some(last) => format!("`{id}` is as it was accepted on {}", last.acceptance.on),
        None => format!("`{id}` has nothing to accept"),
    }
}

fn tell(state: &State, revision: &Revision, out: &mut dyn io::Write) -> io::Result<()> {
    let what = match &state.standing {
        Standing::New => "the first one",
        Standing::Broken(_) => "which breaks the one before",
        _ if state.contract.compatibility == crate::manifest::Compatibility::None => {
            "which nothing asks to be compatible"
        }
        _ => "which is compatible with what was accepted before",
    };
    writeln!(
        out,
        "accepted `{}`, revision {}, {what}: {}",
        revision.id,
        revision.number,
        revision.path()
    )?;
    for change in &revision.acceptance.breaks {
        writeln!(out, "  breaks: {change}")?;
    }
    for reason in revision.opaque() {
        writeln!(
            out,
            "  not understood, so that no change of it will pass for compatible: {}",
            shortened(&reason)
        )?;
    }
    Ok(())
}
