//! The kinds of documents that a shape writes in a self-describing format.

use super::Format;
use super::prove::Prover;
use crate::wire::{
    Enum, Field, FloatType, IntType, Integer, Omit, Payload, Shape, ShapeId, Struct, Tagging, Text,
    Variant, Wire,
};

/// One kind of documents.
#[derive(Debug, Clone)]
pub(crate) enum Term<'a> {
    Null,
    Bool,
    Int(IntType),
    Number(Integer),
    Float(FloatType),
    Char,
    Text(Text),
    /// Exactly this string.
    Name(String),
    Bytes(Option<usize>),
    /// A list of any length without or with repetitions.
    List {
        item: ShapeId,
        is_set: bool,
    },
    Array(ShapeId, u64),
    Fixed(Vec<Entry<'a>>),
    Object(Object<'a>),
    Any,
    Opaque(&'a str),
    /// Converted: the meaning is not in the document.
    Converted {
        inner: ShapeId,
        meaning: &'a str,
        keeps: bool,
    },
    /// Nothing, since writing fails.
    Fails,
    /// Not taken apart, and why.
    Unclear(&'static str),
}

/// A kind of documents, with the variant that they are.
#[derive(Debug, Clone)]
pub(crate) struct Case<'a> {
    pub(crate) term: Term<'a>,
    pub(crate) origin: Option<(&'a Enum, &'a Variant)>,
}

/// A map with known keys, perhaps with others besides.
#[derive(Debug, Clone, Default)]
pub(crate) struct Object<'a> {
    pub(crate) entries: Vec<Entry<'a>>,
    /// Keys and values of a map, or of one that is flattened into it.
    pub(crate) open: Option<(ShapeId, ShapeId)>,
    /// Flattened `Any`: keys and values of any kind.
    pub(crate) anything: bool,
    /// The struct whose fields these are, flattened ones left out.
    pub(super) owner: Option<&'a Struct>,
    /// Structs whose fields are among the entries, the owner too.
    pub(super) owners: Vec<&'a Struct>,
    /// Variants of flattened enums.
    pub(super) origins: Vec<&'a Variant>,
    /// Variants of enums inside tagged variants, the innermost first.
    pub(super) inside: Vec<(&'a Enum, &'a Variant)>,
    /// Flattened fields that wrote something, by their Rust names.
    pub(super) sources: Vec<&'a str>,
}

/// A part of a list or map.
#[derive(Debug, Clone)]
pub(crate) struct Entry<'a> {
    pub(crate) key: String,
    pub(crate) always: bool,
    pub(crate) node: Node<'a>,
    pub(super) field: Option<&'a Field>,
}

/// The value of a part.
#[derive(Debug, Clone)]
pub(crate) enum Node<'a> {
    Shape(ShapeId),
    Term(Box<Term<'a>>),
}

/// How deep enums without a tag and options may nest before they are not taken apart any more.
const DEPTH: u32 = 8;
/// How many combinations of flattened enums are looked at.
const COMBINATIONS: usize = 128;

impl<'a> Prover<'a> {
    /// The kinds of documents that are written for a shape.
    pub(super) fn cases(&self, id: ShapeId) -> Vec<Case<'a>> {
        let mut cases = Vec::new();
        cases_of(self.writer, self.format, id, DEPTH, &mut cases);
        cases
    }
}

/// The kinds of JSON documents that are written for a shape.
pub(crate) fn json_cases(wire: &Wire, id: ShapeId) -> Vec<Case<'_>> {
    let mut cases = Vec::new();
    cases_of(wire, Format::Json, id, DEPTH, &mut cases);
    cases
}

/// The kinds of JSON documents that are written for a variant of an enum.
pub(crate) fn json_variant<'a>(
    wire: &'a Wire,
    shape: &'a Enum,
    variant: &'a Variant,
    name: &String,
) -> Vec<Term<'a>> {
    variant_terms(wire, Format::Json, shape, variant, name, DEPTH)
}

