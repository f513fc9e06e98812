//! `with`, `from`, `into`, `remote` and implementations by hand: what is on the wire is somebody else's shape.

use govern_facts::{Field as FactField, Item, ItemKind};
use govern_names::{ItemDef, Meaning};

use super::attrs::{Attrs, Quoted};
use super::bodies::{Conversion, is_infallible, read_by, written_by};
use super::builder::Builder;
use super::defaults::Function;
use super::derive::Place;
use super::outcomes::{Outcomes, gives_back, what_is_read};
use super::tokens::normalised;
use super::ty::{Arg, Ty};
use crate::known;
use crate::wire::{FloatType, IntType, Shape, ShapeId, Text};

/// What stands behind one side of `with`.
enum With {
    /// A shape that is known.
    Shape(ShapeId),
    /// A function of the workspace.
    Function(Function),
    /// Neither.
    Unknown,
}

impl Builder<'_, '_> {
    /// The shape of a field with `with`, `serialize_with`, `deserialize_with`.
    pub(super) fn with(
        &mut self,
        place: Place<'_>,
        attrs: &Attrs,
        ty: &Ty,
        plain: ShapeId,
    ) -> ShapeId {
        let write = attrs
            .with
            .write
            .as_ref()
            .map(|path| self.behind(place, path, attrs.with_module, true));
        let read = attrs
            .with
            .read
            .as_ref()
            .map(|path| self.behind(place, path, attrs.with_module, false));
        let scope = self.program.item(place.def).scope;
        let text = |builder: &Self, with: &Option<With>, path: Option<&Quoted>| match (with, path) {
            (Some(With::Function(function)), _) => builder.depends_on(&[function.def], ty),
            (_, Some(path)) => builder.depends_on_path(place.def.instance, scope, path, ty),
            (_, None) => String::new(),
        };
        let meaning = format!(
            "{} / {}",
            text(self, &write, attrs.with.write.as_ref()),
            text(self, &read, attrs.with.read.as_ref())
        );
        let fingerprint = meaning.clone();
        let write = match write {
            None => plain,
            Some(With::Shape(shape)) => shape,
            Some(With::Function(function)) => {
                let conversion = match function.params.as_slice() {
                    [value, serializer] => written_by(&function.body, value, serializer),
                    _ => None,
                };
                self.converted(conversion, plain, &meaning, false, &fingerprint)
            }
            Some(With::Unknown) => self.not_followed(&fingerprint),
        };
        let read = match read {
            None => plain,
            Some(With::Shape(shape)) => shape,
            Some(With::Function(function)) => {
                let conversion = function
                    .params
                    .first()
                    .and_then(|name| read_by(&function.body, name));
                let fallible = !is_infallible(&function.body);
                let read = self.converted(conversion, plain, &meaning, fallible, &fingerprint);
                if let Shape::Converted { inner, .. } = *self.wire.shape(read) {
                    let found = self.outcomes_of_reader(&function, inner, ty);
                    self.note(read, found);
                }
                read
            }
            Some(With::Unknown) => self.not_followed(&fingerprint),
        };
        if write == read || self.wire.shape(write) == self.wire.shape(read) {
            return write;
        }
        self.wire.push(Shape::Split { write, read })
    }

    fn not_followed(&mut self, fingerprint: &str) -> ShapeId {
        self.wire.push(Shape::Opaque {
            reason: Shape::BY_FUNCTION.to_owned(),
            fingerprint: fingerprint.to_owned(),
        })
    }

