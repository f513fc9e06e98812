//! Fields: keys, when they are left out, what stands for them when they are missing.

use std::cell::Cell;

use govern_facts::{Field as FactField, GenericKind};
use govern_names::InstanceId;

use super::attrs::{Attrs, DefaultAttr, Quoted, Sides};
use super::bodies::{Condition, body_condition};
use super::builder::Builder;
use super::defaults::Function;
use super::derive::Place;
use super::frame::{FUEL, Frame};
use super::ty::Ty;
use crate::wire::{Default, Field, Omit, ReadField, RenameRule, Shape, Value, WriteField};

impl Builder<'_, '_> {
    /// A field of a struct or variant.
    pub(super) fn field(
        &mut self,
        place: Place<'_>,
        field: &FactField,
        container: &Attrs,
        rule: &Sides<RenameRule>,
        index: usize,
    ) -> Field {
        let program = self.program;
        let instance = place.def.instance;
        let facts = program.facts_of(instance);
        let ident = facts.text(field.name).to_owned();
        let attrs = self.attrs(instance, field.attrs);
        let ty = program.resolve(instance, field.ty, place.env);
        let (key, keys) = attrs.names(&ident, rule, true);
        let _ = index;

        let mut shape = match attrs.unknown.first() {
            Some(unknown) => {
                let text = super::tokens::normalised(&program.source(instance, field.extent));
                let reason = format!("`{unknown}` on the field is not understood");
                self.wire.push(Shape::Opaque {
                    reason,
                    fingerprint: text,
                })
            }
            None => self.shape(&ty),
        };
        if attrs.with.write.is_some() || attrs.with.read.is_some() {
            shape = self.with(place, &attrs, &ty, shape);
        }
        if let Some(getter) = &attrs.getter {
            shape = self.got(place, container, getter, (shape, &ty));
        }
        let adapter = &attrs.adapter;
        if adapter.write.is_some() || adapter.read.is_some() {
            let side = |builder: &mut Self, text: &Option<String>| match text {
                Some(text) => builder.adapted(place, text, &ty),
                None => shape,
            };
            let write = side(self, &adapter.write);
            let read = match adapter.read == adapter.write {
                true => write,
                false => side(self, &adapter.read),
            };
            shape = match write == read {
                true => write,
                false => self.wire.push(Shape::Split { write, read }),
            };
        }
        let omit = match &attrs.skip_if {
            Some(path) => self.omit(place, path, &ty),
            None => {
                let is_skipped = container.skip_none && !attrs.write_always;
                (is_skipped && self.is_spelled_option(instance, field)).then_some(Omit::None)
            }
        };
        let default = match &attrs.default {
            Some(DefaultAttr::Trait) => Some(self.default_of(&ty)),
            Some(DefaultAttr::Path(path)) => Some(self.default_by(place, path, &ty)),
            None => match &container.default {
                Some(default) => Some(self.container_default(place, default, &ident, &ty)),
                // What is skipped for reading has its type's default.
                None if attrs.skip_read => Some(self.default_of(&ty)),
                None => None,
            },
        };
        let implicit_none = match &attrs.adapter.read {
            Some(text) => {
                !attrs.no_default
                    && self.is_spelled_option(instance, field)
                    && self.is_optional_adapter(place, text)
            }
            None => attrs.with.read.is_none() && self.is_option(&ty),
        };
        Field {
            ident,
            write: (!attrs.skip_write).then_some(WriteField { key, omit }),
            read: (!attrs.skip_read).then_some(ReadField {
                keys,
                implicit_none,
            }),
            // Beside `flatten`, `default` does nothing.
            default: if attrs.flatten && !attrs.skip_read {
                None
            } else {
                default
            },
            flatten: attrs.flatten,
            shape,
        }
    }

    /// Whether a field's type begins with `Option` as it is written, which is what `skip_serializing_none` looks at.
    fn is_spelled_option(&self, instance: InstanceId, field: &FactField) -> bool {
        let facts = self.program.facts_of(instance);
        let source = self.program.source(instance, field.extent);
        let words = super::tokens::tokens(&source);
        let name = facts.text(field.name);
        // `pub name: Type` or, in a tuple, `pub Type`.
        let mut pairs = words.windows(2);
        let named =
            pairs.position(|pair| pair[0].trim_start_matches("r#") == name && pair[1] == ":");
        let start = named.map_or(0, |at| at + 2);
        let path: Vec<&str> = words[start..]
            .iter()
            .map(String::as_str)
            .skip_while(|word| matches!(*word, "pub" | "::"))
            .take_while(|word| *word != "<")
            .collect();
        matches!(
            path.as_slice(),
            ["Option"] | ["std" | "core", "::", "option", "::", "Option"]
        )
    }

