//! Tenants in version 1, which was published before there were any.
//!
//! Whatever names no tenant belongs to one of them, `main`, and is written for it as it always was. So what was said and
//! stored before keeps its meaning, and who knows nothing of tenants goes on as before. There is one way to write each
//! thing: `main` is never named.

use orders::domain::TenantId;

use crate::error::WireError;

/// The tenant to whom belongs what names none.
pub const MAIN: &str = "main";

/// The tenant to whom belongs what names none.
pub fn main() -> TenantId {
    TenantId::parse(MAIN).expect("four letters are an id")
}

/// How a message or record names the tenant.
pub fn to_wire(tenant: &TenantId) -> Option<String> {
    Some(tenant.to_string()).filter(|name| name != MAIN)
}

/// The tenant that a message or record names.
pub fn from_wire(name: Option<&str>) -> Result<TenantId, WireError> {
    match name {
        Some(MAIN) => Err(WireError::MainNamed),
        name => Ok(TenantId::parse(name.unwrap_or(MAIN))?),
    }
}
