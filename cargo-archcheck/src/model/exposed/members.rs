//! Methods, associated constants and fields of types that are shown: which of them no other crate names.
//!
//! Names of members cannot be resolved without types, so words are compared: what is a word of any file of another crate is
//! used there.

use std::{collections::BTreeSet, ops::Range};

use govern_diagnostics::Span;
use govern_facts::{FileFacts, Item, ItemKind, Shape, Visibility};
use govern_names::CrateId;
use rustc_hash::FxHashSet;

use super::{File, Key, Search, doc_tests, plain::is_plain, type_name};
use crate::model::architecture::{Exposed, ModuleRow};

/// A member of a type.
struct Member<'w> {
    krate: CrateId,
    module: ModuleRow,
    of: &'w str,
    name: &'w str,
    is_field: bool,
    span: Span,
}

/// How many members of types were looked at, and those that are public without need.
pub(super) fn exposed<'w>(
    search: &Search<'w, '_>,
    types: &BTreeSet<Key<'w>>,
) -> (usize, Vec<Exposed>) {
    let mut members = Vec::new();
    for file in search.files.iter().filter(|file| search.is_internal(file)) {
        for item in &file.facts.items {
            collect(search, file, item, types, &mut members);
        }
    }
    let looked_at = members.len();
    drop_named(search, &mut members);
    let members = members.into_iter().map(|member| Exposed {
        module: member.module,
        name: format!("{}::{}", member.of, member.name),
        span: member.span,
        exports: Vec::new(),
    });
    (looked_at, members.collect())
}

/// Adds the public members that an item declares: as one of an inherent `impl`, or as the fields of a struct.
fn collect<'w>(
    search: &Search<'w, '_>,
    file: &File<'w>,
    item: &Item,
    types: &BTreeSet<Key<'w>>,
    members: &mut Vec<Member<'w>>,
) {
    let facts = file.facts;
    let is_type = |name: &&str| types.contains(&(file.krate, *name));
    let is_written = item.in_macro.is_none() && !item.expanded;
    if !is_written || !is_plain(facts, item.attrs) {
        return;
    }
    let Some(module) = search.module_of(file, item) else {
        return;
    };
    let mut add = |of, name, is_field, extent| {
        members.push(Member {
            krate: file.krate,
            module,
            of,
            name,
            is_field,
            span: (file.span)(extent),
        });
    };
    match item.kind {
        ItemKind::Fn { .. } | ItemKind::Const { .. } if item.visibility == Visibility::Public => {
            let around = facts.items_around(item.scope).next();
            let of = around.and_then(|(_, around)| match around.kind {
                ItemKind::Impl {
                    of_trait: None,
                    self_ty,
                    ..
                } if is_plain(facts, around.attrs) => type_name(facts, self_ty),
                _ => None,
            });
            if let Some(of) = of.filter(is_type) {
                add(of, facts.text(item.name), false, item.name_extent);
            }
        }
        ItemKind::Struct {
            shape: Shape::Named,
            fields,
        } => {
            let Some(of) = Some(facts.text(item.name)).filter(is_type) else {
                return;
            };
            if is_message(facts, item) {
                return;
            }
            for field in &facts.fields[fields.rows()] {
                if field.visibility == Visibility::Public && is_plain(facts, field.attrs) {
                    add(of, facts.text(field.name), true, field.name_extent);
                }
            }
        }
        _ => {}
    }
}

/// Whether values of a type are written or read as a whole: its fields are what others see of them, whoever names them.
fn is_message(facts: &FileFacts, item: &Item) -> bool {
    let mut derived = facts
        .attrs_of(item.attrs)
        .filter_map(|attr| facts.attr_list(attr, "derive"))
        .flatten()
        .filter_map(|meta| facts.text(meta.path).rsplit("::").next());
    derived.any(|name| matches!(name, "Serialize" | "Deserialize"))
}

/// Drops what another crate may use: what it has the words of, and the fields of what it may fill up with `..`; and what
/// macros and examples of the own crate say, which stand in others.
fn drop_named<'w>(search: &Search<'w, '_>, members: &mut Vec<Member<'w>>) {
    let with_crate = search.files.iter().map(|file| {
        let id = search.names.instance(file.instance).file;
        (id, file.facts, Some(file.krate))
    });
    let loose = search.loose.iter().map(|&(id, facts)| (id, facts, None));
    for (id, facts, krate) in with_crate.chain(loose) {
        if members.is_empty() {
            return;
        }
        let Ok(text) = search.workspace.text(id) else {
            // What cannot be read may say anything.
            members.clear();
            return;
        };
        let macros = facts
            .items
            .iter()
            .filter(|item| matches!(item.kind, ItemKind::MacroRules { .. } | ItemKind::MacroDef));
        let ranges = macros.map(|item| Range::<usize>::from(item.extent.range()));
        let macros = ranges.filter_map(|range| text.get(range));
        let mut own: FxHashSet<&str> = macros.flat_map(words).collect();
        own.extend(doc_tests::words(&text));
        let all: FxHashSet<&str> = words(&text).collect();
        let fills = fills_up(&text);
        members.retain(|member| {
            let is_used = match Some(member.krate) == krate {
                true => own.contains(member.name),
                false => {
                    let filled = member.is_field && fills && all.contains(member.of);
                    filled || all.contains(member.name)
                }
            };
            !is_used
        });
    }
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    let is_word = |it: char| it.is_alphanumeric() || it == '_';
    text.split(move |it| !is_word(it))
        .filter(|word| !word.is_empty())
}

/// Whether a text may fill up a value with those of another: `..` behind a comma or brace, and not before the closing one.
fn fills_up(text: &str) -> bool {
    text.match_indices("..").any(|(at, dots)| {
        let before = text[..at].trim_end();
        let behind = text[at + dots.len()..].trim_start();
        before.ends_with([',', '{']) && !behind.starts_with(['}', ',', '=', ']', ')', '.'])
    })
}

#[cfg(test)]
mod tests {
    use super::fills_up;

    #[test]
    fn what_fills_up_a_value() {
        for text in [
            "A { a: 1, ..Default::default() }",
            "A { ..a }",
            "A {\n a,\n ..\n b }",
        ] {
            assert!(fills_up(text), "{text}");
        }
        for text in [
            "let A { a, .. } = b;",
            "for i in 0..n {}",
            "a[..n]",
            "f(a, ..)",
        ] {
            assert!(!fills_up(text), "{text}");
        }
    }
}
