//! `cargo ac commits`: whether each commit of a range says what it is for.

use std::collections::BTreeSet;
use std::io;

use govern_diagnostics::Diagnostic;
use govern_gate::{ArgSpec, Command, CommandOutcome, Error, Session};
use govern_workspace::Commit;

use crate::commands::asked::criteria;
use crate::criteria::Criteria;
use crate::ids::{IdKind, IdPrefixes, nearest, tokens};

/// `cargo ac commits`.
pub const COMMAND: Command = Command {
    name: "commits",
    summary: "check that each commit names a criterion, a requirement or a story that there is",
    details: "An id stands in the subject, or in a trailer: `AC: AC-PAY-001` or `Spec: REQ-PAY`, several by comma. A commit that \
              is for none says why: `Spec: none (only the wording)`. Merges are left out. The ids are those of the ledgers as \
              they are now, retired ones included.",
    args: &[ArgSpec::positional(
        "range",
        "RANGE",
        "the commits, as `main..HEAD`; one revision is all that leads to it",
    )
    .required()],
    needs_workspace: true,
    run,
};

/// What is wrong with a commit.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Mistake {
    /// It says nowhere what it is for.
    NoId,
    /// It names an id that no ledger has.
    Unknown { id: String, nearest: Option<String> },
    /// A trailer holds no id.
    NotAnId { trailer: String },
    /// It says that it is for none, and not why.
    NoReason,
}

fn run(session: &Session, out: &mut dyn io::Write) -> Result<CommandOutcome, Error> {
    let (settings, model) = criteria(session)?;
    let known = known(&model);
    let range = session.args().value("range").unwrap_or_default();
    let commits = session.workspace().commits(range)?;
    let (merges, commits): (Vec<&Commit>, Vec<&Commit>) =
        commits.iter().partition(|commit| commit.parents > 1);
    let mut found = Vec::new();
    for (number, commit) in commits.iter().enumerate() {
        for mistake in mistakes(&commit.message, &settings.prefixes, &known) {
            let mut diagnostic = mistake.diagnostic(commit);
            // Shown in the order of the history, not in that of names of commits.
            diagnostic.key = format!("{number:09}");
            found.push(diagnostic);
        }
    }
    writeln!(
        out,
        "looked at: {} commits; merges left out: {}",
        commits.len(),
        merges.len()
    )?;
    Ok(if found.is_empty() {
        CommandOutcome::clean()
    } else {
        CommandOutcome::findings(found)
    })
}

/// All ids that there are or were.
fn known(model: &Criteria) -> BTreeSet<&str> {
    let mut known: BTreeSet<&str> = model.retired.keys().map(String::as_str).collect();
    for story in model.ledgers.iter().flat_map(|file| &file.ledger.stories) {
        known.insert(&story.id.text);
        for requirement in &story.requirements {
            known.insert(&requirement.id.text);
            known.extend(requirement.criteria.iter().map(|it| it.id.text.as_str()));
        }
    }
    known.remove("");
    known
}

/// What is wrong with a message.
fn mistakes(message: &str, prefixes: &IdPrefixes, known: &BTreeSet<&str>) -> Vec<Mistake> {
    let mut mistakes = Vec::new();
    let mut names_something = false;
    let unknown = |id: &str| Mistake::Unknown {
        id: id.to_owned(),
        nearest: nearest(id, known.iter().copied()).map(str::to_owned),
    };
    let (subject, trailers) = split(message);
    for (_, token) in tokens(subject) {
        if known.contains(token) {
            names_something = true;
        } else if is_id(prefixes, token) {
            let mistake = unknown(token);
            // What only looks like an id, as `US-ASCII` does, is a word.
            let is_meant = token.ends_with(|c: char| c.is_ascii_digit())
                || matches!(
                    mistake,
                    Mistake::Unknown {
                        nearest: Some(_),
                        ..
                    }
                );
            if is_meant {
                names_something = true;
                mistakes.push(mistake);
            }
        }
    }
    for (key, value) in trailers {
        names_something = true;
        let none = value.get(..4).filter(|it| it.eq_ignore_ascii_case("none"));
        if key == "spec" && none.is_some() && !value[4..].starts_with(char::is_alphanumeric) {
            if !value[4..].contains(char::is_alphanumeric) {
                mistakes.push(Mistake::NoReason);
            }
            continue;
        }
        for part in value.split([',', ' ']).filter(|part| !part.is_empty()) {
            if known.contains(part) {
                continue;
            }
            mistakes.push(if is_id(prefixes, part) {
                unknown(part)
            } else {
                Mistake::NotAnId {
                    trailer: part.to_owned(),
                }
            });
        }
        if value.is_empty() {
            mistakes.push(Mistake::NotAnId {
                trailer: String::new(),
            });
        }
    }
    if !names_something {
        mistakes.push(Mistake::NoId);
    }
    mistakes
}

