//! Default values, as far as they can be computed from the text.

use std::cell::Cell;

use govern_facts::{ItemKind, Shape as Form};
use govern_names::{ItemDef, Meaning};

use super::attrs::{DefaultAttr, Quoted};
use super::builder::Builder;
use super::derive::Place;
use super::frame::{FUEL, Frame};
use super::ty::{Arg, Ty};
use crate::known::{self, Spec};
use crate::wire::{Default, OfShape, Record, RecordField, Value, float_text, float32_text};

/// A function of the workspace.
#[derive(Clone)]
pub(super) struct Function {
    pub(super) def: ItemDef,
    /// The names of its parameters.
    pub(super) params: Vec<String>,
    /// Its body, with braces.
    pub(super) body: String,
    /// What `Self` is in it.
    pub(super) self_ty: Option<Ty>,
}

impl Builder<'_, '_> {
    /// The function behind a path in an attribute.
    pub(super) fn function(&self, place: Place<'_>, path: &Quoted) -> Option<Function> {
        let scope = self.program.item(place.def).scope;
        match self.program.quoted_meaning(place.def.instance, scope, path) {
            Meaning::Item(def, 0) => self.function_of(def),
            // `Type::function`: of an implementation for the type.
            Meaning::Item(def, 1) => {
                let name = path.text.rsplit("::").next()?.trim().to_owned();
                self.associated_function(def, &name)
            }
            _ => None,
        }
    }

    fn associated_function(&self, owner: ItemDef, name: &str) -> Option<Function> {
        let function = self.function_of(self.associated_item(owner, name)?)?;
        Some(Function {
            self_ty: Some(Ty::Item(owner, Vec::new())),
            ..function
        })
    }

    /// A function or constant of an implementation for a type.
    pub(super) fn associated_item(&self, owner: ItemDef, name: &str) -> Option<ItemDef> {
        let program = self.program;
        program.instances().find_map(|(instance, facts)| {
            facts.items.iter().find_map(|item| {
                let ItemKind::Impl { self_ty, .. } = item.kind else {
                    return None;
                };
                if item.expanded {
                    return None;
                }
                let resolved = program.resolve(instance, self_ty, &super::ty::Env::open());
                if !matches!(resolved, Ty::Item(def, _) if def == owner) {
                    return None;
                }
                let body = item.body?;
                let mut inner = program.items_in(instance, body);
                let (def, _) = inner.find(|(_, item)| facts.text(item.name) == name)?;
                Some(def)
            })
        })
    }

    /// The parameters and the body of a function item.
    pub(super) fn function_of(&self, def: ItemDef) -> Option<Function> {
        let program = self.program;
        let facts = program.facts_of(def.instance);
        let item = program.item(def);
        let ItemKind::Fn { signature } = item.kind else {
            return None;
        };
        let signature = &facts.signatures[signature as usize];
        // The text of what a macro makes is not the one that stands at its place.
        if !signature.has_body || item.expanded {
            return None;
        }
        let header = govern_facts::Extent::new(item.name_extent.end, signature.body.start);
        let params = parameters(&program.source(def.instance, header));
        Some(Function {
            def,
            params,
            body: program.source(def.instance, signature.body),
            self_ty: None,
        })
    }

    /// The default of a type.
    pub(super) fn default_of(&self, ty: &Ty) -> Default {
        match self.default_value(ty, 16) {
            Some(value) => Default::Known(value),
            None => Default::Text(format!("the default of {}", self.default_text(ty))),
        }
    }

    /// The text that decides on the default of a type.
    fn default_text(&self, ty: &Ty) -> String {
        match ty {
            Ty::Item(def, _) => match self.default_implementation(*def) {
                Some(function) => self.depends_on(&[function.def], ty),
                None => self.fingerprint(ty),
            },
            _ => self.fingerprint(ty),
        }
    }

    /// The body of `default` of an implementation by hand.
    fn default_implementation(&self, def: ItemDef) -> Option<Function> {
        self.implemented(def, "Default", "default")
    }