    fn converted(
        &mut self,
        conversion: Option<Conversion>,
        plain: ShapeId,
        meaning: &str,
        fallible: bool,
        fingerprint: &str,
    ) -> ShapeId {
        match conversion {
            Some(Conversion::Own) => plain,
            Some(Conversion::As(shape)) => {
                let (own, name) = match shape.strip_prefix("own ") {
                    Some(name) => (true, name),
                    None => (false, shape.as_str()),
                };
                let shape = primitive(name);
                let same_as_plain = self.wire.shape(self.wire.written(plain)) == &shape;
                if own && same_as_plain {
                    return plain;
                }
                let inner = self.wire.push(shape);
                self.wire.push(Shape::Converted {
                    inner,
                    meaning: meaning.to_owned(),
                    fallible,
                    outcomes: Vec::new(),
                    keeps: false,
                })
            }
            None => self.not_followed(fingerprint),
        }
    }

    fn behind(
        &mut self,
        place: Place<'_>,
        path: &Quoted,
        is_module: bool,
        is_writer: bool,
    ) -> With {
        let scope = self.program.item(place.def).scope;
        let name = if is_writer {
            "serialize"
        } else {
            "deserialize"
        };
        let in_table = |path: &str| {
            let module = path.strip_suffix(&format!("::{name}")).unwrap_or(path);
            known::with(module)
        };
        match self.program.quoted_meaning(place.def.instance, scope, path) {
            Meaning::External(external) => match in_table(&external) {
                Some(spec) => With::Shape(self.spec(spec, &[], &external)),
                None => With::Unknown,
            },
            Meaning::Module(module) => {
                let module = self.program.names.module(module);
                let Some(instance) = module.instance else {
                    return With::Unknown;
                };
                match self.program.name_meaning(instance, module.scope, name) {
                    Meaning::Item(def, 0) => match self.function_of(def) {
                        Some(function) => With::Function(function),
                        None => With::Unknown,
                    },
                    Meaning::External(external) => match in_table(&external) {
                        Some(spec) => With::Shape(self.spec(spec, &[], &external)),
                        None => With::Unknown,
                    },
                    _ => With::Unknown,
                }
            }
            Meaning::Item(def, 0) => match self.program.item(def).kind {
                ItemKind::Struct { .. } | ItemKind::Enum if is_module => {
                    let attrs = self.attrs(def.instance, self.program.item(def).attrs);
                    match attrs.remote {
                        Some(_) => With::Shape(self.shape(&Ty::Item(def, Vec::new()))),
                        None => With::Unknown,
                    }
                }
                _ => match self.function_of(def) {
                    Some(function) => With::Function(function),
                    None => With::Unknown,
                },
            },
            Meaning::Item(_, _) => match self.function(place, path) {
                Some(function) => With::Function(function),
                None => With::Unknown,
            },
            _ => match in_table(path.text.trim()) {
                Some(spec) => With::Shape(self.spec(spec, &[], &path.text.clone())),
                None => With::Unknown,
            },
        }
    }

    /// `with` on a variant: its contents become one value.
    pub(super) fn variant_with(
        &mut self,
        place: Place<'_>,
        variant: ItemDef,
        item: &Item,
        attrs: &Attrs,
        fields: &[&FactField],
    ) -> ShapeId {
        let _ = (variant, item);
        let types: Vec<Ty> = fields
            .iter()
            .map(|field| {
                self.program
                    .resolve(place.def.instance, field.ty, place.env)
            })
            .collect();
        let ty = match types.as_slice() {
            [only] => only.clone(),
            _ => Ty::Tuple(types),
        };
        let plain = self.shape(&ty);
        self.with(place, attrs, &ty, plain)
    }

    /// The type in `from = "…"` and the like.
    pub(super) fn quoted_type(&self, place: Place<'_>, quoted: &Quoted) -> Option<Ty> {
        let tokens = super::tokens::tokens(&quoted.text);
        let mut at = 0;
        let ty = self.parse_type(place, quoted, &tokens, &mut at)?;
        (at == tokens.len()).then_some(ty)
    }

