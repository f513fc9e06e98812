//! `cargo ac new`: a criterion, a requirement or a story with an id that has never been in use.

use std::collections::{BTreeMap, BTreeSet};
use std::io;

use govern_diagnostics::Diagnostic;
use govern_gate::{ArgSpec, Command, CommandOutcome, Error, Session};

use crate::commands::change::{Change, refused, sound_model};
use crate::commands::rename::{defined, editor, free};
use crate::config::Settings;
use crate::criteria::{Criteria, LedgerFile};
use crate::ids::IdKind;
use crate::ledger::Format;
use crate::ledger::edit::{Entered, apply};
use crate::ledger::editor::Editor;
use crate::lock::field;

/// `cargo ac new`.
pub const COMMAND: Command = Command {
    name: "new",
    summary: "enter a criterion, a requirement or a story into the ledger",
    details: "`cargo ac new ac REQ-PAY \"An order is paid by card.\"`, `cargo ac new req US-PAY \"Orders are paid\"`, `cargo ac new story \
              \"Somebody pays\"`. The id is the next number behind those of its neighbours, retired ones and those that `ac.lock` \
              remembers included; where they have no numbers, `--id` says it. A first story begins a ledger. With `--base REV` those of a git revision count as taken, too.",
    args: &[
        ArgSpec::positional("kind", "KIND", "what is new")
            .choices(&["ac", "req", "story"])
            .required(),
        ArgSpec::positionals(
            "words",
            "[PARENT] TEXT",
            "what it belongs to, and what it says",
        )
        .required(),
        ArgSpec::option("id", "ID", "its id"),
        ArgSpec::option(
            "ledger",
            "PATH",
            "the ledger of a new story, if there are several",
        ),
        ArgSpec::flag("dry-run", "show what would be changed, and change nothing"),
    ],
    needs_workspace: true,
    run,
};

fn run(session: &Session, out: &mut dyn io::Write) -> Result<CommandOutcome, Error> {
    let (model, settings) = sound_model(session)?;
    let args = session.args();
    let (kind, above) = match args.value("kind") {
        Some("ac") => (IdKind::Criterion, Some(IdKind::Requirement)),
        Some("req") => (IdKind::Requirement, Some(IdKind::Story)),
        _ => (IdKind::Story, None),
    };
    let (parent, says) = match (above, args.values("words")) {
        (Some(_), [parent, says]) => (Some(parent.as_str()), field(says)),
        (None, [says]) => (None, field(says)),
        (Some(above), _) => {
            let message = format!(
                "a {} needs the id of its {}, and a text",
                kind.noun(),
                above.noun()
            );
            return Err(Diagnostic::config(message)
                .help("put the text in quotes")
                .into());
        }
        (None, _) => {
            let diagnostic = Diagnostic::config("a story needs a title, and nothing else");
            return Err(diagnostic.help("put the title in quotes").into());
        }
    };
    if !says.chars().any(char::is_alphanumeric) {
        return Err(Diagnostic::config("the text has to say something").into());
    }
    let home = match (parent, above) {
        (Some(parent), Some(above)) => {
            let (home, known) = defined(&model, parent)?;
            if known != above {
                let message = format!(
                    "`{parent}` is a {}, and a {} belongs to a {}",
                    known.noun(),
                    kind.noun(),
                    above.noun()
                );
                return Err(Diagnostic::config(message).into());
            }
            home
        }
        _ => match ledger_of_story(&model, args.value("ledger"))? {
            Some(home) => home,
            None => return first_story(session, &model, &settings, &says, out),
        },
    };
    let others = match args.value("base") {
        Some(revision) => ids_at(session, &settings, revision)?,
        None => BTreeSet::new(),
    };
    let id = match args.value("id") {
        Some(id) => id.to_owned(),
        None => next_id(&model, kind, parent, &others)?,
    };
    well_formed(&model, kind, &id)?;
    free(&model, &id)?;
    if others.contains(&id) {
        return Err(Diagnostic::config(format!("`{id}` is in use at that revision")).into());
    }
    let text = session.workspace().text(home.file)?;
    let entered = match parent {
        Some(parent) if kind == IdKind::Criterion => Entered::Criterion(parent),
        Some(parent) => Entered::Requirement(parent),
        None => Entered::Story,
    };
    let edit = editor(&model, home, &text)
        .enter(entered, &id, &says)
        .map_err(|it| refused(home.file, it))?;
    let mut change = Change::default();
    change.add(&home.path, &text, edit);
    let sound = |text: String| editor(&model, home, &text).would_have(&text, &id);
    let is_there = change.after(&home.path).is_some_and(sound);
    if !is_there {
        let message = format!(
            "nothing was changed: {} would not be read as it is meant",
            home.path
        );
        return Err(Diagnostic::config(message).help("enter it by hand").into());
    }
    change.finish(session, out)?;
    if !args.flag("dry-run") {
        writeln!(out, "{id}")?;
    }
    Ok(CommandOutcome::clean())
}

