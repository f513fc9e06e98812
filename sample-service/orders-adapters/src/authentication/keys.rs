//! The keys that a desk knows, and whose they are.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use orders::domain::{Identity, InvalidId, PrincipalId, Reach, Role, TenantId};
use orders::shared::{InvalidToken, Timestamp, Token};
use serde::Deserialize;
use thiserror::Error;

/// A secret that a principal shares with the desk.
#[derive(Clone, PartialEq, Eq)]
pub struct Key {
    /// What it is called in tokens.
    pub id: Token,
    /// Who has it.
    pub identity: Arc<Identity>,
    secret: Box<[u8]>,
    until: Option<Timestamp>,
}

/// The keys that a desk knows. A principal may have several, so that a new one can be handed out before the old one goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyRing(BTreeMap<Box<str>, Key>);

/// What is wrong with a file of keys. The secrets are not shown.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum KeysError {
    /// It is not a list of keys.
    #[error("it is no list of keys: line {line}, column {column}")]
    Shape {
        /// The line, from 1.
        line: usize,
        /// The column, from 1.
        column: usize,
    },
    /// There is no key in it.
    #[error("there is no key in it")]
    Empty,
    /// A key has no good id.
    #[error("key {number}: the id is none: {reason}")]
    Id {
        /// The how manieth key, from 1.
        number: usize,
        /// What is wrong with it.
        reason: InvalidToken,
    },
    /// Two keys have one id.
    #[error("key `{key}` is there twice")]
    Twice {
        /// The id.
        key: Token,
    },
    /// The owner of a key is none.
    #[error("key `{key}`: {reason}")]
    Owner {
        /// The id.
        key: Token,
        /// What is wrong.
        reason: InvalidId,
    },
    /// A role is none.
    #[error("key `{key}`: `{role}` is no role")]
    Role {
        /// The id.
        key: Token,
        /// The role.
        role: String,
    },
    /// The secret is too easy to guess.
    #[error("key `{key}`: a secret has {} bytes or more", Key::MIN_SECRET_BYTES)]
    Secret {
        /// The id.
        key: Token,
    },
}

/// A key as it stands in the file.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct KeyEntry {
    id: String,
    tenant: String,
    principal: String,
    roles: Vec<String>,
    secret: String,
    until_ms: Option<u64>,
}

impl Key {
    /// As many bytes as the code has: a shorter secret would be the easier thing to guess. They are those of the text as it is.
    const MIN_SECRET_BYTES: usize = 32;

    pub(super) fn secret(&self) -> &[u8] {
        &self.secret
    }

    pub(super) fn is_over(&self, now: Timestamp) -> bool {
        self.until.is_some_and(|until| now >= until)
    }
}

impl KeyRing {
    /// The keys in a JSON list: `id`, `tenant`, `principal`, `roles`, `secret`, and `until_ms` if it ends.
    pub fn parse(text: &str) -> Result<Self, KeysError> {
        let entries: Vec<KeyEntry> =
            serde_json::from_str(text).map_err(|error| KeysError::Shape {
                line: error.line(),
                column: error.column(),
            })?;
        let mut keys = BTreeMap::new();
        for (number, entry) in (1..).zip(entries) {
            let key = read(number, entry)?;
            if let Some(twice) = keys.insert(key.id.as_str().into(), key) {
                return Err(KeysError::Twice { key: twice.id });
            }
        }
        if keys.is_empty() {
            return Err(KeysError::Empty);
        }
        Ok(Self(keys))
    }

    /// The key with the id.
    pub fn get(&self, id: &str) -> Option<&Key> {
        self.0.get(id)
    }
}

fn read(number: usize, entry: KeyEntry) -> Result<Key, KeysError> {
    let id = Token::parse(&entry.id).map_err(|reason| KeysError::Id { number, reason })?;
    let owner = |reason| KeysError::Owner {
        key: id.clone(),
        reason,
    };
    let roles = entry
        .roles
        .into_iter()
        .map(|role| match Role::parse(&role) {
            Some(role) => Ok(role),
            None => Err(KeysError::Role {
                key: id.clone(),
                role,
            }),
        });
    let identity = Identity {
        principal: PrincipalId::parse(&entry.principal).map_err(owner)?,
        reach: Reach::Tenant(TenantId::parse(&entry.tenant).map_err(owner)?),
        roles: roles.collect::<Result<_, _>>()?,
    };
    if entry.secret.len() < Key::MIN_SECRET_BYTES {
        return Err(KeysError::Secret { key: id });
    }
    Ok(Key {
        id,
        identity: Arc::new(identity),
        secret: entry.secret.into_bytes().into(),
        until: entry.until_ms.map(Timestamp::from_millis),
    })
}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Key")
            .field("id", &self.id)
            .field("identity", &self.identity)
            .field("until", &self.until)
            .finish_non_exhaustive()
    }
}
