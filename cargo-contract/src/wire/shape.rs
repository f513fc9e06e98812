//! The shapes of a type on the wire, as a graph: recursion is a cycle of ids.
//!
//! One node carries both sides, what is written and what is read, because which Rust field a key belongs to is what tells
//! a renamed field from two unrelated ones.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::shape_id::ShapeId;
use super::{IntType, Value};

/// The wire model of one type and everything that it contains.
#[derive(Debug, Clone)]
pub struct Wire {
    /// Many types of one version may share them.
    shapes: Arc<Vec<Shape>>,
    /// The type itself.
    pub root: ShapeId,
    /// Its name as shown to people.
    pub name: String,
    /// What is written elsewhere, by its fingerprint, that is read here where the other fingerprint stands.
    takes: Arc<BTreeSet<(String, String)>>,
    /// The same type without what is declared of its parts, if that makes a difference.
    pub(crate) plain: Option<Arc<Wire>>,
    /// The JSON Schema that declares all documents of the type.
    pub(crate) declared: Option<Arc<str>>,
}

/// What a value looks like on the wire.
#[derive(Debug, Clone, PartialEq)]
pub enum Shape {
    /// Any document, such as `serde_json::Value`.
    Any,
    /// Read and thrown away, such as `serde::de::IgnoredAny`.
    Ignored,
    /// `bool`.
    Bool,
    /// An integer.
    Int(IntType),
    /// A floating point number.
    Float(FloatType),
    /// `char`.
    Char,
    /// A string.
    Str(Text),
    /// A byte string (`serialize_bytes`), which JSON writes as a list of numbers; of exactly that length, if there is one.
    Bytes(Option<usize>),
    /// `()`.
    Unit,
    /// A unit struct, `PhantomData`.
    UnitStruct,
    /// `Option`.
    Option(ShapeId),
    /// A list of any length.
    List(ShapeId),
    /// A list without repetitions.
    Set(ShapeId),
    /// A list of exactly that length.
    Array(ShapeId, u64),
    /// A tuple or a tuple struct.
    Tuple(Struct),
    /// A map.
    Map(ShapeId, ShapeId),
    /// A tuple struct of one field.
    Newtype(ShapeId),
    /// A struct with named fields.
    Struct(Struct),
    /// An enum.
    Enum(Enum),
    /// Different shapes for writing and reading.
    Split {
        /// What is written.
        write: ShapeId,
        /// What is read.
        read: ShapeId,
    },
    /// The inner shape with another meaning: the text of the functions between the value and the wire.
    Converted {
        /// What is on the wire.
        inner: ShapeId,
        /// What tells one meaning from another.
        meaning: String,
        /// Whether reading may refuse a value of the inner shape (`try_from`).
        fallible: bool,
        /// What the functions make of some values of the inner shape: nothing of those that they refuse. Empty if that
        /// could not be found out.
        outcomes: Vec<(Value, Option<Value>)>,
        /// Whether they give back what they get, or refuse it.
        keeps: bool,
    },
    /// Not understood.
    Opaque {
        /// Why.
        reason: String,
        /// Equal for two versions only if everything that decides the shape is the same text.
        fingerprint: String,
    },
}

/// A floating point type.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FloatType {
    /// `f32`.
    F32,
    /// `f64`.
    F64,
}

/// Which strings are meant.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Text {
    /// Any string.
    Plain,
    /// Any string, read without a copy: escapes cannot be read from JSON.
    Borrowed,
    /// Strings of a form, by its name in the table of known types (`uuid`, `socket-address`).
    Form(&'static str),
}

/// A struct, a tuple or the fields of a variant.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Struct {
    /// The name that a struct with `tag` writes.
    pub name: String,
    /// Its fields in order, also those that never reach the wire.
    pub fields: Vec<Field>,
    /// `deny_unknown_fields`.
    pub deny_unknown: bool,
    /// The key under which the struct's name is written: `tag` on a struct.
    pub tag: Option<String>,
}

/// A field.
#[derive(Debug, Clone, PartialEq)]
pub struct Field {
    /// Its Rust name, or its position.
    pub ident: String,
    /// How it is written, if it is.
    pub write: Option<WriteField>,
    /// How it is read, if it is.
    pub read: Option<ReadField>,
    /// What it is when it is not read: from `default`, of the field or of the container.
    pub default: Option<Default>,
    /// Whether its own keys stand among those of the struct around it.
    pub flatten: bool,
    /// Its value.
    pub shape: ShapeId,
}

