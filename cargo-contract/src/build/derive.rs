//! Structs and enums of the workspace, as their derives treat them.

use govern_facts::{Field as FactField, FileFacts, Item, ItemKind, MetaValue, Run, Shape as Form};
use govern_names::{InstanceId, ItemDef, Meaning};

use super::attrs::{Attrs, Sides, read};
use super::builder::Builder;
use super::one_sided::Only;
use super::ty::{Arg, Env, Ty};
use crate::known::{self, Spec};
use crate::wire::{RenameRule, Shape, ShapeId, Struct};

/// Where an item stands and what its parameters are.
#[derive(Clone, Copy)]
pub(super) struct Place<'e> {
    pub(super) def: ItemDef,
    pub(super) env: &'e Env,
}

/// Who writes or reads a type.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Maker {
    /// `#[derive(Serialize)]` and the like.
    Derive,
    /// `#[derive(Serialize_repr)]` and the like.
    Number,
    /// An implementation by hand.
    Hand(ItemDef),
    /// Nobody that can be seen.
    Nobody,
}

impl Builder<'_, '_> {
    /// The shape of a struct or enum.
    pub(super) fn item_shape(&mut self, def: ItemDef, args: &[Arg]) -> Shape {
        let (writer, reader) = (self.maker(def, "Serialize"), self.maker(def, "Deserialize"));
        if self.is_by_hand(def)
            && let Some(ty) = self.declared(def)
        {
            let like = self.shape(&ty);
            return Shape::Split {
                write: like,
                read: like,
            };
        }
        if self.is_by_hand(def)
            && let Some(shape) = self.declared_schema(def)
        {
            return shape;
        }
        match (writer, reader) {
            (Maker::Nobody, Maker::Nobody) => {
                let name = self.program.name(def).to_owned();
                self.opaque(
                    &Ty::Item(def, args.to_vec()),
                    &format!("`{name}` has no serde implementation that can be seen"),
                )
            }
            (Maker::Derive, Maker::Derive) => self.derived(def, args),
            (Maker::Derive, Maker::Nobody) => {
                let shape = self.derived(def, args);
                self.mirrored(shape, Only::Written)
            }
            (Maker::Nobody, Maker::Derive) => {
                let shape = self.derived(def, args);
                self.mirrored(shape, Only::Read)
            }
            (Maker::Number | Maker::Nobody, Maker::Number | Maker::Nobody) => self.numbered(def),
            _ => {
                let shape = self.by_hand(def, args, writer, reader);
                match shape {
                    (write, read) if write == read => Shape::Split { write, read: write },
                    (write, read) => Shape::Split { write, read },
                }
            }
        }
    }

    /// Whether something of what a type is on the wire is written by hand.
    pub fn is_by_hand(&self, def: ItemDef) -> bool {
        let by_hand = |of| matches!(self.maker(def, of), Maker::Hand(_));
        by_hand("Serialize") || by_hand("Deserialize")
    }

    fn by_hand(
        &mut self,
        def: ItemDef,
        args: &[Arg],
        writer: Maker,
        reader: Maker,
    ) -> (ShapeId, ShapeId) {
        // Implementations by hand are among what a type depends on.
        let fingerprint = self.fingerprint(&Ty::Item(def, args.to_vec()));
        let mut side = |maker: Maker, is_writer: bool| match maker {
            Maker::Derive => {
                let shape = self.derived(def, args);
                Some(self.wire.push(shape))
            }
            Maker::Number => {
                let shape = self.numbered(def);
                Some(self.wire.push(shape))
            }
            Maker::Hand(implementation) => {
                Some(self.hand_written(def, args, implementation, is_writer, &fingerprint))
            }
            Maker::Nobody => None,
        };
        let write = side(writer, true);
        let read = side(reader, false);
        match (write, read) {
            (Some(write), Some(read)) => {
                // The same opaque shape on both sides is one shape.
                let same = matches!(self.wire.shape(write), Shape::Opaque { .. })
                    && self.wire.shape(write) == self.wire.shape(read);
                (write, if same { write } else { read })
            }
            (Some(one), None) | (None, Some(one)) => (one, one),
            (None, None) => {
                let shape = self.opaque(
                    &Ty::Item(def, args.to_vec()),
                    "no serde implementation can be seen",
                );
                let id = self.wire.push(shape);
                (id, id)
            }
        }
    }

