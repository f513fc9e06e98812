//! From tables to contracts, and what is wrong with them.

use std::collections::BTreeMap;
use std::ops::Range;

use govern_diagnostics::{Diagnostic, Span};
use govern_gate::{Date, Spanned};

use super::name::{is_name, of_subject};
use super::{Contract, Day, Deprecation, Id, Located, Replacement};
use crate::compat::Format;
use crate::diff::named_formats;
use crate::direction::Direction;
use crate::manifest::{Compatibility, Entry};

pub(super) type At<'a> = &'a dyn Fn(Range<usize>) -> Option<Span>;

/// Reads the entries of one file. One that is wrong is a mistake, and left out.
pub(super) fn entries(
    entries: &[&Spanned<Entry>],
    default_format: &str,
    at: At<'_>,
    contracts: &mut Vec<Contract>,
    mistakes: &mut Vec<Diagnostic>,
) {
    for entry in entries {
        match contract(entry.get_ref(), at(entry.span()), default_format, at) {
            Ok(contract) => contracts.push(contract),
            Err(wrong) => mistakes.extend(wrong),
        }
    }
}

/// The contracts sorted. Two of one name and version, or for one subject, are a mistake: which of them is meant?
pub(super) fn distinct(
    mut contracts: Vec<Contract>,
    mistakes: &mut Vec<Diagnostic>,
) -> Vec<Contract> {
    contracts.sort_by(|a, b| a.id.cmp(&b.id));
    let mut ids: BTreeMap<String, Option<Span>> = BTreeMap::new();
    let mut subjects: BTreeMap<String, Option<Span>> = BTreeMap::new();
    let mut twice = |known: &mut BTreeMap<String, Option<Span>>,
                     key: String,
                     span: Option<Span>,
                     message: String| {
        let Some(first) = known.get(&key) else {
            known.insert(key, span);
            return;
        };
        let mistake = Diagnostic::config(message).at(span).label("and here");
        mistakes.push(match first {
            Some(first) => mistake.related(*first, "here first"),
            None => mistake,
        });
    };
    for contract in &contracts {
        // Names are directories, and some systems take `A` for `a`.
        let key = contract.id.to_string().to_lowercase();
        let message = format!("the contract `{}` is declared twice", contract.id);
        twice(&mut ids, key, contract.span, message);
        if let Some(subject) = &contract.subject {
            let message = format!("two contracts have the subject `{subject}`");
            twice(&mut subjects, subject.clone(), contract.span, message);
        }
    }
    contracts.dedup_by(|second, first| second.id == first.id);
    contracts
}

fn contract(
    entry: &Entry,
    around: Option<Span>,
    default_format: &str,
    at: At<'_>,
) -> Result<Contract, Vec<Diagnostic>> {
    let mut mistakes = Vec::new();
    let id = id(entry, around, at, &mut mistakes);
    let direction = entry.direction.unwrap_or(Direction::Both);
    let format = format(entry, default_format, at, &mut mistakes);
    let deprecation = entry
        .deprecated
        .as_ref()
        .and_then(|deprecated| deprecation(deprecated, at, &mut mistakes));
    let removed = entry
        .removed
        .as_ref()
        .and_then(|value| day(value, at, &mut mistakes));
    if entry.payload.is_none() && entry.removed.is_none() {
        mistakes.push(
            Diagnostic::config("a contract does not say what its `payload` is")
                .at(around)
                .help("name the type by its path: `payload = \"orders_wire::v1::Placed\"`"),
        );
    }
    let located = |text: &Spanned<String>| Located {
        text: text.get_ref().clone(),
        span: at(text.span()),
    };
    match id {
        Some(id) if mistakes.is_empty() => Ok(Contract {
            id,
            span: entry
                .name
                .as_ref()
                .or(entry.subject.as_ref())
                .map_or(around, |name| at(name.span())),
            subject: entry
                .subject
                .as_ref()
                .map(|subject| subject.get_ref().clone()),
            stream: entry.stream.as_ref().map(located),
            direction,
            payload: entry.payload.as_ref().map(located),
            format,
            schema: entry.schema.as_ref().map(located),
            compatibility: entry.compatibility.unwrap_or(Compatibility::default_for(
                direction,
                entry.stream.is_some(),
            )),
            owner: entry.owner.clone(),
            handler: entry.handler.as_ref().map(located),
            migration: entry.migration.as_ref().map(located),
            reserved: entry.reserved.iter().map(located).collect(),
            deprecation,
            removed,
        }),
        _ => Err(mistakes),
    }
}