/// How a field is written.
#[derive(Debug, Clone, PartialEq)]
pub struct WriteField {
    /// The key.
    pub key: String,
    /// When it is left out.
    pub omit: Option<Omit>,
}

/// How a field is read.
#[derive(Debug, Clone, PartialEq)]
pub struct ReadField {
    /// The keys that it goes by, its own name first.
    pub keys: Vec<String>,
    /// Whether a missing key reads as `None`: the type accepts that and no function of its own stands in between.
    pub implicit_none: bool,
}

/// What a field is when it is missing.
#[derive(Debug, Clone, PartialEq)]
pub enum Default {
    /// A value that could be computed.
    Known(Value),
    /// The text of an expression.
    Text(String),
}

/// When a field is left out.
#[derive(Debug, Clone, PartialEq)]
pub enum Omit {
    /// `Option::is_none`.
    None,
    /// `Vec::is_empty` and the like.
    Empty,
    /// When it has that value.
    Equals(Value),
    /// When the function says so: its text.
    Text(String),
}

/// An enum.
#[derive(Debug, Clone, PartialEq)]
pub struct Enum {
    /// Its Rust name.
    pub name: String,
    /// Its variants in order.
    pub variants: Vec<Variant>,
    /// How the variant is told.
    pub tagging: Tagging,
    /// `deny_unknown_fields`, for the variants with named fields.
    pub deny_unknown: bool,
}

/// How the variant of an enum is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Tagging {
    /// `{"Variant": …}`.
    External,
    /// `{"tag": "Variant", …}`.
    Internal {
        /// The key.
        tag: String,
    },
    /// `{"tag": "Variant", "content": …}`.
    Adjacent {
        /// The key of the name.
        tag: String,
        /// The key of the contents.
        content: String,
    },
    /// Not at all.
    Untagged,
    /// By its discriminant, as a number.
    Number(IntType),
}

/// A variant.
#[derive(Debug, Clone, PartialEq)]
pub struct Variant {
    /// Its Rust name.
    pub ident: String,
    /// The name that is written, if it can be written.
    pub write: Option<String>,
    /// The names that are read, if it can be read.
    pub read: Option<Vec<String>>,
    /// `other`: reads every name that no other variant has.
    pub other: bool,
    /// `untagged` on the variant.
    pub untagged: bool,
    /// Its contents.
    pub payload: Payload,
    /// The number of a variant that is written as one.
    pub number: i128,
}

/// The contents of a variant.
#[derive(Debug, Clone, PartialEq)]
pub enum Payload {
    /// Nothing.
    Unit,
    /// One value.
    Newtype(ShapeId),
    /// A list of values.
    Tuple(Struct),
    /// Named fields.
    Struct(Struct),
}

/// What the fingerprint of something begins with that is declared by a JSON Schema.
const BY_SCHEMA: &str = "schema ";

/// The JSON Schema that stands in a fingerprint.
pub(crate) fn schema_of(fingerprint: &str) -> Option<&str> {
    fingerprint.strip_prefix(BY_SCHEMA)
}

impl Wire {
    /// A model without any shapes; `root` is set when it is known.
    pub fn new(name: impl Into<String>) -> Self {
        Wire {
            shapes: Arc::default(),
            root: ShapeId(0),
            name: name.into(),
            takes: Arc::default(),
            plain: None,
            declared: None,
        }
    }

    /// The same type, which also reads what is written elsewhere: fingerprints of what is not followed there and here.
    pub(crate) fn taking(&self, pairs: BTreeSet<(String, String)>) -> Wire {
        Wire {
            takes: Arc::new(pairs),
            ..self.clone()
        }
    }

    /// Whether what is written under one fingerprint is known to be read where another one stands.
    pub(crate) fn takes(&self, written: &str, read: &str) -> bool {
        let mut pairs = self.takes.iter();
        pairs.any(|(from, to)| from == written && to == read)
    }

    /// Adds a shape.
    pub fn push(&mut self, shape: Shape) -> ShapeId {
        Arc::make_mut(&mut self.shapes).push(shape);
        ShapeId(self.shapes.len() as u32 - 1)
    }

    /// Replaces a shape, to tie the knot of a recursive type.
    pub fn set(&mut self, id: ShapeId, shape: Shape) {
        Arc::make_mut(&mut self.shapes)[id.0 as usize] = shape;
    }

