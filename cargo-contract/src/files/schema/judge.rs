//! Two schemas, and what refuses documents of the one under the other; what cannot be told is said, too.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::check::{Checker, Refusal};
use super::dropped::{Dropped, dropped};
use super::generate::Generator;
use super::model::{Id, Keywords, Place, Schemas};
use super::prove::Prover;
use super::same::differences;
use super::truth::Truth;
use super::version::Version;
use crate::changes::Meets;
use crate::compat::Verdict;
use crate::files::change::{At, Change};
use crate::files::json::{Node, escaped, pointer};

/// How many findings one direction of a file has at most.
const MOST: usize = 24;

/// The files of both versions.
pub(crate) struct Files {
    old: Vec<String>,
    new: Vec<String>,
    new_documents: Vec<std::sync::Arc<Node>>,
}

impl Files {
    pub(crate) fn of(old: &Version<'_>, new: &Version<'_>) -> Files {
        Files {
            old: old.paths(),
            new: new.paths(),
            new_documents: new.roots(),
        }
    }
}

/// What becomes of documents that go from one version to the other: `old` and `new` are schemas of those versions, and `meets`
/// says which of them is read. Properties that a new reader does not read any more are told, too.
pub(crate) fn between(
    schemas: &Schemas,
    files: &Files,
    (old_root, new_root): (Id, Id),
    meets: Meets,
) -> Vec<Change> {
    let checker = Checker::new(schemas);
    let judge = Judge {
        checker: &checker,
        files,
        old_root,
        new_root,
    };
    let mut changes = judge.direction(meets);
    if meets == Meets::OldDocuments {
        changes.extend(judge.dropped());
    }
    changes
}

pub(super) struct Judge<'a, 's> {
    pub(super) checker: &'a Checker<'s>,
    pub(super) files: &'a Files,
    pub(super) old_root: Id,
    pub(super) new_root: Id,
}

/// What refuses, so that it is told once.
type Cause = (Id, Option<String>, Option<String>);

impl Judge<'_, '_> {
    /// What comes of documents of one version under the schema of the other.
    pub(super) fn direction(&self, meets: Meets) -> Vec<Change> {
        let (writer, reader) = match meets {
            Meets::NewDocuments => (self.new_root, self.old_root),
            _ => (self.old_root, self.new_root),
        };
        if Prover::new(self.checker).accepts_all(writer, reader) {
            return Vec::new();
        }
        let mut changes = Vec::new();
        let mut told: BTreeSet<(Id, Option<String>)> = BTreeSet::new();
        for (refusal, witness) in self.refused(writer, reader) {
            told.insert((refusal.schema, refusal.keyword.clone()));
            changes.push(self.refusing(&refusal, &witness, meets));
        }
        changes.truncate(MOST);
        let mut doubts: Vec<(Id, Id)> = differences(self.checker.schemas, writer, reader);
        let all = doubts.clone();
        // What is not understood and differs is told even if something else breaks.
        doubts.retain(|&(writer, reader)| {
            let keyword = self.doubtful(writer, reader);
            keyword.is_some() && !told.contains(&(reader, keyword))
        });
        if changes.is_empty() && doubts.is_empty() {
            doubts.push(all.first().copied().unwrap_or((writer, reader)));
        }
        changes.extend(
            doubts
                .iter()
                .take(MOST)
                .map(|&(writer, reader)| self.unknown(writer, reader, meets)),
        );
        changes
    }

    /// Properties that the new version does not read any more.
    fn dropped(&self) -> Vec<Change> {
        let schemas = self.checker.schemas;
        let found = dropped(schemas, self.old_root, self.new_root);
        let change = |it: &Dropped| {
            let (was, is) = (&schemas.get(it.writer).place, &schemas.get(it.reader).place);
            let pointer = format!("{}/properties/{}", was.pointer, escaped(&it.name));
            let keyword = schemas
                .keywords(it.reader)
                .and_then(|it| it.places.get("properties"));
            Change {
                rule: "schema_property_dropped",
                place: format!("#{pointer}"),
                verdict: Verdict::Lossy,
                meets: Meets::OldDocuments,
                what: "it is not read any more".to_owned(),
                detail: None,
                witness: None,
                used: Vec::new(),
                old: Some(At {
                    path: self.files.old[was.file].clone(),
                    range: was.range,
                }),
                new: Some(At {
                    path: self.files.new[is.file].clone(),
                    range: keyword.copied().unwrap_or(is.range),
                }),
            }
        };
        found.iter().take(MOST).map(change).collect()
    }

    /// Documents that one accepts and the other refuses, the smallest for each cause.
    fn refused(&self, writer: Id, reader: Id) -> Vec<(Refusal, Value)> {
        let documents = Generator::new(self.checker).documents(writer, reader);
        let mut refused: Vec<(usize, usize, Vec<Refusal>, Value)> = documents
            .into_iter()
            .filter(|it| self.checker.accepts(writer, it) == Truth::Yes)
            .filter(|it| self.checker.accepts(reader, it) == Truth::No)
            .map(|document| {
                self.checker.refuel();
                let refusals = self.checker.refusals(reader, &document);
                (
                    refusals.len(),
                    document.to_string().len(),
                    refusals,
                    document,
                )
            })
            .collect();
        refused.sort_by_key(|(count, length, ..)| (*count, *length));
        let mut causes: BTreeMap<Cause, ()> = BTreeMap::new();
        let mut found = Vec::new();
        for (_, _, refusals, document) in refused {
            let Some(first) = refusals.first() else {
                continue;
            };
            if refusals.iter().any(|it| causes.contains_key(&cause(it))) {
                continue;
            }
            causes.insert(cause(first), ());
            found.push((first.clone(), document));
        }
        found
    }

