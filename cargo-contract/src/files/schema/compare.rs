//! Two versions of schemas: what one accepts and the other refuses, place by place.

use std::collections::BTreeSet;

use rayon::prelude::*;

use super::check::Checker;
use super::conj::constraints;
use super::dialect::{Declared, declared};
use super::judge::{Files, Judge};
use super::model::{Id, Schemas, What};
use super::version::{Read, Version};
use crate::changes::Meets;
use crate::compat::Verdict;
use crate::files::change::{At, Change, Invalid};
use crate::files::json::{Node, escaped};

/// What became of one file: its path in both versions.
#[derive(Debug)]
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

impl SchemaVerdict {
    /// That nothing happened.
    pub(crate) fn same() -> SchemaVerdict {
        SchemaVerdict {
            backward: Verdict::Ok,
            forward: Verdict::Ok,
            backward_witnesses: Vec::new(),
            forward_witnesses: Vec::new(),
        }
    }
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
