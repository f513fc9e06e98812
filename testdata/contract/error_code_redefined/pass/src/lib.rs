//! Errors of orders.

/// What goes wrong.
pub enum Error {
    NotFound,
    Locked(String),
    Taken,
}

impl Error {
    /// What clients are told.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NotFound => "E1001",
            Self::Locked(..) | Self::Taken => "E1002",
        }
    }
}
