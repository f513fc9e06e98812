//! Who sends a message, by a key that sender and desk share.
//!
//! A token is `<key>.<milliseconds since 1970>.<nonce>.<HMAC-SHA256 in hex>`. The code is made over the subject, the form and
//! the payload of the message, too, so a token is worth nothing beside another message. A key belongs to one principal of one
//! tenant; what they may do stands beside the key at the desk, not in the token.

mod keys;
mod memory;
mod signature;

use std::sync::Arc;
use std::time::Duration;

use orders::domain::{Identity, Refusal};
use orders::port::{AuthenticationError, Authenticator, Clock, Message};
use orders::shared::Timestamp;

pub use keys::{Key, KeyRing, KeysError};
pub use signature::Signer;

use self::memory::{Seen, Sighting};
use self::signature::Token;

/// Where those who ask come in.
#[derive(Debug)]
pub enum Door<C> {
    /// Nobody is asked who they are: version 1 knew no keys.
    Open(Arc<Identity>),
    /// Who signs comes in.
    Signed(SignedMessages<C>),
}

/// Knows those who sign with a key of the ring.
#[derive(Debug)]
pub struct SignedMessages<C> {
    keys: KeyRing,
    clock: C,
    seen: Seen,
}

impl<C> Door<C> {
    /// Open if there are no keys.
    pub fn new(keys: Option<KeyRing>, clock: C) -> Self {
        match keys {
            Some(keys) => Self::Signed(SignedMessages::new(keys, clock)),
            None => Self::Open(Identity::anybody()),
        }
    }

    /// What a health report says about it.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Open(_) => "open",
            Self::Signed(_) => "signed",
        }
    }
}

impl<C> SignedMessages<C> {
    /// How long a signature is good for, and how far ahead of this clock that of a sender may be.
    pub const WINDOW: Duration = Duration::from_secs(30);

    /// How many messages are remembered that came within two windows: 7,600 a second. It takes 9 MB, and as much for the two windows
    /// before; one more would double that.
    const PLACES: usize = 7 << 16;

    /// Knows these keys, and has seen no message yet.
    pub fn new(keys: KeyRing, clock: C) -> Self {
        Self::with_places(keys, clock, Self::PLACES)
    }

    /// The same, with places for so many messages within two windows. More are not let in: a message that is forgotten could come
    /// again.
    pub fn with_places(keys: KeyRing, clock: C, places: usize) -> Self {
        Self {
            keys,
            clock,
            seen: Seen::with_places(places),
        }
    }
}

impl<C: Clock> Authenticator for SignedMessages<C> {
    fn authenticate(&self, message: &Message<'_>) -> Result<Arc<Identity>, AuthenticationError> {
        let token = message.token.and_then(Token::parse);
        let token = token.ok_or(Refusal::Unauthenticated)?;
        let key = self.keys.get(token.key).ok_or(Refusal::Unauthenticated)?;
        // Before anything is said about the time: whoever cannot sign learns nothing.
        if !token.is_of(key, message) {
            return Err(Refusal::Unauthenticated.into());
        }
        let now = self.clock.now();
        if !is_within(Self::WINDOW, token.at, now) || key.is_over(now) {
            return Err(Refusal::Expired.into());
        }
        // Only what was signed is remembered, so nobody without a key can fill the memory.
        match self.seen.look(token.code, now, Self::WINDOW) {
            Sighting::First => Ok(Arc::clone(&key.identity)),
            Sighting::Again => Err(Refusal::Replayed.into()),
            Sighting::NoPlace => Err(AuthenticationError::Crowded),
        }
    }
}

impl<C: Clock> Authenticator for Door<C> {
    fn authenticate(&self, message: &Message<'_>) -> Result<Arc<Identity>, AuthenticationError> {
        match self {
            Self::Open(anybody) => Ok(Arc::clone(anybody)),
            Self::Signed(signed) => signed.authenticate(message),
        }
    }
}

fn is_within(window: Duration, at: Timestamp, now: Timestamp) -> bool {
    let window = u64::try_from(window.as_millis()).unwrap_or(u64::MAX);
    at.as_millis().abs_diff(now.as_millis()) <= window
}