/// Begins a ledger with a story.
fn first_story(
    session: &Session,
    model: &Criteria,
    settings: &Settings,
    says: &str,
    out: &mut dyn io::Write,
) -> Result<CommandOutcome, Error> {
    let is_path = |glob: &&String| !glob.contains(['*', '?', '[', '{']);
    let Some(path) = settings.ledgers.iter().find(is_path) else {
        let message = "there is no ledger, and `ledgers` in `[ac]` names no single file";
        let help = "write one with `schema: 2` and `stories: []`, where it is looked for";
        return Err(Diagnostic::config(message).help(help).into());
    };
    let id = match session.args().value("id") {
        Some(id) => id.to_owned(),
        None => next_id(model, IdKind::Story, None, &BTreeSet::new())?,
    };
    well_formed(model, IdKind::Story, &id)?;
    let format = Format::of(path);
    let begun = match format {
        Format::Yaml => "schema: 2\nstories: []\n",
        Format::Markdown => "",
    };
    let editor = |text| Editor {
        format,
        text,
        ids: &model.prefixes,
    };
    let refused = |why: String| Diagnostic::config(format!("nothing was written: {why}"));
    let edit = editor(begun).enter(Entered::Story, &id, says);
    let text = edit.map(|edit| apply(begun, &[edit]));
    let text = text.map_err(|refusal| refused(refusal.why))?;
    if !editor(&text).would_have(&text, &id) {
        let message = format!("{path} would not be read as it is meant");
        return Err(refused(message).help("write it by hand").into());
    }
    if session.args().flag("dry-run") {
        writeln!(out, "{path}:1")?;
        for line in text.lines() {
            writeln!(out, "+ {line}")?;
        }
        return Ok(CommandOutcome::clean());
    }
    session.workspace().write_atomic(path, text.as_bytes())?;
    writeln!(out, "begun: {path}")?;
    writeln!(out, "{id}")?;
    Ok(CommandOutcome::clean())
}

fn well_formed(model: &Criteria, kind: IdKind, id: &str) -> Result<(), Error> {
    if model.prefixes.is_id(kind, id) {
        return Ok(());
    }
    let form = format!("an id has the form {}", model.prefixes.form(kind));
    let diagnostic = Diagnostic::config(format!("`{id}` is not an id of a {}", kind.noun()));
    Err(diagnostic.help(form).into())
}

/// The ledger that a story is entered into; none if there is none at all.
fn ledger_of_story<'m>(
    model: &'m Criteria,
    path: Option<&str>,
) -> Result<Option<&'m LedgerFile>, Error> {
    match (path, &model.ledgers[..]) {
        (None, [only]) => Ok(Some(only)),
        (None, []) => Ok(None),
        (None, _) => {
            let paths: Vec<&str> = model
                .ledgers
                .iter()
                .map(|file| file.path.as_str())
                .collect();
            let diagnostic = Diagnostic::config("there are several ledgers");
            Err(diagnostic
                .help(format!(
                    "say which: `--ledger` with one of {}",
                    paths.join(", ")
                ))
                .into())
        }
        (Some(path), ledgers) => ledgers
            .iter()
            .find(|file| file.path == path)
            .map(Some)
            .ok_or_else(|| {
                Diagnostic::config(format!("{path} is no ledger of this workspace")).into()
            }),
    }
}