    /// A function of an implementation of a trait.
    pub(super) fn implemented(&self, def: ItemDef, of_trait: &str, name: &str) -> Option<Function> {
        let mut implementations = self.implementations(def).iter();
        let implementation = implementations
            .find(|implementation| implementation.of_trait.rsplit("::").next() == Some(of_trait))?;
        let body = self.program.item(implementation.def).body?;
        let mut inner = self.program.items_in(implementation.def.instance, body);
        let (function, _) = inner.find(|(def, _)| self.program.name(*def) == name)?;
        let function = self.function_of(function)?;
        Some(Function {
            self_ty: Some(Ty::Item(def, Vec::new())),
            ..function
        })
    }

    /// What a function without parameters gives.
    pub(super) fn result_of(&self, function: &Function, want: &Ty) -> Option<Value> {
        let fuel = Cell::new(FUEL);
        let scope = self.program.item(function.def).scope;
        let mut frame = Frame::new(function.def.instance, scope, &fuel);
        frame.self_ty = function.self_ty.clone();
        self.run_body(&mut frame, &function.body, Some(want))
    }

    pub(super) fn default_value(&self, ty: &Ty, steps: u32) -> Option<Value> {
        let steps = steps.checked_sub(1)?;
        Some(match ty {
            Ty::Primitive(name) => match name.as_str() {
                "bool" => Value::Bool(false),
                "char" => Value::Str("\0".to_owned()),
                "str" => Value::Str(String::new()),
                "f32" => Value::Float(float32_text(0.0)),
                "f64" => Value::Float(float_text(0.0)),
                _ => Value::Int(crate::wire::Integer::from(0i128)),
            },
            Ty::Tuple(items) if items.is_empty() => Value::Unit,
            Ty::Tuple(items) => Value::Tuple(
                items
                    .iter()
                    .map(|item| self.default_value(item, steps))
                    .collect::<Option<_>>()?,
            ),
            Ty::Array(item, super::ty::Length::Known(length)) if *length <= 32 => {
                Value::List(vec![self.default_value(item, steps)?; *length as usize])
            }
            Ty::Ref(inner) => self.default_value(inner, steps)?,
            Ty::External(path, args) => match known::external_type(path)? {
                Spec::Argument(place, _) => match args.get(*place)? {
                    Arg::Type(inner) => self.default_value(inner, steps)?,
                    Arg::Const(_) => return None,
                },
                Spec::Name(name) => match name.as_str() {
                    "str" => Value::Str(String::new()),
                    "bytes" => Value::Bytes(Vec::new()),
                    "unit" | "unit-struct" => Value::Unit,
                    "any" => Value::Any(crate::wire::Doc::Null),
                    "bool" => Value::Bool(false),
                    _ => return None,
                },
                Spec::Parts(name, _) => match name.as_str() {
                    "option" => Value::None,
                    "list" => Value::List(Vec::new()),
                    "set" => Value::Set(Vec::new()),
                    "map" => Value::Map(Vec::new()),
                    _ => return None,
                },
            },
            Ty::Item(def, args) => self.item_default(*def, args, steps)?,
            Ty::Slice(_) | Ty::Array(..) | Ty::Unknown(_) | Ty::Unresolved(_) | Ty::Behind(..) => {
                return None;
            }
        })
    }

    fn item_default(&self, def: ItemDef, args: &[Arg], steps: u32) -> Option<Value> {
        let program = self.program;
        let facts = program.facts_of(def.instance);
        let item = program.item(def);
        let env = program.env_of(def, args);
        if !self.derives(def, "Default") {
            let own = Ty::Item(def, args.to_vec());
            let function = self.default_implementation(def)?;
            return self.result_of(&function, &own);
        }
        match &item.kind {
            ItemKind::Enum => {
                let variants = program.variants(def);
                let (variant, _) = variants.iter().find(|(variant, item)| {
                    program.has_attr(variant.instance, item.attrs, "default")
                })?;
                let ident = program.name(*variant).to_owned();
                Some(self.variant_of(&Ty::Item(def, args.to_vec()), ident, Value::Unit))
            }
            ItemKind::Struct { shape, fields } => {
                let fields = &facts.fields[fields.rows()];
                let value =
                    |ty| self.default_value(&program.resolve(def.instance, ty, &env), steps);
                match (shape, fields) {
                    (Form::Unit, _) => Some(Value::Unit),
                    (Form::Tuple, [only]) => value(only.ty),
                    (Form::Tuple, fields) => Some(Value::Tuple(
                        fields
                            .iter()
                            .map(|field| value(field.ty))
                            .collect::<Option<_>>()?,
                    )),
                    (Form::Named, fields) => {
                        let fields = fields.iter().map(|field| {
                            Some(RecordField {
                                ident: facts.text(field.name).to_owned(),
                                keys: Vec::new(),
                                present: false,
                                flatten: false,
                                shape: OfShape::NOWHERE,
                                value: value(field.ty)?,
                            })
                        });
                        Some(Value::Record(Record {
                            fields: fields.collect::<Option<_>>()?,
                        }))
                    }
                }
            }
            _ => None,
        }
    }