    fn maker(&self, def: ItemDef, of_trait: &str) -> Maker {
        let program = self.program;
        let facts = program.facts_of(def.instance);
        for attr in facts.attrs_of(program.item(def).attrs) {
            if attr
                .cfg
                .is_some_and(|cfg| !program.holds(def.instance, cfg))
            {
                continue;
            }
            let Some(derives) = facts.attr_list(attr, "derive") else {
                continue;
            };
            for derive in derives {
                let path = facts.text(derive.path);
                let meaning = self.derived_name(def.instance, derive.extent);
                // `use serde::Serialize as Ser`: what counts is what the name is bound to.
                let named = meaning.as_deref().unwrap_or(path);
                let last = named.rsplit("::").next().unwrap_or(named);
                if last == of_trait && is_serde(meaning.as_deref(), path) {
                    return Maker::Derive;
                }
                if last.strip_suffix("_repr") == Some(of_trait) {
                    return Maker::Number;
                }
            }
        }
        let implementation = self.implementations(def).iter().find(|implementation| {
            implementation.of_trait.rsplit("::").next() == Some(of_trait)
                && matches!(
                    implementation.of_trait.split("::").next(),
                    Some("serde" | "serde_core" | "Serialize" | "Deserialize")
                )
        });
        implementation.map_or(Maker::Nobody, |implementation| {
            Maker::Hand(implementation.def)
        })
    }

    /// What a name in a list of derives is bound to, if that is in another crate.
    fn derived_name(&self, instance: InstanceId, extent: govern_facts::Extent) -> Option<String> {
        let (path, _) = self.program.path_in(instance, extent)?;
        match self.program.meaning(instance, path) {
            Meaning::External(path) => Some(path),
            _ => None,
        }
    }

    pub(super) fn attrs(&self, instance: InstanceId, attrs: Run) -> Attrs {
        let program = self.program;
        read(program.facts_of(instance), attrs, &|cfg| {
            program.holds(instance, cfg)
        })
    }

    /// What the derives make of a type.
    pub(super) fn derived(&mut self, def: ItemDef, args: &[Arg]) -> Shape {
        let program = self.program;
        let item = program.item(def);
        let attrs = self.attrs(def.instance, item.attrs);
        let env = program.env_of(def, args);
        let place = Place { def, env: &env };
        if let Some(unknown) = attrs.unknown.first() {
            return self.opaque(
                &Ty::Item(def, args.to_vec()),
                &format!("`{unknown}` on the type is not understood"),
            );
        }
        if attrs.from.is_some() || attrs.try_from.is_some() || attrs.into.is_some() {
            return self.proxied(place, args, &attrs);
        }
        self.structural(place, item, &attrs)
    }

    /// The shape by the type's own fields.
    pub(super) fn structural(&mut self, place: Place<'_>, item: &Item, attrs: &Attrs) -> Shape {
        let program = self.program;
        let name = attrs
            .rename
            .write
            .clone()
            .unwrap_or_else(|| program.name(place.def).to_owned());
        match &item.kind {
            ItemKind::Struct { shape, fields } => {
                let facts = program.facts_of(place.def.instance);
                let fields = self.present(place.def.instance, facts, *fields);
                if attrs.transparent {
                    return self.transparent(place, &fields);
                }
                match (shape, fields.as_slice()) {
                    (Form::Unit, _) => Shape::UnitStruct,
                    (Form::Tuple, [only]) => {
                        let field = self.field(place, only, attrs, &attrs.rename_all, 0);
                        if field.write.is_none() && field.read.is_none() {
                            let fields = vec![field];
                            return Shape::Tuple(Struct {
                                name,
                                fields,
                                ..Struct::default()
                            });
                        }
                        Shape::Newtype(field.shape)
                    }
                    (Form::Tuple, _) => {
                        Shape::Tuple(self.fields(place, &fields, attrs, &attrs.rename_all, name))
                    }
                    (Form::Named, _) => {
                        let mut shape = self.fields(place, &fields, attrs, &attrs.rename_all, name);
                        shape.tag.clone_from(&attrs.tag);
                        Shape::Struct(shape)
                    }
                }
            }
            ItemKind::Enum => self.enumeration(place, attrs),
            _ => {
                let ty = Ty::Item(place.def, Vec::new());
                self.opaque(&ty, "neither a struct nor an enum")
            }
        }
    }

