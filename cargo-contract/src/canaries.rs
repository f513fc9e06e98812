//! Canaries of the rules about wire types: changes of types as they were published that break somebody.

use std::collections::BTreeSet;

use govern_diagnostics::FileId;
use govern_facts::{Extent, Field, FileFacts, Item, ItemKind, PathKind, Shape};
use govern_gate::{Canaries, Canary, Edit};

use crate::changes::Purpose;
use crate::collect::{Found, Side};
use crate::compat::Format;
use crate::direction::Direction;

/// The name of what is put in.
const NAME: &str = "govern_canary";

/// What the rules must find, for types that are as they were published: one struct and one enum for each thing that is done
/// with documents.
pub(crate) fn canaries(
    now: (&Side<'_>, &[Found]),
    published: (&Side<'_>, &[Found]),
    purpose: impl Fn(&str) -> Option<Purpose>,
) -> Canaries {
    let mut canaries = Canaries::default();
    let mut seen = BTreeSet::new();
    for found in now.1 {
        // Where only positions count, names change nothing.
        let purpose = purpose(&found.path).filter(|it| it.formats.contains(&Format::Json));
        let Some(purpose) = purpose else {
            continue;
        };
        let Some(declared) = Declared::new(now.0, found) else {
            continue;
        };
        let before = published.1.iter().find(|old| old.path == found.path);
        let before = before.and_then(|old| Declared::new(published.0, old));
        if before.is_none_or(|before| before.code() != declared.code()) {
            continue;
        }
        let Some(changes) = declared.changes() else {
            continue;
        };
        if !seen.insert((purpose.backward, purpose.forward, declared.is_enum())) {
            continue;
        }
        for change in changes {
            let is_met = match change.met {
                Met::Always => true,
                Met::OldDocuments => purpose.backward,
                Met::OldReaders => purpose.forward,
                Met::Itself => purpose.direction == Direction::Both,
            };
            if is_met {
                canaries.made.push(declared.canary(found, change));
            }
        }
    }
    for rule in RULES {
        if !canaries.made.iter().any(|canary| canary.rule == rule) {
            let why =
                "no type that is compared, and plain enough to be changed, is as it was published";
            canaries.none(rule, why);
        }
    }
    canaries
}

/// The rules that have canaries.
const RULES: [&str; 12] = [
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

/// Other text in the place of some.
struct Change {
    rule: &'static str,
    met: Met,
    what: String,
    place: Extent,
    text: String,
}

impl Change {
    /// One that the type has, in words.
    fn with(rule: &'static str, met: Met, what: String, place: Extent, text: String) -> Change {
        Change {
            rule,
            met,
            what: format!("with {what}"),
            place,
            text,
        }
    }
}

/// A type where it is declared.
struct Declared<'s> {
    side: &'s Side<'s>,
    file: FileId,
    facts: &'s FileFacts,
    item: &'s Item,
    text: std::sync::Arc<str>,
}

impl<'s> Declared<'s> {
    fn new(side: &'s Side<'s>, found: &Found) -> Option<Declared<'s>> {
        let facts = side.facts(found.def.instance)?;
        let file = side.names.instance(found.def.instance).file;
        Some(Declared {
            side,
            file,
            facts,
            item: facts.item(found.def.item),
            text: side.workspace.text(file).ok()?,
        })
    }

    fn is_enum(&self) -> bool {
        self.item.kind == ItemKind::Enum
    }

    /// Its declaration as written.
    fn code(&self) -> &str {
        &self.text[self.item.extent.range()]
    }

    /// Whether both traits of serde are derived.
    fn is_derived(&self) -> bool {
        let derives = |name: &str| {
            let mut paths = self.facts.paths.iter();
            paths.any(|path| {
                path.kind == PathKind::Derive
                    && self.item.extent.contains(path.extent)
                    && self.facts.segments(path.segments).next_back() == Some(name)
            })
        };
        derives("Serialize") && derives("Deserialize")
    }

    /// What could be changed; none if the type is not plain enough to know what that would do.
    fn changes(&self) -> Option<Vec<Change>> {
        if !self.is_derived() || self.has_serde(self.item.attrs) {
            return None;
        }
        let mut changes = match &self.item.kind {
            ItemKind::Struct {
                shape: Shape::Named,
                fields,
            } => self.of_struct(&self.facts.fields[fields.rows()])?,
            ItemKind::Enum => self.of_enum()?,
            _ => return None,
        };
        changes.push(Change {
            rule: "type_removed",
            met: Met::Always,
            what: "removed".to_owned(),
            place: self.item.extent,
            text: String::new(),
        });
        Some(changes)
    }

    fn has_serde(&self, attrs: govern_facts::Run) -> bool {
        let mut attrs = self.facts.attrs_of(attrs);
        attrs.any(|attr| {
            self.facts.attr_path(attr) != "derive" && self.facts.attr_path(attr) != "doc"
        })
    }

    fn of_struct(&self, fields: &[Field]) -> Option<Vec<Change>> {
        // What is left out, or may be left out, is another matter.
        let is_plain = |field: &&Field| {
            let code = &self.text[field.extent.range()];
            !self.has_serde(field.attrs) && !code.contains("Option") && field.cfg.is_none()
        };
        let field = fields.iter().find(is_plain)?;
        let (name, code) = (
            self.facts.text(field.name),
            &self.text[field.extent.range()],
        );
        let start = Extent::new(field.extent.start, field.extent.start);
        let attribute = |text: &str| format!("#[serde({text})]\n    ");
        let before_field = |rule, met, text: &str| {
            Change::with(
                rule,
                met,
                format!("`#[serde({text})]` on `{name}`"),
                start,
                attribute(text),
            )
        };
        let whole = self.with_comma(field.extent);
        let typed = code.find(&format!("{name}:"))? + name.len() + 1;
        let ty = Extent::new(field.extent.start + typed as u32, field.extent.end);
        Some(vec![
            Change::with(
                "field_added",
                Met::OldDocuments,
                format!("a field `{NAME}`"),
                start,
                format!("{NAME}: [u64; 2],\n    "),
            ),
            Change::with(
                "field_removed",
                Met::OldReaders,
                format!("no field `{name}`"),
                whole,
                String::new(),
            ),
            Change::with(
                "field_retyped",
                Met::Always,
                format!("`{name}` of another type"),
                ty,
                " [[bool; 3]; 2]".to_owned(),
            ),
            before_field(
                "field_renamed",
                Met::Always,
                &format!("rename = \"{NAME}\""),
            ),
            before_field(
                "field_presence_changed",
                Met::OldReaders,
                &format!("skip_serializing_if = \"{NAME}\", default"),
            ),
            before_field(
                "unreadable_by_itself",
                Met::Itself,
                &format!("rename(serialize = \"{NAME}\")"),
            ),
            before_field(
                "wire_shape_unknown",
                Met::Always,
                &format!("with = \"{NAME}\""),
            ),
        ])
    }

    fn of_enum(&self) -> Option<Vec<Change>> {
        let body = self.item.body?;
        let variants: Vec<&Item> = self
            .facts
            .items
            .iter()
            .filter(|item| item.scope == body && matches!(item.kind, ItemKind::Variant { .. }))
            .collect();
        let variant = *variants
            .iter()
            .find(|it| !self.has_serde(it.attrs) && it.cfg.is_none())?;
        // One alone would leave nothing behind.
        if variants.len() < 2 {
            return None;
        }
        let name = self.facts.text(variant.name);
        let start = Extent::new(variant.extent.start, variant.extent.start);
        let whole = self.with_comma(variant.extent);
        let item = Extent::new(self.item.extent.start, self.item.extent.start);
        Some(vec![
            Change::with(
                "variant_added",
                Met::OldReaders,
                "a variant `GovernCanary`".to_owned(),
                start,
                "GovernCanary,\n    ".to_owned(),
            ),
            Change::with(
                "variant_removed",
                Met::OldDocuments,
                format!("no variant `{name}`"),
                whole,
                String::new(),
            ),
            Change::with(
                "variant_renamed",
                Met::Always,
                format!("`#[serde(rename = \"{NAME}\")]` on `{name}`"),
                start,
                format!("#[serde(rename = \"{NAME}\")]\n    "),
            ),
            Change::with(
                "representation_changed",
                Met::Always,
                format!("`#[serde(tag = \"{NAME}\", content = \"content\")]`"),
                item,
                format!("#[serde(tag = \"{NAME}\", content = \"content\")]\n"),
            ),
        ])
    }

    /// A part of the type with the comma behind it.
    fn with_comma(&self, part: Extent) -> Extent {
        let comma = self.text[part.end as usize..].starts_with(',');
        Extent::new(part.start, part.end + u32::from(comma))
    }

    fn canary(&self, found: &Found, change: Change) -> Canary {
        let path = self.side.workspace.path(self.file).to_owned();
        let mut text = self.text.to_string();
        let place = change.place.start as usize..change.place.end as usize;
        text.replace_range(place, &change.text);
        Canary {
            rule: change.rule,
            of: None,
            what: format!("`{}` {}, in `{path}`", found.path, change.what),
            edits: vec![Edit::Write(path, text.into_bytes())],
        }
    }
}
