//! `cargo ac run`: runs the tests and scenarios of criteria, and nothing else.

pub(crate) mod plan;
pub(crate) mod quote;

use std::collections::BTreeSet;
use std::io;

use govern_diagnostics::Diagnostic;
use govern_gate::{ArgSpec, Command, CommandOutcome, Error, Session};

use crate::commands::asked::{criteria, subject};
use crate::commands::impact::{BASE, change};
use crate::criteria::Criteria;
use plan::{Plan, Runners};
use quote::quoted;

/// `cargo ac run`.
pub const COMMAND: Command = Command {
    name: "run",
    summary: "run the tests and scenarios of criteria, and nothing else",
    details: "`cargo ac run AC-PAY-001` runs what is linked to a criterion, a requirement or a story; `cargo ac run --impacted` \
              what is linked to the criteria that a change touches, as `cargo ac impact` finds them. Tests are run by \
              cargo-nextest, by their exact names; tests in documentation by `cargo test --doc`; scenarios by the program that \
              runs them, by the tag or by their names. The exit status is 1 if one of these fails, or if nothing of a criterion \
              can be run.",
    args: &[
        ArgSpec::positionals("id", "ID", "criteria, requirements or stories"),
        ArgSpec::flag("impacted", "the criteria that a change touches"),
        BASE,
        ArgSpec::flag("dry-run", "only print the commands"),
    ],
    needs_workspace: true,
    run,
};

fn run(session: &Session, out: &mut dyn io::Write) -> Result<CommandOutcome, Error> {
    let (model, rows) = chosen(session, out)?;
    let Some(rows) = rows else {
        return Ok(CommandOutcome::clean());
    };
    let workspace = session.workspace();
    // A workspace that is not around the current directory has to be named.
    let here = workspace.path_of_argument("")?;
    let manifest = (here == ".." || here.starts_with("../"))
        .then(|| workspace.root().join("Cargo.toml").into_string());
    let plan = Plan::new(&model, &Runners::new(session, &model), &rows);
    let mut findings: Vec<Diagnostic> = plan
        .idle
        .iter()
        .map(|(row, why)| {
            let criterion = &model.criteria[*row];
            let message = format!("nothing of `{}` can be run", criterion.id);
            let diagnostic = Diagnostic::config(message).at(criterion.span);
            why.iter()
                .fold(diagnostic, |diagnostic, why| diagnostic.note(why))
        })
        .collect();
    for note in &plan.notes {
        writeln!(out, "not run: {note}")?;
    }
    let dry = session.args().flag("dry-run");
    for command in plan.commands(manifest.as_deref()) {
        let [program, arguments @ ..] = &command[..] else {
            continue;
        };
        writeln!(out, "{}", quoted(&command))?;
        if dry {
            continue;
        }
        // What it prints comes behind that.
        out.flush()?;
        let failed = match workspace.run(program, arguments)? {
            Some(0) => continue,
            Some(status) => format!("`{program} {}` ended with status {status}", arguments[0]),
            None => format!("`{program} {}` was ended by a signal", arguments[0]),
        };
        findings.push(Diagnostic::config(failed).note(quoted(&command)));
    }
    Ok(if findings.is_empty() {
        CommandOutcome::clean()
    } else {
        CommandOutcome::findings(findings)
    })
}

/// The rows of the criteria that somebody asks for; none if a change touches none.
fn chosen(
    session: &Session,
    out: &mut dyn io::Write,
) -> Result<(Criteria, Option<BTreeSet<usize>>), Error> {
    let args = session.args();
    let ids = args.values("id");
    let base = args.value("base");
    if args.flag("impacted") != ids.is_empty() || (base.is_some() && !ids.is_empty()) {
        return Err(
            Diagnostic::config("name criteria, or the change by `--impacted`")
                .help("`cargo ac run AC-PAY-001`, or `cargo ac run --impacted --base main`")
                .into(),
        );
    }
    if !args.flag("impacted") {
        let (_, model) = criteria(session)?;
        let mut rows = BTreeSet::new();
        for id in ids {
            rows.extend(subject(&model, id)?.rows);
        }
        let rows = in_force(&model, rows);
        if rows.is_empty() {
            let message = format!("nothing of `{}` is in force", ids.join("`, `"));
            return Err(Diagnostic::config(message).into());
        }
        return Ok((model, Some(rows)));
    }
    let change = change(session, base.unwrap_or("HEAD"))?;
    let touched: BTreeSet<&str> = change.impacts.iter().map(|it| it.id.as_str()).collect();
    let rows = change.model.criteria.iter().enumerate();
    let rows = rows.filter(|(_, it)| touched.contains(it.id.as_str()));
    let rows = in_force(&change.model, rows.map(|(row, _)| row).collect());
    if rows.is_empty() {
        writeln!(out, "no criterion is touched")?;
    }
    if !change.others.is_empty() {
        writeln!(
            out,
            "changed and not looked into: {}",
            change.others.join(", ")
        )?;
    }
    let rows = (!rows.is_empty()).then_some(rows);
    Ok((change.model, rows))
}

fn in_force(model: &Criteria, mut rows: BTreeSet<usize>) -> BTreeSet<usize> {
    rows.retain(|&row| model.criteria[row].state.is_in_force());
    rows
}
