//! Properties that were written and that nobody reads any more: no document is refused for them, and what they say is lost.

use std::collections::{BTreeMap, BTreeSet};

use super::close::{declared, in_place};
use super::model::{Id, Schemas};

/// A property that the reader does not declare: the schema of the writer that does, its name, and the schema of the reader.
pub(super) struct Dropped {
    pub(super) name: String,
    pub(super) writer: Id,
    pub(super) reader: Id,
}

/// Finds them, as far as both sides say which properties there are.
pub(super) fn dropped(schemas: &Schemas, writer: Id, reader: Id) -> Vec<Dropped> {
    let (mut found, mut seen, mut open) = (Vec::new(), BTreeSet::new(), vec![(writer, reader)]);
    while let Some((writer, reader)) = open.pop() {
        if !seen.insert((writer, reader)) {
            continue;
        }
        let (sent, taken) = (Parts::of(schemas, writer), Parts::of(schemas, reader));
        for (item, other) in sent.items.iter().zip(&taken.items) {
            open.push((*item, *other));
        }
        let known = declared(schemas, reader);
        for (name, ids) in &sent.properties {
            match taken.properties.get(name) {
                Some(others) => {
                    if let ([one], [other]) = (&ids[..], &others[..]) {
                        open.push((*one, *other));
                    }
                }
                None if known.as_ref().is_some_and(|known| !known.contains(name)) => {
                    found.push(Dropped {
                        name: name.clone(),
                        writer: sent.owners[name],
                        reader: taken.owners.values().next().copied().unwrap_or(reader),
                    });
                }
                None => {}
            }
        }
    }
    found.sort_by(|a, b| (a.writer, &a.name).cmp(&(b.writer, &b.name)));
    found
}

/// What is inside, of all schemas of a value.
#[derive(Default)]
struct Parts {
    properties: BTreeMap<String, Vec<Id>>,
    /// The first schema that declares each.
    owners: BTreeMap<String, Id>,
    items: Vec<Id>,
}

impl Parts {
    fn of(schemas: &Schemas, id: Id) -> Parts {
        let mut parts = Parts::default();
        let (mut seen, mut open) = (BTreeSet::new(), vec![id]);
        while let Some(id) = open.pop() {
            let Some(keywords) = schemas.keywords(id).filter(|_| seen.insert(id)) else {
                continue;
            };
            open.extend(in_place(keywords));
            // What closes an object declares nothing itself.
            if keywords.closes {
                continue;
            }
            for (name, &schema) in &keywords.properties {
                parts
                    .properties
                    .entry(name.clone())
                    .or_default()
                    .push(schema);
                parts.owners.entry(name.clone()).or_insert(id);
            }
            parts.items.extend(keywords.items);
        }
        parts
    }
}
