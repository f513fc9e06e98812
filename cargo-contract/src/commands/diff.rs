//! `cargo contract diff OLD NEW`: two files, revisions or directories, one verdict in each direction.

use std::io;
use std::sync::Arc;

use govern_diagnostics::{Diagnostic, FileId, SourceFile, Sources, Span};
use govern_facts::{Edition, FileFacts, extract};
use govern_gate::{ArgSpec, Command, CommandOutcome, Error, Session};
use serde_json::{Value, json};
use text_size::TextRange;

use super::diff_told::{Line, is_well, tell};
use super::diff_workspaces::{TypeDiff, compare_versions};
use crate::changes::{Break, relevant};
use crate::compat::{Comparison, Judgement};
use crate::contracts::Contracts;
use crate::diff::named_formats;
use crate::diff::{Version, compare_texts};
use crate::direction::Direction;
use crate::echoes::told_once;
use crate::files::{self, FileDiff};
use crate::places::place_among;

pub(crate) const COMMAND: Command = Command {
    name: "diff",
    summary: "compares two versions of types or of a file: files, git revisions or directories",
    details: "OLD and NEW are two Rust files, or two versions of the workspace around the current directory (or that of \
              `--manifest-path`): git revisions, or directories with a copy of it; outside of a workspace, two directories with \
              one each. For files `--type` names the type; for versions it picks one, and without it all serde types are \
              compared. Both directions are told: new readers with old documents, and old readers with new documents. With \
              `--format json` it is one object for a type: `backward` and `forward`, each with a verdict (`ok`, `lossy`, \
              `breaks`, `unknown`) and what makes it so, with a witness; for all types one object with all of these under \
              `types`. Exit status 1 if one of them is not `ok`. Files that end in `.json` or `.yaml` are JSON Schemas or \
              documents of OpenAPI or AsyncAPI, those in `.wasm` modules, those in `.wit` packages, those in `.proto` protocol \
              buffers (on the wire and in JSON).",
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
        ArgSpec::option("format", "FORMAT", "how it is told; for people, if not said")
            .choices(&["human", "json"]),
    ],
    needs_workspace: false,
    run,
};

fn run(session: &Session, out: &mut dyn io::Write) -> Result<CommandOutcome, Error> {
    let args = session.args();
    let given = |name: &str| args.value(name).unwrap_or_default();
    let (old_path, new_path) = (given("old"), given("new"));
    let is_json = args.value("format") == Some("json");
    if let Some(compared) = files::diff(session, (old_path, new_path)) {
        return of_files(session, compared?, is_json, out);
    }
    let (_, formats) =
        named_formats(args.value("wire").unwrap_or("json")).map_err(Diagnostic::config)?;
    if is_file(old_path) != is_file(new_path) {
        let message = format!("`{old_path}` and `{new_path}` are not of one kind");
        return Err(Diagnostic::config(message)
            .help("compare two Rust files, or two versions of a workspace: git revisions or directories")
            .into());
    }
    if !is_file(old_path) {
        if args.value("old-type").is_some() {
            return Err(Diagnostic::config("`--old-type` is for two Rust files")
                .help("types of two versions of a workspace find each other, also where they were moved or renamed")
                .into());
        }
        let paths = (old_path, new_path);
        let diffs = compare_versions(session, paths, args.value("type"), formats)?;
        let is_one = args.value("type").is_some();
        return of_types(session, diffs, (is_json, is_one), Sources::default(), out);
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
    let mut sources = Sources::default();
    let mut file = |path: &str, text: &Arc<str>| {
        let place = Place {
            file: sources.add(SourceFile {
                path: path.to_owned(),
                text: text.clone(),
            }),
            facts: extract(text, Edition::E2021).0,
        };
        (place, format!("`{path}`"))
    };
    let ((old_place, against), (new_place, _)) = (file(old_path, &old), file(new_path, &new));
    let breaks = if is_json {
        Vec::new()
    } else {
        let changes = relevant(comparison.clone(), true, true).into_iter();
        changes
            .map(|(change, meets)| Break {
                span: new_place.of(ty, &change.path),
                published: Some(old_place.of(old_type, &change.path)),
                rule: change.rule,
                contract: ty.to_owned(),
                place: change.path,
                verdict: change.verdict,
                meets,
                detail: change.detail,
                witness: change.witness,
                against: against.clone(),
                direction: Direction::Both,
                also: Vec::new(),
                cause: None,
            })
            .collect()
    };
    let diff = TypeDiff {
        path: ty.to_owned(),
        comparison,
        breaks,
    };
    of_types(session, vec![diff], (is_json, true), sources, out)
}

fn is_file(path: &str) -> bool {
    path.ends_with(".rs")
}

/// A Rust file that is compared alone.
struct Place {
    file: FileId,
    facts: FileFacts,
}

impl Place {
    /// Where a part of a type is; the beginning of the file for a type that a macro makes.
    fn of(&self, ty: &str, path: &str) -> Span {
        let name = ty.split('<').next().unwrap_or(ty);
        let name = name.rsplit("::").next().unwrap_or(name);
        let found = place_among(&self.facts, self.file, name, path);
        found.unwrap_or_else(|| Span::new(self.file, TextRange::default()))
    }
}

/// Tells what became of types.
fn of_types(
    session: &Session,
    diffs: Vec<TypeDiff>,
    (is_json, is_one): (bool, bool),
    sources: Sources,
    out: &mut dyn io::Write,
) -> Result<CommandOutcome, Error> {
    let lines: Vec<Line> = diffs
        .iter()
        .map(
            |TypeDiff {
                 path,
                 comparison: it,
                 ..
             }| {
                let verdicts = [it.backward.verdict, it.forward.verdict, it.itself.verdict];
                (format!("`{path}`"), verdicts)
            },
        )
        .collect();
    if is_json {
        let objects: Vec<Value> = diffs
            .iter()
            .map(|diff| object(&diff.path, &diff.comparison))
            .collect();
        match objects.as_slice() {
            [only] if is_one => writeln!(out, "{only}")?,
            all => writeln!(out, "{}", json!({ "types": all }))?,
        }
    } else {
        let contracts = Contracts {
            compared: diffs.len(),
            findings: told_once(diffs.into_iter().flat_map(|diff| diff.breaks).collect()),
            ..Contracts::default()
        };
        tell(session, &contracts, &lines, sources, out)?;
    }
    Ok(status(&lines))
}

/// Tells what became of a file that is a contract itself.
fn of_files(
    session: &Session,
    compared: FileDiff,
    is_json: bool,
    out: &mut dyn io::Write,
) -> Result<CommandOutcome, Error> {
    let lines = [compared.line.clone()];
    if is_json {
        writeln!(out, "{}", compared.object)?;
    } else {
        let contracts = Contracts {
            files: compared.found,
            ..Contracts::default()
        };
        tell(session, &contracts, &lines, compared.sources, out)?;
    }
    Ok(status(&lines))
}

fn object(ty: &str, comparison: &Comparison) -> Value {
    json!({
        "type": ty,
        "backward": judgement(&comparison.backward),
        "forward": judgement(&comparison.forward),
        "itself": judgement(&comparison.itself),
    })
}

fn status(lines: &[Line]) -> CommandOutcome {
    match lines.iter().all(|(_, verdicts)| is_well(verdicts)) {
        true => CommandOutcome::clean(),
        false => CommandOutcome::findings(Vec::new()),
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
