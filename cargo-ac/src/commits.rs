//! What commits say that they are for: an id in the subject, or trailers.

use std::collections::BTreeSet;

use govern_gate::{ArgSpec, Session};
use govern_workspace::{Error, Workspace};
use text_size::{TextRange, TextSize};

use crate::config::Section;
use crate::criteria::Criteria;
use crate::ids::{IdKind, IdPrefixes, nearest, tokens};
use crate::said::{Broken, Commits, Id, Message, Said};

/// Which commits must say what they are for.
pub(crate) const COMMITS: ArgSpec = ArgSpec::option(
    "commits",
    "RANGE",
    "commits that must say what they are for, as `main..HEAD`",
);

/// Behind this line of a message git shows the change, and drops it.
const SCISSORS: &str = "# ------------------------ >8 ------------------------";

/// What the commits and the messages say that the configuration or the command line names; none if they name none.
pub(crate) fn configured(
    session: &Session,
    section: &Section,
    model: &Criteria,
) -> Result<Option<Commits>, govern_gate::Error> {
    let range = session.args().value("commits");
    let range = range.or(section.commits.as_deref());
    if range.is_none() && section.commit_messages.is_none() {
        return Ok(None);
    }
    let workspace = session.workspace();
    let mut commits = match range {
        Some(range) => of_range(workspace, range, model)?,
        None => Commits::default(),
    };
    let globs = section.commit_messages.iter().flatten();
    let globs: Vec<&str> = globs.map(|glob| glob.get_ref().as_str()).collect();
    for path in workspace.find_files(&globs)? {
        commits.said.push(of_file(workspace, &path, model)?);
    }
    Ok(Some(commits))
}

/// What the commits of a range say.
pub(crate) fn of_range(
    workspace: &Workspace,
    range: &str,
    model: &Criteria,
) -> Result<Commits, Error> {
    let known = known(model);
    let mut commits = Commits::default();
    for commit in workspace.commits(range)? {
        if commit.parents > 1 {
            commits.merges += 1;
            continue;
        }
        let lines = lines(&commit.message).collect();
        commits.said.push(Said {
            name: format!("commit {}", commit.id.get(..10).unwrap_or(&commit.id)),
            file: None,
            message: read(lines, &model.prefixes, &known),
        });
    }
    Ok(commits)
}

/// What the message in a file says, as git gives one to its hooks.
pub(crate) fn of_file(workspace: &Workspace, path: &str, model: &Criteria) -> Result<Said, Error> {
    let (file, text) = workspace.read(path)?;
    // Lines that git takes out before it takes the rest.
    let kept = lines(&text).take_while(|(_, line)| *line != SCISSORS);
    let kept = kept.filter(|(_, line)| !line.starts_with('#'));
    let kept = kept.skip_while(|(_, line)| line.is_empty()).collect();
    Ok(Said {
        name: format!("message {path}"),
        file: Some(file),
        message: read(kept, &model.prefixes, &known(model)),
    })
}

/// All ids that there are or were.
fn known(model: &Criteria) -> BTreeSet<&str> {
    let mut known: BTreeSet<&str> = model.retired.keys().map(String::as_str).collect();
    let entries = model.ledgers.iter().flat_map(|file| file.ledger.entries());
    known.extend(entries.map(|(_, id)| id.text.as_str()));
    known.remove("");
    known
}

/// The lines of a text with where they begin, without blanks at their ends.
fn lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut at = 0;
    text.split_inclusive('\n').map(move |line| {
        let start = at;
        at += line.len();
        (start, line.trim_end())
    })
}

/// What a message of some lines says.
fn read(lines: Vec<(usize, &str)>, prefixes: &IdPrefixes, known: &BTreeSet<&str>) -> Message {
    let mut message = Message::default();
    let first = lines.first().copied().unwrap_or_default();
    message.subject = (range(first.0, first.1), first.1.to_owned());
    let id = |(at, text): (usize, &str)| Id {
        text: text.to_owned(),
        range: range(at, text),
        known: known.contains(text),
        nearest: if known.contains(text) {
            None
        } else {
            nearest(text, known.iter().copied()).map(str::to_owned)
        },
    };
    let mut paragraphs = lines.split(|(_, line)| line.is_empty());
    for (at, line) in paragraphs.next().unwrap_or_default() {
        let found = tokens(line).map(|(offset, token)| (at + offset, token));
        let found = found.filter(|(_, token)| known.contains(token) || is_id(prefixes, token));
        // What only looks like an id, as `US-ASCII` does, is a word.
        let is_meant = |id: &Id| {
            id.known || id.nearest.is_some() || id.text.ends_with(|c: char| c.is_ascii_digit())
        };
        message.ids.extend(found.map(id).filter(is_meant));
    }
    let last = paragraphs.rfind(|paragraph| !paragraph.is_empty());
    for trailer in trailers(last.unwrap_or_default()) {
        message.trailers += 1;
        let Trailer { key, parts } = trailer;
        let start = parts.first().copied().unwrap_or((key.0, key.1));
        let says_none = start
            .1
            .get(..4)
            .filter(|it| it.eq_ignore_ascii_case("none"));
        let is_spec = key.1.eq_ignore_ascii_case("spec");
        if is_spec && says_none.is_some() && !start.1[4..].starts_with(char::is_alphanumeric) {
            let has_reason = |text: &str| text.contains(char::is_alphanumeric);
            let more = parts.iter().skip(1).any(|(_, part)| has_reason(part));
            if !more && !has_reason(&start.1[4..]) {
                message
                    .broken
                    .push((range(start.0, start.1), Broken::NoReason));
            }
            continue;
        }
        let named: Vec<(usize, &str)> = parts
            .iter()
            .flat_map(|&(at, part)| words(part).map(move |(offset, word)| (at + offset, word)))
            .collect();
        if named.is_empty() {
            let broken = Broken::NotAnId(String::new());
            message.broken.push((range(key.0, key.1), broken));
        }
        for word in named {
            if known.contains(word.1) || is_id(prefixes, word.1) {
                message.ids.push(id(word));
            } else {
                let broken = Broken::NotAnId(word.1.to_owned());
                message.broken.push((range(word.0, word.1), broken));
            }
        }
    }
    message
}

