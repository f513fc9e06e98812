//! `cargo ac rename`: another id for a story, a requirement or a criterion, wherever it stands.

use std::io;
use std::sync::Arc;

use govern_diagnostics::{Diagnostic, FileId, Span};
use govern_gate::{ArgSpec, Command, CommandOutcome, Error, Session};
use govern_workspace::Workspace;
use text_size::{TextRange, TextSize};

use crate::commands::change::{Change, refused, sound_model};
use crate::criteria::{Criteria, LedgerFile};
use crate::ids::{IdKind, nearest, tokens};
use crate::ledger::edit::{Edit, replace_token};
use crate::ledger::editor::Editor;
use crate::ledger::{Format, Ledger, Target};

/// `cargo ac rename`.
pub const COMMAND: Command = Command {
    name: "rename",
    summary: "give a story, a requirement or a criterion another id, wherever it stands",
    details: "Changes the ledgers, tags, comments and attributes that link to it, and `ac.lock`. The old id is listed under `retired`, \
              so that it never means something else. Nothing is changed if it is not clear what is meant. What only mentions \
              the old id in prose is left, and named.",
    args: &[
        ArgSpec::positional("old", "OLD", "the id that it has").required(),
        ArgSpec::positional("new", "NEW", "the id that it is to have").required(),
        ArgSpec::flag("dry-run", "show what would be changed, and change nothing"),
    ],
    needs_workspace: true,
    run,
};

fn run(session: &Session, out: &mut dyn io::Write) -> Result<CommandOutcome, Error> {
    let (model, settings) = sound_model(session)?;
    let args = session.args();
    let (old, new) = (
        args.value("old").unwrap_or_default(),
        args.value("new").unwrap_or_default(),
    );
    let (home, kind) = defined(&model, old)?;
    if !model.prefixes.is_id(kind, new) {
        let message = format!("`{new}` is not an id of a {}", kind.noun());
        let form = format!("an id has the form {}", model.prefixes.form(kind));
        return Err(Diagnostic::config(message).help(form).into());
    }
    free(&model, new)?;
    let workspace = session.workspace();
    let mut change = Change::default();
    for file in &model.ledgers {
        let text = text_of(workspace, file.file)?;
        for place in places_in(&file.ledger, old) {
            let edit = replace_token(&text, place, old, new);
            change.add(
                &file.path,
                &text,
                edit.map_err(|it| refused(file.file, it))?,
            );
        }
    }
    for (file, place) in places_in_sources(&model, old) {
        let text = text_of(workspace, file)?;
        let edit = replace_token(&text, place, old, new).map_err(|it| refused(file, it))?;
        change.add(workspace.path(file), &text, edit);
    }
    let left = mentions(workspace, &model, old, &change)?;
    if let Some((_, text)) = workspace.read_if_exists(&settings.lock)?
        && let Some(edit) = lock(&text, old, new)
    {
        change.add(&settings.lock, &text, edit);
    }
    let text = text_of(workspace, home.file)?;
    let today = session.today().to_string();
    let by = [new.to_owned()];
    let listed = editor(&model, home, &text).retired_entry(old, "it has another id", &today, &by);
    let is_listed = match listed.map_err(|it| refused(home.file, it))? {
        Some(edit) => {
            change.add(&home.path, &text, edit);
            true
        }
        None => false,
    };
    let sound = |text: String| editor(&model, home, &text).would_have(&text, new);
    if !change.after(&home.path).is_some_and(sound) {
        return Err(Diagnostic::config(format!(
            "nothing was changed: {} would not be read any more",
            home.path
        ))
        .into());
    }
    change.finish(session, out)?;
    if !is_listed {
        writeln!(
            out,
            "`{old}` is not listed as retired: schema 1 has no place for it"
        )?;
    }
    for place in left {
        writeln!(out, "mentioned, and left as it is: {place}")?;
    }
    Ok(CommandOutcome::clean())
}