fn cases_of<'a>(wire: &'a Wire, format: Format, id: ShapeId, depth: u32, out: &mut Vec<Case<'a>>) {
    let mut push = |term| out.push(Case { term, origin: None });
    if depth == 0 {
        return push(Term::Unclear("nested too deeply"));
    }
    match wire.shape(id) {
        Shape::Split { write, .. } => cases_of(wire, format, *write, depth, out),
        Shape::Any => push(Term::Any),
        Shape::UnitStruct if format != Format::Json => push(Term::Fixed(Vec::new())),
        Shape::Ignored | Shape::Unit | Shape::UnitStruct => push(Term::Null),
        Shape::Bool => push(Term::Bool),
        Shape::Int(ty) => push(Term::Int(*ty)),
        Shape::Float(ty) => push(Term::Float(*ty)),
        Shape::Char => push(Term::Char),
        Shape::Str(text) => push(Term::Text(text.clone())),
        Shape::Bytes(length) => push(Term::Bytes(*length)),
        Shape::Option(inner) => {
            push(Term::Null);
            cases_of(wire, format, *inner, depth - 1, out);
        }
        Shape::List(item) => push(Term::List {
            item: *item,
            is_set: false,
        }),
        Shape::Set(item) => push(Term::List {
            item: *item,
            is_set: true,
        }),
        Shape::Array(item, length) => push(Term::Array(*item, *length)),
        Shape::Tuple(shape) => push(Term::Fixed(entries(wire, shape))),
        Shape::Map(key, value) => {
            push(Term::Object(Object {
                open: Some((*key, *value)),
                ..Object::default()
            }));
        }
        Shape::Newtype(inner) => cases_of(wire, format, *inner, depth - 1, out),
        Shape::Converted {
            inner,
            meaning,
            keeps,
            ..
        } => push(Term::Converted {
            inner: *inner,
            meaning,
            keeps: *keeps,
        }),
        Shape::Struct(shape) => {
            let terms = struct_terms(
                wire,
                format,
                shape,
                shape.tag.as_ref().map(|tag| (tag, &shape.name)),
                depth,
            );
            terms.into_iter().for_each(push);
        }
        Shape::Enum(shape) => {
            let mut written = false;
            for variant in &shape.variants {
                let Some(name) = &variant.write else { continue };
                written = true;
                for term in variant_terms(wire, format, shape, variant, name, depth) {
                    out.push(Case {
                        term,
                        origin: Some((shape, variant)),
                    });
                }
            }
            if !written {
                out.push(Case {
                    term: Term::Fails,
                    origin: None,
                });
            }
        }
        Shape::Opaque { fingerprint, .. } => push(Term::Opaque(fingerprint)),
    }
}

fn entries<'a>(wire: &Wire, shape: &'a Struct) -> Vec<Entry<'a>> {
    shape
        .fields
        .iter()
        .filter_map(|field| Some((field, field.write.as_ref()?)))
        .filter(|(field, _)| !field.flatten)
        .map(|(field, write)| Entry {
            key: write.key.clone(),
            always: write.omit.is_none(),
            node: Node::Shape(match (&write.omit, wire.shape(field.shape)) {
                // What is left out when it is `None` is never written as null.
                (Some(Omit::None), Shape::Option(inner)) => *inner,
                _ => field.shape,
            }),
            field: Some(field),
        })
        .collect()
}

fn name_entry<'a>(key: &str, name: &str) -> Entry<'a> {
    let node = Node::Term(Box::new(Term::Name(name.to_owned())));
    Entry {
        key: key.to_owned(),
        always: true,
        node,
        field: None,
    }
}

