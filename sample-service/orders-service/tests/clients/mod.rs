//! Those who ask: the keys of `examples/keys.json`, and what is signed with them.

use orders::port::{Clock, Message};
use orders_adapters::authentication::{KeyRing, Signer};

/// The keys that the examples have.
pub(crate) fn keys() -> KeyRing {
    KeyRing::parse(include_str!("../../../examples/keys.json")).expect("the example is good")
}

/// The token of a message that whoever has the key sends now.
pub(crate) fn token(key: &str, clock: impl Clock, message: &Message<'_>) -> String {
    let keys = keys();
    let key = keys.get(key).unwrap_or_else(|| panic!("no key `{key}`"));
    Signer::new(key.clone(), clock).token(message)
}
