//! What is said on the wire about orders, by version, and its mapping to the domain.
//!
//! The shapes here are published: whoever holds a message of last year must still be able to read it. The domain does not
//! know them; each shape maps itself, in both directions, and every message is checked on its way in.

mod error;
mod form;
mod frame;
pub mod guest;
mod json;
pub mod v1;

pub use error::WireError;
pub use form::{Cbor, Codec, Form, Json, MessagePack};
pub use frame::{ReplyFrame, RequestFrame};
pub use json::{check_length, decode, decode_record, encode};