/// The subject, and the trailers that are for ids: those of the last paragraph, by their keys in small letters.
fn split(message: &str) -> (&str, Vec<(String, String)>) {
    let message = message.trim_end();
    let (subject, body) = message.split_once("\n\n").unwrap_or((message, ""));
    let last = body.rsplit("\n\n").next().unwrap_or_default();
    let mut trailers: Vec<(String, String)> = Vec::new();
    let mut continues = false;
    for line in last.lines() {
        if line.starts_with([' ', '\t']) {
            if let (true, Some((_, value))) = (continues, trailers.last_mut()) {
                value.push(' ');
                value.push_str(line.trim());
            }
            continue;
        }
        let key = line
            .split_once(':')
            .map(|(key, value)| (key.trim().to_lowercase(), value));
        let ours = key.filter(|(key, _)| matches!(key.as_str(), "ac" | "spec"));
        continues = ours.is_some();
        trailers.extend(ours.map(|(key, value)| (key, value.trim().to_owned())));
    }
    (subject, trailers)
}

fn is_id(prefixes: &IdPrefixes, token: &str) -> bool {
    let kinds = [IdKind::Story, IdKind::Requirement, IdKind::Criterion];
    kinds.into_iter().any(|kind| prefixes.is_id(kind, token))
}

impl Mistake {
    fn diagnostic(self, commit: &Commit) -> Diagnostic {
        let short = commit.id.get(..10).unwrap_or(&commit.id);
        let subject = commit.message.lines().next().unwrap_or_default();
        let about = format!("it is \"{subject}\"");
        let diagnostic = |message: String| Diagnostic::config(message).note(&about);
        match self {
            Mistake::NoId => diagnostic(format!("commit {short} does not say what it is for")).help(
                "name an id in the subject, or in a trailer: `AC: …`, `Spec: …`, `Spec: none (why)`",
            ),
            Mistake::Unknown { id, nearest } => {
                let diagnostic =
                    diagnostic(format!("commit {short} names `{id}`, which no ledger has"));
                match nearest {
                    Some(nearest) => diagnostic.help(format!("did you mean `{nearest}`?")),
                    None => diagnostic.help("name an id of the ledger"),
                }
            }
            Mistake::NotAnId { trailer } => diagnostic(format!(
                "commit {short} has a trailer that holds no id: `{trailer}`"
            ))
            .help("a trailer holds ids by comma, and nothing else"),
            Mistake::NoReason => {
                diagnostic(format!("commit {short} is for no requirement, and does not say why"))
                    .help("say so: `Spec: none (only the wording)`")
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(message: &str) -> Vec<Mistake> {
        let known = BTreeSet::from(["AC-PAY-001", "REQ-PAY", "US-PAY"]);
        mistakes(message, &IdPrefixes::default(), &known)
    }

    fn unknown(id: &str, nearest: Option<&str>) -> Vec<Mistake> {
        vec![Mistake::Unknown {
            id: id.to_owned(),
            nearest: nearest.map(str::to_owned),
        }]
    }

    fn no_id(trailer: &str) -> Vec<Mistake> {
        vec![Mistake::NotAnId {
            trailer: trailer.to_owned(),
        }]
    }

    #[test]
    fn ids_stand_in_the_subject_or_in_trailers() {
        for message in [
            "Pay (AC-PAY-001)",
            "REQ-PAY: cards",
            "Pay\n\nBy card.\n\nAC: AC-PAY-001\nSigned-off-by: kim",
            "Pay\n\nspec: REQ-PAY, US-PAY\n",
            "Pay\n\nAC: AC-PAY-001,\n  AC-PAY-001",
            "Wording\n\nSpec: none (only the wording)",
        ] {
            assert_eq!(found(message), [], "{message}");
        }
    }

    #[test]
    fn a_commit_says_what_it_is_for() {
        for message in [
            "Pay",
            "Pay\n\nFor AC-PAY-001.",
            "Pay\n\nAC: AC-PAY-001\n\nMore text.",
            "",
            "Pay AC-PAY-001-A1x",
        ] {
            assert_eq!(found(message), [Mistake::NoId], "{message}");
        }
        assert_eq!(found("Wording\n\nSpec: none"), [Mistake::NoReason]);
        assert_eq!(found("Wording\n\nSpec: none ()"), [Mistake::NoReason]);
    }

    #[test]
    fn ids_are_those_of_a_ledger() {
        assert_eq!(
            found("Pay (AC-PAY-002)"),
            unknown("AC-PAY-002", Some("AC-PAY-001"))
        );
        assert_eq!(
            found("Pay\n\nAC: AC-SHIPPING-01"),
            unknown("AC-SHIPPING-01", None)
        );
        assert_eq!(
            found("AC-PAY-0010"),
            unknown("AC-PAY-0010", Some("AC-PAY-001"))
        );
        // A word that looks like one.
        assert_eq!(found("REQ-PAY: names in US-ASCII"), []);
        assert_eq!(found("Names in US-ASCII"), [Mistake::NoId]);
        assert_eq!(found("Pay\n\nAC: pay"), no_id("pay"));
        assert_eq!(found("Pay\n\nAC:"), no_id(""));
        assert_eq!(found("Pay\n\nAC: none (why)").len(), 2);
    }
}