fn id(
    entry: &Entry,
    around: Option<Span>,
    at: At<'_>,
    mistakes: &mut Vec<Diagnostic>,
) -> Option<Id> {
    let (named, numbered) = match &entry.subject {
        Some(subject) => {
            let (name, version) = of_subject(subject.get_ref());
            (Some(name), version)
        }
        None => (None, None),
    };
    let (name, place) = match (&entry.name, named) {
        (Some(name), _) => (name.get_ref().clone(), at(name.span())),
        (None, Some(name)) => (name, entry.subject.as_ref().and_then(|it| at(it.span()))),
        (None, None) => {
            let mistake = Diagnostic::config("a contract has neither a `name` nor a `subject`");
            mistakes.push(mistake.at(around));
            return None;
        }
    };
    if !is_name(&name) {
        let mistake = Diagnostic::config(format!("`{name}` cannot name a contract")).at(place);
        mistakes.push(match &entry.name {
            Some(_) => mistake.help("a name is of letters, digits, `.`, `-` and `_`"),
            None => {
                mistake.help("give it a `name` of its own, of letters, digits, `.`, `-` and `_`")
            }
        });
        return None;
    }
    let version = match (&entry.version, numbered) {
        (Some(version), _) if *version.get_ref() == 0 => {
            let mistake = Diagnostic::config("versions count from 1").at(at(version.span()));
            mistakes.push(mistake);
            return None;
        }
        (Some(version), Some(numbered)) if *version.get_ref() != numbered => {
            let message = format!(
                "the subject says version {numbered}, and `version` says {}",
                version.get_ref()
            );
            let mistake = Diagnostic::config(message).at(at(version.span()));
            let subject = entry.subject.as_ref().and_then(|it| at(it.span()));
            mistakes.push(match subject {
                Some(subject) => mistake.related(subject, "the subject"),
                None => mistake,
            });
            return None;
        }
        (Some(version), _) => *version.get_ref(),
        (None, numbered) => numbered.unwrap_or(1),
    };
    if version == 0 {
        mistakes.push(Diagnostic::config("versions count from 1").at(place));
        return None;
    }
    Some(Id { name, version })
}

fn format(
    entry: &Entry,
    default: &str,
    at: At<'_>,
    mistakes: &mut Vec<Diagnostic>,
) -> (&'static str, &'static [Format]) {
    const JSON: (&str, &[Format]) = ("json", &[Format::Json]);
    let Some(written) = &entry.format else {
        // That of the section, which is told if it is none.
        return named_formats(default).unwrap_or(JSON);
    };
    match named_formats(written.get_ref()) {
        Ok(named) => named,
        Err(message) => {
            mistakes.push(Diagnostic::config(message).at(at(written.span())));
            JSON
        }
    }
}

fn deprecation(
    deprecated: &Spanned<super::Deprecated>,
    at: At<'_>,
    mistakes: &mut Vec<Diagnostic>,
) -> Option<Deprecation> {
    let table = deprecated.get_ref();
    let since = day(&table.since, at, mistakes);
    let remove_after = match &table.remove_after {
        Some(value) => Some(day(value, at, mistakes)?),
        None => None,
    };
    let replacement = match &table.replacement {
        None => None,
        Some(text) if text.get_ref() == "none" => Some(Replacement::Nothing),
        Some(text) => match Id::parse(text.get_ref()) {
            Some(id) => Some(Replacement::Contract(id, at(text.span()))),
            None => {
                let message = format!("`{}` names no contract", text.get_ref());
                mistakes.push(
                    Diagnostic::config(message)
                        .at(at(text.span()))
                        .help("write `name@version`, or `none`"),
                );
                return None;
            }
        },
    };
    Some(Deprecation {
        span: at(deprecated.span()),
        since: since?,
        remove_after,
        replacement,
    })
}

/// A day: a date of TOML, or a text.
fn day(value: &Spanned<toml::Value>, at: At<'_>, mistakes: &mut Vec<Diagnostic>) -> Option<Day> {
    let text = match value.get_ref() {
        toml::Value::String(text) => text.clone(),
        toml::Value::Datetime(date) => date.to_string(),
        toml::Value::Integer(number) => number.to_string(),
        other => other.type_str().to_owned(),
    };
    let span = at(value.span());
    match Date::parse(&text) {
        Some(date) => Some(Day { date, span }),
        None => {
            let mistake = Diagnostic::config(format!("`{text}` is no day")).at(span);
            mistakes.push(mistake.help("write it as `YYYY-MM-DD`"));
            None
        }
    }
}