/// Where the one entry of that id is defined, and what it is.
pub(crate) fn defined<'m>(
    model: &'m Criteria,
    id: &str,
) -> Result<(&'m LedgerFile, IdKind), Error> {
    let mut found = Vec::new();
    for file in &model.ledgers {
        let ids = file.ledger.entries().filter(|(_, known)| known.text == id);
        found.extend(ids.map(|(kind, id)| (file, kind, id.range)));
    }
    match found[..] {
        [(file, kind, _)] => Ok((file, kind)),
        [] => {
            let ledgers = model.ledgers.iter();
            let known =
                ledgers.flat_map(|file| file.ledger.entries().map(|(_, id)| id.text.as_str()));
            let diagnostic = Diagnostic::config(format!("no ledger defines `{id}`"));
            if model.ledgers.is_empty() {
                let help =
                    "there is no ledger; `cargo ac new story \"Somebody …\" --id US-…` begins one";
                return Err(diagnostic.help(help).into());
            }
            Err(match nearest(id, known) {
                Some(nearest) => diagnostic.help(format!("did you mean `{nearest}`?")).into(),
                None => diagnostic.into(),
            })
        }
        [(first, _, range), (again, _, other), ..] => {
            let diagnostic = Diagnostic::config(format!("`{id}` is defined more than once"));
            Err(diagnostic
                .at(Span::new(again.file, other))
                .related(Span::new(first.file, range), "first defined here")
                .into())
        }
    }
}

/// That an id stands for nothing, and never has.
pub(crate) fn free(model: &Criteria, id: &str) -> Result<(), Error> {
    let mut defined = model.ledgers.iter().flat_map(|file| {
        file.ledger
            .entries()
            .map(move |(_, known)| (known, file.file))
    });
    let is_it = |known: &str| known.eq_ignore_ascii_case(id);
    let taken = |why: &str, span: Option<Span>| {
        let message = format!("`{id}` {why}");
        let diagnostic = Diagnostic::config(message).at(span);
        diagnostic
            .help("take an id that has never been in use")
            .into()
    };
    if let Some((known, file)) = defined.find(|(known, _)| is_it(&known.text)) {
        return Err(taken("is in use", Some(Span::new(file, known.range))));
    }
    if let Some((_, retired)) = model.retired.iter().find(|(known, _)| is_it(known)) {
        return Err(taken("was retired", Some(retired.span)));
    }
    let lock = &model.reviews.lock;
    if let Some((_, known)) = lock.reviewed.iter().find(|(key, _)| is_it(&key.id)) {
        return Err(taken("was in use once", model.reviews.span(known)));
    }
    Ok(())
}

/// Where a ledger names an id.
fn places_in(ledger: &Ledger, id: &str) -> Vec<TextRange> {
    let named = ledger.entries().map(|(_, id)| id).chain(&ledger.references);
    let mut places: Vec<TextRange> = named
        .filter(|known| known.text == id)
        .map(|known| known.range)
        .collect();
    for (_, _, criterion) in ledger.criteria() {
        places.extend(
            criterion
                .evidence
                .iter()
                .filter_map(|evidence| match &evidence.target {
                    Target::Tag { tag, .. } if tag.text.strip_prefix('@') == Some(id) => {
                        Some(tag.range)
                    }
                    _ => None,
                }),
        );
    }
    places
}

/// Where tags, comments and attributes link to a criterion.
pub(crate) fn places_in_sources<'m>(
    model: &'m Criteria,
    id: &'m str,
) -> impl Iterator<Item = (FileId, TextRange)> + 'm {
    let tags = model.features.iter().flat_map(|feature| &feature.tags);
    let tags = tags.filter(move |tag| tag.name.strip_prefix('@') == Some(id));
    let links = model.rust.links.iter().filter(move |link| link.id == id);
    tags.map(|tag| tag.span)
        .chain(links.map(|link| link.span))
        .map(|span| (span.file, span.range))
}

