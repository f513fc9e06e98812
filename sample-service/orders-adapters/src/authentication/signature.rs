//! Tokens: how they are made and checked.

use hmac::{Hmac, KeyInit, Mac};
use orders::port::{Clock, Message};
use orders::shared::Timestamp;
use sha2::Sha256;
use uuid::Uuid;

use super::keys::Key;

/// What the code is made over begins with this, so that no other use of the key makes the same.
const PURPOSE: &[u8] = b"orders request 1";
/// Longer ones are not looked at.
const MAX_TOKEN_BYTES: usize = 220;

/// A token that looks like one.
pub(super) struct Token<'a> {
    pub(super) key: &'a str,
    pub(super) at: Timestamp,
    nonce: &'a str,
    pub(super) code: [u8; 32],
}

/// Signs messages with a key: the other end of [`SignedMessages`](super::SignedMessages).
#[derive(Debug, Clone)]
pub struct Signer<C> {
    key: Key,
    clock: C,
}

impl<C: Clock> Signer<C> {
    /// Signs with the key.
    pub const fn new(key: Key, clock: C) -> Self {
        Self { key, clock }
    }

    /// The token of a message, whatever its `token` is now. Each time another one: who sends a message again signs it again.
    pub fn token(&self, message: &Message<'_>) -> String {
        self.token_with(&Uuid::now_v7().simple().to_string(), message)
    }

    /// The token of a message with this nonce, which has no dot in it and was never used with the key.
    pub fn token_with(&self, nonce: &str, message: &Message<'_>) -> String {
        let at = self.clock.now();
        let code = code(&self.key, at, nonce, message);
        let code = code.finalize().into_bytes();
        let mut token = format!("{}.{}.{nonce}.", self.key.id, at.as_millis());
        for byte in code {
            token.push(char::from(HEX[usize::from(byte >> 4)]));
            token.push(char::from(HEX[usize::from(byte & 15)]));
        }
        token
    }
}

const HEX: &[u8; 16] = b"0123456789abcdef";

impl<'a> Token<'a> {
    /// The token that the text is, if it is one as a signer writes it: there is one way to write each.
    pub(super) fn parse(text: &'a str) -> Option<Self> {
        if text.len() > MAX_TOKEN_BYTES {
            return None;
        }
        let (key, rest) = text.split_once('.')?;
        let (at, rest) = rest.split_once('.')?;
        let (nonce, code) = rest.split_once('.')?;
        let millis: u64 = at.parse().ok()?;
        if millis.to_string() != at || nonce.is_empty() {
            return None;
        }
        Some(Self {
            key,
            at: Timestamp::from_millis(millis),
            nonce,
            code: from_hex(code)?.try_into().ok()?,
        })
    }

    /// Whether it was made with the key for the message. Takes as long for a wrong one as for a right one.
    pub(super) fn is_of(&self, key: &Key, message: &Message<'_>) -> bool {
        code(key, self.at, self.nonce, message)
            .verify_slice(&self.code)
            .is_ok()
    }
}

/// Each part with its length before it, so that no two messages make the same text.
fn code(key: &Key, at: Timestamp, nonce: &str, message: &Message<'_>) -> Hmac<Sha256> {
    let mut code = Hmac::<Sha256>::new_from_slice(key.secret()).expect("a key may have any length");
    code.update(PURPOSE);
    code.update(&at.as_millis().to_be_bytes());
    let parts = [
        key.id.as_str().as_bytes(),
        nonce.as_bytes(),
        message.subject.as_bytes(),
        message.form.unwrap_or_default().as_bytes(),
        message.payload,
    ];
    for part in parts {
        code.update(&(part.len() as u64).to_be_bytes());
        code.update(part);
    }
    code
}

/// The bytes that the lower-case hex digits stand for.
fn from_hex(text: &str) -> Option<Vec<u8>> {
    let digit = |byte: u8| HEX.iter().position(|&hex| hex == byte).map(|at| at as u8);
    let pairs = text.as_bytes().chunks(2).map(|pair| match *pair {
        [high, low] => Some(digit(high)? << 4 | digit(low)?),
        _ => None,
    });
    pairs.collect()
}