/// What a struct, or the fields of a variant, write; with a tag in front if there is one.
fn struct_terms<'a>(
    wire: &'a Wire,
    format: Format,
    shape: &'a Struct,
    tag: Option<(&String, &String)>,
    depth: u32,
) -> Vec<Term<'a>> {
    let tag = tag.map(|(key, name)| name_entry(key, name));
    if !shape.flattens_written() {
        let entries: Vec<Entry<'a>> = tag.into_iter().chain(entries(wire, shape)).collect();
        return vec![match format {
            Format::MessagePack => Term::Fixed(entries),
            _ => Term::Object(Object {
                entries,
                owner: Some(shape),
                owners: vec![shape],
                ..Object::default()
            }),
        }];
    }
    let first = Object {
        entries: tag.into_iter().chain(entries(wire, shape)).collect(),
        owner: Some(shape),
        owners: vec![shape],
        ..Object::default()
    };
    let mut objects = vec![first];
    let mut others = Vec::new();
    for field in shape
        .fields
        .iter()
        .filter(|field| field.flatten && field.write.is_some())
    {
        let mut cases = Vec::new();
        // A list where a map must be, in the compact form, does not happen: flattening asks for maps.
        let flat_format = if format == Format::MessagePack {
            Format::MessagePackNamed
        } else {
            format
        };
        cases_of(wire, flat_format, field.shape, depth - 1, &mut cases);
        let mut combined = Vec::new();
        let omit = field.write.as_ref().and_then(|write| write.omit.as_ref());
        // Nothing at all is written now and then; what an empty map or `None` writes is among the cases.
        if matches!(omit, Some(Omit::Equals(_) | Omit::Text(_))) {
            combined.extend(objects.iter().flat_map(|object| left_out(object, &cases)));
        }
        for object in &objects {
            for case in &cases {
                match merge(object, case, &field.ident) {
                    Ok(object) => combined.push(object),
                    // The other cases are written all the same.
                    Err(term) => others.push(*term),
                }
            }
        }
        if combined.len() > COMBINATIONS {
            return vec![Term::Unclear("too many combinations of flattened enums")];
        }
        objects = combined;
    }
    let objects = objects.into_iter().map(Term::Object);
    objects.chain(others).collect()
}

/// What is written if a flattened field is not. The owners tell what the writer's version takes for what is missing.
fn left_out<'a>(object: &Object<'a>, cases: &[Case<'a>]) -> Vec<Object<'a>> {
    let owners = cases.iter().map(|case| match &case.term {
        Term::Object(inner) => inner.owners.as_slice(),
        _ => &[],
    });
    let mut without: Vec<Object<'a>> = Vec::new();
    for owners in owners {
        let mut object = object.clone();
        object.owners.extend(owners);
        without.push(object);
    }
    without
}

fn merge<'a>(
    object: &Object<'a>,
    case: &Case<'a>,
    ident: &'a str,
) -> Result<Object<'a>, Box<Term<'a>>> {
    let mut object = object.clone();
    if !matches!(case.term, Term::Null) {
        object.sources.push(ident);
    }
    let inner = match (&case.term, case.origin) {
        // Of a unit variant without a tag nothing is written.
        (Term::Null, origin) => {
            object.origins.extend(origin.map(|(_, variant)| variant));
            return Ok(object);
        }
        (Term::Fixed(entries), None) if entries.is_empty() => return Ok(object),
        // A unit variant without a tag of its own writes its name as a key.
        (Term::Name(name), Some((_, variant))) => {
            let node = Node::Term(Box::new(Term::Null));
            object.entries.push(Entry {
                key: name.clone(),
                always: true,
                node,
                field: None,
            });
            object.origins.push(variant);
            return Ok(object);
        }
        (Term::Object(inner), _) => inner,
        (Term::Any, _) => {
            object.anything = true;
            return Ok(object);
        }
        (Term::Unclear(why), _) => return Err(Box::new(Term::Unclear(why))),
        (Term::Opaque(_) | Term::Converted { .. }, _) => {
            return Err(Box::new(Term::Unclear(
                "a flattened field that is not understood",
            )));
        }
        _ => return Err(Box::new(Term::Fails)),
    };
    object.entries.extend(inner.entries.iter().cloned());
    object.owners.extend(&inner.owners);
    object.origins.extend(&inner.origins);
    object.sources.extend(&inner.sources);
    object
        .origins
        .extend(case.origin.map(|(_, variant)| variant));
    object.anything |= inner.anything;
    if object.open.is_some() && inner.open.is_some() {
        return Err(Box::new(Term::Unclear("two flattened maps")));
    }
    object.open = object.open.or(inner.open);
    Ok(object)
}

