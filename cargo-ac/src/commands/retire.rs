//! `cargo ac retire`: takes a criterion, a requirement or a story out of force, and lets nobody use its id again.

use std::io;

use govern_diagnostics::Diagnostic;
use govern_gate::{ArgSpec, Command, CommandOutcome, Error, Session};

use crate::commands::change::{Change, refused, sound_model};
use crate::commands::rename::{defined, editor, places_in_sources};
use crate::lock::field;

/// `cargo ac retire`.
pub const COMMAND: Command = Command {
    name: "retire",
    summary: "take a criterion out of force, and let nobody use its id again",
    details: "In schema 2 the entry is taken out, and its id listed under `retired` with the reason and the day; in schema 1 its \
              `status` says it. A requirement or a story is retired when nothing is left under it. Tests that are linked \
              to it are named.",
    args: &[
        ArgSpec::positional("id", "ID", "what is no longer in force").required(),
        ArgSpec::option("reason", "TEXT", "why").required(),
        ArgSpec::repeated("replaced-by", "ID", "what is to be used in its place"),
        ArgSpec::flag("dry-run", "show what would be changed, and change nothing"),
    ],
    needs_workspace: true,
    run,
};

fn run(session: &Session, out: &mut dyn io::Write) -> Result<CommandOutcome, Error> {
    let (model, _) = sound_model(session)?;
    let args = session.args();
    let id = args.value("id").unwrap_or_default();
    let reason = field(args.value("reason").unwrap_or_default());
    if reason.is_empty() {
        return Err(Diagnostic::config("a reason has to say something").into());
    }
    let (home, _) = defined(&model, id)?;
    if model.retired.contains_key(id) {
        return Err(Diagnostic::config(format!("`{id}` is retired already")).into());
    }
    let replaced_by = args.values("replaced-by");
    for other in replaced_by {
        if other == id {
            return Err(Diagnostic::config(format!("`{id}` cannot be replaced by itself")).into());
        }
        defined(&model, other)?;
    }
    let below = home.ledger.stories.iter().find_map(|story| {
        if story.id.text == id {
            return story.requirements.first().map(|it| &it.id.text);
        }
        let requirement = story.requirements.iter().find(|it| it.id.text == id)?;
        let in_force = requirement
            .criteria
            .iter()
            .find(|it| !model.retired.contains_key(&it.id.text))?;
        Some(&in_force.id.text)
    });
    if let Some(below) = below {
        let message = format!("`{below}` is still under `{id}`");
        return Err(Diagnostic::config(message)
            .help("retire what is under it first")
            .into());
    }
    let workspace = session.workspace();
    let text = workspace.text(home.file)?;
    let today = session.today().to_string();
    let edits = editor(&model, home, &text).retire(id, &reason, &today, replaced_by);
    let mut change = Change::default();
    for edit in edits.map_err(|it| refused(home.file, it))? {
        change.add(&home.path, &text, edit);
    }
    let sound = |text: String| editor(&model, home, &text).is_sound(&text);
    if !change.after(&home.path).is_some_and(sound) {
        let message = format!(
            "nothing was changed: {} would not be read any more",
            home.path
        );
        return Err(Diagnostic::config(message).help("change it by hand").into());
    }
    change.finish(session, out)?;
    for (file, range) in places_in_sources(&model, id) {
        let text = workspace.text(file)?;
        let line = text[..usize::from(range.start())].matches('\n').count() + 1;
        writeln!(out, "still linked: {}:{line}", workspace.path(file))?;
    }
    Ok(CommandOutcome::clean())
}