    pub(super) fn present<'f>(
        &self,
        instance: InstanceId,
        facts: &'f FileFacts,
        fields: Run,
    ) -> Vec<&'f FactField> {
        facts.fields[fields.rows()]
            .iter()
            .filter(|field| {
                field
                    .cfg
                    .is_none_or(|cfg| self.program.holds(instance, cfg))
            })
            .collect()
    }

    pub(super) fn fields(
        &mut self,
        place: Place<'_>,
        fields: &[&FactField],
        container: &Attrs,
        rule: &Sides<RenameRule>,
        name: String,
    ) -> Struct {
        let fields = fields
            .iter()
            .enumerate()
            .map(|(index, field)| self.field(place, field, container, rule, index))
            .collect();
        Struct {
            name,
            fields,
            deny_unknown: container.deny_unknown,
            tag: None,
        }
    }

    /// `transparent`: the one field that is there.
    fn transparent(&mut self, place: Place<'_>, fields: &[&FactField]) -> Shape {
        let program = self.program;
        let is_real = |builder: &Self, field: &FactField| {
            let attrs = builder.attrs(place.def.instance, field.attrs);
            let ty = program.resolve(place.def.instance, field.ty, place.env);
            let marker = matches!(&ty, Ty::External(path, _) if path.ends_with("::PhantomData"));
            !marker && !attrs.skip_read && !attrs.skip_write && attrs.default.is_none()
        };
        match fields.iter().find(|field| is_real(self, field)) {
            Some(field) => {
                let field = self.field(place, field, &Attrs::default(), &Sides::default(), 0);
                Shape::Split {
                    write: field.shape,
                    read: field.shape,
                }
            }
            None => {
                let ty = Ty::Item(place.def, Vec::new());
                self.opaque(&ty, "`transparent` without a field that counts")
            }
        }
    }

    /// Whether a missing key reads as `None`: decided by the type, through everything that hands the question on.
    pub(super) fn is_option(&self, ty: &Ty) -> bool {
        self.is_option_within(ty, 32)
    }

    fn is_option_within(&self, ty: &Ty, steps: u32) -> bool {
        let Some(steps) = steps.checked_sub(1) else {
            return false;
        };
        match ty {
            Ty::External(path, args) => match known::external_type(path) {
                Some(Spec::Argument(place, _)) => {
                    matches!(args.get(*place), Some(Arg::Type(inner)) if self.is_option_within(inner, steps))
                }
                Some(Spec::Parts(name, _)) => name == "option",
                _ => false,
            },
            Ty::Item(def, args) => {
                let program = self.program;
                let item = program.item(*def);
                let attrs = self.attrs(def.instance, item.attrs);
                let env = program.env_of(*def, args);
                if let Some(proxy) = attrs.from.as_ref().or(attrs.try_from.as_ref()) {
                    return self
                        .quoted_type(
                            Place {
                                def: *def,
                                env: &env,
                            },
                            proxy,
                        )
                        .is_some_and(|proxy| self.is_option_within(&proxy, steps));
                }
                let ItemKind::Struct { fields, .. } = &item.kind else {
                    return false;
                };
                if !attrs.transparent {
                    return false;
                }
                let facts = program.facts_of(def.instance);
                facts.fields[fields.rows()].iter().any(|field| {
                    let own = self.attrs(def.instance, field.attrs);
                    own.with.read.is_none()
                        && self
                            .is_option_within(&program.resolve(def.instance, field.ty, &env), steps)
                })
            }
            _ => false,
        }
    }

    /// Whether an attribute of an item is there with this word in its list, as in `#[derive(Default)]`.
    pub(super) fn derives(&self, def: ItemDef, name: &str) -> bool {
        let facts = self.program.facts_of(def.instance);
        facts.attrs_of(self.program.item(def).attrs).any(|attr| {
            facts.attr_list(attr, "derive").is_some_and(|list| {
                list.iter().any(|meta| {
                    meta.value == MetaValue::Word
                        && facts.text(meta.path).rsplit("::").next() == Some(name)
                })
            })
        })
    }
}

/// Whether a derived name is serde's and not another crate's of the same name.
fn is_serde(meaning: Option<&str>, path: &str) -> bool {
    match meaning {
        Some(meaning) => !matches!(
            meaning.split("::").next(),
            Some("rkyv" | "borsh" | "miniserde" | "nanoserde" | "bincode")
        ),
        None => !path.contains("::") || path.starts_with("serde::"),
    }
}
