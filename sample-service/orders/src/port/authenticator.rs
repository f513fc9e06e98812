//! Who sends a message.

use std::sync::Arc;

use thiserror::Error;

use crate::domain::{Identity, Refusal};

/// Tells from a message who sent it. It does not look into what the payload means.
pub trait Authenticator: Send + Sync {
    /// Who sent the message.
    ///
    /// # Errors
    ///
    /// The message does not prove it, or nobody can tell at the moment.
    fn authenticate(&self, message: &Message<'_>) -> Result<Arc<Identity>, AuthenticationError>;
}

/// Why nobody knows who sent a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum AuthenticationError {
    /// It does not prove it.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// So many messages were there of late that no more can be remembered, and it could not be told if this one came again.
    #[error("too many signed requests came of late to remember more of them")]
    Crowded,
}

/// A message as it arrived. It has no `Debug`: neither payload nor token belongs into a log.
#[derive(Clone, Copy)]
pub struct Message<'a> {
    /// Under which subject.
    pub subject: &'a str,
    /// In which form its payload is, if it says so.
    pub form: Option<&'a str>,
    /// What it says.
    pub payload: &'a [u8],
    /// What its sender proves to be with; whoever has it may pass for them, so it is never shown.
    pub token: Option<&'a str>,
}
