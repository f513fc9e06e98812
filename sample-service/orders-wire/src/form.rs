//! The forms that requests and replies may have on the way: JSON, which all of version 1 has unless it says otherwise, and two
//! that take less room. What is kept (events, records) and what modules are told is JSON and nothing else.

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::error::WireError;
use crate::json;

/// How deep lists and maps may stand in each other, as in JSON. The readers recurse, and what is deeper would overflow the stack.
const DEEPEST: usize = 128;

/// A way to write messages as bytes, and to read them. All of them write structs as maps with the same names.
pub trait Codec {
    /// What messages in this form are called: a media type.
    const NAME: &'static str;

    /// The message as bytes.
    fn encode(message: &impl Serialize) -> Vec<u8>;

    /// The message that all of the bytes are.
    ///
    /// # Errors
    ///
    /// They have not the published shape, or something stands behind the message.
    fn decode<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, WireError>;
}

/// JSON.
#[derive(Debug)]
pub enum Json {}

/// MessagePack.
#[derive(Debug)]
pub enum MessagePack {}

/// CBOR.
#[derive(Debug)]
pub enum Cbor {}

/// Which of them a message has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Form {
    /// JSON.
    Json,
    /// MessagePack.
    MessagePack,
    /// CBOR.
    Cbor,
}

impl Codec for Json {
    const NAME: &'static str = "application/json";

    fn encode(message: &impl Serialize) -> Vec<u8> {
        json::encode(message)
    }

    fn decode<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, WireError> {
        json::decode_record(bytes)
    }
}

impl Codec for MessagePack {
    const NAME: &'static str = "application/msgpack";

    fn encode(message: &impl Serialize) -> Vec<u8> {
        rmp_serde::to_vec_named(message).expect("messages have no fallible parts")
    }

    fn decode<T: DeserializeOwned>(mut bytes: &[u8]) -> Result<T, WireError> {
        let mut reader = rmp_serde::Deserializer::new(&mut bytes);
        reader.set_max_depth(DEEPEST);
        let message = T::deserialize(&mut reader);
        ended(message.map_err(WireError::shape)?, bytes)
    }
}

impl Codec for Cbor {
    const NAME: &'static str = "application/cbor";

    fn encode(message: &impl Serialize) -> Vec<u8> {
        let mut bytes = Vec::new();
        ciborium::into_writer(message, &mut bytes).expect("messages have no fallible parts");
        bytes
    }

    fn decode<T: DeserializeOwned>(mut bytes: &[u8]) -> Result<T, WireError> {
        let message = ciborium::de::from_reader_with_recursion_limit(&mut bytes, DEEPEST);
        ended(message.map_err(WireError::shape)?, bytes)
    }
}

/// Nothing stands behind a message.
fn ended<T>(message: T, rest: &[u8]) -> Result<T, WireError> {
    if rest.is_empty() {
        Ok(message)
    } else {
        Err(WireError::shape("something stands behind the message"))
    }
}

impl Form {
    /// Every form.
    pub const ALL: [Self; 3] = [Self::Json, Self::MessagePack, Self::Cbor];
    /// What they are called.
    pub const NAMES: [&'static str; 3] = [Json::NAME, MessagePack::NAME, Cbor::NAME];

    /// The form with the name, in letters of any case; JSON if nothing is said.
    pub fn read(name: Option<&str>) -> Result<Self, WireError> {
        let Some(name) = name else {
            return Ok(Self::Json);
        };
        let is_meant = |form: &Self| form.name().eq_ignore_ascii_case(name);
        Self::ALL.into_iter().find(is_meant).ok_or(WireError::Form)
    }

    /// What messages in this form are called.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Json => Json::NAME,
            Self::MessagePack => MessagePack::NAME,
            Self::Cbor => Cbor::NAME,
        }
    }

    /// The message as bytes.
    pub fn encode(self, message: &impl Serialize) -> Vec<u8> {
        match self {
            Self::Json => Json::encode(message),
            Self::MessagePack => MessagePack::encode(message),
            Self::Cbor => Cbor::encode(message),
        }
    }

    /// The message that the bytes are. One that is too long is refused before anything looks into it.
    pub fn decode<T: DeserializeOwned>(self, bytes: &[u8]) -> Result<T, WireError> {
        json::check_length(bytes)?;
        match self {
            Self::Json => Json::decode(bytes),
            Self::MessagePack => MessagePack::decode(bytes),
            Self::Cbor => Cbor::decode(bytes),
        }
    }
}
