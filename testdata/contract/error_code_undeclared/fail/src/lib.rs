//! Errors of orders.

use serde::Serialize;

/// What goes wrong.
pub enum Error {
    NotFound,
    Locked(String),
//  ^^^^^^ error_code_undeclared: `Locked` has the code `E1002`, which `orders` does not declare
    Busy { since: u64 },
//  ^^^^ error_code_undeclared: `Busy` has the code `E1003`, which `orders` does not declare
    Other(Box<dyn std::error::Error>),
}

const BUSY: &str = "E1003";

impl Error {
    /// What clients are told.
    pub fn code(&self) -> String {
        if matches!(self, Self::Busy { .. }) {
            return BUSY.to_owned();
        }
        match self {
            Self::NotFound => "E1001".to_owned(),
            Self::Locked(..) => "E1002".to_owned(),
            Self::Busy { .. } => "busy".to_owned(),
            Self::Other(cause) => cause.to_string(),
        }
    }
}

/// The same for HTTP.
pub enum Status {
    NotFound = 404,
    Gone = 410,
//  ^^^^ error_code_undeclared: `Gone` has the code `410`, which `http` does not declare
    LengthRequired,
//  ^^^^^^^^^^^^^^ error_code_undeclared: `LengthRequired` has the code `411`, which `http` does not declare
}

/// What the program exits with.
pub mod exits {
    pub const FAILED: i32 = 1;
    pub const MISUSED: i32 = FAILED + 1;
    //        ^^^^^^^ error_code_undeclared: `MISUSED` has the code `2`, which `exits` does not declare
}

/// The same in messages.
#[derive(Serialize)]
#[serde(rename_all = "snake_case", tag = "error")]
pub enum Refusal {
    NotFound,
    #[serde(rename = "locked-by")]
    Locked { by: String },
//  ^^^^^^ error_code_undeclared: `Locked` has the code `locked-by`, which `wire` does not declare
}
