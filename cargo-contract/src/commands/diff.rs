//! `cargo contract diff OLD NEW`: two files, revisions or directories, one verdict in each direction.

use std::io;

use govern_diagnostics::Diagnostic;
use govern_gate::{ArgSpec, Command, CommandOutcome, Error, Session};
use serde_json::{Value, json};

use super::diff_workspaces::compare_versions;
use crate::compat::{Comparison, Judgement, Verdict};
use crate::diff::named_formats;
use crate::diff::{Version, compare_texts};
use crate::files;

pub(crate) const COMMAND: Command = Command {
    name: "diff",
    summary: "compares two versions of types or of a file: files, git revisions or directories",
    details: "OLD and NEW are two Rust files, or two versions of the workspace around the current directory: git revisions, or \
              directories with a copy of it; outside of a workspace, two directories with one each. For files `--type` names the type; for versions it picks one, and without it all \
              serde types are compared. Prints one JSON object for a type: `backward` (new readers, old documents) and \
              `forward` (old readers, new documents), each with a verdict (`ok`, `lossy`, `breaks`, `unknown`) and what makes \
              it so, with a witness; for all types one object with all of these under `types`. Exit status 1 if one of them \
              is not `ok`. Files that end in `.json` are JSON Schemas, those in `.wasm` modules, those in `.wit` packages, \
              those in `.proto` protocol buffers (on the wire and in JSON).",
    args: &[
        ArgSpec::positional(
            "old",
            "OLD",
            "the published version: a Rust file, schema or module, a git revision, or a directory from the workspace root",
        )
        .required(),
        ArgSpec::positional("new", "NEW", "the new version, likewise").required(),
        ArgSpec::option("type", "TYPE", "the type: its path, or the end of it"),
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
    let (old_path, new_path) = (given("old"), given("new"));
    if let Some(outcome) = files::diff(session, (old_path, new_path), out) {
        return outcome;
    }
    let (_, formats) =
        named_formats(args.value("wire").unwrap_or("json")).map_err(Diagnostic::config)?;
    if !is_file(old_path) || !is_file(new_path) {
        let diffs = compare_versions(old_path, new_path, args.value("type"), formats)?;
        let objects: Vec<Value> = diffs
            .iter()
            .map(|diff| object(&diff.path, &diff.comparison))
            .collect();
        match objects.as_slice() {
            [only] if args.value("type").is_some() => writeln!(out, "{only}")?,
            all => writeln!(out, "{}", json!({ "types": all }))?,
        }
        return Ok(status(diffs.iter().map(|diff| &diff.comparison)));
    }
    let Some(ty) = args.value("type") else {
        return Err(
            Diagnostic::config("`--type` says which type of the Rust files is compared").into(),
        );
    };
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
    writeln!(out, "{}", object(ty, &comparison))?;
    Ok(status([&comparison]))
}

fn is_file(path: &str) -> bool {
    path.ends_with(".rs")
}

fn object(ty: &str, comparison: &Comparison) -> Value {
    json!({
        "type": ty,
        "backward": judgement(&comparison.backward),
        "forward": judgement(&comparison.forward),
        "itself": judgement(&comparison.itself),
    })
}

fn status<'c>(comparisons: impl IntoIterator<Item = &'c Comparison>) -> CommandOutcome {
    let judgements = comparisons.into_iter().flat_map(|comparison| {
        [
            &comparison.backward,
            &comparison.forward,
            &comparison.itself,
        ]
    });
    let mut bad = judgements.filter(|judgement| judgement.verdict != Verdict::Ok);
    if bad.next().is_none() {
        CommandOutcome::clean()
    } else {
        CommandOutcome::findings(Vec::new())
    }
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
