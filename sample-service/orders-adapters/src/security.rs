//! What an operator has to know because somebody may mean harm.
//!
//! Such an event has a code from the list in SPEC.md and says whose desk it was about. It never has anything of the message
//! in it, nor what somebody proved to be with.

use orders::domain::TenantId;

/// Tells that something was refused, and why.
pub(crate) fn refused(code: &'static str, tenant: Option<&TenantId>) {
    let tenant = tenant.map(TenantId::as_str);
    tracing::warn!(security = code, tenant, "refused");
}