    fn refusing(&self, refusal: &Refusal, witness: &Value, meets: Meets) -> Change {
        let schemas = self.checker.schemas;
        let schema = schemas.get(refusal.schema);
        let keyword = refusal.keyword.as_deref();
        let place = match keyword {
            Some(keyword) => format!("#{}/{keyword}", schema.place.pointer),
            None => format!("#{}", schema.place.pointer),
        };
        let range = schemas
            .keywords(refusal.schema)
            .and_then(|it| it.places.get(keyword?).copied())
            .unwrap_or(schema.place.range);
        let part = witness.pointer(&refusal.at);
        let detail = match (keyword, part) {
            (Some("required"), None) => format!("`{}` is missing", refusal.at),
            (_, Some(part)) if !refusal.at.is_empty() => format!("`{}` is `{part}`", refusal.at),
            _ => String::new(),
        };
        let (rule, what) = match meets {
            Meets::NewDocuments => ("schema_widened", "old readers refuse what is accepted now"),
            _ => (
                "schema_narrowed",
                "documents are refused that were accepted",
            ),
        };
        let (old, new) = match meets {
            Meets::NewDocuments => (
                Some(At {
                    path: self.files.old[schema.place.file].clone(),
                    range,
                }),
                self.now(&schema.place, keyword),
            ),
            _ => (
                None,
                Some(At {
                    path: self.files.new[schema.place.file].clone(),
                    range,
                }),
            ),
        };
        Change {
            rule,
            place,
            verdict: Verdict::Breaks,
            meets,
            what: what.to_owned(),
            detail: Some(detail).filter(|it| !it.is_empty()),
            witness: Some(witness.to_string()),
            used: Vec::new(),
            old,
            new,
        }
    }

    fn unknown(&self, writer: Id, reader: Id, meets: Meets) -> Change {
        let schemas = self.checker.schemas;
        let (old, new) = match meets {
            Meets::NewDocuments => (reader, writer),
            _ => (writer, reader),
        };
        let keyword = self.doubtful(writer, reader);
        let place = schemas.get(new).place.clone();
        let at = |id: Id, paths: &[String]| {
            let place = &schemas.get(id).place;
            let own = schemas
                .keywords(id)
                .and_then(|it| it.places.get(keyword.as_deref()?).copied());
            At {
                path: paths[place.file].clone(),
                range: own.unwrap_or(place.range),
            }
        };
        let detail = match &keyword {
            Some(keyword) => format!("what `{keyword}` accepts is not compared"),
            None => {
                "there is no proof that it is compatible, and no document that shows that it is not"
                    .to_owned()
            }
        };
        Change {
            rule: "schema_unknown",
            place: match &keyword {
                Some(keyword) => format!("#{}/{keyword}", place.pointer),
                None => format!("#{}", place.pointer),
            },
            verdict: Verdict::Unknown,
            meets,
            what: "it cannot be told whether the change is compatible".to_owned(),
            detail: Some(detail),
            witness: None,
            used: Vec::new(),
            old: Some(at(old, &self.files.old)),
            new: Some(at(new, &self.files.new)),
        }
    }

    fn doubtful(&self, writer: Id, reader: Id) -> Option<String> {
        let schemas = self.checker.schemas;
        doubtful(schemas.keywords(writer)?, schemas.keywords(reader)?)
    }

    /// The place in the new version that is nearest to a place of the old one.
    fn now(&self, was: &Place, keyword: Option<&str>) -> Option<At> {
        let own = &self.files.old[was.file];
        let same = self.files.new.iter().position(|path| path == own);
        let file = same.unwrap_or_else(|| self.checker.schemas.get(self.new_root).place.file);
        let root = &self.files.new_documents[file];
        let mut segments = pointer(&was.pointer)?;
        segments.extend(keyword.map(str::to_owned));
        for length in (0..=segments.len()).rev() {
            let Some(node) = root.at(&segments[..length]) else {
                continue;
            };
            let short = !matches!(
                node.tree,
                crate::files::json::Tree::Array(_) | crate::files::json::Tree::Object(_)
            );
            let member = length
                .checked_sub(1)
                .and_then(|parent| root.at(&segments[..parent])?.member(&segments[parent]));
            let range = match member {
                Some(member) if short => member.key_range.cover(member.value.range),
                Some(member) => member.key_range,
                None => node.range,
            };
            return Some(At {
                path: self.files.new[file].clone(),
                range,
            });
        }
        None
    }
}

/// A keyword of the reader that is not understood, and that the writer does not have like that.
fn doubtful(writer: &Keywords, reader: &Keywords) -> Option<String> {
    if reader.pattern.is_some() && reader.pattern != writer.pattern {
        return Some("pattern".to_owned());
    }
    let patterns =
        |it: &Keywords| -> Vec<String> { it.patterns.iter().map(|(it, _)| it.clone()).collect() };
    if !reader.patterns.is_empty() && patterns(reader) != patterns(writer) {
        return Some("patternProperties".to_owned());
    }
    let new = reader.opaque.iter().find(|it| !writer.opaque.contains(it));
    let contextual = reader.opaque.iter().find(|it| it.contextual);
    new.or(contextual).map(|it| it.keyword.clone())
}

fn cause(refusal: &Refusal) -> Cause {
    let named = matches!(
        refusal.keyword.as_deref(),
        Some("required" | "additionalProperties")
    );
    let name = refusal.at.rsplit('/').next().map(str::to_owned);
    (
        refusal.schema,
        refusal.keyword.clone(),
        name.filter(|_| named),
    )
}
