//! Errors of orders.

/// What goes wrong.
pub enum Error {
    NotFound,
    Locked(String),
    Forbidden,
//  ^^^^^^^^^ error_code_redefined: `Forbidden` has the code `E1001`, which is that of `NotFound`
}

impl Error {
    /// What clients are told.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NotFound => "E1001",
            Self::Locked(..) => "E1002",
            Self::Forbidden => "E1001",
        }
    }
}
