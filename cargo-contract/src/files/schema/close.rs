//! What a program says of what it writes is all that it writes: its objects have no other names than those that are declared,
//! unless it says so (`additionalProperties`, `patternProperties`, …). Readers stay as open as they are.

use std::collections::{BTreeMap, BTreeSet};

use super::model::{Id, Keywords, Schema, Schemas, What};
use super::version::Version;

impl Version<'_> {
    /// Closes all objects of the version that are written, also those of schemas at these rows: each with what stands for it.
    pub(crate) fn close(&self, schemas: &mut Schemas, roots: &[Id]) -> BTreeMap<Id, Id> {
        let rows: Vec<Id> = self.rows().collect();
        let mut positions: BTreeSet<Id> = roots.iter().copied().collect();
        for &row in &rows {
            if let Some(keywords) = schemas.keywords(row) {
                positions.extend(parts(keywords));
            }
        }
        let mut constants = None;
        let mut closed = BTreeMap::new();
        for &id in &positions {
            let Some(names) = declared(schemas, id) else {
                continue;
            };
            let place = schemas.get(id).place.clone();
            let push = |schemas: &mut Schemas, what| {
                let id = Id(u32::try_from(schemas.rows.len()).expect("files are not that long"));
                schemas.rows.push(Schema {
                    place: place.clone(),
                    what,
                });
                id
            };
            let (anything, nothing) = *constants.get_or_insert_with(|| {
                (
                    push(schemas, What::Bool(true)),
                    push(schemas, What::Bool(false)),
                )
            });
            let keywords = Keywords {
                all_of: vec![id],
                properties: names.into_iter().map(|name| (name, anything)).collect(),
                additional: Some(nothing),
                closes: true,
                ..Keywords::default()
            };
            closed.insert(id, push(schemas, What::Keywords(Box::new(keywords))));
        }
        for row in rows {
            if let What::Keywords(keywords) = &mut schemas.rows[row.0 as usize].what {
                replace(keywords, &closed);
            }
        }
        closed
    }
}

/// Schemas of what is inside.
fn parts(keywords: &Keywords) -> impl Iterator<Item = Id> + '_ {
    keywords
        .properties
        .values()
        .copied()
        .chain(keywords.patterns.iter().map(|(_, id)| *id))
        .chain(keywords.prefix.iter().copied())
        .chain(keywords.items)
        .chain(keywords.additional)
}

fn replace(keywords: &mut Keywords, closed: &BTreeMap<Id, Id>) {
    let inner = keywords
        .properties
        .values_mut()
        .chain(keywords.patterns.iter_mut().map(|(_, id)| id))
        .chain(&mut keywords.prefix)
        .chain(&mut keywords.items)
        .chain(&mut keywords.additional);
    for id in inner {
        *id = closed.get(id).copied().unwrap_or(*id);
    }
}

/// The names that are declared for an object, wherever they are; none if there are none, or others may be there by what it says.
pub(super) fn declared(schemas: &Schemas, id: Id) -> Option<BTreeSet<String>> {
    let (mut names, mut seen, mut open) = (BTreeSet::new(), BTreeSet::new(), vec![id]);
    while let Some(id) = open.pop() {
        let Some(keywords) = schemas.keywords(id).filter(|_| seen.insert(id)) else {
            continue;
        };
        let says_more = keywords.additional.is_some()
            || !keywords.patterns.is_empty()
            || keywords.names.is_some()
            || keywords.opaque.iter().any(|it| {
                it.keyword == "unevaluatedProperties"
                    || it.keyword.ends_with("Ref")
                    || it.keyword == "$ref"
            });
        if says_more {
            return None;
        }
        names.extend(keywords.properties.keys().cloned());
        names.extend(keywords.required.iter().cloned());
        open.extend(in_place(keywords));
    }
    Some(names).filter(|it| !it.is_empty())
}

/// Schemas of the same value.
pub(super) fn in_place(keywords: &Keywords) -> Vec<Id> {
    let conditional = keywords
        .conditional
        .map_or([None; 3], |it| [Some(it.test), it.then, it.otherwise]);
    keywords
        .reference
        .into_iter()
        .chain(keywords.all_of.iter().copied())
        .chain(keywords.any_of.iter().copied())
        .chain(keywords.one_of.iter().copied())
        .chain(keywords.dependent_schemas.values().copied())
        .chain(conditional.into_iter().flatten())
        .collect()
}
