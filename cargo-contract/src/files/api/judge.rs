//! Schemas of documents: what one version writes, the other reads.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use super::book::SchemaAt;
use super::diff::{Job, Way};
use super::invalid_at;
use crate::changes::Meets;
use crate::files::change::{Change, Invalid};
use crate::files::schema::{Dialect, Files, Id, Read, Reading, Schemas, Version, between};

/// Which schemas of a version: of the published one, this way, as they are written.
type Key = (bool, Way, bool);

/// Where a pair of schemas comes from, and what of the document has it.
type Uses<'j> = (&'j Job, Key, Key, Vec<String>);

/// Compares schemas.
pub(super) fn judge(
    jobs: &[Job],
    old: (Read<'_>, Dialect),
    new: (Read<'_>, Dialect),
) -> Vec<Change> {
    let mut schemas = Schemas::default();
    let mut versions: BTreeMap<Key, Version<'_>> = BTreeMap::new();
    let mut roots: BTreeMap<Key, BTreeSet<Id>> = BTreeMap::new();
    let mut compiled = Vec::new();
    for job in jobs {
        let mut row = |published: bool| -> Option<(Key, Id)> {
            let (read, dialect) = if published { old } else { new };
            // Who is read by the other writes.
            let writes = published != (job.meets == Meets::NewDocuments);
            let key = (published, job.way, writes);
            let version = versions
                .entry(key)
                .or_insert_with(|| Version::within(read, Some(reading(dialect, job.way))));
            let at = if published { &job.old } else { &job.new };
            let document = version.document(&at.path)?;
            let id = version.schema(&mut schemas, document, &at.pointer);
            if writes {
                roots.entry(key).or_default().insert(id);
            }
            Some((key, id))
        };
        if let (Some(was), Some(is)) = (row(true), row(false)) {
            compiled.push((job, was, is));
        }
    }
    let mut closed: BTreeMap<Id, Id> = BTreeMap::new();
    for (key, version) in &versions {
        if let Some(roots) = roots.get(key) {
            let roots: Vec<Id> = roots.iter().copied().collect();
            closed.extend(version.close(&mut schemas, &roots));
        }
    }
    let as_written = |id: Id| closed.get(&id).copied().unwrap_or(id);
    // Many parts of a document have the same schema.
    let mut once: BTreeMap<(Id, Id), Uses<'_>> = BTreeMap::new();
    for (job, (old_key, was), (new_key, is)) in compiled {
        let pair = (as_written(was), as_written(is));
        let used = once
            .entry(pair)
            .or_insert_with(|| (job, old_key, new_key, Vec::new()));
        used.3.push(job.used.clone());
    }
    let once: Vec<_> = once
        .into_iter()
        .map(|(pair, (job, old_key, new_key, used))| {
            let files = Files::of(&versions[&old_key], &versions[&new_key]);
            (pair, job.meets, files, used)
        })
        .collect();
    let judged: Vec<Vec<Change>> = once
        .par_iter()
        .map(|(pair, meets, files, used)| {
            let changes = between(&schemas, files, *pair, *meets).into_iter();
            let with_use = |change| Change {
                used: used.clone(),
                ..change
            };
            changes.map(with_use).collect()
        })
        .collect();
    judged.into_iter().flatten().collect()
}

fn reading(dialect: Dialect, way: Way) -> Reading {
    Reading {
        dialect,
        left_out: match way {
            Way::Request => Some("readOnly"),
            Way::Response => Some("writeOnly"),
            Way::Only => None,
        },
    }
}

/// What is wrong with the schemas of a document.
pub(super) fn mistakes(
    read: Read<'_>,
    dialect: Dialect,
    schemas: &BTreeSet<SchemaAt>,
    published: bool,
) -> Vec<Invalid> {
    let mut rows = Schemas::default();
    let mut version = Version::within(read, Some(reading(dialect, Way::Only)));
    for at in schemas {
        if let Some(document) = version.document(&at.path) {
            version.schema(&mut rows, document, &at.pointer);
        }
    }
    version
        .mistakes
        .iter()
        .map(|(row, it)| invalid_at(published, &version.documents[*row].path, it))
        .collect()
}

/// Changes of the same place, once, with all that has to do with them.
pub(super) fn told_once(changes: impl Iterator<Item = Change>) -> Vec<Change> {
    let mut told: Vec<Change> = Vec::new();
    let mut known: BTreeMap<(&'static str, String, Meets, String), usize> = BTreeMap::new();
    for change in changes {
        let file = change
            .new
            .as_ref()
            .or(change.old.as_ref())
            .map(|it| it.path.clone());
        let key = (
            change.rule,
            change.place.clone(),
            change.meets,
            file.unwrap_or_default(),
        );
        match known.get(&key) {
            Some(&row) => {
                for used in change.used {
                    if !told[row].used.contains(&used) {
                        told[row].used.push(used);
                    }
                }
            }
            None => {
                known.insert(key, told.len());
                told.push(change);
            }
        }
    }
    told
}
