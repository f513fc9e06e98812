//! Which files are in a bundle: what is required, then what a criterion is about, then what is included, as far as it fits.

use std::collections::BTreeSet;

use govern_diagnostics::{Code, Diagnostic, Severity, Span};
use govern_gate::{Error, Session};
use govern_workspace::Size;
use text_size::TextRange;

use super::{
    Asked, Seed,
    contents::{Chosen, File, LeftOut},
    ignored::Ignored,
    pack::{PACK, Pattern},
    write,
};
use crate::counted::counted;
use crate::repository::{
    allowed_secrets,
    content::Content,
    secrets::{Searcher, fingerprint},
};

/// The longest file that is looked at, in bytes: what is longer was written by a program.
const LONGEST: u64 = 4 << 20;

/// A file that somebody asks for.
struct Candidate {
    path: String,
    because: String,
    /// Where it is required.
    required: Option<Span>,
}

/// Chooses the files. What speaks against the bundle as a whole is in the inner error: nothing is to be written then.
pub(crate) fn select(
    session: &Session,
    asked: &Asked<'_>,
) -> Result<Result<Chosen, Vec<Diagnostic>>, Error> {
    let ignored = Ignored::read(session)?;
    let listing = session.workspace().listing();
    let mut notes = Vec::new();
    let candidates = candidates(asked, &listing.files, &mut notes)?;
    let (mut read, mut left_out, mut refused) = (Vec::new(), Vec::new(), Vec::new());
    for candidate in candidates {
        let excludes = asked.task.exclude.iter();
        let excluded = excludes.clone().find(|it| it.matches(&candidate.path));
        let found = if let Some(pattern) = excluded {
            Err((None, format!("`{}` excludes it", pattern.text)))
        } else if ignored.contains(&candidate.path) {
            Err((
                None,
                "it is ignored by what is never in a bundle".to_owned(),
            ))
        } else {
            text_of(session, &candidate.path)
        };
        let Candidate {
            path,
            because,
            required,
        } = candidate;
        match (found, required) {
            (Ok(text), required) => read.push(File {
                path,
                text,
                because,
                is_required: required.is_some(),
            }),
            (Err((_, why)), Some(span)) => {
                let key = format!("required: {path}");
                let message = format!("`{path}` is required and cannot be in the bundle: {why}");
                refused.push(refusal(key, message).at(span));
            }
            (Err((bytes, why)), None) => left_out.push(LeftOut { path, bytes, why }),
        }
    }
    let head = write::head(session, asked);
    let chosen = fit(asked, head, read, left_out, notes).map_err(|more| refused.extend(more));
    let Ok(chosen) = chosen else {
        return Ok(Err(refused));
    };
    refused.extend(secrets(session, asked, &chosen)?);
    Ok(match refused.is_empty() {
        true => Ok(chosen),
        false => Err(refused),
    })
}

/// What speaks against a bundle; `key` stays the same when lengths change.
fn refusal(key: String, message: String) -> Diagnostic {
    Diagnostic {
        key,
        ..Diagnostic::new(Code::Source, Severity::Error, message)
    }
}

/// The files that are asked for, each once, in the order in which they go in.
fn candidates(
    asked: &Asked<'_>,
    files: &[String],
    notes: &mut Vec<Diagnostic>,
) -> Result<Vec<Candidate>, Error> {
    let mut all: Vec<Candidate> = Vec::new();
    let mut mistakes = Vec::new();
    let of = |pattern: &Pattern| -> Vec<String> {
        let files = files.iter().filter(|path| pattern.matches(path));
        files.cloned().collect()
    };
    for pattern in &asked.task.require {
        let found = of(pattern);
        if found.is_empty() {
            let message = format!("`{}` is required and matches no file", pattern.text);
            mistakes.push(Diagnostic::config(message).at(pattern.span));
        }
        all.extend(found.into_iter().map(|path| Candidate {
            path,
            because: format!("required: {}", pattern.text),
            required: Some(pattern.span),
        }));
    }
    if !mistakes.is_empty() {
        return Err(Error::Diagnosed(mistakes));
    }
    if let Some(Seed { id, files: its, .. }) = &asked.seed {
        // What is generated for the target of a link may be elsewhere.
        let its = its.iter().filter(|path| files.contains(path));
        all.extend(its.map(|path| Candidate {
            path: path.clone(),
            because: format!("criterion: {id}"),
            required: None,
        }));
    }
    for pattern in &asked.task.include {
        let found = of(pattern);
        if found.is_empty() {
            let mut note = Diagnostic::config(format!("`{}` matches no file", pattern.text));
            note.severity = Severity::Warning;
            notes.push(note.at(pattern.span));
        }
        all.extend(found.into_iter().map(|path| Candidate {
            path,
            because: format!("included: {}", pattern.text),
            required: None,
        }));
    }
    let mut known = BTreeSet::new();
    all.retain(|it| known.insert(it.path.clone()));
    Ok(all)
}

