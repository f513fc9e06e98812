//! Who sends a message.

use std::sync::Arc;

use crate::domain::{Identity, Refusal};

/// Tells from a message who sent it. It does not look into what the payload means.
pub trait Authenticator: Send + Sync {
    /// Who sent the message.
    ///
    /// # Errors
    ///
    /// The message does not prove it.
    fn authenticate(&self, message: &Message<'_>) -> Result<Arc<Identity>, Refusal>;
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
