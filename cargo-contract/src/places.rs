//! Places inside types: from a path to where the field or variant stands.

use govern_diagnostics::{FileId, Span};
use govern_facts::{Extent, FileFacts, Item, ItemKind, Run};

use crate::collect::{Found, Side};

/// The field or variant of a type that a path inside it begins with: `Order.note`, `Event::Placed.at`.
pub(crate) fn place_in(side: &Side<'_>, found: &Found, path: &str) -> Option<Span> {
    let facts = side.facts(found.def.instance)?;
    let rest = path.strip_prefix(found.name.as_str())?;
    let extent = within(facts, facts.item(found.def.item), rest)?;
    Some(Span::new(found.span.file, extent.range()))
}

/// The same for what a file says alone: the first type of a name in it, as a whole if the path names nothing of it.
pub(crate) fn place_among(facts: &FileFacts, file: FileId, name: &str, path: &str) -> Option<Span> {
    let is_type = |item: &&Item| {
        matches!(item.kind, ItemKind::Struct { .. } | ItemKind::Enum)
            && facts.text(item.name) == name
    };
    let item = facts.items.iter().find(is_type)?;
    let rest = path.strip_prefix(name);
    let extent = rest.and_then(|rest| within(facts, item, rest));
    Some(Span::new(file, extent.unwrap_or(item.name_extent).range()))
}

fn within(facts: &FileFacts, item: &Item, mut rest: &str) -> Option<Extent> {
    let mut fields = match item.kind {
        ItemKind::Struct { fields, .. } => fields,
        _ => Run::default(),
    };
    let mut span = None;
    if let Some(behind) = rest.strip_prefix("::") {
        let end = behind.find(['.', '[', '{', ':']).unwrap_or(behind.len());
        let variant = facts.items.iter().find(|variant| {
            variant.scope == item.body.unwrap_or(item.scope)
                && facts.text(variant.name) == &behind[..end]
        })?;
        if let ItemKind::Variant { fields: own, .. } = variant.kind {
            fields = own;
        }
        span = Some(variant.name_extent);
        rest = &behind[end..];
    }
    if let Some(behind) = rest.strip_prefix('.') {
        let end = behind.find(['.', '[', '{', ':']).unwrap_or(behind.len());
        span = field(facts, fields, &behind[..end]).or(span);
    }
    span
}

fn field(facts: &FileFacts, fields: Run, name: &str) -> Option<Extent> {
    facts.fields[fields.rows()]
        .iter()
        .find(|field| facts.text(field.name) == name)
        .map(|field| field.name_extent)
}
