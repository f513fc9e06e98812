//! The wire model: what a serde type writes and what it reads, without any syntax.

mod case;
mod integer;
mod shape;
mod shape_id;
mod value;

pub use case::RenameRule;
pub use integer::{IntType, Integer};
pub(crate) use shape::schema_of;
pub use shape::{
    Default, Enum, Field, FloatType, Omit, Payload, ReadField, Shape, Struct, Tagging, Text,
    Variant, Wire, WriteField,
};
pub use shape_id::{OfShape, ShapeId};
pub use value::{Doc, Record, RecordField, Value, float_text, float32_text, hex};