    /// When a field is left out; none if it never is.
    fn omit(&mut self, place: Place<'_>, path: &Quoted, ty: &Ty) -> Option<Omit> {
        let segments: Vec<&str> = path.text.split("::").map(str::trim).collect();
        let function = self.function(place, path);
        match segments.as_slice() {
            _ if function.is_some() => {}
            [.., "is_none"] if self.is_option(ty) => return Some(Omit::None),
            [.., "Not", "not"] => return Some(Omit::Equals(Value::Bool(false))),
            [.., "Clone", "clone"] => return Some(Omit::Equals(Value::Bool(true))),
            [.., owner, "is_empty"] if self.is_std_type(owner) => return Some(Omit::Empty),
            _ => {}
        }
        let Some(function) = function else {
            let scope = self.program.item(place.def).scope;
            let text = self.depends_on_path(place.def.instance, scope, path, ty);
            return Some(Omit::Text(text));
        };
        let condition = function
            .params
            .first()
            .and_then(|name| body_condition(&function.body, name));
        let text = || Omit::Text(self.depends_on(&[function.def], ty));
        // A type of the workspace has methods of its own.
        let is_foreign = !matches!(ty, Ty::Item(..) | Ty::Behind(..) | Ty::Unresolved(_));
        Some(match condition {
            Some(Condition::IsNone) if is_foreign => Omit::None,
            Some(Condition::IsEmpty) if is_foreign => Omit::Empty,
            Some(Condition::IsNone | Condition::IsEmpty) => text(),
            Some(Condition::Never) => return None,
            // `value == &T::default()`, whatever the type is.
            Some(Condition::Equals(value))
                if self
                    .type_parameters(&function)
                    .any(|name| value == format!("{name} :: default ( )")) =>
            {
                self.default_value(ty, 16).map_or_else(text, Omit::Equals)
            }
            Some(Condition::Equals(value)) => {
                let scope = self.program.item(function.def).scope;
                let fuel = Cell::new(FUEL);
                let mut frame = Frame::new(function.def.instance, scope, &fuel);
                match self.run_text(&mut frame, &value, Some(ty)) {
                    Some(value) => Omit::Equals(value),
                    None => text(),
                }
            }
            None => text(),
        })
    }

    fn type_parameters(&self, function: &Function) -> impl Iterator<Item = &str> {
        let facts = self.program.facts_of(function.def.instance);
        let generics = self.program.item(function.def).generics;
        facts.generics[generics.rows()]
            .iter()
            .filter(|param| param.kind == GenericKind::Type)
            .map(|param| facts.text(param.name))
    }

    fn is_std_type(&self, name: &str) -> bool {
        let name = name.split('<').next().unwrap_or(name).trim();
        matches!(
            name,
            "Vec"
                | "String"
                | "str"
                | "HashMap"
                | "BTreeMap"
                | "HashSet"
                | "BTreeSet"
                | "VecDeque"
                | "IndexMap"
                | "IndexSet"
                | "Map"
                | "[_]"
                | "[]"
        )
    }

    /// `default = "path"`.
    fn default_by(&mut self, place: Place<'_>, path: &Quoted, ty: &Ty) -> Default {
        let function = self.function(place, path);
        match &function {
            Some(function) => match self.result_of(function, ty) {
                Some(value) => Default::Known(value),
                None => Default::Text(self.depends_on(&[function.def], ty)),
            },
            // `Default::default`, `Vec::new`, `String::new`.
            _ if matches!(
                path.text.rsplit("::").next().map(str::trim),
                Some("default" | "new")
            ) =>
            {
                self.default_of(ty)
            }
            _ => {
                let scope = self.program.item(place.def).scope;
                Default::Text(self.depends_on_path(place.def.instance, scope, path, ty))
            }
        }
    }
}