    /// The shape.
    pub fn shape(&self, id: ShapeId) -> &Shape {
        &self.shapes[id.0 as usize]
    }

    /// The shape, if there is one: values that no document holds may come from nowhere.
    pub fn find(&self, id: ShapeId) -> Option<&Shape> {
        self.shapes.get(id.0 as usize)
    }

    /// What is written where `id` stands.
    pub fn written(&self, id: ShapeId) -> ShapeId {
        match self.shape(id) {
            Shape::Split { write, .. } => self.written(*write),
            _ => id,
        }
    }

    /// What is read where `id` stands.
    pub fn read(&self, id: ShapeId) -> ShapeId {
        match self.shape(id) {
            Shape::Split { read, .. } => self.read(*read),
            _ => id,
        }
    }

    /// The model of another type of the same version.
    pub fn of(&self, root: ShapeId, name: &str) -> Wire {
        Wire {
            shapes: Arc::clone(&self.shapes),
            root,
            name: name.to_owned(),
            takes: Arc::clone(&self.takes),
            plain: None,
            declared: None,
        }
    }

    /// The shapes that the type contains, itself first.
    pub fn reached(&self) -> impl Iterator<Item = &Shape> {
        self.reached_ids().map(|id| self.shape(id))
    }

    /// Their ids.
    pub(crate) fn reached_ids(&self) -> impl Iterator<Item = ShapeId> {
        let mut seen = BTreeSet::new();
        let mut open = vec![self.root];
        std::iter::from_fn(move || {
            loop {
                let id = open.pop()?;
                if seen.insert(id) {
                    open.extend(self.shape(id).children().into_iter().rev());
                    return Some(id);
                }
            }
        })
    }
}

impl Shape {
    /// Why the value of a field is not understood that a function of its own writes or reads.
    pub(crate) const BY_FUNCTION: &str = "a conversion function whose effect is not known";

    /// What is written by hand and declared by a JSON Schema; nothing more is known of it. The fingerprint is the schema: it is
    /// kept with what is accepted.
    pub(crate) fn by_schema(text: &str, path: &str) -> Shape {
        Shape::Opaque {
            reason: format!("it is written by hand, and declared by `{path}`"),
            fingerprint: format!("{BY_SCHEMA}{text}"),
        }
    }

    /// The JSON Schema that it is declared by.
    pub(crate) fn schema(&self) -> Option<&str> {
        match self {
            Shape::Opaque { fingerprint, .. } => schema_of(fingerprint),
            _ => None,
        }
    }

    /// Whether a function of the field's own stands between the key and the value: it is not asked for what is missing.
    pub(crate) fn is_by_function(&self) -> bool {
        matches!(self, Shape::Opaque { reason, .. } if reason == Shape::BY_FUNCTION)
    }

    /// The shapes right inside it.
    pub fn children(&self) -> Vec<ShapeId> {
        let of_struct = |shape: &Struct| {
            shape
                .fields
                .iter()
                .map(|field| field.shape)
                .collect::<Vec<_>>()
        };
        match self {
            Shape::Option(inner)
            | Shape::List(inner)
            | Shape::Set(inner)
            | Shape::Array(inner, _)
            | Shape::Newtype(inner)
            | Shape::Converted { inner, .. } => vec![*inner],
            Shape::Map(key, value) => vec![*key, *value],
            Shape::Split { write, read } => vec![*write, *read],
            Shape::Tuple(shape) | Shape::Struct(shape) => of_struct(shape),
            Shape::Enum(shape) => shape
                .variants
                .iter()
                .flat_map(|variant| match &variant.payload {
                    Payload::Unit => Vec::new(),
                    Payload::Newtype(inner) => vec![*inner],
                    Payload::Tuple(shape) | Payload::Struct(shape) => of_struct(shape),
                })
                .collect(),
            _ => Vec::new(),
        }
    }
}

impl Struct {
    /// Whether a field's keys stand among the struct's own, for the writer.
    pub fn flattens_written(&self) -> bool {
        self.fields
            .iter()
            .any(|field| field.flatten && field.write.is_some())
    }

    /// Whether a field's keys stand among the struct's own, for the reader.
    pub fn flattens_read(&self) -> bool {
        self.fields
            .iter()
            .any(|field| field.flatten && field.read.is_some())
    }
}