fn variant_terms<'a>(
    wire: &'a Wire,
    format: Format,
    shape: &'a Enum,
    variant: &'a Variant,
    name: &String,
    depth: u32,
) -> Vec<Term<'a>> {
    let untagged = variant.untagged || shape.tagging == Tagging::Untagged;
    if let (Tagging::Number(_), false) = (&shape.tagging, untagged) {
        return vec![Term::Number(Integer::from(variant.number))];
    }
    let internal = match &shape.tagging {
        Tagging::Internal { tag } if !untagged => Some(tag),
        _ => None,
    };
    if let Some(tag) = internal {
        return match &variant.payload {
            Payload::Unit => tagged_list_or_map(format, vec![name_entry(tag, name)]),
            Payload::Struct(fields) => struct_terms(wire, format, fields, Some((tag, name)), depth),
            Payload::Tuple(_) => vec![Term::Fails],
            Payload::Newtype(inner) => {
                let mut cases = Vec::new();
                cases_of(wire, format, *inner, depth - 1, &mut cases);
                cases
                    .into_iter()
                    .map(|case| tagged_term(format, tag, name, case))
                    .collect()
            }
        };
    }
    let contents: Vec<Node<'a>> = match &variant.payload {
        Payload::Unit => vec![Node::Term(Box::new(Term::Null))],
        Payload::Newtype(inner) => vec![Node::Shape(*inner)],
        Payload::Tuple(fields) => vec![Node::Term(Box::new(Term::Fixed(entries(wire, fields))))],
        Payload::Struct(fields) => struct_terms(wire, format, fields, None, depth)
            .into_iter()
            .map(|term| Node::Term(Box::new(term)))
            .collect(),
    };
    let is_unit = matches!(variant.payload, Payload::Unit);
    let object = |entries| {
        Term::Object(Object {
            entries,
            ..Object::default()
        })
    };
    let mut terms = Vec::new();
    for node in contents {
        let entry = |key: &String, node| Entry {
            key: key.clone(),
            always: true,
            node,
            field: None,
        };
        match (&shape.tagging, node) {
            (_, Node::Term(term)) if untagged => terms.push(*term),
            (_, Node::Shape(inner)) if untagged => {
                let mut cases = Vec::new();
                cases_of(wire, format, inner, depth - 1, &mut cases);
                terms.extend(cases.into_iter().map(|case| case.term));
            }
            (Tagging::External, _) if is_unit => terms.push(Term::Name(name.clone())),
            (Tagging::External, node) => terms.push(object(vec![entry(name, node)])),
            (Tagging::Adjacent { tag, .. }, _) if is_unit => {
                terms.extend(tagged_list_or_map(format, vec![name_entry(tag, name)]));
            }
            (Tagging::Adjacent { tag, content }, node) => {
                terms.extend(tagged_list_or_map(
                    format,
                    vec![name_entry(tag, name), entry(content, node)],
                ));
            }
            (Tagging::Internal { .. } | Tagging::Untagged | Tagging::Number(_), _) => {
                terms.push(Term::Unclear("a tag in an unexpected place"));
            }
        }
    }
    terms
}

fn tagged_list_or_map(format: Format, entries: Vec<Entry<'_>>) -> Vec<Term<'_>> {
    vec![match format {
        Format::MessagePack => Term::Fixed(entries),
        _ => Term::Object(Object {
            entries,
            ..Object::default()
        }),
    }]
}

/// An internally tagged newtype variant.
fn tagged_term<'a>(format: Format, tag: &str, name: &str, case: Case<'a>) -> Term<'a> {
    let tag = name_entry(tag, name);
    match (case.term, case.origin) {
        (Term::Object(mut object), origin) => {
            object.entries.insert(0, tag);
            object.inside.extend(origin);
            Term::Object(object)
        }
        (Term::Fixed(mut entries), None) if format == Format::MessagePack => {
            entries.insert(0, tag);
            Term::Fixed(entries)
        }
        (Term::Null, None) => Term::Object(Object {
            entries: vec![tag],
            ..Object::default()
        }),
        (Term::Name(name), Some((_, variant))) => {
            let node = Node::Term(Box::new(Term::Null));
            let entry = Entry {
                key: name,
                always: true,
                node,
                field: None,
            };
            Term::Object(Object {
                entries: vec![tag, entry],
                origins: vec![variant],
                ..Object::default()
            })
        }
        (Term::Unclear(why), _) => Term::Unclear(why),
        (Term::Opaque(_) | Term::Any | Term::Converted { .. }, _) => {
            Term::Unclear("the contents of a tagged variant are not understood")
        }
        _ => Term::Fails,
    }
}
