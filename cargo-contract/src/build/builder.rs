//! Types to shapes: each type once, so that recursion ends.

use std::cell::Cell;
use std::collections::BTreeMap;

use govern_names::{InstanceId, ItemDef, Meaning};

use super::frame::{FUEL, Frame};
use super::lookups::Lookups;
use super::program::{Implementation, Program, is_primitive};
use super::tokens::tokens;
use super::ty::{Arg, Length, Ty};
use crate::known;
use crate::wire::{FloatType, IntType, Shape, ShapeId, Struct, Text, Value, Wire};

/// What is looked up again and again while types are built: made once for a version.
#[derive(Debug, Default)]
pub struct Index {
    implementations: BTreeMap<ItemDef, Vec<Implementation>>,
    /// `From` for types that are not of the workspace.
    for_others: Vec<Implementation>,
    lookups: Lookups,
    /// What types are on the wire by the word of who wrote them.
    declared: BTreeMap<ItemDef, DeclaredWire>,
    /// The same for types of other crates that are not in the table.
    declared_elsewhere: BTreeMap<String, DeclaredWire>,
}

/// What a type with an implementation by hand is on the wire, by the word of who wrote it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DeclaredWire {
    /// Like another type, as Rust writes it.
    Like(String),
    /// In JSON what a schema says: its text without what may be left out, and its path.
    Schema(String, String),
}

/// Builds shapes from the types of one version.
pub struct Builder<'p, 'w> {
    pub(super) program: &'p Program<'p, 'w>,
    index: &'p Index,
    /// Whether types are asked for their readable form.
    pub(super) readable: bool,
    pub(super) wire: Wire,
    pub(super) made: BTreeMap<Ty, ShapeId>,
}

impl Index {
    /// Looks at all implementations of traits.
    pub fn new(program: &Program<'_, '_>) -> Self {
        let mut index = Index::default();
        for implementation in program.implementations() {
            match implementation.self_ty {
                Ty::Item(of, _) => {
                    let of = index.implementations.entry(of).or_default();
                    of.push(implementation);
                }
                _ if implementation.of_trait.rsplit("::").next() == Some("From") => {
                    index.for_others.push(implementation);
                }
                _ => {}
            }
        }
        index
    }

    /// The same, with what types by hand are on the wire.
    pub fn with_declared(
        self,
        declared: BTreeMap<ItemDef, DeclaredWire>,
        declared_elsewhere: BTreeMap<String, DeclaredWire>,
    ) -> Self {
        Index {
            declared,
            declared_elsewhere,
            ..self
        }
    }
}

impl<'p, 'w> Builder<'p, 'w> {
    /// A builder for formats that ask for readable forms, or for those that do not.
    pub fn new(program: &'p Program<'p, 'w>, index: &'p Index, readable: bool) -> Self {
        Builder {
            program,
            index,
            readable,
            wire: Wire::new(""),
            made: BTreeMap::new(),
        }
    }

