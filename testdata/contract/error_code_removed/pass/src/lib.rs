//! Errors of orders.

/// What goes wrong.
pub enum Error {
    NotFound,
    Locked(String),
}

impl Error {
    /// What clients are told.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NotFound => "E1001",
            Self::Locked(..) => "E1002",
        }
    }
}
