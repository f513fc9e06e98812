//! Places inside types: from a path to where the field or variant stands.

use govern_diagnostics::Span;
use govern_facts::{FileFacts, ItemKind, Run};

use crate::collect::{Found, Side};

/// The field or variant of a type that a path inside it begins with: `Order.note`, `Event::Placed.at`.
pub(crate) fn place_in(side: &Side<'_>, found: &Found, path: &str) -> Option<Span> {
    let facts = side.facts(found.def.instance)?;
    let item = facts.item(found.def.item);
    let mut rest = path.strip_prefix(found.name.as_str())?;
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
    span.map(|extent| Span::new(found.span.file, extent.range()))
}

fn field(facts: &FileFacts, fields: Run, name: &str) -> Option<govern_facts::Extent> {
    facts.fields[fields.rows()]
        .iter()
        .find(|field| facts.text(field.name) == name)
        .map(|field| field.name_extent)
}
