//! Messages.

#[derive(serde::Serialize)]
pub struct OrderV1;
