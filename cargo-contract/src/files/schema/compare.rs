//! Two versions of schemas: what one accepts and the other refuses, place by place.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;
use serde_json::Value;

use super::check::{Checker, Refusal};
use super::conj::constraints;
use super::dialect::{Declared, declared};
use super::dropped::{Dropped, dropped};
use super::generate::Generator;
use super::model::{Id, Keywords, Place, Schemas, What};
use super::prove::Prover;
use super::same::differences;
use super::truth::Truth;
use super::version::{Read, Version};
use crate::changes::Meets;
use crate::compat::Verdict;
use crate::files::change::{At, Change, Invalid};
use crate::files::json::{Node, escaped, pointer};

/// How many findings one direction of a file has at most.
const MOST: usize = 24;

/// What became of one file: its path in both versions.
pub(crate) struct Pair {
    pub(crate) old: String,
    pub(crate) new: String,
}

/// Compares files, each with what it was. Files that only one version has are looked at for mistakes.
pub(crate) fn compare(
    pairs: &[Pair],
    single: &[String],
    read_old: Read<'_>,
    read_new: Read<'_>,
) -> (Vec<(usize, Change)>, Vec<Invalid>) {
    let mut schemas = Schemas::default();
    let (mut old, mut new) = (Version::new(read_old), Version::new(read_new));
    // All of them first: they may refer to each other by name.
    for pair in pairs {
        old.document(&pair.old);
        new.document(&pair.new);
    }
    for path in single {
        if let Some(row) = new.document(path) {
            new.schema(&mut schemas, row, &[]);
        }
    }
    let mut jobs = Vec::new();
    let mut found = Vec::new();
    for (row, pair) in pairs.iter().enumerate() {
        let (Some(before), Some(now)) = (old.document(&pair.old), new.document(&pair.new)) else {
            continue;
        };
        let mut side = Sides {
            schemas: &mut schemas,
            old: &mut old,
            new: &mut new,
        };
        let (roots, changes) = side.roots(before, now);
        found.extend(changes.into_iter().map(|change| (row, change)));
        jobs.extend(roots.into_iter().map(|roots| (row, roots)));
    }
    let broken: BTreeSet<(bool, usize)> = [(true, &old), (false, &new)]
        .into_iter()
        .flat_map(|(published, it)| it.mistakes.iter().map(move |(row, _)| (published, *row)))
        .collect();
    let whole = |row: &usize| {
        let of = |version: &Version<'_>, path: &str| {
            version.documents.iter().position(|it| it.path == path)
        };
        let is_broken = |published: bool, row: Option<usize>| {
            row.is_some_and(|row| broken.contains(&(published, row)))
        };
        !is_broken(true, of(&old, &pairs[*row].old))
            && !is_broken(false, of(&new, &pairs[*row].new))
    };
    // Of what is not understood nothing is said but that.
    jobs.retain(|(row, _)| whole(row));
    found.retain(|(row, _)| whole(row));
    let files = Files::of(&old, &new);
    let judged: Vec<Vec<(usize, Change)>> = jobs
        .par_iter()
        .map(|(row, (before, now))| {
            let checker = Checker::new(&schemas);
            let judge = Judge {
                checker: &checker,
                files: &files,
                old_root: *before,
                new_root: *now,
            };
            let mut changes = judge.direction(Meets::OldDocuments);
            changes.extend(judge.direction(Meets::NewDocuments));
            changes.into_iter().map(|change| (*row, change)).collect()
        })
        .collect();
    found.extend(judged.into_iter().flatten());
    let mut invalid = Vec::new();
    for (published, version) in [(true, &old), (false, &new)] {
        for (row, mistake) in &version.mistakes {
            let path = version.documents[*row].path.clone();
            let at = At {
                path,
                range: mistake.range,
            };
            invalid.push(Invalid {
                published,
                at,
                message: mistake.message.clone(),
            });
        }
    }
    invalid.sort_by(|a, b| {
        (&a.at.path, a.at.range.start(), &a.message).cmp(&(
            &b.at.path,
            b.at.range.start(),
            &b.message,
        ))
    });
    invalid.dedup();
    (found, invalid)
}

/// The verdicts on two schemas, as texts that stand alone: for tests, and for whoever has only texts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SchemaVerdict {
    /// The new schema, old documents.
    pub backward: Verdict,
    /// The old schema, new documents.
    pub forward: Verdict,
    /// Documents that the old schema accepts and the new one refuses.
    pub backward_witnesses: Vec<String>,
    /// Documents that the new schema accepts and the old one refuses.
    pub forward_witnesses: Vec<String>,
}

/// Compares two schemas; an error says what is wrong with one of them.
pub fn compare_schemas(old: &str, new: &str) -> Result<SchemaVerdict, String> {
    let pair = Pair {
        old: "old.json".to_owned(),
        new: "new.json".to_owned(),
    };
    let read = |text: &str, name: &'static str| {
        let text: std::sync::Arc<str> = text.into();
        move |path: &str| (path == name).then(|| text.clone())
    };
    let (changes, invalid) = compare(&[pair], &[], &read(old, "old.json"), &read(new, "new.json"));
    if let Some(invalid) = invalid.first() {
        return Err(format!("{}: {}", invalid.at.path, invalid.message));
    }
    let of = |meets: Meets| {
        let own = || {
            changes
                .iter()
                .map(|(_, it)| it)
                .filter(move |it| it.meets == meets)
        };
        let verdict = own().map(|it| it.verdict).max().unwrap_or(Verdict::Ok);
        (verdict, own().filter_map(|it| it.witness.clone()).collect())
    };
    let (backward, backward_witnesses) = of(Meets::OldDocuments);
    let (forward, forward_witnesses) = of(Meets::NewDocuments);
    Ok(SchemaVerdict {
        backward,
        forward,
        backward_witnesses,
        forward_witnesses,
    })
}

