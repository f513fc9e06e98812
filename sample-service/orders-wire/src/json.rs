//! Messages as JSON.

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::error::WireError;

/// The longest message that is read; longer ones are refused before anything looks into them.
const MAX_MESSAGE_BYTES: usize = 64 * 1024;

/// Room for a record of an order as most are: what grows while it is written is copied again and again.
const USUAL_BYTES: usize = 1024;

/// The message as bytes.
pub fn encode(message: &impl Serialize) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(USUAL_BYTES);
    serde_json::to_writer(&mut bytes, message)
        .expect("messages have string keys and no fallible parts");
    bytes
}

/// The message that the bytes are.
pub fn decode<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, WireError> {
    check_length(bytes)?;
    decode_record(bytes)
}

/// Whether a message is short enough to be looked at.
pub fn check_length(bytes: &[u8]) -> Result<(), WireError> {
    if bytes.len() > MAX_MESSAGE_BYTES {
        return Err(WireError::TooLong {
            length: bytes.len(),
            limit: MAX_MESSAGE_BYTES,
        });
    }
    Ok(())
}

/// The record that the bytes are. A store gives back only what this program put there, so its length is no matter.
pub fn decode_record<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, WireError> {
    serde_json::from_slice(bytes).map_err(WireError::shape)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// AC: AC-ORD-008
    #[test]
    fn a_message_that_is_too_long_is_refused_unread() {
        let mut bytes = b"[".to_vec();
        bytes.resize(MAX_MESSAGE_BYTES, b' ');
        assert!(matches!(
            decode::<Vec<u8>>(&bytes),
            Err(WireError::Shape(_))
        ));
        bytes.push(b']');
        assert!(matches!(
            decode::<Vec<u8>>(&bytes),
            Err(WireError::TooLong {
                length: 65_537,
                limit: 65_536
            })
        ));
    }
}