/// A trailer that is for ids.
struct Trailer<'a> {
    /// Its key, and where that stands.
    key: (usize, &'a str),
    /// What stands behind it, line by line.
    parts: Vec<(usize, &'a str)>,
}

/// The trailers of the last paragraph that are for ids.
fn trailers<'a>(paragraph: &[(usize, &'a str)]) -> Vec<Trailer<'a>> {
    let mut trailers: Vec<Trailer<'a>> = Vec::new();
    let mut continues = false;
    for &(at, line) in paragraph {
        if line.starts_with([' ', '\t']) {
            if let (true, Some(trailer)) = (continues, trailers.last_mut()) {
                trailer.parts.extend(trimmed(at, line));
            }
            continue;
        }
        continues = false;
        let Some((key, value)) = line.split_once(':') else {
            continue;
        };
        let own = key.trim();
        if own.eq_ignore_ascii_case("ac") || own.eq_ignore_ascii_case("spec") {
            continues = true;
            trailers.push(Trailer {
                key: (at, own),
                parts: trimmed(at + key.len() + 1, value).into_iter().collect(),
            });
        }
    }
    trailers
}

/// A text without blanks around it, if something is left.
fn trimmed(at: usize, text: &str) -> Option<(usize, &str)> {
    let inner = text.trim();
    let before = text.len() - text.trim_start().len();
    (!inner.is_empty()).then_some((at + before, inner))
}

/// What stands between commas and blanks.
fn words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut at = 0;
    let words = text.split_inclusive([',', ' ', '\t']).map(move |word| {
        let start = at;
        at += word.len();
        (start, word.trim_end_matches([',', ' ', '\t']))
    });
    words.filter(|(_, word)| !word.is_empty())
}

fn is_id(prefixes: &IdPrefixes, token: &str) -> bool {
    let kinds = [IdKind::Story, IdKind::Requirement, IdKind::Criterion];
    kinds.into_iter().any(|kind| prefixes.is_id(kind, token))
}

fn range(at: usize, text: &str) -> TextRange {
    let size = |length| TextSize::try_from(length).unwrap_or(TextSize::new(u32::MAX));
    TextRange::at(size(at), size(text.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What a message says: its ids, those that no ledger has with a `?`, and what is broken behind a `!`.
    fn said(text: &str) -> Vec<String> {
        let known = BTreeSet::from(["AC-PAY-001", "REQ-PAY", "US-PAY"]);
        let message = read(lines(text).collect(), &IdPrefixes::default(), &known);
        let ids = message.ids.iter().map(|id| {
            assert_eq!(&text[id.range], id.text);
            match (&id.known, &id.nearest) {
                (true, _) => id.text.clone(),
                (false, Some(nearest)) => format!("{}? {nearest}", id.text),
                (false, None) => format!("{}?", id.text),
            }
        });
        let broken = message.broken.iter();
        let broken = broken.map(|(range, _)| format!("!{}", &text[*range]));
        ids.chain(broken).collect()
    }

    #[test]
    fn ids_stand_in_the_subject_or_in_trailers() {
        for (message, ids) in [
            ("Pay (AC-PAY-001)", &["AC-PAY-001"][..]),
            ("REQ-PAY: cards", &["REQ-PAY"]),
            (
                "Pay\n\nBy card.\n\nAC: AC-PAY-001\nSigned-off-by: kim",
                &["AC-PAY-001"],
            ),
            ("Pay\n\nspec: REQ-PAY, US-PAY\n", &["REQ-PAY", "US-PAY"]),
            (
                "Pay\r\n\r\nAC: AC-PAY-001,\r\n  REQ-PAY\r\n\r\n",
                &["AC-PAY-001", "REQ-PAY"],
            ),
        ] {
            assert_eq!(said(message), ids, "{message}");
        }
    }

    #[test]
    fn what_names_no_id_says_nothing() {
        for message in [
            "Pay",
            "Pay\n\nFor AC-PAY-001.",
            "Pay\n\nAC: AC-PAY-001\n\nMore text.",
            "",
            "Pay AC-PAY-001-A1x",
            "Names in US-ASCII",
            "Wording\n\nSpec: none (only the wording)",
            "Wording\n\nSpec: none\n  because of the wording",
        ] {
            assert_eq!(said(message), [""; 0], "{message}");
        }
    }

    #[test]
    fn what_is_wrong_has_its_place() {
        for (message, found) in [
            ("Pay (AC-PAY-002)", &["AC-PAY-002? AC-PAY-001"][..]),
            ("Pay\n\nAC: AC-SHIPPING-01", &["AC-SHIPPING-01?"]),
            ("AC-PAY-0010", &["AC-PAY-0010? AC-PAY-001"]),
            ("REQ-PAY: names in US-ASCII", &["REQ-PAY"]),
            ("Pay\n\nAC: pay", &["!pay"]),
            ("Pay\n\nAC:", &["!AC"]),
            ("Pay\n\nAC: none (why)", &["!none", "!(why)"]),
            ("Wording\n\nSpec: none", &["!none"]),
            ("Wording\n\nSpec: none ()", &["!none ()"]),
        ] {
            assert_eq!(said(message), found, "{message}");
        }
    }
}
