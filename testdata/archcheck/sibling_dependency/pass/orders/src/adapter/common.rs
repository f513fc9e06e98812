//! What all adapters use.

pub fn encode(key: &crate::shared::Key) -> Vec<u8> {
    key.0.clone().into_bytes()
}