/// What changes a ledger that holds `text`.
pub(crate) fn editor<'a>(model: &'a Criteria, home: &LedgerFile, text: &'a str) -> Editor<'a> {
    Editor {
        format: Format::of(&home.path),
        text,
        ids: &model.prefixes,
    }
}

fn text_of(workspace: &Workspace, file: FileId) -> Result<Arc<str>, Error> {
    Ok(workspace.text(file)?)
}

/// The lines of the lock with the new id, in their order.
fn lock(text: &str, old: &str, new: &str) -> Option<Edit> {
    let is_old = |line: &str| line.split('\t').next() == Some(old);
    if !text.lines().any(is_old) {
        return None;
    }
    let (head, lines): (Vec<&str>, Vec<&str>) = text
        .lines()
        .filter(|line| !line.is_empty())
        .partition(|line| line.starts_with('#'));
    let mut lines: Vec<String> = lines
        .into_iter()
        .map(|line| match line.strip_prefix(old) {
            Some(rest) if is_old(line) => format!("{new}{rest}"),
            _ => line.to_owned(),
        })
        .collect();
    // By what comes first in a line, then by the level, then by what shows it: as the lock is written.
    lines.sort_by(|a, b| {
        let key = |line: &str| -> Vec<String> {
            let fields: Vec<&str> = line.split('\t').collect();
            [0, 1, 5]
                .iter()
                .filter_map(|&at| fields.get(at))
                .map(|field| (*field).to_owned())
                .collect()
        };
        key(a).cmp(&key(b))
    });
    let head = head.into_iter().map(|line| format!("{line}\n"));
    let lines = lines.into_iter().map(|line| format!("{line}\n"));
    Some(Edit {
        range: TextRange::up_to(TextSize::of(text)),
        text: head.chain(lines).collect(),
    })
}

/// Where an id is mentioned besides.
fn mentions(
    workspace: &Workspace,
    model: &Criteria,
    id: &str,
    change: &Change,
) -> Result<Vec<String>, Error> {
    let ledgers = model.ledgers.iter().map(|file| file.file);
    let features = model.features.iter().map(|feature| feature.file);
    let rust = model.rust_paths.keys().copied();
    // Waivers and the baseline name findings by ids.
    let mut ours = Vec::new();
    for path in ["govern.toml", "govern-baseline.toml"] {
        ours.extend(workspace.read_if_exists(path)?.map(|(file, _)| file));
    }
    let mut found = Vec::new();
    for file in ledgers.chain(features).chain(rust).chain(ours) {
        let text = text_of(workspace, file)?;
        if !text.contains(id) {
            continue;
        }
        let path = workspace.path(file);
        let edits = change.edits(path);
        let is_edited = |at: usize| {
            let mut edits = edits.iter();
            edits.any(|edit| usize::from(edit.range.start()) == at)
        };
        let left = tokens(&text).filter(|(at, token)| *token == id && !is_edited(*at));
        found
            .extend(left.map(|(at, _)| format!("{path}:{}", text[..at].matches('\n').count() + 1)));
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::lock;

    #[test]
    fn the_lock_stays_in_order() {
        let text = "# head\nAC-1\tbdd\t1\t2\t3\tz\nAC-1\tunit\t1\t2\t3\ta\nAC-10\tunit\t1\t2\t3\ta\nAC-2\tunit\t1\t2\t3\ta\n";
        let edit = lock(text, "AC-1", "AC-3").expect("it is there");
        assert_eq!(
            edit.text,
            "# head\nAC-10\tunit\t1\t2\t3\ta\nAC-2\tunit\t1\t2\t3\ta\nAC-3\tbdd\t1\t2\t3\tz\nAC-3\tunit\t1\t2\t3\ta\n"
        );
        assert_eq!(lock(text, "AC-4", "AC-5"), None);
    }
}