/// The text of a file; or how long it is, and why it cannot be in a bundle.
fn text_of(session: &Session, path: &str) -> Result<String, (Option<usize>, String)> {
    let workspace = session.workspace();
    if workspace.is_link(path) {
        let why = "it is a symbolic link, and what it leads to may be outside of the workspace";
        return Err((None, why.to_owned()));
    }
    match workspace.read_at_most(path, LONGEST) {
        Ok(Size::Whole(bytes)) => {
            let length = Some(bytes.len());
            if Content::of(&bytes) != Content::Text {
                return Err((length, "it is no text".to_owned()));
            }
            String::from_utf8(bytes).map_err(|_| (length, "it is not UTF-8".to_owned()))
        }
        Ok(Size::TooLong(size)) => {
            let why = format!("it has more than the {LONGEST} bytes that are searched for secrets");
            Err((usize::try_from(size).ok(), why))
        }
        Ok(Size::NoFile) => Err((None, "it is gone".to_owned())),
        Err(error) => Err((None, error.to_string())),
    }
}

/// Takes what fits. The end is written at last, so room is kept for the longest one that there may be.
fn fit(
    asked: &Asked<'_>,
    head: String,
    read: Vec<File>,
    mut left_out: Vec<LeftOut>,
    notes: Vec<Diagnostic>,
) -> Result<Chosen, Vec<Diagnostic>> {
    let max = asked.max_bytes;
    let optional = read.iter().filter(|file| !file.is_required);
    let may_be_left = optional.map(|file| file.path.as_str());
    let may_be_left = may_be_left.chain(left_out.iter().map(|it| it.path.as_str()));
    let reserved = write::longest_tail(may_be_left);
    let mut used = head.len() + reserved;
    let mut refused = Vec::new();
    if used > max {
        let message = format!(
            "the task `{}` has room for {max} bytes, and what comes before the files and behind them needs {used}",
            asked.task.name
        );
        let key = "no room".to_owned();
        return Err(vec![refusal(key, message).at(asked.task.span)]);
    }
    let mut files = Vec::new();
    for file in read {
        let size = write::section(&file).len();
        if used + size <= max {
            used += size;
            files.push(file);
        } else if file.is_required {
            let room = counted(max - used, "byte");
            let message = format!(
                "`{}` is required and does not fit: it needs {size} bytes, and there is room for {room}",
                file.path
            );
            let help = "raise `max_bytes`, or require less";
            let key = format!("does not fit: {}", file.path);
            refused.push(refusal(key, message).at(asked.task.span).help(help));
        } else {
            left_out.push(LeftOut {
                bytes: Some(file.text.len()),
                why: "it does not fit".to_owned(),
                path: file.path,
            });
        }
    }
    if !refused.is_empty() {
        return Err(refused);
    }
    let tail = write::tail(left_out.iter().map(|it| it.path.as_str()));
    let chosen = Chosen {
        head,
        files,
        left_out,
        tail,
        notes,
    };
    debug_assert!(write::document(&chosen).len() <= max, "it was counted");
    Ok(chosen)
}

/// Secrets in what would be shown, by the same search as that of the gate; the values are concealed.
fn secrets(
    session: &Session,
    asked: &Asked<'_>,
    chosen: &Chosen,
) -> Result<Vec<Diagnostic>, Error> {
    let allowed = allowed_secrets(session)?;
    let searcher = Searcher::new();
    let prompt = asked.task.prompt.iter();
    let own = prompt.map(|_| (PACK, asked.pack.text.as_str()));
    let files = chosen.files.iter();
    let files = files.map(|file| (file.path.as_str(), file.text.as_str()));
    let mut found = Vec::new();
    for (path, text) in own.chain(files) {
        let file = session.workspace().id_of(path);
        for secret in searcher.search(path, text) {
            let print = fingerprint(&text[secret.value.clone()]);
            if allowed.iter().any(|it| it.allows(path, &print)) {
                continue;
            }
            let span = |range: &std::ops::Range<usize>| {
                let range = TextRange::new((range.start as u32).into(), (range.end as u32).into());
                Span::new(file, range)
            };
            let kind = secret.kind.name();
            let message =
                format!("{kind} is in `{path}`, so there is no bundle: fingerprint {print}");
            // Only where it is, in words: the line would show it.
            let at = session.workspace().sources_for([file]);
            let place = at.locate(span(&secret.place));
            let line = place.map_or(0, |place| place.start.line);
            let key = format!("secret: {path}: {print}");
            let diagnostic =
                refusal(key, message).note(format!("it is in line {line} of `{path}`"));
            let help = "take it out of the file, or exclude the file";
            found.push(diagnostic.note(&secret.why).help(help));
        }
    }
    Ok(found)
}
