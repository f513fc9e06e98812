//! `cargo govern boundary`: whether somebody changed only what they may.

use std::io;

use govern_diagnostics::Diagnostic;
use govern_gate::{ArgSpec, Command, CommandOutcome, Error, Session, did_you_mean};
use serde_json::{Value, json};

use super::{
    CODEMAP, FORMAT, MATRIX, PATHS, ROUTING, SINCE, changed, json, place, read,
    rules::{Agent, Glob, Rules, matching},
};

/// `cargo govern boundary`.
pub(crate) static BOUNDARY: Command = Command {
    name: "boundary",
    summary: "finds files that somebody changed and may not write",
    details: "What somebody may write is said by `[[boundary]]` in govern.toml, or `write_boundaries` in a codemap. What is not allowed is \
              forbidden, what is forbidden stays so whatever is allowed, and what nobody may write (`*`, `generated_readonly`) nobody \
              may. The exit status is 1 if there is such a file.",
    args: &[
        ArgSpec::option("agent", "NAME", "who changed the files").required(),
        PATHS,
        SINCE,
        FORMAT,
        CODEMAP,
        ROUTING,
        MATRIX,
    ],
    needs_workspace: true,
    run,
};

/// Why somebody may not write a file.
#[derive(Debug)]
enum Forbidden<'r> {
    /// This says that nobody may.
    Nobody(&'r Glob),
    /// This says that they must not.
    MustNot(&'r Glob),
    /// Nothing says that they may.
    NotAllowed,
}

/// Whether somebody may not write a file.
fn forbidden<'r>(rules: &'r Rules, agent: &'r Agent, path: &str) -> Option<Forbidden<'r>> {
    if let Some(glob) = matching(&rules.nobody, path) {
        return Some(Forbidden::Nobody(glob));
    }
    if let Some(glob) = matching(&agent.must_not, path) {
        return Some(Forbidden::MustNot(glob));
    }
    match matching(&agent.may, path) {
        Some(_) => None,
        None => Some(Forbidden::NotAllowed),
    }
}

fn run(session: &Session, out: &mut dyn io::Write) -> Result<CommandOutcome, Error> {
    let mut rules = read(session)?;
    let notes = std::mem::take(&mut rules.notes);
    let name = session.args().value("agent").unwrap_or_default();
    let bounded = rules.agents.iter().filter(|(_, agent)| agent.is_bounded);
    let names: Vec<&str> = bounded.map(|(name, _)| name.as_str()).collect();
    let Some(agent) = rules.agents.get(name).filter(|agent| agent.is_bounded) else {
        let mistake = Diagnostic::config(format!("nothing says what `{name}` may write"));
        let help = match (did_you_mean(name, names.iter().copied()), &names[..]) {
            (Some(likely), _) => format!("did you mean `{likely}`?"),
            (None, []) => "say it in govern.toml: `[[boundary]]` with `name` and `may`".to_owned(),
            (None, names) => format!("there are `{}`", names.join("`, `")),
        };
        return Err(mistake.help(help).into());
    };
    let paths = changed(session)?;
    let mut found: Vec<Value> = Vec::new();
    let is_json = session.args().value("format") == Some("json");
    for path in &paths {
        let Some(forbidden) = forbidden(&rules, agent, path) else {
            continue;
        };
        let (why, glob) = match &forbidden {
            Forbidden::Nobody(glob) => (format!("nobody may write `{}`", glob.text), Some(*glob)),
            Forbidden::MustNot(glob) => (
                format!("`{name}` must not write `{}`", glob.text),
                Some(*glob),
            ),
            Forbidden::NotAllowed => (format!("nothing says that `{name}` may write it"), None),
        };
        let said = place(session, glob.map_or(agent.span, |glob| glob.span));
        if !is_json {
            let said = said
                .as_ref()
                .map_or(String::new(), |(path, line)| format!(" ({path}:{line})"));
            writeln!(out, "{path}: {why}{said}")?;
        }
        found.push(json!({
            "path": path, "why": why, "rule": said.map(|(path, line)| json!({ "path": path, "line": line })),
        }));
    }
    if is_json {
        let all = json!({ "schema_version": 1, "agent": name, "checked": paths.len(), "forbidden": found });
        json(&all, out)?;
    } else {
        writeln!(
            out,
            "{} of {} files may not be written by `{name}`",
            found.len(),
            paths.len()
        )?;
    }
    let mut outcome = match found.is_empty() {
        true => CommandOutcome::clean(),
        false => CommandOutcome::findings(Vec::new()),
    };
    outcome.diagnostics.extend(notes);
    Ok(outcome)
}
