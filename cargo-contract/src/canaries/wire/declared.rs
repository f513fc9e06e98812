//! A type as it is declared, and what could be changed of it.

use std::ops::Range;
use std::sync::Arc;

use govern_diagnostics::FileId;
use govern_facts::{
    Extent, Field, FileFacts, Item, ItemKind, Meta, MetaValue, PathKind, Run, Shape, Visibility,
};

use super::{Change, Met, NAME, replaced};
use crate::collect::{Found, Side};

/// Attributes that decide nothing about documents.
const BENIGN: &[&str] = &[
    "allow",
    "deprecated",
    "derive",
    "doc",
    "expect",
    "must_use",
    "non_exhaustive",
    "repr",
];

impl Change {
    /// One that the type has, in words.
    fn with(rule: &'static str, met: Met, what: String, place: Extent, text: String) -> Change {
        Change {
            rule,
            met,
            what: format!("with {what}"),
            places: vec![(range(place), text)],
        }
    }
}

fn range(place: Extent) -> Range<usize> {
    place.start as usize..place.end as usize
}

/// A type where it is declared.
pub(super) struct Declared<'s> {
    side: &'s Side<'s>,
    file: FileId,
    facts: &'s FileFacts,
    item: &'s Item,
    text: Arc<str>,
}

impl<'s> Declared<'s> {
    pub(super) fn new(side: &'s Side<'s>, found: &Found) -> Option<Declared<'s>> {
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

    pub(super) fn is_enum(&self) -> bool {
        self.item.kind == ItemKind::Enum
    }

    /// Its declaration as written.
    pub(super) fn code(&self) -> &str {
        &self.text[self.item.extent.range()]
    }

    pub(super) fn path(&self) -> &str {
        self.side.workspace.path(self.file)
    }

    /// The file with a change.
    pub(super) fn changed(&self, change: &Change) -> String {
        replaced(&self.text, &change.places)
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
    pub(super) fn changes(&self) -> Option<Vec<Change>> {
        let said = self.said(self.item.attrs)?;
        // Other names are names, too.
        if !self.is_derived()
            || said
                .iter()
                .any(|it| !matches!(*it, "rename_all" | "tag" | "content"))
        {
            return None;
        }
        let mut changes = match &self.item.kind {
            ItemKind::Struct {
                shape: Shape::Named,
                fields,
            } => self.of_struct(&self.facts.fields[fields.rows()])?,
            ItemKind::Enum => self.of_enum(&said)?,
            _ => return None,
        };
        // One that is for itself: what is inside of others is looked at there.
        if self.item.visibility == Visibility::Public {
            changes.push(Change {
                rule: "type_removed",
                met: Met::Always,
                what: "removed".to_owned(),
                places: vec![(range(self.item.extent), String::new())],
            });
        }
        Some(changes)
    }

    /// The keys that attributes of serde have; none if there are other attributes.
    fn said(&self, attrs: Run) -> Option<Vec<&str>> {
        let mut keys = Vec::new();
        for attr in self.facts.attrs_of(attrs) {
            match self.facts.attr_list(attr, "serde") {
                Some(list) if attr.cfg.is_none() => {
                    keys.extend(list.iter().map(|it| self.facts.text(it.path)));
                }
                None if BENIGN.contains(&self.facts.attr_path(attr)) => {}
                _ => return None,
            }
        }
        Some(keys)
    }

    fn has_serde(&self, attrs: Run) -> bool {
        let mut attrs = self.facts.attrs_of(attrs);
        attrs.any(|attr| {
            self.facts.attr_path(attr) != "derive" && self.facts.attr_path(attr) != "doc"
        })
    }

    fn of_struct(&self, fields: &[Field]) -> Option<Vec<Change>> {
        let mut changes = self.of_optional(fields);
        match self.of_plain(fields) {
            Some(plain) => changes.extend(plain),
            None if changes.is_empty() => return None,
            None => {}
        }
        Some(changes)
    }

    /// Changes of a field that may be left out.
    fn of_optional(&self, fields: &[Field]) -> Vec<Change> {
        let mut changes = Vec::new();
        for field in fields.iter().filter(|it| it.cfg.is_none()) {
            let said: Vec<&Meta> = self
                .facts
                .attrs_of(field.attrs)
                .filter_map(|attr| self.facts.attr_list(attr, "serde"))
                .flatten()
                .collect();
            let says = |key: &str| said.iter().find(|it| self.facts.text(it.path) == key);
            let is_only = said.iter().all(|it| {
                let key = self.facts.text(it.path);
                matches!(key, "default" | "skip_serializing_if")
            });
            let code = &self.text[range(field.extent)];
            let name = self.facts.text(field.name);
            let typed = code.find(&format!("{name}:")).map(|at| at + name.len() + 1);
            let Some(ty) = typed.map(|at| code[at..].trim()).filter(|_| is_only) else {
                continue;
            };
            if ty.starts_with("Option<") {
                let text = format!("rename = \"{NAME}\"");
                changes.push(Change::with(
                    "value_lost",
                    Met::Always,
                    format!("`#[serde({text})]` on `{name}`"),
                    Extent::new(field.extent.start, field.extent.start),
                    format!("#[serde({text})]\n    "),
                ));
            }
            let default = says("default").filter(|it| !matches!(it.value, MetaValue::List(_)));
            if let (Some(default), Some(_)) = (default, says("skip_serializing_if")) {
                let end = self.item.extent.end as usize;
                changes.push(Change {
                    rule: "meaning_unknown",
                    met: Met::OldDocuments,
                    what: format!("with another function for the default of `{name}`"),
                    places: vec![
                        (range(default.extent), format!("default = \"{NAME}\"")),
                        (
                            end..end,
                            format!(
                                "\n\nfn {NAME}() -> {ty} {{\n    ::std::env::args().collect()\n}}"
                            ),
                        ),
                    ],
                });
            }
        }
        changes
    }

    fn of_plain(&self, fields: &[Field]) -> Option<Vec<Change>> {
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

    fn of_enum(&self, said: &[&str]) -> Option<Vec<Change>> {
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
        // One alone would leave nothing behind, and one for all others takes those in that are not known.
        let is_other = |it: &&Item| self.said(it.attrs).is_none_or(|it| it.contains(&"other"));
        if variants.len() < 2 || variants.iter().any(is_other) {
            return None;
        }
        let name = self.facts.text(variant.name);
        let start = Extent::new(variant.extent.start, variant.extent.start);
        let whole = self.with_comma(variant.extent);
        let item = Extent::new(self.item.extent.start, self.item.extent.start);
        let mut changes = vec![
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
        ];
        // What has another name already is only told as gone and come.
        if !said.contains(&"rename_all") {
            changes.push(Change::with(
                "variant_renamed",
                Met::Always,
                format!("`#[serde(rename = \"{NAME}\")]` on `{name}`"),
                start,
                format!("#[serde(rename = \"{NAME}\")]\n    "),
            ));
        }
        if !said.contains(&"tag") {
            changes.push(Change::with(
                "representation_changed",
                Met::Always,
                format!("`#[serde(tag = \"{NAME}\", content = \"content\")]`"),
                item,
                format!("#[serde(tag = \"{NAME}\", content = \"content\")]\n"),
            ));
        }
        Some(changes)
    }

    /// A part of the type with the comma behind it.
    fn with_comma(&self, part: Extent) -> Extent {
        let comma = self.text[part.end as usize..].starts_with(',');
        Extent::new(part.start, part.end + u32::from(comma))
    }
}
