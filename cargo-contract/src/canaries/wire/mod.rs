//! Canaries of the rules about wire types: changes of types as they were published that break somebody.

mod declared;

use std::collections::BTreeSet;
use std::ops::Range;

use self::declared::Declared;
use super::{NAME, Nest, replaced};
use crate::changes::Purpose;
use crate::collect::{Found, Side};
use crate::compat::Format;
use crate::direction::Direction;

/// What the rules must find, for types that are as they were published: one struct and one enum for each thing that is done
/// with documents, and for what not all of them have, as many as it takes.
pub(super) fn wire(nest: &mut Nest<'_>) {
    let ground = nest.ground;
    if let Some(published) = ground.published {
        let mut seen = BTreeSet::new();
        for found in ground.now.1 {
            // Where only positions count, names change nothing.
            let purpose = (ground.purpose)(&found.path);
            let purpose = purpose.filter(|it| it.formats.contains(&Format::Json));
            let Some(purpose) = purpose else {
                continue;
            };
            let Some(declared) = Declared::new(ground.now.0, found) else {
                continue;
            };
            let before = published.types.iter().find(|old| old.path == found.path);
            let before = before.and_then(|old| Declared::new(published.side, old));
            if before.is_none_or(|before| before.code() != declared.code()) {
                continue;
            }
            let changes = declared.changes().unwrap_or_default();
            for change in changes {
                let like = (change.rule, purpose.backward, purpose.forward);
                if change.met.is_met(purpose) && seen.insert((like, declared.is_enum())) {
                    let text = declared.changed(&change);
                    let what = format!("`{}` {}", found.path, change.what);
                    nest.write(change.rule, &what, declared.path(), text);
                }
            }
        }
    }
    nest.none(
        RULES,
        "no type that is compared, and plain enough to be changed, is as it was published",
    );
    nest.none(
        OPTIONAL,
        "no type that is compared, and as it was published, has a field that may be left out",
    );
}

/// A change of a type that breaks whoever reads or writes it: what becomes of it, and the file with its new text.
pub(super) fn broken(side: &Side<'_>, found: &Found) -> Option<(String, String, String)> {
    let declared = Declared::new(side, found)?;
    let mut changes = declared.changes()?.into_iter();
    let change = changes.find(|it| matches!(it.rule, "field_retyped" | "variant_renamed"))?;
    let what = format!("`{}` {}", found.path, change.what);
    Some((what, declared.path().to_owned(), declared.changed(&change)))
}

/// The rules that have canaries.
const RULES: &[&str] = &[
    "field_added",
    "field_presence_changed",
    "field_removed",
    "field_renamed",
    "field_retyped",
    "representation_changed",
    "type_removed",
    "unreadable_by_itself",
    "variant_added",
    "variant_removed",
    "variant_renamed",
    "wire_shape_unknown",
];
/// Those about fields that may be left out.
const OPTIONAL: &[&str] = &["meaning_unknown", "value_lost"];

/// Who meets a change.
enum Met {
    /// Whoever has to do with the type.
    Always,
    /// This program, in documents of the published version.
    OldDocuments,
    /// The published version, in documents of this program.
    OldReaders,
    /// This program, in its own documents.
    Itself,
}

impl Met {
    fn is_met(&self, purpose: Purpose) -> bool {
        match self {
            Met::Always => true,
            Met::OldDocuments => purpose.backward,
            Met::OldReaders => purpose.forward,
            Met::Itself => purpose.direction == Direction::Both,
        }
    }
}

/// Other text in the place of some.
struct Change {
    rule: &'static str,
    met: Met,
    what: String,
    places: Vec<(Range<usize>, String)>,
}