    /// The implementations of traits for a type.
    pub(super) fn implementations(&self, def: ItemDef) -> &'p [Implementation] {
        self.index
            .implementations
            .get(&def)
            .map_or(&[], Vec::as_slice)
    }

    /// What was found out about texts and implementations.
    pub(super) fn lookups(&self) -> &'p Lookups {
        &self.index.lookups
    }

    /// The implementations of `From` for types that are not of the workspace.
    pub(super) fn implementations_for_others(&self) -> &'p [Implementation] {
        &self.index.for_others
    }

    /// The model of a type of the workspace.
    pub fn item(mut self, def: ItemDef) -> Wire {
        let ty = Ty::Item(def, Vec::new());
        self.wire.name = self.program.name(def).to_owned();
        self.wire.root = self.shape(&ty);
        self.wire
    }

    /// The shapes and names of many types of the workspace, in one model; its root is none of them.
    pub fn items(
        mut self,
        defs: impl Iterator<Item = ItemDef>,
    ) -> (Wire, BTreeMap<ItemDef, (ShapeId, String)>) {
        let mut roots = BTreeMap::new();
        for def in defs {
            let shape = self.shape(&Ty::Item(def, Vec::new()));
            roots.insert(def, (shape, self.program.name(def).to_owned()));
        }
        (self.wire, roots)
    }

    /// The type that a type is declared to be like on the wire.
    pub(super) fn declared(&self, def: ItemDef) -> Option<Ty> {
        match self.index.declared.get(&def)? {
            DeclaredWire::Like(text) => self.type_seen_from(def, text),
            DeclaredWire::Schema(..) => None,
        }
    }

    /// What a type is that is declared by a schema, which says what it is in JSON and nothing of other formats.
    pub(super) fn declared_schema(&self, def: ItemDef) -> Option<Shape> {
        let DeclaredWire::Schema(text, path) = self.index.declared.get(&def)? else {
            return None;
        };
        self.readable.then(|| Shape::by_schema(text, path))
    }

    /// The same for a type of another crate.
    fn declared_elsewhere(&mut self, path: &str) -> Option<ShapeId> {
        match self.index.declared_elsewhere.get(path)? {
            DeclaredWire::Like(text) => {
                let ty = self.type_seen_from_anywhere(text)?;
                // Nothing is like itself.
                let is_itself = matches!(&ty, Ty::External(other, _) if other == path);
                (!is_itself).then(|| self.shape(&ty))
            }
            DeclaredWire::Schema(text, of) => self
                .readable
                .then(|| self.wire.push(Shape::by_schema(text, of))),
        }
    }

    /// Whether a text means a type, seen from any crate.
    pub fn knows_anywhere(&self, text: &str) -> bool {
        self.type_seen_from_anywhere(text).is_some()
    }

    fn type_seen_from_anywhere(&self, text: &str) -> Option<Ty> {
        let names = self.program.names;
        let tokens = tokens(text);
        names.crates().find_map(|(_, krate)| {
            let root = names.module(krate.root).instance?;
            let mut at = 0;
            let ty = self.parse(root, &tokens, &mut at)?;
            (at == tokens.len()).then_some(ty)
        })
    }

    /// Whether a text means another type, seen from the crate of this one.
    pub fn knows(&self, def: ItemDef, text: &str) -> bool {
        self.type_seen_from(def, text).is_some()
    }

    /// The type that a text means in the crate of another one; not that one itself.
    fn type_seen_from(&self, def: ItemDef, text: &str) -> Option<Ty> {
        let names = self.program.names;
        let krate = names.krate(names.instance(def.instance).krate);
        let root = names.module(krate.root).instance?;
        // Looked up from that crate, its own name is no name.
        let text = text.replace(&format!("{}::", krate.name), "crate::");
        let tokens = tokens(&text);
        let mut at = 0;
        let ty = self.parse(root, &tokens, &mut at)?;
        let is_itself = matches!(&ty, Ty::Item(other, _) if *other == def);
        (at == tokens.len() && !is_itself).then_some(ty)
    }

    /// The model of a type given as text, looked up from a crate root: `Order`, `v2::Order`, `Envelope<Placed>`.
    pub fn named(mut self, instance: InstanceId, text: &str) -> Option<Wire> {
        let tokens = tokens(text);
        let mut at = 0;
        let ty = self.parse(instance, &tokens, &mut at)?;
        if at != tokens.len() {
            return None;
        }
        self.wire.name = self.program.show(&ty);
        self.wire.root = self.shape(&ty);
        Some(self.wire)
    }

    fn parse(&self, instance: InstanceId, tokens: &[String], at: &mut usize) -> Option<Ty> {
        let take = |token: &str, at: &mut usize| {
            let found = tokens.get(*at).is_some_and(|next| next == token);
            *at += usize::from(found);
            found
        };
        if take("(", at) {
            let mut items = Vec::new();
            while !take(")", at) {
                items.push(self.parse(instance, tokens, at)?);
                take(",", at);
            }
            return Some(Ty::Tuple(items));
        }
        let mut path = vec![tokens.get(*at)?.clone()];
        *at += 1;
        while take("::", at) {
            path.push(tokens.get(*at)?.clone());
            *at += 1;
        }
        let mut args = Vec::new();
        if take("<", at) {
            while !take(">", at) {
                let next = tokens.get(*at)?;
                if next.starts_with('\'') {
                    *at += 1;
                } else if next.starts_with(|c: char| c.is_ascii_digit()) {
                    args.push(Arg::Const(next.clone()));
                    *at += 1;
                } else {
                    args.push(Arg::Type(self.parse(instance, tokens, at)?));
                }
                take(",", at);
            }
        }
        let segments: Vec<&str> = path
            .iter()
            .map(String::as_str)
            .skip_while(|segment| matches!(*segment, "crate" | "self"))
            .collect();
        let (last, modules) = segments.split_last()?;
        let mut place = (instance, govern_facts::ScopeId(0));
        for module in modules {
            match self.program.name_meaning(place.0, place.1, module) {
                Meaning::Module(id) => {
                    let module = self.program.names.module(id);
                    place = (module.instance?, module.scope);
                }
                Meaning::Item(def, _) => place = (def.instance, self.program.item(def).body?),
                Meaning::External(path) => {
                    return Some(Ty::External(format!("{path}::{last}"), args));
                }
                _ => return None,
            }
        }
        match self.program.name_meaning(place.0, place.1, last) {
            Meaning::Item(def, _) => Some(self.program.instantiate(def, args)),
            Meaning::External(path) => Some(Ty::External(path, args)),
            Meaning::Builtin => Some(Ty::Primitive((*last).to_owned())),
            _ if is_primitive(last) => Some(Ty::Primitive((*last).to_owned())),
            _ => {
                let prelude = [
                    "vec::Vec",
                    "string::String",
                    "option::Option",
                    "boxed::Box",
                    "result::Result",
                ];
                let path = prelude
                    .iter()
                    .find(|path| path.ends_with(&format!("::{last}")))?;
                Some(Ty::External(format!("std::{path}"), args))
            }
        }
    }

    /// The shape of a type.
    pub(super) fn shape(&mut self, ty: &Ty) -> ShapeId {
        if let Some(&id) = self.made.get(ty) {
            return id;
        }
        match ty {
            Ty::Item(def, args) => {
                let id = self.wire.push(Shape::Unit);
                self.made.insert(ty.clone(), id);
                let shape = self.item_shape(*def, args);
                self.wire.set(id, shape);
                id
            }
            _ => {
                let id = self.plain_shape(ty);
                self.made.insert(ty.clone(), id);
                id
            }
        }
    }

    fn plain_shape(&mut self, ty: &Ty) -> ShapeId {
        match ty {
            Ty::Item(..) => self.shape(ty),
            Ty::Primitive(name) => {
                let shape = match name.as_str() {
                    "bool" => Shape::Bool,
                    "char" => Shape::Char,
                    "str" => Shape::Str(Text::Plain),
                    "f32" => Shape::Float(FloatType::F32),
                    "f64" => Shape::Float(FloatType::F64),
                    name => match IntType::parse(name) {
                        Some(ty) => Shape::Int(ty),
                        None => self.opaque(ty, "a primitive type that serde does not know"),
                    },
                };
                self.wire.push(shape)
            }
            Ty::Ref(inner) => match &**inner {
                Ty::Primitive(name) if name == "str" => self.wire.push(Shape::Str(Text::Borrowed)),
                Ty::External(path, _) if path == "std::path::Path" => {
                    self.wire.push(Shape::Str(Text::Borrowed))
                }
                _ => {
                    let shape = self.opaque(ty, "a borrowed value");
                    self.wire.push(shape)
                }
            },
            Ty::Slice(item) => {
                let item = self.shape(item);
                self.wire.push(Shape::List(item))
            }
            Ty::Array(item, Length::Known(length)) => {
                let item = self.shape(item);
                self.wire.push(Shape::Array(item, *length))
            }
            Ty::Array(item, Length::Text(instance, text)) => {
                let fuel = Cell::new(FUEL);
                let mut frame = Frame::new(*instance, govern_facts::ScopeId(0), &fuel);
                match self.run_text(&mut frame, text, None) {
                    Some(Value::Int(length)) if length.magnitude() < 1 << 32 => {
                        let item = self.shape(item);
                        self.wire
                            .push(Shape::Array(item, length.magnitude() as u64))
                    }
                    _ => {
                        let shape = self.opaque(ty, "an array whose length is not known");
                        self.wire.push(shape)
                    }
                }
            }
            Ty::Tuple(items) if items.is_empty() => self.wire.push(Shape::Unit),
            Ty::Tuple(items) => {
                let fields = items
                    .iter()
                    .enumerate()
                    .map(|(index, item)| self.plain_field(&index.to_string(), item));
                let fields = fields.collect();
                self.wire.push(Shape::Tuple(Struct {
                    fields,
                    ..Struct::default()
                }))
            }
            Ty::External(path, args) => match known::external_type(path) {
                Some(spec) => self.spec(spec, args, path),
                None => self.declared_elsewhere(path).unwrap_or_else(|| {
                    let shape =
                        self.opaque(ty, &format!("`{path}` is not in the table of known types"));
                    self.wire.push(shape)
                }),
            },
            Ty::Unknown(_) | Ty::Unresolved(_) | Ty::Behind(..) => {
                let why = self.program.show(ty);
                let shape = self.opaque(ty, &why);
                self.wire.push(shape)
            }
        }
    }

    /// A shape that is not understood. Two versions of it are the same if the type is written the same.
    pub(super) fn opaque(&self, ty: &Ty, reason: &str) -> Shape {
        Shape::Opaque {
            reason: reason.to_owned(),
            fingerprint: self.fingerprint(ty),
        }
    }
}
