//! `cargo govern route`: who does a change of a file.

use std::io;

use govern_diagnostics::Diagnostic;
use govern_gate::{ArgSpec, Command, CommandOutcome, Error, Session};
use serde_json::{Value, json};

use super::{
    CODEMAP, FORMAT, MATRIX, PATHS, ROUTING, SINCE, changed, json, place, read,
    rules::{Rules, matching},
};

/// `cargo govern route`.
pub(crate) static ROUTE: Command = Command {
    name: "route",
    summary: "says who does a change of some files, and who is concerned besides",
    details: "The first entry counts that is about a file and says who does it: those of `[[route]]` in govern.toml, and then the \
              rules of routing. With `--check` all files of the repository are looked at: an entry that no file comes to, and a \
              file that comes to no entry, make the exit status 1.",
    args: &[
        PATHS,
        SINCE,
        ArgSpec::flag(
            "check",
            "look for entries that are never reached, and files that no entry is about",
        ),
        FORMAT,
        CODEMAP,
        ROUTING,
        MATRIX,
    ],
    needs_workspace: true,
    run,
};

fn run(session: &Session, out: &mut dyn io::Write) -> Result<CommandOutcome, Error> {
    let mut rules = read(session)?;
    let notes = std::mem::take(&mut rules.notes);
    if rules.routes.iter().all(|route| route.to.is_none()) {
        let mistake = Diagnostic::config("nothing says who does what")
            .help("say it in govern.toml: `[[route]]` with `paths` and `to`")
            .help("or name rules of routing: `--routing FILE`");
        return Err(mistake.into());
    }
    let mut outcome = if session.args().flag("check") {
        check(session, &rules, out)?
    } else {
        let paths = changed(session)?;
        show(session, &rules, &paths, out)?;
        CommandOutcome::clean()
    };
    outcome.diagnostics.extend(notes);
    Ok(outcome)
}

fn show(
    session: &Session,
    rules: &Rules,
    paths: &[String],
    out: &mut dyn io::Write,
) -> Result<(), Error> {
    let is_json = session.args().value("format") == Some("json");
    let mut involved: Vec<&str> = Vec::new();
    let mut files: Vec<Value> = Vec::new();
    for path in paths {
        let route = rules.route(path);
        let glob = route.and_then(|route| matching(&route.paths, path));
        let said = place(session, glob.and_then(|glob| glob.span));
        let to = route.and_then(|route| route.to.as_deref());
        let also = route.map_or(&[][..], |route| &route.also);
        let condition = route.and_then(|route| route.condition.as_deref());
        involved.extend(to.into_iter().chain(also.iter().map(String::as_str)));
        if is_json {
            files.push(json!({
                "path": path, "to": to, "also": also, "condition": condition,
                "glob": glob.map(|glob| &glob.text),
                "rule": said.map(|(path, line)| json!({ "path": path, "line": line })),
            }));
            continue;
        }
        let also = match also {
            [] => String::new(),
            also => format!(", also {}", also.join(", ")),
        };
        let condition = condition.map_or(String::new(), |it| format!(", if {it}"));
        match (to, glob) {
            (Some(to), Some(glob)) => {
                let said = said.map_or(String::new(), |(path, line)| format!(", {path}:{line}"));
                writeln!(out, "{path}: {to}{also}{condition} (`{}`{said})", glob.text)?;
            }
            _ => writeln!(out, "{path}: nobody: no entry is about it")?,
        }
    }
    let order = order(rules, &involved);
    if is_json {
        let all = json!({ "schema_version": 1, "files": files, "order": order });
        return json(&all, out);
    }
    if !order.is_empty() {
        writeln!(out, "order: {}", order.join(", "))?;
    }
    Ok(())
}

/// Those who are involved, in the order in which they begin; those of whom no order is said come last, by name.
fn order<'r>(rules: &'r Rules, involved: &[&'r str]) -> Vec<&'r str> {
    let mut order: Vec<&str> = rules.order.iter().map(String::as_str).collect();
    order.retain(|name| involved.contains(name));
    let mut rest: Vec<&str> = involved
        .iter()
        .copied()
        .filter(|name| !order.contains(name))
        .collect();
    rest.sort_unstable();
    rest.dedup();
    order.extend(rest);
    order
}

fn check(
    session: &Session,
    rules: &Rules,
    out: &mut dyn io::Write,
) -> Result<CommandOutcome, Error> {
    let listing = session.workspace().listing();
    let files = &listing.files;
    let mut wrong = 0;
    for (row, route) in rules
        .routes
        .iter()
        .enumerate()
        .filter(|(_, route)| route.to.is_some())
    {
        let mut own = files
            .iter()
            .filter(|path| matching(&route.paths, path).is_some())
            .peekable();
        let to = route.to.as_deref().unwrap_or_default();
        let said = place(session, route.span)
            .map_or(String::new(), |(path, line)| format!("{path}:{line}: "));
        let Some(&first) = own.peek() else {
            wrong += 1;
            writeln!(
                out,
                "{said}no file comes to `{to}` here: the globs match nothing"
            )?;
            continue;
        };
        let is_reached = own.any(|path| {
            let reached = rules.route(path);
            reached.is_some_and(|reached| std::ptr::eq(reached, &rules.routes[row]))
        });
        if !is_reached {
            wrong += 1;
            let before = rules
                .route(first)
                .and_then(|before| place(session, before.span));
            let before = before.map_or(String::new(), |(path, line)| {
                format!(", as `{first}` to {path}:{line}")
            });
            writeln!(
                out,
                "{said}no file comes to `{to}` here: all of them come to an entry before{before}"
            )?;
        }
    }
    for path in files.iter().filter(|path| rules.route(path).is_none()) {
        wrong += 1;
        writeln!(out, "{path}: no entry is about it")?;
    }
    let entries = rules
        .routes
        .iter()
        .filter(|route| route.to.is_some())
        .count();
    writeln!(
        out,
        "{wrong} of {entries} entries and {} files are not as they should be",
        files.len()
    )?;
    Ok(match wrong {
        0 => CommandOutcome::clean(),
        _ => CommandOutcome::findings(Vec::new()),
    })
}
