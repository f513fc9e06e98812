//! What is said between the desk and rules that are a module: a request document in, a reply document out.
//!
//! Version 1 of its own, beside that of the messages: a module stays where it is when messages move on. Both sides take the
//! other one for a stranger; whatever arrives is read as if anybody had written it.

mod announcement;
mod reply;
mod request;
mod version;

pub use announcement::Announcement;
pub use reply::{CarriedOut, Metadata, Refusal, RefusalCode, Reply};
pub use request::{CarryOut, Describe, Request};
pub use version::ApiVersion;

use serde::de::DeserializeOwned;

use crate::error::WireError;
use crate::json::decode_record;

/// The longest document, in bytes, that either side reads. The history of the largest order needs a quarter of it.
pub const MAX_DOCUMENT_BYTES: usize = 256 * 1024;

/// The document that the bytes are.
///
/// # Errors
///
/// It is too long to look at, or has not the published shape.
pub fn decode_document<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, WireError> {
    if bytes.len() > MAX_DOCUMENT_BYTES {
        return Err(WireError::TooLong {
            length: bytes.len(),
            limit: MAX_DOCUMENT_BYTES,
        });
    }
    decode_record(bytes)
}
