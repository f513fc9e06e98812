//! Signs one request, for who asks by hand.

use orders::port::{Clock, Message};
use orders_adapters::authentication::{KeyRing, Signer};
use thiserror::Error;

/// Why nothing is signed.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum SignError {
    /// There is nothing to sign with.
    #[error("set `ORDERS_KEYS` to the file with the key")]
    NoKeys,
    /// The key is not among them.
    #[error("there is no key `{0}` in `ORDERS_KEYS`")]
    UnknownKey(String),
}

/// The token with which whoever has the key may send the message now, once.
///
/// # Errors
///
/// There is no such key.
pub fn sign(
    keys: Option<&KeyRing>,
    key: &str,
    clock: impl Clock,
    message: &Message<'_>,
) -> Result<String, SignError> {
    let found = keys.ok_or(SignError::NoKeys)?.get(key);
    let found = found.ok_or_else(|| SignError::UnknownKey(key.to_owned()))?;
    Ok(Signer::new(found.clone(), clock).token(message))
}