    fn parse_type(
        &self,
        place: Place<'_>,
        quoted: &Quoted,
        tokens: &[String],
        at: &mut usize,
    ) -> Option<Ty> {
        let scope = self.program.item(place.def).scope;
        let start = *at;
        let first = tokens.get(*at)?;
        if first == "(" && tokens.get(*at + 1).is_some_and(|token| token == ")") {
            *at += 2;
            return Some(Ty::Tuple(Vec::new()));
        }
        *at += 1;
        while tokens.get(*at).is_some_and(|token| token == "::") {
            *at += 2;
        }
        let path = tokens.get(start..*at)?.concat();
        let mut args = Vec::new();
        if tokens.get(*at).is_some_and(|token| token == "<") {
            *at += 1;
            while tokens.get(*at)? != ">" {
                if tokens[*at].starts_with('\'') || tokens[*at] == "," {
                    *at += 1;
                    continue;
                }
                args.push(Arg::Type(self.parse_type(place, quoted, tokens, at)?));
            }
            *at += 1;
        }
        if let Some(Arg::Type(ty)) = place.env.params.get(&path) {
            return Some(ty.clone());
        }
        let name = Quoted {
            text: path.clone(),
            extent: quoted.extent,
        };
        match self
            .program
            .quoted_meaning(place.def.instance, scope, &name)
        {
            Meaning::Item(def, 0) => Some(self.program.instantiate(def, args)),
            Meaning::External(path) => Some(Ty::External(path, args)),
            Meaning::Builtin => Some(Ty::Primitive(path)),
            _ => {
                let std = ["string::String", "vec::Vec", "option::Option", "boxed::Box"];
                let known = std
                    .iter()
                    .find(|known| known.ends_with(&format!("::{path}")))?;
                Some(Ty::External(format!("std::{known}"), args))
            }
        }
    }

    /// Adds what a conversion was found to do.
    pub(super) fn note(&mut self, id: ShapeId, found: Outcomes) {
        let mut shape = self.wire.shape(id).clone();
        if let Shape::Converted {
            outcomes, keeps, ..
        } = &mut shape
        {
            *outcomes = found.of;
            *keeps = found.keeps;
        }
        self.wire.set(id, shape);
    }

    /// One side of an implementation by hand: its shape if the body is plain, else opaque.
    pub(super) fn hand_written(
        &mut self,
        def: ItemDef,
        args: &[Arg],
        implementation: ItemDef,
        is_writer: bool,
        fingerprint: &str,
    ) -> ShapeId {
        let name = if is_writer {
            "serialize"
        } else {
            "deserialize"
        };
        let function = self.program.item(implementation).body.and_then(|body| {
            let mut items = self.program.items_in(implementation.instance, body);
            let (def, _) = items.find(|(def, _)| self.program.name(*def) == name)?;
            self.function_of(def)
        });
        if let Some(function) = &function
            && let Some(inner) = self.inner_field(def, args, function, is_writer)
        {
            return inner;
        }
        let conversion = function
            .as_ref()
            .and_then(|function| match function.params.as_slice() {
                [value, serializer] if is_writer => written_by(&function.body, value, serializer),
                [deserializer] if !is_writer => read_by(&function.body, deserializer),
                _ => None,
            });
        match conversion {
            Some(Conversion::As(shape)) => {
                let inner = self
                    .wire
                    .push(primitive(shape.strip_prefix("own ").unwrap_or(&shape)));
                let body = function.as_ref().map_or("", |function| &function.body);
                let refuses = |word: &String| word == "Err" || word.contains("and_then");
                let may_refuse = super::tokens::tokens(body).iter().any(refuses)
                    || body.matches('?').count() > 1;
                let keeps = match &function {
                    Some(function) if is_writer => writes_field(function),
                    Some(function) => function.params.first().is_some_and(|deserializer| {
                        what_is_read(&function.body, deserializer)
                            .is_some_and(|(body, read)| gives_back(&body, &read))
                    }),
                    None => false,
                };
                let infallible = is_infallible(body) || (keeps && !may_refuse);
                let read = self.wire.push(Shape::Converted {
                    inner,
                    meaning: fingerprint.to_owned(),
                    fallible: !is_writer && !infallible,
                    outcomes: Vec::new(),
                    keeps,
                });
                if let (false, Some(function)) = (is_writer, &function) {
                    let own = Ty::Item(def, args.to_vec());
                    let function = Function {
                        self_ty: Some(own.clone()),
                        ..function.clone()
                    };
                    let found = self.outcomes_of_reader(&function, inner, &own);
                    self.note(read, found);
                }
                read
            }
            _ => {
                let side = if is_writer {
                    "Serialize"
                } else {
                    "Deserialize"
                };
                let reason = format!(
                    "`{side}` of `{}` is written by hand",
                    self.program.name(def)
                );
                self.wire.push(Shape::Opaque {
                    reason,
                    fingerprint: fingerprint.to_owned(),
                })
            }
        }
    }

