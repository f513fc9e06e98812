//! `cargo ac impact`: which criteria a change touches, by items and not by files, and why.

mod compare;
mod side;

use std::collections::{BTreeMap, BTreeSet};
use std::io;

use govern_gate::{ArgSpec, Command, CommandOutcome, Error, Session, link_tree};
use serde::Serialize;

use crate::commands::asked::{criteria, sound};
use crate::commands::line;
use crate::commands::report::{Place, locate};
use crate::config::Settings;
use crate::criteria::Criteria;
pub(crate) use compare::Impact;
use compare::compare;
pub(crate) use side::Side;

/// `--base`, of all commands that compare.
pub(crate) const BASE: ArgSpec = ArgSpec::option(
    "base",
    "REV",
    "the git revision to compare with [default: HEAD]",
);

/// `cargo ac impact`.
pub const COMMAND: Command = Command {
    name: "impact",
    summary: "say which criteria a change touches, and why",
    details: "Compares the workspace with itself at a git revision: what criteria say, what their tests and scenarios hold, and \
              the functions, types and constants that are there for them or that their tests reach. Comments and layout are no \
              changes. What changed besides is listed: nobody knows what it touches.",
    args: &[
        BASE,
        ArgSpec::option("format", "FORMAT", "how it is written [default: human]")
            .choices(&["human", "json"]),
    ],
    needs_workspace: true,
    run,
};

/// What a change touches.
pub(crate) struct Change {
    /// The criteria now.
    pub(crate) model: Criteria,
    pub(crate) impacts: Vec<Impact>,
    /// The files that changed and that nobody has looked into.
    pub(crate) others: Vec<String>,
}

/// The workspace beside itself at a revision.
pub(crate) struct Compared<'c, 'a> {
    pub(crate) now: &'c Side<'a>,
    pub(crate) before: &'c Side<'a>,
    pub(crate) impacts: Vec<Impact>,
    /// The files that changed and that nobody has looked into.
    pub(crate) others: Vec<String>,
    /// All files that changed.
    pub(crate) changed: Vec<String>,
}

/// What the change since a revision touches.
pub(crate) fn change(session: &Session, revision: &str) -> Result<Change, Error> {
    let (settings, model) = criteria(session)?;
    let (impacts, others) = compared(session, settings, &model, revision, |it| {
        (
            std::mem::take(&mut it.impacts),
            std::mem::take(&mut it.others),
        )
    })?;
    Ok(Change {
        model,
        impacts,
        others,
    })
}

/// Compares the workspace with itself at a revision, and asks what is wanted of both.
pub(crate) fn compared<T>(
    session: &Session,
    mut settings: Settings,
    model: &Criteria,
    revision: &str,
    wanted: impl FnOnce(&mut Compared<'_, '_>) -> T,
) -> Result<T, Error> {
    let workspace = session.workspace();
    let old = session.at_revision(revision)?;
    let old_names = link_tree(&old);
    // Results tell what became of tests, and nothing of what they were.
    settings.results.globs.clear();
    let old_model = sound(session, &old, &old_names, &settings)?;
    let now = Side::new(workspace, session.tree(), model, &settings)?;
    let before = Side::new(&old, &old_names, &old_model, &settings)?;
    let impacts = compare(&now, &before);
    let mut looked_into: BTreeSet<&str> = BTreeSet::new();
    for side in [&now, &before] {
        let rust = side.workspace.files().iter();
        looked_into.extend(rust.filter_map(|&file| plain(side, file, revision)));
        looked_into.extend(side.model.features.iter().map(|it| it.path.as_str()));
        looked_into.extend(side.model.ledgers.iter().map(|it| it.path.as_str()));
    }
    // These are made of all the others.
    looked_into.extend([settings.status.as_str(), settings.lock.as_str()]);
    let changed = workspace.changed_since(revision)?;
    let others = changed.iter();
    let others = others.filter(|path| !looked_into.contains(path.as_str()));
    Ok(wanted(&mut Compared {
        others: others.cloned().collect(),
        now: &now,
        before: &before,
        impacts,
        changed,
    }))
}

/// The path of a Rust file without the revision before it.
pub(crate) fn plain<'a>(
    side: &Side<'a>,
    file: govern_diagnostics::FileId,
    revision: &str,
) -> Option<&'a str> {
    let path = side.workspace.path(file);
    let prefix = path.strip_prefix(revision);
    Some(
        prefix
            .and_then(|path| path.strip_prefix(':'))
            .unwrap_or(path),
    )
}

#[derive(Serialize)]
struct Document<'a> {
    schema_version: u32,
    criteria: Vec<Row<'a>>,
    not_looked_into: &'a [String],
}

#[derive(Serialize)]
struct Row<'a> {
    id: &'a str,
    /// Whether it is touched only if a method is meant that is known by its name alone.
    perhaps: bool,
    causes: Vec<CauseRow<'a>>,
}

#[derive(Serialize)]
struct CauseRow<'a> {
    text: &'a str,
    place: Option<Place>,
}

fn run(session: &Session, out: &mut dyn io::Write) -> Result<CommandOutcome, Error> {
    let revision = session.args().value("base").unwrap_or("HEAD");
    let change = change(session, revision)?;
    let spans = change.impacts.iter().flat_map(|it| &it.causes);
    let files: BTreeSet<_> = spans.filter_map(|it| Some(it.place?.file)).collect();
    let sources = session.sources_for(files);
    let rows = change.impacts.iter().map(|impact| Row {
        id: &impact.id,
        perhaps: impact.is_perhaps(),
        causes: impact
            .causes
            .iter()
            .map(|cause| CauseRow {
                text: &cause.text,
                place: cause.place.and_then(|span| locate(&sources, span)),
            })
            .collect(),
    });
    let document = Document {
        schema_version: 1,
        criteria: rows.collect(),
        not_looked_into: &change.others,
    };
    if session.args().value("format") == Some("json") {
        serde_json::to_writer_pretty(&mut *out, &document).map_err(io::Error::from)?;
        writeln!(out)?;
    } else {
        out.write_all(human(&document, &change.model).as_bytes())?;
    }
    Ok(CommandOutcome::clean())
}

fn human(document: &Document<'_>, model: &Criteria) -> String {
    let texts: BTreeMap<&str, &str> = model
        .criteria
        .iter()
        .map(|it| (it.id.as_str(), it.text.as_str()))
        .collect();
    let mut text = String::new();
    // What is sure first.
    let (perhaps, sure): (Vec<_>, Vec<_>) = document.criteria.iter().partition(|it| it.perhaps);
    for row in sure.into_iter().chain(perhaps) {
        let before = if row.perhaps { "perhaps " } else { "" };
        let says = texts.get(row.id).map_or(String::new(), |text| {
            let words: Vec<&str> = text.split_whitespace().collect();
            format!(": {}", words.join(" "))
        });
        line(&mut text, format_args!("{before}{}{says}", row.id));
        for cause in &row.causes {
            let place = cause.place.as_ref().map_or(String::new(), |at| {
                format!(" ({}:{}:{})", at.path, at.line, at.column)
            });
            line(&mut text, format_args!("  {}{place}", cause.text));
        }
    }
    if document.criteria.is_empty() {
        text.push_str("no criterion is touched\n");
    }
    if !document.not_looked_into.is_empty() {
        let paths = document.not_looked_into.join(", ");
        line(
            &mut text,
            format_args!("changed and not looked into: {paths}"),
        );
    }
    text
}
