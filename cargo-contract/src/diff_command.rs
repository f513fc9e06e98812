//! `cargo contract diff OLD NEW --type T`: two files, one verdict in each direction.

use std::io;

use govern_diagnostics::Diagnostic;
use govern_gate::{ArgSpec, Command, CommandOutcome, Error, Session};
use serde_json::{Value, json};

use crate::compat::{Judgement, Verdict};
use crate::diff::named_formats;
use crate::diff::{Version, compare_texts};
use crate::files;

pub(crate) const COMMAND: Command = Command {
    name: "diff",
    summary: "compares two versions of a type or a file, given as two files",
    details: "Prints one JSON object: `backward` (new readers, old documents) and `forward` (old readers, new documents), each with \
              a verdict (`ok`, `lossy`, `breaks`, `unknown`) and what makes it so, with a witness. Exit status 1 if one of \
              them is not `ok`. Files that end in `.json` are JSON Schemas, those in `.wasm` modules, those in `.wit` packages, \
              those in `.proto` protocol buffers (on the wire and in JSON).",
    args: &[
        ArgSpec::positional(
            "old",
            "OLD",
            "the published version: a Rust file, a schema, a module",
        )
        .required(),
        ArgSpec::positional("new", "NEW", "the new version of it").required(),
        ArgSpec::option("type", "TYPE", "the type, as a path inside Rust files"),
        ArgSpec::option(
            "old-type",
            "TYPE",
            "its name in the old file, if that is another one",
        ),
        ArgSpec::option("wire", "FORMAT", "how it is written; json by default").choices(&[
            "json",
            "postcard",
            "bincode",
            "rmp",
            "rmp-named",
        ]),
        ArgSpec::option("format", "FORMAT", "how the verdict is written").choices(&["json"]),
    ],
    needs_workspace: false,
    run,
};

fn run(session: &Session, out: &mut dyn io::Write) -> Result<CommandOutcome, Error> {
    let args = session.args();
    let given = |name: &str| args.value(name).unwrap_or_default();
    let (old_path, new_path, ty) = (given("old"), given("new"), given("type"));
    if let Some(outcome) = files::diff(session, (old_path, new_path), out) {
        return outcome;
    }
    if ty.is_empty() {
        return Err(
            Diagnostic::config("`--type` says which type of the Rust files is compared").into(),
        );
    }
    let (_, formats) =
        named_formats(args.value("wire").unwrap_or("json")).map_err(Diagnostic::config)?;
    let read = |path: &str| session.workspace().read_argument(path).map_err(Error::from);
    let (old, new) = (read(old_path)?, read(new_path)?);
    let old_type = args.value("old-type").unwrap_or(ty);
    let comparison =
        compare_texts((&old, old_type), (&new, ty), formats).map_err(|(version, error)| {
            let path = match version {
                Version::Old => old_path,
                Version::New => new_path,
            };
            Diagnostic::config(format!("`{path}` cannot be compared: {error}"))
        })?;
    let object = json!({
        "type": ty,
        "backward": judgement(&comparison.backward),
        "forward": judgement(&comparison.forward),
        "itself": judgement(&comparison.itself),
    });
    writeln!(out, "{object}")?;
    let all_ok = [
        &comparison.backward,
        &comparison.forward,
        &comparison.itself,
    ]
    .iter()
    .all(|judgement| judgement.verdict == Verdict::Ok);
    Ok(if all_ok {
        CommandOutcome::clean()
    } else {
        CommandOutcome::findings(Vec::new())
    })
}

/// The verdict of one direction; the worst change stands at the top level, too.
fn judgement(judgement: &Judgement) -> Value {
    let changes: Vec<Value> = judgement
        .changes
        .iter()
        .map(|change| {
            json!({
                "verdict": change.verdict.word(),
                "rule": change.rule,
                "path": change.path,
                "witness": change.witness,
                "detail": change.detail,
            })
        })
        .collect();
    let worst = judgement.changes.first();
    json!({
        "verdict": judgement.verdict.word(),
        "rule": worst.map(|change| change.rule),
        "path": worst.map(|change| &change.path),
        "witness": worst.and_then(|change| change.witness.as_ref()),
        "changes": changes,
    })
}