    /// `self.0.serialize(serializer)` and `T::deserialize(deserializer).map(Self)`: the field's own shape.
    fn inner_field(
        &mut self,
        def: ItemDef,
        args: &[Arg],
        function: &Function,
        is_writer: bool,
    ) -> Option<ShapeId> {
        let program = self.program;
        let ItemKind::Struct { fields, .. } = program.item(def).kind else {
            return None;
        };
        let facts = program.facts_of(def.instance);
        let fields = &facts.fields[fields.rows()];
        let body = normalised(&function.body);
        let [only] = fields else { return None };
        let field = facts.text(only.name);
        let plain = if is_writer {
            let serializer = function.params.get(1)?;
            body == format!("{{ self . {field} . serialize ( {serializer} ) }}")
                || body.ends_with(&format!(
                    ":: serialize ( & self . {field} , {serializer} ) }}"
                )) && !body.contains(';')
        } else {
            let deserializer = function.params.first()?;
            let name = program.name(def);
            let mapped = [format!("map ( {name} ) }}"), "map ( Self ) }".to_owned()];
            let made = [format!("{{ Ok ( {name} ("), "{ Ok ( Self (".to_owned()];
            let reads = body.contains(&format!(":: deserialize ( {deserializer} )"));
            let by_map = mapped
                .iter()
                .any(|end| body.ends_with(&format!(":: deserialize ( {deserializer} ) . {end}")));
            let by_ok = made.iter().any(|start| body.starts_with(start))
                && body.ends_with(&format!(":: deserialize ( {deserializer} ) ? ) ) }}"));
            reads && (by_map || by_ok) && !body.contains(';')
        };
        if !plain {
            return None;
        }
        let env = program.env_of(def, args);
        let ty = program.resolve(def.instance, only.ty, &env);
        Some(self.shape(&ty))
    }
}

/// Whether a `serialize` body writes the value's only field as it is.
fn writes_field(function: &Function) -> bool {
    let body = normalised(&function.body);
    let Some(serializer) = function.params.get(1) else {
        return false;
    };
    let call = body
        .strip_prefix(&format!("{{ {serializer} . serialize_"))
        .and_then(|rest| rest.split_once("( "))
        .and_then(|(_, rest)| rest.strip_suffix(" ) }"));
    call.is_some_and(|argument| {
        let argument = argument.trim_start_matches(['&', '*', ' ']);
        let argument = argument.strip_suffix(" . as_str ( )").unwrap_or(argument);
        argument
            .strip_prefix("self . ")
            .is_some_and(|field| !field.contains(' '))
    })
}

fn primitive(name: &str) -> Shape {
    match name {
        "bool" => Shape::Bool,
        "char" => Shape::Char,
        "bytes" => Shape::Bytes(None),
        "unit" => Shape::Unit,
        "f32" => Shape::Float(FloatType::F32),
        "f64" => Shape::Float(FloatType::F64),
        name => IntType::parse(name).map_or(Shape::Str(Text::Plain), Shape::Int),
    }
}
