//! `cargo govern bundle`: files for a task, as much as a budget allows.

mod manifest;

use std::collections::{BTreeMap, BTreeSet};
use std::io;

use govern_diagnostics::Diagnostic;
use govern_gate::{ArgSpec, Command, CommandOutcome, Error, Session, did_you_mean};

use super::{JSON, brief, is_json, max_bytes, write_json};
use crate::repository::bundles::{
    Asked, Seed,
    pack::{PACK, Pack},
    select, write,
};
use manifest::Manifest;

/// `cargo govern bundle`.
pub(crate) static BUNDLE: Command = Command {
    name: "bundle",
    summary: "puts together the files of a task, as many as fit",
    details: "Tasks stand in `.llm/contextpack.yaml`: `include`, `require` and `exclude` are globs, `seed: { ac: AC-X }` is what there is to \
              know about a criterion, and `max_bytes` is how long all of it may be. A required file that does not fit is an error, another one \
              that does not is told; what `.llm/.llmignore` or `.llmignore` ignores is never in it, and neither is a file with a secret. \
              `cargo govern bundle implement_ac --ac AC-PAY-001 --output context.md` writes one file, `--directory` one with a \
              manifest, `--list` only says what would be in it; `--json` writes the manifest, by docs/schema/bundle.schema.json.",
    args: &[
        ArgSpec::positional("task", "TASK", "the task").required(),
        ArgSpec::option(
            "ac",
            "ID",
            "the criterion that it is about, instead of that of `seed`",
        ),
        ArgSpec::option(
            "max-bytes",
            "N",
            "how many bytes it may have, instead of what the task says",
        ),
        ArgSpec::flag("list", "say what would be in it, and write nothing"),
        ArgSpec::option(
            "directory",
            "DIR",
            "write a directory: manifest.json, head.md, and the files below files/",
        ),
        ArgSpec::OUTPUT,
        JSON,
    ],
    needs_workspace: true,
    run,
};

/// The file that says what is in a directory.
const MANIFEST: &str = "manifest.json";
/// What comes before the files in a directory.
const HEAD: &str = "head.md";

fn run(session: &Session, out: &mut dyn io::Write) -> Result<CommandOutcome, Error> {
    let args = session.args();
    if args.flag("output") && args.flag("directory") {
        let text = "`--output` writes one file, `--directory` several: give one of them";
        return Err(Diagnostic::config(text).into());
    }
    let pack = Pack::read(session)?;
    let name = args.value("task").unwrap_or_default();
    let Some(task) = pack.tasks.get(name) else {
        let mistake = Diagnostic::config(format!("`{PACK}` has no task `{name}`"));
        let names: Vec<&str> = pack.tasks.keys().map(String::as_str).collect();
        return Err(match did_you_mean(name, names.iter().copied()) {
            Some(likely) => mistake.help(format!("did you mean `{likely}`?")).into(),
            None => mistake
                .help(format!("there are `{}`", names.join("`, `")))
                .into(),
        });
    };
    let max_bytes = max_bytes(session)?.unwrap_or(task.max_bytes);
    let about = match (args.value("ac"), &task.seed) {
        (Some(id), _) => Some(seed(id, brief::brief(session, id)?)),
        (None, Some((id, span))) => match brief::brief(session, id) {
            Ok(brief) => Some(seed(id, brief)),
            // What is wrong with the ledger has a place of its own.
            Err(Error::Diagnosed(mistakes)) if mistakes.iter().all(|it| it.span.is_none()) => {
                let placed = mistakes.into_iter().map(|it| it.at(*span));
                return Err(Error::Diagnosed(placed.collect()));
            }
            Err(error) => return Err(error),
        },
        (None, None) => None,
    };
    let asked = Asked {
        task,
        pack: &pack,
        seed: about,
        max_bytes,
    };
    let chosen = match select::select(session, &asked)? {
        Ok(chosen) => chosen,
        Err(refused) => return Ok(CommandOutcome::findings(refused)),
    };
    let manifest = Manifest::new(session, &asked, &chosen)?;
    let mut outcome = CommandOutcome::clean();
    outcome.diagnostics = chosen.notes.clone();
    if args.flag("list") {
        match is_json(session) {
            true => write_json(&manifest, out)?,
            false => manifest.tell(out)?,
        }
        return Ok(outcome);
    }
    if let Some(directory) = args.value("directory") {
        let files = chosen.files.iter();
        let files = files.map(|it| (format!("files/{}", it.path), it.text.clone().into_bytes()));
        let mut files: BTreeMap<String, Vec<u8>> = files.collect();
        files.insert(HEAD.to_owned(), chosen.head.clone().into_bytes());
        let mut text = Vec::new();
        write_json(&manifest, &mut text)?;
        files.insert(MANIFEST.to_owned(), text);
        let workspace = session.workspace();
        workspace.write_directory_argument(directory, MANIFEST, &listed, &files)?;
    }
    match is_json(session) {
        true => write_json(&manifest, out)?,
        false if args.flag("directory") => manifest.tell(out)?,
        false => out.write_all(write::document(&chosen).as_bytes())?,
    }
    Ok(outcome)
}

fn seed(id: &str, brief: brief::Brief) -> Seed {
    Seed {
        id: id.to_owned(),
        text: brief::markdown(&brief),
        files: brief.files,
    }
}

/// The files that the manifest of a directory names.
fn listed(text: &str) -> Option<BTreeSet<String>> {
    let manifest: serde_json::Value = serde_json::from_str(text).ok()?;
    let files = manifest.get("files")?.as_array()?.iter();
    let paths = files.filter_map(|file| file.get("path")?.as_str());
    let paths = paths.map(|path| format!("files/{path}"));
    Some(paths.chain([HEAD.to_owned()]).collect())
}
