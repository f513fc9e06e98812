//! Uses of `unsafe`, and whether they say why they are sound.

use govern_facts::{FileFacts, Item, ItemKind, Unsafe, UnsafeKind, Visibility};

use super::places::{Places, Site};

/// A use of `unsafe` that has to say why it is sound, or what its callers have to see to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnsafeUse {
    /// What is unsafe.
    pub what: UnsafeWhat,
    /// Whether a comment or the documentation says why.
    pub justified: bool,
    /// Where the keyword stands.
    pub site: Site,
}

/// What is unsafe.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum UnsafeWhat {
    /// `unsafe { … }`.
    Block,
    /// `unsafe impl …`.
    Impl,
    /// `pub unsafe fn name`.
    Fn(String),
    /// `pub unsafe trait Name`.
    Trait(String),
}

/// The uses of `unsafe` in a file. Functions and traits that are not public need no documentation, and the contract of
/// what an `extern` block declares is the foreign code's.
pub(super) fn unsafes(places: &mut Places<'_>) -> Vec<UnsafeUse> {
    let facts = places.facts;
    let mut found = Vec::new();
    for row in &facts.unsafes {
        if places.is_quoted(row.extent) {
            continue;
        }
        let what = match row.kind {
            UnsafeKind::Block | UnsafeKind::InMacro => UnsafeWhat::Block,
            UnsafeKind::Impl => UnsafeWhat::Impl,
            UnsafeKind::ExternBlock => continue,
            UnsafeKind::Fn | UnsafeKind::Trait => {
                let Some(item) = declared(facts, row).filter(|item| is_public(facts, item)) else {
                    continue;
                };
                let name = facts.text(item.name).to_owned();
                if row.kind == UnsafeKind::Fn {
                    UnsafeWhat::Fn(name)
                } else {
                    UnsafeWhat::Trait(name)
                }
            }
        };
        found.push(UnsafeUse {
            what,
            justified: row.justified,
            site: places.site(row.scope, row.extent),
        });
    }
    found
}

/// The item that the keyword belongs to: the last one that begins before it, because nothing can be declared between an
/// item's beginning and its keywords.
fn declared<'f>(facts: &'f FileFacts, row: &Unsafe) -> Option<&'f Item> {
    let behind = facts
        .items
        .partition_point(|item| item.extent.start <= row.extent.start);
    facts.items[..behind]
        .last()
        .filter(|item| item.extent.contains(row.extent))
}

/// Whether an item is written as public; what a trait declares is as public as the trait.
fn is_public(facts: &FileFacts, item: &Item) -> bool {
    let holder = facts
        .scope(item.scope)
        .item
        .map(|holder| facts.item(holder));
    match holder {
        Some(holder) if matches!(holder.kind, ItemKind::Trait { .. }) => is_public(facts, holder),
        // A method of a trait is documented where the trait declares it.
        Some(Item {
            kind: ItemKind::Impl {
                of_trait: Some(_), ..
            },
            ..
        }) => false,
        _ => item.visibility == Visibility::Public,
    }
}
