//! The wire model as it stands in files of accepted versions: what may be read again years later.
//!
//! It mirrors `crate::wire`, which may change with the program. What changes here changes the form of the files.

use std::collections::BTreeMap;
use std::fmt;

use serde::de::{self, Deserializer, MapAccess, Visitor, value::MapAccessDeserializer};
use serde::{Deserialize, Serialize, Serializer};

/// A type and all that it contains.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WireText {
    /// The type.
    pub(super) root: Expr,
    /// What has a name: structs and enums, and whatever contains itself.
    pub(super) types: BTreeMap<String, Expr>,
    /// The JSON Schema that declares all documents of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) schema: Option<String>,
}

/// A shape: a word (`u32`, `string`), or an object of one key.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Expr {
    Word(String),
    Node(Box<Node>),
}

/// In place of a shape: that of a value that no document holds.
pub(super) const NOWHERE: &str = "nowhere";

/// A shape with an inside.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(super) enum Node {
    /// One of the named types.
    Type(String),
    Option(Expr),
    List(Expr),
    Set(Expr),
    Array {
        of: Expr,
        length: u64,
    },
    Map {
        key: Expr,
        value: Expr,
    },
    Newtype(Expr),
    /// Bytes of a fixed length.
    Bytes(usize),
    /// A string of a form.
    Form(String),
    Split {
        write: Expr,
        read: Expr,
    },
    Converted {
        of: Expr,
        meaning: String,
        fallible: bool,
        /// Each value with what is made of it, or with nothing.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        outcomes: Vec<(ValueText, Vec<ValueText>)>,
        #[serde(default, skip_serializing_if = "is_false")]
        keeps: bool,
    },
    Opaque {
        reason: String,
        fingerprint: String,
    },
    Tuple(StructText),
    Struct(StructText),
    Enum(EnumText),
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(super) struct StructText {
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub(super) name: String,
    #[serde(default, skip_serializing_if = "is_false")]
    pub(super) deny_unknown: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) tag: Option<String>,
    pub(super) fields: Vec<FieldText>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(super) struct FieldText {
    pub(super) name: String,
    /// The key that is written; it is not written if there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) write: Option<String>,
    /// When it is left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) omit: Option<OmitText>,
    /// The keys that are read; it is not read if there are none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) read: Option<Vec<String>>,
    /// Whether it may be missing because it is an `Option`.
    #[serde(default, skip_serializing_if = "is_false")]
    pub(super) optional: bool,
    /// What it is when it is missing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) default: Option<DefaultText>,
    #[serde(default, skip_serializing_if = "is_false")]
    pub(super) flatten: bool,
    #[serde(rename = "type")]
    pub(super) shape: Expr,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum OmitText {
    None,
    Empty,
    Equals(ValueText),
    Text(String),
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum DefaultText {
    Value(ValueText),
    Text(String),
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(super) struct EnumText {
    pub(super) name: String,
    pub(super) tagging: TaggingText,
    #[serde(default, skip_serializing_if = "is_false")]
    pub(super) deny_unknown: bool,
    pub(super) variants: Vec<VariantText>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(super) enum TaggingText {
    External,
    Internal { tag: String },
    Adjacent { tag: String, content: String },
    Untagged,
    Number(String),
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(super) struct VariantText {
    pub(super) name: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) write: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) read: Option<Vec<String>>,
    #[serde(default, skip_serializing_if = "is_false")]
    pub(super) other: bool,
    #[serde(default, skip_serializing_if = "is_false")]
    pub(super) untagged: bool,
    /// Of enums that are written as numbers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) number: Option<i128>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) payload: Option<PayloadText>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum PayloadText {
    Newtype(Expr),
    Tuple(StructText),
    Struct(StructText),
}

/// A value of a default. Numbers are texts: they are larger than some readers of JSON can take.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(super) enum ValueText {
    Unit,
    None,
    Invalid,
    Bool(bool),
    Int(String),
    Float(String),
    Str(String),
    Bytes(Vec<u8>),
    Some(Box<ValueText>),
    List(Vec<ValueText>),
    Tuple(Vec<ValueText>),
    Set(Vec<ValueText>),
    Map(Vec<(ValueText, ValueText)>),
    Record(Vec<RecordFieldText>),
    Variant {
        of: Expr,
        name: String,
        catches: bool,
        payload: Box<ValueText>,
    },
    Any(DocText),
    Converted {
        meaning: String,
        value: Box<ValueText>,
    },
    Text(String),
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RecordFieldText {
    pub(super) name: String,
    pub(super) keys: Vec<String>,
    pub(super) present: bool,
    pub(super) flatten: bool,
    #[serde(rename = "type")]
    pub(super) shape: Expr,
    pub(super) value: ValueText,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum DocText {
    Null,
    Bool(bool),
    Int(String),
    Float(String),
    Str(String),
    Bytes(Vec<u8>),
    List(Vec<DocText>),
    Map(Vec<(DocText, DocText)>),
    Opaque(String),
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde asks for this signature"
)]
fn is_false(value: &bool) -> bool {
    !value
}

impl Serialize for Expr {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Expr::Word(word) => serializer.serialize_str(word),
            Expr::Node(node) => node.serialize(serializer),
        }
    }
}

impl<'de> Deserialize<'de> for Expr {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Either;

        impl<'de> Visitor<'de> for Either {
            type Value = Expr;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("a word or an object that says what type it is")
            }

            fn visit_str<E: de::Error>(self, word: &str) -> Result<Expr, E> {
                Ok(Expr::Word(word.to_owned()))
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Expr, A::Error> {
                let node = Node::deserialize(MapAccessDeserializer::new(map))?;
                Ok(Expr::Node(Box::new(node)))
            }
        }

        deserializer.deserialize_any(Either)
    }
}
