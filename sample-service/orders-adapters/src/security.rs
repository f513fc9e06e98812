//! What an operator has to know because somebody may mean harm.
//!
//! Such an event has a code from the list in SPEC.md, and says whose desk it was about and who was there, as far as that is
//! known. It never has anything of the message in it, nor what somebody proved to be with.

use orders::domain::{Identity, Refusal, TenantId};
use orders::port::AuthenticationError;

/// Everything that is reported. A code that was published keeps its meaning.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SecurityEvent {
    /// More signed messages came than can be remembered.
    Crowded,
    /// A token is of another time than now, or its key is over.
    Expired,
    /// No role of the sender allows what they asked for.
    Forbidden,
    /// A token was there before.
    Replayed,
    /// A message is longer than what is looked at.
    TooLong,
    /// There is no token, or it is not of this message and a key that is known.
    Unauthenticated,
    /// A sender asked for the desk of another tenant, or a message says that it belongs to another one than its subject.
    WrongTenant,
}

impl SecurityEvent {
    /// All of them, sorted by code.
    pub const ALL: [Self; 7] = [
        Self::Crowded,
        Self::Expired,
        Self::Forbidden,
        Self::Replayed,
        Self::TooLong,
        Self::Unauthenticated,
        Self::WrongTenant,
    ];

    /// The word for it in the log.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Crowded => "crowded",
            Self::Expired => "expired",
            Self::Forbidden => "forbidden",
            Self::Replayed => "replayed",
            Self::TooLong => "too_long",
            Self::Unauthenticated => "unauthenticated",
            Self::WrongTenant => "wrong_tenant",
        }
    }
}

impl From<Refusal> for SecurityEvent {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::Unauthenticated => Self::Unauthenticated,
            Refusal::Expired => Self::Expired,
            Refusal::Replayed => Self::Replayed,
            Refusal::WrongTenant => Self::WrongTenant,
            Refusal::Forbidden => Self::Forbidden,
        }
    }
}

impl From<AuthenticationError> for SecurityEvent {
    fn from(error: AuthenticationError) -> Self {
        match error {
            AuthenticationError::Refused(refusal) => refusal.into(),
            AuthenticationError::Crowded => Self::Crowded,
        }
    }
}

/// Tells that something was refused, and why: at the desk of the tenant, and whom, as far as that is known.
pub(crate) fn refused(event: SecurityEvent, tenant: Option<&TenantId>, sender: Option<&Identity>) {
    let code = event.code();
    let tenant = tenant.map(TenantId::as_str);
    let principal = sender.map(|sender| sender.principal.as_str());
    tracing::warn!(security = code, tenant, principal, "refused");
}
