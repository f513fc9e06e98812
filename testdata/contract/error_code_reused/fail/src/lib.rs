//! Errors of orders.

/// What goes wrong.
pub enum Error {
    NotFound,
    Locked(String),
//  ^^^^^^ error_code_reused: `Locked` has the code `E1002`, which was retired in 0.2.0
    Late,
}

impl Error {
    /// What clients are told.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NotFound => "E1001",
            Self::Locked(..) => "E1002",
            Self::Late => "E1003",
        }
    }
}