/// The next number behind those of the neighbours, or the first one of the parent.
fn next_id(
    model: &Criteria,
    kind: IdKind,
    parent: Option<&str>,
    others: &BTreeSet<String>,
) -> Result<String, Error> {
    let mut begins: BTreeMap<&str, usize> = BTreeMap::new();
    for id in neighbours(model, kind, parent) {
        if let Some((begin, _, _)) = numbered(id) {
            *begins.entry(begin).or_default() += 1;
        }
    }
    let most = begins.values().max().copied();
    let mut usual = begins
        .iter()
        .filter(|(_, count)| Some(**count) == most)
        .map(|(begin, _)| *begin);
    let begin = match (usual.next(), usual.next(), parent) {
        (Some(begin), None, _) => begin.to_owned(),
        (None, _, Some(parent)) if kind == IdKind::Criterion => {
            let name = parent.strip_prefix(model.prefixes.of(IdKind::Requirement));
            format!("{}{}", model.prefixes.of(kind), name.unwrap_or_default())
        }
        _ => {
            let message = format!(
                "the ids of its neighbours do not say what that of the {} is",
                kind.noun()
            );
            let help = format!("say it: `--id {}-…`", model.prefixes.of(kind));
            return Err(Diagnostic::config(message).help(help).into());
        }
    };
    let defined = model
        .ledgers
        .iter()
        .flat_map(|file| file.ledger.entries().map(|(_, id)| id.text.as_str()));
    let locked = model
        .reviews
        .lock
        .reviewed
        .keys()
        .map(|key| key.id.as_str());
    let retired = model.retired.keys().map(String::as_str);
    let used = defined
        .chain(locked)
        .chain(retired)
        .chain(others.iter().map(String::as_str));
    let (mut last, mut width) = (0, 3);
    let mut is_first = true;
    for (_, number, digits) in used.filter_map(numbered).filter(|(it, ..)| *it == begin) {
        width = if is_first { digits } else { width.max(digits) };
        is_first = false;
        last = last.max(number);
    }
    Ok(format!("{begin}-{:0width$}", last + 1))
}

/// The ids beside which the new one stands.
fn neighbours<'m>(model: &'m Criteria, kind: IdKind, parent: Option<&str>) -> Vec<&'m str> {
    let stories = model.ledgers.iter().flat_map(|file| &file.ledger.stories);
    match kind {
        IdKind::Story => stories.map(|story| story.id.text.as_str()).collect(),
        IdKind::Requirement => stories
            .filter(|story| Some(story.id.text.as_str()) == parent)
            .flat_map(|story| &story.requirements)
            .map(|requirement| requirement.id.text.as_str())
            .collect(),
        IdKind::Criterion => stories
            .flat_map(|story| &story.requirements)
            .filter(|requirement| Some(requirement.id.text.as_str()) == parent)
            .flat_map(|requirement| &requirement.criteria)
            .map(|criterion| criterion.id.text.as_str())
            .collect(),
    }
}

/// An id that ends with a number: what is before that, the number, and how many digits it has.
fn numbered(id: &str) -> Option<(&str, u64, usize)> {
    let (begin, number) = id.rsplit_once('-')?;
    let is_number = number.bytes().all(|byte| byte.is_ascii_digit());
    let value = number.parse().ok().filter(|_| is_number)?;
    Some((begin, value, number.len()))
}

/// The ids that are in use, or were, at a git revision.
fn ids_at(
    session: &Session,
    settings: &Settings,
    revision: &str,
) -> Result<BTreeSet<String>, Error> {
    let there = session.at_revision(revision)?;
    let mut ids = BTreeSet::new();
    for path in there.find_files(&settings.ledgers)? {
        let (_, text) = there.read(&path)?;
        let (ledger, _) = Format::of(&path).read(&text, &settings.prefixes);
        ids.extend(ledger.entries().map(|(_, id)| id.text.clone()));
        ids.extend(ledger.retired.iter().map(|it| it.id.text.clone()));
    }
    Ok(ids)
}
