//! Enums, as their derives treat them.

use govern_facts::{Item, ItemKind, Shape as Form};
use govern_names::ItemDef;

use super::attrs::Attrs;
use super::builder::Builder;
use super::codes::Code;
use super::derive::Place;
use super::ty::Ty;
use crate::wire::{Enum, IntType, Payload, Shape, Tagging, Variant};

impl Builder<'_, '_> {
    pub(super) fn enumeration(&mut self, place: Place<'_>, attrs: &Attrs) -> Shape {
        let program = self.program;
        let tagging = match (&attrs.tag, &attrs.content) {
            _ if attrs.untagged => Tagging::Untagged,
            (Some(tag), Some(content)) => Tagging::Adjacent {
                tag: tag.clone(),
                content: content.clone(),
            },
            (Some(tag), None) => Tagging::Internal { tag: tag.clone() },
            (None, _) => Tagging::External,
        };
        let external = tagging == Tagging::External;
        let mut variants = Vec::new();
        for (number, (def, item)) in (0i128..).zip(program.variants(place.def)) {
            let own = self.attrs(def.instance, item.attrs);
            if let Some(unknown) = own.unknown.first() {
                let ty = Ty::Item(place.def, Vec::new());
                return self.opaque(&ty, &format!("`{unknown}` on a variant is not understood"));
            }
            let ident = program.name(def).to_owned();
            let (write, read) = own.names(&ident, &attrs.rename_all, false);
            let payload = self.payload(place, def, item, attrs, &own, external);
            let takes_any = attrs.field_identifier && !matches!(payload, Payload::Unit);
            let untagged = takes_any || own.untagged && !attrs.untagged;
            variants.push(Variant {
                write: (!own.skip_write).then_some(write),
                read: (!own.skip_read).then_some(read),
                other: own.other,
                untagged,
                payload,
                number,
                ident,
            });
        }
        Shape::Enum(Enum {
            name: program.name(place.def).to_owned(),
            variants,
            tagging,
            deny_unknown: attrs.deny_unknown,
        })
    }

    pub(super) fn payload(
        &mut self,
        place: Place<'_>,
        def: ItemDef,
        item: &Item,
        container: &Attrs,
        own: &Attrs,
        _external: bool,
    ) -> Payload {
        let program = self.program;
        let ItemKind::Variant { shape, fields, .. } = &item.kind else {
            return Payload::Unit;
        };
        let facts = program.facts_of(def.instance);
        let fields = self.present(def.instance, facts, *fields);
        if own.with.write.is_some() || own.with.read.is_some() {
            return Payload::Newtype(self.variant_with(place, def, item, own, &fields));
        }
        let rule = own
            .rename_all
            .clone()
            .or(container.rename_all_fields.clone());
        // `default` of the container is for structs.
        let of_variant = Attrs {
            default: None,
            ..container.clone()
        };
        match (shape, fields.as_slice()) {
            (Form::Unit, _) => Payload::Unit,
            (Form::Tuple, [only]) => {
                let field = self.field(place, only, &of_variant, &rule, 0);
                if field.write.is_none() && field.read.is_none() {
                    Payload::Unit
                } else {
                    Payload::Newtype(field.shape)
                }
            }
            (Form::Tuple, _) => {
                Payload::Tuple(self.fields(place, &fields, &of_variant, &rule, String::new()))
            }
            (Form::Named, _) => {
                Payload::Struct(self.fields(place, &fields, &of_variant, &rule, String::new()))
            }
        }
    }

    /// An enum that is written as the number of its variant.
    pub(super) fn numbered(&mut self, def: ItemDef) -> Shape {
        let program = self.program;
        let facts = program.facts_of(def.instance);
        let ty = facts.attrs_of(program.item(def).attrs).find_map(|attr| {
            facts
                .attr_list(attr, "repr")?
                .iter()
                .find_map(|meta| IntType::parse(facts.text(meta.path)))
        });
        let Some(ty) = ty else {
            return self.opaque(
                &Ty::Item(def, Vec::new()),
                "an enum written as a number, without `repr`",
            );
        };
        let mut variants = Vec::new();
        for (variant, code) in self.discriminants(def) {
            let number = match code {
                Ok(Code::Number(number)) => {
                    let magnitude = i128::try_from(number.magnitude()).unwrap_or(i128::MAX);
                    match number.is_negative() {
                        true => -magnitude,
                        false => magnitude,
                    }
                }
                _ => {
                    return self.opaque(
                        &Ty::Item(def, Vec::new()),
                        "a discriminant that is not known",
                    );
                }
            };
            let own = self.attrs(def.instance, program.item(variant).attrs);
            let ident = program.name(variant).to_owned();
            variants.push(Variant {
                write: Some(ident.clone()),
                read: Some(vec![ident.clone()]),
                other: own.other,
                untagged: false,
                payload: Payload::Unit,
                number,
                ident,
            });
        }
        let name = program.name(def).to_owned();
        Shape::Enum(Enum {
            name,
            variants,
            tagging: Tagging::Number(ty),
            deny_unknown: false,
        })
    }
}
