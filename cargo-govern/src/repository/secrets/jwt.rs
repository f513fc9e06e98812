//! JSON Web Tokens: a header with `alg`, claims and a signature.

use std::ops::Range;

use data_encoding::BASE64URL_NOPAD;
use serde_json::{Map, Value};

use super::{Secret, SecretKind, run};

/// The subject in the token that jwt.io and everybody's documentation shows.
const EXAMPLE: &str = "1234567890";

/// The token that begins here, if it is one that somebody would accept.
pub(super) fn token(text: &str, word: Range<usize>) -> Option<Secret> {
    let is_part = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.');
    let before = text.as_bytes()[..word.start].last();
    if before.is_some_and(|it| is_part(*it) || *it == b'/') && !super::begins_word(text, word.start)
    {
        return None;
    }
    let value = run(text, word.start, is_part);
    let whole = text[value.clone()].trim_end_matches('.');
    let value = value.start..value.start + whole.len();
    let (header, claims) = parts(whole)?;
    let algorithm = header.get("alg")?.as_str()?;
    let is_example = claims.get("sub").and_then(Value::as_str) == Some(EXAMPLE);
    // What NATS signs is public, and worth nothing without the seed, unless it says that it is.
    let nats = claims
        .get("nats")
        .filter(|_| algorithm.starts_with("ed25519"));
    let is_public = nats.is_some_and(|it| it.get("bearer_token") != Some(&Value::Bool(true)));
    if is_example || is_public || algorithm.eq_ignore_ascii_case("none") {
        return None;
    }
    let why = format!("its header is one: it is signed with `{algorithm}`");
    Some(Secret::at(SecretKind::Jwt, value, why))
}

/// Header and claims; none if it is no signed token.
pub(super) fn parts(text: &str) -> Option<(Map<String, Value>, Map<String, Value>)> {
    let mut parts = text.split('.');
    let (header, claims, signature) = (parts.next()?, parts.next()?, parts.next()?);
    let signature = BASE64URL_NOPAD.decode(signature.as_bytes()).ok()?;
    let object = |part: &str| {
        let bytes = BASE64URL_NOPAD.decode(part.as_bytes()).ok()?;
        match serde_json::from_slice(&bytes).ok()? {
            Value::Object(object) => Some(object),
            _ => None,
        }
    };
    let is_one = parts.next().is_none() && signature.len() >= 16;
    is_one.then_some((object(header)?, object(claims)?))
}