struct Sides<'a, 'r> {
    schemas: &'a mut Schemas,
    old: &'a mut Version<'r>,
    new: &'a mut Version<'r>,
}

impl Sides<'_, '_> {
    /// Schemas to compare, and what can be said at once.
    fn roots(&mut self, before: usize, now: usize) -> (Vec<(Id, Id)>, Vec<Change>) {
        let old_root = self.old.documents[before].root.clone();
        let new_root = self.new.documents[now].root.clone();
        let roots = (
            self.old.schema(self.schemas, before, &[]),
            self.new.schema(self.schemas, now, &[]),
        );
        let at = |version: &Version<'_>, row: usize, range| At {
            path: version.documents[row].path.clone(),
            range,
        };
        let mut changes = Vec::new();
        let mut add = |change: Change| {
            for meets in [Meets::OldDocuments, Meets::NewDocuments] {
                changes.push(Change {
                    meets,
                    ..change.clone()
                });
            }
        };
        let (was, is) = (declared(&old_root), declared(&new_root));
        let other = |it: &Declared| matches!(it, Declared::Other(_));
        if was != is || other(&is) {
            let place = |root: &Node| {
                root.member("$schema")
                    .map(|it| it.key_range.cover(it.value.range))
            };
            let what = if was == is {
                "the dialect is not known"
            } else {
                "the dialect is another one"
            };
            // One that is not known and stays as it is says nothing about schemas that stay as they are.
            if was != is || old_root.value() != new_root.value() {
                add(Change {
                    rule: "schema_unknown",
                    place: "#/$schema".to_owned(),
                    verdict: Verdict::Unknown,
                    meets: Meets::OldDocuments,
                    what: what.to_owned(),
                    detail: Some("keywords may mean something else in it".to_owned()),
                    witness: None,
                    used: Vec::new(),
                    old: place(&old_root).map(|range| at(self.old, before, range)),
                    new: Some(at(self.new, now, place(&new_root).unwrap_or_default())),
                });
            }
        }
        let says_nothing = |schemas: &Schemas, id: Id| match &schemas.get(id).what {
            What::Bool(it) => *it,
            What::Keywords(keywords) => constraints(keywords).is_empty(),
        };
        let definitions = |root: &Node| -> Vec<(&'static str, String)> {
            ["$defs", "definitions"]
                .into_iter()
                .flat_map(|key| {
                    let members = root.get(key).map_or(&[][..], Node::members);
                    members
                        .iter()
                        .map(move |it| (key, it.key.clone()))
                        .collect::<Vec<_>>()
                })
                .collect()
        };
        let known = definitions(&old_root);
        if known.is_empty()
            || !says_nothing(self.schemas, roots.0)
            || !says_nothing(self.schemas, roots.1)
        {
            return (vec![roots], changes);
        }
        // A file of definitions: each of them is published.
        let present = definitions(&new_root);
        let mut pairs = Vec::new();
        for (key, name) in known {
            let place = [key.to_owned(), name.clone()];
            let Some((new_key, _)) = present.iter().find(|(_, it)| *it == name) else {
                let range = old_root
                    .get(key)
                    .and_then(|it| it.member(&name))
                    .map(|it| it.key_range);
                let range = range.unwrap_or_default();
                let change = Change {
                    rule: "contract_removed",
                    place: format!("#/{key}/{}", escaped(&name)),
                    verdict: Verdict::Breaks,
                    meets: Meets::OldDocuments,
                    what: "a published definition is gone".to_owned(),
                    detail: None,
                    witness: None,
                    used: Vec::new(),
                    old: Some(at(self.old, before, range)),
                    new: None,
                };
                changes.push(Change {
                    meets: Meets::NewDocuments,
                    ..change.clone()
                });
                changes.push(change);
                continue;
            };
            pairs.push((
                self.old.schema(self.schemas, before, &place),
                self.new
                    .schema(self.schemas, now, &[(*new_key).to_owned(), name]),
            ));
        }
        for (key, name) in present {
            self.new.schema(self.schemas, now, &[key.to_owned(), name]);
        }
        (pairs, changes)
    }
}

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

struct Judge<'a, 's> {
    checker: &'a Checker<'s>,
    files: &'a Files,
    old_root: Id,
    new_root: Id,
}

/// What refuses, so that it is told once.
type Cause = (Id, Option<String>, Option<String>);

impl Judge<'_, '_> {
    fn direction(&self, meets: Meets) -> Vec<Change> {
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
            let (was, is) = (&schemas.get(it.writer).place, &schemas.get(schemas.bare(it.reader)).place);
            let pointer = format!("{}/properties/{}", was.pointer, escaped(&it.name));
            let keyword = schemas.keywords(it.reader).and_then(|it| it.places.get("properties"));
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