    /// The default of one field, from the default of the whole struct.
    pub(super) fn container_default(
        &mut self,
        place: Place<'_>,
        default: &DefaultAttr,
        ident: &str,
        ty: &Ty,
    ) -> Default {
        let function = match default {
            DefaultAttr::Trait if self.derives(place.def, "Default") => return self.default_of(ty),
            DefaultAttr::Trait => self.default_implementation(place.def),
            DefaultAttr::Path(path) => self.function(place, path),
        };
        let whole = Ty::Item(place.def, Vec::new());
        let Some(function) = function else {
            let made = match default {
                DefaultAttr::Trait => self.fingerprint(&whole),
                DefaultAttr::Path(path) => {
                    let scope = self.program.item(place.def).scope;
                    self.depends_on_path(place.def.instance, scope, path, &whole)
                }
            };
            return Default::Text(format!("{made} . {ident}"));
        };
        let of_field = match self.result_of(&function, &whole) {
            Some(Value::Record(record)) => record
                .fields
                .into_iter()
                .find(|field| field.ident == ident)
                .map(|field| field.value),
            Some(Value::Tuple(items)) => {
                let place = ident.parse::<usize>().ok();
                place.and_then(|place| items.into_iter().nth(place))
            }
            _ => None,
        };
        match of_field {
            Some(value) => Default::Known(value),
            None => Default::Text(format!(
                "{} . {ident}",
                self.depends_on(&[function.def], &whole)
            )),
        }
    }
}

/// The names of a function's parameters, from the text between its name and its body.
fn parameters(header: &str) -> Vec<String> {
    let tokens = super::tokens::tokens(header);
    let mut angle = 0i32;
    let mut start = None;
    for (at, token) in tokens.iter().enumerate() {
        match token.as_str() {
            "<" => angle += 1,
            ">" => angle -= 1,
            "(" if angle == 0 => {
                start = Some(at + 1);
                break;
            }
            _ => {}
        }
    }
    let Some(start) = start else {
        return Vec::new();
    };
    let mut names = Vec::new();
    let mut depth = 0i32;
    let mut fresh = true;
    let mut last = String::new();
    for token in &tokens[start..] {
        match token.as_str() {
            ")" if depth == 0 => break,
            "(" | "[" | "<" => depth += 1,
            ")" | "]" | ">" => depth -= 1,
            "," if depth == 0 => fresh = true,
            ":" if depth == 0 && fresh => {
                names.push(last.clone());
                fresh = false;
            }
            "self" if fresh && depth == 0 => {
                names.push("self".to_owned());
                fresh = false;
            }
            _ => {}
        }
        last.clone_from(token);
    }
    names
}

#[cfg(test)]
mod tests {
    use super::parameters;

    #[test]
    fn parameters_have_names() {
        assert_eq!(
            parameters("<'de, D: Deserializer<'de>>(d: D) -> Result<u64, D::Error>"),
            ["d"]
        );
        assert_eq!(
            parameters("<S: Serializer>(v: &Option<u64>, mut s: S)"),
            ["v", "s"]
        );
        assert_eq!(
            parameters("<S>(&self, serializer: S) where S: Serializer"),
            ["self", "serializer"]
        );
        assert_eq!(parameters("()"), [""; 0]);
    }
}
